//! Stories of wards and head-counts, on both engines. What a prison is from when to when: `terms.rs`.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Actor, Role, Scope};
use jail::{jail, migrations};
use kernel::{BdTime, Kind};
use pids::estate::service::{self, WardFacts};
use pids::estate::{Capacity, Ward, store};
use pids::life::service::{MoveTo, ToCourt, move_ward, send_to_court};
use testkit::{TestDb, both};

fn facts(ward: &Ward) -> WardFacts {
    WardFacts {
        building: ward.building,
        name: ward.name.clone(),
        sort: ward.sort,
        kind: ward.kind,
        sex: ward.sex,
        age: ward.age,
        status: ward.status,
        capacity: ward.capacity,
        ground_floor: ward.ground_floor,
    }
}

both! { &migrations();
    fn founding_twice_changes_nothing(t: &TestDb) {
        let jail = jail(t);
        let system = Actor::system("test");
        let before = jail.db.read_now(store::prisons).unwrap();
        assert!(before.len() >= 68);
        assert_eq!(jail.by(&system, service::found).unwrap(), 0);
        assert_eq!(jail.db.read_now(store::prisons).unwrap(), before);
        let terms = jail.db.read_now(|conn| store::terms_of(conn, jail.tangail)).unwrap();
        assert_eq!((terms.len(), terms[0].facts.name.bn.as_str()), (1, "টাঙ্গাইল জেলা কারাগার"));
    }

    fn the_board_counts_who_is_inside_and_who_is_away(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        jail.hold("শিপন চাকমা", "2/2026");
        let out = ToCourt { custody: rahim, place: "সিজেএম".to_owned(), order_ref: String::new(), due_at: None };
        jail.by(&jail.salma, |tx, cx| send_to_court(tx, cx, &out)).unwrap();
        let board = jail.ask(&jail.salma, |conn, cx| service::board(conn, cx, jail.tangail)).unwrap();
        assert_eq!((board.total.present, board.total.at_court), (1, 1));
        let wards: Vec<_> = board.buildings.iter().flat_map(|(_, wards)| wards).collect();
        let (_, count) = wards.iter().find(|(ward, _)| ward.id == jail.meghna).unwrap();
        assert_eq!((count.present, count.away(), count.total()), (1, 1, 2));
        let (rows, total) = jail.ask(&jail.mahmuda, service::overview).unwrap();
        assert!(rows.len() > 60);
        assert_eq!(total, board.total);
    }

    fn another_prison_is_not_there(t: &TestDb) {
        let jail = jail(t);
        let board = jail.ask(&jail.rumana, |conn, cx| service::board(conn, cx, jail.tangail));
        assert_eq!(board.unwrap_err().kind, Kind::NotFound);
        let wanted = jail.ask(&jail.rumana, |conn, cx| service::prison_wanted(conn, cx, Some("TAN-D")));
        assert_eq!(wanted.unwrap_err().kind, Kind::NotFound);
        let seen = jail.ask(&jail.rumana, service::prisons_seen).unwrap();
        assert_eq!(seen.len(), 1);
        let division = store::division_of;
        let dhaka = jail.db.read_now(|conn| division(conn, jail.tangail)).unwrap();
        let dig = Actor { role: Role::DivisionalDig, scope: Scope::Division(dhaka.clone()), ..jail.mahmuda.clone() };
        let seen = jail.ask(&dig, service::prisons_seen).unwrap();
        assert!(seen.iter().all(|prison| prison.division == dhaka) && seen.len() > 1);
    }

    fn a_closed_ward_takes_nobody_until_it_opens(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let deputy = jail.by(&jail.anwar, |tx, cx| service::close_ward(tx, cx, jail.padma, "ছাদ ফুটো"));
        assert_eq!(deputy.unwrap_err().kind, Kind::Denied);
        let silent = jail.by(&jail.habib, |tx, cx| service::close_ward(tx, cx, jail.padma, " "));
        assert_eq!(silent.unwrap_err().fields[0].field, "reason");
        jail.by(&jail.habib, |tx, cx| service::close_ward(tx, cx, jail.padma, "ছাদ ফুটো")).unwrap();
        let twice = jail.by(&jail.habib, |tx, cx| service::close_ward(tx, cx, jail.padma, "ছাদ ফুটো"));
        assert_eq!(twice.unwrap_err().key, "err-ward-closed");
        let to = MoveTo { custody: rahim, ward: jail.padma, reason: "জায়গা নেই".to_owned() };
        let refused = jail.by(&jail.habib, |tx, cx| move_ward(tx, cx, &to)).unwrap_err();
        assert_eq!(refused.fields[0].key, "why-not-closed");
        jail.by(&jail.habib, |tx, cx| service::open_ward(tx, cx, jail.padma, "মেরামত শেষ")).unwrap();
        jail.by(&jail.habib, |tx, cx| move_ward(tx, cx, &to)).unwrap();
    }

    fn a_ward_read_before_somebody_elses_change_is_not_written_over(t: &TestDb) {
        let jail = jail(t);
        let ward = jail.ask(&jail.habib, |conn, cx| service::ward(conn, cx, jail.meghna)).unwrap();
        let mut wider = facts(&ward);
        wider.capacity = Capacity { certified: 6, working: 8, most: 10 };
        let seen = (ward.id, ward.version);
        jail.by(&jail.habib, |tx, cx| service::edit_ward(tx, cx, seen, wider.clone())).unwrap();
        let late = jail.by(&jail.habib, |tx, cx| service::edit_ward(tx, cx, seen, facts(&ward)));
        assert_eq!(late.unwrap_err().key, "err-stale");
        wider.capacity.most = 7;
        let wrong = jail.by(&jail.habib, |tx, cx| service::edit_ward(tx, cx, (ward.id, 2), wider.clone()));
        assert_eq!(wrong.unwrap_err().fields[0].field, "most");
        let now = jail.ask(&jail.habib, |conn, cx| service::ward(conn, cx, jail.meghna)).unwrap();
        assert_eq!((now.capacity.most, now.version), (10, 2));
    }

    fn who_was_here_is_answered_for_every_past_moment(t: &TestDb) {
        let jail = jail(t);
        let start = jail.now();
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        t.clock.advance(BdTime::HOUR);
        let out = ToCourt { custody: rahim, place: "সিজেএম".to_owned(), order_ref: String::new(), due_at: None };
        jail.by(&jail.salma, |tx, cx| send_to_court(tx, cx, &out)).unwrap();
        t.clock.advance(BdTime::HOUR);
        let back = pids::life::service::FromCourt { custody: rahim, answers: vec![answer(&jail, rahim)] };
        jail.by(&jail.salma, |tx, cx| pids::life::service::back_from_court(tx, cx, &back)).unwrap();
        t.clock.advance(BdTime::HOUR);
        let to = MoveTo { custody: rahim, ward: jail.padma, reason: "মেঘনায় মেরামত".to_owned() };
        jail.by(&jail.habib, |tx, cx| move_ward(tx, cx, &to)).unwrap();
        t.clock.advance(BdTime::HOUR);

        let here = |ward, hours: i64, micros: i64| {
            let at = start.plus(hours * BdTime::HOUR + micros);
            let rows = jail.ask(&jail.habib, |conn, cx| service::here_at(conn, cx, ward, at)).unwrap();
            rows.into_iter().map(|here| here.away.map(|(kind, _)| kind)).collect::<Vec<_>>()
        };
        assert_eq!(here(jail.meghna, 0, -1), []);
        assert_eq!(here(jail.meghna, 0, 0), [None]);
        assert_eq!(here(jail.meghna, 1, 0), [Some("court".to_owned())]);
        assert_eq!(here(jail.meghna, 2, 0), [None]);
        assert_eq!(here(jail.meghna, 3, -1), [None]);
        assert_eq!((here(jail.meghna, 3, 0), here(jail.padma, 3, 0)), (vec![], vec![None]));
        let ahead = jail.ask(&jail.habib, |conn, cx| service::here_at(conn, cx, jail.padma, jail.now().plus(1)));
        assert_eq!(ahead.unwrap_err().fields[0].key, "err-future");
    }
}

/// The court's word on the only case of a custody: next week.
fn answer(jail: &jail::Jail, custody: kernel::CustodyId) -> pids::life::service::CaseAnswer {
    let cases = jail
        .db
        .read_now(|conn| pids::custody::store::cases_of(conn, custody))
        .unwrap();
    pids::life::service::CaseAnswer {
        case: cases[0].id,
        state: cases[0].state,
        next_on: Some(jail.day(7)),
        sentence: String::new(),
    }
}
