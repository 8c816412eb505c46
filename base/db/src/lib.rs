//! One database layer over the embedded SQLite and PostgreSQL. This is the only crate that names a
//! driver; everything else writes one SQL text and gets the same rows from both.
//!
//! * [`Db::read`] and [`Db::write`] run a plain blocking closure on the blocking pool. `write` is one
//!   transaction; where PostgreSQL asks for another try, the closure runs again from the start.
//! * [`Conn`] reads; [`Tx`] reads and writes. A `Tx` that changed rows and told the journal nothing
//!   does not commit (see [`Tx::told`]).
//! * The SQL is the subset both engines share: `BIGINT TEXT BLOB DOUBLE`, `$1` placeholders,
//!   `ON CONFLICT`, `RETURNING`, CTEs, window functions. A sum of integers is written
//!   `CAST(SUM(x) AS BIGINT)`, since PostgreSQL widens it to NUMERIC.
//!
//! A `read` sees one moment on both engines. A `write` on PostgreSQL is READ COMMITTED: what must hold is a
//! constraint or a checked version (`UPDATE … WHERE version = $n`), never a read that is hoped to stay true.
//! `docs/decisions/0001-database-layer.md` has the figures behind these choices.

mod config;
mod conn;
mod dialect;
mod health;
mod migrate;
mod pg;
mod pool;
mod row;
mod sqlite;
mod tls;
mod transaction;
mod verifier;

pub use config::{Engine, Url};
pub use conn::{Conn, Tx};
pub use kernel::{FromValue, Value};
pub use migrate::{Migration, Migrations};
pub use pool::{Db, Options};
pub use row::Row;

/// The arguments of a statement, in the order of `$1`, `$2` …
///
/// ```
/// let args = db::args![7_i64, "ঢাকা", None::<i64>];
/// assert_eq!(args.len(), 3);
/// ```
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        &[$($crate::Value::from($value)),*] as &[$crate::Value]
    };
}

/// Rows that one query may give; a list that can be longer is paged, and an export streams.
pub const ROWS_MAX: usize = 20_000;
