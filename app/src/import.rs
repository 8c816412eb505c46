//! `alor import`: a file of people, all of it or nothing.

use std::process::ExitCode;

use crate::cli::Import;

/// Brings a file in, or reports what would happen.
pub(crate) fn run(_how: &Import) -> anyhow::Result<ExitCode> {
    anyhow::bail!("being built")
}
