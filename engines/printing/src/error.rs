//! What can go wrong between a document and its PDF.

use std::io;
use std::path::PathBuf;

use crate::document::Template;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The worker could not be started: not installed, or not at the configured path.
    #[error("cannot start the PDF worker {path}: {source}")]
    NoWorker {
        /// Where it was looked for.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The caller left out a word that the sheet prints.
    #[error("{template}: the label `{key}` has no text")]
    MissingLabel {
        /// The sheet.
        template: Template,
        /// The label's key.
        key: &'static str,
    },
    /// The document is larger than the worker takes.
    #[error("{what} of {bytes} bytes is over the limit of {bytes_max}")]
    TooLarge {
        /// Which part.
        what: &'static str,
        /// Its size.
        bytes: usize,
        /// What is allowed.
        bytes_max: usize,
    },
    /// The worker is well but cannot print this: a photo that is none, or more pages than it lays out.
    #[error("the PDF worker refused the document: {message}")]
    Rejected {
        /// The worker's reason, for the log.
        message: String,
    },
    /// All workers stayed busy for the whole time allowed to one job.
    #[error("every PDF worker was busy for {wall_ms} ms")]
    Busy {
        /// How long this job waited.
        wall_ms: u64,
    },
    /// The job took too long; its worker was killed.
    #[error("the PDF worker took longer than {wall_ms} ms and was stopped")]
    TimedOut {
        /// The limit.
        wall_ms: u64,
    },
    /// The worker died or spoke out of turn; the next job gets a new one.
    #[error("the PDF worker broke off: {source}")]
    Crashed {
        /// What the pipe said.
        source: io::Error,
    },
}
