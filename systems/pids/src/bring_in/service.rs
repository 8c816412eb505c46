//! Checking a file and bringing it in.

use std::collections::BTreeSet;

use access::{Action, DataClass, Resource};
use contracts::pids::{Admitted, FileBroughtIn, MappingKept, PersonBroughtIn};
use data_encoding::HEXLOWER;
use db::{Conn, Tx};
use kernel::{BatchId, BdTime, FieldError, PersonId, PrisonId, Result, Uuid, WardId};
use sha2::{Digest, Sha256};

use super::look::{Checked, STEP, look};
use super::read::Table;
use super::record::{Held, Record};
use super::store::{self, Batch};
use super::{Mapping, named};
use crate::custody::{self, Custody, Source, State, Warrant, series};
use crate::find::{self, Doc};
use crate::people::{self, TwoNames};
use crate::{Doing, life, matching};

/// People whose index is written with one statement's sorting.
const INDEXED_AT_ONCE: usize = 2_000;

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
}

impl Bring<'_> {
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.bytes).into()
    }
}

/// How far it has come: records done, and of how many.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// What is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its line in the file.
    pub line: usize,
    /// Field by field.
    pub fields: Vec<FieldError>,
}

/// Somebody who may be known already.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// The record's line in the file.
    pub line: usize,
    /// Who is known: in the database, or on an earlier line of the file.
    pub known: Known,
    /// The known name.
    pub name: TwoNames,
    /// Evidence in bits; none where the NID of two lines is the same.
    pub weight: Option<f64>,
}

/// Where the known one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A person of the database.
    Person(PersonId),
    /// A line of the same file.
    Line(usize),
}

/// What a file holds, what is wrong with it, and what became of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The file as it was read.
    pub table: Table,
    /// Which column was read as which field.
    pub mapping: Mapping,
    /// Rows that are right.
    pub records: usize,
    /// Rows that are not.
    pub errors: Vec<BadRow>,
    /// Records of people who may be known already.
    pub duplicates: Vec<Duplicate>,
    /// Records that add to a person whom the source's own number names.
    pub known: usize,
    /// The batch, once it was written.
    pub batch: Option<BatchId>,
}

/// Reads a file and says what would happen; writes nothing.
///
/// # Errors
/// Invalid or limit, when the file as a whole cannot be read; conflict when it was brought in before;
/// denied; not found for a prison outside the actor's scope; those of the database.
pub fn check(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: Progress<'_>,
) -> Result<Report> {
    Ok(look(conn, cx, bring, progress)?.0)
}

/// Brings a file in, whole; when any row is wrong, nothing, and the report says what.
///
/// # Errors
/// As [`check`].
pub fn run(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: Progress<'_>,
) -> Result<Report> {
    let (mut report, checked) = look(tx, cx, bring, progress)?;
    if !report.errors.is_empty() {
        return Ok(report);
    }
    let batch = cx.world.id();
    let lines: BTreeSet<usize> = report
        .duplicates
        .iter()
        .map(|duplicate| duplicate.line)
        .collect();
    store::insert_batch(
        tx,
        &Batch {
            id: batch,
            file_name: bring.file_name,
            file_hash: bring.hash(),
            source: bring.source,
            rows: report.records,
            duplicates: lines.len(),
            at: cx.now(),
            by_name: &cx.actor.name_bn,
        },
    )?;
    write_all(tx, cx, bring, batch, &checked, &lines, progress)?;
    let event = FileBroughtIn {
        batch,
        file_name: bring.file_name.to_owned(),
        sha256: HEXLOWER.encode(&bring.hash()),
        source: bring.source.to_owned(),
        rows: report.records,
        duplicates: lines.len(),
    };
    cx.tell(tx, None, batch.into(), &event, None)?;
    report.batch = Some(batch);
    Ok(report)
}

fn write_all(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    batch: BatchId,
    all: &[Checked],
    lines: &BTreeSet<usize>,
    progress: Progress<'_>,
) -> Result<()> {
    let (mut docs, mut alike) = (Vec::new(), Vec::new());
    for (done, one) in all.iter().enumerate() {
        if done % STEP == 0 {
            progress(done, all.len());
        }
        let person = write_one(tx, cx, bring, batch, one)?;
        if one.known.is_some() {
            find::store::reindex_person(tx, person)?;
        } else {
            docs.extend(find::store::doc_of(tx, person)?);
        }
        if lines.contains(&one.record.line) {
            alike.push(person);
        }
        if docs.len() == INDEXED_AT_ONCE {
            make_findable(tx, &mut docs, &mut alike, cx.now())?;
        }
    }
    make_findable(tx, &mut docs, &mut alike, cx.now())?;
    progress(all.len(), all.len());
    Ok(())
}

/// Indexes those who are new, and then keeps those who may be known already for a supervisor, who are
/// found by that very index.
fn make_findable(
    tx: &mut Tx<'_>,
    docs: &mut Vec<Doc>,
    alike: &mut Vec<PersonId>,
    now: BdTime,
) -> Result<()> {
    find::store::index_many(tx, docs)?;
    docs.clear();
    for person in alike.drain(..) {
        matching::service::note_likely(tx, person, now)?;
    }
    Ok(())
}

fn write_one(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    batch: BatchId,
    one: &Checked,
) -> Result<PersonId> {
    let record = &one.record;
    let person = if let Some(known) = one.known {
        matching::store::resolve(tx, known)?
    } else {
        let person = people::Person {
            id: cx.world.id(),
            ..record.person.clone()
        };
        people::store::insert(tx, &person, cx.now())?;
        person.id
    };
    if one.known.is_none()
        && let Some(number) = &record.external
    {
        store::insert_external(tx, bring.source, number, person)?;
    }
    store::insert_row(tx, batch, record.line, person)?;
    let (prison, ward) = match &one.place {
        Some((prison, ward)) => (Some(prison.id), *ward),
        None => (None, None),
    };
    let event = PersonBroughtIn {
        person,
        batch,
        line: record.line,
        name_bn: record.person.name.bn.clone(),
        name_en: record.person.name.en.clone(),
        known: one.known.is_some(),
    };
    cx.tell(tx, prison, person.into(), &event, None)?;
    if let Some((held, prison)) = record.held.as_ref().zip(prison) {
        put_in_custody(tx, cx, record, held, (person, prison, ward))?;
    }
    Ok(person)
}

fn put_in_custody(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    record: &Record,
    held: &Held,
    (person, prison, ward): (PersonId, PrisonId, Option<WardId>),
) -> Result<()> {
    let custody = Custody {
        id: cx.world.id(),
        person,
        prison,
        number: held.number.clone(),
        legal_status: held.status,
        state: State::Present,
        ward,
        source: Source::Court,
        warrant: Warrant::default(),
        next_court_on: held.next_on,
        admitted_at: BdTime::start_of(held.admitted),
        ended_at: None,
        verified_at: None,
        version: 1,
    };
    custody::store::insert(tx, &custody)?;
    if let Some((serial, year)) = serial(&held.number) {
        store::raise_series(tx, prison, series(held.status), year, serial)?;
    }
    if ward.is_some() {
        // Where they slept before the file was brought in is not known: the place begins at the gate.
        let placement = life::store::Placement {
            id: cx.world.id(),
            why: "import",
            by: cx.actor.user,
            at: custody.admitted_at,
        };
        life::store::place(tx, &custody, placement)?;
    }
    if let Some(case) = &held.case {
        let id = custody::store::case_for(
            tx,
            cx.world.id(),
            &case.court,
            &case.number,
            &case.station,
            cx.now(),
        )?;
        custody::store::accuse(tx, prison, custody.id, id, held.next_on, &case.charges)?;
    }
    let name = &record.person.name;
    let event = Admitted {
        custody: custody.id,
        person,
        prison,
        number: custody.number,
        legal_status: custody.legal_status.word().to_owned(),
        ward,
        name_bn: name.bn.clone(),
        name_en: name.en.clone(),
        next_court_on: custody.next_court_on,
        at: custody.admitted_at,
        admission: None,
    };
    cx.tell(tx, Some(prison), custody.id.into(), &event, None)
}

/// Serial and year of a number as prisons write it: `4512/2026`, `A-77/2025`.
fn serial(number: &str) -> Option<(i64, i16)> {
    let (before, year) = number.rsplit_once('/')?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    Some((digits.parse().ok()?, year.trim().parse().ok()?))
}

/// The mapping that was kept under a name.
///
/// # Errors
/// Denied; not found; those of the database.
pub fn mapping(conn: &mut Conn<'_>, cx: &Doing<'_>, name: &str) -> Result<Mapping> {
    cx.access.may(
        cx.actor,
        Action::ImportRun,
        Resource::own(cx.actor, DataClass::Ordinary),
    )?;
    store::mapping(conn, name)
}

/// Keeps a mapping under a name for the next file of the same kind.
///
/// # Errors
/// Denied; invalid name; those of the database.
pub fn keep_mapping(tx: &mut Tx<'_>, cx: &Doing<'_>, name: &str, mapping: &Mapping) -> Result<()> {
    cx.access.may(
        cx.actor,
        Action::ImportRun,
        Resource::own(cx.actor, DataClass::Ordinary),
    )?;
    let name = named("mapping", name)?;
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
