//! The API against its own description. `schemathesis` reads the OpenAPI document of a running
//! server, sends requests that fit it and requests that do not, follows its links, and compares each
//! answer with what the document promises.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use tempfile::TempDir;
use throwaway::{Postgres, Program};

use crate::python::{self, Had};
use crate::run;

/// Cases below which a run has looked at too little.
const CASES_MIN: u64 = 2_000;
/// Random cases for each address. With the fixed ones and the chains it comes to some 2,500.
const CASES_EACH: &str = "200";
/// Draws the same cases each time, but for what follows from answers.
const SEED: &str = "1971";
/// How large the demonstration is that is asked.
const SIZE: [&str; 2] = ["--prisons=2", "--people=60"];
/// How long the server may take to make it and answer.
const READY_MAX: Duration = Duration::from_secs(90);

/// What came of a check that found nothing wrong.
pub(crate) enum Outcome {
    /// Every case passed.
    Passed,
    /// The checker cannot be had, and why.
    NotRun(String),
}

/// `cargo xtask api-cases`: builds the server and checks its API, on SQLite or on PostgreSQL.
///
/// # Errors
/// When an answer breaks a promise, or the checker cannot be had.
pub(crate) fn run(on_postgres: bool) -> Result<()> {
    run::step("build", || {
        run::check(&mut run::cargo(&["build", "--package", "alor"]))
    })?;
    match check(on_postgres)? {
        Outcome::Passed => Ok(()),
        Outcome::NotRun(why) => bail!("the API was not checked: {why}"),
    }
}

/// Checks the API of the server that was built, and prints how many cases passed.
///
/// # Errors
/// When an answer breaks a promise, when too few cases were tried, when the server does not run, and when the
/// checker cannot be installed though Python and the package index are there.
pub(crate) fn check(on_postgres: bool) -> Result<Outcome> {
    let built = run::built()?;
    let place = built.parent().unwrap_or(&built).join("api-cases");
    let wanted = run::root().join("xtask/api-cases.txt");
    if let Had::NotHere(why) = python::ensure(&place, &wanted)? {
        return Ok(Outcome::NotRun(why));
    }
    let database = on_postgres.then(Postgres::start).transpose()?;
    let server = Server::start(&built.join("alor"), database.as_ref())?;
    let checked = server.ask_all(&place.join("bin/schemathesis"));
    if checked.is_err() {
        println!("what the server said: {}", server.keep().display());
    }
    checked.map(|()| Outcome::Passed)
}

/// A demonstration of its own, served until this value is dropped.
struct Server {
    port: u16,
    // Before the folder, so that the program has ended when its files go.
    program: Program,
    dir: TempDir,
}

impl Server {
    fn start(alor: &Path, database: Option<&Postgres>) -> Result<Self> {
        let dir = TempDir::with_prefix("alor-api-cases-")?;
        let port = throwaway::free_port()?;
        let mut args = vec![
            "demo".to_owned(),
            format!("--data={}", dir.path().join("data").display()),
            format!("--listen=127.0.0.1:{port}"),
        ];
        args.extend(SIZE.map(str::to_owned));
        args.extend(database.map(|server| format!("--db={}", server.url("postgres"))));
        let program = Program::start(alor, args, &dir.path().join("log"))?;
        program.wait_until_ready(port, READY_MAX)?;
        Ok(Self { port, program, dir })
    }

    /// Lets the checker ask whatever it can think of, and prints the number of its cases.
    fn ask_all(&self, schemathesis: &Path) -> Result<()> {
        let report = self.dir.path().join("report.json");
        let document = format!("http://127.0.0.1:{}/api/v1/openapi.json", self.port);
        let token = format!("Authorization: Bearer {}", self.token()?);
        let options = [
            ("--header", token.as_str()),
            ("--checks", "all"),
            ("--max-examples", CASES_EACH),
            ("--seed", SEED),
            ("--generation-database", "none"),
            ("--report", "json"),
        ];
        let mut command = Command::new(schemathesis);
        command
            .args(["--no-color", "run", &document, "--continue-on-failure"])
            .args(options.iter().flat_map(|(name, value)| [name, value]))
            .arg("--report-json-path")
            .arg(&report)
            .current_dir(self.dir.path());
        run::check(&mut command)?;
        let report = std::fs::read(&report).context("no report")?;
        let cases = serde_json::from_slice::<Report>(&report)?.cases()?;
        println!("{cases} cases of the API passed, 0 failed");
        Ok(())
    }

    /// The token of the program to which the demonstration gives one.
    fn token(&self) -> Result<String> {
        let logins = std::fs::read(self.dir.path().join("data/logins.json"))?;
        let logins: Vec<Login> = serde_json::from_slice(&logins)?;
        let program = logins.into_iter().find(|login| login.role == "api_client");
        Ok(program.context("no program has a token")?.password)
    }

    /// Ends the server and leaves its files; gives its log.
    fn keep(self) -> PathBuf {
        drop(self.program);
        self.dir.keep().join("log")
    }
}

/// One line of `logins.json`.
#[derive(Deserialize)]
struct Login {
    role: String,
    password: String,
}

/// What the checker writes of a run.
#[derive(Deserialize)]
struct Report {
    operations: Operations,
    test_cases: Cases,
    /// By operation and by phase.
    valid_rates: BTreeMap<String, BTreeMap<String, Rate>>,
}

#[derive(Deserialize)]
struct Operations {
    total: usize,
}

#[derive(Deserialize)]
struct Cases {
    generated: u64,
    with_failures: u64,
    errored: u64,
}

#[derive(Deserialize)]
struct Rate {
    /// Requests that were answered with success.
    accepted: u64,
}

impl Report {
    /// The number of cases.
    ///
    /// # Errors
    /// When one failed, when there were too few, and when an operation never succeeded: of that one
    /// only its refusals were looked at.
    fn cases(&self) -> Result<u64> {
        let cases = &self.test_cases;
        let wrong = cases.with_failures + cases.errored;
        ensure!(wrong == 0, "{wrong} cases of the API failed");
        ensure!(
            cases.generated >= CASES_MIN,
            "only {} cases of the API, of {CASES_MIN} wanted",
            cases.generated
        );
        let succeeds =
            |phases: &&BTreeMap<String, Rate>| phases.values().any(|rate| rate.accepted > 0);
        let reached = self.valid_rates.values().filter(succeeds).count();
        ensure!(
            reached == self.operations.total,
            "only {reached} of the API's {} operations ever succeeded",
            self.operations.total
        );
        Ok(cases.generated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(cases: u64, failed: u64, accepted: u64) -> Report {
        let text = format!(
            r#"{{"operations": {{"total": 1, "tested": 1}},
                "test_cases": {{"generated": {cases}, "with_failures": {failed}, "errored": 0}},
                "valid_rates": {{"GET /people": {{"coverage": {{"accepted": 0}}, "fuzzing": {{"accepted": {accepted}}}}}}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_run_counts_when_it_was_large_clean_and_got_through() {
        assert_eq!(report(2_000, 0, 1).cases().unwrap(), 2_000);
        assert!(report(1_999, 0, 1).cases().is_err());
        assert!(report(2_000, 1, 1).cases().is_err());
        assert!(report(2_000, 0, 0).cases().is_err());
    }
}
