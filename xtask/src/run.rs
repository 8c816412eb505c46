//! Steps: a name, a command or a closure, and the seconds that it took.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// The folder of the whole repository.
pub(crate) fn root() -> PathBuf {
    // Cargo says where this crate is; the repository is one folder up. It is asked now and not when
    // this was compiled: clones that share a target folder share this program.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder of the built programs, this one among them.
///
/// # Errors
/// When the system does not say where this program is.
pub(crate) fn built() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    this.parent()
        .map(Path::to_path_buf)
        .context("a program without a folder")
}

/// The `cargo` that runs this command, in the repository's folder.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(args);
    command
}

/// Does one step, saying its name before and its seconds after.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let start = Instant::now();
    let done = work().with_context(|| name.to_owned());
    let seconds = start.elapsed().as_secs_f64();
    let word = if done.is_ok() { "done" } else { "FAILED" };
    println!("==> {name}: {word} in {seconds:.1} s");
    done
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or ends with another status than success.
pub(crate) fn check(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("{program} cannot be started"))?;
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    Ok(())
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}
