//! Writing the index, in the transaction that changes what is indexed.

use std::collections::BTreeSet;

use db::{Conn, Row, Tx, Value, args};
use kernel::{Error, PersonId, PrisonId, Result};

use super::{doc_of, placeholders};
use crate::find::{Doc, Number, keys};

/// Rows that one statement inserts; three or four values each stay far below both engines' limit on arguments.
const ROWS_PER_STATEMENT: usize = 500;
/// Between two names, two villages.
const TAB: &str = "\t";

const COLUMNS: &str =
    "person, names, fathers, spouses, villages, places, prison, custody, sex, born";
const COLUMNS_COUNT: usize = 10;

/// Brings the index up to what the tables now say of a person. Call it in every transaction that writes
/// a person, an alias, a custody, a number or a case.
///
/// # Errors
/// Conflict `err-stale` when there is no such person; those of the database.
pub fn reindex_person(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    // Of two that write one person at once, the later reads what the earlier wrote.
    tx.hold(
        "UPDATE person SET version = version WHERE id = $1",
        args![person],
    )?;
    match doc_of(tx, person)? {
        Some(doc) => index(tx, &doc).map(drop),
        None => remove(tx, person),
    }
}

/// Writes a document, over the one that this person had; gives its number.
///
/// # Errors
/// Those of the database.
pub fn index(tx: &mut Tx<'_>, doc: &Doc) -> Result<i64> {
    let Some(old) = stored(tx, doc.person)? else {
        return index_many(tx, std::slice::from_ref(doc))?
            .into_iter()
            .next()
            .ok_or_else(|| Error::bug("an inserted document has no number"));
    };
    let mut values = columns(doc);
    values.push(old.number.into());
    tx.exec(
        "UPDATE find_doc SET person = $1, names = $2, fathers = $3, spouses = $4, villages = $5, places = $6, \
         prison = $7, custody = $8, sex = $9, born = $10 WHERE doc = $11",
        &values,
    )?;
    replace_keys(tx, &old, doc)?;
    replace_numbers(tx, old.number, doc)?;
    Ok(old.number)
}

/// A document with its keys: making those takes far longer than writing them, and needs no database.
pub struct Indexed {
    doc: Doc,
    keys: Vec<i64>,
}

impl Indexed {
    /// Makes the keys of a document.
    pub fn of(doc: Doc) -> Self {
        let keys = keys::of_doc(&doc);
        Self { doc, keys }
    }
}

/// Writes documents of people who have none yet, for bringing in many; gives their numbers in order.
///
/// # Errors
/// Conflict when one of them has a document; those of the database.
pub fn index_many(tx: &mut Tx<'_>, docs: &[Doc]) -> Result<Vec<i64>> {
    let indexed: Vec<Indexed> = docs.iter().cloned().map(Indexed::of).collect();
    insert_indexed(tx, &indexed.iter().collect::<Vec<_>>())
}

/// [`index_many`] for documents whose keys are made already. Keys go in sorted, so that thousands of people touch
/// each page of the index once.
///
/// # Errors
/// As [`index_many`].
pub fn insert_indexed(tx: &mut Tx<'_>, all: &[&Indexed]) -> Result<Vec<i64>> {
    let mut numbers = Vec::with_capacity(all.len());
    for chunk in all.chunks(ROWS_PER_STATEMENT) {
        numbers.extend(insert_docs(tx, chunk)?);
    }
    let mut rows: Vec<[i64; 3]> = Vec::new();
    let mut found: Vec<(Number, i64)> = Vec::new();
    for (one, number) in all.iter().zip(&numbers) {
        let slot = keys::slot(one.doc.prison);
        rows.extend(one.keys.iter().map(|key| [*key, slot, *number]));
        found.extend(one.doc.numbers.iter().map(|text| (text.clone(), *number)));
    }
    rows.sort_unstable();
    insert_keys(tx, &rows)?;
    found.sort_unstable_by(|a, b| (&a.0.text, a.1).cmp(&(&b.0.text, b.1)));
    insert_numbers(tx, &found)?;
    Ok(numbers)
}

/// Takes a person out of the index.
///
/// # Errors
/// Those of the database.
pub fn remove(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let Some(old) = stored(tx, person)? else {
        return Ok(());
    };
    delete_keys(tx, &old, keys::of_doc(&old.doc))?;
    tx.exec("DELETE FROM find_number WHERE doc = $1", args![old.number])?;
    tx.exec("DELETE FROM find_doc WHERE doc = $1", args![old.number])?;
    Ok(())
}

/// Writes the documents of these people anew, whatever stood there: an earlier version may have made fewer keys of the
/// same words.
///
/// # Errors
/// Those of the database.
pub fn rewrite(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<()> {
    let mut docs = Vec::with_capacity(people.len());
    for person in people {
        remove(tx, *person)?;
        docs.extend(doc_of(tx, *person)?);
    }
    index_many(tx, &docs).map(drop)
}

/// A document as it stands in the index, without its numbers.
struct Old {
    number: i64,
    doc: Doc,
}

fn stored(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Old>> {
    conn.query_opt(
        &format!("SELECT doc, {COLUMNS} FROM find_doc WHERE person = $1"),
        args![person],
        |row: &Row| {
            let list = |column: &str, between: &str| -> Result<Vec<String>> {
                let text: String = row.get(column)?;
                Ok(text
                    .split(between)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect())
            };
            let doc = Doc {
                person: row.get("person")?,
                names: list("names", TAB)?,
                fathers: list("fathers", TAB)?,
                spouses: list("spouses", TAB)?,
                villages: list("villages", TAB)?,
                places: list("places", " ")?,
                sex: row.get("sex")?,
                born: row.get::<Option<i16>>("born")?,
                custody: row.get("custody")?,
                prison: row.get("prison")?,
                numbers: Vec::new(),
            };
            Ok(Old {
                number: row.get("doc")?,
                doc,
            })
        },
    )
}

fn columns(doc: &Doc) -> Vec<Value> {
    vec![
        doc.person.into(),
        doc.names.join(TAB).into(),
        doc.fathers.join(TAB).into(),
        doc.spouses.join(TAB).into(),
        doc.villages.join(TAB).into(),
        doc.places.join(" ").into(),
        doc.prison.into(),
        doc.custody.into(),
        doc.sex.into(),
        doc.born.into(),
    ]
}

fn insert_docs(tx: &mut Tx<'_>, docs: &[&Indexed]) -> Result<Vec<i64>> {
    let rows: Vec<Vec<Value>> = docs.iter().map(|one| columns(&one.doc)).collect();
    let sql = format!(
        "INSERT INTO find_doc ({COLUMNS}) VALUES {} RETURNING doc, person",
        tuples(rows.len(), COLUMNS_COUNT)
    );
    let mut made: Vec<(PersonId, i64)> =
        tx.returning(&sql, &rows.concat(), |row| Ok((row.at(1)?, row.at(0)?)))?;
    // Neither engine promises that rows come back in the order in which they went in.
    made.sort_unstable();
    let number = |doc: &Doc| {
        let at = made
            .binary_search_by_key(&doc.person, |(person, _)| *person)
            .ok()?;
        made.get(at).map(|(_, number)| *number)
    };
    docs.iter()
        .map(|one| {
            number(&one.doc).ok_or_else(|| Error::bug("an inserted document did not come back"))
        })
        .collect()
}

/// Most corrections change a few keys of many; only those are written. After a move to another prison
/// all are.
fn replace_keys(tx: &mut Tx<'_>, old: &Old, doc: &Doc) -> Result<()> {
    let before: BTreeSet<i64> = keys::of_doc(&old.doc).into_iter().collect();
    let after: BTreeSet<i64> = keys::of_doc(doc).into_iter().collect();
    let moved = same_slot(old.doc.prison, doc.prison);
    let gone = before
        .iter()
        .filter(|key| !moved || !after.contains(key))
        .copied()
        .collect();
    delete_keys(tx, old, gone)?;
    let slot = keys::slot(doc.prison);
    let new: Vec<[i64; 3]> = after
        .iter()
        .filter(|key| !moved || !before.contains(key))
        .map(|key| [*key, slot, old.number])
        .collect();
    insert_keys(tx, &new)
}

fn same_slot(a: Option<PrisonId>, b: Option<PrisonId>) -> bool {
    keys::slot(a) == keys::slot(b)
}

fn replace_numbers(tx: &mut Tx<'_>, number: i64, doc: &Doc) -> Result<()> {
    let mut before: Vec<Number> = tx.query(
        "SELECT kind, number FROM find_number WHERE doc = $1",
        args![number],
        |row| {
            Ok(Number {
                kind: row.at(0)?,
                text: row.at(1)?,
            })
        },
    )?;
    before.sort();
    let mut after = doc.numbers.clone();
    after.sort();
    if before == after {
        return Ok(());
    }
    tx.exec("DELETE FROM find_number WHERE doc = $1", args![number])?;
    let rows: Vec<(Number, i64)> = after.into_iter().map(|text| (text, number)).collect();
    insert_numbers(tx, &rows)
}

fn delete_keys(tx: &mut Tx<'_>, old: &Old, keys: Vec<i64>) -> Result<()> {
    for chunk in keys.chunks(ROWS_PER_STATEMENT) {
        let sql = format!(
            "DELETE FROM find_key WHERE prison = $1 AND doc = $2 AND key IN ({})",
            placeholders(3, chunk.len())
        );
        let mut values = vec![keys::slot(old.doc.prison).into(), old.number.into()];
        values.extend(chunk.iter().map(|key| Value::from(*key)));
        tx.exec(&sql, &values)?;
    }
    Ok(())
}

fn insert_keys(tx: &mut Tx<'_>, rows: &[[i64; 3]]) -> Result<()> {
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        // Another release may have left a row of the same key behind.
        let sql = format!(
            "INSERT INTO find_key (key, prison, doc) VALUES {} ON CONFLICT DO NOTHING",
            tuples(chunk.len(), 3)
        );
        let values: Vec<Value> = chunk
            .iter()
            .flatten()
            .map(|cell| Value::from(*cell))
            .collect();
        tx.exec(&sql, &values)?;
    }
    Ok(())
}

fn insert_numbers(tx: &mut Tx<'_>, rows: &[(Number, i64)]) -> Result<()> {
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        let sql = format!(
            "INSERT INTO find_number (number, kind, doc) VALUES {}",
            tuples(chunk.len(), 3)
        );
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|(number, doc)| {
                [
                    number.text.as_str().into(),
                    number.kind.into(),
                    Value::from(*doc),
                ]
            })
            .collect();
        tx.exec(&sql, &values)?;
    }
    Ok(())
}

/// `($1, $2), ($3, $4)` for `rows` of `width` values.
fn tuples(rows: usize, width: usize) -> String {
    let all: Vec<String> = (0..rows)
        .map(|row| format!("({})", placeholders(row * width + 1, width)))
        .collect();
    all.join(", ")
}
