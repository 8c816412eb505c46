//! Stories of those who would come to a prison that is closed, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use std::sync::mpsc;
use std::time::Duration;

use access::{Role, Scope};
use jail::{House, Jail, jail, migrations};
use kernel::{ArrivalId, Date, Error, Kind, Lang, Result};
use pids::admission::on_roll::put_on_roll;
use pids::admission::service::{abandon, note, start, start_unexpected};
use pids::arrivals::service::{Expected, cancel, expect};
use pids::custody;
use pids::estate::service::{bring_into_force, change_prison, open_prison};
use pids::estate::store;
use pids::estate::term::{Change, PrisonFacts};
use pids::life::service::{Ended, Recapture, escape, recapture, send_to_prison};
use pids::people::{self, Person, Sex, TwoNames};
use testkit::{TestApp, TestDb, both};

/// Orders that Tangail is closed from a day on.
fn close_from(house: &House, from: Date) -> Result<()> {
    let change = house.db.read_now(|conn| {
        let prison = store::prison(conn, house.tangail)?;
        let terms = store::terms_of(conn, house.tangail)?;
        Ok(Change {
            facts: PrisonFacts {
                closed: true,
                ..PrisonFacts::of(&prison)
            },
            from,
            order: String::new(),
            reason: "ভবন ঝুঁকিপূর্ণ".to_owned(),
            after: terms.last().map(|term| term.valid_from),
        })
    })?;
    house.by(&house.mahmuda, |tx, cx| {
        change_prison(tx, cx, house.tangail, &change)
    })
}

/// Closes Tangail today.
fn close(house: &House) -> Result<()> {
    close_from(house, house.world.now().date())
}

/// Tangail closed, whatever is left to do there: as an earlier version or a hand in the database would have left it.
fn closed_all_the_same(jail: &Jail) {
    let close = "UPDATE prison SET closed_on = $1 WHERE id = $2";
    jail.write(|tx| tx.exec_one(close, db::args![jail.day(0), jail.tangail]))
        .unwrap();
}

fn arrive(jail: &Jail, name: &str) -> Result<ArrivalId> {
    let told = jail.told(name);
    jail.by(&jail.shiuli, |tx, cx| expect(tx, cx, &told))
}

/// Refused because Tangail has been closed since today.
fn is_closed<T: std::fmt::Debug>(jail: &Jail, done: Result<T>) {
    let error: Error = done.unwrap_err();
    assert_eq!(
        (error.kind, error.key),
        (Kind::Conflict, "err-prison-closed")
    );
    assert_eq!(error.args, [("day", jail.day(0).to_string())]);
}

both! { &migrations();
    fn nobody_is_announced_or_admitted_there(t: &TestDb) {
        let jail = jail(t);
        let (begun, waiting) = (arrive(&jail, "শিপন চাকমা").unwrap(), arrive(&jail, "রহমত আলী").unwrap());
        let admission = jail.by(&jail.shiuli, |tx, cx| start(tx, cx, begun)).unwrap();
        let typed = [("village".to_owned(), "মির্জাপুর".to_owned())];
        jail.by(&jail.shiuli, |tx, cx| note(tx, cx, admission, &typed)).unwrap();
        closed_all_the_same(&jail);
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| put_on_roll(tx, cx, admission)));
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| start(tx, cx, waiting)));
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| start_unexpected(tx, cx, jail.tangail)));
        is_closed(&jail, arrive(&jail, "মনির হোসেন"));
        assert_eq!(arrive(&jail, "রহমত আলী").unwrap(), waiting, "what was noted before is told again");
    }

    fn it_closes_when_nobody_is_expected_or_being_admitted(t: &TestDb) {
        let jail = jail(t);
        let refused = |key: &str| {
            let error = close(&jail).unwrap_err();
            assert_eq!((error.fields[0].field.as_str(), error.fields[0].key), ("closed", key));
        };
        let late = Expected { day: jail.day(-1), ..jail.told("যিনি কাল আসেননি") };
        jail.by(&jail.shiuli, |tx, cx| expect(tx, cx, &late)).unwrap();
        let waiting = arrive(&jail, "রহমত আলী").unwrap();
        refused("err-prison-expects");
        let admission = jail.by(&jail.shiuli, |tx, cx| start(tx, cx, waiting)).unwrap();
        let not_coming = |reason: &str| jail.by(&jail.shiuli, |tx, cx| cancel(tx, cx, waiting, reason));
        assert_eq!(not_coming("ফেনীতে পাঠানো হয়েছে").unwrap_err().key, "err-arrival-admitting");
        jail.by(&jail.shiuli, |tx, cx| abandon(tx, cx, admission, "ভুল কারাগার")).unwrap();
        assert_eq!(not_coming(" ").unwrap_err().fields[0].field, "reason");
        not_coming("ফেনীতে পাঠানো হয়েছে").unwrap();
        let at_gate = jail.by(&jail.shiuli, |tx, cx| start_unexpected(tx, cx, jail.tangail)).unwrap();
        refused("err-prison-admits");
        jail.by(&jail.shiuli, |tx, cx| abandon(tx, cx, at_gate, "ভুল কারাগার")).unwrap();
        close(&jail).unwrap();
        assert!(jail.db.read_now(|conn| store::prison(conn, jail.tangail)).unwrap().closed_on.is_some());
    }

    fn a_closing_to_come_waits_for_those_expected_and_takes_no_more(t: &TestDb) {
        let jail = jail(t);
        let on = |name: &str, days: i64| {
            let told = Expected { day: jail.day(days), ..jail.told(name) };
            jail.by(&jail.shiuli, |tx, cx| expect(tx, cx, &told))
        };
        let long_ago = on("রহমত আলী", 3).unwrap();
        close_from(&jail, jail.day(2)).unwrap();
        on("আগের দিনের", 1).unwrap();
        let refused = on("পরের দিনের", 2).unwrap_err();
        assert_eq!((refused.kind, refused.key), (Kind::Conflict, "err-prison-closes"));
        assert_eq!(refused.args, [("day", jail.day(2).to_string())]);
        let due = || jail.by(&access::Actor::system("test"), bring_into_force).unwrap();
        t.clock.advance(2 * kernel::BdTime::DAY);
        assert_eq!(due(), 0, "somebody is still to come");
        jail.by(&jail.shiuli, |tx, cx| cancel(tx, cx, long_ago, "ফেনীতে যাবেন")).unwrap();
        assert_eq!(due(), 1);
    }

    fn nobody_is_sent_there(t: &TestDb) {
        let jail = jail(t);
        let person = Person::new(jail.world.id(), TwoNames::new("আব্দুল করিম", ""), Sex::Male);
        let held = jail.brought(person.id, jail.feni, "7/2026");
        jail.write(|tx| {
            people::store::insert(tx, &person, jail.now())?;
            custody::store::insert(tx, &held)
        }).unwrap();
        close(&jail).unwrap();
        let to = jail.order(held.id, jail.tangail);
        let refused = jail.by(&jail.rumana, |tx, cx| send_to_prison(tx, cx, &to)).unwrap_err();
        let field = &refused.fields[0];
        assert_eq!((field.field.as_str(), field.key), ("to", "err-prison-closed"));
        assert_eq!(field.args, [("day", jail.day(0).to_string())]);
    }

    fn nobody_who_escaped_is_brought_back_there(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let gone = Ended { custody: rahim, reason: "দেয়াল টপকে".to_owned() };
        jail.by(&jail.anwar, |tx, cx| escape(tx, cx, &gone)).unwrap();
        close(&jail).unwrap();
        let caught = Recapture { custody: rahim, ward: jail.meghna, reason: "থানা ধরেছে".to_owned() };
        is_closed(&jail, jail.by(&jail.anwar, |tx, cx| recapture(tx, cx, &caught)));
    }

    fn none_closes_while_somebody_comes_in(t: &TestDb) {
        let jail = jail(t);
        let person = Person::new(jail.world.id(), TwoNames::new("আব্দুল করিম", ""), Sex::Male);
        let coming = jail.brought(person.id, jail.tangail, "8/2026");
        let (entered, may_close) = mpsc::channel();
        let closed = std::thread::scope(|scope| {
            scope.spawn(|| jail.write(|tx| {
                open_prison(tx, jail.tangail)?;
                entered.send(()).unwrap();
                // Long enough for a closing that did not wait to count before anybody is inside.
                std::thread::sleep(Duration::from_millis(200));
                people::store::insert(tx, &person, jail.now())?;
                custody::store::insert(tx, &coming)
            }));
            may_close.recv().unwrap();
            close(&jail)
        });
        let refused = closed.unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].key), ("closed", "err-prison-holds"));
    }
}

both! { &migrations();
    fn its_officers_see_who_is_expected_and_say_who_is_not_coming(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        let (today, later) = (arrive(&jail, "রহমত আলী").unwrap(), jail.day(3));
        let told = Expected { day: later, ..jail.told("মনির হোসেন") };
        jail.by(&jail.shiuli, |tx, cx| expect(tx, cx, &told)).unwrap();
        close_from(&jail, jail.day(1)).unwrap();
        let page = format!("/estate/prisons/{}", jail.tangail);
        testkit::block_on(async {
            let own = Scope::Prison(jail.tangail);
            let cancelling = format!("/arrivals/{today}/cancel");
            for lang in Lang::ALL {
                let clerk = app.login_as(Role::AdmissionClerk, own.clone()).await.reading(lang);
                clerk.get("/arrivals").await.good().sees(&page).sees(&cancelling).never_sees("⟦");
                clerk.get(&page).await.good().sees("মনির হোসেন").sees(&cancelling).never_sees("⟦");
                clerk.get(&cancelling).await.good().sees("রহমত আলী").never_sees("⟦");
                clerk.post(&cancelling, &[("reason", "")]).await.is(422).sees("id=\"reason-error\"").never_sees("⟦");
            }
            // Headquarters sees who they are, and those who keep the machine how many.
            let hq = app.login_as(Role::Headquarters, Scope::All).await.reading(Lang::En);
            hq.get(&page).await.good().sees("Still expected: 2").sees("মনির হোসেন").never_sees("/cancel").never_sees("⟦");
            hq.get(&cancelling).await.is(403);
            let administrator = app.login_as(Role::Administrator, Scope::All).await.reading(Lang::En);
            administrator.get(&page).await.good().sees("Still expected: 2").never_sees("মনির হোসেন");
            app.login_as(Role::AdmissionClerk, Scope::Prison(jail.feni)).await.get(&cancelling).await.is(404);

            let clerk = app.login_as(Role::GateClerk, own).await;
            let listed = [("source", "court"), ("list", "করিম শেখ | জব্বার"), ("day", &later.to_string())];
            clerk.post("/arrivals/paste", &listed).await.is(422).sees("করিম শেখ | জব্বার").never_sees("⟦");
            clerk.post(&cancelling, &[("reason", "ফেনীতে যাবেন")]).await.goes_to("/arrivals");
            clerk.post(&cancelling, &[("reason", "ফেনীতে যাবেন")]).await.is(422).never_sees("⟦");
            hq.get(&page).await.good().sees("Still expected: 1").never_sees("রহমত আলী");
            app.settle().await;
        });
    }
}
