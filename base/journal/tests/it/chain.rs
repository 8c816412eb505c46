//! Sealing and verifying, on both engines.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::help::{intrude, tell, tell_many};
use db::{Db, Engine, args};
use journal::{
    Head, Problem, Verified, head, seal, seal_all, still_holds, unsealed_seconds, verify,
};
use kernel::{BdTime, Error, Kind, Uuid};
use testkit::TestDb;

fn check(db: &Db) -> (Verified, Vec<Problem>) {
    let mut problems = Vec::new();
    let verified = db
        .read_now(|conn| {
            problems.clear();
            verify(conn, &mut |problem| problems.push(problem))
        })
        .unwrap();
    (verified, problems)
}

fn drop_triggers(db: &Db) {
    match db.engine() {
        Engine::Sqlite => intrude(
            db,
            &[
                "DROP TRIGGER journal_no_update",
                "DROP TRIGGER journal_no_delete",
                "DROP TRIGGER seal_no_update",
                "DROP TRIGGER seal_no_delete",
            ],
        ),
        Engine::Postgres => intrude(
            db,
            &[
                "ALTER TABLE journal DISABLE TRIGGER ALL",
                "ALTER TABLE seal DISABLE TRIGGER ALL",
            ],
        ),
    }
}

fn follow_into(db: &Db, seen: &mut Vec<(i64, i64)>) {
    let after = seen.last().map_or(0, |(pos, _)| *pos);
    let more = db
        .read_now(|conn| {
            conn.query(
                "SELECT pos, seq FROM seal WHERE pos > $1 ORDER BY pos",
                args![after],
                |row| Ok((row.get("pos")?, row.get("seq")?)),
            )
        })
        .unwrap();
    seen.extend(more);
}

testkit::both! { &[journal::migrations()];
    fn a_whole_chain_verifies(t: &TestDb) {
        tell_many(&t.db, 30);
        assert_eq!(check(&t.db).0.unsealed, 30);
        assert_eq!(seal_all(&t.db).unwrap(), 30);
        assert_eq!(seal(&t.db).unwrap(), 0);
        tell_many(&t.db, 2);
        let (verified, problems) = check(&t.db);
        assert_eq!(problems, []);
        assert_eq!((verified.sealed, verified.unsealed), (30, 2));
        let head = t.db.read_now(head).unwrap();
        assert_eq!(verified.head, head);
        assert_eq!(head.pos, 30);
    }

    fn a_long_chain_is_verified_in_steps(t: &TestDb) {
        t.db.write_now(|tx| (1..=2_500).try_for_each(|subject| tell(tx, subject, "ok"))).unwrap();
        assert_eq!(check(&t.db).0.unsealed, 2_500);
        seal_all(&t.db).unwrap();
        let (verified, problems) = check(&t.db);
        assert_eq!((verified.sealed, verified.unsealed, problems.len()), (2_500, 0, 0));
        drop_triggers(&t.db);
        intrude(&t.db, &["UPDATE journal SET version = 2 WHERE seq IN (1000, 1001)"]);
        let expected = [1_000, 1_001].map(|n| Problem::Changed { pos: n, seq: n });
        assert_eq!(check(&t.db).1, expected);
    }

    fn lines_are_never_changed_or_removed(t: &TestDb) {
        tell_many(&t.db, 2);
        seal_all(&t.db).unwrap();
        let mut attempts = vec![
            "UPDATE journal SET body = '1'",
            "DELETE FROM journal",
            "UPDATE seal SET epoch = 9",
            "DELETE FROM seal WHERE pos = 2",
        ];
        match t.db.engine() {
            Engine::Sqlite => attempts.extend([
                "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
                "INSERT OR REPLACE INTO seal SELECT * FROM seal WHERE pos = 1",
            ]),
            Engine::Postgres => attempts.extend(["TRUNCATE journal", "TRUNCATE seal"]),
        }
        for sql in attempts {
            let refused = t.db.write_now(|tx| tx.exec(sql, args![]));
            assert_eq!(refused.unwrap_err().kind, Kind::Conflict, "{sql}");
        }
        assert_eq!(check(&t.db).0.sealed, 2);
    }

    fn a_changed_line_is_named(t: &TestDb) {
        tell_many(&t.db, 20);
        seal_all(&t.db).unwrap();
        drop_triggers(&t.db);
        intrude(
            &t.db,
            &["UPDATE journal SET actor_name = 'অন্য' WHERE seq = 11"],
        );
        let (_, problems) = check(&t.db);
        assert_eq!(problems, [Problem::Changed { pos: 11, seq: 11 }]);
    }

    fn a_removed_line_is_named(t: &TestDb) {
        tell_many(&t.db, 20);
        seal_all(&t.db).unwrap();
        drop_triggers(&t.db);
        intrude(&t.db, &["DELETE FROM journal WHERE seq = 5"]);
        let (_, problems) = check(&t.db);
        assert_eq!(problems, [Problem::Missing { pos: 5, seq: 5 }]);
    }

    fn a_removed_seal_is_a_gap(t: &TestDb) {
        tell_many(&t.db, 9);
        seal_all(&t.db).unwrap();
        drop_triggers(&t.db);
        intrude(&t.db, &["DELETE FROM seal WHERE pos = 5"]);
        let (_, problems) = check(&t.db);
        let expected = [
            Problem::Gap { after: 4, found: 6 },
            Problem::Inserted { seq: 5 },
        ];
        assert_eq!(problems, expected);
    }

    fn a_line_slipped_in_later_is_named(t: &TestDb) {
        tell_many(&t.db, 3);
        seal_all(&t.db).unwrap();
        let slip = match t.db.engine() {
            Engine::Sqlite => {
                "INSERT INTO journal (seq, at, actor_name, system, kind, subject, version, body) \
                 VALUES (-1, 1, 'x', 'x', 'x', x'00', 1, '1')"
            }
            Engine::Postgres => {
                "INSERT INTO journal (xid, at, actor_name, system, kind, subject, version, body) \
                 VALUES (1, 1, 'x', 'x', 'x', '\\x00', 1, '1')"
            }
        };
        intrude(&t.db, &[slip]);
        assert_eq!(seal(&t.db).unwrap(), 0);
        let (verified, problems) = check(&t.db);
        assert!(
            matches!(problems.as_slice(), [Problem::Inserted { .. }]),
            "{problems:?}"
        );
        assert_eq!(verified.unsealed, 0);
    }

    fn a_published_head_shows_that_the_end_was_cut_off(t: &TestDb) {
        let holds = |head: Head| {
            t.db
                .read_now(|conn| still_holds(conn, &head))
                .unwrap()
        };
        let first = t.db.read_now(head).unwrap();
        assert!(holds(first), "nothing is part of everything");
        tell_many(&t.db, 5);
        seal_all(&t.db).unwrap();
        let published = t.db.read_now(head).unwrap();
        tell_many(&t.db, 5);
        seal_all(&t.db).unwrap();
        assert!(holds(published));
        drop_triggers(&t.db);
        intrude(
            &t.db,
            &[
                "DELETE FROM seal WHERE pos > 4",
                "DELETE FROM journal WHERE seq > 4",
            ],
        );
        assert_eq!(check(&t.db).1, [], "the chain alone does not show it");
        assert!(!holds(published));
    }

    // Eight writers whose transactions overlap, a notary at work all the time, and a reader that remembers
    // the order it was given: the order that stands in the end must be the same, with nothing missed.
    fn concurrent_writers_are_sealed_once_each_in_an_order_that_readers_can_trust(t: &TestDb) {
        const WRITERS: u64 = 8;
        const LINES: u64 = 60;
        let db = &t.db;
        let busy = AtomicBool::new(true);
        let mut seen: Vec<(i64, i64)> = Vec::new();
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    scope.spawn(move || {
                        for line in 0..LINES {
                            db.write_now(|tx| {
                                tell(tx, u128::from(writer << 32 | line), "ok")?;
                                // Numbers are taken in one order and committed in another.
                                if (line + writer) % 7 == 0 {
                                    std::thread::sleep(Duration::from_millis(3));
                                }
                                Ok(())
                            })
                            .unwrap();
                        }
                    })
                })
                .collect();
            let notary = scope.spawn(|| {
                while busy.load(Ordering::SeqCst) {
                    seal(db).unwrap();
                }
            });
            let second_notary = scope.spawn(|| {
                while busy.load(Ordering::SeqCst) {
                    seal(db).unwrap();
                }
            });
            while writers.iter().any(|writer| !writer.is_finished()) {
                follow_into(db, &mut seen);
            }
            busy.store(false, Ordering::SeqCst);
            notary.join().unwrap();
            second_notary.join().unwrap();
        });
        seal_all(db).unwrap();
        follow_into(db, &mut seen);
        let total = i64::try_from(WRITERS * LINES).unwrap();
        let positions: Vec<i64> = seen.iter().map(|(pos, _)| *pos).collect();
        assert_eq!(
            positions,
            (1..=total).collect::<Vec<_>>(),
            "dense, none missed, none twice"
        );
        let (verified, problems) = check(db);
        assert_eq!(problems, []);
        assert_eq!(
            (verified.sealed, verified.unsealed),
            (WRITERS * LINES, 0)
        );
        let mut standing = Vec::new();
        db.read_now(|conn| {
            standing.clear();
            conn.each("SELECT pos, seq FROM seal ORDER BY pos", args![], |row| {
                standing.push((row.get("pos")?, row.get("seq")?));
                Ok(())
            })
        })
        .unwrap();
        assert_eq!(seen, standing);
    }

    fn a_rolled_back_line_is_nowhere(t: &TestDb) {
        tell_many(&t.db, 1);
        let failed = t.db.write_now(|tx| {
            tell(tx, 2, "never")?;
            Err::<(), _>(Error::conflict("err-stale"))
        });
        assert_eq!(failed.unwrap_err().kind, Kind::Conflict);
        tell_many(&t.db, 1);
        assert_eq!(seal_all(&t.db).unwrap(), 2);
        assert_eq!(check(&t.db).1, []);
        let lines = t.db
            .read_now(|conn| journal::lines_of(conn, Uuid::from_u128(2), None, 9))
            .unwrap();
        assert_eq!(lines, []);
    }

    fn the_wait_of_the_oldest_unsealed_line_is_known(t: &TestDb) {
        let wait = |at: BdTime| {
            t.db
                .read_now(|conn| unsealed_seconds(conn, at))
                .unwrap()
        };
        let later = crate::help::NOON.plus(9 * BdTime::SECOND);
        assert_eq!(wait(later), 0);
        tell_many(&t.db, 2);
        assert_eq!(wait(later), 9);
        seal_all(&t.db).unwrap();
        assert_eq!(wait(later), 0);
    }

    fn the_notary_seals_what_is_committed_and_stops(t: &TestDb) {
        let db = t.db.clone();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let stop = tokio_util::sync::CancellationToken::new();
            let task = tokio::spawn(journal::run_notary(db.clone(), stop.clone()));
            db.write(|tx| tell(tx, 1, "ok")).await.unwrap();
            let mut tries = 0;
            while db.read(head).await.unwrap().pos < 1 {
                tries += 1;
                assert!(tries < 500, "sealed within ten seconds");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            db.write(|tx| tell(tx, 2, "ok")).await.unwrap();
            stop.cancel();
            task.await.unwrap();
            assert_eq!(
                db.read(head).await.unwrap().pos,
                2,
                "a clean end seals what is left"
            );
        });
    }
}
