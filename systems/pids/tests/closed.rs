//! Stories of those who would come to a prison that is closed, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use std::sync::mpsc;
use std::time::Duration;

use jail::{House, Jail, jail, migrations};
use kernel::{ArrivalId, Error, Kind, Result};
use pids::admission::on_roll::put_on_roll;
use pids::admission::service::{note, start, start_unexpected};
use pids::arrivals::service::{Expected, expect};
use pids::custody::{self, Source};
use pids::estate::service::{change_prison, open_prison};
use pids::estate::store;
use pids::estate::term::{Change, PrisonFacts};
use pids::life::service::{Ended, Recapture, ToPrison, escape, recapture, send_to_prison};
use pids::people::{self, Person, Sex, TwoNames};
use testkit::{TestDb, both};

/// Closes Tangail today.
fn close(house: &House) -> Result<()> {
    let change = house.db.read_now(|conn| {
        let prison = store::prison(conn, house.tangail)?;
        let terms = store::terms_of(conn, house.tangail)?;
        Ok(Change {
            facts: PrisonFacts {
                closed: true,
                ..PrisonFacts::of(&prison)
            },
            from: house.world.now().date(),
            order: String::new(),
            reason: "ভবন ঝুঁকিপূর্ণ".to_owned(),
            after: terms.last().map(|term| term.valid_from),
        })
    })?;
    house.by(&house.mahmuda, |tx, cx| {
        change_prison(tx, cx, house.tangail, &change)
    })
}

fn told(jail: &Jail, name: &str) -> Expected {
    Expected {
        prison: jail.tangail,
        day: jail.day(0),
        source: Source::Court,
        van: String::new(),
        name: name.to_owned(),
        father: "মো. সোলায়মান আলী".to_owned(),
        age: Some(24),
        sex: "male".to_owned(),
        court: jail::COURT.to_owned(),
        case_no: "জিআর ২১১/২৬".to_owned(),
        police_station: "টাঙ্গাইল সদর".to_owned(),
        sections: "দণ্ডবিধি ৩৭৯".to_owned(),
        next_on: None,
        warrant_no: "৪৫৬".to_owned(),
        client: "test".to_owned(),
        key: name.to_owned(),
    }
}

fn arrive(jail: &Jail, name: &str) -> Result<ArrivalId> {
    let told = told(jail, name);
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
        close(&jail).unwrap();
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| put_on_roll(tx, cx, admission)));
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| start(tx, cx, waiting)));
        is_closed(&jail, jail.by(&jail.shiuli, |tx, cx| start_unexpected(tx, cx, jail.tangail)));
        is_closed(&jail, arrive(&jail, "মনির হোসেন"));
        assert_eq!(arrive(&jail, "রহমত আলী").unwrap(), waiting, "what was noted before is told again");
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
        let to = ToPrison {
            custody: held.id,
            to: jail.tangail,
            order_ref: "স্মারক ৭৭".to_owned(),
            reason: "বিচার টাঙ্গাইলে".to_owned(),
            certified_by: "ডা. নাজমা".to_owned(),
            certified_on: Some(jail.day(0)),
            due_at: None,
        };
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
