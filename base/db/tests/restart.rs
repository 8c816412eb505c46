//! PostgreSQL is stopped and started under load: nothing that was acknowledged is lost, the errors
//! in between are clear, and the pool recovers by itself.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use db::{Db, Migration, Migrations, Options, args};
use kernel::{Error, Kind};

const MIGRATIONS: &[Migrations] = &[Migrations {
    part: "load",
    steps: &[Migration {
        name: "V1__load",
        sql: "CREATE TABLE load (clerk BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (clerk, n)) STRICT;",
    }],
}];
const CLERKS: i64 = 4;
/// A pool that waits longer than this after the server is back has not recovered by itself.
const RECOVERY_MAX: Duration = Duration::from_secs(20);
/// Nobody waits longer than this for a server that is known to be down.
const DOWN_MAX: Duration = Duration::from_secs(2);

/// What one clerk saw: the writes that were acknowledged, and the errors in between.
struct Seen {
    acknowledged: Vec<i64>,
    errors: Vec<Error>,
}

fn clerk(db: &Db, clerk: i64, over: &AtomicBool) -> Seen {
    let mut seen = Seen {
        acknowledged: Vec::new(),
        errors: Vec::new(),
    };
    for n in 0.. {
        if over.load(Ordering::SeqCst) {
            break;
        }
        let sql = "INSERT INTO load (clerk, n) VALUES ($1, $2)";
        let written = db.write_now(|tx| {
            tx.told();
            tx.exec_one(sql, args![clerk, n])
        });
        match written {
            Ok(()) => seen.acknowledged.push(n),
            Err(error) => seen.errors.push(error),
        }
    }
    seen
}

fn writes(db: &Db) -> i64 {
    db.read_now(|c| c.query_one("SELECT COUNT(*) FROM load", args![], |row| row.at(0)))
        .unwrap()
}

fn wait_for_more(db: &Db, than: i64) -> i64 {
    let start = Instant::now();
    loop {
        let now = writes(db);
        if now > than {
            return now;
        }
        assert!(
            start.elapsed() < RECOVERY_MAX,
            "no write in {RECOVERY_MAX:?}"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn no_acknowledged_write_is_lost_when_the_server_restarts() {
    let server = testkit::Postgres::start().unwrap();
    let options = Options {
        connections: 4,
        create: false,
    };
    let db = Db::open(&server.url("postgres").parse().unwrap(), options).unwrap();
    db.migrate(MIGRATIONS).unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let clerks: Vec<_> = (0..CLERKS)
        .map(|number| {
            let (db, over) = (db.clone(), over.clone());
            thread::spawn(move || clerk(&db, number, &over))
        })
        .collect();

    let mut before = wait_for_more(&db, 100);
    server.stop().unwrap();
    for _ in 0..2 {
        let asked = Instant::now();
        let down = db.read_now(|c| c.query_one("SELECT 1", args![], |row| row.at::<i64>(0)));
        let down = down.unwrap_err();
        assert_eq!((down.kind, down.key), (Kind::Unavailable, "err-db-down"));
        assert!(asked.elapsed() < DOWN_MAX, "{:?}", asked.elapsed());
    }
    server.resume().unwrap();
    before = wait_for_more(&db, before + 100);
    server.crash().unwrap();
    server.resume().unwrap();
    wait_for_more(&db, before + 100);

    over.store(true, Ordering::SeqCst);
    for (number, clerk) in (0..).zip(clerks) {
        let seen = clerk.join().unwrap();
        let sql = "SELECT n FROM load WHERE clerk = $1 ORDER BY n";
        let mut kept = Vec::new();
        db.read_now(|c| {
            kept.clear();
            c.each(sql, args![number], |row| {
                kept.push(row.at::<i64>(0)?);
                Ok(())
            })
        })
        .unwrap();
        let lost: Vec<_> = seen
            .acknowledged
            .iter()
            .filter(|n| kept.binary_search(n).is_err())
            .collect();
        assert!(lost.is_empty(), "clerk {number} lost {lost:?}");
        for error in seen.errors {
            assert_eq!(error.kind, Kind::Unavailable, "{error}");
            assert!(
                ["err-db-down", "err-commit-unknown"].contains(&error.key),
                "{error}"
            );
        }
    }
}

#[test]
fn a_busy_pool_is_waited_for() {
    const HELD: Duration = Duration::from_secs(2);
    let server = testkit::Postgres::start().unwrap();
    let options = Options {
        connections: 1,
        create: false,
    };
    let db = Db::open(&server.url("postgres").parse().unwrap(), options).unwrap();
    let one = |db: &Db| db.read_now(|c| c.query_one("SELECT 1", args![], |row| row.at::<i64>(0)));
    thread::scope(|scope| {
        let (held, told) = std::sync::mpsc::channel();
        let db = &db;
        scope.spawn(move || {
            db.read_now(|_| {
                held.send(()).unwrap();
                thread::sleep(HELD);
                Ok(())
            })
            .unwrap();
        });
        told.recv().unwrap();
        let asked = Instant::now();
        assert_eq!(one(db).unwrap(), 1, "no false alarm");
        assert!(asked.elapsed() > HELD / 2, "it had to wait");
    });
}
