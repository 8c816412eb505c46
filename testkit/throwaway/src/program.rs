use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;

/// How long the guard may take to start the program.
const STARTED_MAX: Duration = Duration::from_secs(2);
/// How long one answer to "are you ready?" may take.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(20);
/// Lines of the program's words that a failure shows.
const LINES_SHOWN: usize = 30;

/// Starts the program, waits for the pipe to close, and ends it: politely, then by force after ten
/// seconds.
const SCRIPT: &str = r#"
    "$@" &
    child=$!
    read -r _
    kill -TERM $child
    tenths=0
    while kill -0 $child && [ $tenths -lt 100 ]; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    kill -KILL $child
    wait $child
"#;

/// A program that runs until this value is dropped or this process ends, by `kill -9` too.
#[derive(Debug)]
pub struct Program {
    guard: Child,
    log: PathBuf,
}

impl Program {
    /// Starts `program`; what it and its guard say goes to the file `log`.
    ///
    /// # Errors
    /// When the log cannot be written or no process can be had. A program that is not there shows
    /// in the log.
    pub fn start<A: AsRef<OsStr>>(
        program: &Path,
        args: impl IntoIterator<Item = A>,
        log: &Path,
    ) -> io::Result<Self> {
        let out = File::create(log)?;
        let guard = Command::new("sh")
            .args(["-c", SCRIPT, "guard"])
            .arg(program)
            .args(args)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()?;
        Ok(Self {
            guard,
            log: log.to_owned(),
        })
    }

    /// Waits until this program, a server, answers `GET /readyz` on `port` with success.
    ///
    /// # Errors
    /// When it has ended or is not ready after `most`; with the last lines of its log.
    pub fn wait_until_ready(&self, port: u16, most: Duration) -> io::Result<()> {
        let begun = Instant::now();
        while !is_ready(port).unwrap_or(false) {
            if begun.elapsed() > STARTED_MAX && self.id().is_err() {
                return Err(self.complaint("ended before it was ready"));
            }
            if begun.elapsed() > most {
                return Err(self.complaint(&format!("was not ready after {most:?}")));
            }
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    fn complaint(&self, what: &str) -> io::Error {
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = said.lines().collect();
        let last = lines.get(lines.len().saturating_sub(LINES_SHOWN)..);
        let last = last.unwrap_or_default().join("\n");
        io::Error::other(format!("the program {what}; it said:\n{last}"))
    }

    /// The process's number, for what the system says of it.
    ///
    /// # Errors
    /// Not found when the program has ended, or the guard has not started it yet.
    pub fn id(&self) -> io::Result<u32> {
        let guard = self.guard.id();
        let children = std::fs::read_to_string(format!("/proc/{guard}/task/{guard}/children"))?;
        let id = children
            .split_whitespace()
            .next()
            .and_then(|id| id.parse().ok());
        let id: u32 = id.ok_or(io::ErrorKind::NotFound)?;
        // The guard waits for it at the end alone, so until then what has ended is still listed.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        let ended = stat
            .rsplit_once(") ")
            .is_some_and(|(_, state)| state.starts_with('Z'));
        if ended {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(id)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        dismiss(
            &mut self.guard,
            "a program started for a test was not ended",
        );
    }
}

/// Has a guard end what it guards, and waits until it has; says that it was `not` done otherwise.
pub(crate) fn dismiss(guard: &mut Child, not: &str) {
    // Closing the pipe is what tells the guard.
    drop(guard.stdin.take());
    if let Err(error) = guard.wait() {
        #[expect(
            clippy::print_stderr,
            reason = "a test's own output is the place for it"
        )]
        {
            eprintln!("{not}: {error}");
        }
    }
}

fn is_ready(port: u16) -> io::Result<bool> {
    let mut client = Client::new(port);
    client.wait = ANSWER_MAX;
    Ok((200..300).contains(&client.get("/readyz")?.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_ends_with_its_handle() {
        let log = std::env::temp_dir().join(format!("alor-program-{}", std::process::id()));
        let args = ["-c", "echo $$; exec sleep 600"];
        let program = Program::start(Path::new("sh"), args, &log).unwrap();
        let id = loop {
            let said = std::fs::read_to_string(&log).unwrap();
            if let Ok(id) = said.trim().parse::<u32>() {
                break id;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        };
        assert_eq!(program.id().unwrap(), id);
        let process = format!("/proc/{id}");
        assert!(Path::new(&process).exists());
        drop(program);
        assert!(!Path::new(&process).exists());
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn who_ends_before_being_ready_is_quoted() {
        let log = std::env::temp_dir().join(format!("alor-ended-{}", std::process::id()));
        let args = ["-c", "echo no such database; exit 1"];
        let program = Program::start(Path::new("sh"), args, &log).unwrap();
        let port = crate::free_port().unwrap();
        let error = program.wait_until_ready(port, Duration::from_mins(1));
        let words = error.unwrap_err().to_string();
        assert!(
            words.contains("ended") && words.contains("no such database"),
            "{words}"
        );
        drop(program);
        std::fs::remove_file(log).unwrap();
    }
}
