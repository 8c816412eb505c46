//! Lines to seal and follow, and an intruder.

use db::{Db, Tx, args};
use journal::{By, Entry, append};
use kernel::{BdTime, Result, Uuid};

/// When everything in these tests happens.
pub(crate) const NOON: BdTime = BdTime(1_700_000_000_000_000);

/// Tells that `subject` was written, with `body`.
pub(crate) fn tell(tx: &mut Tx<'_>, subject: u128, body: &str) -> Result<()> {
    append(
        tx,
        &Entry {
            at: NOON,
            prison: Some(Uuid::from_u128(1).into()),
            by: By {
                user: Some(Uuid::from_u128(2).into()),
                name: "আলম",
            },
            system: "test",
            kind: "thing.written",
            subject: Uuid::from_u128(subject),
            version: 1,
            body,
            reason: None,
            request: Some("r-1"),
        },
    )
}

/// Tells of as many subjects as asked, numbered from 1, each in a transaction of its own.
pub(crate) fn tell_many(db: &Db, count: u128) {
    for subject in 1..=count {
        db.write_now(|tx| tell(tx, subject, "ok")).unwrap();
    }
}

/// A change outside the journal's rules, as an intruder makes it with a tool.
pub(crate) fn intrude(db: &Db, sqls: &[&str]) {
    db.write_now(|tx| {
        for sql in sqls {
            tx.exec(sql, args![])?;
        }
        tx.told();
        Ok(())
    })
    .unwrap();
}
