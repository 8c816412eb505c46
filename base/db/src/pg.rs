//! PostgreSQL.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Error, Kind, Result, Value};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};

use crate::Row;
use crate::health::Health;
use crate::tls::Server;

/// Prepared statements that each connection keeps.
const STATEMENTS_MAX: usize = 512;

/// A connection and its prepared statements.
pub(crate) struct Pg {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
}

/// Makes and checks connections for the pool.
pub(crate) struct Manager {
    pub(crate) server: Server,
    pub(crate) health: Arc<Health>,
}

impl Manager {
    fn connect(&self) -> Result<Pg, postgres::Error> {
        let mut client = self.server.config.connect(self.server.tls.clone())?;
        // A forgotten transaction would hold up the sealing of the journal for everybody.
        client.batch_execute(
            "SET idle_in_transaction_session_timeout = '30s'; SET statement_timeout = '60s';
             SET lock_timeout = '10s'",
        )?;
        Ok(Pg {
            client,
            statements: HashMap::new(),
        })
    }

    /// Connects once before there is a pool. A wrong password or certificate is told at once and in the server's
    /// own words; a server that does not answer yet, or lets nobody in yet, is left to the pool, which waits for it.
    ///
    /// # Errors
    /// As the server or TLS says.
    pub(crate) fn try_once(&self) -> Result<()> {
        match self.connect() {
            Err(error) if is_tls(&error) || error.code().is_some_and(is_final) => {
                Err(failed(error))
            }
            _ => Ok(()),
        }
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Pg;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Pg, postgres::Error> {
        let made = Self::connect(self);
        match &made {
            Ok(_) => self.health.worked(),
            // Each try to connect fails the same way: the first of them is worth a line.
            Err(error) if self.health.failed() => {
                tracing::error!(error = in_full(error), "the database cannot be reached");
            }
            Err(_) => {}
        }
        made
    }

    fn is_valid(&self, pg: &mut Pg) -> Result<(), postgres::Error> {
        pg.client.simple_query("").map(drop)
    }

    fn has_broken(&self, pg: &mut Pg) -> bool {
        pg.client.is_closed()
    }
}

impl Pg {
    /// Tells the planner how large tables are, without waiting for whoever measures one of them.
    pub(crate) fn measure(&mut self, tables: &[&str]) -> Result<()> {
        self.client
            .batch_execute(&format!("ANALYZE (SKIP_LOCKED) {}", tables.join(", ")))
            .map_err(failed)
    }

    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql).map_err(failed)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let cells: Vec<Cell<'_>> = args.iter().map(Cell).collect();
        let params: Vec<&(dyn ToSql + Sync)> = cells.iter().map(by_ref).collect();
        self.client.execute(&statement, &params).map_err(failed)
    }

    pub(crate) fn query(
        &mut self,
        sql: &str,
        args: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let statement = self.statement(sql)?;
        let names: Arc<[String]> = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let mut row = Row {
            names,
            cells: Vec::with_capacity(statement.columns().len()),
        };
        let mut rows = self
            .client
            .query_raw(&statement, args.iter().map(Cell))
            .map_err(failed)?;
        while let Some(found) = rows.next().map_err(failed)? {
            row.cells.clear();
            for (at, column) in found.columns().iter().enumerate() {
                row.cells.push(cell(&found, at, column.type_())?);
            }
            each(&row)?;
        }
        Ok(())
    }
}

fn by_ref<'a>(cell: &'a Cell<'_>) -> &'a (dyn ToSql + Sync) {
    cell
}

fn cell(row: &postgres::Row, at: usize, kind: &Type) -> Result<Value> {
    fn take<'a, T: postgres::types::FromSql<'a>>(
        row: &'a postgres::Row,
        at: usize,
        wrap: impl FnOnce(T) -> Value,
    ) -> Result<Value> {
        let value: Option<T> = row.try_get(at).map_err(failed)?;
        Ok(value.map_or(Value::Null, wrap))
    }
    match *kind {
        Type::INT8 => take(row, at, Value::Int),
        Type::INT4 => take(row, at, |int: i32| Value::Int(int.into())),
        Type::INT2 => take(row, at, |int: i16| Value::Int(int.into())),
        Type::BOOL => take(row, at, |flag: bool| Value::Int(flag.into())),
        Type::FLOAT8 => take(row, at, Value::Real),
        Type::FLOAT4 => take(row, at, |real: f32| Value::Real(real.into())),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME => take(row, at, Value::Text),
        Type::BYTEA => take(row, at, Value::Blob),
        ref other => Err(Error::bug(format!(
            "a column of type {other} is outside the shared subset: cast it"
        ))),
    }
}

#[derive(Debug)]
struct Cell<'a>(&'a Value);

impl ToSql for Cell<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self.0, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(int), &Type::INT4) => i32::try_from(*int)?.to_sql(kind, out),
            (Value::Int(int), &Type::INT2) => i16::try_from(*int)?.to_sql(kind, out),
            (Value::Int(int), &Type::BOOL) => (*int != 0).to_sql(kind, out),
            (Value::Int(int), &Type::INT8) => int.to_sql(kind, out),
            (Value::Real(real), &Type::FLOAT8) => real.to_sql(kind, out),
            (Value::Text(text), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::UNKNOWN)) => {
                text.to_sql(kind, out)
            }
            (Value::Blob(bytes), &Type::BYTEA) => bytes.to_sql(kind, out),
            (value, kind) => {
                Err(format!("{value:?} was given where PostgreSQL reads {kind}").into())
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Gives a driver's error the house's kind.
pub(crate) fn failed(error: postgres::Error) -> Error {
    let code = error.code();
    let (kind, key) = match code {
        Some(&SqlState::UNIQUE_VIOLATION | &SqlState::EXCLUSION_VIOLATION) => {
            (Kind::Conflict, "err-exists")
        }
        Some(code) if code.code().starts_with("23") => (Kind::Conflict, "err-constraint"),
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
            (Kind::Busy, "err-retry")
        }
        Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::QUERY_CANCELED) => (Kind::Busy, "err-busy"),
        // 28 who asks, 3D which database: both stand in the address.
        Some(code)
            if ["28", "3D"]
                .iter()
                .any(|class| code.code().starts_with(class)) =>
        {
            (Kind::Unavailable, "err-db-refused")
        }
        // 08 connection, 53 out of resources, 57 the administrator stops the server, 58 its disk.
        Some(code)
            if ["08", "53", "57", "58"]
                .iter()
                .any(|class| code.code().starts_with(class)) =>
        {
            (Kind::Unavailable, "err-db-down")
        }
        None if is_tls(&error) => (Kind::Unavailable, "err-db-tls"),
        None if error.is_closed() || is_io(&error) => (Kind::Unavailable, "err-db-down"),
        _ => (Kind::Bug, "err-bug"),
    };
    Error::new(kind, key).because(in_full(&error))
}

/// What the server said, or what happened to the connection; the driver's own words for both are three. A detail
/// is left out: it may quote a row, and a row is about somebody.
fn in_full(error: &postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        let (severity, code) = (said.severity(), said.code().code());
        return format!("{severity}: {} ({code})", said.message());
    }
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}

/// Whether this error says that the server, or the connection to it, is gone. A closure may find something else
/// unavailable.
pub(crate) fn is_gone(error: &Error) -> bool {
    matches!(error.key, "err-db-down" | "err-commit-unknown")
}

/// Whether a server that refused a connection with this code will refuse the next one too. It will not for ever while
/// it starts or stops (57P) and while all its connections are taken (53300).
fn is_final(code: &SqlState) -> bool {
    !code.code().starts_with("57P") && *code != SqlState::TOO_MANY_CONNECTIONS
}

/// The driver has no other mark of it than its words.
fn is_tls(error: &postgres::Error) -> bool {
    error.to_string().contains("TLS handshake")
}

fn is_io(error: &postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<std::io::Error>() {
            return true;
        }
        cause = inner.source();
    }
    // The driver words a lost connection only in its text.
    error
        .to_string()
        .contains("error communicating with the server")
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    /// What comes of the first connection to a server that refuses it with this code.
    fn try_with(code: &str) -> Result<()> {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        let fields = format!("SFATAL\0C{code}\0Mnot you, not now\0\0");
        let length = u32::try_from(fields.len() + size_of::<u32>()).unwrap();
        let answer = [b"E", &length.to_be_bytes()[..], fields.as_bytes()].concat();
        let refusing = std::thread::spawn(move || {
            let (mut client, _) = server.accept().unwrap();
            let asked = client.read(&mut [0; 1024]).unwrap();
            assert!(asked > 0);
            client.write_all(&answer).unwrap();
        });
        let address = format!("postgres://alor@127.0.0.1:{port}/alor?sslmode=disable");
        let manager = Manager {
            server: Server::read(&address).unwrap(),
            health: Arc::default(),
        };
        let tried = manager.try_once();
        refusing.join().unwrap();
        tried
    }

    #[test]
    fn a_server_that_is_starting_or_full_is_waited_for() {
        for code in ["57P03", "57P01", "53300"] {
            assert!(try_with(code).is_ok(), "{code}");
        }
    }

    #[test]
    fn a_refusal_that_stays_is_told_at_once() {
        for code in ["28P01", "28000", "3D000"] {
            let error = try_with(code).unwrap_err();
            assert_eq!(
                (error.kind, error.key),
                (Kind::Unavailable, "err-db-refused"),
                "{code}"
            );
            assert!(error.to_string().contains("not you, not now"), "{error}");
        }
    }
}
