//! Programs from Python's package index, in folders of their own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::packages;

/// Whether this machine can have what was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Had {
    /// It is installed.
    All,
    /// There is no Python to install it for, or no way to the package index, and why.
    NotHere(String),
}

/// Makes `place` a virtual environment that holds what the file `wanted` lists. Where it does already,
/// nothing goes over the network.
///
/// # Errors
/// When the environment cannot be made or is broken, and when the index can be reached and does not have what
/// is wanted: these are faults to mend, where a machine without Python or a network is none.
pub(crate) fn ensure(place: &Path, wanted: &Path) -> Result<Had> {
    // The installer comes last, so that what was broken off is made again.
    let pip = place.join("bin/pip");
    if !pip.exists() {
        if let Err(error) = packages::ensure_python() {
            return Ok(Had::NotHere(format!("{error:#}")));
        }
        let mut command = Command::new("python3");
        quietly(command.args(["-m", "venv", "--clear"]).arg(place))?;
    }
    install(&pip, wanted).with_context(|| format!("{} (delete it to begin anew)", place.display()))
}

fn install(pip: &Path, wanted: &Path) -> Result<Had> {
    let once = ["install", "--quiet", "--retries", "1", "--requirement"];
    let Err(error) = quietly(Command::new(pip).args(once).arg(wanted)) else {
        return Ok(Had::All);
    };
    quietly(Command::new(pip).arg("--version")).context("the installer is broken")?;
    // Whatever an index lacks, it has the installer itself: one that does not name it cannot be reached.
    let asked = quietly(Command::new(pip).args(["index", "versions", "--retries", "1", "pip"]));
    match asked {
        Ok(()) => Err(error),
        Err(unreachable) => Ok(Had::NotHere(format!(
            "PyPI cannot be reached: {unreachable:#}"
        ))),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is had of an environment whose installer does these things, in the words of a shell's `case`.
    fn had(cases: &str) -> Result<Had> {
        let place = tempfile::tempdir()?;
        let script = format!("#!/bin/sh\ncase \"$1\" in {cases} esac\n");
        let pip = place.path().join("bin/pip");
        // Written by another process: a program that this one still has open for writing cannot be started.
        let write = r#"mkdir "$(dirname "$0")" && printf %s "$1" > "$0" && chmod +x "$0""#;
        quietly(Command::new("sh").args(["-c", write]).arg(pip).arg(script))?;
        ensure(place.path(), Path::new("wanted.txt"))
    }

    #[test]
    fn what_is_there_needs_no_network() {
        assert_eq!(had("index) exit 1;;").unwrap(), Had::All);
    }

    #[test]
    fn only_an_index_out_of_reach_excuses() {
        let alone = had("install) exit 1;; index) exit 1;;").unwrap();
        assert!(matches!(alone, Had::NotHere(_)), "{alone:?}");
        let wrong_pin = had("install) echo no such version >&2; exit 1;;").unwrap_err();
        assert!(format!("{wrong_pin:#}").contains("no such version"));
        let broken = had("*) exit 1;;").unwrap_err();
        assert!(format!("{broken:#}").contains("broken"));
    }
}
