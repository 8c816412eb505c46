use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::{Error, Kind, Result};
use tokio::sync::watch;

use crate::conn::Raw;
use crate::health::{self, CONNECT_WAIT, Health, KNOWN_DOWN_WAIT, PAUSE_MAX};
use crate::migrate::{self, Migrations, Target};
use crate::tls::Server;
use crate::{Conn, Engine, Tx, Url, pg, sqlite, transaction};

/// Closures that may wait for a connection at once; the next one is told that the system is busy.
const WAITING_MAX: usize = 1_000;
/// Tries of one read where connections turn out to be dead.
const READ_TRIES_MAX: u32 = 3;
/// Tries of one write where PostgreSQL asks for another.
const TRIES_MAX: u32 = 12;

/// How a database is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Connections that read at once (and write, on PostgreSQL).
    pub connections: u32,
    /// Make the file if it is missing. Only commands that found a new installation say so: a mistyped
    /// address must not become an empty database.
    pub create: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 8,
            create: false,
        }
    }
}

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    url: Url,
    pool: Option<Pool>,
    waiting: AtomicUsize,
    commits: watch::Sender<u64>,
}

enum Pool {
    Sqlite {
        writer: Mutex<rusqlite::Connection>,
        readers: r2d2::Pool<SqliteManager>,
    },
    Postgres(Postgres),
}

struct Postgres {
    pool: r2d2::Pool<pg::Manager>,
    health: Arc<Health>,
}

impl Postgres {
    fn open(address: &str, options: Options) -> Result<Self> {
        let to = Server::read(address)?;
        if let Some(weakness) = to.weakness() {
            let db = Url::Postgres(address.to_owned());
            tracing::warn!(%db, "the database is on another machine, and {weakness}; sslmode=verify-full in its address closes this");
        }
        let health = Arc::new(Health::default());
        let manager = pg::Manager {
            server: to,
            health: health.clone(),
        };
        manager.try_once()?;
        let pool = builder(options)
            // The pool pauses for up to half of this between two tries; how long anybody waits, `get` says.
            .connection_timeout(PAUSE_MAX * 2)
            // The manager says what is news.
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .build_unchecked(manager);
        // A server that starts beside this program is waited for.
        drop(health::connection(&pool, &health, CONNECT_WAIT)?);
        Ok(Self { pool, health })
    }

    fn get(&self) -> Result<r2d2::PooledConnection<pg::Manager>> {
        health::connection(&self.pool, &self.health, KNOWN_DOWN_WAIT)
    }
}

struct SqliteManager(std::path::PathBuf);

impl r2d2::ManageConnection for SqliteManager {
    type Connection = rusqlite::Connection;
    type Error = Error;

    fn connect(&self) -> Result<rusqlite::Connection> {
        let conn = sqlite::open(&self.0, false)?;
        conn.pragma_update(None, "query_only", true)
            .map_err(sqlite::failed)?;
        Ok(conn)
    }

    fn is_valid(&self, _: &mut rusqlite::Connection) -> Result<()> {
        Ok(())
    }

    fn has_broken(&self, _: &mut rusqlite::Connection) -> bool {
        false
    }
}

impl Db {
    /// Opens the database at `url`. Blocks; call it before the server starts or on a blocking thread.
    ///
    /// # Errors
    /// Unavailable when the file is missing or the server does not answer.
    pub fn open(url: &Url, options: Options) -> Result<Self> {
        let pool = match url {
            Url::Sqlite(path) => Pool::Sqlite {
                writer: Mutex::new(sqlite::open(path, options.create)?),
                readers: builder(options)
                    .build(SqliteManager(path.clone()))
                    .map_err(down)?,
            },
            Url::Postgres(text) => Pool::Postgres(Postgres::open(text, options)?),
        };
        Ok(Self(Arc::new(Inner {
            url: url.clone(),
            pool: Some(pool),
            waiting: AtomicUsize::new(0),
            commits: watch::Sender::new(0),
        })))
    }

    /// Where this database is.
    pub fn url(&self) -> &Url {
        &self.0.url
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        self.0.url.engine()
    }

    /// Wakes whenever this process has committed.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.0.commits.subscribe()
    }

    /// Applies the steps that this database has not seen. Blocks.
    ///
    /// # Errors
    /// Unavailable, naming the part, when a step fails or one that was applied has changed.
    pub fn migrate(&self, all: &[Migrations]) -> Result<()> {
        match self.pool()? {
            Pool::Sqlite { writer, .. } => migrate::run(
                Target::Sqlite(&mut writer.lock().unwrap_or_else(PoisonError::into_inner)),
                all,
            ),
            Pool::Postgres(server) => migrate::run(Target::Postgres(&mut *server.get()?), all),
        }
    }

    /// Reads, on the blocking pool: all that `f` asks, it sees as of one moment. `f` may run again from
    /// the start where a connection turns out to be dead.
    ///
    /// # Errors
    /// Busy or unavailable when no connection is to be had; those of `f`.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        self.on_blocking_pool(move || db.read_now(f)).await
    }

    /// Sees whether the database answers.
    ///
    /// # Errors
    /// Busy or unavailable when it does not.
    pub async fn ping(&self) -> Result<()> {
        self.read(|conn| conn.each("SELECT 1", &[], |_| Ok(())))
            .await
    }

    /// Runs one transaction, on the blocking pool. `f` runs again from the start where the database
    /// asks for another try, so it must do nothing outside the database.
    ///
    /// # Errors
    /// Busy or unavailable when no connection is to be had; `err-commit-unknown` when the connection
    /// broke while committing; those of `f`.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        self.on_blocking_pool(move || db.write_now(f)).await
    }

    async fn on_blocking_pool<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if self.0.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX {
            self.0.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Error::new(Kind::Busy, "err-busy"));
        }
        let db = self.clone();
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            // The count falls even if `f` panics.
            let _waiting = Waiting(&db.0.waiting);
            span.in_scope(f)
        });
        done.await
            .unwrap_or_else(|error| Err(Error::bug("a database closure panicked").because(error)))
    }

    /// Reads, on this thread: for commands, timers and readers that own a thread.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(&self, mut f: impl FnMut(&mut Conn<'_>) -> Result<T>) -> Result<T> {
        match self.pool()? {
            Pool::Sqlite { readers, .. } => {
                transaction::read_sqlite(&*readers.get().map_err(down)?, &mut f)
            }
            Pool::Postgres(server) => {
                let mut tries = 0;
                loop {
                    tries += 1;
                    let mut pg = server.get()?;
                    let done = transaction::read_postgres(&mut pg, &mut f);
                    match server.health.note(done) {
                        // The server was restarted since this connection was made.
                        Err(error) if tries < READ_TRIES_MAX && pg::is_gone(&error) => {}
                        done => return done,
                    }
                }
            }
        }
    }

    /// Runs one transaction, on this thread.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T>(&self, mut f: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let done = match self.pool()? {
            Pool::Sqlite { writer, .. } => {
                let conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                transaction::write_sqlite(&conn, &mut f)
            }
            Pool::Postgres(server) => write_postgres(server, &mut f),
        }?;
        self.0
            .commits
            .send_modify(|count| *count = count.wrapping_add(1));
        Ok(done)
    }

    /// Runs statements that no transaction may hold, such as `VACUUM` or `CREATE DATABASE`, on this thread: for
    /// the tools around an installation, never for its records, since the journal is told nothing.
    ///
    /// # Errors
    /// Unavailable when no connection is to be had; those of `f`.
    pub fn alone_now<T>(&self, f: impl FnOnce(&mut Conn<'_>) -> Result<T>) -> Result<T> {
        match self.pool()? {
            Pool::Sqlite { writer, .. } => {
                let conn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                f(&mut Conn(Raw::Sqlite(&conn)))
            }
            Pool::Postgres(server) => f(&mut Conn(Raw::Postgres(&mut *server.get()?))),
        }
    }

    /// Writes a whole, consistent copy of an embedded database to a new file.
    ///
    /// # Errors
    /// Invalid on PostgreSQL, whose own tools do this; unavailable when the copy cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        match self.pool()? {
            Pool::Sqlite { readers, .. } => {
                let conn = readers.get().map_err(down)?;
                conn.pragma_update(None, "query_only", false)
                    .map_err(sqlite::failed)?;
                let copied = conn
                    .execute("VACUUM INTO ?1", [path.to_string_lossy()])
                    .map_err(sqlite::failed);
                conn.pragma_update(None, "query_only", true)
                    .map_err(sqlite::failed)?;
                copied.map(drop)
            }
            Pool::Postgres(_) => Err(Error::new(Kind::Invalid, "err-backup-postgres")),
        }
    }

    fn pool(&self) -> Result<&Pool> {
        self.0
            .pool
            .as_ref()
            .ok_or_else(|| Error::bug("the database is closed"))
    }
}

fn builder<M: r2d2::ManageConnection>(options: Options) -> r2d2::Builder<M> {
    r2d2::Pool::builder()
        .max_size(options.connections.max(1))
        .min_idle(Some(1))
        .connection_timeout(CONNECT_WAIT)
        .test_on_check_out(false)
}

fn write_postgres<T>(server: &Postgres, f: &mut impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    let mut tries = 0;
    loop {
        tries += 1;
        let mut pg = server.get()?;
        let done = transaction::write_postgres(&mut pg, f);
        match server.health.note(done) {
            // Nothing was committed yet, so another try cannot do it twice.
            Err(error)
                if tries < TRIES_MAX
                    && (error.key == "err-retry" || error.key == "err-db-down") =>
            {
                drop(pg);
                std::thread::sleep(Duration::from_millis(u64::from(tries * tries)));
            }
            done => return done,
        }
    }
}

fn down(error: r2d2::Error) -> Error {
    Error::unavailable("err-db-down").because(error)
}

struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Inner {
    /// A PostgreSQL client that is dropped on an async thread panics, since it runs a runtime of its
    /// own; so the last handle gives the pool to a plain thread and waits for it.
    fn drop(&mut self) {
        let pool = self.pool.take();
        if std::thread::spawn(move || drop(pool)).join().is_err() {
            tracing::error!("the connection pool could not be closed");
        }
    }
}
