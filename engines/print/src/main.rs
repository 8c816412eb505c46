//! The PDF worker. `printing::Printer` starts it; its README shows how to run it by hand.

use std::io::{self, BufReader, BufWriter};
use std::process::ExitCode;

use print::{Renderer, serve};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(
                clippy::print_stderr,
                reason = "standard error is this process's only log"
            )]
            {
                eprintln!("alor-print: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    limit_memory(memory_bytes(std::env::args().skip(1))?)?;
    serve(
        &Renderer::new(),
        BufReader::new(io::stdin().lock()),
        BufWriter::new(io::stdout().lock()),
    )
}

/// The one option, `--memory-bytes N`; without it the memory is not limited.
fn memory_bytes(mut arguments: impl Iterator<Item = String>) -> io::Result<Option<u64>> {
    let usage = || {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            "usage: alor-print [--memory-bytes N]",
        )
    };
    match (
        arguments.next().as_deref(),
        arguments.next(),
        arguments.next(),
    ) {
        (None, _, _) => Ok(None),
        (Some("--memory-bytes"), Some(bytes), None) => bytes.parse().map(Some).map_err(|_| usage()),
        _ => Err(usage()),
    }
}

/// Limits this process before it reads anything: a document that needs more ends the worker, not the machine. No core
/// file either, since it would hold what people's papers say.
#[cfg(unix)]
fn limit_memory(bytes: Option<u64>) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limit = |resource, most| {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )
    };
    limit(Resource::Core, 0)?;
    if let Some(bytes) = bytes {
        limit(Resource::As, bytes)?;
    }
    Ok(())
}

/// Elsewhere the limit is the operator's to set from outside.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the signature is the one of the other systems"
)]
fn limit_memory(_bytes: Option<u64>) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::memory_bytes;

    fn parsed(line: &str) -> std::io::Result<Option<u64>> {
        memory_bytes(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_one_option_is_a_number_of_bytes() {
        assert_eq!(parsed("").unwrap(), None);
        assert_eq!(parsed("--memory-bytes 1048576").unwrap(), Some(1_048_576));
        for wrong in [
            "--memory-bytes",
            "--memory-bytes lots",
            "--memory-bytes 1 2",
            "--help",
            "file.json",
        ] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
