//! Photos and scans in a bucket of a real S3 server: taken in over HTTP, shown again, checked, missed when the server
//! is down, and left where they are by backup and restore.

use std::path::Path;
use std::time::{Duration, Instant};

use ::bucket::S3;
use db::Engine;
use tempfile::TempDir;

use crate::client::{Answer, Client};
use crate::house::{House, alor, words};

/// Whoever brings a photo while the bucket is down is told so within this time.
const PATIENCE: Duration = Duration::from_secs(12);
const BOUNDARY: &str = "a-line-between-parts";

/// A house whose files go to `server`, as its settings say.
fn house_with(server: &S3) -> House {
    let house = House::new(Engine::Sqlite);
    let settings = format!(
        "blobs = 's3://{}/bd'\ns3-endpoint = '{}'\ns3-key = '{}'\ns3-secret = '{}'\n",
        ::bucket::BUCKET,
        server.endpoint(),
        ::bucket::KEY,
        ::bucket::SECRET,
    );
    std::fs::write(house.data.join("alor.toml"), settings).unwrap();
    house
}

fn bring_photo(clerk: &mut Client, admission: &str) -> Answer {
    let picture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screens/arrivals-bn-wide.png");
    let token = web::csrf::token(clerk.cookie(web::cookies::SESSION));
    let part = "Content-Disposition: form-data; name=";
    let mut body = format!(
        "--{BOUNDARY}\r\n{part}\"{}\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n{part}\"photo_file\"; filename=\"a.png\"\r\n\r\n",
        web::csrf::FIELD
    )
    .into_bytes();
    body.extend(std::fs::read(picture).unwrap());
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("content-type", kind.as_str())];
    clerk
        .send("POST", &format!("{admission}/photo"), &headers, &body)
        .unwrap()
}

/// The objects' keys, without what the server keeps beside them.
fn objects(server: &S3) -> Vec<String> {
    let mut keys = server.keys();
    keys.retain(|key| key.starts_with("bd/"));
    keys
}

#[test]
fn a_photo_goes_to_the_bucket_and_comes_back() {
    let mut server = S3::start();
    let mut house = house_with(&server);
    house.start();
    let mut clerk = house.login("bhorti");
    let begun = clerk.post("/admissions", &[]).unwrap().good();
    let admission = begun.location().to_owned();
    bring_photo(&mut clerk, &admission).is(303);
    bring_photo(&mut clerk, &admission).is(303);
    let kept = objects(&server);
    assert_eq!(kept.len(), 2, "the photo and its thumbnail, once: {kept:?}");
    assert!(!house.data.join("blobs").exists(), "nothing in the folder");
    // Which of the two is the photo, and not its thumbnail, the house knows.
    let shown =
        |key: &String| format!("/photos/{}", key.trim_start_matches("bd/").replace('/', ""));
    let mut photos = kept.iter().map(shown);
    let photo = photos
        .find(|path| clerk.get(path).unwrap().status == 200)
        .unwrap();
    let answer = clerk.get(&photo).unwrap().is(200);
    assert!(answer.header("content-type").unwrap().starts_with("image/"));

    server.stop();
    let begun = Instant::now();
    let told = bring_photo(&mut clerk, &admission).is(503);
    assert!(told.body.contains("ভাণ্ডারে পৌঁছানো যাচ্ছে না"), "{told}");
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    clerk.get(&admission).unwrap().is(200);
    let (whole, said) = house.verify();
    assert!(
        !whole && said.contains("s3://alor-files/bd cannot be read"),
        "{said}"
    );
    server.resume();
    assert_eq!(objects(&server), kept, "nothing was half written");
    clerk.get(&photo).unwrap().is(200);

    let (whole, said) = house.verify();
    assert!(whole && said.contains("2 files"), "{said}");
    std::fs::write(server.file(&kept[0]), "forged").unwrap();
    std::fs::remove_file(server.file(&kept[1])).unwrap();
    let (whole, said) = house.verify();
    assert!(
        !whole && said.contains("was changed") && said.contains("is missing"),
        "{said}"
    );
}

#[test]
fn a_backup_says_that_the_files_stay_in_the_bucket() {
    let server = S3::start();
    let house = house_with(&server);
    let dir = TempDir::new().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (data, copy, new) = (house.data.to_str().unwrap(), path("copy"), path("new"));
    let done = alor(&["backup", "--data", data, "--to", &copy]);
    let said = words(&done);
    assert!(done.status.success(), "{said}");
    assert!(
        said.contains("stay in s3://alor-files/bd and are not in it"),
        "{said}"
    );
    assert!(!Path::new(&copy).join("blobs").exists());

    let done = alor(&["restore", "--data", &new, "--from", &copy]);
    let said = words(&done);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("were in s3://alor-files/bd"), "{said}");
    let done = alor(&["verify", "--data", &new]);
    assert!(
        done.status.success(),
        "its settings lead to the bucket: {}",
        words(&done)
    );

    // Files of a backup are never lost on the way to a bucket that restore does not write.
    std::fs::create_dir(Path::new(&copy).join("blobs")).unwrap();
    let third = path("third");
    let to_bucket = [
        "restore",
        "--data",
        &third,
        "--from",
        &copy,
        "--blobs",
        "s3://alor-files/bd",
    ];
    let done = alor(&to_bucket);
    assert!(!done.status.success() && words(&done).contains("bucket's own tools"));
    assert!(
        !Path::new(&third).exists(),
        "nothing was restored by halves"
    );
}

#[test]
fn a_server_starts_without_its_bucket_and_says_so() {
    let mut server = S3::start();
    server.stop();
    let mut house = house_with(&server);
    house.start();
    let begun = Instant::now();
    while !house
        .log()
        .contains("photos and scans cannot be kept or read")
    {
        assert!(begun.elapsed() < PATIENCE, "{}", house.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    house.login("bhorti").get("/arrivals").unwrap().is(200);
}
