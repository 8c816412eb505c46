//! What the build machine does.

use std::process::{Command, ExitCode, Stdio};

use anyhow::Result;

use crate::api_cases::{self, Outcome};
use crate::{run, test, tidy};

/// A step's name and what it does.
type Step = (&'static str, fn() -> Result<()>);

const STEPS: [Step; 6] = [
    ("format", format),
    ("tidy", tidy::run),
    ("deny", deny),
    ("clippy", clippy),
    ("features", features),
    ("documentation", documentation),
];

/// Runs every step, so that one run tells everything that is wrong, and closes with the tests' own
/// line.
pub(crate) fn run() -> ExitCode {
    let mut failed: Vec<String> = STEPS
        .into_iter()
        .filter_map(|(name, work)| run::step(name, work).err())
        .map(|error| format!("{error:#}"))
        .collect();
    let totals = test::all(&[]).unwrap_or_else(|error| {
        failed.push(format!("{error:#}"));
        test::Totals::default()
    });
    for (engine, on_postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        let checked = api_cases(engine, on_postgres);
        failed.extend(checked.err().map(|error| format!("{error:#}")));
    }
    for words in &failed {
        eprintln!("error: {words}");
    }
    let tests = totals.close();
    if failed.is_empty() {
        tests
    } else {
        ExitCode::FAILURE
    }
}

/// Checks the API against its document, on the server that the tests built. A machine without Python or a way
/// to its package index says so and goes on: that is no fault of the code. A wrong pin is one.
fn api_cases(engine: &str, on_postgres: bool) -> Result<()> {
    let name = format!("the API's cases on {engine}");
    let checked = run::step(&name, || api_cases::check(on_postgres))?;
    if let Outcome::NotRun(why) = checked {
        println!("{name} were NOT run: {why}");
    }
    Ok(())
}

fn format() -> Result<()> {
    run::check(&mut run::cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    let args = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    run::check(&mut run::cargo(&args))
}

/// The program without what can be left out of it.
fn features() -> Result<()> {
    let args = ["clippy", "--package", "alor", "--no-default-features"];
    run::check(run::cargo(&args).args(["--", "-D", "warnings"]))
}

fn documentation() -> Result<()> {
    let args = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ];
    run::check(run::cargo(&args).env("RUSTDOCFLAGS", "-D warnings"))
}

/// `cargo deny` repeats and widens what `tidy` checks, where it is installed. Its advisories come
/// from the network, so they are left to a machine that has it.
fn deny() -> Result<()> {
    let installed = Command::new("cargo-deny")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !installed {
        println!("cargo-deny is not installed: `tidy` checks licences and forbidden crates");
        return Ok(());
    }
    // Who draws in each of the crates that stand here in two versions would be thousands of lines.
    let how = ["deny", "--offline", "check", "--hide-inclusion-graph"];
    let what = ["bans", "licenses", "sources"];
    run::check(run::cargo(&how).args(what))
}
