//! Stories of those who go from prison to prison, and of those who are late, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use access::{Actor, Role, Scope};
use futures_util::{FutureExt as _, StreamExt as _};
use jail::{Jail, jail, migrations, server};
use kernel::{ArrivalId, BdTime, CustodyId, Kind, Lang, PrisonId};
use pids::arrivals::{self, Arrival, ArrivalState};
use pids::custody::Source;
use pids::life::service::{
    self, Ended, FromCourt, Receive, ToCourt, receive, send_to_prison, sound,
};
use pids::tasks::{About, Task, TaskKind};
use pids::{admission, find, matching, tasks};
use testkit::{TestDb, both};
use web::{Heard, Listener};

/// Sends somebody from Tangail to Feni, where they are due in a day.
fn send(jail: &Jail, custody: CustodyId) {
    let to = jail.order(custody, jail.feni);
    jail.by(&jail.anwar, |tx, cx| send_to_prison(tx, cx, &to))
        .unwrap();
}

fn to_feni(jail: &Jail, custody: CustodyId) -> Receive {
    Receive {
        custody,
        at: jail.feni,
        ward: jail.surma,
        reason: String::new(),
    }
}

fn turned_back(jail: &Jail, custody: CustodyId) -> Receive {
    Receive {
        custody,
        at: jail.tangail,
        ward: jail.meghna,
        reason: "রাস্তা বন্ধ".to_owned(),
    }
}

/// What stands on a prison's board today.
fn board(jail: &Jail, prison: PrisonId) -> Vec<Arrival> {
    let today = jail.day(0);
    let rows = jail
        .db
        .read_now(|conn| arrivals::store::of_day(conn, prison, today))
        .unwrap();
    rows.into_iter().map(|(arrival, _)| arrival).collect()
}

fn state(jail: &Jail, arrival: ArrivalId) -> ArrivalState {
    jail.db
        .read_now(|conn| arrivals::store::get(conn, arrival))
        .unwrap()
        .state
}

/// What the clock does every minute.
fn tick(jail: &Jail) -> usize {
    let clock = Actor::system("late arrivals");
    let cx = jail.doing(&clock);
    sound(&jail.db, &cx).unwrap()
}

fn owed(jail: &Jail, custody: CustodyId, kind: TaskKind) -> Vec<Task> {
    jail.db
        .read_now(|conn| tasks::store::open_about(conn, About::Custody(custody), kind))
        .unwrap()
}

both! { &migrations();
    fn who_is_sent_stands_on_the_other_board_until_received(t: &TestDb) {
        let jail = jail(t);
        let (person, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        send(&jail, rahim);
        let row = board(&jail, jail.feni).remove(0);
        assert_eq!((row.source, row.state, row.day), (Source::Transfer, ArrivalState::Expected, jail.day(1)));
        assert_eq!((row.person, row.custody), (Some(person), Some(rahim)));
        assert_eq!((row.name.as_str(), row.age, row.case_no.as_str()), ("আব্দুর রহিম", Some(30), "জিআর 1/2026"));
        assert_eq!(board(&jail, jail.tangail), []);
        jail.by(&jail.anwar, |tx, _| {
            tx.told();
            find::store::reindex_person(tx, person)
        }).unwrap();
        let facts = matching::MatchFacts::of_arrival(&row);
        let named = jail.db.read_now(|conn| matching::candidates::named(conn, &facts, person, jail.day(0))).unwrap();
        assert_eq!(matching::Outcome::of(named).key(), "match-outcome-transfer");

        let admitted = jail.by(&jail.rumana, |tx, cx| admission::service::start(tx, cx, row.id)).unwrap_err();
        assert_eq!((admitted.kind, admitted.key), (Kind::Conflict, "err-arrival-in-custody"));
        t.clock.advance(3 * BdTime::DAY);
        assert_eq!(board(&jail, jail.feni).len(), 1, "however late, who is on the way stands there");
        jail.by(&jail.rumana, |tx, cx| receive(tx, cx, &to_feni(&jail, rahim))).unwrap();
        let row = board(&jail, jail.feni).remove(0);
        assert_eq!((row.state, row.day), (ArrivalState::Admitted, jail.day(0)));
        t.clock.advance(BdTime::DAY);
        assert_eq!(board(&jail, jail.feni), []);
    }

    fn the_board_of_the_other_prison_hears_at_once(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let address = |act: &str| format!("/custodies/{rahim}/{act}");
        let (feni, surma, today) = (jail.feni.to_string(), jail.surma.to_string(), jail.day(0).to_string());
        let sent = [
            ("to", feni.as_str()),
            ("order_ref", "স্মারক ৭৭"),
            ("reason", "বিচার ফেনীতে"),
            ("certified_by", "ডা. নাজমা"),
            ("certified_on", today.as_str()),
        ];
        testkit::block_on(async {
        let mut board = Box::pin(app.app.live.listen(Listener {
            session: jail.world.id(),
            topic: "arrivals".to_owned(),
            scope: Scope::Prison(jail.feni),
            places: app.app.places.clone(),
        }).unwrap());
        let habib = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
        let rumana = app.login_as(Role::Jailer, Scope::Prison(jail.feni)).await;
        habib.post(&address("transfer"), &sent).await.is(303);
        assert_eq!(board.next().now_or_never(), Some(Some(Heard::Changed)));
        rumana.post(&address("receive"), &[("ward", surma.as_str())]).await.is(303);
        assert_eq!(board.next().now_or_never(), Some(Some(Heard::Changed)));
        rumana.post(&address("death"), &[("reason", "হৃদরোগ, হাসপাতালে নেওয়ার পথে")]).await.is(303);
        assert_eq!(board.next().now_or_never(), None, "who was inside stood on no board");
        app.settle().await;
        });
    }

    fn who_is_turned_back_or_escapes_leaves_the_board(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        send(&jail, rahim);
        let first = board(&jail, jail.feni).remove(0).id;
        jail.by(&jail.anwar, |tx, cx| receive(tx, cx, &turned_back(&jail, rahim))).unwrap();
        assert_eq!((state(&jail, first), board(&jail, jail.feni)), (ArrivalState::Cancelled, Vec::new()));
        let lines = t.db.read_now(|conn| journal::lines_of(conn, first.into(), None, 10)).unwrap();
        assert_eq!((lines[0].kind.as_str(), lines[0].prison), ("arrival.cancelled", Some(jail.feni)));
        assert_eq!(lines[0].reason, None, "why a ward was chosen is not why a journey ended");

        t.clock.advance(BdTime::HOUR);
        send(&jail, rahim);
        let second = board(&jail, jail.feni).remove(0).id;
        let gone = Ended { custody: rahim, reason: "মহাসড়কে গাড়ি থেকে".to_owned() };
        jail.by(&jail.anwar, |tx, cx| service::escape(tx, cx, &gone)).unwrap();
        assert_eq!((state(&jail, second), board(&jail, jail.feni)), (ArrivalState::Cancelled, Vec::new()));
    }

    fn who_has_not_arrived_is_owed_once_at_both_prisons(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        send(&jail, rahim);
        t.clock.advance(BdTime::DAY);
        assert_eq!(tick(&jail), 0, "the hour itself is in time");
        t.clock.advance(BdTime::MINUTE);
        assert_eq!((tick(&jail), tick(&jail)), (1, 0));
        let alarms = owed(&jail, rahim, TaskKind::NotArrived);
        let mut prisons: Vec<_> = alarms.iter().map(|task| task.prison).collect();
        prisons.sort();
        let mut both = vec![jail.tangail, jail.feni];
        both.sort();
        assert_eq!(prisons, both);
        assert!(alarms.iter().all(|task| task.role == "jailer" && task.due_at == jail.now().plus(BdTime::HOUR)));
        let line = t.db.read_now(|conn| journal::lines_of(conn, rahim.into(), None, 1)).unwrap().remove(0);
        assert_eq!((line.kind.as_str(), line.actor_name.as_str()), ("custody.not_arrived", "late arrivals"));
        assert_eq!(line.actor, None, "a timer is nobody");
        for task in &alarms {
            let officer = if task.prison == jail.feni { &jail.rumana } else { &jail.habib };
            let by_hand = jail.by(officer, |tx, cx| tasks::service::finish(tx, cx, task.id, "এসেছেন")).unwrap_err();
            assert_eq!((by_hand.kind, by_hand.key), (Kind::Conflict, "err-task-not-arrived"));
        }
        jail.by(&jail.rumana, |tx, cx| receive(tx, cx, &to_feni(&jail, rahim))).unwrap();
        assert_eq!(owed(&jail, rahim, TaskKind::NotArrived), []);
        t.clock.advance(BdTime::DAY);
        assert_eq!(tick(&jail), 0);
    }

    fn who_is_not_back_from_court_by_the_evening_is_owed(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let to = ToCourt { custody: rahim, place: "সিজেএম আদালত".to_owned(), order_ref: String::new(), due_at: None };
        jail.by(&jail.salma, |tx, cx| service::send_to_court(tx, cx, &to)).unwrap();
        t.clock.advance(4 * BdTime::HOUR);
        assert_eq!(tick(&jail), 0);
        t.clock.advance(5 * BdTime::HOUR);
        assert_eq!((tick(&jail), tick(&jail)), (1, 0));
        let alarms = owed(&jail, rahim, TaskKind::NotBack);
        assert_eq!(alarms.iter().map(|task| task.prison).collect::<Vec<_>>(), [jail.tangail]);
        let cases = t.db.read_now(|conn| pids::custody::store::cases_of(conn, rahim)).unwrap();
        let answers = cases.iter().map(|case| service::CaseAnswer {
            case: case.id,
            state: case.state,
            next_on: Some(jail.day(9)),
            sentence: String::new(),
        });
        let back = FromCourt { custody: rahim, answers: answers.collect() };
        jail.by(&jail.salma, |tx, cx| service::back_from_court(tx, cx, &back)).unwrap();
        assert_eq!(owed(&jail, rahim, TaskKind::NotBack), []);
    }

    fn work_about_who_has_gone_leads_to_no_file(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        let about = (Some(rahim), None);
        jail.by(&jail.habib, |tx, cx| tasks::service::owe(tx, cx, jail.tangail, about, TaskKind::CaseTable, "")).unwrap();
        let see = || testkit::block_on(async {
            let habib = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
            habib.get("/tasks").await
        });
        let file = format!("href=\"/people/{person}\"");
        see().good().sees("আব্দুর রহিম").sees(&file);
        send(&jail, rahim);
        jail.by(&jail.rumana, |tx, cx| receive(tx, cx, &to_feni(&jail, rahim))).unwrap();
        see().good().sees("আব্দুর রহিম").never_sees(&file);
        testkit::block_on(app.settle());
    }

    fn the_row_leads_an_officer_to_the_ward_and_shows_a_clerk_who_comes(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, rahim) = jail.hold("আব্দুর রহিম", "1/2026");
        send(&jail, rahim);
        let at_feni = || Scope::Prison(jail.feni);
        let address = format!("/custodies/{rahim}/receive");
        testkit::block_on(async {
        for lang in Lang::ALL {
            let jailer = app.login_as(Role::Jailer, at_feni()).await.reading(lang);
            let sender = lang.pick("টাঙ্গাইল জেলা কারাগার", "Tangail District Jail");
            jailer.get("/arrivals").await.good().never_sees("⟦").sees("আব্দুর রহিম").sees(&address).sees(sender);
            let certified = lang.pick("ডা. নাজমা<br><small>২৪ নভেম্বর ২০২৬", "ডা. নাজমা<br><small>24 November 2026");
            jailer.get("/transfers").await.good().sees(certified);
            let clerk = app.login_as(Role::AdmissionClerk, at_feni()).await.reading(lang);
            clerk.get("/arrivals").await.good().never_sees("⟦").sees("আব্দুর রহিম").never_sees(&address);
        }
        });
        t.clock.advance(BdTime::DAY + BdTime::HOUR);
        assert_eq!(tick(&jail), 1);
        testkit::block_on(async {
        let jailer = app.login_as(Role::Jailer, at_feni()).await;
        let alarms = jailer.get("/tasks").await;
        alarms.good().never_sees("⟦").sees("সময়মতো পৌঁছাননি").sees("আব্দুর রহিম").sees("টাঙ্গাইল জেলা কারাগার → ফেনী");
        let file = format!("/people/{person}");
        alarms.sees(&format!("href=\"{file}\""));
        jailer.get(&file).await.good();
        let reader = app.login_as(Role::Jailer, at_feni()).await.reading(Lang::En);
        reader.get("/tasks").await.good().sees("Tangail District Jail → Feni").never_sees("টাঙ্গাইল জেলা");
        let ward = jail.surma.to_string();
        jailer.post(&address, &[("ward", ward.as_str())]).await;
        jailer.get("/tasks").await.good().never_sees("সময়মতো পৌঁছাননি");
        jailer.get("/arrivals").await.good().never_sees(&address);
        app.settle().await;
        });
    }
}
