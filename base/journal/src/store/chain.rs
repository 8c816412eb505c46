use std::ops::RangeInclusive;

use db::{Conn, Engine, Row, Tx, args};
use kernel::{BdTime, Error, Result};

use super::{LINE, line};
use crate::{Head, Line};

/// Names the notary among PostgreSQL's advisory locks: the letters `alornote`.
const NOTARY_LOCK: i64 = 0x616c_6f72_6e6f_7465;

/// No running transaction is older than this one.
const OLDEST_RUNNING: &str = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/// How far the notary has come.
pub(crate) struct Mark {
    pub(crate) head: Head,
    pub(crate) epoch: i64,
    /// The cluster of the epoch; empty on SQLite.
    system: String,
    /// Lines that came with a dump and are not yet sealed: they go first, in order of writing.
    left: RangeInclusive<i64>,
    /// After those, lines written in this epoch, which begin after this number …
    after_seq: i64,
    /// … in order of transaction, then of writing, beyond this one.
    key: (i64, i64),
}

impl Mark {
    /// Whether the notary has yet to come to this unsealed line.
    pub(crate) fn will_take(&self, xid: i64, seq: i64) -> bool {
        self.left.contains(&seq) || seq > self.after_seq && (xid, seq) > self.key
    }
}

/// A row of the chain.
pub(crate) struct Seal {
    pub(crate) pos: i64,
    pub(crate) seq: i64,
    /// None when the cell does not hold a hash.
    pub(crate) hash: Option<[u8; 32]>,
}

fn hash(row: &Row) -> Result<Option<[u8; 32]>> {
    Ok(row.get::<Vec<u8>>("hash")?.try_into().ok())
}

struct Epoch {
    number: i64,
    system: String,
    from_seq: i64,
    after_seq: i64,
    after_xid: i64,
}

fn epoch(conn: &mut Conn<'_>) -> Result<Epoch> {
    let found = conn.query_opt(
        "SELECT number, system, from_seq, after_seq, after_xid FROM epoch \
         ORDER BY number DESC LIMIT 1",
        args![],
        |row| {
            Ok(Epoch {
                number: row.get("number")?,
                system: row.get("system")?,
                from_seq: row.get("from_seq")?,
                after_seq: row.get("after_seq")?,
                after_xid: row.get("after_xid")?,
            })
        },
    )?;
    // SQLite has the one writer's order and no epochs.
    Ok(found.unwrap_or(Epoch {
        number: 0,
        system: String::new(),
        from_seq: 1,
        after_seq: 0,
        after_xid: 0,
    }))
}

pub(crate) fn mark(conn: &mut Conn<'_>) -> Result<Mark> {
    let epoch = epoch(conn)?;
    let last = conn.query_opt(
        "SELECT pos, seq, xid, epoch, hash FROM seal ORDER BY pos DESC LIMIT 1",
        args![],
        |row| {
            let hash = hash(row)?.ok_or_else(|| Error::corrupt("the last seal has no hash"))?;
            let pos = row.get("pos")?;
            let key: (i64, i64) = (row.get("xid")?, row.get("seq")?);
            Ok((Head { pos, hash }, key, row.get::<i64>("epoch")?))
        },
    )?;
    let mut mark = Mark {
        head: Head {
            pos: 0,
            hash: [0; 32],
        },
        epoch: epoch.number,
        system: epoch.system,
        left: epoch.from_seq..=epoch.after_seq,
        after_seq: epoch.after_seq,
        key: (epoch.after_xid, 0),
    };
    if let Some((head, (xid, seq), sealed_in)) = last {
        mark.head = head;
        if sealed_in == epoch.number {
            mark.left = seq.saturating_add(1)..=epoch.after_seq;
            if seq > epoch.after_seq {
                mark.key = (xid, seq);
            }
        }
    }
    Ok(mark)
}

/// Keeps other notaries away until the transaction ends; false when another one is at work. On SQLite
/// a transaction is alone anyway.
pub(crate) fn take_notary_lock(tx: &mut Tx<'_>) -> Result<bool> {
    match tx.engine() {
        Engine::Sqlite => Ok(true),
        Engine::Postgres => tx.query_one(
            "SELECT pg_try_advisory_xact_lock($1) AS taken",
            args![NOTARY_LOCK],
            |row| row.get("taken"),
        ),
    }
}

fn cluster(conn: &mut Conn<'_>) -> Result<String> {
    match conn.engine() {
        Engine::Sqlite => Ok(String::new()),
        Engine::Postgres => conn.query_one(
            "SELECT system_identifier::text AS id FROM pg_control_system()",
            args![],
            |row| row.get("id"),
        ),
    }
}

/// Whether the database lives in another cluster than the one whose transaction ids `mark` speaks of.
pub(crate) fn in_new_cluster(conn: &mut Conn<'_>, mark: &Mark) -> Result<bool> {
    Ok(cluster(conn)? != mark.system)
}

/// Begins a new epoch after a restore. The lock lets no writer be under way, so every line that is there
/// is committed, and whatever comes later has a greater number.
pub(crate) fn begin_epoch(tx: &mut Tx<'_>, mark: &Mark) -> Result<()> {
    tx.exec("LOCK TABLE journal IN SHARE MODE", args![])?;
    let system = cluster(tx)?;
    tx.exec(
        &format!(
            "INSERT INTO epoch (number, system, from_seq, after_seq, after_xid) \
             SELECT $1, $2, COALESCE((SELECT MIN(j.seq) FROM journal j WHERE NOT EXISTS \
                (SELECT 1 FROM seal s WHERE s.seq = j.seq)), last + 1), last, {OLDEST_RUNNING} \
             FROM (SELECT COALESCE(MAX(seq), 0) AS last FROM journal) AS l"
        ),
        args![mark.epoch + 1, system],
    )
    .map(drop)
}

/// The next lines to seal, in order, each with its transaction: none that a running transaction could
/// still get ahead of.
pub(crate) fn due(conn: &mut Conn<'_>, mark: &Mark, limit: usize) -> Result<Vec<(Line, i64)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    if conn.engine() == Engine::Sqlite {
        return conn.query(
            &format!("SELECT {LINE} FROM journal j WHERE j.seq > $1 ORDER BY j.seq LIMIT $2"),
            args![mark.key.1, limit],
            |row| Ok((line(row, None)?, 0)),
        );
    }
    let with_xid = |row: &Row| Ok((line(row, None)?, row.get("xid")?));
    if !mark.left.is_empty() {
        let left = conn.query(
            &format!(
                "SELECT {LINE}, j.xid FROM journal j WHERE j.seq BETWEEN $1 AND $2 \
                 AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.seq = j.seq) ORDER BY j.seq LIMIT $3"
            ),
            args![*mark.left.start(), *mark.left.end(), limit],
            with_xid,
        )?;
        if !left.is_empty() {
            return Ok(left);
        }
    }
    let (xid, seq) = mark.key;
    conn.query(
        &format!(
            "SELECT {LINE}, j.xid FROM journal j WHERE (j.xid, j.seq) > ($1, $2) AND j.seq > $3 \
             AND j.xid < {OLDEST_RUNNING} ORDER BY j.xid, j.seq LIMIT $4"
        ),
        args![xid, seq, mark.after_seq, limit],
        with_xid,
    )
}

pub(crate) fn insert_seal(
    tx: &mut Tx<'_>,
    head: &Head,
    seq: i64,
    xid: i64,
    epoch: i64,
) -> Result<()> {
    tx.exec(
        "INSERT INTO seal (pos, seq, xid, epoch, hash) VALUES ($1, $2, $3, $4, $5)",
        args![head.pos, seq, xid, epoch, head.hash],
    )
    .map(drop)
}

pub(crate) fn oldest_unsealed(conn: &mut Conn<'_>, mark: &Mark) -> Result<Option<BdTime>> {
    let (xid, seq) = mark.key;
    match conn.engine() {
        Engine::Sqlite => conn.query_one(
            "SELECT MIN(at) AS at FROM journal WHERE seq > $1",
            args![seq],
            |row| row.get("at"),
        ),
        Engine::Postgres => conn.query_one(
            "SELECT MIN(j.at) AS at FROM journal j WHERE j.seq BETWEEN $1 AND $2 AND NOT EXISTS \
                (SELECT 1 FROM seal s WHERE s.seq = j.seq) \
             OR (j.xid, j.seq) > ($3, $4) AND j.seq > $2",
            args![*mark.left.start(), *mark.left.end(), xid, seq],
            |row| row.get("at"),
        ),
    }
}

/// The seals from position `from` on, at most `limit`, each with its line where that is still there.
pub(crate) fn sealed_from(
    conn: &mut Conn<'_>,
    from: i64,
    limit: i64,
) -> Result<Vec<(Seal, Option<Line>)>> {
    conn.query(
        &format!(
            "SELECT {LINE}, s.pos, s.seq AS sealed, s.hash FROM seal s \
             LEFT JOIN journal j ON j.seq = s.seq WHERE s.pos >= $1 ORDER BY s.pos LIMIT $2"
        ),
        args![from, limit],
        |row| {
            let seal = Seal {
                pos: row.get("pos")?,
                seq: row.get("sealed")?,
                hash: hash(row)?,
            };
            let there = row.get::<Option<i64>>("seq")?.is_some();
            let line = there.then(|| line(row, Some(seal.pos))).transpose()?;
            Ok((seal, line))
        },
    )
}

/// The lines from number `from` on, at most `limit`: number, transaction, and whether it is sealed.
pub(crate) fn numbers_from(
    conn: &mut Conn<'_>,
    from: i64,
    limit: i64,
) -> Result<Vec<(i64, i64, bool)>> {
    let xid = match conn.engine() {
        Engine::Sqlite => "0",
        Engine::Postgres => "j.xid",
    };
    conn.query(
        &format!(
            "SELECT j.seq, {xid} AS xid, s.seq IS NOT NULL AS sealed FROM journal j \
             LEFT JOIN seal s ON s.seq = j.seq WHERE j.seq >= $1 ORDER BY j.seq LIMIT $2"
        ),
        args![from, limit],
        |row| Ok((row.get("seq")?, row.get("xid")?, row.get("sealed")?)),
    )
}

pub(crate) fn hash_at(conn: &mut Conn<'_>, pos: i64) -> Result<Option<[u8; 32]>> {
    let found = conn.query_opt("SELECT hash FROM seal WHERE pos = $1", args![pos], hash)?;
    Ok(found.flatten())
}
