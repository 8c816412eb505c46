//! Opening an installation.

use std::sync::Arc;

use anyhow::Context as _;
use blobs::Blobs;
use db::{Db, Engine, Options};
use kernel::World;
use printing::{Limits, Printer};
use web::App;

use crate::config::Settings;
use crate::systems;

/// Opens the database and brings its schema up to this version.
pub(crate) fn database(settings: &Settings, create: bool) -> anyhow::Result<Db> {
    let options = Options {
        connections: settings.connections,
        create,
    };
    let db = Db::open(&settings.db, options).map_err(|error| {
        let words = match (settings.db.engine(), error.key) {
            (Engine::Sqlite, _) => {
                "is no database; `alor migrate --create` makes one, `alor demo` fills one"
            }
            (Engine::Postgres, "err-db-url") => "is not understood",
            (Engine::Postgres, "err-db-refused") => {
                "lets nobody in by the user, password or name in its address"
            }
            (Engine::Postgres, "err-db-tls") => {
                "offers no connection that sslmode and sslrootcert in its address allow"
            }
            (Engine::Postgres, _) => "does not answer",
        };
        anyhow::Error::from(error).context(format!("{} {words}", settings.db))
    })?;
    db.migrate(&systems::migrations())
        .context("the schema cannot be brought up to this version")?;
    Ok(db)
}

/// The store of photos and scans. Of a bucket nothing is asked yet.
pub(crate) fn blobs(settings: &Settings) -> anyhow::Result<Blobs> {
    Blobs::open(&settings.blobs, &settings.s3)
        .with_context(|| format!("{} cannot be used", settings.blobs))
}

/// All that the pages stand on.
pub(crate) fn app(settings: &Settings, db: Db) -> anyhow::Result<App> {
    let systems = systems::all();
    let blobs = blobs(settings)?;
    let printer = Arc::new(Printer::new(
        settings.print_worker.clone(),
        Limits::default(),
    ));
    let mut app = App::new(db, World::real(), blobs, &systems)?;
    app.places
        .set(app.db.read_now(pids::estate::service::places)?);
    app.printer = Some(printer);
    app.secure = settings.tls;
    app.proxied = settings.tls;
    Ok(app)
}
