//! Followers, on both engines: each line once, whatever fails in between.

use std::time::Duration;

use crate::help::{NOON, intrude, tell_many};
use db::{Conn, Db, Tx, args};
use journal::{
    Before, Filter, Line, Reader, TRIES_MAX, follow, lines_of, parked, retry, run_notary,
    run_readers, seal_all, sealed_after, tail,
};
use kernel::{BdTime, Error, Kind, Result, Uuid};
use testkit::TestDb;

/// What the readers of these tests write: one row per line handled, which may be there twice.
fn ready(t: &TestDb, lines: u128) {
    intrude(&t.db, &["CREATE TABLE effect (pos BIGINT NOT NULL)"]);
    tell_many(&t.db, lines);
    seal_all(&t.db).unwrap();
}

fn note(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    tx.exec("INSERT INTO effect (pos) VALUES ($1)", args![line.pos])
        .map(drop)
}

fn effects_in(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    conn.query("SELECT pos FROM effect ORDER BY pos", args![], |row| {
        row.get("pos")
    })
}

fn effects(db: &Db) -> Vec<i64> {
    db.read_now(effects_in).unwrap()
}

const NOTE: Reader = Reader {
    name: "note",
    handle: note,
};

/// Fails once, after its work is done: as a process that is killed before the commit.
fn dies_once(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    note(tx, line)?;
    let first_time = tx.query_one("SELECT COUNT(*) AS n FROM parked", args![], |row| {
        row.get::<i64>("n")
    })? == 0;
    assert!(!(line.pos == Some(4) && first_time), "killed");
    Ok(())
}

fn poisoned(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    note(tx, line)?;
    let mended = tx.query_one(
        "SELECT COUNT(*) AS n FROM effect WHERE pos = -1",
        args![],
        |row| row.get::<i64>("n"),
    )? > 0;
    match line.pos {
        Some(2) if !mended => Err(Error::corrupt("a body that nobody can read")),
        _ => Ok(()),
    }
}

testkit::both! { &[journal::migrations()];
    fn each_line_is_handled_once_in_order(t: &TestDb) {
        ready(t, 230);
        let mut batches = Vec::new();
        loop {
            match follow(&t.db, &t.world, &NOTE).unwrap() {
                0 => break,
                some => batches.push(some),
            }
        }
        assert_eq!(batches, [100, 100, 30]);
        assert_eq!(effects(&t.db), (1..=230).collect::<Vec<_>>());
    }

    fn a_reader_that_dies_between_does_nothing_twice(t: &TestDb) {
        ready(t, 6);
        let reader = Reader {
            name: "dies",
            handle: dies_once,
        };
        assert_eq!(follow(&t.db, &t.world, &reader).unwrap(), 3);
        let died = follow(&t.db, &t.world, &reader).unwrap_err();
        assert_eq!(died.kind, Kind::Bug);
        assert_eq!(effects(&t.db), [1, 2, 3]);
        let waiting = t.db.read_now(parked).unwrap();
        assert_eq!(
            (waiting[0].pos, waiting[0].tries, waiting[0].given_up),
            (4, 1, false)
        );
        assert_eq!(follow(&t.db, &t.world, &reader).unwrap(), 3);
        assert_eq!(effects(&t.db), [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            t.db.read_now(parked).unwrap(),
            [],
            "what went well is forgotten"
        );
    }

    fn a_line_that_always_fails_is_parked_and_others_go_on(t: &TestDb) {
        ready(t, 4);
        let reader = Reader {
            name: "poisoned",
            handle: poisoned,
        };
        let step = || follow(&t.db, &t.world, &reader);
        assert_eq!(step().unwrap(), 1);
        for _ in 1..TRIES_MAX {
            assert_eq!(step().unwrap_err().kind, Kind::Corrupt);
        }
        assert_eq!(step().unwrap(), 1, "the fifth failure parks it");
        assert_eq!(step().unwrap(), 2);
        assert_eq!(effects(&t.db), [1, 3, 4]);

        let stuck = t.db.read_now(parked).unwrap();
        assert_eq!(stuck.len(), 1);
        assert!(stuck[0].given_up && stuck[0].error.contains("nobody can read"));
        assert_eq!((stuck[0].tries, stuck[0].at), (TRIES_MAX, t.world.now()));
        assert_eq!(
            retry(&t.db, &reader, 2).unwrap_err().kind,
            Kind::Corrupt
        );
        assert_eq!(
            retry(&t.db, &reader, 3).unwrap_err().kind,
            Kind::NotFound
        );
        intrude(&t.db, &["INSERT INTO effect (pos) VALUES (-1)"]);
        retry(&t.db, &reader, 2).unwrap();
        assert_eq!(t.db.read_now(parked).unwrap(), []);
        assert_eq!(effects(&t.db), [-1, 1, 2, 3, 4]);
    }

    fn a_database_that_is_away_is_not_the_lines_fault(t: &TestDb) {
        fn away(_: &mut Tx<'_>, _: &Line) -> Result<()> {
            Err(Error::unavailable("err-blobs-down"))
        }
        ready(t, 1);
        let reader = Reader {
            name: "away",
            handle: away,
        };
        for _ in 0..2 * TRIES_MAX {
            let error = follow(&t.db, &t.world, &reader).unwrap_err();
            assert_eq!(error.kind, Kind::Unavailable);
        }
        assert_eq!(t.db.read_now(parked).unwrap(), []);
    }

    fn two_processes_handle_a_line_once(t: &TestDb) {
        ready(t, 150);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        follow(&t.db, &t.world, &NOTE).unwrap();
                    }
                });
            }
        });
        assert_eq!(effects(&t.db), (1..=150).collect::<Vec<_>>());
    }

    fn pages_go_on_where_the_last_one_ended(t: &TestDb) {
        let subject = Uuid::from_u128(77);
        for _ in 0..7 {
            t.db
                .write_now(|tx| crate::help::tell(tx, 77, "again"))
                .unwrap();
        }
        let page = |before| {
            t.db
                .read_now(|conn| lines_of(conn, subject, before, 3))
                .unwrap()
        };
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let lines = page(before);
            seen.extend(lines.iter().map(|line| line.seq));
            match lines.last() {
                Some(last) => before = Some(Before::from(last)),
                None => break,
            }
        }
        assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(
            page(None)[0].pos,
            None,
            "not sealed yet, and shown all the same"
        );
        assert_eq!(page(None)[0].body::<String>().unwrap(), "again");
        assert_eq!(page(None)[0].body::<u8>().unwrap_err().kind, Kind::Corrupt);
    }

    fn an_audit_page_shows_only_what_it_asks_for(t: &TestDb) {
        tell_many(&t.db, 3);
        let count = |filter: Filter| {
            t.db
                .read_now(|conn| tail(conn, &filter, None, 50))
                .unwrap()
                .len()
        };
        let prison = Some(vec![Uuid::from_u128(1).into(), Uuid::from_u128(8).into()]);
        let all = Filter {
            prisons: prison,
            actor: Some(Uuid::from_u128(2).into()),
            subjects: Some(vec![Uuid::from_u128(9), Uuid::from_u128(3)]),
            system: Some("test".to_owned()),
            kind: Some("thing.written".to_owned()),
            since: Some(NOON),
            until: Some(NOON.plus(1)),
        };
        assert_eq!(count(Filter::default()), 3);
        assert_eq!(count(all.clone()), 1);
        let nothing = [
            Filter {
                prisons: Some(vec![]),
                ..all.clone()
            },
            Filter {
                prisons: Some(vec![Uuid::from_u128(8).into()]),
                ..all.clone()
            },
            Filter {
                subjects: Some(vec![Uuid::from_u128(9)]),
                ..all.clone()
            },
            Filter {
                actor: Some(Uuid::from_u128(9).into()),
                ..all.clone()
            },
            Filter {
                system: Some("pids".to_owned()),
                ..all.clone()
            },
            Filter {
                kind: Some("thing.lost".to_owned()),
                ..all.clone()
            },
            Filter {
                since: Some(NOON.plus(BdTime::DAY)),
                ..all.clone()
            },
            Filter {
                until: Some(NOON),
                ..all
            },
        ];
        for filter in nothing {
            assert_eq!(count(filter.clone()), 0, "{filter:?}");
        }
    }

    fn notary_and_readers_run_until_they_are_told_to_stop(t: &TestDb) {
        intrude(&t.db, &["CREATE TABLE effect (pos BIGINT NOT NULL)"]);
        testkit::block_on(async {
            let stop = tokio_util::sync::CancellationToken::new();
            let notary = tokio::spawn(run_notary(t.db.clone(), stop.clone()));
            let readers = vec![NOTE, Reader { name: "second", handle: |_, _| Ok(()) }];
            let readers = tokio::spawn(run_readers(t.db.clone(), t.world.clone(), readers, stop.clone()));
            t.db.write(|tx| crate::help::tell(tx, 1, "ok")).await.unwrap();
            let mut tries = 0;
            while t.db.read(effects_in).await.unwrap() != [1] {
                tries += 1;
                assert!(tries < 500, "handled within ten seconds");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            stop.cancel();
            notary.await.unwrap();
            readers.await.unwrap();
        });
    }

    fn a_feed_gives_sealed_lines_in_order(t: &TestDb) {
        ready(t, 5);
        t.db.write_now(|tx| crate::help::tell(tx, 6, "not yet")).unwrap();
        let feed = t.db.read_now(|conn| sealed_after(conn, 2, 50)).unwrap();
        let positions: Vec<_> = feed.iter().map(|line| line.pos).collect();
        assert_eq!(positions, [Some(3), Some(4), Some(5)]);
        assert_eq!(t.db.read_now(|conn| sealed_after(conn, 0, 2)).unwrap().len(), 2);
    }
}
