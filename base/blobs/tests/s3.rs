//! Blobs in a bucket of a real S3 server: kept and read back, missing and changed ones found, and a server that is
//! down leaves nothing behind.
#![cfg(test)]

use std::time::{Duration, Instant};

use blobs::{Access, Blobs, Class, Place, Problem, Stored, record};
use bucket::S3;
use kernel::{BdTime, Kind};

const PAPER: &[u8] = b"%PDF-1.7\nsome paper\n%%EOF\n";
const NOW: BdTime = BdTime(1_790_000_000_000_000);
/// A clerk waits no longer for a server that is down.
const PATIENCE: Duration = Duration::from_secs(15);

fn access(server: &S3) -> Access {
    Access {
        endpoint: Some(server.endpoint()),
        region: None,
        key: Some(bucket::KEY.to_owned()),
        secret: Some(bucket::SECRET.to_owned()),
    }
}

fn open(server: &S3) -> Blobs {
    open_with(&access(server)).unwrap()
}

fn open_with(access: &Access) -> kernel::Result<Blobs> {
    let place: Place = format!("s3://{}/bd/files", bucket::BUCKET).parse().unwrap();
    Blobs::open(&place, access)
}

/// The object's key, prefix and all.
fn key_of(stored: &Stored) -> String {
    let name = stored.hash.to_string();
    format!("bd/files/{}/{}", &name[..2], &name[2..])
}

async fn keep(db: &db::Db, stored: &Stored) {
    let stored = stored.clone();
    db.write(move |tx| {
        record(tx, &stored, NOW)?;
        tx.told();
        Ok(())
    })
    .await
    .unwrap();
}

async fn verify(blobs: &Blobs, db: &db::Db) -> kernel::Result<(u64, Vec<Problem>)> {
    let (blobs, db) = (blobs.clone(), db.clone());
    let work = move || {
        let mut found = Vec::new();
        let checked = blobs.verify(&db, &mut |problem| found.push(problem))?;
        Ok((checked, found))
    };
    tokio::task::spawn_blocking(work).await.unwrap()
}

fn migrations() -> [db::Migrations; 1] {
    [blobs::migrations()]
}

testkit::both! { &migrations();
    async fn a_paper_is_kept_in_a_bucket_and_checked(t: &testkit::TestDb) {
        let server = S3::start();
        let blobs = open(&server);
        blobs.reach().await.unwrap();
        let stored = blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        let again = blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        assert_eq!(again, stored, "the same bytes are the same blob");
        let objects = || server.keys().into_iter().filter(|key| key.starts_with("bd/")).collect::<Vec<_>>();
        assert_eq!(objects(), [key_of(&stored)], "kept once, under the prefix");
        assert_eq!(blobs.get(stored.hash).await.unwrap(), PAPER);
        keep(&t.db, &stored).await;
        assert_eq!(verify(&blobs, &t.db).await.unwrap(), (1, vec![]));

        std::fs::write(server.file(&key_of(&stored)), b"%PDF-1.7\nforged\n").unwrap();
        assert_eq!(verify(&blobs, &t.db).await.unwrap(), (1, vec![Problem::Changed(stored.hash)]));
        std::fs::remove_file(server.file(&key_of(&stored))).unwrap();
        assert_eq!(verify(&blobs, &t.db).await.unwrap(), (1, vec![Problem::Missing(stored.hash)]));
        assert_eq!(blobs.get(stored.hash).await.unwrap_err().kind, Kind::NotFound);
        blobs.put_file("paper", PAPER.to_vec(), Class::Sensitive).await.unwrap();
        assert_eq!(verify(&blobs, &t.db).await.unwrap(), (1, vec![]), "putting it again mends it");
    }

    async fn each_of_many_blobs_is_checked(t: &testkit::TestDb) {
        let server = S3::start();
        let blobs = open(&server);
        let mut kept = Vec::new();
        for number in 0..40 {
            let paper = format!("%PDF-1.7\npaper {number}\n%%EOF\n").into_bytes();
            let stored = blobs.put_file("paper", paper, Class::Ordinary).await.unwrap();
            keep(&t.db, &stored).await;
            kept.push(stored);
        }
        // The last of a full batch, and the last of all.
        kept.sort_by_key(|stored| stored.hash.0);
        let gone = [&kept[15], &kept[39]];
        for stored in gone {
            std::fs::remove_file(server.file(&key_of(stored))).unwrap();
        }
        let missing = gone.map(|stored| Problem::Missing(stored.hash)).to_vec();
        assert_eq!(verify(&blobs, &t.db).await.unwrap(), (40, missing));
    }

    async fn a_server_that_is_down_is_said_to_be_and_keeps_nothing(t: &testkit::TestDb) {
        let mut server = S3::start();
        let blobs = open(&server);
        let stored = blobs.put_file("paper", PAPER.to_vec(), Class::Ordinary).await.unwrap();
        keep(&t.db, &stored).await;
        let before = server.keys();
        server.stop();
        let begun = Instant::now();
        let other = b"%PDF-1.7\nanother paper\n%%EOF\n".to_vec();
        for error in [
            blobs.put_file("paper", other.clone(), Class::Ordinary).await.map(drop).unwrap_err(),
            blobs.get(stored.hash).await.map(drop).unwrap_err(),
            blobs.reach().await.unwrap_err(),
            verify(&blobs, &t.db).await.map(drop).unwrap_err(),
        ] {
            assert_eq!((error.kind, error.key), (Kind::Unavailable, "err-blobs-down"), "{error}");
        }
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        assert_eq!(server.keys(), before, "nothing is half written");
        server.resume();
        assert_eq!(blobs.get(stored.hash).await.unwrap(), PAPER, "it is well again by itself");
        blobs.put_file("paper", other, Class::Ordinary).await.unwrap();
        assert!(server.keys().len() > before.len());
    }
}

#[tokio::test]
async fn a_wrong_key_or_bucket_is_told_at_once() {
    let server = S3::start();
    let wrong_secret = Access {
        secret: Some("not this one".to_owned()),
        ..access(&server)
    };
    let error = open_with(&wrong_secret).unwrap().reach().await.unwrap_err();
    assert!(
        error.to_string().contains("SignatureDoesNotMatch"),
        "{error}"
    );
    let nowhere: Place = "s3://no-such-bucket".parse().unwrap();
    let blobs = Blobs::open(&nowhere, &access(&server)).unwrap();
    assert_eq!(blobs.reach().await.unwrap_err().kind, Kind::Unavailable);
}

#[test]
fn a_server_of_ones_own_needs_a_key_of_ones_own() {
    let server = S3::start();
    let keyless = Access {
        key: None,
        ..access(&server)
    };
    let error = open_with(&keyless).err().expect("there is no key");
    assert_eq!((error.kind, error.key), (Kind::Invalid, "err-blobs-s3"));
    assert!(error.to_string().contains("AWS_ACCESS_KEY_ID"), "{error}");
}
