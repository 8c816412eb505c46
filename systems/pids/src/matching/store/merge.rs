//! Making two records one, and two again.

use db::{Conn, Row, Tx, Value, args};
use kernel::{BdTime, Error, PersonId, Result, Uuid};
use serde::{Deserialize, Serialize};

use super::decisions::{Pair, put_back, take_pairs};
use super::{placeholders, within};
use crate::find::Scope;

/// The tables whose rows belong to a person and have an id of their own. A table that is added to the
/// schema with a `person` column belongs here; `tests/matching.rs` reads the schema and says so.
pub const TABLES: &[&str] = &[
    "alias",
    "mark",
    "contact",
    "child",
    "custody",
    "arrival",
    "admission",
    "impersonation",
];
/// Rows that one statement moves back.
const ROWS_PER_STATEMENT: usize = 500;

/// What moved from the record that went to the record that was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Table and ids of rows.
    pub rows: Vec<(String, Vec<Uuid>)>,
    /// System and number of external ids.
    #[serde(default)]
    pub external_ids: Vec<(String, String)>,
    /// Batch and line of imported rows.
    #[serde(default)]
    pub import_rows: Vec<(Uuid, i64)>,
    /// Pairs that waited for a decision about the record that went: both people, weight, when found.
    #[serde(default)]
    pub pairs: Vec<(PersonId, PersonId, i64, BdTime)>,
}

/// Two records made one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: Uuid,
    /// The record that stands for both.
    pub kept: PersonId,
    /// The record that went.
    pub gone: PersonId,
    /// What moved.
    pub moved: Moved,
    /// The decision behind it.
    pub decision: Uuid,
    /// Why, in the words of the decision.
    pub rationale: String,
    /// Who decided.
    pub by_name: String,
    /// When.
    pub at: BdTime,
    /// When it was undone, if it was.
    pub undone_at: Option<BdTime>,
    /// Why it was undone.
    pub undone_why: Option<String>,
}

/// A merge to be written.
#[derive(Clone, Debug)]
pub struct NewMerge<'a> {
    /// Its id.
    pub id: Uuid,
    /// The record that stands for both.
    pub kept: PersonId,
    /// The record that goes.
    pub gone: PersonId,
    /// What moved.
    pub moved: &'a Moved,
    /// The decision behind it.
    pub decision: Uuid,
    /// When.
    pub at: BdTime,
}

/// Writes a merge.
///
/// # Errors
/// Those of the database.
pub fn merge(tx: &mut Tx<'_>, new: &NewMerge<'_>) -> Result<()> {
    let moved = serde_json::to_string(new.moved)
        .map_err(|error| Error::bug("moved rows are not JSON").because(error))?;
    tx.exec(
        "INSERT INTO merge (id, kept, gone, moved, decision, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![new.id, new.kept, new.gone, moved, new.decision, new.at],
    )?;
    Ok(())
}

const SELECT: &str = "SELECT m.id, m.kept, m.gone, m.moved, m.decision, s.rationale, s.by_name, m.at, m.undone_at, \
    m.undone_why FROM merge m JOIN same_decision s ON s.id = m.decision";

fn read(row: &Row) -> Result<Merge> {
    let moved: String = row.get("moved")?;
    let moved = serde_json::from_str(&moved)
        .map_err(|error| Error::corrupt("merge.moved is no JSON").because(error))?;
    Ok(Merge {
        id: row.get("id")?,
        kept: row.get("kept")?,
        gone: row.get("gone")?,
        moved,
        decision: row.get("decision")?,
        rationale: row.get("rationale")?,
        by_name: row.get("by_name")?,
        at: row.get("at")?,
        undone_at: row.get("undone_at")?,
        undone_why: row.get("undone_why")?,
    })
}

/// The merge with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn merge_of(conn: &mut Conn<'_>, id: Uuid) -> Result<Merge> {
    conn.query_one(&format!("{SELECT} WHERE m.id = $1"), args![id], read)
}

/// The merge by which this record went and still is gone.
///
/// # Errors
/// Those of the database.
pub fn gone_from(conn: &mut Conn<'_>, gone: PersonId) -> Result<Option<Merge>> {
    conn.query_opt(
        &format!("{SELECT} WHERE m.gone = $1 AND m.undone_at IS NULL"),
        args![gone],
        read,
    )
}

/// Merges whose kept record belongs to the reader's prisons, the latest first, before `before`.
///
/// # Errors
/// Those of the database.
pub fn merges(
    conn: &mut Conn<'_>,
    scope: &Scope,
    before: Option<(BdTime, Uuid)>,
    limit: i64,
) -> Result<Vec<Merge>> {
    let (at, id) = before.unwrap_or((BdTime(i64::MAX), Uuid::max()));
    let (inside, more) = within(scope, &["d.prison"], 4);
    let mut values: Vec<Value> = vec![at.into(), id.into(), limit.into()];
    values.extend(more);
    // The kept record may itself have gone since; then it has no document, and only headquarters sees it.
    let sql = format!(
        "{SELECT} LEFT JOIN find_doc d ON d.person = m.kept WHERE (m.at, m.id) < ($1, $2){inside} \
         ORDER BY m.at DESC, m.id DESC LIMIT $3"
    );
    conn.query(&sql, &values, read)
}

/// Moves all that belongs to `gone` to `kept`, and says what that was.
///
/// # Errors
/// Conflict when both are in custody; those of the database.
pub fn move_all(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Moved> {
    let mut moved = Moved::default();
    for table in TABLES {
        let sql = format!("UPDATE {table} SET person = $1 WHERE person = $2 RETURNING id");
        let mut ids: Vec<Uuid> = tx.returning(&sql, args![kept, gone], |row| row.at(0))?;
        ids.sort_unstable();
        if !ids.is_empty() {
            moved.rows.push(((*table).to_owned(), ids));
        }
    }
    moved.external_ids = tx.returning(
        "UPDATE external_id SET person = $1 WHERE person = $2 RETURNING system, number",
        args![kept, gone],
        |row| Ok((row.at(0)?, row.at(1)?)),
    )?;
    moved.import_rows = tx.returning(
        "UPDATE import_row SET person = $1 WHERE person = $2 RETURNING batch, line",
        args![kept, gone],
        |row| Ok((row.at(0)?, row.at(1)?)),
    )?;
    moved.pairs = take_pairs(tx, gone)?
        .into_iter()
        .map(|pair| (pair.a, pair.b, pair.weight, pair.found_at))
        .collect();
    Ok(moved)
}

/// Moves back what a merge moved, as far as it still belongs to `kept`, and marks the merge undone.
///
/// # Errors
/// Conflict when it was undone meanwhile; those of the database.
pub fn part(tx: &mut Tx<'_>, merge: &Merge, why: &str, at: BdTime) -> Result<()> {
    tx.exec_one(
        "UPDATE merge SET undone_at = $1, undone_why = $2 WHERE id = $3 AND undone_at IS NULL",
        args![at, why, merge.id],
    )?;
    for (table, ids) in &merge.moved.rows {
        // The table's name comes out of a stored text, so only known ones are taken.
        let Some(table) = TABLES.iter().find(|known| *known == table) else {
            return Err(Error::corrupt(format!(
                "merge {} moved rows of {table:?}",
                merge.id
            )));
        };
        for chunk in ids.chunks(ROWS_PER_STATEMENT) {
            let list = placeholders(3, chunk.len());
            let sql =
                format!("UPDATE {table} SET person = $1 WHERE person = $2 AND id IN ({list})");
            let mut values: Vec<Value> = vec![merge.gone.into(), merge.kept.into()];
            values.extend(chunk.iter().map(|id| Value::from(*id)));
            tx.exec(&sql, &values)?;
        }
    }
    for (system, number) in &merge.moved.external_ids {
        tx.exec(
            "UPDATE external_id SET person = $1 WHERE person = $2 AND system = $3 AND number = $4",
            args![merge.gone, merge.kept, system, number],
        )?;
    }
    for (batch, line) in &merge.moved.import_rows {
        tx.exec(
            "UPDATE import_row SET person = $1 WHERE person = $2 AND batch = $3 AND line = $4",
            args![merge.gone, merge.kept, *batch, *line],
        )?;
    }
    let pairs: Vec<Pair> = merge
        .moved
        .pairs
        .iter()
        .map(|(a, b, weight, found_at)| Pair {
            a: *a,
            b: *b,
            weight: *weight,
            found_at: *found_at,
        })
        .collect();
    put_back(tx, &pairs)
}
