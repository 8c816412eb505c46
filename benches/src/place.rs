use std::path::{Path, PathBuf};

use anyhow::Result;
use db::{Db, Engine, Options};
use tempfile::TempDir;
use throwaway::Postgres;

use crate::store;

/// Where a run's database is: a file, or a PostgreSQL server of its own.
pub(crate) struct Place {
    /// The installation's folder.
    pub(crate) data: PathBuf,
    postgres: Option<Postgres>,
    // Last, so that it goes when nothing uses it any more.
    _dir: TempDir,
}

impl Place {
    /// A new place. `data` keeps an embedded database beyond the run.
    pub(crate) fn new(engine: Engine, data: Option<&Path>) -> Result<Self> {
        let dir = TempDir::with_prefix("alor-bench-")?;
        let (data, postgres) = match engine {
            Engine::Sqlite => (data.unwrap_or(dir.path()).to_owned(), None),
            Engine::Postgres => (dir.path().to_owned(), Some(Postgres::start()?)),
        };
        std::fs::create_dir_all(&data)?;
        let place = Self {
            data,
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

    /// The database's address.
    pub(crate) fn url(&self) -> String {
        match &self.postgres {
            Some(server) => server.url("postgres"),
            None => format!("sqlite:{}", self.file().display()),
        }
    }

    /// Opens the database; makes an embedded one that is not there.
    pub(crate) fn open(&self, connections: u32) -> Result<Db> {
        let options = Options {
            connections,
            create: true,
        };
        Ok(Db::open(&self.url().parse()?, options)?)
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
        match &self.postgres {
            Some(_) => store::database_bytes(db),
            None => Ok(std::fs::metadata(self.file())?.len()),
        }
    }

    fn file(&self) -> PathBuf {
        self.data.join("alor.db")
    }
}
