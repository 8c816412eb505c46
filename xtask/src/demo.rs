//! Running what was built.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::run;

/// `cargo demo`: builds the server and becomes it.
///
/// The PDF worker takes several minutes to compile the first time. The server does not wait for it:
/// pages work at once, and PDFs from the moment that the worker is there.
///
/// # Errors
/// When the build fails or the server cannot be started.
pub(crate) fn run(flags: &[String]) -> Result<()> {
    let built = run::built()?;
    let log = built.join("print-worker.log");
    run::step("build (some minutes the first time)", || {
        run::check(&mut run::cargo(&["build", "--package", "alor"]))
    })?;
    let out = File::create(&log).with_context(|| log.display().to_string())?;
    run::cargo(&["build", "--package", "print"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(out)
        .spawn()
        .context("the build of the PDF worker cannot be started")?;
    if !built.join("alor-print").exists() {
        println!(
            "PDFs work when their worker is built, in some minutes: {}",
            log.display()
        );
    }
    // Becoming the server lets Ctrl-C and a supervisor's signals reach it as its own.
    let error = Command::new(built.join("alor"))
        .arg("demo")
        .args(flags)
        .exec();
    Err(error).context("the server cannot be started")
}

/// `cargo xtask bench`: builds the server as it is shipped and becomes the benchmark.
///
/// # Errors
/// When the build fails or the benchmark cannot be started.
pub(crate) fn bench(flags: &[String]) -> Result<()> {
    run::step("build", || {
        run::check(&mut run::cargo(&[
            "build",
            "--release",
            "--package",
            "alor",
        ]))
    })?;
    let args = ["run", "--release", "--package", "benches", "--"];
    let error = run::cargo(&args).args(flags).exec();
    Err(error).context("cargo cannot be started")
}
