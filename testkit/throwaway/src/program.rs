use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

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
        Ok(Self { guard })
    }

    /// The process's number, for what the system says of it.
    ///
    /// # Errors
    /// Not found when the program has ended, or the guard has not started it yet.
    pub fn id(&self) -> io::Result<u32> {
        let guard = self.guard.id();
        let children = std::fs::read_to_string(format!("/proc/{guard}/task/{guard}/children"))?;
        children
            .split_whitespace()
            .next()
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Closing the pipe is what tells the guard.
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            #[expect(
                clippy::print_stderr,
                reason = "a test's own output is the place for it"
            )]
            {
                eprintln!("a program started for a test was not ended: {error}");
            }
        }
    }
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
}
