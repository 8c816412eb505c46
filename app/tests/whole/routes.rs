//! Every route, asked by everybody: without a login, with each role, of another prison.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use db::{Db, Engine, args};
use kernel::Uuid;

use crate::client::Client;
use crate::house::House;
use crate::samples::{Samples, is_of_a_prison};
use crate::sources::{routes_in, rust_files};
use crate::staged::stage;
use crate::table::{Door, Row, all, api, pages};

/// One login for each role.
const WHO: [&str; 10] = [
    "bhorti",
    "gate",
    "deputy",
    "jailer",
    "super",
    "doctor",
    "dig",
    "sadar",
    "inspector",
    "admin",
];
/// Where those work whose role is of one prison, and where somebody else does.
const OWN: &str = "DHK-C";
const OTHER: &str = "KSH-W";
/// What forms ask for before they look for what they are about.
const SAID: [(&str, &str); 4] = [
    ("why", "একই ছবি, একই দাগ"),
    ("result", "হয়ে গেছে"),
    ("rationale", "একই ছবি, একই দাগ"),
    ("ruling", "accepted"),
];

#[test]
fn every_route_of_the_sources_is_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    for folder in ["app/src", "base/web/src", "systems"] {
        for file in rust_files(&root.join(folder)) {
            found.extend(routes_in(&std::fs::read_to_string(file).unwrap()));
        }
    }
    let known: BTreeSet<_> = pages()
        .map(|row| (row.pattern.to_owned(), row.method))
        .collect();
    let differ: Vec<_> = found.symmetric_difference(&known).collect();
    assert!(
        differ.is_empty(),
        "in the sources or in the table alone: {differ:?}"
    );
    assert!(
        found.len() > 90,
        "the sources were not read: {}",
        found.len()
    );
}

#[test]
fn every_route_of_the_api_is_in_the_table() {
    let house = House::served(Engine::Sqlite);
    let told = house.openapi();
    let found: BTreeSet<_> = told["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, verbs)| {
            verbs
                .as_object()
                .unwrap()
                .keys()
                .map(move |verb| (verb.to_uppercase(), path.clone()))
        })
        .collect();
    let known: BTreeSet<_> = api()
        .map(|row| (row.method.to_owned(), row.pattern.to_owned()))
        .collect();
    assert_eq!(found, known);
}

#[test]
fn without_a_login_there_is_only_the_way_to_it() {
    let house = House::served(Engine::Sqlite);
    let db = house.open();
    stage(&house, &db, [OWN, OTHER]);
    house.login("gate");
    let mut samples = Samples::of(&db, OWN);
    samples.put("sessions", &session_of(&db, "gate"));
    let mut wrong = Vec::new();
    for row in &closed() {
        let path = samples.fill(row);
        let answer = ask(&mut house.stranger(), row, &path, &[]);
        let to_login = answer.0 == 303 && answer.1.starts_with("/login");
        let refused = answer.0 == 401 && path.starts_with("/api/v1/");
        // A form of nobody is refused before anybody asks who sent it.
        let forged = answer.0 == 403 && row.method == "POST";
        if !(to_login || refused || forged) {
            wrong.push(format!("{} {path}: {answer:?}", row.method));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_role_sees_what_the_matrix_says_and_no_more() {
    let house = House::served(Engine::Sqlite);
    let (db, matrix) = (house.open(), matrix());
    stage(&house, &db, [OWN, OTHER]);
    let (mut own, other) = (Samples::of(&db, OWN), Samples::of(&db, OTHER));
    let rows = closed();
    let mut wrong = Vec::new();
    for who in WHO {
        let role = &house
            .logins
            .iter()
            .find(|login| login.login == who)
            .unwrap()
            .role;
        let national = matches!(
            role.as_str(),
            "divisional_dig" | "headquarters" | "inspector" | "administrator"
        );
        // A login to end, beside the one that asks.
        house.login(who);
        own.put("sessions", &session_of(&db, who));
        let mut client = house.login(who);
        for row in &rows {
            let allowed = allows(&matrix, role, row.door);
            let path = own.fill(row);
            let (status, to, body) = ask(&mut client, row, &path, &[]);
            let as_said = match (allowed, row.method) {
                (false, _) => matches!(status, 401 | 403 | 404),
                // What the sample is not fit for is said, and so is what the form lacks.
                (true, "POST") => {
                    let refused = matches!(status, 401 | 403 | 404);
                    status < 500 && (!refused || is_own_work(&body))
                }
                (true, _) => matches!(status, 200 | 204 | 303 | 409) || needs_worker(row, status),
            };
            if !as_said || to.starts_with("/login?") {
                wrong.push(format!("{role}: {} {path}: {status} {to}", row.method));
            }
            if !national && is_of_a_prison(row) {
                let path = other.fill(row);
                let (status, to, _) = ask(&mut client, row, &path, &SAID);
                if !matches!(status, 401 | 403 | 404) || (allowed && status != 404) {
                    wrong.push(format!(
                        "{role}, of another prison: {} {path}: {status} {to}",
                        row.method
                    ));
                }
            }
        }
    }
    wrong.extend(house.missing_words());
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    house.is_whole();
}

/// A second officer may not be the first, whatever the role.
fn is_own_work(body: &str) -> bool {
    body.contains("নিজে") || body.contains("নিজের")
}

/// A PDF needs the worker, which these tests do not build.
fn needs_worker(row: &Row, status: u16) -> bool {
    row.is_pdf() && status == 503
}

/// Asks and gives status, where it leads, and the body. A stream of news is left after its head.
fn ask(client: &mut Client, row: &Row, path: &str, said: &[(&str, &str)]) -> (u16, String, String) {
    if row.pattern == "/live" {
        let mut stream = client
            .clone()
            .begin("GET", &format!("{path}&topic=arrivals"), &[], 0)
            .unwrap();
        let (status, headers) = crate::client::head(&mut stream).unwrap();
        let to = headers.into_iter().find(|(name, _)| name == "location");
        return (
            status,
            to.map(|(_, to)| to).unwrap_or_default(),
            String::new(),
        );
    }
    let answer = match row.method {
        "GET" => client.get(path),
        _ if path.starts_with("/api/") => {
            client.send("POST", path, &[("content-type", "application/json")], b"{}")
        }
        // What the address asks about, its form names too.
        _ => {
            let query = path.split_once('?').map_or("", |(_, query)| query);
            let fields: Vec<_> = query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .chain(said.iter().copied())
                .collect();
            client.post(path, &fields)
        }
    };
    let answer = answer.unwrap();
    (answer.status, answer.location().to_owned(), answer.body)
}

/// `matrix.txt` by role and action: the letters of the classes.
type Matrix = BTreeMap<(String, String), String>;

fn matrix() -> Matrix {
    let text = include_str!("../../../base/access/matrix.txt");
    let mut lines = text.lines().skip_while(|line| !line.starts_with(' '));
    let roles: Vec<_> = lines.next().unwrap().split_whitespace().collect();
    let mut matrix = Matrix::new();
    for line in lines {
        let mut cells = line.split_whitespace();
        let Some(action) = cells.next() else { continue };
        for (role, cell) in roles.iter().zip(cells) {
            matrix.insert(((*role).to_owned(), action.to_owned()), cell.to_owned());
        }
    }
    assert!(matrix.len() > 400, "the matrix was not read");
    matrix
}

fn allows(matrix: &Matrix, role: &str, door: Door) -> bool {
    match door {
        Door::Open | Door::Login => true,
        Door::May(action, class) => {
            let cell = matrix.get(&(role.to_owned(), action.to_owned()));
            cell.unwrap_or_else(|| panic!("no {action} in the matrix"))
                .contains(class)
        }
    }
}

/// Every address that is not open to all. Whoever ends the other logins or logs out does it once, at the end.
fn closed() -> Vec<Row> {
    let mut rows: Vec<Row> = all().filter(|row| row.door != Door::Open).collect();
    rows.sort_by_key(|row| match row.pattern {
        "/logout" => 2,
        "/sessions/revoke-others" => 1,
        _ => 0,
    });
    rows
}

/// The last login of somebody.
fn session_of(db: &Db, login: &str) -> Uuid {
    let sql = "SELECT s.id FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.login = $1 \
               ORDER BY s.created_at DESC, s.id DESC LIMIT 1";
    db.read_now(|conn| conn.query_one(sql, args![login], |row| row.at(0)))
        .unwrap()
}
