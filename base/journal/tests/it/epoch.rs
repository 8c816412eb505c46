//! A PostgreSQL dump restored into another cluster: transaction ids begin anew, lines do not. Once as it
//! looks, with ids far apart, and once by the real tools.

use std::process::{Command, Stdio};

use crate::help::{intrude, tell_many};
use db::{Db, Engine, Options};
use journal::{seal_all, verify};
use testkit::{Postgres, TestDb};

/// Makes the database look as it does after a restore: its lines, sealed and unsealed, carry the ids of
/// another cluster, far ahead of this one's, and the last epoch names that cluster.
#[test]
fn a_restored_journal_goes_on_where_it_was() {
    let t = TestDb::new(Engine::Postgres, &[journal::migrations()]);
    let db = &t.db;
    tell_many(db, 5);
    assert_eq!(seal_all(db).unwrap(), 5);
    tell_many(db, 3);
    intrude(
        db,
        &[
            "ALTER TABLE journal DISABLE TRIGGER ALL",
            "ALTER TABLE seal DISABLE TRIGGER ALL",
            "UPDATE journal SET xid = xid + 4000000000",
            "UPDATE seal SET xid = xid + 4000000000",
            "UPDATE epoch SET system = 'another'",
            "ALTER TABLE journal ENABLE TRIGGER ALL",
            "ALTER TABLE seal ENABLE TRIGGER ALL",
        ],
    );
    // Written in the new cluster before any notary has looked.
    tell_many(db, 2);
    assert_eq!(
        seal_all(db).unwrap(),
        5,
        "the three left over, then the two new ones"
    );
    tell_many(db, 4);
    assert_eq!(seal_all(db).unwrap(), 4);

    assert_whole(db, 14);
    let order = db
        .read_now(|conn| {
            conn.query("SELECT seq FROM seal ORDER BY pos", db::args![], |row| {
                row.get::<i64>("seq")
            })
        })
        .unwrap();
    assert_eq!(order, (1..=14).collect::<Vec<_>>());
}

fn assert_whole(db: &Db, lines: u64) {
    let mut problems = Vec::new();
    let verified = db
        .read_now(|conn| verify(conn, &mut |problem| problems.push(problem)))
        .unwrap();
    assert_eq!(problems, []);
    assert_eq!((verified.sealed, verified.unsealed), (lines, 0));
}

/// The journal in a server's only database, as the server's own tools leave it there.
fn open(server: &Postgres) -> Db {
    Db::open(&server.url("postgres").parse().unwrap(), Options::default()).unwrap()
}

#[test]
fn a_dump_goes_on_in_another_cluster() {
    let [old, new] = [(); 2].map(|()| Postgres::start().unwrap());
    let db = open(&old);
    db.migrate(&[journal::migrations()]).unwrap();
    // So many transactions that those of the new cluster stay behind them.
    tell_many(&db, 400);
    seal_all(&db).unwrap();
    tell_many(&db, 3);

    let mut dump = Command::new("pg_dump")
        .arg(old.url("postgres"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let restored = Command::new("psql")
        .args([
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            &new.url("postgres"),
        ])
        .stdin(dump.stdout.take().unwrap())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(dump.wait().unwrap().success() && restored.success());

    let db = open(&new);
    tell_many(&db, 2);
    assert_eq!(seal_all(&db).unwrap(), 5);
    tell_many(&db, 4);
    assert_eq!(seal_all(&db).unwrap(), 4);
    assert_whole(&db, 409);
    let behind = db
        .read_now(|conn| {
            conn.query_one(
                "SELECT (SELECT xid FROM seal WHERE pos = 409) < (SELECT xid FROM seal WHERE pos = 403) AS b",
                db::args![],
                |row| row.get::<bool>("b"),
            )
        })
        .unwrap();
    assert!(
        behind,
        "the new cluster's transactions are numbered from far below"
    );
}
