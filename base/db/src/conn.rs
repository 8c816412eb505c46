use std::ops::{Deref, DerefMut};

use kernel::{Error, Kind, Result, Value};

use crate::{Engine, ROWS_MAX, Row, pg, sqlite};

/// A connection that reads.
pub struct Conn<'a>(pub(crate) Raw<'a>);

pub(crate) enum Raw<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut pg::Pg),
}

impl Conn<'_> {
    /// Which engine answers: only for the few statements that cannot be the same on both.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Raw::Sqlite(_) => Engine::Sqlite,
            Raw::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `each` on every row as it comes, without holding them all: for exports and checks.
    ///
    /// # Errors
    /// Those of the database and of `each`.
    pub fn each(
        &mut self,
        sql: &str,
        args: &[Value],
        mut each: impl FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        keepable(args)?;
        match &mut self.0 {
            Raw::Sqlite(conn) => sqlite::query(conn, sql, args, &mut each),
            Raw::Postgres(pg) => pg.query(sql, args, &mut each),
        }
        .map_err(|error| in_sql(error, sql))
    }

    /// All rows, each turned by `map`.
    ///
    /// # Errors
    /// Limit past [`ROWS_MAX`] rows; those of the database and of `map`.
    pub fn query<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        mut map: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each(sql, args, |row| {
            if out.len() >= ROWS_MAX {
                return Err(Error::limit("err-rows-limit").with("max", ROWS_MAX));
            }
            out.push(map(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Those of the database and of `map`.
    pub fn query_opt<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        map: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.query(sql, args, map)?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// Not found when there is none; those of the database and of `map`.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        map: impl FnMut(&Row) -> Result<T>,
    ) -> Result<T> {
        self.query_opt(sql, args, map)?.ok_or_else(Error::not_found)
    }
}

/// PostgreSQL keeps no NUL in a text, so neither engine is given one: what one prison could write, headquarters
/// must be able to keep.
fn keepable(args: &[Value]) -> Result<()> {
    let holds_nul = |arg: &Value| matches!(arg, Value::Text(text) if text.contains('\0'));
    if args.iter().any(holds_nul) {
        return Err(Error::new(Kind::Invalid, "err-text-nul"));
    }
    Ok(())
}

/// A bug in a statement is found fastest by its text.
fn in_sql(error: Error, sql: &str) -> Error {
    if error.kind == Kind::Bug {
        tracing::error!(sql, %error, "a statement failed");
    }
    error
}

/// A transaction: reads and writes, and commits as one or not at all.
pub struct Tx<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) changed: u64,
    pub(crate) told: bool,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(raw: Raw<'a>) -> Self {
        Self {
            conn: Conn(raw),
            changed: 0,
            told: false,
        }
    }
}

impl Tx<'_> {
    /// Runs a statement that changes rows; gives their number.
    ///
    /// # Errors
    /// Conflict when a constraint forbids it; those of the database.
    pub fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        keepable(args)?;
        let changed = match &mut self.conn.0 {
            Raw::Sqlite(conn) => sqlite::exec(conn, sql, args),
            Raw::Postgres(pg) => pg.exec(sql, args),
        }
        .map_err(|error| in_sql(error, sql))?;
        self.changed = self.changed.saturating_add(changed);
        Ok(changed)
    }

    /// Runs a statement that must change exactly one row, such as `UPDATE … WHERE version = $2`.
    ///
    /// # Errors
    /// Conflict `err-stale` when it changed none or several; those of the database.
    pub fn exec_one(&mut self, sql: &str, args: &[Value]) -> Result<()> {
        match self.exec(sql, args)? {
            1 => Ok(()),
            _ => Err(Error::conflict("err-stale")),
        }
    }

    /// Holds one row until the transaction ends, by an `UPDATE` that leaves it as it is; there is nothing
    /// in that to tell the journal.
    ///
    /// # Errors
    /// Conflict `err-stale` when there is no such row; those of the database.
    pub fn hold(&mut self, sql: &str, args: &[Value]) -> Result<()> {
        let changed = self.changed;
        self.exec_one(sql, args)?;
        self.changed = changed;
        Ok(())
    }

    /// Runs an `INSERT … RETURNING` or `UPDATE … RETURNING`.
    ///
    /// # Errors
    /// Those of the database and of `map`.
    pub fn returning<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        map: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let rows = self.conn.query(sql, args, map)?;
        self.changed = self
            .changed
            .saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        Ok(rows)
    }

    /// Has tables measured that this transaction fills, its own rows included. PostgreSQL plans a statement once for a
    /// connection, and a plan made for an empty table would read all of it ever after; its own measuring sees nothing
    /// before the commit. SQLite's plans do not depend on the size of tables.
    ///
    /// A table that somebody else is measuring is passed over.
    ///
    /// # Errors
    /// Those of the database.
    pub fn measure(&mut self, tables: &[&str]) -> Result<()> {
        match &mut self.conn.0 {
            Raw::Sqlite(_) => Ok(()),
            Raw::Postgres(pg) => pg.measure(tables),
        }
    }

    /// Says that this transaction's changes are told to the journal. Only `journal::append` calls it,
    /// and the journal's own bookkeeping.
    pub fn told(&mut self) {
        self.told = true;
    }

    pub(crate) fn may_commit(&self) -> Result<()> {
        if self.changed > 0 && !self.told {
            return Err(Error::bug(
                "a transaction changed rows and told the journal nothing",
            ));
        }
        Ok(())
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Conn<'a>;

    fn deref(&self) -> &Conn<'a> {
        &self.conn
    }
}

impl<'a> DerefMut for Tx<'a> {
    fn deref_mut(&mut self) -> &mut Conn<'a> {
        &mut self.conn
    }
}
