//! Programs from Python's package index, in folders of their own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::packages;

/// Makes `place` a virtual environment that holds what the file `wanted` lists. Where it does already,
/// nothing goes over the network.
///
/// # Errors
/// When Python, its `venv` or the package index cannot be had.
pub(crate) fn ensure(place: &Path, wanted: &Path) -> Result<()> {
    // The installer comes last, so that what was broken off is made again.
    let pip = place.join("bin/pip");
    if !pip.exists() {
        packages::ensure_python()?;
        let mut command = Command::new("python3");
        quietly(command.args(["-m", "venv", "--clear"]).arg(place))?;
    }
    let once = ["install", "--quiet", "--retries", "1", "--requirement"];
    quietly(Command::new(pip).args(once).arg(wanted)).context("PyPI")
}

/// Runs a command whose words matter only when it fails.
fn quietly(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command
        .output()
        .with_context(|| format!("{program} cannot be started"))?;
    if !done.status.success() {
        let words = String::from_utf8_lossy(&done.stderr);
        let last = words.lines().last().unwrap_or_default();
        bail!("{program} ended with {}: {last}", done.status);
    }
    Ok(())
}
