//! Things of a prison to put into addresses.

use std::collections::BTreeMap;

use db::{Db, args};
use kernel::Uuid;

use crate::table::Row;

/// Things of one prison to put into addresses.
pub(crate) struct Samples {
    /// The prison's code.
    code: &'static str,
    /// Somebody else than the sample of a person.
    second: Uuid,
    ids: BTreeMap<&'static str, Option<Uuid>>,
}

/// What a placeholder after a part of an address stands for, and the query that finds one of a prison.
const KINDS: [(&str, &str, &str); 12] = [
    (
        "arrivals",
        "arrival",
        "SELECT id FROM arrival WHERE prison = $1 AND state = 'expected' AND custody IS NULL",
    ),
    (
        "admissions",
        "admission",
        "SELECT id FROM admission WHERE prison = $1",
    ),
    (
        "people",
        "person",
        "SELECT person FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL",
    ),
    (
        "matches",
        "person",
        "SELECT person FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL",
    ),
    (
        "custodies",
        "custody",
        "SELECT id FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL",
    ),
    ("wards", "ward", "SELECT id FROM ward WHERE prison = $1"),
    (
        "buildings",
        "building",
        "SELECT id FROM building WHERE prison = $1",
    ),
    // Of a kind that nobody closes by hand: what each role may close by hand is a story of its own.
    (
        "tasks",
        "task",
        "SELECT id FROM task WHERE prison = $1 AND kind = 'full_record'",
    ),
    (
        "orders",
        "order",
        "SELECT o.id FROM release_order o JOIN custody c ON c.id = o.custody WHERE c.prison = $1",
    ),
    (
        "users",
        "user",
        "SELECT id FROM app_user WHERE login = 'bhorti2' AND $1 IS NOT NULL",
    ),
    (
        "apiclients",
        "api client",
        "SELECT id FROM api_client WHERE $1 IS NOT NULL",
    ),
    ("prisons", "prison", "SELECT id FROM prison WHERE id = $1"),
];

impl Samples {
    pub(crate) fn of(db: &Db, code: &'static str) -> Self {
        let prison = db
            .read_now(|conn| pids::estate::store::prison_by_code(conn, code))
            .unwrap();
        let prison: Uuid = prison.id.into();
        let one = |sql: &str| {
            let sql = format!("{sql} ORDER BY 1 LIMIT 1");
            db.read_now(|conn| conn.query_opt(&sql, args![prison], |row| row.at::<Uuid>(0)))
                .unwrap()
        };
        let ids = KINDS
            .iter()
            .map(|(_, kind, sql)| (*kind, one(sql)))
            .collect();
        let people = KINDS[2].2;
        let second = format!("{people} ORDER BY 1 LIMIT 1 OFFSET 1");
        let second = db.read_now(|conn| conn.query_one(&second, args![prison], |row| row.at(0)));
        Self {
            code,
            second: second.unwrap(),
            ids,
        }
    }

    pub(crate) fn id(&self, kind: &str) -> Option<Uuid> {
        self.ids.get(kind).copied().flatten()
    }

    /// The address of a row, with things of this prison in it.
    pub(crate) fn fill(&self, row: &Row) -> String {
        let mut before = "";
        let mut parts = Vec::new();
        for part in row.pattern.split('/') {
            let filled = match part {
                "{b}" => self.second.to_string(),
                "{id}" | "{a}" | "{admission}" => {
                    self.of_kind(before).unwrap_or_default().to_string()
                }
                "{verb}" | "{part}" | "{act}" => row.last.to_owned(),
                "{code}" if before == "lang" => "en".to_owned(),
                "{name}" if before == "theme" => "dark".to_owned(),
                "{hash}" | "{code}" | "{name}" => "0".repeat(64),
                other => other.to_owned(),
            };
            if !part.starts_with('{') {
                before = part;
            }
            parts.push(filled);
        }
        let path = parts.join("/");
        match row.pattern {
            "/suggest/name" => format!("{path}?text=Rahim&to=name_bn"),
            "/pick/place" | "/pick/section" => format!("{path}?q=tangail"),
            "/estate/wards/new" => {
                let building = self.id("building").unwrap();
                format!("{path}?building={building}")
            }
            api if api.starts_with("/api/") => path,
            _ => format!("{path}?prison={}", self.code),
        }
    }

    fn of_kind(&self, before: &str) -> Option<Uuid> {
        let kind = KINDS.iter().find(|(part, _, _)| *part == before);
        kind.and_then(|(_, kind, _)| self.id(kind))
    }

    /// Whether there is nothing to put into the row's address, so that nobody can find it.
    pub(crate) fn lacks(&self, row: &Row) -> bool {
        let parts: Vec<_> = row.pattern.split('/').collect();
        parts.windows(2).any(|pair| {
            let stands_for_a_thing =
                pair[1].starts_with('{') && pair[1] != "{part}" && !pair[0].starts_with('{');
            stands_for_a_thing && self.of_kind(pair[0]).is_none()
        })
    }

    /// Whether the row is about one thing of one prison.
    pub(crate) fn is_of_a_prison(&self, row: &Row) -> bool {
        const KINDS: [&str; 9] = [
            "arrivals",
            "admissions",
            "people",
            "matches",
            "custodies",
            "wards",
            "buildings",
            "tasks",
            "orders",
        ];
        let about = |kind: &&str| row.pattern.contains(&format!("/{kind}/{{"));
        KINDS.iter().any(about) && !row.pattern.starts_with("/api/") && !self.lacks(row)
    }
}
