//! A process that writes, seals and follows is killed in the middle of it, twenty times. Whatever it was
//! told to be committed is there, the chain is whole, and no line was handled twice.
//!
//! The process is this test's own program, run again for its test `child`.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::help::{intrude, tell};
use db::{Conn, Db, Options, Tx, Url, args};
use journal::{Line, Reader, follow, seal, seal_all, verify};
use kernel::{Result, Uuid, World};
use testkit::TestDb;

const ROUNDS: u64 = 20;
const WRITERS: u64 = 4;
/// Tells the child which database is its own.
const DATABASE: &str = "ALOR_TEST_CRASH_DATABASE";
/// Tells the child what its subjects begin with.
const ROUND: &str = "ALOR_TEST_CRASH_ROUND";

const NOTE: Reader = Reader {
    name: "note",
    handle: |tx: &mut Tx<'_>, line: &Line| {
        tx.exec("INSERT INTO effect (pos) VALUES ($1)", args![line.pos])
            .map(drop)
    },
};

/// Works until it is killed, and says each subject once it is committed.
#[test]
fn child() {
    let Ok(database) = std::env::var(DATABASE) else {
        return;
    };
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let db = Db::open(&database.parse().unwrap(), Options::default()).unwrap();
    let world = World::real();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let db = &db;
            scope.spawn(move || {
                for count in 0_u64.. {
                    let subject = u128::from(round << 48 | writer << 40 | count);
                    db.write_now(|tx| tell(tx, subject, "ok")).unwrap();
                    println!("{subject}");
                }
            });
        }
        scope.spawn(|| {
            loop {
                seal(&db).unwrap();
            }
        });
        loop {
            follow(&db, &world, &NOTE).unwrap();
        }
    });
}

fn start(url: &Url, round: u64) -> (Child, Lines<BufReader<ChildStdout>>) {
    let database = match url {
        Url::Sqlite(path) => format!("sqlite:{}", path.display()),
        Url::Postgres(text) => text.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture"])
        .env(DATABASE, database)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, output)
}

/// The subject that a line of the child names; the test harness writes words before the first one.
fn subject(line: std::io::Result<String>) -> Option<u128> {
    line.ok()?.rsplit(' ').next()?.parse().ok()
}

fn subjects(conn: &mut Conn<'_>) -> Result<BTreeSet<u128>> {
    let mut found = BTreeSet::new();
    conn.each("SELECT subject FROM journal", args![], |row| {
        found.insert(row.get::<Uuid>("subject")?.as_u128());
        Ok(())
    })?;
    Ok(found)
}

testkit::both! { &[journal::migrations()];
    fn nothing_acknowledged_is_lost_and_nothing_is_done_twice(t: &TestDb) {
        intrude(&t.db, &["CREATE TABLE effect (pos BIGINT NOT NULL)"]);
        let mut acknowledged = BTreeSet::new();
        for round in 1..=ROUNDS {
            let (mut child, mut output) = start(t.db.url(), round);
            let first = output.by_ref().find_map(subject).expect("the child commits something");
            acknowledged.insert(first);
            std::thread::sleep(Duration::from_millis(7 * round % 60));
            child.kill().unwrap();
            child.wait().unwrap();
            acknowledged.extend(output.filter_map(subject));
        }
        let written = t.db.read_now(subjects).unwrap();
        let lost: Vec<_> = acknowledged.difference(&written).collect();
        assert!(lost.is_empty(), "{} of {} lost", lost.len(), acknowledged.len());

        seal_all(&t.db).unwrap();
        while follow(&t.db, &t.world, &NOTE).unwrap() > 0 {}
        let mut problems = Vec::new();
        let verified = t.db.read_now(|conn| verify(conn, &mut |problem| problems.push(problem))).unwrap();
        assert_eq!((problems, verified.unsealed), (vec![], 0));
        let handled: Vec<i64> = t
            .db
            .read_now(|conn| {
                conn.query("SELECT pos FROM effect ORDER BY pos", args![], |row| row.get("pos"))
            })
            .unwrap();
        assert_eq!(handled, (1..=verified.head.pos).collect::<Vec<_>>());
        assert_eq!(written.len(), handled.len());
        println!("{} acknowledged, {} written", acknowledged.len(), written.len());
    }
}
