//! Somebody with the keys to the database or to the folder of files changes what was written.

use std::process::Command;
use std::time::{Duration, Instant};

use blobs::{Blobs, Class};
use db::Engine;
use kernel::World;

use crate::house::{House, psql};

/// The first hourly rolls are written as soon as the server stands.
const ROLLS_MAX: Duration = Duration::from_secs(30);
/// A line in the middle of the demonstration's journal.
const LINE: u32 = 200;

#[test]
fn a_line_changed_with_sqlite3_is_named() {
    let house = House::new(Engine::Sqlite);
    house.is_whole();
    let sql = format!(
        "DROP TRIGGER journal_no_update; UPDATE journal SET body = replace(body, '\"', '\"x') WHERE seq = {LINE};"
    );
    let file = house.data.join("alor.db");
    let done = Command::new("sqlite3").arg(file).arg(sql).output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    named(&house);
}

#[test]
fn a_line_changed_with_psql_is_named() {
    let house = House::new(Engine::Postgres);
    house.is_whole();
    psql(
        &house.db,
        "ALTER TABLE journal DISABLE TRIGGER journal_append_only",
    );
    psql(
        &house.db,
        &format!("UPDATE journal SET actor_name = 'nobody' WHERE seq = {LINE}"),
    );
    named(&house);
}

fn named(house: &House) {
    let (whole, words) = house.verify();
    assert!(!whole, "{words}");
    assert!(
        words.contains(&format!("line {LINE}, at position")),
        "{words}"
    );
    assert!(
        words.contains("1 problems"),
        "only the changed line is named: {words}"
    );
}

#[test]
fn a_row_without_its_history_is_named() {
    let house = House::new(Engine::Sqlite);
    let file = house.data.join("alor.db");
    let sql = "UPDATE custody SET number = '999999/2026' WHERE rowid IN (SELECT rowid FROM custody LIMIT 1)";
    let done = Command::new("sqlite3").arg(file).arg(sql).output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let (whole, words) = house.verify();
    assert!(!whole && words.contains("tables:"), "{words}");
}

#[test]
fn a_file_that_is_missing_or_changed_is_named() {
    let house = House::new(Engine::Sqlite);
    let (db, blobs) = (
        house.open(),
        Blobs::folder(&house.data.join("blobs")).unwrap(),
    );
    let now = World::real().now();
    let kept = ["a scanned warrant", "another warrant"].map(|text| {
        let bytes = format!("%PDF-1.4\n{text}\n%%EOF\n").into_bytes();
        testkit::block_on(blobs.put_file("scan", bytes, Class::Ordinary)).unwrap()
    });
    db.write_now(|tx| {
        tx.told();
        kept.iter()
            .try_for_each(|blob| blobs::record(tx, blob, now))
    })
    .unwrap();
    let (whole, words) = house.verify();
    assert!(whole && words.contains("2 files"), "{words}");

    let [gone, changed] = kept.map(|blob| blob.hash.to_string());
    std::fs::remove_file(find(&house, &gone)).unwrap();
    std::fs::write(find(&house, &changed), "%PDF-1.4\nforged\n").unwrap();
    let (whole, words) = house.verify();
    assert!(!whole, "{words}");
    assert!(
        words.contains(&format!("blob {gone} is missing")),
        "{words}"
    );
    assert!(
        words.contains(&format!("blob {changed} was changed")),
        "{words}"
    );
}

/// The file whose address ends in `hash`, however the folder is divided.
fn find(house: &House, hash: &str) -> std::path::PathBuf {
    let mut folders = vec![house.data.join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if hash.ends_with(path.file_name().unwrap().to_str().unwrap()) {
                return path;
            }
        }
    }
    panic!("no file for {hash}");
}

#[test]
fn rolls_that_the_journal_tells_of_are_missed() {
    let mut house = House::new(Engine::Sqlite);
    let (whole, words) = house.verify();
    assert!(
        whole && words.contains("rolls: none was written yet"),
        "{words}"
    );
    house.start();
    let begun = Instant::now();
    while !house.log().contains("nominal rolls written") {
        assert!(begun.elapsed() < ROLLS_MAX, "{}", house.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    house.stop();
    house.is_whole();
    let (rolls, aside) = (house.data.join("rolls"), house.data.join("aside"));
    std::fs::rename(&rolls, &aside).unwrap();
    let (whole, words) = house.verify();
    assert!(
        !whole && words.contains("is the second disk attached?"),
        "{words}"
    );
    assert!(words.contains("1 problems"), "{words}");
    std::fs::rename(&aside, &rolls).unwrap();
    house.is_whole();
}
