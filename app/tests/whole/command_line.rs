//! `alor` at the command line, as an operator uses it.

use std::path::Path;
use std::process::Output;

use db::Engine;
use tempfile::TempDir;

use crate::house::{House, alor, words};

#[track_caller]
fn good(args: &[&str]) -> String {
    let done = alor(args);
    assert!(done.status.success(), "{args:?}: {}", words(&done));
    words(&done)
}

#[track_caller]
fn bad(args: &[&str]) -> String {
    let done: Output = alor(args);
    assert_eq!(done.status.code(), Some(1), "{args:?}: {}", words(&done));
    words(&done)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_mistyped_database_is_never_made() {
    let dir = TempDir::new().unwrap();
    let wrong = dir.path().join("wrong.db");
    let (data, db) = (text(dir.path()), format!("sqlite:{}", wrong.display()));
    for command in [
        &["serve"][..],
        &["migrate"],
        &["verify"],
        &["user", "list"],
        &["backup", "--to", "unused"],
    ] {
        let args: Vec<_> = command
            .iter()
            .copied()
            .chain(["--data", data, "--db", &db])
            .collect();
        let said = bad(&args);
        assert!(said.contains("wrong.db"), "{said}");
        assert!(!wrong.exists(), "{command:?} made it");
    }
    assert!(
        !Path::new("unused.part").exists(),
        "a backup of nothing was begun"
    );
    bad(&["verify", "--data", data, "--db", "mysql://elsewhere/alor"]);
    bad(&[
        "verify",
        "--data",
        data,
        "--db",
        "postgres://nobody@127.0.0.1:1/alor",
    ]);
    assert!(!dir.path().join("alor.db").exists());
}

#[test]
fn a_new_installation_gets_its_first_administrator() {
    let dir = TempDir::new().unwrap();
    let data = text(dir.path());
    good(&["migrate", "--create", "--data", data]);
    assert!(dir.path().join("alor.db").exists());
    good(&["migrate", "--data", data]);
    let names = ["--name-bn", "তানভীর আহমেদ", "--name-en", "Tanvir Ahmed"];
    let add = |login: &'static str, role: &'static str| {
        [
            &["user", "add", "--data", data, login, "--role", role][..],
            &names,
        ]
        .concat()
    };
    let said = good(&add("tanvir", "administrator"));
    assert!(said.contains("tanvir: first password"), "{said}");
    assert!(
        bad(&add("tanvir", "administrator")).contains("login"),
        "a login is one person's"
    );
    assert!(bad(&add("other", "king")).contains("no role"));
    let wrong_prison = [add("other", "jailer"), vec!["--prison", "NOWHERE"]].concat();
    assert!(bad(&wrong_prison).contains("no prison's code"));
    let wrong_division = [add("other", "divisional_dig"), vec!["--division", "99"]].concat();
    assert!(bad(&wrong_division).contains("no division's code"));
    let listed = good(&["user", "list", "--data", data]);
    assert!(
        listed.contains("tanvir\tadministrator\tTanvir Ahmed"),
        "{listed}"
    );
    assert!(!listed.contains("other"), "{listed}");
    good(&["verify", "--data", data]);
}

#[test]
fn where_another_server_listens_nothing_is_written() {
    let (first, second) = (House::served(Engine::Sqlite), House::new(Engine::Sqlite));
    let listen = format!("127.0.0.1:{}", first.port);
    let said = bad(&["serve", "--data", text(&second.data), "--listen", &listen]);
    assert!(said.contains("choose another with --listen"), "{said}");
    assert!(
        !second.data.join("rolls").exists(),
        "the hourly rolls were begun"
    );
}

#[test]
fn a_backup_of_a_running_house_is_restored_whole() {
    let house = House::served(Engine::Sqlite);
    let dir = TempDir::new().unwrap();
    let (data, copy, new) = (
        text(&house.data),
        dir.path().join("copy"),
        dir.path().join("new"),
    );
    house
        .login("bhorti")
        .post("/admissions", &[])
        .unwrap()
        .good();
    std::fs::write(house.data.join("alor.toml"), "connections = 8\n").unwrap();
    let left = dir.path().join("copy.part");
    std::fs::create_dir(&left).unwrap();
    let said = bad(&["backup", "--data", data, "--to", text(&copy)]);
    assert!(
        said.contains("copy.part") && said.contains("remove it first"),
        "{said}"
    );
    std::fs::remove_dir(&left).unwrap();
    good(&["backup", "--data", data, "--to", text(&copy)]);
    assert!(bad(&["backup", "--data", data, "--to", text(&copy)]).contains("exists"));

    good(&["restore", "--data", text(&new), "--from", text(&copy)]);
    assert!(bad(&["restore", "--data", text(&new), "--from", text(&copy)]).contains("exists"));
    assert!(
        bad(&[
            "restore",
            "--data",
            text(&dir.path().join("third")),
            "--from",
            text(dir.path())
        ])
        .contains("no backup")
    );
    let head = |data: &str| {
        good(&["verify", "--data", data])
            .lines()
            .last()
            .unwrap()
            .to_owned()
    };
    assert_eq!(head(text(&new)), head(text(&copy)), "the same chain");
    assert!(new.join("alor.toml").exists(), "its settings come back too");
}

#[test]
fn a_second_start_of_the_demonstration_keeps_everything() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("d");
    let start = [
        "demo",
        "--data",
        text(&data),
        "--make-only",
        "--prisons",
        "1",
        "--people",
        "20",
    ];
    let first = good(&start);
    assert!(first.contains("admission_clerk  bhorti"), "{first}");
    let head = good(&["verify", "--data", text(&data)]);
    assert_eq!(good(&start), first, "the same logins");
    assert_eq!(
        good(&["verify", "--data", text(&data)]),
        head,
        "the same records"
    );
    // What stands there and is no demonstration is not touched.
    std::fs::remove_file(data.join("logins.json")).unwrap();
    assert!(bad(&start).contains("no demonstration"));
    assert_eq!(good(&["verify", "--data", text(&data)]), head);
}

#[test]
fn names_are_scored_line_by_line() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("names.tsv");
    std::fs::write(&file, "মোঃ আব্দুর রহিম\tMd. Abdur Rahim\nHasan\tHossain\n").unwrap();
    let said = good(&["names", "score", text(&file)]);
    let lines: Vec<Vec<&str>> = said
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.len(), 2, "{said}");
    let score = |line: &[&str]| line[3].parse::<f64>().unwrap();
    assert_eq!(lines[0][..3], ["মোঃ আব্দুর রহিম", "Md. Abdur Rahim", "1"]);
    assert!(score(&lines[0]) > 0.9 && score(&lines[1]) < 0.9, "{said}");
    assert_eq!(lines[1][..2], ["Hasan", "Hossain"]);
    bad(&["names", "score", text(&dir.path().join("missing.tsv"))]);
}
