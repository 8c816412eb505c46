//! A PostgreSQL server for the length of a test run: Debian's binaries, a temporary folder, a free
//! port on 127.0.0.1, and nothing left behind, however the run ends.
//!
//! ```no_run
//! let server = throwaway::Postgres::start()?;
//! println!("{}", server.url("postgres"));
//! # Ok::<(), throwaway::Error>(())
//! ```
//!
//! The server outlives neither a panic nor `kill -9` of the process that started it: a guard process
//! holds the other end of a pipe, and when the pipe closes it stops the server and deletes the folder.
//! [`Program`] runs any other server in the same way, and [`client`] asks it over HTTP.
//! The crate has no dependencies, so that `xtask` can use it before anything else is built.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub mod client;
mod program;

pub use program::Program;

/// Ports that are tried before the start is given up: another process may take a free port first.
const STARTS_MAX: u32 = 5;
/// Where Debian puts each major version.
const INSTALLED: &str = "/usr/lib/postgresql";
/// Users that may own the server when the tests run as root, which PostgreSQL refuses to do.
const OWNERS: [&str; 2] = ["postgres", "nobody"];

/// Nothing on this server is worth a wait for the disk. Commits stay synchronous, so that stopping
/// the server loses no acknowledged write and a test can rely on that.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 400
shared_buffers = '64MB'
fsync = off
full_page_writes = off
autovacuum = off
max_wal_size = '4GB'
log_min_messages = error
";

/// What kept the server from starting or stopping.
#[derive(Debug)]
pub enum Error {
    /// PostgreSQL is not installed.
    Missing,
    /// A file, a port or a process could not be had.
    Io(io::Error),
    /// One of PostgreSQL's programs failed; its words.
    Failed(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => write!(
                f,
                "no PostgreSQL under {INSTALLED}: install Debian's package `postgresql`"
            ),
            Self::Io(error) => write!(f, "PostgreSQL for tests: {error}"),
            Self::Failed(words) => write!(f, "PostgreSQL for tests: {words}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A server that runs until this value is dropped or the process ends.
#[derive(Debug)]
pub struct Postgres {
    binaries: PathBuf,
    dir: PathBuf,
    port: u16,
    owner: Option<Owner>,
    guard: Child,
}

impl Postgres {
    /// Makes a new, empty server and waits until it answers.
    ///
    /// # Errors
    /// Missing when PostgreSQL is not installed; else whatever kept it from starting.
    pub fn start() -> Result<Self, Error> {
        let binaries = newest().ok_or(Error::Missing)?;
        let owner = owner()?;
        let dir = folder(owner)?;
        let guard = guard(&binaries, &dir, owner)?;
        let mut server = Self {
            binaries,
            dir,
            port: 0,
            owner,
            guard,
        };
        server.run(
            "initdb",
            &[
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
        )?;
        let settings = server.data().join("postgresql.auto.conf");
        std::fs::write(&settings, SETTINGS)?;
        server.hand_over(&settings)?;
        for attempt in 1.. {
            server.port = free_port()?;
            match server.resume() {
                Err(error) if attempt == STARTS_MAX => return Err(error),
                Err(_) => {}
                Ok(()) => break,
            }
        }
        Ok(server)
    }

    /// The address of one of this server's databases; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Stops the server as an operator would (`fast`): open transactions are rolled back and clients
    /// are cut off. What was committed is kept for [`Postgres::resume`].
    ///
    /// # Errors
    /// Failed, with the words of `pg_ctl`.
    pub fn stop(&self) -> Result<(), Error> {
        self.run("pg_ctl", &["stop", "--mode=fast", "--wait"])
    }

    /// Stops the server as a power cut would, without a last checkpoint.
    ///
    /// # Errors
    /// Failed, with the words of `pg_ctl`.
    pub fn crash(&self) -> Result<(), Error> {
        self.run("pg_ctl", &["stop", "--mode=immediate", "--wait"])
    }

    /// Starts the stopped server again on the same port, and waits until it answers.
    ///
    /// # Errors
    /// Failed, with the words of `pg_ctl`.
    pub fn resume(&self) -> Result<(), Error> {
        let port = format!("-p {}", self.port);
        let log = self.dir.join("log");
        self.run(
            "pg_ctl",
            &["start", "--wait", "-o", &port, "-l", &log.to_string_lossy()],
        )
    }

    /// Restarts the server with this certificate and its key, in PEM: from then on it offers TLS and still takes
    /// those who come without.
    ///
    /// # Errors
    /// When the files cannot be written; failed, with the words of `pg_ctl`.
    pub fn offer_tls(&self, certificate: &str, key: &str) -> Result<(), Error> {
        self.stop()?;
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.data().join(name);
            std::fs::write(&path, text)?;
            // PostgreSQL takes no key that others can read.
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
            self.hand_over(&path)?;
        }
        let settings = self.data().join("postgresql.auto.conf");
        std::fs::write(&settings, format!("{SETTINGS}ssl = on\n"))?;
        self.resume()
    }

    fn hand_over(&self, path: &Path) -> io::Result<()> {
        match self.owner {
            Some(owner) => chown(path, Some(owner.user), Some(owner.group)),
            None => Ok(()),
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<(), Error> {
        let mut command = Command::new(self.binaries.join(program));
        command.args(args).arg("-D").arg(self.data());
        // The server inherits what pg_ctl has open, so a pipe here would never end: use a file.
        let words = self.dir.join(format!("{program}.out"));
        let out = std::fs::File::create(&words)?;
        command
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out);
        become_owner(&mut command, self.owner);
        let status = command.status()?;
        if status.success() {
            return Ok(());
        }
        let words = std::fs::read_to_string(words).unwrap_or_default();
        let log = std::fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        Err(Error::Failed(format!("{program}: {status}\n{words}{log}")))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        program::dismiss(&mut self.guard, "PostgreSQL for tests was not stopped");
    }
}

/// A TCP port on 127.0.0.1 that is free at this moment.
///
/// # Errors
/// When the machine has none.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Whether Debian's PostgreSQL is here.
pub fn is_installed() -> bool {
    newest().is_some()
}

fn newest() -> Option<PathBuf> {
    std::fs::read_dir(INSTALLED)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let binaries = entry.path().join("bin");
            binaries
                .join("initdb")
                .is_file()
                .then_some((version, binaries))
        })
        .max()
        .map(|(_, binaries)| binaries)
}

#[derive(Clone, Copy, Debug)]
struct Owner {
    user: u32,
    group: u32,
}

/// The user to run as: none unless this process is root.
fn owner() -> Result<Option<Owner>, Error> {
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    OWNERS
        .iter()
        .find_map(|name| passwd(&users, name))
        .map(Some)
        .ok_or_else(|| Error::Failed(format!("root, and none of {OWNERS:?} exists")))
}

/// The ids of `name` in the text of `/etc/passwd`.
fn passwd(users: &str, name: &str) -> Option<Owner> {
    users.lines().find_map(|line| {
        let mut columns = line.split(':');
        if columns.next() != Some(name) {
            return None;
        }
        let user = columns.nth(1)?.parse().ok()?;
        let group = columns.next()?.parse().ok()?;
        Some(Owner { user, group })
    })
}

fn folder(owner: Option<Owner>) -> Result<PathBuf, Error> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let dir = loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("alor-pg-{}-{count}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        match std::fs::create_dir(&dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => {
                made?;
                break dir;
            }
        }
    };
    if let Some(owner) = owner {
        chown(&dir, Some(owner.user), Some(owner.group))?;
    }
    Ok(dir)
}

/// Starts the process that cleans up. It has a process group of its own, so that Ctrl-C at the
/// terminal ends the tests and leaves it alive to do its work.
fn guard(binaries: &Path, dir: &Path, owner: Option<Owner>) -> Result<Child, Error> {
    const SCRIPT: &str = r#"
        read -r _
        "$1/pg_ctl" stop -D "$2/data" --mode=immediate --wait
        rm -rf "$2"
    "#;
    let mut command = Command::new("sh");
    command
        .args(["-c", SCRIPT, "guard"])
        .args([binaries, dir])
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    become_owner(&mut command, owner);
    Ok(command.spawn()?)
}

fn become_owner(command: &mut Command, owner: Option<Owner>) {
    if let Some(owner) = owner {
        command.uid(owner.user).gid(owner.group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_the_list_of_users() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres:x:104:110:,,,:/var/lib:/bin/bash\n";
        let owner = passwd(users, "postgres").unwrap();
        assert_eq!((owner.user, owner.group), (104, 110));
        assert!(passwd(users, "nobody").is_none());
    }

    #[test]
    fn a_server_starts_stops_resumes_and_leaves_nothing() {
        let server = Postgres::start().unwrap();
        let answers = |port| std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        let (dir, port) = (server.dir.clone(), server.port);
        assert!(answers(port));
        server.stop().unwrap();
        assert!(!answers(port));
        server.resume().unwrap();
        assert!(answers(port));
        server.crash().unwrap();
        server.resume().unwrap();
        drop(server);
        assert!(!answers(port));
        assert!(!dir.exists(), "{}", dir.display());
    }
}
