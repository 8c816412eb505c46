use kernel::{Error, Result};
use refinery::Runner;

use crate::{Engine, dialect, pg};

/// One step of a schema: `V1__inmates` and its portable SQL. A step that was released never changes.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `V<number>__<words>`.
    pub name: &'static str,
    /// The portable text (see [`crate`]).
    pub sql: &'static str,
}

/// The steps of one part of the house, which keeps its own numbering.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The part: `journal`, `access`, `pids` …
    pub part: &'static str,
    /// In order.
    pub steps: &'static [Migration],
}

pub(crate) enum Target<'a> {
    Sqlite(&'a mut rusqlite::Connection),
    Postgres(&'a mut pg::Pg),
}

/// Applies what is missing, each step in its own transaction.
pub(crate) fn run(mut target: Target<'_>, all: &[Migrations]) -> Result<()> {
    let engine = match target {
        Target::Sqlite(_) => Engine::Sqlite,
        Target::Postgres(_) => Engine::Postgres,
    };
    for part in all {
        let steps = part
            .steps
            .iter()
            .map(|step| {
                refinery::Migration::unapplied(step.name, &dialect::migration(step.sql, engine))
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| failed(part.part, error))?;
        let mut runner = Runner::new(&steps);
        runner.set_migration_table_name(format!("schema_{}", part.part));
        match &mut target {
            Target::Sqlite(conn) => runner.run(*conn),
            Target::Postgres(pg) => runner.run(&mut pg.client),
        }
        .map_err(|error| failed(part.part, error))?;
    }
    Ok(())
}

fn failed(part: &'static str, error: refinery::Error) -> Error {
    Error::unavailable("err-db-migrate")
        .with("part", part)
        .because(error)
}
