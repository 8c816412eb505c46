//! Readers of the journal: each handles sealed lines in order and keeps its own position.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use db::{Conn, Db, Tx};
use kernel::{BdTime, Error, Kind, Result, World};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::{Line, store};

/// Lines handled in one transaction.
pub const LINES_PER_BATCH: usize = 100;
/// Failures on one line after which it is parked and the reader goes on.
pub const TRIES_MAX: u32 = 5;
/// Bytes of an error that are kept for the health page.
const ERROR_BYTES_MAX: usize = 2_000;
/// How long a reader waits after a failure.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How long a reader sleeps when nothing wakes it: other servers on the same database do not.
const POLL: Duration = Duration::from_secs(1);

/// Somebody who does something when the journal tells something.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Its name, under which its position is kept. A new name begins at the first line ever.
    pub name: &'static str,
    /// What it does with one line. All it writes must go through the `Tx`: then it happens exactly once,
    /// however often the process dies. What goes outside leaves an outbox row with an idempotency key.
    pub handle: fn(&mut Tx<'_>, &Line) -> Result<()>,
}

/// A line on which a reader has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The reader.
    pub reader: String,
    /// The line's position.
    pub pos: i64,
    /// How often it failed.
    pub tries: u32,
    /// The last error, for the health page.
    pub error: String,
    /// When it last failed.
    pub at: BdTime,
    /// Whether the reader has gone on without it; else it still tries.
    pub given_up: bool,
}

/// The lines on which readers have failed, at most 1,000.
///
/// # Errors
/// Those of the database.
pub fn parked(conn: &mut Conn<'_>) -> Result<Vec<Parked>> {
    store::parked(conn)
}

/// Lets a reader handle its next sealed lines, at most [`LINES_PER_BATCH`], and moves its position in the
/// same transaction; gives the number of lines it has gone past. Blocks. Two processes may do this for
/// the same reader: only one of them moves it.
///
/// # Errors
/// Those of the handler, after the failure was counted; those of the database.
pub fn follow(db: &Db, world: &World, reader: &Reader) -> Result<usize> {
    let (from, head) = db.read_now(|conn| {
        let from = store::reader_pos(conn, reader.name)?;
        Ok((from, store::mark(conn)?.head))
    })?;
    if from >= head.pos {
        return Ok(0);
    }
    let failed_at = Cell::new(None);
    let error = match batch(db, reader, LINES_PER_BATCH, &failed_at) {
        Ok(done) => return Ok(done),
        Err(error) => error,
    };
    // Where the database or a neighbour is away, the line is not to blame.
    if matches!(error.kind, Kind::Busy | Kind::Unavailable) {
        return Err(error);
    }
    let Some(pos) = failed_at.get() else {
        return Err(error);
    };
    match usize::try_from(pos - from - 1) {
        // The lines before the one that failed were rolled back with it and go first, without it.
        Ok(before) if before > 0 => batch(db, reader, before, &failed_at),
        _ => match count_failure(db, world, reader, pos, &error)? {
            TRIES_MAX.. => {
                tracing::error!(reader = reader.name, pos, %error, "a line is parked");
                Ok(1)
            }
            _ => Err(error),
        },
    }
}

/// Handles up to `limit` lines; `failed_at` says which one failed.
fn batch(db: &Db, reader: &Reader, limit: usize, failed_at: &Cell<Option<i64>>) -> Result<usize> {
    db.write_now(|tx| {
        failed_at.set(None);
        let from = store::reader_pos(tx, reader.name)?;
        let lines = store::sealed_after(tx, from, limit)?;
        let Some(to) = lines.last().and_then(|line| line.pos) else {
            return Ok(0);
        };
        // The position moves first: its row keeps a second process out until this one has committed.
        if !store::move_reader(tx, reader.name, from, to)? {
            return Ok(0);
        }
        for line in &lines {
            handle(tx, reader, line).inspect_err(|_| failed_at.set(line.pos))?;
        }
        store::clear_tries(tx, reader.name, from, to)?;
        tx.told();
        Ok(lines.len())
    })
}

/// A handler that panics has failed on its line like one that gives an error.
fn handle(tx: &mut Tx<'_>, reader: &Reader, line: &Line) -> Result<()> {
    catch_unwind(AssertUnwindSafe(|| (reader.handle)(tx, line)))
        .unwrap_or_else(|_| Err(Error::bug("a reader panicked")))
}

fn count_failure(db: &Db, world: &World, reader: &Reader, pos: i64, error: &Error) -> Result<u32> {
    let mut text = error.to_string();
    text.truncate(text.floor_char_boundary(ERROR_BYTES_MAX));
    db.write_now(|tx| {
        let tries = store::count_try(tx, reader.name, pos, &text, world.now())?;
        let to = if tries >= TRIES_MAX { pos } else { pos - 1 };
        if !store::move_reader(tx, reader.name, pos - 1, to)? {
            return Err(Error::conflict("err-stale"));
        }
        tx.told();
        Ok(tries)
    })
}

/// Handles a parked line again, as an administrator asks once its cause is mended. Blocks.
///
/// # Errors
/// Not found when the line is not parked; those of the handler, and the line stays parked.
pub fn retry(db: &Db, reader: &Reader, pos: i64) -> Result<()> {
    db.write_now(|tx| {
        if !store::is_parked(tx, reader.name, pos)? {
            return Err(Error::not_found());
        }
        let line = store::sealed_at(tx, pos)?;
        store::forget_parked(tx, reader.name, pos)?;
        handle(tx, reader, &line)?;
        tx.told();
        Ok(())
    })
}

/// Runs every reader, each at its own pace, until told to stop.
pub async fn run_readers(db: Db, world: World, readers: Vec<Reader>, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    for reader in readers {
        tasks.spawn(run_reader(db.clone(), world.clone(), reader, stop.clone()));
    }
    tasks.close();
    tasks.wait().await;
}

async fn run_reader(db: Db, world: World, reader: Reader, stop: CancellationToken) {
    let mut commits = db.commits();
    while !stop.is_cancelled() {
        commits.mark_unchanged();
        let (db, world) = (db.clone(), world.clone());
        let done = tokio::task::spawn_blocking(move || follow(&db, &world, &reader))
            .await
            .unwrap_or_else(|error| Err(Error::bug("a reader panicked").because(error)));
        let failed = match done {
            Ok(0) => false,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(reader = reader.name, %error, "a reader failed and will try again");
                true
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            // A failure's pause is not cut short by other people's work.
            _ = commits.changed(), if !failed => {}
            () = tokio::time::sleep(if failed { PAUSE_AFTER_FAILURE } else { POLL }) => {}
        }
    }
}
