//! Many hands on the same thing, and many hands on different things.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use access::{Access, Actor, Attempt, Doing, NewUser, Role, Scope, Secret};
use db::{Db, Engine, args};
use kernel::World;

use crate::clerk::{self, Acknowledged, Stop, starts};
use crate::client::{Answer, Client};
use crate::house::House;

const HANDS: usize = 20;
const CLERKS: usize = 50;
/// How long fifty clerks work.
const WORK: Duration = Duration::from_mins(1);
const PASSWORDS: [&str; 2] = ["a lantern by the east wall", "seven keys on one iron ring"];

#[test]
fn twenty_hands_on_one_arrival_on_sqlite() {
    twenty_hands(Engine::Sqlite);
}

#[test]
fn twenty_hands_on_one_arrival_on_postgres() {
    twenty_hands(Engine::Postgres);
}

/// Two clerks press twenty times at once: first to begin with one arrival, then to put it on the roll.
fn twenty_hands(engine: Engine) {
    let house = House::served(engine);
    let mut clerks = [house.login("bhorti"), house.login("bhorti2")];
    let start = starts(&clerks[0].get("/arrivals").unwrap().body).remove(0);
    let answers = all_at_once(&clerks, &start);
    let begun: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 303)
        .collect();
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 303 | 409)),
        "{answers:?}"
    );
    assert!(
        !begun.is_empty()
            && begun
                .iter()
                .all(|answer| answer.location() == begun[0].location()),
        "{answers:?}"
    );
    let path = begun[0].location();
    let db = house.open();
    assert_eq!(
        count(&db, "admission WHERE arrival = $1", id_in(&start, 2)),
        1
    );

    // Who has it finishes it; the other's window shows the same admission.
    let fields = [
        ("village", "মির্জাপুর"),
        ("sex", "male"),
        ("birth", "৩১"),
        ("warrant_no", "১২"),
    ];
    for (field, value) in fields {
        let noted = clerks[0].post(
            &format!("{path}/field"),
            &[("field", field), (field, value)],
        );
        noted.unwrap().good();
    }
    clerks[0]
        .post(&format!("{path}/decide"), &[("same_reason", "never_held")])
        .unwrap()
        .good();
    let answers = all_at_once(&clerks, &format!("{path}/roll"));
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 303 | 409 | 422)),
        "{answers:?}"
    );
    assert!(
        answers.iter().any(|answer| answer.status == 303),
        "{}",
        answers[0]
    );
    let admission = id_in(path, 2);
    let admitted = "journal WHERE kind = 'custody.admitted' AND subject IN \
        (SELECT custody FROM admission WHERE id = $1)";
    assert_eq!(count(&db, admitted, admission), 1);
    let people = "custody WHERE person IN (SELECT person FROM admission WHERE id = $1)";
    assert_eq!(count(&db, people, admission), 1);
    house.is_whole();
}

fn all_at_once(clerks: &[Client; 2], path: &str) -> Vec<Answer> {
    let gate = Barrier::new(HANDS);
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|at| {
                let (mut hand, gate) = (clerks[at % 2].clone(), &gate);
                scope.spawn(move || {
                    gate.wait();
                    hand.post(path, &[]).unwrap()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    })
}

/// The id that is part `at` of a path.
fn id_in(path: &str, at: usize) -> kernel::Uuid {
    path.split('/').nth(at).unwrap().parse().unwrap()
}

fn count(db: &Db, rows: &str, id: kernel::Uuid) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {rows}");
    db.read_now(|conn| conn.query_one(&sql, args![id], |row| row.at(0)))
        .unwrap()
}

#[test]
fn fifty_clerks_at_once_lose_nothing() {
    let house = House::served(Engine::Postgres);
    let db = house.open();
    let clerks = hire(&house, &db);
    let gate = Barrier::new(CLERKS);
    let begun = Instant::now();
    let all: Vec<Acknowledged> = std::thread::scope(|scope| {
        let workers: Vec<_> = clerks
            .into_iter()
            .enumerate()
            .map(|(at, clerk)| {
                let gate = &gate;
                scope.spawn(move || {
                    gate.wait();
                    work(clerk, at)
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    let took = begun.elapsed();
    house.is_whole();
    clerk::check(&db, &all);
    let on_roll = all.iter().filter(|told| told.on_roll).count();
    assert!(
        on_roll >= CLERKS,
        "each clerk admits at least one: {on_roll}"
    );
    println!("{CLERKS} clerks, {took:?}: {on_roll} admissions, no error, none lost");
}

/// Admits one after another; nothing but a conflict may come between.
fn work(mut clerk: Client, at: usize) -> Vec<Acknowledged> {
    let begun = Instant::now();
    let mut all = Vec::new();
    while begun.elapsed() < WORK {
        let mut told = Acknowledged::default();
        let done = clerk::admit(&mut clerk, &format!("জিআর {at}/{}", all.len()), &mut told);
        all.push(told);
        match done {
            Ok(()) => {}
            Err(Stop::Refused(answer)) if answer.status == 409 => {}
            Err(stop) => panic!("{stop:?}"),
        }
    }
    all
}

/// Fifty clerks of one prison, each with a login of their own.
fn hire(house: &House, db: &Db) -> Vec<Client> {
    let prison = db
        .read_now(|conn| pids::estate::store::prison_by_code(conn, "DHK-C"))
        .unwrap();
    let (world, access, system) = (World::real(), Access::new().unwrap(), Actor::system("test"));
    let [first, password] = PASSWORDS;
    testkit::block_on(async {
        let hashed = access::hash(&world, "clerk", Secret::new(first))
            .await
            .unwrap();
        let mut clerks = Vec::new();
        for number in 0..CLERKS {
            let new = NewUser {
                login: format!("clerk{number}"),
                name_bn: format!("ক্লার্ক {number}"),
                name_en: format!("Clerk {number}"),
                role: Role::AdmissionClerk,
                scope: Scope::Prison(prison.id),
                division: Some(prison.division.clone()),
            };
            let login = new.login.clone();
            let (access, ids) = (access.clone(), world.clone());
            let (system, hashed) = (system.clone(), hashed.clone());
            let made = db.write(move |tx| {
                let doing = Doing::new(&system, &access, &ids);
                access::create_user(tx, &doing, new.clone(), &hashed)
            });
            made.await.unwrap();
            let attempt = Attempt {
                login,
                password: Secret::new(first),
                ip: std::net::Ipv4Addr::LOCALHOST.into(),
                agent: "test".to_owned(),
                request: None,
            };
            let token = access::log_in(db, &world, attempt).await.unwrap().token;
            let changed = access::change_password(
                db,
                &world,
                &token,
                Secret::new(first),
                Secret::new(password),
                None,
            );
            changed.await.unwrap();
            clerks.push(
                house
                    .stranger()
                    .with_cookie(web::cookies::SESSION, token.reveal()),
            );
        }
        clerks
    })
}
