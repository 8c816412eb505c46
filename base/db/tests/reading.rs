//! What every reader of the database relies on, shown on SQLite and on PostgreSQL.

#![cfg(test)]

use db::{Migration, Migrations, args};
use kernel::{Error, Kind};
use testkit::{TestDb, both};

const MIGRATIONS: &[Migrations] = &[Migrations {
    part: "probe",
    steps: &[Migration {
        name: "V1__probe",
        sql: "CREATE TABLE probe (words TEXT NOT NULL) STRICT;",
    }],
}];

fn insert(t: &TestDb, words: &str) -> kernel::Result<()> {
    t.db.write_now(|tx| {
        tx.told();
        tx.exec_one("INSERT INTO probe (words) VALUES ($1)", args![words])
    })
}

fn count(t: &TestDb) -> i64 {
    t.db.read_now(|c| c.query_one("SELECT COUNT(*) FROM probe", args![], |row| row.at(0)))
        .unwrap()
}

both! { MIGRATIONS;
    fn a_reader_cannot_write(t: &TestDb) {
        let sql = "INSERT INTO probe (words) VALUES ($1)";
        let written = t.db.read_now(|c| c.each(sql, args!["kept"], |_| Ok(())));
        assert!(written.is_err());
        assert_eq!(count(t), 0);
    }

    fn a_reader_sees_one_moment(t: &TestDb) {
        insert(t, "before").unwrap();
        let sql = "SELECT COUNT(*) FROM probe";
        let counts = t.db.read_now(|c| {
            let first = c.query_one(sql, args![], |row| row.at::<i64>(0))?;
            insert(t, "meanwhile")?;
            Ok((first, c.query_one(sql, args![], |row| row.at::<i64>(0))?))
        });
        assert_eq!(counts.unwrap(), (1, 1));
        assert_eq!(count(t), 2);
    }

    fn a_reader_that_fails_leaves_its_connection_whole(t: &TestDb) {
        for _ in 0..20 {
            let failed = t.db.read_now(|c| c.each("SELECT 1 FROM nothing", args![], |_| Ok(())));
            assert_eq!(failed.unwrap_err().kind, Kind::Bug);
            let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                t.db.read_now(|_| -> kernel::Result<()> { panic!("on purpose") })
            }));
            assert!(panicked.is_err());
        }
        insert(t, "seen at once").unwrap();
        assert_eq!(count(t), 1);
    }

    fn what_a_closure_finds_unavailable_is_not_asked_for_again(t: &TestDb) {
        let mut asked = 0;
        let read = t.db.read_now(|_| -> kernel::Result<()> {
            asked += 1;
            Err(Error::unavailable("err-blobs-down"))
        });
        assert_eq!((read.unwrap_err().key, asked), ("err-blobs-down", 1));
    }
}
