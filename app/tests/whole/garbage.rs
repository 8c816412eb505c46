//! Whatever is sent, the house never answers that it broke.

use db::Engine;

use crate::client::quote;
use crate::house::House;
use crate::table::{Row, all};

/// What no id, word or code looks like.
const IDS: [&str; 7] = [
    "garbage",
    "00000000-0000-0000-0000-000000000000",
    "01a20c6e-3f80-70fc-9e74-b161ef3abfa8",
    "%00",
    "%ff%fe",
    "..%2f..%2fetc",
    "%E0%A6%95%E0%A7%8D'%22%3C--",
];
const QUERY: &str = "?prison=x&day=0000-99-99&after=%ff&before=x&q=%ff%27&step=x&topic=x&text=%F0%9F%98%80&to=y&page=-1";
const FORM: &str = "application/x-www-form-urlencoded";
/// What forms read, filled with what none expects; where nothing stands here, with something that is no id.
const FIELDS: [(&str, &str); 8] = [
    ("reason", "\u{0}"),
    ("version", "x"),
    ("prison", ""),
    ("person", ""),
    ("ward", ""),
    ("field", "sex"),
    ("from", "x"),
    ("birth", "99999999999999999999"),
];

/// A NUL, which only one of the engines can keep: the other must not find out last.
const NUL_QUERY: &str = "?q=%00&prison=%00&kind=%00&day=%00";

#[test]
fn no_answer_is_500() {
    none_is_500(Engine::Sqlite, &IDS);
}

#[test]
fn no_answer_is_500_on_postgresql_either() {
    none_is_500(Engine::Postgres, &IDS[1..4]);
}

fn none_is_500(engine: Engine, ids: &[&str]) {
    let house = House::served(engine);
    let mut wrong = Vec::new();
    for who in ["super", "sadar"] {
        let reader = house.login(who);
        for row in all().filter(|row| row.pattern != "/logout" && row.pattern != "/live") {
            for &id in ids {
                let path = fill(&row, id);
                // Each on a connection of its own: the server closes one whose body it did not care to read.
                let client = || reader.clone();
                let fields =
                    FIELDS.map(|(name, value)| (name, if value.is_empty() { id } else { value }));
                let raw = |kind, body: &[u8]| {
                    client().send("POST", &path, &[("content-type", kind)], body)
                };
                let answers = match row.method {
                    "GET" => vec![
                        client().get(&format!("{path}{QUERY}")),
                        client().get(&format!("{path}{NUL_QUERY}")),
                    ],
                    _ => vec![
                        client().post(&path, &[]),
                        client().post(&path, &fields),
                        raw(FORM, b"%ff=%&&=&_csrf=wrong"),
                        raw("multipart/form-data", b"--x\r\n\r\n"),
                        raw("application/json", b"{\"a\":"),
                    ],
                };
                for answer in answers {
                    let answer = answer.unwrap();
                    if answer.status >= 500 && !(answer.status == 503 && row.is_pdf()) {
                        wrong.push(format!("{}: {}", answer.asked, answer.status));
                    }
                }
            }
        }
    }
    // What is wrong is said in words that are there.
    wrong.extend(house.missing_words());
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    house.is_whole();
}

fn fill(row: &Row, id: &str) -> String {
    let parts = row.pattern.split('/').map(|part| match part {
        "{verb}" | "{part}" | "{act}" if !row.last.is_empty() => row.last,
        part if part.starts_with('{') => id,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn what_is_too_much_is_refused_and_a_forged_form_too() {
    let house = House::served(Engine::Sqlite);
    let mut clerk = house.login("bhorti");
    let form = format!("list={}", "x".repeat(web::FORM_BYTES_MAX)).into_bytes();
    let answer = clerk
        .send("POST", "/arrivals/paste", &[("content-type", FORM)], &form)
        .unwrap();
    assert!(matches!(answer.status, 413 | 422), "{answer}");
    // More than any body may be: only the head is sent, since the server need not wait for the rest.
    let length = web::BODY_BYTES_MAX + 1;
    let stream = clerk
        .clone()
        .begin("POST", "/arrivals/paste", &[("content-type", FORM)], length)
        .unwrap();
    let answer = clerk
        .clone()
        .finish(stream, "a body that is too large".to_owned())
        .unwrap();
    assert!(matches!(answer.status, 413 | 422), "{answer}");

    let forged = clerk
        .send(
            "POST",
            "/admissions",
            &[("content-type", FORM)],
            b"_csrf=forged",
        )
        .unwrap();
    assert_eq!(forged.status, 403, "{forged}");
    let foreign = [
        ("content-type", FORM),
        ("origin", "https://elsewhere.example"),
    ];
    let token = web::csrf::token("x");
    let body = format!("{}={}", web::csrf::FIELD, quote(&token));
    let elsewhere = clerk
        .send("POST", "/admissions", &foreign, body.as_bytes())
        .unwrap();
    assert_eq!(elsewhere.status, 403, "{elsewhere}");
    clerk.post("/admissions", &[]).unwrap().good();
}
