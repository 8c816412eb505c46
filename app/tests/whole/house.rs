//! An installation with made-up people, and the real program serving it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock};
use std::time::Duration;

use db::{Db, Engine, Options};
use serde::Deserialize;
use tempfile::TempDir;
use testkit::Postgres;
use throwaway::Program;

use crate::client::Client;

/// The program under test.
pub(crate) const ALOR: &str = env!("CARGO_BIN_EXE_alor");
/// How long the server may take to answer after its start.
const READY_MAX: Duration = Duration::from_mins(1);
/// What the log says when a page lacks words.
const COMPLAINTS: [&str; 2] = ["a text is missing", "a text lacks what it mentions"];
/// The demonstration that the tests copy.
const SIZE: [&str; 2] = ["--prisons=2", "--people=60"];

/// One login of the demonstration.
#[derive(Clone, Debug, Deserialize)]
#[expect(
    clippy::struct_field_names,
    reason = "named as in the file that the demonstration writes"
)]
pub(crate) struct Login {
    pub(crate) role: String,
    pub(crate) login: String,
    pub(crate) password: String,
}

/// What every test copies.
struct Demo {
    logins: String,
    made: Made,
}

enum Made {
    File(Vec<u8>),
    /// The name of a database that is cloned.
    Template(String),
}

/// A PostgreSQL server for this process, or the one that all test processes share.
struct Server {
    base: String,
    _own: Option<Postgres>,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let (url, own) = if let Ok(url) = std::env::var(testkit::SHARED_SERVER) {
        (url, None)
    } else {
        let own = Postgres::start().unwrap();
        (own.url("postgres"), Some(own))
    };
    let (base, _) = url.rsplit_once('/').unwrap();
    Server {
        base: base.to_owned(),
        _own: own,
    }
});

fn address(database: &str) -> String {
    format!("{}/{database}", SERVER.base)
}

/// Runs a statement as whoever keeps the server would. Cloning twice at once from one template fails, so one at a time.
fn admin(statement: &str) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    psql(&address("postgres"), statement);
}

/// Runs SQL with PostgreSQL's own client.
pub(crate) fn psql(url: &str, sql: &str) {
    let done = Command::new("psql")
        .args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", sql, url])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{sql}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn demo(engine: Engine) -> &'static Demo {
    static SQLITE: OnceLock<Demo> = OnceLock::new();
    static POSTGRES: OnceLock<Demo> = OnceLock::new();
    match engine {
        Engine::Sqlite => SQLITE.get_or_init(|| {
            let dir = TempDir::with_prefix("alor-demo-").unwrap();
            let logins = make(dir.path(), None);
            let made = Made::File(std::fs::read(dir.path().join("alor.db")).unwrap());
            Demo { logins, made }
        }),
        Engine::Postgres => POSTGRES.get_or_init(|| {
            let dir = TempDir::with_prefix("alor-demo-").unwrap();
            let name = format!("demo_{}", std::process::id());
            admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            admin(&format!("CREATE DATABASE {name}"));
            let logins = make(dir.path(), Some(&address(&name)));
            Demo {
                logins,
                made: Made::Template(name),
            }
        }),
    }
}

/// Makes a demonstration; gives its `logins.json`.
fn make(data: &Path, db: Option<&str>) -> String {
    let mut command = Command::new(ALOR);
    command
        .args(["demo", "--make-only", "--data"])
        .arg(data)
        .args(SIZE);
    command.args(db.iter().flat_map(|url| ["--db", url]));
    let done = command.output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    std::fs::read_to_string(data.join("logins.json")).unwrap()
}

/// An installation of one test, and its server while that runs.
pub(crate) struct House {
    pub(crate) port: u16,
    pub(crate) data: PathBuf,
    /// The database's address, as `--db` takes it.
    pub(crate) db: String,
    pub(crate) logins: Vec<Login>,
    starts: AtomicU32,
    program: Option<Program>,
    /// The database to drop at the end, where this test cloned one.
    clone: Option<String>,
    dir: TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.program = None;
        if let Some(database) = &self.clone {
            admin(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

impl House {
    /// A copy of the demonstration on `engine`, not served yet.
    pub(crate) fn new(engine: Engine) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let demo = demo(engine);
        let dir = TempDir::with_prefix("alor-house-").unwrap();
        let data = dir.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let (db, clone) = match &demo.made {
            Made::File(bytes) => {
                let file = data.join("alor.db");
                std::fs::write(&file, bytes).unwrap();
                (format!("sqlite:{}", file.display()), None)
            }
            Made::Template(template) => {
                let name = format!(
                    "house_{}_{}",
                    std::process::id(),
                    COUNT.fetch_add(1, Ordering::Relaxed)
                );
                admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                admin(&format!(
                    "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
                ));
                (address(&name), Some(name))
            }
        };
        Self::standing(dir, data, db, clone, &demo.logins)
    }

    /// A demonstration of its own on a server that the test may stop.
    pub(crate) fn on(server: &Postgres) -> Self {
        let dir = TempDir::with_prefix("alor-house-").unwrap();
        let data = dir.path().join("data");
        let db = server.url("postgres");
        let logins = make(&data, Some(&db));
        Self::standing(dir, data, db, None, &logins)
    }

    fn standing(
        dir: TempDir,
        data: PathBuf,
        db: String,
        clone: Option<String>,
        logins: &str,
    ) -> Self {
        Self {
            port: testkit::free_port().unwrap(),
            data,
            db,
            logins: serde_json::from_str(logins).unwrap(),
            starts: AtomicU32::new(0),
            program: None,
            clone,
            dir,
        }
    }

    /// The same, served.
    pub(crate) fn served(engine: Engine) -> Self {
        let mut house = Self::new(engine);
        house.start();
        house
    }

    /// Starts the server and waits until it answers.
    pub(crate) fn start(&mut self) {
        self.starts.fetch_add(1, Ordering::Relaxed);
        let args = [
            "serve".to_owned(),
            format!("--data={}", self.data.display()),
            format!("--db={}", self.db),
            format!("--listen=127.0.0.1:{}", self.port),
        ];
        let program = Program::start(Path::new(ALOR), args, &self.log_file()).unwrap();
        program.wait_until_ready(self.port, READY_MAX).unwrap();
        self.program = Some(program);
    }

    fn log_file(&self) -> PathBuf {
        self.dir
            .path()
            .join(format!("log-{}", self.starts.load(Ordering::Relaxed)))
    }

    /// What the server has said since its last start.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap()
    }

    /// What the log says of words that a page lacked.
    pub(crate) fn missing_words(&self) -> Vec<String> {
        let log = self.log();
        let complains = |line: &&str| COMPLAINTS.iter().any(|words| line.contains(words));
        log.lines().filter(complains).map(str::to_owned).collect()
    }

    /// Sends the server a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.program.as_ref().unwrap().id().unwrap();
        let done = Command::new("kill")
            .args(["-s", name, &id.to_string()])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Ends the server as a power cut would, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.signal("KILL");
        self.program = None;
    }

    /// Ends the server as an operator would, and waits until it is gone.
    pub(crate) fn stop(&mut self) {
        self.program = None;
    }

    /// Somebody who is not logged in.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(self.port)
    }

    /// What the server says of its API.
    pub(crate) fn openapi(&self) -> serde_json::Value {
        let told = self.stranger().get("/api/v1/openapi.json").unwrap();
        serde_json::from_str(&told.is(200).body).unwrap()
    }

    /// Somebody logged in as `login`.
    pub(crate) fn login(&self, login: &str) -> Client {
        let known = self
            .logins
            .iter()
            .find(|known| known.login == login)
            .unwrap();
        let mut client = self.stranger();
        client.log_in(&known.login, &known.password).unwrap().good();
        client
    }

    /// The database, opened beside the server.
    pub(crate) fn open(&self) -> Db {
        let options = Options {
            connections: 4,
            create: false,
        };
        Db::open(&self.db.parse().unwrap(), options).unwrap()
    }

    /// What `alor verify` says: whether all is well, and its words.
    pub(crate) fn verify(&self) -> (bool, String) {
        let done = alor(&[
            "verify",
            "--db",
            &self.db,
            "--data",
            self.data.to_str().unwrap(),
        ]);
        let words = words(&done);
        assert!(matches!(done.status.code(), Some(0 | 1)), "{words}");
        (done.status.success(), words)
    }

    #[track_caller]
    pub(crate) fn is_whole(&self) {
        let (whole, words) = self.verify();
        assert!(whole, "{words}");
    }
}

/// Runs the program to its end.
pub(crate) fn alor(args: &[&str]) -> Output {
    Command::new(ALOR).args(args).output().unwrap()
}

/// What a run said, on both channels.
pub(crate) fn words(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}
