//! Checking files and bringing them in.

mod drafts;
mod ready;
mod writing;

use std::collections::BTreeSet;

use access::{Action, DataClass, Resource};
use contracts::pids::{MappingKept, PersonRead};
use db::{Conn, Db, Tx};
use kernel::{PersonId, Result, Uuid};
use sha2::{Digest, Sha256};

use super::report::{Known, Report};
use super::{Mapping, named, store};
use crate::{Doing, matching};

pub use super::look::{Looked, look};
pub use drafts::{DRAFTS_GO, Draft, draft, drop_draft, stage};
pub use ready::Prepared;
pub use writing::write;

/// Rows of errors and of duplicates that a page shows; the file of errors has them all.
pub const SHOWN_MAX: usize = 200;

/// A file to be brought in.
#[derive(Clone, Copy, Debug)]
pub struct Bring<'a> {
    /// Its name, to show.
    pub file_name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// Which earlier database it comes from; its numbers are kept under this name.
    pub source: &'a str,
    /// Which column is which; guessed by the headers where it is none.
    pub mapping: Option<&'a Mapping>,
    /// The former stays of its people, joined by the source's number.
    pub stays: Option<Stays<'a>>,
}

/// A second file: a row for each former stay of somebody in the first.
#[derive(Clone, Copy, Debug)]
pub struct Stays<'a> {
    /// Its name, to show.
    pub file_name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// Which column is which; that of the first file or the headers say it where it is none.
    pub mapping: Option<&'a Mapping>,
}

impl Bring<'_> {
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.bytes).into()
    }
}

impl Stays<'_> {
    /// The mapping of the second file: its own, else what a mapping of both files says of its columns, else what
    /// its headers say.
    pub(super) fn mapping(&self, header: &[String], of_both: Option<&Mapping>) -> Mapping {
        let within = of_both.and_then(|mapping| mapping.within(header));
        self.mapping
            .cloned()
            .or(within)
            .unwrap_or_else(|| Mapping::guess(header))
    }
}

/// How far it has come: records done, and of how many.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Reads the files and says what would happen; writes nothing.
///
/// # Errors
/// As [`look`].
pub fn check(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: Progress<'_>,
) -> Result<Report> {
    Ok(look(conn, cx, bring, progress)?.report)
}

/// Works everything out that is to be written of files that were looked at: ids, names in both scripts and keys of the
/// index. It asks the database nothing and takes long for a large file, so it is called when the transaction of
/// [`look`] has ended: PostgreSQL gives up one that idles. [`write()`] holds up every other writer of a small installation.
pub fn prepare(cx: &Doing<'_>, bring: &Bring<'_>, looked: Looked) -> Prepared {
    Prepared::of(cx, bring, looked)
}

/// Whose names a report shows on a page.
pub fn shown_people(report: &Report) -> BTreeSet<PersonId> {
    let shown = report.duplicates.iter().take(SHOWN_MAX);
    shown
        .filter_map(|duplicate| match duplicate.known {
            Known::Person(person) => Some(person),
            Known::Elsewhere | Known::Line(_) => None,
        })
        .collect()
}

/// Tells the journal whose names a page shows.
///
/// # Errors
/// Denied; those of the database.
pub fn tell_shown(tx: &mut Tx<'_>, cx: &Doing<'_>, people: &BTreeSet<PersonId>) -> Result<()> {
    may(cx)?;
    for person in people {
        let prison = matching::store::prison_of(tx, *person)?;
        let event = PersonRead {
            part: "match".to_owned(),
        };
        cx.tell(tx, prison, (*person).into(), &event, None)?;
    }
    Ok(())
}

/// Brings the files in, whole; when any row is wrong, nothing, and the report says what.
///
/// # Errors
/// As [`look`] and [`write()`].
pub fn run(
    db: &Db,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report> {
    let looked = db.read_now(|conn| look(conn, cx, bring, progress))?;
    if !looked.report.errors.is_empty() {
        return Ok(looked.report);
    }
    let prepared = prepare(cx, bring, looked);
    db.write_now(|tx| write(tx, cx, &prepared, progress))?;
    Ok(prepared.written())
}

pub(super) fn may(cx: &Doing<'_>) -> Result<()> {
    cx.access.may(
        cx.actor,
        Action::ImportRun,
        Resource::own(cx.actor, DataClass::Ordinary),
    )
}

/// The mapping that was kept under a name.
///
/// # Errors
/// Denied; not found; those of the database.
pub fn mapping(conn: &mut Conn<'_>, cx: &Doing<'_>, name: &str) -> Result<Mapping> {
    may(cx)?;
    store::mapping(conn, name)
}

/// The names of all mappings.
///
/// # Errors
/// Denied; those of the database.
pub fn mappings(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<Vec<String>> {
    may(cx)?;
    store::mappings(conn)
}

/// Keeps a mapping under a name for the next file of the same kind.
///
/// # Errors
/// Denied; invalid name; those of the database.
pub fn keep_mapping(tx: &mut Tx<'_>, cx: &Doing<'_>, name: &str, mapping: &Mapping) -> Result<()> {
    may(cx)?;
    let name = named("mapping_name", name)?;
    store::put_mapping(tx, &name, mapping, cx.now())?;
    let columns = mapping
        .0
        .iter()
        .map(|(column, field)| (column.clone(), field.word().to_owned()));
    let event = MappingKept {
        columns: columns.collect(),
        name,
    };
    cx.tell(tx, None, cx.world.id::<Uuid>(), &event, None)
}
