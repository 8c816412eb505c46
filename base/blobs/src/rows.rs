//! The table of blobs.

use db::{Conn, Tx};
use kernel::{BdTime, BlobHash, Error, Result};

use crate::Stored;

/// How delicate a blob is, from open to closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// What the daily work needs.
    Ordinary,
    /// Photos and papers of people.
    Sensitive,
    /// What the medical officer keeps.
    Medical,
}

impl Class {
    /// The word that is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Sensitive => "sensitive",
            Self::Medical => "medical",
        }
    }

    fn read(text: &str) -> Result<Self> {
        [Self::Ordinary, Self::Sensitive, Self::Medical]
            .into_iter()
            .find(|class| class.name() == text)
            .ok_or_else(|| Error::corrupt(format!("a blob of class {text}")))
    }
}

/// What is recorded of a blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The hash.
    pub hash: BlobHash,
    /// The number of bytes.
    pub bytes: i64,
    /// What it is.
    pub media_type: String,
    /// Who may read it.
    pub class: Class,
    /// When it was first recorded.
    pub at: BdTime,
}

/// Records a blob whose bytes are durable, in the transaction of the record that names it. The same bytes
/// recorded again under a more delicate class are of that class from then on, never the other way round.
///
/// # Errors
/// Those of the database.
pub fn record(tx: &mut Tx<'_>, blob: &Stored, at: BdTime) -> Result<()> {
    tx.exec(
        "INSERT INTO blob (hash, bytes, media_type, class, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (hash) DO NOTHING",
        db::args![
            blob.hash,
            blob.bytes,
            blob.media_type,
            blob.class.name(),
            at
        ],
    )?;
    let known = find(tx, blob.hash)?.ok_or_else(Error::not_found)?;
    if blob.class > known.class {
        tx.exec_one(
            "UPDATE blob SET class = $2 WHERE hash = $1",
            db::args![blob.hash, blob.class.name()],
        )?;
    }
    Ok(())
}

/// What is recorded of a blob.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn<'_>, hash: BlobHash) -> Result<Option<Row>> {
    conn.query_opt(
        "SELECT hash, bytes, media_type, class, at FROM blob WHERE hash = $1",
        db::args![hash],
        read,
    )
}

/// The next hashes that are recorded, in their order, after `last`.
pub(crate) fn hashes_after(
    conn: &mut Conn<'_>,
    last: Option<BlobHash>,
    limit: usize,
) -> Result<Vec<BlobHash>> {
    let last = last.map_or_else(Vec::new, |hash| hash.0.to_vec());
    conn.query(
        "SELECT hash FROM blob WHERE hash > $1 ORDER BY hash LIMIT $2",
        db::args![last, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| row.get("hash"),
    )
}

fn read(row: &db::Row) -> Result<Row> {
    Ok(Row {
        hash: row.get("hash")?,
        bytes: row.get("bytes")?,
        media_type: row.get("media_type")?,
        class: Class::read(&row.get::<String>("class")?)?,
        at: row.get("at")?,
    })
}
