use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use tempfile::TempDir;
use throwaway::{Postgres, Program};

use crate::client::Client;
use crate::{Database, process};

/// How long the server may take to make its people.
const READY_MAX: Duration = Duration::from_hours(3);

/// One account, as the demonstration writes them down.
#[derive(Deserialize)]
pub(crate) struct Account {
    role: String,
    pub(crate) login: String,
    pub(crate) password: String,
}

/// The server under measure, on a database of its own.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// How long it took to make everybody and answer.
    pub(crate) ready_after: Duration,
    accounts: Vec<Account>,
    id: u32,
    // In this order: the program ends before its database and its files go.
    _program: Program,
    _postgres: Option<Postgres>,
    _dir: TempDir,
}

impl Server {
    pub(crate) fn start(
        alor: &Path,
        database: Database,
        prisons: u16,
        people: u32,
    ) -> Result<Self> {
        if !alor.exists() {
            bail!("{}: cargo build --release --package alor", alor.display());
        }
        let dir = TempDir::with_prefix("alor-bench-")?;
        let data = dir.path().join("data");
        let log = dir.path().join("log");
        let port = throwaway::free_port()?;
        let mut args = vec![
            "demo".to_owned(),
            format!("--data={}", data.display()),
            format!("--listen=127.0.0.1:{port}"),
            format!("--prisons={prisons}"),
            format!("--people={}", people / u32::from(prisons).max(1)),
        ];
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(Postgres::start()?),
        };
        if let Some(postgres) = &postgres {
            args.push(format!("--db={}", postgres.url("postgres")));
        }
        let start = Instant::now();
        let program = Program::start(alor, args, &log)?;
        wait_until_ready(&program, port, &log)?;
        let ready_after = start.elapsed();
        let accounts = std::fs::read(data.join("logins.json"))?;
        Ok(Self {
            port,
            ready_after,
            accounts: serde_json::from_slice(&accounts)?,
            id: program.id()?,
            _program: program,
            _postgres: postgres,
            _dir: dir,
        })
    }

    pub(crate) fn account(&self, role: &str) -> Result<&Account> {
        let found = self.accounts.iter().find(|account| account.role == role);
        found.with_context(|| format!("no login for {role}"))
    }

    pub(crate) fn cpu_seconds(&self) -> Result<f64> {
        process::cpu_seconds(self.id)
    }

    pub(crate) fn memory_bytes(&self) -> Result<u64> {
        process::memory_bytes(self.id)
    }
}

fn wait_until_ready(program: &Program, port: u16, log: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        if Client::new(port).get("/readyz").is_ok() {
            return Ok(());
        }
        let has_ended = start.elapsed() > Duration::from_secs(1) && program.id().is_err();
        if has_ended || start.elapsed() > READY_MAX {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            bail!("the server is not ready; it said:\n{said}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}
