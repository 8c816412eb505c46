//! Stories of life in custody, on both engines: court, hospital, transfer, release and the rest.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use std::sync::{Arc, Barrier};

use contracts::pids::{PersonBroughtIn, PersonRead};
use jail::{Jail, jail, migrations};
use kernel::{BdTime, CaseId, CustodyId, Kind};
use pids::custody::{self, CaseState, LegalStatus, State};
use pids::life::correct::{CorrectPerson, Field, correct_person};
use pids::life::service::{
    self, AtGate, CaseAnswer, Ended, FromCourt, MoveTo, NewOrder, NewStatus, Part, Recapture,
    Receive, ToCourt, ToHospital,
};
use pids::life::timeline::{self, Detail, timeline};
use pids::life::{AbsenceKind, ReleaseKind, store};
use pids::matching::service::{DecideSame, decide_same, merge, undo_merge};
use pids::people::{self, Person, Sex, TwoNames};
use testkit::{TestDb, both};

fn to_court(custody: CustodyId) -> ToCourt {
    ToCourt {
        custody,
        place: "সিজেএম আদালত".to_owned(),
        order_ref: "হাজিরা ১২".to_owned(),
        due_at: None,
    }
}

fn first_case(jail: &Jail, custody: CustodyId) -> CaseId {
    jail.db
        .read_now(|conn| custody::store::cases_of(conn, custody))
        .unwrap()[0]
        .id
}

fn bail(jail: &Jail, custody: CustodyId, case: CaseId, number: &str) -> NewOrder {
    NewOrder {
        custody,
        kind: ReleaseKind::Bail,
        case: Some(case),
        court: jail::COURT.to_owned(),
        order_ref: number.to_owned(),
        received_at: Some(jail.now()),
    }
}

const AT_GATE: AtGate = AtGate {
    identity: true,
    belongings: true,
};

both! { &migrations();
    fn a_day_in_court(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let listed = jail.db.read_now(|conn| store::court_day(conn, jail.tangail, jail.day(0))).unwrap();
        assert_eq!(listed.len(), 1);
        jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to_court(rahim))).unwrap();
        let twice = jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to_court(rahim)));
        assert_eq!(twice.unwrap_err().key, "err-state-at-court");
        assert_eq!(jail.custody(rahim).ward, Some(jail.meghna), "the place is kept");

        t.clock.advance(12 * BdTime::HOUR);
        let out = jail.db.read_now(|conn| store::away(conn, jail.tangail, AbsenceKind::Court)).unwrap();
        assert!(out[0].0.is_overdue(jail.now()), "nobody stays at court overnight");

        let mut back = FromCourt { custody: rahim, answers: Vec::new() };
        let silent = jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &back)).unwrap_err();
        assert_eq!(silent.fields[0].key, "err-next-date");
        let case = first_case(&jail, rahim);
        back.answers.push(CaseAnswer { case, state: CaseState::Pending, next_on: Some(jail.day(-1)), sentence: String::new() });
        let past = jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &back)).unwrap_err();
        assert_eq!(past.fields[0].key, "err-past-date");
        back.answers[0].next_on = Some(jail.day(14));
        jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &back)).unwrap();
        let custody = jail.custody(rahim);
        assert_eq!((custody.state, custody.next_court_on), (State::Present, Some(jail.day(14))));
        assert!(jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &back)).is_err());
    }

    fn a_date_that_the_court_did_not_give_is_owed(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to_court(rahim))).unwrap();
        let case = first_case(&jail, rahim);
        let answers = vec![CaseAnswer { case, state: CaseState::Pending, next_on: None, sentence: String::new() }];
        jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &FromCourt { custody: rahim, answers: answers.clone() })).unwrap();
        let owed = jail.db.read_now(|conn| pids::tasks::store::open(conn, jail.tangail, "", 10)).unwrap();
        assert_eq!(owed.iter().filter(|task| task.kind == pids::tasks::TaskKind::NextDate).count(), 1);
        assert_eq!(jail.custody(rahim).next_court_on, None);
    }

    fn many_go_at_once_and_who_cannot_is_named(t: &TestDb) {
        let jail = jail(t);
        let people = [jail.hold("ক", "1/2026").1, jail.hold("খ", "2/2026").1, jail.hold("গ", "3/2026").1];
        let ill = ToHospital {
            custody: people[1],
            place: "টাঙ্গাইল জেনারেল হাসপাতাল".to_owned(),
            reason: "বুকে ব্যথা".to_owned(),
            order_ref: "রেফার ৩".to_owned(),
            due_at: None,
        };
        jail.by(&jail.anwar, |tx, cx| service::send_to_hospital(tx, cx, &ill)).unwrap();
        let many = jail.by(&jail.salma, |tx, cx| service::send_many_to_court(tx, cx, &people, "তালিকা ৯")).unwrap();
        assert_eq!(many.sent, 2);
        assert_eq!(many.left.len(), 1);
        assert_eq!((many.left[0].0, many.left[0].1.key), (people[1], "err-state-in-hospital"));
        let out = jail.db.read_now(|conn| store::away(conn, jail.tangail, AbsenceKind::Court)).unwrap();
        assert!(out.iter().all(|(absence, _)| absence.place == kernel::bangla::normalise::text(jail::COURT)));
        jail.by(&jail.anwar, |tx, cx| service::back_from_hospital(tx, cx, people[1])).unwrap();
        let lines = jail.db.read_now(|conn| journal::lines_of(conn, people[1].into(), None, 10)).unwrap();
        assert!(lines.iter().all(|line| !line.json.contains("বুকে ব্যথা")), "why is medical and stays out of the journal");
    }

    fn a_transfer_is_certified_sent_and_received(t: &TestDb) {
        let jail = jail(t);
        let (person, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let unseen = jail.ask(&jail.rumana, |conn, cx| timeline(conn, cx, person, None));
        assert_eq!(unseen.unwrap_err().kind, Kind::NotFound, "another prison's prisoner");
        let mut to = jail.order(rahim, jail.feni);
        to.certified_on = Some(jail.day(-9));
        let stale = jail.by(&jail.anwar, |tx, cx| service::send_to_prison(tx, cx, &to)).unwrap_err();
        assert_eq!(stale.fields[0].field, "certified_on");
        jail.by(&jail.anwar, |tx, cx| service::send_to_prison(tx, cx, &jail.order(rahim, jail.feni))).unwrap();
        assert_eq!(jail.custody(rahim).ward, None);
        assert!(jail.ask(&jail.rumana, |conn, cx| timeline(conn, cx, person, None)).is_ok(), "who expects them may read");

        t.clock.advance(2 * BdTime::DAY);
        let coming = jail.db.read_now(|conn| store::coming(conn, jail.feni, jail.now())).unwrap();
        assert!(coming[0].0.is_overdue(jail.now()), "not arrived");
        let received = Receive { custody: rahim, at: jail.feni, ward: jail.surma, reason: String::new() };
        let wrong = jail.by(&jail.anwar, |tx, cx| service::receive(tx, cx, &received));
        assert_eq!(wrong.unwrap_err().kind, Kind::NotFound);
        jail.by(&jail.rumana, |tx, cx| service::receive(tx, cx, &received)).unwrap();
        let custody = jail.custody(rahim);
        assert_eq!((custody.prison, custody.state, custody.ward), (jail.feni, State::Present, Some(jail.surma)));
        assert_ne!(custody.number, "", "a number of the new prison's series");
        let gone = jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, None));
        assert_eq!(gone.unwrap_err().kind, Kind::NotFound, "the sender answers for them no more");
        let twice = jail.by(&jail.rumana, |tx, cx| service::receive(tx, cx, &received));
        assert!(twice.is_err());
    }

    fn somebody_turned_back_keeps_their_number(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        jail.by(&jail.anwar, |tx, cx| service::send_to_prison(tx, cx, &jail.order(rahim, jail.feni))).unwrap();
        let back = Receive { custody: rahim, at: jail.tangail, ward: jail.meghna, reason: "রাস্তা বন্ধ".to_owned() };
        jail.by(&jail.anwar, |tx, cx| service::receive(tx, cx, &back)).unwrap();
        let custody = jail.custody(rahim);
        assert_eq!((custody.prison, custody.number.as_str()), (jail.tangail, "1/2026"));
    }

    fn another_case_keeps_the_gate_shut_until_it_is_bailed_too(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let first = first_case(&jail, rahim);
        let second = jail.accuse(rahim, "দায়রা ৮৮/২৫", Some(jail.day(5)));
        let order = jail.by(&jail.anwar, |tx, cx| service::receive_order(tx, cx, &bail(&jail, rahim, first, "১২/২৬"))).unwrap();
        let twice = jail.by(&jail.anwar, |tx, cx| service::receive_order(tx, cx, &bail(&jail, rahim, first, "১২/২৬")));
        assert_eq!(twice.unwrap_err().key, "err-order-known");
        let unchecked = jail.by(&jail.salma, |tx, cx| service::open_gate(tx, cx, order, AT_GATE));
        assert_eq!(unchecked.unwrap_err().key, "err-order-unchecked");
        let held = jail.by(&jail.anwar, |tx, cx| service::check_order(tx, cx, order, true)).unwrap();
        assert_eq!(held.held_reason.as_deref(), Some("দায়রা ৮৮/২৫"));
        t.clock.advance(2 * pids::life::RELEASE_DUE);
        let open = jail.db.read_now(|conn| store::orders_open(conn, jail.tangail)).unwrap();
        assert!(!open[0].0.is_overdue(jail.now()), "the law holds it");

        let other = jail.by(&jail.anwar, |tx, cx| service::receive_order(tx, cx, &bail(&jail, rahim, second, "৯/২৬"))).unwrap();
        jail.by(&jail.anwar, |tx, cx| service::check_order(tx, cx, other, true)).unwrap();
        let clear = jail.by(&jail.anwar, |tx, cx| service::check_order(tx, cx, order, true)).unwrap();
        assert_eq!(clear.held_reason, None);
        let nobody = jail.by(&jail.salma, |tx, cx| service::open_gate(tx, cx, other, AtGate { identity: false, ..AT_GATE }));
        assert_eq!(nobody.unwrap_err().fields[0].field, "identity");
        jail.by(&jail.salma, |tx, cx| service::open_gate(tx, cx, other, AT_GATE)).unwrap();
        let custody = jail.custody(rahim);
        assert_eq!((custody.state, custody.ward, custody.ended_at), (State::Bailed, None, Some(jail.now())));
        let twice = jail.by(&jail.salma, |tx, cx| service::open_gate(tx, cx, other, AT_GATE));
        assert_eq!(twice.unwrap_err().key, "err-state-bailed");
        let open = jail.db.read_now(|conn| store::orders_open(conn, jail.tangail)).unwrap();
        assert!(open.is_empty());
    }

    fn an_escape_ends_the_custody_and_a_recapture_goes_on_with_it(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to_court(rahim))).unwrap();
        let gone = Ended { custody: rahim, reason: "আদালতের হাজতখানা থেকে".to_owned() };
        let clerk = jail.by(&jail.salma, |tx, cx| service::escape(tx, cx, &gone));
        assert_eq!(clerk.unwrap_err().kind, Kind::Denied);
        jail.by(&jail.anwar, |tx, cx| service::escape(tx, cx, &gone)).unwrap();
        assert!(jail.custody(rahim).ended_at.is_some());
        let away = jail.db.read_now(|conn| store::away(conn, jail.tangail, AbsenceKind::Court)).unwrap();
        assert!(away.is_empty());
        let caught = Recapture { custody: rahim, ward: jail.meghna, reason: "মির্জাপুর থানা ধরেছে".to_owned() };
        jail.by(&jail.anwar, |tx, cx| service::recapture(tx, cx, &caught)).unwrap();
        let custody = jail.custody(rahim);
        assert_eq!((custody.state, custody.ended_at, custody.number.as_str()), (State::Present, None, "1/2026"));
        jail.by(&jail.anwar, |tx, cx| service::die(tx, cx, &gone)).unwrap();
        assert_eq!(jail.by(&jail.anwar, |tx, cx| service::die(tx, cx, &gone)).unwrap_err().key, "err-state-dead");
    }

    fn a_ward_that_was_not_proposed_needs_a_reason_and_the_right(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let mut to = MoveTo { custody: rahim, ward: jail.padma, reason: String::new() };
        let silent = jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to)).unwrap_err();
        assert_eq!(silent.fields[0].field, "reason");
        to.reason = "মেঘনায় হুমকি".to_owned();
        assert_eq!(jail.by(&jail.salma, |tx, cx| service::move_ward(tx, cx, &to)).unwrap_err().kind, Kind::Denied);
        let elsewhere = MoveTo { ward: jail.surma, ..to.clone() };
        let wrong = jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &elsewhere)).unwrap_err();
        assert_eq!(wrong.fields[0].key, "err-choice");
        jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to)).unwrap();
        assert_eq!(jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to)).unwrap_err().key, "err-same-ward");
    }

    fn a_conviction_gives_a_convicts_number_and_the_old_one_is_kept(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "7/2026");
        let new = NewStatus { custody: rahim, status: LegalStatus::Convict, reason: "রায় ৩/২৬, ২ বছর".to_owned() };
        jail.by(&jail.habib, |tx, cx| service::change_status(tx, cx, &new)).unwrap();
        assert!(jail.custody(rahim).number.starts_with("A-"));
        assert_eq!(jail.by(&jail.habib, |tx, cx| service::change_status(tx, cx, &new)).unwrap_err().key, "err-same-status");
        let numbers = jail.db.read_now(|conn| {
            conn.query("SELECT number FROM custody_number WHERE custody = $1", db::args![rahim], |row| row.at::<String>(0))
        });
        assert!(numbers.unwrap().contains(&"7/2026".to_owned()));
    }

    fn a_correction_keeps_the_old_words(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = jail.hold("আব্দুর রহিম", "1/2026");
        let mut given = CorrectPerson {
            person,
            version: 1,
            fields: vec![(Field::FatherBn, "মো. সোলায়মান আলী".to_owned()), (Field::NameBn, "আব্দুর রহিম".to_owned())],
            reason: "এনআইডি দেখে".to_owned(),
        };
        jail.by(&jail.anwar, |tx, cx| correct_person(tx, cx, &given)).unwrap();
        let late = jail.by(&jail.anwar, |tx, cx| {
            given.fields[0].1 = "সোলায়মান".to_owned();
            correct_person(tx, cx, &given)
        });
        assert_eq!(late.unwrap_err().key, "err-stale");
        let page = jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, None)).unwrap();
        let entry = page.entries.iter().find(|entry| entry.key == "did-person-corrected").unwrap();
        assert_eq!(entry.reason.as_deref(), Some("এনআইডি দেখে"));
        let Detail::Fields(fields) = &entry.detail else { panic!("{entry:?}") };
        assert_eq!((fields.len(), fields[0].old.as_str()), (1, ""));
    }

    fn a_file_that_was_read_says_so_and_the_timeline_pages_back(t: &TestDb) {
        let jail = jail(t);
        let (person, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        for part in [Part::Summary, Part::Family] {
            jail.by(&jail.anwar, |tx, cx| service::open_file(tx, cx, person, part)).unwrap();
        }
        let medical = jail.by(&jail.anwar, |tx, cx| service::open_file(tx, cx, person, Part::Medical));
        assert_eq!(medical.unwrap_err().kind, Kind::Denied);
        let foreign = jail.by(&jail.rumana, |tx, cx| service::open_file(tx, cx, person, Part::Summary));
        assert_eq!(foreign.unwrap_err().kind, Kind::NotFound);
        let reads = jail.db.read_now(|conn| journal::lines_of(conn, person.into(), None, 10)).unwrap();
        assert_eq!(reads.iter().filter(|line| line.kind == "person.read").count(), 2);

        for _ in 0..60 {
            t.clock.advance(BdTime::MINUTE);
            let ward = if jail.custody(rahim).ward == Some(jail.meghna) { jail.padma } else { jail.meghna };
            let to = MoveTo { custody: rahim, ward, reason: "পরীক্ষা".to_owned() };
            jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to)).unwrap();
        }
        let first = jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, None)).unwrap();
        assert_eq!(first.entries.len(), pids::life::timeline::ENTRIES);
        let second = jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, first.older)).unwrap();
        // 61 moves and the beginning, which no line told, so that the row does.
        assert_eq!((first.entries.len() + second.entries.len(), second.older), (62, None));
        assert_eq!(second.entries.last().unwrap().key, "did-custody-admitted");
        let mut marks: Vec<_> = first.entries.iter().chain(&second.entries).map(|entry| (entry.at, entry.seq)).collect();
        marks.dedup();
        assert_eq!(marks.len(), 62);
        assert!(marks.is_sorted_by(|a, b| a > b));
    }

    fn whoever_has_read_a_file_hides_nothing_that_happened(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = jail.hold("আব্দুর রহিম", "1/2026");
        t.clock.advance(BdTime::DAY);
        let read = PersonRead { part: "summary".to_owned() };
        jail.by(&jail.anwar, |tx, cx| {
            (0..=timeline::LINES_MAX).try_for_each(|_| cx.tell(tx, Some(jail.tangail), person.into(), &read, None))
        }).unwrap();
        let page = |before| jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, before)).unwrap();
        let first = page(None);
        assert_eq!(first.entries, [], "only reads are so new");
        let second = page(first.older);
        let keys: Vec<_> = second.entries.iter().map(|entry| entry.key).collect();
        assert_eq!((keys.as_slice(), second.older), (&["did-custody-placed", "did-custody-admitted"][..], None));
    }

    fn what_was_brought_in_joined_and_parted_is_told(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = jail.hold("আব্দুর রহিম", "1/2026");
        let other = Person::new(jail.world.id(), TwoNames::new("আবদুর রহীম", ""), Sex::Male);
        let came = PersonBroughtIn {
            person,
            batch: jail.world.id(),
            line: 2,
            name_bn: "আব্দুর রহিম".to_owned(),
            name_en: String::new(),
            known: false,
        };
        let why = "একই ছবি, একই দাগ";
        let same = DecideSame { a: person, b: other.id, same: true, rationale: why };
        jail.by(&jail.mahmuda, |tx, cx| {
            people::store::insert(tx, &other, jail.now())?;
            cx.tell(tx, Some(jail.tangail), person.into(), &came, None)?;
            decide_same(tx, cx, &same)?;
            let merge = merge(tx, cx, person, other.id)?;
            undo_merge(tx, cx, merge, why)
        }).unwrap();
        let page = jail.ask(&jail.anwar, |conn, cx| timeline(conn, cx, person, None)).unwrap();
        let keys: Vec<_> = page.entries.iter().map(|entry| entry.key).collect();
        for key in ["did-person-brought-in", "did-person-merged", "did-person-parted"] {
            assert!(keys.contains(&key), "{key}: {keys:?}");
        }
    }

    fn of_two_clerks_at_once_one_takes_the_last_place(t: &TestDb) {
        let jail = Arc::new(jail(t));
        let people: Vec<_> = (1..=5).map(|n| jail.hold(&format!("বন্দি {n}"), &format!("{n}/2026")).1).collect();
        // Four sleep in Padma, which may hold five at the most: one place is left for the last two.
        for custody in &people[..4] {
            let to = MoveTo { custody: *custody, ward: jail.padma, reason: "ভিড়".to_owned() };
            jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to)).unwrap();
        }
        let last = [people[4], jail.hold("বন্দি ৬", "6/2026").1];
        let gate = Arc::new(Barrier::new(2));
        let clerks = last.map(|custody| {
            let (jail, gate) = (jail.clone(), gate.clone());
            std::thread::spawn(move || {
                let to = MoveTo { custody, ward: jail.padma, reason: "ভিড়".to_owned() };
                gate.wait();
                jail.by(&jail.anwar, |tx, cx| service::move_ward(tx, cx, &to))
            })
        });
        let done = clerks.map(|clerk| clerk.join().unwrap());
        assert_eq!(done.iter().filter(|result| result.is_ok()).count(), 1, "{done:?}");
        let count = jail.db.read_now(|conn| pids::estate::store::of_ward(conn, jail.padma)).unwrap();
        assert_eq!(count.total(), 5);
    }

    fn posted_twice_at_once_somebody_goes_to_court_once(t: &TestDb) {
        let jail = Arc::new(jail(t));
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let gate = Arc::new(Barrier::new(4));
        let clerks: Vec<_> = (0..4)
            .map(|_| {
                let (jail, gate) = (jail.clone(), gate.clone());
                std::thread::spawn(move || {
                    gate.wait();
                    jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to_court(rahim)))
                })
            })
            .collect();
        let done: Vec<_> = clerks.into_iter().map(|clerk| clerk.join().unwrap()).collect();
        assert_eq!(done.iter().filter(|result| result.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().filter_map(|result| result.as_ref().err()).all(|error| error.kind == Kind::Conflict));
        let lines = jail.db.read_now(|conn| journal::lines_of(conn, rahim.into(), None, 50)).unwrap();
        assert_eq!(lines.iter().filter(|line| line.kind == "custody.sent_to_court").count(), 1);
    }
}
