//! Things of a prison to put into addresses.

use std::collections::BTreeMap;
use std::fmt::Display;

use db::{Db, Row as Found, args};
use kernel::{BlobHash, Uuid};

use crate::table::Row;

/// Things of one prison to put into addresses: each is there, so that a 404 says that it is not shown.
pub(crate) struct Samples {
    /// The prison's code.
    code: &'static str,
    /// Somebody else than the sample of a person.
    second: String,
    /// By the part of an address before them.
    things: BTreeMap<&'static str, String>,
}

const PEOPLE: &str =
    "SELECT person FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL";

/// What stands after a part of an address, and the query that finds those of a prison.
const KINDS: [(&str, &str); 16] = [
    (
        "arrivals",
        "SELECT id FROM arrival WHERE prison = $1 AND state = 'expected' AND custody IS NULL",
    ),
    ("admissions", "SELECT id FROM admission WHERE prison = $1"),
    ("people", PEOPLE),
    ("matches", PEOPLE),
    (
        "merges",
        "SELECT m.id FROM merge m JOIN custody c ON c.person = m.kept WHERE c.prison = $1",
    ),
    (
        "impersonations",
        "SELECT admission FROM impersonation WHERE prison = $1",
    ),
    (
        "custodies",
        "SELECT id FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL",
    ),
    ("wards", "SELECT id FROM ward WHERE prison = $1"),
    ("buildings", "SELECT id FROM building WHERE prison = $1"),
    // Of a kind that nobody closes by hand: what each role may close by hand is a story of its own.
    (
        "tasks",
        "SELECT id FROM task WHERE prison = $1 AND kind = 'full_record'",
    ),
    ("orders", "SELECT id FROM release_order WHERE prison = $1"),
    (
        "users",
        "SELECT id FROM app_user WHERE login = 'bhorti2' AND $1 IS NOT NULL",
    ),
    (
        "apiclients",
        "SELECT id FROM api_client WHERE $1 IS NOT NULL",
    ),
    ("prisons", "SELECT id FROM prison WHERE id = $1"),
    (
        "photos",
        "SELECT p.photo FROM person p JOIN custody c ON c.person = p.id \
         WHERE c.prison = $1 AND p.photo IS NOT NULL",
    ),
    (
        "tickets",
        "SELECT t.code FROM ticket_code t JOIN custody c ON c.id = t.custody WHERE c.prison = $1",
    ),
];

/// Whose things belong to one prison.
const OF_A_PRISON: [&str; 13] = [
    "arrivals",
    "admissions",
    "people",
    "matches",
    "merges",
    "impersonations",
    "custodies",
    "wards",
    "buildings",
    "tasks",
    "orders",
    "photos",
    "tickets",
];

impl Samples {
    /// What there is of a prison.
    pub(crate) fn of(db: &Db, code: &'static str) -> Self {
        let prison = db
            .read_now(|conn| pids::estate::store::prison_by_code(conn, code))
            .unwrap();
        let prison: Uuid = prison.id.into();
        let nth = |part: &str, sql: &str, offset: usize| {
            let sql = format!("{sql} ORDER BY 1 LIMIT 1 OFFSET {offset}");
            let text = |found: &Found| {
                Ok(match part {
                    "photos" => found.at::<BlobHash>(0)?.to_string(),
                    "tickets" => found.at::<String>(0)?,
                    _ => found.at::<Uuid>(0)?.to_string(),
                })
            };
            db.read_now(|conn| conn.query_opt(&sql, args![prison], text))
                .unwrap()
                .unwrap_or_else(|| panic!("{code} has nothing for {part}"))
        };
        Self {
            code,
            second: nth("people", PEOPLE, 1),
            things: KINDS
                .iter()
                .map(|(part, sql)| (*part, nth(part, sql, 0)))
                .collect(),
        }
    }

    /// Takes what one reader alone has.
    pub(crate) fn put(&mut self, part: &'static str, thing: &impl Display) {
        self.things.insert(part, thing.to_string());
    }

    fn get(&self, part: &str) -> &str {
        self.things
            .get(part)
            .unwrap_or_else(|| panic!("nothing stands for what comes after {part}"))
    }

    /// The address of a row, with things of this prison in it.
    pub(crate) fn fill(&self, row: &Row) -> String {
        let mut before = "";
        let mut parts = Vec::new();
        for part in row.pattern.split('/') {
            parts.push(match (before, part) {
                (_, "{b}") => &self.second,
                (_, "{verb}" | "{part}" | "{act}") => row.last,
                (_, placeholder) if placeholder.starts_with('{') => self.get(before),
                _ => part,
            });
            if !part.starts_with('{') {
                before = part;
            }
        }
        let path = parts.join("/");
        match row.pattern {
            "/suggest/name" => format!("{path}?text=Rahim&to=name_bn"),
            "/pick/place" | "/pick/section" => format!("{path}?q=tangail"),
            "/estate/wards/new" => format!("{path}?building={}", self.get("buildings")),
            api if api.starts_with("/api/") => path,
            _ => format!("{path}?prison={}", self.code),
        }
    }
}

/// Whether a row is about one thing of one prison.
pub(crate) fn is_of_a_prison(row: &Row) -> bool {
    let about = |part: &&str| row.pattern.contains(&format!("/{part}/{{"));
    OF_A_PRISON.iter().any(about) && !row.pattern.starts_with("/api/")
}
