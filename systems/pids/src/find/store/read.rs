//! Reading the index.

use db::{Conn, Row, Value, args};
use kernel::{Birth, BlobHash, PersonId, PrisonId, Result};

use super::{placeholders, rounded};
use crate::find::keys::{self, POSTINGS_MAX, POSTINGS_PER_KEY_MAX};
use crate::find::rank::Texts;
use crate::find::{NumberKind, Scope, Stay};
use crate::people::store::{address, birth, two_names};
use crate::people::{Address, Sex, TwoNames};

/// A key that no name has, to fill a statement up to its size.
const NO_KEY: i64 = -1;

/// One row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) key: i64,
    pub(crate) doc: i64,
}

/// How many people are read of each of so many lists.
pub(crate) fn postings_of_each(lists: usize) -> usize {
    (POSTINGS_MAX / rounded(lists)).min(POSTINGS_PER_KEY_MAX)
}

/// The beginnings of the lists of `keys`, [`postings_of_each`] of each, in one statement.
pub(crate) fn postings(conn: &mut Conn<'_>, keys: &[i64], scope: &Scope) -> Result<Vec<Posting>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let size = rounded(keys.len());
    let most = postings_of_each(keys.len());
    let mut values: Vec<Value> = keys.iter().copied().map(Value::from).collect();
    values.resize(size, Value::from(NO_KEY));
    let within = match scope {
        Scope::All => String::new(),
        Scope::Prisons(prisons) => {
            let count = rounded(prisons.len());
            let mut slots: Vec<Value> = prisons
                .iter()
                .map(|prison| keys::slot(Some(*prison)).into())
                .collect();
            slots.resize(count, Value::from(NO_KEY));
            values.extend(slots);
            format!(" AND prison IN ({})", placeholders(size + 1, count))
        }
    };
    let lists: Vec<String> = (1..=size)
        .map(|at| {
            format!(
                "SELECT key, doc FROM (SELECT key, doc FROM find_key WHERE key = ${at}{within} \
                 LIMIT {most}) AS list{at}"
            )
        })
        .collect();
    conn.query(&lists.join(" UNION ALL "), &values, |row| {
        Ok(Posting {
            key: row.at(0)?,
            doc: row.at(1)?,
        })
    })
}

/// A document as it is scored.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) doc: i64,
    pub(crate) person: PersonId,
    pub(crate) prison: Option<PrisonId>,
    pub(crate) sex: Sex,
    names: String,
    fathers: String,
    spouses: String,
    villages: String,
    places: String,
}

impl Stored {
    pub(crate) fn texts(&self) -> Texts<'_> {
        Texts {
            names: &self.names,
            fathers: &self.fathers,
            spouses: &self.spouses,
            villages: &self.villages,
            places: &self.places,
        }
    }
}

/// These documents, in no order.
pub(crate) fn docs(conn: &mut Conn<'_>, docs: &[i64]) -> Result<Vec<Stored>> {
    let (list, values) = among(docs);
    let sql = format!(
        "SELECT doc, person, prison, sex, names, fathers, spouses, villages, places FROM find_doc WHERE doc IN ({list})"
    );
    conn.query(&sql, &values, |row| {
        Ok(Stored {
            doc: row.at(0)?,
            person: row.at(1)?,
            prison: row.at(2)?,
            sex: row.at(3)?,
            names: row.at(4)?,
            fathers: row.at(5)?,
            spouses: row.at(6)?,
            villages: row.at(7)?,
            places: row.at(8)?,
        })
    })
}

/// What a hit shows beside the score.
pub(crate) struct Detail {
    pub(crate) doc: i64,
    pub(crate) person: PersonId,
    pub(crate) name: TwoNames,
    pub(crate) father: TwoNames,
    pub(crate) sex: Sex,
    pub(crate) birth: Option<Birth>,
    pub(crate) photo: Option<BlobHash>,
    pub(crate) home: Address,
    pub(crate) stay: Option<Stay>,
}

/// What is shown of these documents, in no order.
pub(crate) fn details(conn: &mut Conn<'_>, docs: &[i64]) -> Result<Vec<Detail>> {
    let (list, values) = among(docs);
    let sql = format!(
        "SELECT d.doc, p.id, p.name_bn, p.name_en, p.father_bn, p.father_en, p.sex, p.birth_date, p.birth_age, \
         p.birth_age_on, p.photo, p.present_village, p.present_place, p.permanent_village, p.permanent_place, \
         c.id AS custody, c.number, c.state, c.prison, r.code, r.name_bn AS prison_bn, r.name_en AS prison_en \
         FROM find_doc d JOIN person p ON p.id = d.person LEFT JOIN custody c ON c.id = d.custody \
         LEFT JOIN prison r ON r.id = c.prison WHERE d.doc IN ({list})"
    );
    conn.query(&sql, &values, detail)
}

fn detail(row: &Row) -> Result<Detail> {
    let (permanent, present) = (address(row, "permanent")?, address(row, "present")?);
    Ok(Detail {
        doc: row.get("doc")?,
        person: row.get("id")?,
        name: two_names(row, "name")?,
        father: two_names(row, "father")?,
        sex: row.get("sex")?,
        birth: birth(row)?,
        photo: row.get("photo")?,
        home: permanent.or(&present).clone(),
        stay: stay(row)?,
    })
}

/// The custody of a row that holds it and its prison beside a person, if it holds one.
pub(crate) fn stay(row: &Row) -> Result<Option<Stay>> {
    let Some(custody) = row.get("custody")? else {
        return Ok(None);
    };
    Ok(Some(Stay {
        custody,
        number: row.get("number")?,
        state: row.get("state")?,
        prison: row.get("prison")?,
        code: row.get("code")?,
        prison_name: two_names(row, "prison")?,
    }))
}

/// `IN (…)` of few sizes; a number that stands twice is found once.
fn among(docs: &[i64]) -> (String, Vec<Value>) {
    let size = rounded(docs.len());
    let mut values: Vec<Value> = docs.iter().copied().map(Value::from).collect();
    values.resize(size, Value::from(NO_KEY));
    (placeholders(1, size), values)
}

/// The documents that have exactly this number, of these kinds and within a scope; `most` of them at most.
pub(crate) fn numbered(
    conn: &mut Conn<'_>,
    number: &str,
    (scope, kinds): (&Scope, &[NumberKind]),
    most: usize,
) -> Result<Vec<(i64, NumberKind)>> {
    let (within, inside) = narrowed(scope, kinds, 2);
    let values = [vec![number.into()], inside].concat();
    let sql = format!(
        "SELECT n.doc, n.kind FROM find_number n JOIN find_doc d ON d.doc = n.doc \
         WHERE n.number = $1{within} ORDER BY n.doc LIMIT {most}"
    );
    conn.query(&sql, &values, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// The documents with a number that begins so; else as [`numbered`].
pub(crate) fn numbered_from(
    conn: &mut Conn<'_>,
    start: &str,
    (scope, kinds): (&Scope, &[NumberKind]),
    most: usize,
) -> Result<Vec<(i64, NumberKind)>> {
    let (within, inside) = narrowed(scope, kinds, 3);
    // Numbers hold letters, digits and slashes; all of them sort before this.
    let end = format!("{start}\u{10ffff}");
    let values = [vec![start.into(), end.into()], inside].concat();
    let sql = format!(
        "SELECT n.doc, n.kind FROM find_number n JOIN find_doc d ON d.doc = n.doc \
         WHERE n.number >= $1 AND n.number < $2{within} ORDER BY n.number, n.doc LIMIT {most}"
    );
    conn.query(&sql, &values, |row| Ok((row.at(0)?, row.at(1)?)))
}

fn narrowed(scope: &Scope, kinds: &[NumberKind], from: usize) -> (String, Vec<Value>) {
    let (mut sql, mut values) = (String::new(), Vec::new());
    if let Scope::Prisons(prisons) = scope {
        values.extend(prisons.iter().map(|prison| Value::from(*prison)));
        // An empty scope holds nobody, and an empty list is no SQL.
        values.resize(rounded(prisons.len()), Value::from(kernel::Uuid::nil()));
        sql = format!(" AND d.prison IN ({})", placeholders(from, values.len()));
    }
    if kinds.len() < NumberKind::ALL.len() {
        let list = placeholders(from + values.len(), kinds.len());
        sql = format!("{sql} AND n.kind IN ({list})");
        values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    }
    (sql, values)
}

/// The prisons of a division.
///
/// # Errors
/// Those of the database.
pub fn prisons_of_division(conn: &mut Conn<'_>, division: &str) -> Result<Vec<PrisonId>> {
    conn.query(
        "SELECT id FROM prison WHERE division = $1 ORDER BY code",
        args![division],
        |row| row.at(0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::plan::KEYS_PER_QUERY_MAX;

    #[test]
    fn no_search_reads_more_than_a_query_may_give() {
        const { assert!(POSTINGS_MAX <= db::ROWS_MAX) };
        for lists in 1..=KEYS_PER_QUERY_MAX {
            assert!(postings_of_each(lists) * lists <= POSTINGS_MAX, "{lists}");
        }
        assert_eq!(postings_of_each(1), POSTINGS_PER_KEY_MAX);
    }
}
