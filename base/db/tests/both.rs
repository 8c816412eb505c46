//! What every user of the database relies on, shown on SQLite and on PostgreSQL.

#![cfg(test)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Migration, Migrations, args};
use kernel::{BdTime, BlobHash, Date, Error, Kind, PersonId, Taka};
use testkit::{TestDb, both};

const MIGRATIONS: &[Migrations] = &[Migrations {
    part: "probe",
    steps: &[
        Migration {
            name: "V1__first",
            sql: "CREATE TABLE probe (
                id BLOB NOT NULL PRIMARY KEY, -- a BLOB and a BIGINT in a comment stay
                n BIGINT,
                x DOUBLE,
                words TEXT,
                flag BIGINT NOT NULL DEFAULT 0
            ) STRICT;
            CREATE UNIQUE INDEX probe_words ON probe (words);",
        },
        Migration {
            name: "V2__lines",
            sql: "CREATE TABLE line (
                seq SERIAL64,
                n BIGINT NOT NULL CHECK (n >= 0)
            ) STRICT;",
        },
    ],
}];

fn insert(t: &TestDb, words: &str) -> kernel::Result<()> {
    let id: PersonId = t.world.id();
    t.db.write_now(|tx| {
        tx.told();
        let sql = "INSERT INTO probe (id, words) VALUES ($1, $2)";
        tx.exec_one(sql, args![id, words])
    })
}

fn count(t: &TestDb) -> i64 {
    t.db.read_now(|c| c.query_one("SELECT COUNT(*) FROM probe", args![], |row| row.at(0)))
        .unwrap()
}

both! { MIGRATIONS;
    fn a_transaction_has_its_own_rows_measured(t: &TestDb) {
        let rows = 300;
        t.db.write_now(|tx| {
            tx.told();
            for n in 0..rows {
                tx.exec("INSERT INTO line (n) VALUES ($1)", args![n])?;
            }
            tx.measure(&["probe", "line"])
        })
        .unwrap();
        if t.db.engine() == db::Engine::Postgres {
            let measured = "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'line'";
            let known: i64 = t.db.read_now(|c| c.query_one(measured, args![], |row| row.at(0))).unwrap();
            assert_eq!(known, rows);
        }
        let missing = t.db.write_now(|tx| tx.measure(&["nowhere"]));
        assert_eq!(missing.is_err(), t.db.engine() == db::Engine::Postgres);
    }

    fn values_come_back_as_they_went_in(t: &TestDb) {
        let id: PersonId = t.world.id();
        let words = "কারাগার \u{9a1}\u{9bc} 'quoted' $1 ?2";
        t.db.write_now(|tx| {
            tx.told();
            let sql = "INSERT INTO probe (id, n, x, words, flag) VALUES ($1, $2, $3, $4, $5)";
            tx.exec_one(sql, args![id, i64::MIN, 0.1_f64, words, true])
        })
        .unwrap();
        let sql = "SELECT id, n, x, words, flag, NULL AS missing FROM probe WHERE id = $1";
        t.db.read_now(|c| {
            c.query_one(sql, args![id], |row| {
                assert_eq!(row.get::<PersonId>("id")?, id);
                assert_eq!(row.get::<i64>("n")?, i64::MIN);
                assert_eq!(row.get::<f64>("x")?.to_bits(), 0.1_f64.to_bits());
                assert_eq!(row.get::<String>("words")?, words);
                assert!(row.get::<bool>("flag")?);
                assert_eq!(row.get::<Option<String>>("missing")?, None);
                assert_eq!(row.get::<i64>("words").unwrap_err().kind, Kind::Corrupt);
                assert_eq!(row.get::<i64>("absent").unwrap_err().kind, Kind::Bug);
                Ok(())
            })
        })
        .unwrap();
    }

    fn the_words_of_the_house_come_back(t: &TestDb) {
        let (moment, date) = (t.world.now(), Date::constant(2026, 2, 21));
        let (money, hash) = (Taka(-1_05), BlobHash([7; 32]));
        let id: PersonId = t.world.id();
        t.db.write_now(|tx| {
            tx.told();
            let sql = "INSERT INTO probe (id, n, words, flag) VALUES ($1, $2, $3, $4)";
            tx.exec(sql, args![hash, moment, date, money])?;
            tx.exec(sql, args![id, None::<BdTime>, None::<Date>, 0_i64])
        })
        .unwrap();
        let sql = "SELECT id, n, words, flag FROM probe ORDER BY flag";
        let rows = t
            .db
            .read_now(|c| {
                c.query(sql, args![], |row| {
                    Ok((
                        row.get::<Option<BdTime>>("n")?,
                        row.get::<Option<Date>>("words")?,
                        row.get::<Taka>("flag")?,
                        row.get::<BlobHash>("id").ok(),
                    ))
                })
            })
            .unwrap();
        let expected = [
            (Some(moment), Some(date), money, Some(hash)),
            (None, None, Taka(0), None),
        ];
        assert_eq!(rows, expected);
    }

    fn statements_that_both_engines_share(t: &TestDb) {
        let seqs = t
            .db
            .write_now(|tx| {
                tx.told();
                let sql = "INSERT INTO line (n) VALUES ($1), ($2), ($3) RETURNING seq";
                tx.returning(sql, args![5_i64, 7_i64, 7_i64], |row| row.at::<i64>(0))
            })
            .unwrap();
        assert_eq!(seqs, [1, 2, 3]);
        let sql = "WITH big AS (SELECT n, seq FROM line WHERE n > $1)
            SELECT n, CAST(SUM(n) OVER (ORDER BY seq) AS BIGINT) AS total FROM big ORDER BY seq";
        let totals = t
            .db
            .read_now(|c| c.query(sql, args![0_i64], |row| row.get::<i64>("total")))
            .unwrap();
        assert_eq!(totals, [5, 12, 19]);
        let upsert = "INSERT INTO line (n) VALUES ($1) ON CONFLICT DO NOTHING";
        let changed = t.db.write_now(|tx| {
            tx.told();
            tx.exec(upsert, args![1_i64])
        });
        assert_eq!(changed.unwrap(), 1);
    }

    fn a_second_of_the_same_is_a_conflict(t: &TestDb) {
        insert(t, "one").unwrap();
        let again = insert(t, "one").unwrap_err();
        assert_eq!((again.kind, again.key), (Kind::Conflict, "err-exists"));
        let against_check = t.db.write_now(|tx| {
            tx.told();
            tx.exec("INSERT INTO line (n) VALUES ($1)", args![-1_i64])
        });
        let error = against_check.unwrap_err();
        assert_eq!((error.kind, error.key), (Kind::Conflict, "err-constraint"));
        assert_eq!(count(t), 1);
    }

    fn a_stale_version_is_a_conflict(t: &TestDb) {
        let stale = t.db.write_now(|tx| {
            tx.exec_one("UPDATE probe SET n = 1 WHERE words = $1", args!["nobody"])
        });
        assert_eq!(stale.unwrap_err().key, "err-stale");
    }

    fn what_the_journal_was_not_told_is_not_committed(t: &TestDb) {
        let id: PersonId = t.world.id();
        let silent = t
            .db
            .write_now(|tx| tx.exec("INSERT INTO probe (id) VALUES ($1)", args![id]));
        assert_eq!(silent.unwrap_err().kind, Kind::Bug);
        assert_eq!(count(t), 0);
        // A transaction that changed nothing has nothing to tell.
        let looked = t
            .db
            .write_now(|tx| tx.exec("DELETE FROM probe WHERE id = $1", args![id]));
        assert_eq!(looked.unwrap(), 0);
    }

    fn an_error_or_a_panic_leaves_no_trace(t: &TestDb) {
        let half = |fail: &dyn Fn() -> kernel::Result<()>| {
            t.db.write_now(|tx| {
                tx.told();
                let id: PersonId = t.world.id();
                tx.exec("INSERT INTO probe (id) VALUES ($1)", args![id])?;
                fail()
            })
        };
        let error = half(&|| Err(Error::denied())).unwrap_err();
        assert_eq!(error.kind, Kind::Denied);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            half(&|| panic!("on purpose"))
        }));
        assert!(panicked.is_err());
        assert_eq!(count(t), 0);
        insert(t, "the connection still works").unwrap();
        assert_eq!(count(t), 1);
    }

    fn a_failure_is_named_and_no_row_is_quoted(t: &TestDb) {
        insert(t, "somebody's name").unwrap();
        let said = insert(t, "somebody's name").unwrap_err().to_string();
        assert!(said.to_lowercase().contains("unique") && !said.contains("somebody"), "{said}");
        let missing = t.db.read_now(|c| c.each("SELECT 1 FROM nothing", args![], |_| Ok(())));
        assert!(missing.unwrap_err().to_string().contains("nothing"));
    }

    fn a_nul_is_refused_in_words(t: &TestDb) {
        let error = insert(t, "a\0b").unwrap_err();
        assert_eq!((error.kind, error.key), (Kind::Invalid, "err-text-nul"));
        let sql = "SELECT id FROM probe WHERE words = $1";
        let error = t.db.read_now(|c| c.query(sql, args!["\0"], |_| Ok(()))).unwrap_err();
        assert_eq!(error.kind, Kind::Invalid);
    }

    fn what_no_transaction_may_hold_runs_alone(t: &TestDb) {
        insert(t, "kept").unwrap();
        assert!(t.db.write_now(|tx| tx.each("VACUUM", args![], |_| Ok(()))).is_err());
        t.db.alone_now(|c| c.each("VACUUM", args![], |_| Ok(()))).unwrap();
        assert_eq!(count(t), 1);
    }

    fn migrations_apply_once_and_never_change(t: &TestDb) {
        insert(t, "kept").unwrap();
        t.db.migrate(MIGRATIONS).unwrap();
        assert_eq!(count(t), 1);
        let changed = Migrations {
            part: "probe",
            steps: &[Migration {
                name: "V1__first",
                sql: "CREATE TABLE another (n BIGINT)",
            }],
        };
        let error = t.db.migrate(&[changed]).unwrap_err();
        assert_eq!(error.key, "err-db-migrate");
    }

    fn too_many_rows_are_a_limit(t: &TestDb) {
        let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= $1)
            SELECT i FROM n";
        let max = i64::try_from(db::ROWS_MAX).unwrap();
        let all = t.db.read_now(|c| c.query(sql, args![max], |_| Ok(())));
        assert_eq!(all.unwrap_err().kind, Kind::Limit);
        let mut seen = 0;
        t.db.read_now(|c| {
            seen = 0;
            c.each(sql, args![max], |_| {
                seen += 1;
                Ok(())
            })
        })
        .unwrap();
        assert_eq!(seen, max + 1);
    }
}

both! { MIGRATIONS;
    async fn the_last_handle_may_go_on_an_async_thread(t: &TestDb) {
        let url = t.db.url().clone();
        let one = tokio::task::spawn_blocking(move || db::Db::open(&url, db::Options::default()));
        let one = one.await.unwrap().unwrap();
        let two = one.clone();
        drop(one);
        let dropped = tokio::spawn(async move {
            let answer = two.ping().await;
            drop(two);
            answer
        });
        dropped.await.unwrap().unwrap();
    }

    async fn a_panic_in_a_closure_is_an_error_not_a_hang(t: &TestDb) {
        let panicked = t.db.write(|_| -> kernel::Result<()> { panic!("on purpose") }).await;
        assert_eq!(panicked.unwrap_err().kind, Kind::Bug);
        let again = t.db.read(|c| c.query_one("SELECT 1", args![], |row| row.at::<i64>(0)));
        assert_eq!(again.await.unwrap(), 1);
    }

    async fn commits_wake_those_who_wait(t: &TestDb) {
        let mut commits = t.db.commits();
        let writer = t.db.clone();
        let id: PersonId = t.world.id();
        let (woken, written) = tokio::join!(
            tokio::time::timeout(std::time::Duration::from_secs(10), commits.changed()),
            writer.write(move |tx| {
                tx.told();
                tx.exec("INSERT INTO probe (id) VALUES ($1)", args![id])
            })
        );
        written.unwrap();
        woken.expect("the commit is heard of in time").unwrap();
    }

    async fn clerks_at_once_lose_nothing(t: &TestDb) {
        const CLERKS: i64 = 8;
        const EACH: i64 = 10;
        let first: PersonId = t.world.id();
        t.db.write(move |tx| {
            tx.told();
            tx.exec("INSERT INTO probe (id, n) VALUES ($1, 0)", args![first])
        })
        .await
        .unwrap();
        let clerks: Vec<_> = (0..CLERKS)
            .map(|_| {
                let db = t.db.clone();
                tokio::spawn(async move {
                    for _ in 0..EACH {
                        let sql = "UPDATE probe SET n = n + 1 WHERE id = $1";
                        db.write(move |tx| {
                            tx.told();
                            tx.exec_one(sql, args![first])
                        })
                        .await?;
                    }
                    Ok::<(), Error>(())
                })
            })
            .collect();
        for clerk in clerks {
            clerk.await.unwrap().unwrap();
        }
        let sql = "SELECT n FROM probe WHERE id = $1";
        let n = t.db.read(move |c| c.query_one(sql, args![first], |row| row.at::<i64>(0)));
        assert_eq!(n.await.unwrap(), CLERKS * EACH);
    }
}

/// On SQLite writers queue; on PostgreSQL two that lock the same rows in opposite order deadlock,
/// and the one that the server picks must run again by itself.
#[test]
fn a_deadlock_is_tried_again() {
    testkit::on_both(MIGRATIONS, |t| {
        let tries = Arc::new(AtomicU32::new(0));
        insert(t, "a").unwrap();
        insert(t, "b").unwrap();
        let cross = |order: [&'static str; 2]| {
            let (db, tries) = (t.db.clone(), tries.clone());
            std::thread::spawn(move || {
                db.write_now(|tx| {
                    tries.fetch_add(1, Ordering::SeqCst);
                    tx.told();
                    for words in order {
                        let sql = "UPDATE probe SET flag = flag + 1 WHERE words = $1";
                        tx.exec_one(sql, args![words])?;
                        std::thread::sleep(std::time::Duration::from_millis(100));
                    }
                    Ok(())
                })
            })
        };
        let (one, two) = (cross(["a", "b"]), cross(["b", "a"]));
        one.join().unwrap().unwrap();
        two.join().unwrap().unwrap();
        let least = match t.db.engine() {
            db::Engine::Sqlite => 2,
            db::Engine::Postgres => 3,
        };
        assert!(tries.load(Ordering::SeqCst) >= least);
        let sql = "SELECT CAST(SUM(flag) AS BIGINT) FROM probe";
        let sum =
            t.db.read_now(|c| c.query_one(sql, args![], |row| row.at::<i64>(0)));
        assert_eq!(sum.unwrap(), 4);
    });
}
