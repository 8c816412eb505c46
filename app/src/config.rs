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

/// Connections to the database that may be open at once, unless told otherwise.
const CONNECTIONS: u32 = 16;
/// The folder of the hourly rolls in an installation's own.
pub(crate) const ROLLS: &str = "rolls";

/// What `alor.toml` may say. Everything may be left out.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    /// The database: `sqlite:PATH` or `postgres://…`; over a network with `?sslmode=verify-full&sslrootcert=FILE`.
    pub(crate) db: Option<String>,
    /// Where to listen: `127.0.0.1:8080`.
    pub(crate) listen: Option<SocketAddr>,
    /// Behind TLS: cookies are then sent over TLS alone.
    pub(crate) tls: Option<bool>,
    /// Where photos and scans go: a folder, or `s3://BUCKET/PREFIX` [default: `blobs` in the folder].
    pub(crate) blobs: Option<String>,
    /// The S3 server's address, where it is not Amazon's; plain HTTP is spoken only to an `http://` that stands here
    /// (`AWS_ENDPOINT_URL` comes before it).
    pub(crate) s3_endpoint: Option<String>,
    /// The S3 server's region, where it asks for one (`AWS_REGION` comes before it).
    pub(crate) s3_region: Option<String>,
    /// The S3 access key (`AWS_ACCESS_KEY_ID` comes before it).
    pub(crate) s3_key: Option<String>,
    /// Its secret (`AWS_SECRET_ACCESS_KEY` goes with the variable before).
    pub(crate) s3_secret: Option<String>,
    /// A second place, on another disk or machine, for the hourly nominal rolls [default: `rolls` in the folder].
    pub(crate) rolls: Option<PathBuf>,
    /// Connections to the database that may be open at once [default: 16].
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

/// Whether the settings at `path` name a database or a folder of files of their own: a copy of them would lead there.
/// A bucket is everybody's.
pub(crate) fn lead_elsewhere(path: &Path) -> anyhow::Result<bool> {
    let file = File::read(path)?;
    let is_folder = file.blobs.is_some_and(|place| !place.starts_with("s3://"));
    Ok(file.db.is_some() || is_folder)
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
    /// Where photos and scans go.
    pub(crate) blobs: blobs::Place,
    /// How a bucket is reached.
    pub(crate) s3: blobs::Access,
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
            blobs: place(at.blobs.clone().or(file.blobs), &at.data)?,
            s3: blobs::Access {
                endpoint: file.s3_endpoint,
                region: file.s3_region,
                key: file.s3_key,
                secret: file.s3_secret,
            },
            rolls: file.rolls.unwrap_or_else(|| at.data.join(ROLLS)),
            connections: file.connections.unwrap_or(CONNECTIONS),
            print_worker: file.print_worker.unwrap_or_else(worker_beside),
            data: at.data.clone(),
        })
    }
}

fn place(said: Option<String>, data: &Path) -> anyhow::Result<blobs::Place> {
    let Some(said) = said else {
        return Ok(blobs::Place::Folder(data.join("blobs")));
    };
    said.parse().map_err(|_| {
        anyhow::anyhow!(
            "--blobs {said:?} is no place for files: write a folder or s3://BUCKET/PREFIX"
        )
    })
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
            blobs: None,
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
    fn files_lie_in_a_folder_or_in_a_bucket() {
        let settings = Settings::with(&at(None), File::default()).unwrap();
        assert_eq!(settings.blobs.to_string(), "d/blobs");
        let text =
            "blobs = 's3://alor-files/bd'\ns3-endpoint = 'https://s3.local'\ns3-secret = 'hush'\n";
        let file: File = toml::from_str(text).unwrap();
        let settings = Settings::with(&at(None), file).unwrap();
        assert_eq!(settings.blobs.to_string(), "s3://alor-files/bd");
        assert_eq!(settings.s3.endpoint.as_deref(), Some("https://s3.local"));
        assert!(!format!("{settings:?}").contains("hush"));
        let mistyped = At {
            blobs: Some("s3://Alor".to_owned()),
            ..at(None)
        };
        assert!(Settings::with(&mistyped, File::default()).is_err());
    }

    #[test]
    fn a_setting_that_does_not_exist_is_an_error() {
        assert!(toml::from_str::<File>("lisen = '127.0.0.1:1'").is_err());
        assert!(Settings::with(&at(Some("mysql://x")), File::default()).is_err());
    }
}
