//! A PostgreSQL dump restored into another cluster: transaction ids begin anew, lines do not.

#![cfg(test)]

mod common;

use common::{intrude, tell_many};
use db::Engine;
use journal::{seal_all, verify};
use testkit::TestDb;

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

    let mut problems = Vec::new();
    let verified = db
        .read_now(|conn| verify(conn, &mut |problem| problems.push(problem)))
        .unwrap();
    assert_eq!(problems, []);
    assert_eq!((verified.sealed, verified.unsealed), (14, 0));
    let order = db
        .read_now(|conn| {
            conn.query("SELECT seq FROM seal ORDER BY pos", db::args![], |row| {
                row.get::<i64>("seq")
            })
        })
        .unwrap();
    assert_eq!(order, (1..=14).collect::<Vec<_>>());
}
