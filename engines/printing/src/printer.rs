//! The pool of workers.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::document::Document;
use crate::error::PrintError;
use crate::wire::Reply;
use crate::worker::{Job, Worker};

/// Workers at once. Two: a long roll does not hold up a ticket at the gate, and no more memory than that is taken.
pub const WORKERS_MAX: usize = 2;

/// Jobs after which a worker is replaced, so that what a typesetter keeps in memory cannot grow without end.
const JOBS_PER_WORKER_MAX: u32 = 1_000;

/// The largest data, in bytes, after which a worker is kept: a roll of thousands takes a hundred times the memory of a
/// ticket, and only the end of the process gives all of it back.
const DATA_BYTES_KEPT_MAX: usize = 512 * 1024;

/// What one job may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Milliseconds of wall time, waiting for a free worker and printing counted apart.
    pub wall_ms: u64,
    /// Bytes of address space for each worker.
    pub memory_bytes: u64,
}

impl Default for Limits {
    /// Twice what the roll of the fullest prison, ten thousand lines, takes of both.
    fn default() -> Self {
        Self {
            wall_ms: 30_000,
            memory_bytes: 3 * 1024 * 1024 * 1024,
        }
    }
}

/// A printed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters that no shipped font could draw: worth a line in the log, because a box was printed in their place.
    pub missing_glyphs: usize,
}

/// Prints documents by worker processes, which it starts when they are first needed.
#[derive(Debug)]
pub struct Printer {
    program: PathBuf,
    limits: Limits,
    seats: Semaphore,
    idle: Mutex<Vec<Worker>>,
}

impl Printer {
    /// A printer with the worker at `program`. Nothing is started, or even looked for, until the first document.
    pub fn new(program: impl Into<PathBuf>, limits: Limits) -> Self {
        let (seats, idle) = (Semaphore::new(WORKERS_MAX), Mutex::new(Vec::new()));
        Self {
            program: program.into(),
            limits,
            seats,
            idle,
        }
    }

    /// The PDF of `document`.
    ///
    /// # Errors
    /// As [`Printer::print`].
    pub async fn pdf(&self, document: Document) -> Result<Vec<u8>, PrintError> {
        Ok(self.print(document).await?.pdf)
    }

    /// Prints `document`. Dropping the future stops the work.
    ///
    /// # Errors
    /// [`PrintError`], each kind with what the caller can do about it. No error spoils the printer: the next document
    /// gets a worker that is well.
    pub async fn print(&self, document: Document) -> Result<Printed, PrintError> {
        let Limits { wall_ms, .. } = self.limits;
        let wall = Duration::from_millis(wall_ms);
        let job = Job::pack(document)?;
        let Ok(Ok(_seat)) = timeout(wall, self.seats.acquire()).await else {
            return Err(PrintError::Busy { wall_ms });
        };
        let mut worker = self.hire()?;
        match timeout(wall, worker.work(&job)).await {
            Ok(Ok((reply, pdf))) => {
                self.rest(worker, &job);
                printed(reply, pdf)
            }
            Ok(Err(source)) => {
                worker.dismiss().await;
                Err(PrintError::Crashed { source })
            }
            Err(_elapsed) => {
                worker.dismiss().await;
                Err(PrintError::TimedOut { wall_ms })
            }
        }
    }

    /// An idle worker that is still alive, or a new one.
    fn hire(&self) -> Result<Worker, PrintError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut worker) = idle.pop() {
            if worker.is_alive() {
                return Ok(worker);
            }
        }
        Worker::start(&self.program, self.limits.memory_bytes).map_err(|source| {
            PrintError::NoWorker {
                path: self.program.clone(),
                source,
            }
        })
    }

    /// Keeps `worker` for the next job, unless it has served long enough or this one left it large.
    fn rest(&self, worker: Worker, job: &Job) {
        if worker.jobs_done() < JOBS_PER_WORKER_MAX && job.data_bytes() <= DATA_BYTES_KEPT_MAX {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(worker);
        }
    }
}

fn printed(reply: Reply, pdf: Vec<u8>) -> Result<Printed, PrintError> {
    match reply {
        Reply::Done {
            pages,
            missing_glyphs,
        } => Ok(Printed {
            pdf,
            pages,
            missing_glyphs,
        }),
        Reply::Refused { message } => Err(PrintError::Rejected { message }),
    }
}
