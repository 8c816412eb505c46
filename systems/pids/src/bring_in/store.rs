//! The SQL of bringing in.

use std::collections::BTreeSet;

use db::{Conn, Tx, args};
use kernel::{BatchId, BdTime, CustodyId, Error, PersonId, PrisonId, Result, UserId, Uuid};

use super::Mapping;
use super::report::Part;
use super::service::Draft;

/// A file that was brought in.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    /// Its id.
    pub id: BatchId,
    /// The file's name.
    pub file_name: &'a str,
    /// SHA-256 of its bytes.
    pub file_hash: [u8; 32],
    /// Where it comes from.
    pub source: &'a str,
    /// Name of the second file; empty without one.
    pub stays_name: &'a str,
    /// SHA-256 of its bytes.
    pub stays_hash: Option<[u8; 32]>,
    /// Records.
    pub rows: usize,
    /// Records of people who may be known already.
    pub duplicates: usize,
    /// When.
    pub at: BdTime,
    /// By whom.
    pub by_name: &'a str,
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// When a file with these bytes was brought in, if it was.
///
/// # Errors
/// Those of the database.
pub fn known_file(conn: &mut Conn<'_>, hash: [u8; 32]) -> Result<Option<BdTime>> {
    conn.query_opt(
        "SELECT at FROM import_batch WHERE file_hash = $1",
        args![hash.to_vec()],
        |row| row.at(0),
    )
}

/// Keeps a batch.
///
/// # Errors
/// Conflict when the same file came in meanwhile; those of the database.
pub fn insert_batch(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO import_batch (id, file_name, file_hash, source, rows_in, duplicates, at, by_name, \
         stays_name, stays_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            batch.id,
            batch.file_name,
            batch.file_hash.to_vec(),
            batch.source,
            count(batch.rows),
            count(batch.duplicates),
            batch.at,
            batch.by_name,
            batch.stays_name,
            batch.stays_hash.map(|hash| hash.to_vec()),
        ],
    )?;
    Ok(())
}

/// The tables that a file fills.
const FILLED: [&str; 16] = [
    "person",
    "external_id",
    "custody",
    "custody_number",
    "placement",
    "court_case",
    "case_accused",
    "charge",
    "section_use",
    "find_doc",
    "find_key",
    "find_number",
    "match_pair",
    "import_row",
    "import_stay",
    "journal",
];

/// Has the tables measured that a file fills.
///
/// # Errors
/// Those of the database.
pub fn measure(tx: &mut Tx<'_>) -> Result<()> {
    tx.measure(&FILLED)
}

/// Keeps which line of a batch a person came from.
///
/// # Errors
/// Those of the database.
pub fn insert_row(tx: &mut Tx<'_>, batch: BatchId, line: usize, person: PersonId) -> Result<()> {
    tx.exec(
        "INSERT INTO import_row (batch, line, person) VALUES ($1, $2, $3)",
        args![batch, count(line), person],
    )?;
    Ok(())
}

/// Who has this number of an earlier database.
///
/// # Errors
/// Those of the database.
pub fn by_external(conn: &mut Conn<'_>, system: &str, number: &str) -> Result<Option<PersonId>> {
    conn.query_opt(
        "SELECT person FROM external_id WHERE system = $1 AND number = $2",
        args![system, number],
        |row| row.at(0),
    )
}

/// Whose record's id was made at `since` or later: ids sort by their moment. After a large file they are more than one
/// query gives at once.
///
/// # Errors
/// Those of the database.
pub fn people_since(conn: &mut Conn<'_>, since: BdTime) -> Result<BTreeSet<PersonId>> {
    let millis = u64::try_from(since.0 / 1_000).unwrap_or(0);
    // The first 48 bits of a UUID version 7 are its milliseconds; no id of that moment sorts before zeros.
    let first = PersonId(Uuid::from_u128(u128::from(millis) << 80));
    let mut people = BTreeSet::new();
    conn.each(
        "SELECT id FROM person WHERE id >= $1",
        args![first],
        |row| {
            people.insert(row.at(0)?);
            Ok(())
        },
    )?;
    Ok(people)
}

/// Whether a prison has given this number to somebody.
///
/// # Errors
/// Those of the database.
pub fn number_taken(conn: &mut Conn<'_>, prison: PrisonId, number: &str) -> Result<bool> {
    let found = conn.query_opt(
        "SELECT 1 FROM custody_number WHERE prison = $1 AND number = $2",
        args![prison, number],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The mapping that was kept under this name.
///
/// # Errors
/// Not found; corrupt; those of the database.
pub fn mapping(conn: &mut Conn<'_>, name: &str) -> Result<Mapping> {
    let text: String = conn.query_one(
        "SELECT columns FROM import_mapping WHERE name = $1",
        args![name],
        |row| row.at(0),
    )?;
    serde_json::from_str(&text)
        .map_err(|error| Error::corrupt(format!("mapping {name:?}")).because(error))
}

/// The names of all mappings.
///
/// # Errors
/// Those of the database.
pub fn mappings(conn: &mut Conn<'_>) -> Result<Vec<String>> {
    conn.query(
        "SELECT name FROM import_mapping ORDER BY name",
        args![],
        |row| row.at(0),
    )
}

/// Keeps a mapping under a name, over the one that was there.
///
/// # Errors
/// Those of the database.
pub fn put_mapping(tx: &mut Tx<'_>, name: &str, mapping: &Mapping, at: BdTime) -> Result<()> {
    let text = serde_json::to_string(mapping)
        .map_err(|error| Error::bug("a mapping is not JSON").because(error))?;
    tx.exec(
        "INSERT INTO import_mapping (name, columns, at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET columns = excluded.columns, at = excluded.at",
        args![name, text, at],
    )?;
    Ok(())
}

/// Keeps which line of which file a stay came from.
///
/// # Errors
/// Those of the database.
pub fn insert_stay(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    batch: BatchId,
    part: Part,
    line: usize,
) -> Result<()> {
    tx.exec(
        "INSERT INTO import_stay (custody, batch, part, line) VALUES ($1, $2, $3, $4)",
        args![custody, batch, part, count(line)],
    )?;
    Ok(())
}

/// Which line of which file a stay came from: the source, the file and the line; none for one that was admitted here.
///
/// # Errors
/// Those of the database.
pub fn origin_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Option<(String, String, i64)>> {
    conn.query_opt(
        "SELECT b.source, CASE WHEN s.part = 'stays' THEN b.stays_name ELSE b.file_name END, s.line \
         FROM import_stay s JOIN import_batch b ON b.id = s.batch WHERE s.custody = $1",
        args![custody],
        |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)),
    )
}

/// Keeps the files that a user is checking, over those kept before.
///
/// # Errors
/// Those of the database.
pub fn put_draft(tx: &mut Tx<'_>, user: UserId, draft: &Draft) -> Result<()> {
    tx.exec(
        "INSERT INTO import_draft (by_user, file_name, bytes, stays_name, stays_bytes, at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (by_user) DO UPDATE SET file_name = excluded.file_name, \
         bytes = excluded.bytes, stays_name = excluded.stays_name, stays_bytes = excluded.stays_bytes, \
         at = excluded.at",
        args![
            user,
            draft.file_name.as_str(),
            draft.bytes.clone(),
            draft.stays_name.as_str(),
            draft.stays_bytes.clone(),
            draft.at,
        ],
    )?;
    Ok(())
}

/// The files that a user is checking, unless they are older than `since`.
///
/// # Errors
/// Those of the database.
pub fn draft(conn: &mut Conn<'_>, user: UserId, since: BdTime) -> Result<Option<Draft>> {
    conn.query_opt(
        "SELECT file_name, bytes, stays_name, stays_bytes, at FROM import_draft WHERE by_user = $1 AND at >= $2",
        args![user, since],
        |row| {
            Ok(Draft {
                file_name: row.get("file_name")?,
                bytes: row.get("bytes")?,
                stays_name: row.get("stays_name")?,
                stays_bytes: row.get("stays_bytes")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Takes away the files that a user was checking, if they are those sent at `at`.
///
/// # Errors
/// Those of the database.
pub fn drop_draft(tx: &mut Tx<'_>, user: UserId, at: BdTime) -> Result<()> {
    tx.exec(
        "DELETE FROM import_draft WHERE by_user = $1 AND at = $2",
        args![user, at],
    )?;
    Ok(())
}

/// Takes away the files of everybody that are older than `before`; gives how many sets.
///
/// # Errors
/// Those of the database.
pub fn drop_drafts(tx: &mut Tx<'_>, before: BdTime) -> Result<u64> {
    tx.exec("DELETE FROM import_draft WHERE at < $1", args![before])
}
