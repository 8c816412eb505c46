//! The journal: one line for everything that happens, written in the transaction of the change itself.
//! Audit, search, live pages, messages, reports and replication are all readers of it.
//!
//! | to … | use |
//! | --- | --- |
//! | tell what a verb has done | [`append()`] an [`Entry`], in the verb's own transaction |
//! | give lines their order and their hash | [`run_notary`], one task in each server |
//! | do something when others have told something | a [`Reader`], given to [`run_readers`] |
//! | show what happened to a record, in a prison, by an officer | [`lines_of`], [`tail`] |
//! | hand the sealed lines to somebody outside | [`sealed_after`] |
//! | find out whether somebody has rewritten the past | [`verify()`], [`still_holds`] |
//!
//! Why lines are sealed after the commit and not while writing: a total order made by the writers needs a
//! lock, which on PostgreSQL cost a factor of eight in commits per second; and an identity column alone is
//! not in order of commit, so that a reader which has seen line 8 would miss a line 7 that commits later.
//! The notary looks only at transactions older than every running one, and orders them by `(xid, seq)`.
//!
//! What that order promises: no line is missed and none moves once it is sealed. What it does not promise on
//! PostgreSQL: a transaction that wrote something, then waited for another to let go of a row, and then
//! committed after it, may be sealed before it. [`Line::seq`] is right even then, since the one that waited
//! took its number later. So a reader that keeps the newest state of a record keeps the number it came
//! from, and leaves a line with a smaller number alone.
//!
//! ```
//! # fn main() -> kernel::Result<()> {
//! # let dir = tempfile::tempdir().unwrap();
//! # let url = db::Url::Sqlite(dir.path().join("a.db"));
//! # let db = db::Db::open(&url, db::Options { create: true, ..Default::default() })?;
//! db.migrate(&[journal::migrations()])?;
//! let subject = kernel::Uuid::from_u128(7);
//! db.write_now(|tx| {
//!     journal::append(tx, &journal::Entry {
//!         at: kernel::BdTime(1_700_000_000_000_000),
//!         prison: None,
//!         by: journal::By { user: None, name: "import" },
//!         system: "pids",
//!         kind: "person.written",
//!         subject,
//!         version: 1,
//!         body: &"রহিম",
//!         reason: None,
//!         request: None,
//!     })
//! })?;
//! assert_eq!(journal::seal(&db)?, 1);
//! let lines = db.read_now(|conn| journal::lines_of(conn, subject, None, 10))?;
//! assert_eq!(lines[0].body::<String>()?, "রহিম");
//! # Ok(()) }
//! ```

mod append;
mod follow;
mod line;
mod notary;
mod read;
mod store;
mod verify;

pub use append::{BODY_BYTES_MAX, By, Entry, TEXT_BYTES_MAX, append};
pub use follow::{LINES_PER_BATCH, Parked, Reader, TRIES_MAX, follow, parked, retry, run_readers};
pub use line::Line;
pub use notary::{Head, head, run_notary, seal, seal_all, unsealed_seconds};
pub use read::{Before, Filter, LINES_PER_PAGE_MAX, lines_of, sealed_after, tail};
pub use verify::{Problem, Verified, still_holds, verify};

/// The words of the journal's errors.
pub const LOCALES: &[(kernel::Lang, &str)] = &[
    (kernel::Lang::Bn, include_str!("../locales/bn.ftl")),
    (kernel::Lang::En, include_str!("../locales/en.ftl")),
];

/// The tables of the journal.
pub fn migrations() -> db::Migrations {
    db::Migrations {
        part: "journal",
        steps: &[db::Migration {
            name: "V1__journal",
            sql: include_str!("../migrations/V1__journal.sql"),
        }],
    }
}
