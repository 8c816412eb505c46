//! The embedded engine.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Error, Kind, Result, Value};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{Row, dialect};

/// How long a statement waits for another process that holds the file.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Prepared statements that each connection keeps.
const STATEMENTS_MAX: usize = 256;

/// Opens a file that exists, or makes one where `create` says so.
pub(crate) fn open(path: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags).map_err(|error| {
        let missing = error.sqlite_error_code() == Some(ErrorCode::CannotOpen);
        let key = if missing {
            "err-db-missing"
        } else {
            "err-db-open"
        };
        Error::unavailable(key)
            .with("path", path.display())
            .because(error)
    })?;
    conn.busy_timeout(BUSY_WAIT).map_err(failed)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // FULL: a prison's power fails often, and an admission that was acknowledged must outlive it.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA trusted_schema = OFF;",
    )
    .map_err(failed)?;
    Ok(conn)
}

struct Cell<'a>(&'a Value);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(int) => ValueRef::Integer(*int),
            Value::Real(real) => ValueRef::Real(*real),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn exec(conn: &Connection, sql: &str, args: &[Value]) -> Result<u64> {
    let mut statement = conn
        .prepare_cached(&dialect::placeholders(sql))
        .map_err(failed)?;
    let changed = statement
        .execute(rusqlite::params_from_iter(args.iter().map(Cell)))
        .map_err(failed)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    args: &[Value],
    each: &mut dyn FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let mut statement = conn
        .prepare_cached(&dialect::placeholders(sql))
        .map_err(failed)?;
    let names: Arc<[String]> = statement
        .column_names()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let width = names.len();
    let mut row = Row {
        names,
        cells: Vec::with_capacity(width),
    };
    let mut rows = statement
        .query(rusqlite::params_from_iter(args.iter().map(Cell)))
        .map_err(failed)?;
    while let Some(found) = rows.next().map_err(failed)? {
        row.cells.clear();
        for at in 0..width {
            row.cells.push(match found.get_ref(at).map_err(failed)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(int) => Value::Int(int),
                ValueRef::Real(real) => Value::Real(real),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
            });
        }
        each(&row)?;
    }
    Ok(())
}

/// Gives a driver's error the house's kind.
pub(crate) fn failed(error: rusqlite::Error) -> Error {
    let extended = error.sqlite_error().map_or(0, |inner| inner.extended_code);
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Kind::Conflict,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Kind::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Kind::Corrupt,
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            Kind::Unavailable
        }
        _ => Kind::Bug,
    };
    let key = match kind {
        Kind::Conflict
            if extended == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                || extended == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY =>
        {
            "err-exists"
        }
        Kind::Conflict => "err-constraint",
        Kind::Busy => "err-busy",
        Kind::Corrupt => "err-corrupt",
        Kind::Unavailable => "err-db-down",
        _ => "err-bug",
    };
    Error::new(kind, key).because(error)
}
