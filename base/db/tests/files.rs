//! What only the embedded engine does: files that must exist, and whole copies of them.

#![cfg(test)]

use db::{Db, Engine, Options, Url, args};
use kernel::Kind;

#[test]
fn a_mistyped_address_makes_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("alro.db");
    let opened = Db::open(&Url::Sqlite(path.clone()), Options::default());
    let error = opened.err().expect("there is no such database");
    assert_eq!(
        (error.kind, error.key),
        (Kind::Unavailable, "err-db-missing")
    );
    assert!(!path.exists());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("letter.txt");
    let letter = "To the Superintendent, Dhaka Central Jail: ".repeat(200);
    std::fs::write(&path, &letter).unwrap();
    let error = Db::open(&Url::Sqlite(path.clone()), Options::default())
        .err()
        .expect("a letter is no database");
    assert_eq!(error.kind, Kind::Corrupt);
    assert_eq!(std::fs::read_to_string(path).unwrap(), letter);
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_down() {
    let port = testkit::free_port().unwrap();
    let url: Url = format!("postgres://postgres@127.0.0.1:{port}/alor")
        .parse()
        .unwrap();
    let error = Db::open(&url, Options::default())
        .err()
        .expect("nothing listens there");
    assert_eq!((error.kind, error.key), (Kind::Unavailable, "err-db-down"));
}

#[test]
fn a_copy_is_whole_and_never_overwrites() {
    let t = testkit::TestDb::new(Engine::Sqlite, &[]);
    t.db.write_now(|tx| {
        tx.exec("CREATE TABLE kept (n INTEGER) STRICT", args![])?;
        tx.told();
        tx.exec("INSERT INTO kept VALUES ($1)", args![42_i64])
    })
    .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("copy with a 'quote'.db");
    t.db.copy_to(&path).unwrap();
    let copy = Db::open(&Url::Sqlite(path.clone()), Options::default()).unwrap();
    let n = copy.read_now(|c| c.query_one("SELECT n FROM kept", args![], |row| row.at::<i64>(0)));
    assert_eq!(n.unwrap(), 42);
    assert!(t.db.copy_to(&path).is_err());
    // The connection that copied reads only, as before.
    for _ in 0..8 {
        let written =
            t.db.read_now(|c| c.each("DELETE FROM kept", args![], |_| Ok(())));
        assert!(written.is_err());
    }
}

#[test]
fn a_server_is_copied_by_its_own_tools() {
    let t = testkit::TestDb::new(Engine::Postgres, &[]);
    let error =
        t.db.copy_to(std::path::Path::new("nowhere.db"))
            .unwrap_err();
    assert_eq!(error.key, "err-backup-postgres");
}
