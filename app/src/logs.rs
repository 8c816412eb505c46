//! The log, on standard error.

use tracing_subscriber::EnvFilter;

use crate::cli::Log;

/// Starts logging. `RUST_LOG` says how much.
pub(crate) fn start(log: Log) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,refinery_core=warn"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match log {
        Log::Human => builder.with_target(false).init(),
        Log::Json => builder.json().init(),
    }
}
