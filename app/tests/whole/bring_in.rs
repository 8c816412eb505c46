//! `alor import` as an operator uses it: files with a wrong row are mended and brought in.

use std::path::Path;

use db::{Engine, args};
use pids::bring_in::store::{by_external, mappings};
use pids::custody;
use tempfile::TempDir;

use crate::house::{House, alor, words};

const PEOPLE: &str = "id,name,sex,prison,number,status,admitted\n\
    P-1,আব্দুর রহিম,m,TAN-D,970001/2026,ut,2026-02-01\n\
    P-2,রাহেলা বেগম,robot,,,,\n";
const STAYS: &str = "id,prison,number,status,indate,outdate,how released\n\
    P-1,FEN-D,970002/2015,ut,2015-03-01,2015-04-09,bail\n\
    P-2,FEN-D,970003/2016,ut,2016-03-01,2016-04-09,by the window\n";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs `alor import`; gives its exit status and what it said.
fn import(house: &House, options: &[&str]) -> (i32, String) {
    let at = ["--db", &house.db, "--data", text(&house.data)];
    let asked = ["--source", "PDMS", "--lang", "en"];
    let done = alor(&[&["import"], options, &at, &asked].concat());
    (done.status.code().unwrap(), words(&done))
}

fn people(house: &House) -> i64 {
    let count = "SELECT COUNT(*) FROM person";
    house
        .open()
        .read_now(|conn| conn.query_one(count, args![], |row| row.at(0)))
        .unwrap()
}

fn mended(place: &Path, wrong: &str, right: &str) {
    let text = std::fs::read_to_string(place).unwrap();
    assert!(text.contains(wrong), "{text}");
    std::fs::write(place, text.replace(wrong, right)).unwrap();
}

#[test]
fn files_with_a_wrong_row_are_mended_and_brought_in() {
    mended_and_brought_in(Engine::Sqlite);
}

#[test]
fn files_with_a_wrong_row_are_mended_and_brought_in_on_postgresql() {
    mended_and_brought_in(Engine::Postgres);
}

fn mended_and_brought_in(engine: Engine) {
    let (house, dir) = (House::new(engine), TempDir::new().unwrap());
    let file = |name: &str| dir.path().join(name);
    let (first, second) = (file("people.csv"), file("stays.csv"));
    std::fs::write(&first, PEOPLE).unwrap();
    std::fs::write(&second, STAYS).unwrap();
    let before = people(&house);

    // Whose row is wrong has no stays yet, so one of the stays waits for that row.
    let asked = file("to mend.csv");
    let mut options = vec![
        text(&first),
        "--stays",
        text(&second),
        "--errors",
        text(&asked),
    ];
    let (status, said) = import(&house, &options);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("people line 3: Sex: Write male"), "{said}");
    assert!(said.contains("stays line 3: "), "{said}");
    let errors = second.with_extension("errors.csv");
    let next = format!(
        "alor import {} --stays {}",
        asked.display(),
        errors.display()
    );
    assert!(
        said.contains("nothing was written") && said.contains(&next),
        "{said}"
    );
    mended(&asked, "robot", "f");

    // Its other row is told once the people are right.
    (options[0], options[2]) = (text(&asked), text(&errors));
    options.truncate(3);
    let (status, said) = import(&house, &options);
    assert_eq!(status, 1, "{said}");
    assert!(!said.contains("people line"), "{said}");
    let errors = errors.with_extension("errors.csv");
    mended(&errors, "How released: Write bail", "");
    mended(&errors, "by the window", "bail");
    assert_eq!(people(&house), before, "half a file is never half in");

    options[2] = text(&errors);
    options.push("--dry-run");
    let (status, said) = import(&house, &options);
    assert_eq!((status, people(&house)), (0, before), "{said}");
    assert!(
        said.contains("2 would be brought in with 3 stays"),
        "{said}"
    );
    options.pop();
    let (status, said) = import(&house, &options);
    assert_eq!((status, people(&house)), (0, before + 2), "{said}");
    assert!(said.contains("2 brought in with 3 stays"), "{said}");
    let stays = house.open().read_now(|conn| {
        let rahim = by_external(conn, "PDMS", "P-1")?.unwrap();
        custody::store::all_of(conn, rahim)
    });
    let numbers: Vec<String> = stays.unwrap().into_iter().map(|stay| stay.number).collect();
    assert_eq!(numbers, ["970001/2026", "970002/2015"]);
    house.is_whole();
    let (status, said) = import(&house, &options);
    assert!(
        status == 1 && said.contains("This very file was brought in"),
        "{said}"
    );
}

#[test]
fn a_mapping_is_kept_unless_nothing_is_to_be_written() {
    let (house, dir) = (House::new(Engine::Sqlite), TempDir::new().unwrap());
    let file = dir.path().join("odd.csv");
    std::fs::write(&file, "Inmate,G\nআব্দুর রহিম,m\n").unwrap();
    let kept = || house.open().read_now(mappings).unwrap();
    let typed = [
        text(&file),
        "--mapping",
        "RAB",
        "--map",
        "Inmate=name",
        "--map",
        "G=sex",
    ];
    let (status, said) = import(&house, &[&typed[..], &["--dry-run"]].concat());
    assert_eq!((status, kept()), (0, Vec::new()), "{said}");
    let (status, said) = import(&house, &typed);
    assert_eq!((status, kept()), (0, vec!["RAB".to_owned()]), "{said}");
    std::fs::write(&file, "Inmate,G\nসালমা খাতুন,f\n").unwrap();
    let (status, said) = import(&house, &typed[..3]);
    assert_eq!(status, 0, "{said}");
    let (status, said) = import(&house, &[text(&file), "--mapping", "nobody's"]);
    assert_eq!(status, 1, "{said}");
}
