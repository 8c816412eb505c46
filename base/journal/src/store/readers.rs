use db::{Conn, Tx, args};
use kernel::{BdTime, Result};

use super::{LINE, line};
use crate::{Line, Parked};

pub(crate) fn reader_pos(conn: &mut Conn<'_>, reader: &str) -> Result<i64> {
    let pos = conn.query_opt(
        "SELECT pos FROM reader WHERE name = $1",
        args![reader],
        |row| row.get("pos"),
    )?;
    Ok(pos.unwrap_or(0))
}

/// Moves a reader on; false when another process has moved it meanwhile.
pub(crate) fn move_reader(tx: &mut Tx<'_>, reader: &str, from: i64, to: i64) -> Result<bool> {
    let moved = tx.exec(
        "INSERT INTO reader (name, pos) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET pos = $2 WHERE reader.pos = $3",
        args![reader, to, from],
    )?;
    Ok(moved == 1)
}

pub(crate) fn sealed_after(conn: &mut Conn<'_>, pos: i64, limit: usize) -> Result<Vec<Line>> {
    conn.query(
        &format!(
            "SELECT {LINE}, s.pos FROM seal s JOIN journal j ON j.seq = s.seq \
             WHERE s.pos > $1 ORDER BY s.pos LIMIT $2"
        ),
        args![pos, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| line(row, row.get("pos")?),
    )
}

pub(crate) fn sealed_at(conn: &mut Conn<'_>, pos: i64) -> Result<Line> {
    conn.query_one(
        &format!(
            "SELECT {LINE}, s.pos FROM seal s JOIN journal j ON j.seq = s.seq WHERE s.pos = $1"
        ),
        args![pos],
        |row| line(row, row.get("pos")?),
    )
}

/// Counts one more failure of a reader on a line; gives the number of failures.
pub(crate) fn count_try(
    tx: &mut Tx<'_>,
    reader: &str,
    pos: i64,
    error: &str,
    at: BdTime,
) -> Result<u32> {
    let tries = tx.returning(
        "INSERT INTO parked (reader, pos, tries, error, at) VALUES ($1, $2, 1, $3, $4) \
         ON CONFLICT (reader, pos) DO UPDATE SET tries = parked.tries + 1, error = $3, at = $4 \
         RETURNING tries",
        args![reader, pos, error, at],
        |row| row.get("tries"),
    )?;
    Ok(tries.first().copied().unwrap_or(0))
}

/// Forgets the failures on lines that have gone well since: those in `(from, to]`.
pub(crate) fn clear_tries(tx: &mut Tx<'_>, reader: &str, from: i64, to: i64) -> Result<()> {
    tx.exec(
        "DELETE FROM parked WHERE reader = $1 AND pos > $2 AND pos <= $3",
        args![reader, from, to],
    )
    .map(drop)
}

pub(crate) fn is_parked(conn: &mut Conn<'_>, reader: &str, pos: i64) -> Result<bool> {
    conn.query_one(
        "SELECT COUNT(*) > 0 AS is_parked FROM parked p JOIN reader r ON r.name = p.reader \
         WHERE p.reader = $1 AND p.pos = $2 AND p.pos <= r.pos",
        args![reader, pos],
        |row| row.get("is_parked"),
    )
}

pub(crate) fn forget_parked(tx: &mut Tx<'_>, reader: &str, pos: i64) -> Result<()> {
    tx.exec_one(
        "DELETE FROM parked WHERE reader = $1 AND pos = $2",
        args![reader, pos],
    )
}

pub(crate) fn parked(conn: &mut Conn<'_>) -> Result<Vec<Parked>> {
    conn.query(
        "SELECT p.reader, p.pos, p.tries, p.error, p.at, p.pos <= r.pos AS given_up FROM parked p \
         JOIN reader r ON r.name = p.reader ORDER BY p.reader, p.pos LIMIT 1000",
        args![],
        |row| {
            Ok(Parked {
                reader: row.get("reader")?,
                pos: row.get("pos")?,
                tries: row.get("tries")?,
                error: row.get("error")?,
                at: row.get("at")?,
                given_up: row.get("given_up")?,
            })
        },
    )
}
