//! The power goes, twenty times, while clerks work.

use std::time::{Duration, Instant};

use db::Engine;
use kernel::{BdTime, World};

use crate::clerk::{self, Acknowledged, Stop};
use crate::client::Client;
use crate::house::House;

const ROUNDS: u32 = 20;
/// Clerks who admit the unexpected, beside one who works from the board.
const CLERKS: usize = 2;
/// The server is killed at most so long after the clerks begin.
const ALIVE_MAX: Duration = Duration::from_millis(900);

#[test]
fn killed_on_sqlite_nothing_acknowledged_is_lost() {
    killed_again_and_again(Engine::Sqlite);
}

#[test]
fn killed_on_postgres_nothing_acknowledged_is_lost() {
    killed_again_and_again(Engine::Postgres);
}

fn killed_again_and_again(engine: Engine) {
    let begun = Instant::now();
    let mut house = House::served(engine);
    let (world, _) = World::fake(ROUNDS.into(), BdTime(0));
    let clerk = house.login("bhorti");
    let (expecting, officer) = (house.login("bhorti2"), house.login("deputy"));
    let mut all = Vec::new();
    for round in 0..ROUNDS {
        if round > 0 {
            house.start();
        }
        let alive = ALIVE_MAX * u32::from(u16::from_be_bytes(world.bytes())) / u32::from(u16::MAX);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..CLERKS)
                .map(|at| (clerk.clone(), format!("জিআর {round}/{at}"), false))
                .chain([(expecting.clone(), format!("জিআর {round}/বোর্ড"), true)])
                .map(|(clerk, case, expected)| {
                    let officer = officer.clone();
                    scope.spawn(move || work(clerk, officer, &case, expected))
                })
                .collect();
            std::thread::sleep(alive);
            house.kill();
            all.extend(
                workers
                    .into_iter()
                    .flat_map(|worker| worker.join().unwrap()),
            );
        });
    }
    house.is_whole();
    let db = house.open();
    clerk::check(&db, &all);
    let on_roll = all.iter().filter(|told| told.on_roll).count();
    let verified = all.iter().filter(|told| told.verified).count();
    assert!(
        on_roll > 0 && verified > 0,
        "the clerks did nothing: {}",
        all.len()
    );
    println!(
        "{engine:?}: killed {ROUNDS} times in {:?}; {} admissions begun, {on_roll} on the roll, {verified} verified",
        begun.elapsed(),
        all.len(),
    );
}

/// Admits one after another until the connection breaks.
fn work(mut clerk: Client, mut officer: Client, case: &str, expected: bool) -> Vec<Acknowledged> {
    let mut all = Vec::new();
    for number in 0.. {
        let (mut told, case) = (Acknowledged::default(), format!("{case}/{number}"));
        let admitted = if expected {
            clerk::admit_expected(&mut clerk, &case, &mut told)
        } else {
            clerk::admit(&mut clerk, &case, &mut told)
        };
        let done = admitted.and_then(|()| clerk::sign(&mut officer, &mut told));
        all.push(told);
        match done {
            Ok(()) => {}
            Err(Stop::Cut) => break,
            Err(Stop::Refused(answer)) => panic!("{answer}"),
        }
    }
    all
}
