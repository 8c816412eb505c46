#![expect(
    clippy::expect_used,
    reason = "a test that cannot have its database must stop and say why"
)]

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use db::{Db, Engine, Migrations, Options, Url, args};
use kernel::{BdTime, FakeClock, World};
use tempfile::TempDir;
use throwaway::Postgres;

use crate::SHARED_SERVER;

/// Where every test's clock stands at first: 24 November 2026, 10:00 in Dhaka, a Tuesday.
const START: BdTime = BdTime(1_795_492_800_000_000);
/// Every test's randomness, so that a failure repeats.
const SEED: u64 = 1971;
/// Connections of each test's pool.
const CONNECTIONS: u32 = 4;

/// One test's own database, migrated and empty, and its own clock and randomness.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// The clock and the randomness that the code under test is given.
    pub world: World,
    /// Moves the clock of `world`, which stands still otherwise.
    pub clock: Arc<FakeClock>,
    // Last, so that the pool is closed before its database goes.
    _place: Place,
}

/// What to remove when the test is over.
enum Place {
    Folder { _dir: TempDir },
    Server { database: String },
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Server { database } = self {
            admin(&[&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")]);
        }
    }
}

impl TestDb {
    /// A fresh database on `engine` with `migrations` applied.
    ///
    /// # Panics
    /// When the database cannot be had: PostgreSQL is not installed, or a migration fails.
    pub fn new(engine: Engine, migrations: &[Migrations]) -> Self {
        let (url, place) = match engine {
            Engine::Sqlite => sqlite(migrations),
            Engine::Postgres => postgres(migrations),
        };
        let options = Options {
            connections: CONNECTIONS,
            create: false,
        };
        let db = Db::open(&url, options).expect("the test's database opens");
        let (world, clock) = World::fake(SEED, START);
        Self {
            db,
            world,
            clock,
            _place: place,
        }
    }
}

/// Runs `test` on a fresh database of `engine`.
pub fn on(engine: Engine, migrations: &[Migrations], test: impl FnOnce(&TestDb)) {
    test(&TestDb::new(engine, migrations));
}

/// Runs `test` on SQLite and then on PostgreSQL, each time on a fresh database.
pub fn on_both(migrations: &[Migrations], test: impl Fn(&TestDb)) {
    on(Engine::Sqlite, migrations, &test);
    on(Engine::Postgres, migrations, &test);
}

/// Names a schema by what its migrations say, so that two sets never share a template.
fn fingerprint(migrations: &[Migrations]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in migrations {
        part.part.hash(&mut hasher);
        for step in part.steps {
            (step.name, step.sql).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn sqlite(migrations: &[Migrations]) -> (Url, Place) {
    let dir = TempDir::with_prefix("alor-test-").expect("a temporary folder");
    let path = dir.path().join("alor.db");
    std::fs::write(&path, &*sqlite_template(migrations)).expect("the template can be copied");
    (Url::Sqlite(path), Place::Folder { _dir: dir })
}

/// The bytes of a file with the schema, made once per process: migrating waits for the disk at each
/// step.
fn sqlite_template(migrations: &[Migrations]) -> Arc<[u8]> {
    static MADE: LazyLock<Mutex<HashMap<u64, Arc<[u8]>>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = made.entry(fingerprint(migrations)).or_insert_with(|| {
        let dir = TempDir::with_prefix("alor-template-").expect("a temporary folder");
        let options = Options {
            connections: 1,
            create: true,
        };
        let db =
            Db::open(&Url::Sqlite(dir.path().join("new.db")), options).expect("a new database");
        db.migrate(migrations)
            .expect("the migrations apply on SQLite");
        // A copy made by SQLite is one file; the original still has its log beside it.
        let whole = dir.path().join("whole.db");
        db.copy_to(&whole).expect("the template can be written");
        std::fs::read(whole)
            .expect("the template can be read")
            .into()
    });
    bytes.clone()
}

/// The server's address without a database, and the server itself where this process started it.
struct Server {
    url: String,
    admin: Db,
    _own: Option<Postgres>,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let (url, own) = if let Ok(url) = std::env::var(SHARED_SERVER) {
        (url, None)
    } else {
        let server = Postgres::start().unwrap_or_else(|error| panic!("{error}"));
        (server.url("postgres"), Some(server))
    };
    let options = Options {
        connections: 1,
        create: false,
    };
    let admin =
        Db::open(&url.parse().expect("an address"), options).expect("PostgreSQL for tests answers");
    let (base, _) = url.rsplit_once('/').expect("an address with a database");
    Server {
        url: base.to_owned(),
        admin,
        _own: own,
    }
});

fn postgres(migrations: &[Migrations]) -> (Url, Place) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let template = format!("template_{:016x}", fingerprint(migrations));
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let database = format!("test_{}_{count}", std::process::id());
    ensure_template(&template, migrations);
    admin(&[
        // A killed test of an earlier process may have left its database under the same number.
        &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"),
        &format!("CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy"),
    ]);
    (address(&database), Place::Server { database })
}

fn address(database: &str) -> Url {
    Url::Postgres(format!("{}/{database}", SERVER.url))
}

/// Migrates the template if no process has yet. It is built under another name, so that one that
/// was interrupted is never taken for whole.
fn ensure_template(template: &str, migrations: &[Migrations]) {
    static MAKING: Mutex<()> = Mutex::new(());
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let exists = SERVER
        .admin
        .read_now(|c| {
            let sql = "SELECT 1 FROM pg_database WHERE CAST(datname AS TEXT) = $1";
            c.query_opt(sql, args![template], |_| Ok(()))
        })
        .expect("the server lists its databases");
    if exists.is_some() {
        return;
    }
    let building = format!("building_{}_{template}", std::process::id());
    admin(&[
        &format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"),
        &format!("CREATE DATABASE {building}"),
    ]);
    let options = Options {
        connections: 1,
        create: false,
    };
    let db = Db::open(&address(&building), options).expect("the new database opens");
    db.migrate(migrations)
        .expect("the migrations apply on PostgreSQL");
    drop(db);
    // Another process may have been first; then its template serves as well as this one.
    let renamed = SERVER.admin.alone_now(|c| {
        let sql = format!("ALTER DATABASE {building} RENAME TO {template}");
        c.each(&sql, args![], |_| Ok(()))
    });
    if renamed.is_err() {
        admin(&[&format!("DROP DATABASE {building} WITH (FORCE)")]);
    }
}

/// Runs statements that no transaction may hold. They are serialised over all processes: cloning
/// twice at once from one template fails.
fn admin(statements: &[&str]) {
    SERVER
        .admin
        .alone_now(|c| {
            c.each("SET lock_timeout = 0", args![], |_| Ok(()))?;
            c.each("SELECT 1 FROM pg_advisory_lock(1971)", args![], |_| Ok(()))?;
            let done = statements
                .iter()
                .try_for_each(|sql| c.each(sql, args![], |_| Ok(())));
            c.each(
                "SELECT 1 FROM pg_advisory_unlock(1971)",
                args![],
                |_| Ok(()),
            )?;
            done
        })
        .unwrap_or_else(|error| panic!("{statements:?}: {error}"));
}
