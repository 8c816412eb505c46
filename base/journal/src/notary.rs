//! The notary: gives committed lines their position and their hash.

use std::time::Duration;

use db::{Conn, Db, Tx};
use kernel::{BdTime, Error, Kind, Result};
use tokio_util::sync::CancellationToken;

use crate::store::{self, Mark};

/// Lines sealed in one transaction.
const LINES_PER_SEAL: usize = 1_000;
/// How long the notary lets commits gather after it was woken. Twenty rounds a second leave the writers
/// their speed, and a page that waits for the line does not feel it.
const GATHER: Duration = Duration::from_millis(40);
/// How long the notary sleeps when nothing wakes it: other servers on the same database do not.
const POLL: Duration = Duration::from_secs(1);
/// How long, and how often at most, [`seal_all`] waits for a running transaction.
const WAIT: Duration = Duration::from_millis(10);
const WAITS_MAX: u32 = 1_000;

/// The end of the chain. Published once a day, it makes any rewriting of what lies before show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The position of the last sealed line; 0 before the first.
    pub pos: i64,
    /// Its hash; zeros before the first.
    pub hash: [u8; 32],
}

/// The end of the chain now.
///
/// # Errors
/// Those of the database.
pub fn head(conn: &mut Conn<'_>) -> Result<Head> {
    Ok(store::mark(conn)?.head)
}

/// Seals every line that is older than all running transactions; gives their number. On PostgreSQL these
/// are the transactions of the whole cluster, so a line just committed may have to wait for a stranger.
/// Blocks. Several notaries may run against one database: all but one of them do nothing.
///
/// # Errors
/// Those of the database.
pub fn seal(db: &Db) -> Result<usize> {
    let mut sealed = 0;
    // The look before is a plain read: a write without work would take the writers' lock, and would wake
    // everybody who waits for commits, this notary among them.
    while db.read_now(is_work)? {
        match db.write_now(seal_some)? {
            0 => break,
            some => sealed += some,
        }
    }
    Ok(sealed)
}

/// Seals until no line waits: until transactions that were running have ended, too, in whichever database
/// of the cluster they run. For a clean end, a check, a test. Blocks.
///
/// # Errors
/// Busy `err-journal-waits` when a transaction is still running after ten seconds; those of the database.
pub fn seal_all(db: &Db) -> Result<usize> {
    let mut sealed = 0;
    for _ in 0..WAITS_MAX {
        sealed += seal(db)?;
        let left = db.read_now(|conn| {
            let mark = store::mark(conn)?;
            store::oldest_unsealed(conn, &mark)
        })?;
        if left.is_none() {
            return Ok(sealed);
        }
        std::thread::sleep(WAIT);
    }
    Err(Error::new(Kind::Busy, "err-journal-waits"))
}

fn is_work(conn: &mut Conn<'_>) -> Result<bool> {
    let mark = store::mark(conn)?;
    Ok(store::in_new_cluster(conn, &mark)? || !store::due(conn, &mark, 1)?.is_empty())
}

fn seal_some(tx: &mut Tx<'_>) -> Result<usize> {
    if !store::take_notary_lock(tx)? {
        return Ok(0);
    }
    let mut mark = store::mark(tx)?;
    if store::in_new_cluster(tx, &mark)? {
        store::begin_epoch(tx, &mark)?;
        mark = store::mark(tx)?;
        tracing::warn!(
            epoch = mark.epoch,
            "the database was restored into another cluster"
        );
    }
    let Mark {
        mut head, epoch, ..
    } = mark;
    let lines = store::due(tx, &mark, LINES_PER_SEAL)?;
    for (line, xid) in &lines {
        head = Head {
            pos: head.pos.saturating_add(1),
            hash: line.hash(&head.hash),
        };
        store::insert_seal(tx, &head, line.seq, *xid, epoch)?;
    }
    tx.told();
    // A round that only began an epoch has done something too.
    Ok(lines.len())
}

/// Seals until told to stop, and once more then, so that a clean end leaves nothing unsealed.
pub async fn run_notary(db: Db, stop: CancellationToken) {
    let mut commits = db.commits();
    loop {
        commits.mark_unchanged();
        let stopping = stop.is_cancelled();
        if let Err(error) = seal_apart(db.clone()).await {
            tracing::error!(%error, "the journal cannot be sealed just now");
        }
        if stopping {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => continue,
            _ = commits.changed() => {}
            () = tokio::time::sleep(POLL) => {}
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(GATHER) => {}
        }
    }
}

async fn seal_apart(db: Db) -> Result<usize> {
    tokio::task::spawn_blocking(move || seal(&db))
        .await
        .unwrap_or_else(|error| Err(Error::bug("the notary panicked").because(error)))
}

/// How many seconds the oldest unsealed line has waited at `now`, for `journal_unsealed_seconds`. More
/// than a few mean that the notary is down or that a transaction was left open.
///
/// # Errors
/// Those of the database.
pub fn unsealed_seconds(conn: &mut Conn<'_>, now: BdTime) -> Result<i64> {
    let mark = store::mark(conn)?;
    let oldest = store::oldest_unsealed(conn, &mark)?;
    Ok(oldest.map_or(0, |at| now.since(at).max(0) / BdTime::SECOND))
}
