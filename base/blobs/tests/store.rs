//! Blobs from a folder through the table and back, on both databases.
#![cfg(test)]

use blobs::{Blobs, Class, Problem, find, record};
use kernel::{BdTime, BlobHash, Kind};

const MIGRATIONS: &[db::Migrations] = &[db::Migrations {
    part: "blobs",
    steps: &[db::Migration {
        name: "V1__blobs",
        sql: include_str!("../migrations/V1__blobs.sql"),
    }],
}];
const PAPER: &[u8] = b"%PDF-1.7\nsome paper\n%%EOF\n";
const NOW: BdTime = BdTime(1_790_000_000_000_000);

fn file_of(folder: &tempfile::TempDir, hash: BlobHash) -> std::path::PathBuf {
    let name = hash.to_string();
    folder.path().join(&name[..2]).join(&name[2..])
}

testkit::both! { MIGRATIONS;
    async fn a_paper_is_kept_recorded_and_checked(t: &testkit::TestDb) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let stored = blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        assert_eq!(blobs.get(stored.hash).await.unwrap(), PAPER);
        let again = stored.clone();
        t.db.write(move |tx| {
            record(tx, &again, NOW)?;
            tx.told();
            Ok(())
        }).await.unwrap();
        let checker = blobs.clone();
        let verify = move |db: db::Db| {
            let checker = checker.clone();
            async move {
                let work = move || {
                    let mut found = Vec::new();
                    let checked = checker.verify(&db, &mut |problem| found.push(problem))?;
                    Ok::<_, kernel::Error>((checked, found))
                };
                tokio::task::spawn_blocking(work).await.unwrap().unwrap()
            }
        };
        assert_eq!(verify(t.db.clone()).await, (1, vec![]));
        std::fs::write(file_of(&folder, stored.hash), b"other").unwrap();
        assert_eq!(verify(t.db.clone()).await, (1, vec![Problem::Changed(stored.hash)]));
        std::fs::remove_file(file_of(&folder, stored.hash)).unwrap();
        assert_eq!(verify(t.db.clone()).await, (1, vec![Problem::Missing(stored.hash)]));
        assert_eq!(blobs.get(stored.hash).await.unwrap_err().kind, Kind::NotFound);
        blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        assert_eq!(verify(t.db.clone()).await, (1, vec![]), "putting it again mends it");
    }

    async fn a_check_holds_no_connection_while_it_looks_at_files(t: &testkit::TestDb) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let stored = blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        std::fs::remove_file(file_of(&folder, stored.hash)).unwrap();
        t.db.write(move |tx| {
            record(tx, &stored, NOW)?;
            tx.told();
            Ok(())
        }).await.unwrap();
        let url = t.db.url().clone();
        let work = move || {
            let one = db::Options { connections: 1, create: false };
            let db = db::Db::open(&url, one).unwrap();
            let mut others = 0;
            let mut report = |_| {
                db.read_now(|conn| conn.each("SELECT 1", db::args![], |_| Ok(()))).unwrap();
                others += 1;
            };
            blobs.verify(&db, &mut report).unwrap();
            others
        };
        assert_eq!(tokio::task::spawn_blocking(work).await.unwrap(), 1);
    }

    async fn a_class_only_ever_closes(t: &testkit::TestDb) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        for (class, then) in [
            (Class::Sensitive, Class::Sensitive),
            (Class::Ordinary, Class::Sensitive),
            (Class::Medical, Class::Medical),
        ] {
            let stored = blobs.put_file("paper", PAPER.to_vec(), class).await.unwrap();
            let row = t.db.write(move |tx| {
                record(tx, &stored, NOW)?;
                tx.told();
                find(tx, stored.hash)
            }).await.unwrap().unwrap();
            assert_eq!((row.class, row.media_type.as_str()), (then, "application/pdf"));
        }
    }
}

#[tokio::test]
async fn what_is_not_a_paper_or_too_large_is_refused_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    let huge = vec![b'x'; blobs::FILE_BYTES_MAX + 1];
    for (bytes, key) in [(b"MZ".to_vec(), "err-file-type"), (huge, "err-file-large")] {
        let error = blobs
            .put_file("paper", bytes, Class::Ordinary)
            .await
            .unwrap_err();
        assert_eq!(
            (error.fields[0].field.as_str(), error.fields[0].key),
            ("paper", key)
        );
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing was kept"
    );
}

#[test]
fn a_thread_without_a_runtime_reads_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    let error = blobs.get_now(BlobHash([7; 32])).unwrap_err();
    assert_eq!(error.kind, Kind::NotFound);
}
