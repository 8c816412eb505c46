//! The database server goes down while clerks work, and comes back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use testkit::Postgres;

use crate::clerk::{self, Acknowledged, Stop};
use crate::client::Client;
use crate::house::House;

/// Clerks at work throughout.
const CLERKS: usize = 3;
/// How often the database goes down: in order, and as in a power cut.
const OUTAGES: u32 = 2;
/// How long everything works between.
const CALM: Duration = Duration::from_millis(800);
/// How soon after the database the server must be well again.
const RECOVERY_MAX: Duration = Duration::from_secs(15);

/// How long a clerk waits to be told that the database is down; a pool that knows nothing of it waits for five.
const TOLD_MAX: Duration = Duration::from_secs(3);

/// What a reader is told while the database is down.
const BANGLA: &str = "ডেটাবেজে পৌঁছানো যাচ্ছে না।";
const ENGLISH: &str = "The database cannot be reached.";

#[test]
fn an_outage_is_said_clearly_and_loses_nothing() {
    let server = Postgres::start().unwrap();
    let mut house = House::on(&server);
    house.start();
    let clerk = house.login("bhorti");
    let officer = house.login("deputy");
    let over = AtomicBool::new(false);
    let all: Vec<Acknowledged> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CLERKS)
            .map(|at| {
                let (clerk, officer, over) = (clerk.clone(), officer.clone(), &over);
                scope.spawn(move || work(clerk, officer, at, over))
            })
            .collect();
        for round in 0..OUTAGES {
            std::thread::sleep(CALM);
            if round % 2 == 0 {
                server.stop().unwrap();
            } else {
                server.crash().unwrap();
            }
            says_so(clerk.clone());
            server.resume().unwrap();
            recovers(clerk.clone());
        }
        std::thread::sleep(CALM);
        over.store(true, Ordering::Relaxed);
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    house.stop();
    house.is_whole();
    clerk::check(&house.open(), &all);
    let on_roll = all.iter().filter(|told| told.on_roll).count();
    assert!(on_roll > 0, "the clerks did nothing");
    println!(
        "database down {OUTAGES} times: {} admissions begun, {on_roll} on the roll, none lost",
        all.len()
    );
}

/// Admits one after another. Refusals are only those of a server without its database.
fn work(mut clerk: Client, mut officer: Client, at: usize, over: &AtomicBool) -> Vec<Acknowledged> {
    let mut all = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let mut told = Acknowledged::default();
        let case = format!("জিআর {at}/{}", all.len());
        let done = clerk::admit(&mut clerk, &case, &mut told)
            .and_then(|()| clerk::sign(&mut officer, &mut told));
        all.push(told);
        match done {
            Ok(()) => {}
            Err(Stop::Refused(answer)) if answer.status == 503 => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(stop) => panic!("{stop:?}"),
        }
    }
    all
}

/// While the database is down every answer says so, in the reader's language and soon. Each waits for a connection
/// first, so all are asked at once.
fn says_so(clerk: Client) {
    let asked = Instant::now();
    let reading = |lang: &'static str, words: &'static str| {
        let mut reader = clerk.clone().with_cookie(web::cookies::LANG, lang);
        move || {
            let answer = reader.get("/arrivals").unwrap().is(503);
            let in_language = answer.body.contains(&format!("lang=\"{lang}\""));
            assert!(in_language && answer.body.contains(words), "{answer}");
        }
    };
    let (bangla, english) = (reading("bn", BANGLA), reading("en", ENGLISH));
    std::thread::scope(|scope| {
        scope.spawn(bangla);
        scope.spawn(english);
        scope.spawn(|| clerk.clone().get("/readyz").unwrap().is(503));
        clerk.clone().get("/healthz").unwrap().is(204);
    });
    assert!(asked.elapsed() < TOLD_MAX, "{:?}", asked.elapsed());
}

fn recovers(mut clerk: Client) {
    let begun = Instant::now();
    while clerk.get("/arrivals").unwrap().status != 200 {
        assert!(begun.elapsed() < RECOVERY_MAX, "not well again");
        std::thread::sleep(Duration::from_millis(50));
    }
}
