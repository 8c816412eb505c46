//! Stories of prisons that change their name, kind or division, or close, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Actor, NewUser, Role, Scope};
use jail::{Jail, jail};
use jiff::civil::date;
use kernel::{BdTime, CustodyId, Date, Kind, Result};
use pids::custody::{Custody, EndKind, State};
use pids::estate::PrisonKind;
use pids::estate::service::{self, PRISON_CHANGES};
use pids::estate::store;
use pids::estate::term::{Change, PrisonFacts};
use pids::people::TwoNames;
use pids::roll;
use testkit::{TestApp, TestDb, block_on, both};

const OLD: &str = "টাঙ্গাইল জেলা কারাগার";
const NEW: &str = "টাঙ্গাইল সংশোধনাগার";

/// Tangail by its new name from a day on, as somebody who has just looked at it would order it.
fn renamed(jail: &Jail, from: Date) -> Change {
    let (prison, terms) = jail
        .db
        .read_now(|conn| {
            Ok((
                store::prison(conn, jail.tangail)?,
                store::terms_of(conn, jail.tangail)?,
            ))
        })
        .unwrap();
    let known = terms.last().unwrap();
    Change {
        facts: PrisonFacts {
            name: TwoNames::new(NEW, "Tangail Correction Centre"),
            ..PrisonFacts::of(&prison)
        },
        from,
        order: "প্রজ্ঞাপন ১২/২০২৬".to_owned(),
        reason: "অধিদপ্তরের নতুন নাম".to_owned(),
        after: Some(known.valid_from),
    }
}

fn change(jail: &Jail, change: &Change) -> Result<()> {
    jail.by(&jail.mahmuda, |tx, cx| {
        service::change_prison(tx, cx, jail.tangail, change)
    })
}

fn name(jail: &Jail) -> String {
    let prison = jail.db.read_now(|conn| store::prison(conn, jail.tangail));
    prison.unwrap().name.bn
}

fn kinds_told(jail: &Jail) -> Vec<String> {
    jail.db
        .read_now(|conn| {
            conn.query(
                "SELECT kind FROM journal WHERE subject = $1 AND kind LIKE 'prison.change%' ORDER BY seq",
                db::args![jail.tangail],
                |row| row.at(0),
            )
        })
        .unwrap()
}

/// Orders that Tangail, under its new name, is closed from a day on.
fn closing_from(jail: &Jail, from: Date) {
    let mut closing = renamed(jail, from);
    closing.facts.closed = true;
    change(jail, &closing).unwrap();
}

/// How many changes come into force now.
fn due(jail: &Jail) -> usize {
    jail.by(&access::Actor::system("test"), service::bring_into_force)
        .unwrap()
}

/// Somebody has left for good.
fn released(jail: &Jail, custody: CustodyId) {
    let ended = jail.write(|tx| {
        tx.exec(
            "UPDATE placement SET to_at = 1 WHERE custody = $1",
            db::args![custody],
        )?;
        pids::custody::store::end_past(tx, custody, EndKind::TermOver, jail.now())
    });
    ended.unwrap();
}

/// What the head-count return of a day calls the prison.
fn on_the_return(jail: &Jail, day: Date) -> String {
    let found = jail.by(&jail.mahmuda, |tx, cx| {
        let prison = store::prison(tx, jail.tangail)?;
        roll::service::headcount(tx, cx, prison, day, roll::Format::Print)
    });
    found.unwrap().prison.name.bn
}

both! { &jail::migrations();
    fn a_name_changes_from_a_day_and_papers_of_the_day_before_keep_the_old_one(t: &TestDb) {
        let jail = jail(t);
        change(&jail, &renamed(&jail, jail.day(-10))).unwrap();
        assert_eq!(name(&jail), NEW);
        assert_eq!(on_the_return(&jail, jail.day(-11)), OLD);
        assert_eq!(on_the_return(&jail, jail.day(-10)), NEW);
        let terms = jail.ask(&jail.habib, |conn, cx| service::history(conn, cx, jail.tangail)).unwrap();
        let names: Vec<_> = terms.iter().map(|term| term.facts.name.bn.as_str()).collect();
        assert_eq!(names, [OLD, NEW]);
        assert_eq!(terms[1].by_name, jail.mahmuda.name_bn);
        assert_eq!(kinds_told(&jail), ["prison.changed", "prison.change_in_force"]);
        let ever = jail.ask(&jail.mahmuda, |conn, _| service::name_on(conn, jail.tangail, date(1850, 1, 1)));
        assert_eq!(ever.unwrap().bn, NEW, "before anything is known it is called what it is called now");
    }

    fn a_stay_that_is_over_keeps_the_name_of_its_time(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
        let long_ago = jail.now().plus(-100 * BdTime::DAY);
        let past = Custody {
            state: State::Bailed,
            admitted_at: long_ago.plus(-BdTime::DAY),
            ended_at: Some(long_ago),
            ..jail.brought(person, jail.tangail, "7/2025")
        };
        jail.write(|tx| pids::custody::store::insert_past(tx, &past, EndKind::Bail)).unwrap();
        change(&jail, &renamed(&jail, jail.day(-10))).unwrap();
        assert_eq!(jail.custody(custody).prison, jail.tangail);
        testkit::block_on(async {
        let habib = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
        let stays = habib.get(&format!("/people/{person}/cases")).await;
        stays.good().sees(&format!("১/২০২৬ · {NEW}")).sees(&format!("৭/২০২৫ · {OLD}"));
        app.settle().await;
        });
    }

    fn a_change_to_come_waits_for_its_day_and_then_holds_by_itself(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        let mut moved = renamed(&jail, jail.day(3));
        moved.facts.division = "10".to_owned();
        change(&jail, &moved).unwrap();
        t.clock.advance(2 * BdTime::DAY);
        (PRISON_CHANGES.run)(&app.app).unwrap();
        assert_eq!(name(&jail), OLD);
        t.clock.advance(BdTime::DAY);
        (PRISON_CHANGES.run)(&app.app).unwrap();
        assert_eq!(name(&jail), NEW);
        assert_eq!(app.app.places.division_of(jail.tangail).as_deref(), Some("10"));
        // A second run, or a second server, finds nothing left to do.
        let version = jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap().version;
        (PRISON_CHANGES.run)(&app.app).unwrap();
        assert_eq!(jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap().version, version);
        assert_eq!(kinds_told(&jail), ["prison.changed", "prison.change_in_force"]);
    }

    fn a_prison_that_moves_takes_its_officers_along(t: &TestDb) {
        let jail = jail(t);
        let first = block_on(access::hash(&t.world, "shiuli", "a lantern by the east wall".into())).unwrap();
        let officer = NewUser {
            login: "shiuli".to_owned(),
            name_bn: "শিউলি আক্তার".to_owned(),
            name_en: "Shiuli Akter".to_owned(),
            role: Role::AdmissionClerk,
            scope: Scope::Prison(jail.tangail),
            division: Some("30".to_owned()),
        };
        let made = jail.by(&Actor::system("test"), |tx, cx| {
            let doing = access::Doing::new(cx.actor, cx.access, cx.world);
            access::create_user(tx, &doing, officer.clone(), &first)
        });
        made.unwrap();
        let mut moved = renamed(&jail, jail.day(0));
        moved.facts.division = "10".to_owned();
        change(&jail, &moved).unwrap();
        let seen = |division: &str| {
            let (role, scope) = (Role::DivisionalDig, Scope::Division(division.to_owned()));
            let dig = Actor { role, scope, ..Actor::system("dig") };
            jail.ask(&dig, |conn, cx| access::users(conn, cx.access, cx.actor)).unwrap().len()
        };
        assert_eq!((seen("30"), seen("10")), (0, 1));
    }

    fn a_change_to_come_can_be_withdrawn_until_its_day(t: &TestDb) {
        let jail = jail(t);
        let day = jail.day(3);
        change(&jail, &renamed(&jail, day)).unwrap();
        let withdraw = |reason: &str| {
            jail.by(&jail.mahmuda, |tx, cx| service::withdraw_change(tx, cx, jail.tangail, day, reason))
        };
        assert_eq!(withdraw(" ").unwrap_err().fields[0].field, "reason");
        withdraw("আদেশ বাতিল").unwrap();
        assert_eq!(withdraw("আদেশ বাতিল").unwrap_err().key, "err-stale");
        assert_eq!(kinds_told(&jail), ["prison.changed", "prison.change_withdrawn"]);
        change(&jail, &renamed(&jail, jail.day(0))).unwrap();
        let late = jail.by(&jail.mahmuda, |tx, cx| service::withdraw_change(tx, cx, jail.tangail, jail.day(0), "ভুল"));
        assert_eq!(late.unwrap_err().key, "err-term-in-force");
    }

    fn a_prison_closes_only_when_it_answers_for_nobody(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let mut closing = renamed(&jail, jail.day(0));
        closing.facts.closed = true;
        let refused = change(&jail, &closing).unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].key), ("closed", "err-prison-holds"));
        assert!(kinds_told(&jail).is_empty(), "what was refused left nothing behind");

        closing.from = jail.day(1);
        change(&jail, &closing).unwrap();
        t.clock.advance(BdTime::DAY);
        assert_eq!(due(&jail), 0, "somebody is still inside");
        released(&jail, rahim);
        assert_eq!(due(&jail), 1);
        let prison = jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap();
        assert_eq!(prison.closed_on, Some(jail.day(0)));
        let seen = jail.ask(&jail.mahmuda, service::prisons_seen).unwrap();
        assert!(seen.iter().all(|seen| seen.id != prison.id));
        // And opens again, on another day.
        let mut opening = renamed(&jail, jail.day(1));
        opening.facts.closed = false;
        change(&jail, &opening).unwrap();
        t.clock.advance(BdTime::DAY);
        assert_eq!(due(&jail), 1);
        let prison = jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap();
        assert_eq!(prison.closed_on, None);
    }

    fn no_newer_change_passes_a_closing_that_waits(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        closing_from(&jail, jail.day(1));
        t.clock.advance(2 * BdTime::DAY);
        let closing_day = jail.day(-1);
        assert_eq!(due(&jail), 0, "somebody is still inside");
        // Papers call the prison what it is, not what it is going to be.
        assert_eq!(on_the_return(&jail, jail.day(0)), OLD);
        let called = jail.ask(&jail.mahmuda, |conn, _| service::name_on(conn, jail.tangail, jail.day(0)));
        assert_eq!(called.unwrap().bn, OLD);

        let mut newer = renamed(&jail, jail.day(0));
        newer.facts.name = TwoNames::new("টাঙ্গাইল উন্মুক্ত কারাগার", "Tangail Open Jail");
        let refused = change(&jail, &newer).unwrap_err();
        assert_eq!((refused.kind, refused.key), (Kind::Conflict, "err-term-due"));
        assert_eq!(refused.args, [("day", closing_day.to_string())]);
        jail.by(&jail.mahmuda, |tx, cx| service::withdraw_change(tx, cx, jail.tangail, closing_day, "বন্ধ হবে না")).unwrap();
        newer.after = renamed(&jail, jail.day(0)).after;
        change(&jail, &newer).unwrap();
        released(&jail, rahim);
        assert_eq!(due(&jail), 0);
        let prison = jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap();
        assert_eq!((prison.name.bn.as_str(), prison.closed_on), ("টাঙ্গাইল উন্মুক্ত কারাগার", None));
    }

    fn a_term_that_a_newer_one_overtook_never_comes_into_force(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        closing_from(&jail, jail.day(1));
        t.clock.advance(2 * BdTime::DAY);
        // As a newer row of the shipped list that is true already.
        let mut newer = jail.db.read_now(|conn| store::terms_of(conn, jail.tangail)).unwrap().remove(0);
        (newer.valid_from, newer.in_force) = (jail.day(0), true);
        jail.write(|tx| store::put_term(tx, &newer)).unwrap();
        released(&jail, rahim);
        assert_eq!(due(&jail), 0);
        assert_eq!(jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap().closed_on, None);
        let overtaken = jail.day(-1);
        jail.by(&jail.mahmuda, |tx, cx| service::withdraw_change(tx, cx, jail.tangail, overtaken, "পুরোনো")).unwrap();
    }

    fn two_who_change_at_once_do_not_write_over_each_other(t: &TestDb) {
        let jail = jail(t);
        let (first, mut second) = (renamed(&jail, jail.day(0)), renamed(&jail, jail.day(-3)));
        change(&jail, &first).unwrap();
        assert_eq!(change(&jail, &second).unwrap_err().key, "err-stale");
        second.after = Some(first.from);
        assert_eq!(change(&jail, &second).unwrap_err().fields[0].key, "err-term-before");
        second.from = jail.day(5);
        assert_eq!(change(&jail, &second).unwrap_err().key, "err-prison-same");
    }

    fn prisons_are_changed_at_headquarters(t: &TestDb) {
        let jail = jail(t);
        let new = renamed(&jail, jail.day(0));
        for (actor, kind) in [(&jail.habib, Kind::Denied), (&jail.rumana, Kind::NotFound)] {
            let refused = jail.by(actor, |tx, cx| service::change_prison(tx, cx, jail.tangail, &new));
            assert_eq!(refused.unwrap_err().kind, kind);
            assert_eq!(jail.ask(actor, service::closed_seen).unwrap_err().kind, Kind::Denied);
        }
    }
}

both! { &jail::migrations();
    fn the_page_says_that_a_closing_waits_and_lets_it_be_withdrawn(t: &TestDb) {
        let jail = jail(t);
        jail.hold("আব্দুর রহিম", "1/2026");
        closing_from(&jail, jail.day(1));
        t.clock.advance(2 * BdTime::DAY);
        let (waits, today) = (jail.day(-1).to_string(), jail.day(0).to_string());
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Headquarters, Scope::All).await.reading(kernel::Lang::En);
            let page = format!("/estate/prisons/{}", jail.tangail);
            hq.get(&page).await.good().sees("It closes when the last one has left").sees("/withdraw").never_sees("⟦");
            let typed = [
                ("after", waits.as_str()), ("name_bn", OLD), ("name_en", "Tangail Open Jail"), ("kind", "special"),
                ("division", "30"), ("from", today.as_str()), ("reason", "নতুন আদেশ"),
            ];
            hq.post(&page, &typed).await.is(422).sees("Withdraw it first").sees("Tangail Open Jail").never_sees("⟦");
            let withdrawn = [("valid_from", waits.as_str()), ("reason", "বন্ধ হবে না")];
            hq.post(&format!("{page}/withdraw"), &withdrawn).await.goes_to(&page);
            hq.get(&page).await.good().never_sees("/withdraw");
            app.settle().await;
        });
    }

    fn the_page_shows_the_history_and_takes_a_change(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            for lang in kernel::Lang::ALL {
                let hq = app.login_as(Role::Headquarters, Scope::All).await.reading(lang);
                let page = format!("/estate/prisons/{}", jail.tangail);
                hq.get("/estate/prisons").await.good().sees(&page).never_sees("⟦");
                hq.get(&page).await.good().sees("TAN-D").never_sees("⟦");
            }
            let hq = app.login_as(Role::Headquarters, Scope::All).await;
            let prison = jail.tangail;
            let page = format!("/estate/prisons/{prison}");
            let after = jail.db.read(move |conn| store::terms_of(conn, prison)).await.unwrap();
            let after = after.last().unwrap().valid_from.to_string();
            let mut typed = vec![
                ("after", after.as_str()), ("name_bn", NEW), ("name_en", ""), ("kind", "central"), ("division", "30"),
                ("certified", "৫০০"), ("from", "কাল"), ("reason", "নতুন নাম"),
            ];
            // Every wrong field is named, and what was typed stays.
            hq.post(&page, &typed).await.is(422).sees("id=\"from-error\"").sees(NEW);
            typed[6].1 = "24/11/2036";
            hq.post(&page, &typed).await.is(422).sees("id=\"name_en-error\"").sees("24/11/2036");
            typed[2].1 = "Tangail Correction Centre";
            hq.post(&page, &typed).await.goes_to(&page);
            hq.get(&page).await.good().sees(NEW).sees("/withdraw").never_sees("⟦");
            hq.post(&format!("{page}/withdraw"), &[("valid_from", "2036-11-24"), ("reason", "")]).await.is(422).never_sees("⟦");
            hq.post(&format!("{page}/withdraw"), &[("valid_from", "2036-11-24"), ("reason", "ভুল")]).await.goes_to(&page);
            typed[6].1 = "1/11/2026";
            hq.post(&page, &typed).await.goes_to(&page);
            assert_eq!(PrisonKind::Central, jail.db.read(move |conn| store::prison(conn, prison)).await.unwrap().kind);

            let jailer = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
            jailer.get(&page).await.good().sees(NEW).never_sees("name=\"reason\"");
            jailer.post(&page, &typed).await.is(403);
            let stranger = app.login_as(Role::Jailer, Scope::Prison(jail.feni)).await;
            stranger.get(&page).await.is(404);
            app.settle().await;
        });
    }
}
