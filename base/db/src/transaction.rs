//! How a closure runs inside a transaction on each engine, and that none is ever left open.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use kernel::{Error, Kind, Result};

use crate::conn::Raw;
use crate::{Conn, Tx, pg, sqlite};

/// Reads as of one moment: in the write-ahead log a deferred transaction keeps the snapshot of its first
/// statement, and holds up no writer.
pub(crate) fn read_sqlite<T>(
    conn: &rusqlite::Connection,
    f: &mut impl FnMut(&mut Conn<'_>) -> Result<T>,
) -> Result<T> {
    run_cached(conn, "BEGIN DEFERRED")?;
    let _guard = RollBack(conn);
    let done = f(&mut Conn(Raw::Sqlite(conn)))?;
    run_cached(conn, "COMMIT")?;
    Ok(done)
}

/// A read is often shorter than the parsing of the words around it.
fn run_cached(conn: &rusqlite::Connection, sql: &str) -> Result<()> {
    let mut statement = conn.prepare_cached(sql).map_err(sqlite::failed)?;
    statement.execute([]).map(drop).map_err(sqlite::failed)
}

/// One transaction that changes the database.
pub(crate) fn write_sqlite<T>(
    conn: &rusqlite::Connection,
    f: &mut impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    // IMMEDIATE takes the write lock at once: a lock taken later can fail without waiting.
    run_cached(conn, "BEGIN IMMEDIATE")?;
    let _guard = RollBack(conn);
    let mut tx = Tx::new(Raw::Sqlite(conn));
    let done = f(&mut tx)?;
    tx.may_commit()?;
    run_cached(conn, "COMMIT")?;
    Ok(done)
}

/// Rolls back whatever is still open when it is dropped, a panic in the closure included.
struct RollBack<'a>(&'a rusqlite::Connection);

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit()
            && let Err(error) = self.0.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

/// Reads as of one moment. READ COMMITTED would take a new snapshot for each statement. A transaction that
/// only reads gets no number, so the notary of the journal does not wait for it.
pub(crate) fn read_postgres<T>(
    pg: &mut pg::Pg,
    f: &mut impl FnMut(&mut Conn<'_>) -> Result<T>,
) -> Result<T> {
    inside(
        pg,
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        |pg| {
            let done = f(&mut Conn(Raw::Postgres(pg)))?;
            pg.client.batch_execute("COMMIT").map_err(pg::failed)?;
            Ok(done)
        },
    )
}

/// One transaction that changes the database.
pub(crate) fn write_postgres<T>(
    pg: &mut pg::Pg,
    f: &mut impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    inside(pg, "BEGIN READ WRITE", |pg| {
        let mut tx = Tx::new(Raw::Postgres(pg));
        let done = f(&mut tx)?;
        tx.may_commit()?;
        match pg.client.batch_execute("COMMIT").map_err(pg::failed) {
            Ok(()) => Ok(done),
            Err(error) if error.kind == Kind::Unavailable => {
                Err(Error::unavailable("err-commit-unknown").because(error))
            }
            Err(error) => Err(error),
        }
    })
}

/// Runs `f`, which commits, after `begin`; rolls back when it fails or panics.
fn inside<T>(pg: &mut pg::Pg, begin: &str, f: impl FnOnce(&mut pg::Pg) -> Result<T>) -> Result<T> {
    pg.client.batch_execute(begin).map_err(pg::failed)?;
    let done = catch_unwind(AssertUnwindSafe(|| f(pg)));
    if !matches!(done, Ok(Ok(_)))
        // A connection that cannot roll back is broken, and the pool drops it.
        && let Err(error) = pg.client.batch_execute("ROLLBACK")
    {
        tracing::debug!(%error, "the connection broke inside a transaction");
    }
    done.unwrap_or_else(|panic| resume_unwind(panic))
}
