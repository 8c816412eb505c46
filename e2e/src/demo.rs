use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use tempfile::TempDir;
use throwaway::Program;

/// How long the program may take to fill a new database and answer.
const READY_MAX: Duration = Duration::from_secs(90);

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
        started.wait_until_ready(port, READY_MAX)?;
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
