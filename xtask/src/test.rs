//! The tests, and the files that tests keep fresh.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{packages, run};

/// What the test runs came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    passed: u64,
    failed: u64,
}

impl Totals {
    /// Adds the closing line of one test binary, if `line` is one.
    fn add(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        let count = |word: &str| {
            counts
                .split([';', '.'])
                .filter_map(|part| part.trim().strip_suffix(word))
                .find_map(|number| number.trim().parse::<u64>().ok())
                .unwrap_or(0)
        };
        self.passed += count(" passed");
        self.failed += count(" failed");
    }

    /// Prints the closing line and gives the status that goes with it.
    pub(crate) fn close(self) -> ExitCode {
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 && self.passed > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask test`: all tests, or the part that `part` names in `cargo test`'s own words.
pub(crate) fn run(part: &[String]) -> ExitCode {
    let totals = all(part).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        Totals {
            passed: 0,
            failed: 1,
        }
    });
    totals.close()
}

/// Runs the tests. A run that broke off counts as one failure more, so that nothing passes unseen.
///
/// # Errors
/// When the tests could not be run at all.
pub(crate) fn all(part: &[String]) -> Result<Totals> {
    run::step("packages", packages::ensure)?;
    // The browser's tests start the server itself, and those of the PDFs their worker.
    let build: &[&str] = match part {
        [] => &["build", "--workspace", "--bins"],
        words if words.iter().any(|word| word == "e2e") => &["build", "--package", "alor"],
        _ => &[],
    };
    if !build.is_empty() {
        run::step("build", || run::check(&mut run::cargo(build)))?;
    }
    let server = run::step("PostgreSQL", || Ok(throwaway::Postgres::start()?))?;
    let mut command = run::cargo(&["test", "--no-fail-fast"]);
    if part.is_empty() {
        command.arg("--workspace");
    }
    command
        .args(part)
        .env("ALOR_TEST_PG", server.url("postgres"))
        .stdout(Stdio::piped());
    run::step("tests", || count(command))
}

/// Runs `cargo test`, shows what it says and adds up its closing lines.
fn count(mut command: Command) -> Result<Totals> {
    let mut child = command.spawn().context("cargo cannot be started")?;
    let out = child.stdout.take().context("cargo has no output")?;
    let mut totals = Totals::default();
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        totals.add(&line);
    }
    let status = child.wait()?;
    if !status.success() && totals.failed == 0 {
        eprintln!("a test did not build or broke off: cargo ended with {status}");
        totals.failed = 1;
    }
    Ok(totals)
}

/// Rewrites the generated files: each is kept by a test whose name ends in `is_fresh`, which writes
/// where it would else complain.
///
/// # Errors
/// When such a test fails for another reason.
pub(crate) fn generate() -> Result<()> {
    run::step("generated files", || {
        run::check(
            run::cargo(&[
                "test",
                "--quiet",
                "--workspace",
                "--exclude",
                "e2e",
                "--tests",
            ])
            .arg("is_fresh")
            .env("ALOR_UPDATE", "1"),
        )
    })
}

/// Takes the screenshots in `docs/`.
///
/// # Errors
/// When the server, the browser or a page fails.
pub(crate) fn screenshots() -> Result<()> {
    run::step("packages", packages::ensure)?;
    run::step("build", || {
        run::check(&mut run::cargo(&["build", "--package", "alor"]))
    })?;
    run::step("screenshots", || {
        run::check(
            run::cargo(&["test", "--package", "e2e", "--test", "screenshots"])
                .env("ALOR_UPDATE", "1"),
        )
    })
}

/// Runs a throw-away server until the input ends or somebody presses Enter.
///
/// # Errors
/// When PostgreSQL is not installed or does not start.
pub(crate) fn postgres() -> Result<()> {
    if !throwaway::is_installed() {
        bail!("install Debian's package `postgresql` first");
    }
    let server = throwaway::Postgres::start()?;
    println!("{}", server.url("postgres"));
    println!("Enter stops it and deletes what it holds.");
    std::io::stdin().read_line(&mut String::new())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_added_up() {
        let mut totals = Totals::default();
        for line in [
            "running 2 tests",
            "test a ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ] {
            totals.add(line);
        }
        let expected = Totals {
            passed: 15,
            failed: 2,
        };
        assert_eq!(totals, expected);
    }
}
