use std::path::{Path, PathBuf};

use anyhow::Result;
use db::{Db, Engine, Options};
use tempfile::TempDir;
use throwaway::Postgres;

use crate::store;

/// An embedded database in its installation's folder.
const FILE: &str = "alor.db";

/// Where a run's database is: a file, a PostgreSQL server of its own, or one that is there.
pub(crate) struct Place {
    /// The installation's folder.
    pub(crate) data: PathBuf,
    /// The database's address.
    pub(crate) url: String,
    /// The server of this run alone.
    postgres: Option<Postgres>,
    // Last, so that it goes when nothing uses it any more.
    _dir: TempDir,
}

impl Place {
    /// A new place. `data` keeps an embedded database beyond the run; `url` is a PostgreSQL that keeps
    /// its own.
    pub(crate) fn new(engine: Engine, data: Option<&Path>, url: Option<&str>) -> Result<Self> {
        let dir = TempDir::with_prefix("alor-bench-")?;
        let (data, url, postgres) = match (engine, url) {
            (Engine::Sqlite, _) => {
                let data = data.unwrap_or(dir.path());
                let url = format!("sqlite:{}", data.join(FILE).display());
                (data.to_owned(), url, None)
            }
            (Engine::Postgres, Some(url)) => (dir.path().to_owned(), url.to_owned(), None),
            (Engine::Postgres, None) => {
                let server = Postgres::start()?;
                (dir.path().to_owned(), server.url("postgres"), Some(server))
            }
        };
        std::fs::create_dir_all(&data)?;
        let place = Self {
            data,
            url,
            postgres,
            _dir: dir,
        };
        if let Some(server) = &place.postgres {
            store::make_room(&place.open(1)?)?;
            server.stop()?;
            server.resume()?;
        }
        Ok(place)
    }

    /// Opens the database; makes an embedded one that is not there.
    pub(crate) fn open(&self, connections: u32) -> Result<Db> {
        let options = Options {
            connections,
            create: true,
        };
        Ok(Db::open(&self.url.parse()?, options)?)
    }

    /// From here on PostgreSQL waits for the disk at every commit, as SQLite always does. Filling does
    /// without, since a half-filled database is thrown away.
    pub(crate) fn like_in_earnest(&self) -> Result<()> {
        if self.postgres.is_some() {
            store::wait_for_disk(&self.open(1)?)?;
        }
        Ok(())
    }

    /// What the database takes on the disk.
    pub(crate) fn bytes(&self, db: &Db) -> Result<u64> {
        match db.engine() {
            Engine::Postgres => store::database_bytes(db),
            Engine::Sqlite => Ok(std::fs::metadata(self.data.join(FILE))?.len()),
        }
    }
}
