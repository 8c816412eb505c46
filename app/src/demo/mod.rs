//! `alor demo`: an installation full of made-up people.
//!
//! The installation is made beside its place and moved there when it is whole, so that a demonstration
//! that was interrupted begins again and one that stands is never touched.

mod beds;
mod convert;
mod expected;
mod fill;
mod logins;
mod past;

pub(crate) use logins::secret;

use std::path::Path;

use anyhow::Context as _;
use kernel::World;

use crate::cli::{At, Demo};
use crate::config::Settings;
use crate::{open, serve};

/// Makes the demonstration unless it is there, prints the way in, and serves.
pub(crate) fn run(how: &Demo) -> anyhow::Result<()> {
    std::fs::create_dir_all(&how.data)
        .with_context(|| format!("{} cannot be made", how.data.display()))?;
    let settings = settings(how)?;
    if !logins::path(&how.data).exists() {
        make(how, &settings)?;
    }
    let logins = logins::read(&how.data)?;
    logins::print(how.listen, &logins, &how.data);
    if how.make_only {
        return Ok(());
    }
    serve::run(&settings)
}

fn settings(how: &Demo) -> anyhow::Result<Settings> {
    Settings::read(&At {
        data: how.data.clone(),
        db: how.db.clone(),
        blobs: None,
        listen: Some(how.listen),
    })
}

fn make(how: &Demo, settings: &Settings) -> anyhow::Result<()> {
    // An embedded database is filled under another name; one on a server is filled where it is.
    let (filling, finished) = match &settings.db {
        db::Url::Sqlite(path) => (Some(path.with_extension("filling")), Some(path.clone())),
        db::Url::Postgres(_) => (None, None),
    };
    let mut making = settings.clone();
    if let Some(filling) = &filling {
        if finished.as_ref().is_some_and(|path| path.exists()) {
            anyhow::bail!(
                "{} holds a database that is no demonstration: choose another folder with --data",
                how.data.display()
            );
        }
        for end in ["", "-wal", "-shm"] {
            remove_if_there(Path::new(&format!("{}{end}", filling.display())))?;
        }
        making.db = db::Url::Sqlite(filling.clone());
    }
    let made = {
        let db = open::database(&making, true)?;
        let world = World::real();
        let made = fill::fill(&db, &world, how)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let logins = runtime.block_on(logins::make(&db, &world, &made))?;
        journal::seal_all(&db)?;
        drop(runtime);
        logins
    };
    if let (Some(filling), Some(finished)) = (filling, finished) {
        std::fs::rename(&filling, &finished)
            .context("the finished database cannot be moved to its place")?;
    }
    logins::write(&how.data, &made)
}

fn remove_if_there(path: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} is in the way", path.display()))
        }
        _ => Ok(()),
    }
}
