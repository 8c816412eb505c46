use db::{Tx, args};
use kernel::{BdTime, Result};

/// The attempts counted under `key` and when the last one was. Until the transaction ends nobody else
/// counts there: of many that come at once each sees those before it.
pub(crate) fn lock_attempts(tx: &mut Tx<'_>, key: &str, now: BdTime) -> Result<(i64, BdTime)> {
    tx.exec(
        "INSERT INTO login_attempt (counted, attempts, last_at) VALUES ($1, 0, $2) \
         ON CONFLICT (counted) DO UPDATE SET attempts = login_attempt.attempts",
        args![key, now],
    )?;
    tx.query_one(
        "SELECT attempts, last_at FROM login_attempt WHERE counted = $1",
        args![key],
        |row| Ok((row.get("attempts")?, row.get("last_at")?)),
    )
}

pub(crate) fn set_attempts(tx: &mut Tx<'_>, key: &str, attempts: i64, at: BdTime) -> Result<()> {
    tx.exec_one(
        "UPDATE login_attempt SET attempts = $2, last_at = $3 WHERE counted = $1",
        args![key, attempts, at],
    )
}

pub(crate) fn clear_attempts(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    tx.exec("DELETE FROM login_attempt WHERE counted = $1", args![key])
        .map(drop)
}

pub(crate) fn take_back_attempt(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    tx.exec(
        "UPDATE login_attempt SET attempts = attempts - 1 WHERE counted = $1 AND attempts > 0",
        args![key],
    )
    .map(drop)
}

pub(crate) fn forget_attempts(tx: &mut Tx<'_>, before: BdTime) -> Result<()> {
    tx.exec(
        "DELETE FROM login_attempt WHERE last_at < $1",
        args![before],
    )
    .map(drop)
}
