//! The settings of an installation: `alor.toml` in its folder, overridden by the command line and the
//! environment. `docs/config.md` is written from [`File`].

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use crate::cli::At;

/// Where the server listens unless told otherwise: this machine alone.
const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// What `alor.toml` may say. Everything may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    /// The database: `sqlite:PATH` or `postgres://…`.
    pub(crate) db: Option<String>,
    /// Where to listen: `127.0.0.1:8080`.
    pub(crate) listen: Option<SocketAddr>,
    /// Behind TLS: cookies are then sent over TLS alone.
    pub(crate) tls: Option<bool>,
    /// A second place, on another disk or machine, for the hourly nominal rolls.
    pub(crate) rolls: Option<PathBuf>,
    /// Connections to the database that may be open at once.
    pub(crate) connections: Option<u32>,
    /// The PDF worker [default: alor-print beside this program].
    pub(crate) print_worker: Option<PathBuf>,
}

impl File {
    /// A file that is not there says nothing.
    fn read(path: &Path) -> anyhow::Result<Self> {
        let read = match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(anyhow::Error::from),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        };
        read.with_context(|| format!("{} cannot be read", path.display()))
    }
}

/// Whether the settings at `path` say which database to use.
pub(crate) fn names_database(path: &Path) -> anyhow::Result<bool> {
    Ok(File::read(path)?.db.is_some())
}

/// The settings in force.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The installation's folder.
    pub(crate) data: PathBuf,
    /// The database.
    pub(crate) db: db::Url,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Whether cookies are for TLS alone.
    pub(crate) tls: bool,
    /// Where the hourly nominal rolls go.
    pub(crate) rolls: PathBuf,
    /// Connections.
    pub(crate) connections: u32,
    /// The PDF worker.
    pub(crate) print_worker: PathBuf,
}

impl Settings {
    /// Reads `alor.toml`, if there is one, and puts the command line over it.
    pub(crate) fn read(at: &At) -> anyhow::Result<Self> {
        Self::with(at, File::read(&at.data.join("alor.toml"))?)
    }

    fn with(at: &At, file: File) -> anyhow::Result<Self> {
        let db = at.db.clone().or(file.db);
        let db = db.unwrap_or_else(|| format!("sqlite:{}", at.data.join("alor.db").display()));
        Ok(Self {
            db: db.parse().map_err(|_| {
                anyhow::anyhow!("--db {db:?} is no database address: write sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME")
            })?,
            listen: at.listen.or(file.listen).unwrap_or(LISTEN),
            tls: file.tls.unwrap_or(false),
            rolls: file.rolls.unwrap_or_else(|| at.data.join("rolls")),
            connections: file.connections.unwrap_or(16),
            print_worker: file.print_worker.unwrap_or_else(worker_beside),
            data: at.data.clone(),
        })
    }

    /// Where photos and scans are.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }
}

fn worker_beside() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    here.parent().unwrap_or(Path::new(".")).join("alor-print")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(db: Option<&str>) -> At {
        At {
            data: "d".into(),
            db: db.map(str::to_owned),
            listen: None,
        }
    }

    #[test]
    fn the_command_line_comes_before_the_file() {
        let file: File = toml::from_str("db = 'sqlite:file.db'\ntls = true\n").unwrap();
        let settings = Settings::with(&at(Some("sqlite:typed.db")), file).unwrap();
        assert_eq!(settings.db.to_string(), "sqlite:typed.db");
        assert!(settings.tls);
        let settings = Settings::with(&at(None), File::default()).unwrap();
        assert_eq!(settings.db.to_string(), "sqlite:d/alor.db");
    }

    #[test]
    fn a_setting_that_does_not_exist_is_an_error() {
        assert!(toml::from_str::<File>("lisen = '127.0.0.1:1'").is_err());
        assert!(Settings::with(&at(Some("mysql://x")), File::default()).is_err());
    }
}
