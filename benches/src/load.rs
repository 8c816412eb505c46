//! Filling the database through the system's own stores.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Instant;

use anyhow::Result;
use db::{Db, Engine};
use pids::{custody, find, people};

use crate::country::Country;
use crate::house::House;
use crate::record::{Record, record};
use crate::{row, store};

/// People of one transaction: the more, the fewer pages of the index of names are written again.
const BATCH_SQLITE: usize = 400_000;
/// PostgreSQL ends a session that is silent inside a transaction for half a minute, and so long would the
/// keys of more take.
const BATCH_POSTGRES: usize = 100_000;
/// People of the first transaction. PostgreSQL plans a statement once for each connection: a plan made
/// while the tables were empty reads them from end to end ever after, so these few come first and the
/// tables are measured then.
const FIRST_BATCH: usize = 1_000;

/// Writes everybody; says how long it took.
pub(crate) fn everybody(house: &House, country: &Country) -> Result<()> {
    let batch = match house.db.engine() {
        Engine::Sqlite => BATCH_SQLITE,
        Engine::Postgres => BATCH_POSTGRES,
    };
    let start = Instant::now();
    std::thread::scope(|scope| {
        // One batch is made while the one before it is written.
        let (send, receive) = sync_channel(1);
        scope.spawn(move || make(house, country, batch, &send));
        receive.iter().enumerate().try_for_each(|(at, batch)| {
            write(&house.db, &batch)?;
            if at == 0 {
                store::analyze(&house.db)?;
            }
            anyhow::Ok(())
        })
    })?;
    let seconds = start.elapsed().as_secs_f64();
    row("loading", &format!("{seconds:.0} s"));
    Ok(())
}

fn make(house: &House, country: &Country, size: usize, send: &SyncSender<Vec<Record>>) {
    let mut all = (0_i64..).zip(country.everybody());
    let sizes = std::iter::once(FIRST_BATCH).chain(std::iter::repeat(size));
    for size in sizes {
        let some = all.by_ref().take(size);
        let batch: Vec<Record> = some
            .map(|(serial, (prison, made, past))| {
                record(&house.world, prison, serial, (&made, &past))
            })
            .collect();
        // A writer that has failed hears no more.
        if batch.is_empty() || send.send(batch).is_err() {
            return;
        }
    }
}

fn write(db: &Db, batch: &[Record]) -> Result<()> {
    let docs: Vec<find::Doc> = batch.iter().map(|record| record.doc.clone()).collect();
    db.write_now(|tx| {
        // Nobody did what is made up here, so the journal hears nothing of it.
        tx.told();
        for record in batch {
            people::store::insert(tx, &record.person, record.custody.admitted_at)?;
            match record.ended {
                None => custody::store::insert(tx, &record.custody)?,
                Some(kind) => custody::store::insert_past(tx, &record.custody, kind)?,
            }
        }
        find::store::index_many(tx, &docs).map(drop)
    })?;
    Ok(())
}
