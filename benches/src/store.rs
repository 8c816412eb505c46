//! The statements that are the benchmark's own: what it compares with, and how PostgreSQL is set.

use anyhow::Result;
use db::{Conn, Db, Engine, Row, args};
use kernel::PersonId;

use crate::ask;

/// A server for a country has more than the 64 MiB that are enough for tests; this needs a restart.
const ROOM: &str = "ALTER SYSTEM SET shared_buffers = '1GB'";

/// Whether nobody is on record.
pub(crate) fn is_empty(db: &Db) -> Result<bool> {
    let first = ask(db, |conn| {
        conn.query_opt("SELECT doc FROM find_doc LIMIT 1", args![], |row| {
            row.at::<i64>(0)
        })
    })?;
    Ok(first.is_none())
}

/// Whose document has this number, and the names in it.
pub(crate) fn person_of_doc(db: &Db, doc: i64) -> Result<(PersonId, String)> {
    ask(db, |conn| {
        let sql = "SELECT person, names FROM find_doc WHERE doc = $1";
        conn.query_one(sql, args![doc], |row| Ok((row.at(0)?, row.at(1)?)))
    })
}

/// The engine's own point select, the least that any page can take.
pub(crate) fn point(conn: &mut Conn<'_>, person: PersonId) -> kernel::Result<String> {
    let sql = "SELECT name_bn FROM person WHERE id = $1";
    conn.query_one(sql, args![person], |row| row.at(0))
}

/// The search that everybody writes first: both words anywhere in the names.
pub(crate) fn like(
    conn: &mut Conn<'_>,
    (first, last): (&str, &str),
    limit: i64,
) -> kernel::Result<Vec<PersonId>> {
    let (first, last) = (format!("%{first}%"), format!("%{last}%"));
    let sql = "SELECT person FROM find_doc WHERE names LIKE $1 AND names LIKE $2 LIMIT $3";
    conn.query(sql, args![first, last, limit], id)
}

/// PostgreSQL's own search for alike texts, with its index.
pub(crate) fn trigrams(
    conn: &mut Conn<'_>,
    name: &str,
    limit: i64,
) -> kernel::Result<Vec<PersonId>> {
    let sql = "SELECT person FROM find_doc WHERE $1 <% names ORDER BY $1 <<-> names LIMIT $2";
    conn.query(sql, args![name, limit], id)
}

fn id(row: &Row) -> kernel::Result<PersonId> {
    row.at(0)
}

/// Makes the index that [`trigrams`] uses, which the product has not.
pub(crate) fn index_trigrams(db: &Db) -> Result<()> {
    command(
        db,
        &[
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            "CREATE INDEX IF NOT EXISTS find_doc_trigrams ON find_doc USING gin (names gin_trgm_ops)",
        ],
    )
}

/// Takes it away again, so that admissions do not pay for it.
pub(crate) fn drop_trigrams(db: &Db) -> Result<()> {
    command(db, &["DROP INDEX find_doc_trigrams"])
}

/// Tells PostgreSQL how large its tables are, which makes it plan anew; SQLite's plans do not depend on it.
pub(crate) fn analyze(db: &Db) -> Result<()> {
    match db.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => command(db, &["ANALYZE"]),
    }
}

/// What a server does by itself in the hours after a country was brought in.
pub(crate) fn settle(db: &Db) -> Result<()> {
    match db.engine() {
        Engine::Sqlite => command(db, &["PRAGMA wal_checkpoint(TRUNCATE)"]),
        Engine::Postgres => command(db, &["VACUUM ANALYZE", "CHECKPOINT"]),
    }
}

/// Gives PostgreSQL memory, from its next start on.
pub(crate) fn make_room(db: &Db) -> Result<()> {
    command(db, &[ROOM])
}

/// Lets PostgreSQL wait for the disk.
pub(crate) fn wait_for_disk(db: &Db) -> Result<()> {
    command(
        db,
        &[
            "ALTER SYSTEM SET fsync = on",
            "ALTER SYSTEM SET full_page_writes = on",
            "SELECT 1 FROM pg_reload_conf()",
        ],
    )
}

/// What PostgreSQL's database takes on the disk.
pub(crate) fn database_bytes(db: &Db) -> Result<u64> {
    let bytes: i64 = ask(db, |conn| {
        let sql = "SELECT pg_database_size(current_database())";
        conn.query_one(sql, args![], |row| row.at(0))
    })?;
    Ok(bytes.try_into()?)
}

/// Runs statements that no transaction may hold, however long they take.
fn command(db: &Db, statements: &[&str]) -> Result<()> {
    let settings: &[&str] = match db.engine() {
        Engine::Sqlite => &[],
        Engine::Postgres => &["SET statement_timeout = 0"],
    };
    let done = db.alone_now(|conn| {
        let mut all = settings.iter().chain(statements);
        all.try_for_each(|sql| conn.each(sql, args![], |_| Ok(())))
    });
    Ok(done?)
}
