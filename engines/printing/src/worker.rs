//! One worker process and its pipes.

use std::io;
use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::document::Document;
use crate::error::PrintError;
use crate::wire::{self, JobHeader, Reply};

/// A job in its frames' contents, checked and ready to be written more than once.
pub(crate) struct Job {
    header: Vec<u8>,
    data: Vec<u8>,
    photo: Option<Vec<u8>>,
}

impl Job {
    /// Packs `document`.
    pub(crate) fn pack(document: Document) -> Result<Self, PrintError> {
        document.check()?;
        let header = JobHeader {
            template: document.template(),
            photo: document.photo().is_some(),
        };
        let unwritable = |source: serde_json::Error| PrintError::Rejected {
            message: source.to_string(),
        };
        let header = serde_json::to_vec(&header).map_err(unwritable)?;
        let data = document.data().map_err(unwritable)?;
        if data.len() > wire::DATA_BYTES_MAX {
            let bytes = data.len();
            return Err(PrintError::TooLarge {
                what: "document",
                bytes,
                bytes_max: wire::DATA_BYTES_MAX,
            });
        }
        Ok(Self {
            header,
            data,
            photo: document.photo().map(|photo| photo.bytes.clone()),
        })
    }

    /// The size of the document's data.
    pub(crate) fn data_bytes(&self) -> usize {
        self.data.len()
    }
}

/// A worker that has been started. Dropping it kills it, so that a caller who gives up leaves nothing running.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    jobs_done: u32,
}

impl Worker {
    /// Starts `program`, which limits its own memory to `memory_bytes`.
    ///
    /// It inherits no environment: the server's holds secrets that a typesetter has no use for.
    pub(crate) fn start(program: &Path, memory_bytes: u64) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg("--memory-bytes")
            .arg(memory_bytes.to_string())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => Ok(Self {
                child,
                stdin,
                stdout: BufReader::new(stdout),
                jobs_done: 0,
            }),
            _ => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        }
    }

    /// How many jobs it has answered.
    pub(crate) fn jobs_done(&self) -> u32 {
        self.jobs_done
    }

    /// Whether it is still there to take a job.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Gives it `job` and waits for the answer: the reply, and the PDF after [`Reply::Done`].
    ///
    /// After an error, or if the future is dropped half way, the pipes are out of step: let the worker go.
    pub(crate) async fn work(&mut self, job: &Job) -> io::Result<(Reply, Vec<u8>)> {
        self.send(&job.header).await?;
        self.send(&job.data).await?;
        if let Some(photo) = &job.photo {
            self.send(photo).await?;
        }
        self.stdin.flush().await?;
        let reply = serde_json::from_slice(&self.receive(wire::HEADER_BYTES_MAX).await?)?;
        let pdf = match reply {
            Reply::Done { .. } => self.receive(wire::PDF_BYTES_MAX).await?,
            Reply::Refused { .. } => Vec::new(),
        };
        self.jobs_done = self.jobs_done.saturating_add(1);
        Ok((reply, pdf))
    }

    /// Kills it and waits until it is gone, so that no zombie stays behind.
    pub(crate) async fn dismiss(mut self) {
        // It may have died by itself: then there is nothing left to kill, and that is all that was wanted.
        let _already_gone = self.child.kill().await;
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdin.write_all(&wire::prefix(bytes)?).await?;
        self.stdin.write_all(bytes).await
    }

    async fn receive(&mut self, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut length = [0; 4];
        self.stdout.read_exact(&mut length).await?;
        let mut bytes = vec![0; wire::announced(length, bytes_max)?];
        self.stdout.read_exact(&mut bytes).await?;
        Ok(bytes)
    }
}
