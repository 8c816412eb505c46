use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use tempfile::TempDir;
use throwaway::Program;

/// How long the program may take to fill a new database and answer.
const READY_MAX: Duration = Duration::from_secs(90);
/// Lines of the program's words that a failure shows.
const LINES_SHOWN: usize = 30;
/// How long one answer to "are you ready?" may take.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// One login of the demonstration, as `logins.json` lists them.
#[derive(Clone, Debug, Deserialize)]
pub struct Login {
    /// The role, in the spelling of the permission matrix: `admission_clerk`.
    pub role: String,
    /// What is typed as the login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// `alor demo` on a new database, a free port and a made-up population.
#[derive(Debug)]
pub struct Demo {
    port: u16,
    logins: Vec<Login>,
    // Before the folder, so that the program has ended when its files go.
    _program: Program,
    dir: TempDir,
}

impl Demo {
    /// Starts the program with `prisons` prisons of `people` people each and waits until it is ready.
    ///
    /// # Errors
    /// When the program was not built, or does not get ready in time; with what it said.
    pub fn start(prisons: u32, people: u32) -> Result<Self> {
        let program = built("alor")?;
        let dir = TempDir::with_prefix("alor-e2e-")?;
        let port = throwaway::free_port()?;
        let data = dir.path().join("data");
        let log = dir.path().join("log");
        let args = [
            "demo".into(),
            "--data".into(),
            data.to_string_lossy().into_owned(),
            "--listen".into(),
            format!("127.0.0.1:{port}"),
            "--prisons".into(),
            prisons.to_string(),
            "--people".into(),
            people.to_string(),
        ];
        let started = Program::start(&program, args, &log)?;
        wait_until_ready(port, &log)?;
        let logins = data.join("logins.json");
        let logins = std::fs::read(&logins).with_context(|| logins.display().to_string())?;
        Ok(Self {
            port,
            logins: serde_json::from_slice(&logins)?,
            _program: started,
            dir,
        })
    }

    /// The address of a page: `demo.url("/arrivals")`.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The login of `role`.
    ///
    /// # Errors
    /// When the demonstration has none for it.
    pub fn login(&self, role: &str) -> Result<&Login> {
        self.logins
            .iter()
            .find(|login| login.role == role)
            .with_context(|| format!("no login for the role {role}"))
    }

    /// All logins, at least one for each role.
    pub fn logins(&self) -> &[Login] {
        &self.logins
    }

    /// The folder of the database, for `alor verify --data`.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }
}

/// A program that cargo built beside this test.
fn built(name: &str) -> Result<PathBuf> {
    // target/debug/deps/<test> → target/debug/<name>
    let test = std::env::current_exe()?;
    let folder = test.ancestors().nth(2).context("a test without a folder")?;
    let program = folder.join(name);
    if !program.exists() {
        bail!("{} is not there: cargo build", program.display());
    }
    Ok(program)
}

fn wait_until_ready(port: u16, log: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        if is_ready(port).unwrap_or(false) {
            return Ok(());
        }
        if start.elapsed() > READY_MAX {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let last: Vec<_> = said.lines().rev().take(LINES_SHOWN).collect();
            let last: Vec<_> = last.into_iter().rev().collect();
            bail!("not ready in {READY_MAX:?}; it said:\n{}", last.join("\n"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_ready(port: u16) -> Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer
        .lines()
        .next()
        .is_some_and(|status| status.contains(" 200 ") || status.contains(" 204 ")))
}
