//! Holding a file against the database, row by row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::{Action, DataClass, Resource};
use db::Conn;
use kernel::{Error, Kind, PersonId, Result, WardId};

use super::read::read;
use super::record::{self, Held, Record};
use super::service::{BadRow, Bring, Duplicate, Known, Progress, Report};
use super::{Field, LIMITS, Mapping, named, store};
use crate::estate::Prison;
use crate::matching::{self, MatchFacts};
use crate::people::{self, TwoNames};
use crate::{Doing, custody, estate};

/// Records between two calls of the progress.
pub(super) const STEP: usize = 100;

/// A record with what the database knows of it.
pub(super) struct Checked {
    pub(super) record: Record,
    pub(super) known: Option<PersonId>,
    pub(super) place: Option<(Prison, Option<WardId>)>,
    pub(super) alike: Vec<(PersonId, f64)>,
}

/// Reads every row, and looks for each in the database and on the lines before it.
pub(super) fn look(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: Progress<'_>,
) -> Result<(Report, Vec<Checked>)> {
    cx.access.may(
        cx.actor,
        Action::ImportRun,
        Resource::own(cx.actor, DataClass::Ordinary),
    )?;
    named("source", bring.source)?;
    if let Some(at) = store::known_file(conn, bring.hash())? {
        return Err(Error::conflict("err-import-known").with("day", at.date()));
    }
    let table = read(bring.bytes, LIMITS)?;
    let mapping = bring
        .mapping
        .cloned()
        .unwrap_or_else(|| Mapping::guess(&table.header));
    let columns = mapping.columns(&table.header)?;
    let mut file = File::default();
    let mut report = Report {
        mapping,
        ..Report::default()
    };
    let mut checked = Vec::with_capacity(table.rows.len());
    for (done, row) in table.rows.iter().enumerate() {
        if done % STEP == 0 {
            progress(done, table.rows.len());
        }
        let found = record::read(row, &columns, cx.now().date())
            .and_then(|record| known(conn, cx, bring, &mut file, record));
        match found {
            Ok(one) => {
                duplicates(conn, &mut file, &one, &mut report)?;
                checked.push(one);
            }
            Err(error) if !error.fields.is_empty() => report.errors.push(BadRow {
                line: row.line,
                fields: error.fields,
            }),
            Err(error) => return Err(error),
        }
    }
    progress(table.rows.len(), table.rows.len());
    report.records = checked.len();
    report.known = checked.iter().filter(|one| one.known.is_some()).count();
    report.table = table;
    Ok((report, checked))
}

/// What a file says more than once, and the prisons it names.
#[derive(Default)]
struct File {
    prisons: BTreeMap<String, (Prison, BTreeMap<String, WardId>)>,
    numbers: BTreeSet<(String, String)>,
    externals: BTreeSet<String>,
    nids: HashMap<String, (usize, TwoNames)>,
}

/// Holds a record against the database and the lines before it.
fn known(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    file: &mut File,
    record: Record,
) -> Result<Checked> {
    let mut known = None;
    if let Some(number) = &record.external {
        if !file.externals.insert(number.clone()) {
            return Err(Error::invalid(
                Field::External.word(),
                "err-import-external-twice",
            ));
        }
        known = store::by_external(conn, bring.source, number)?;
    }
    let mut place = None;
    if let Some(held) = &record.held {
        place = Some(place_of(conn, cx, file, held)?);
        let in_custody = known
            .map(|person| custody::store::open_of(conn, person))
            .transpose()?
            .flatten();
        if in_custody.is_some() {
            return Err(Error::invalid(
                Field::External.word(),
                "err-import-in-custody",
            ));
        }
    }
    let alike = if known.is_some() {
        Vec::new()
    } else {
        alike(conn, cx, &record)?
    };
    Ok(Checked {
        record,
        known,
        place,
        alike,
    })
}

/// The prison and ward of a custody, each asked once for the whole file.
fn place_of(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    file: &mut File,
    held: &Held,
) -> Result<(Prison, Option<WardId>)> {
    if !file.prisons.contains_key(&held.prison) {
        let prison = estate::store::prison_by_code(conn, &held.prison).map_err(|error| {
            if error.kind == Kind::NotFound {
                wrong_prison()
            } else {
                error
            }
        })?;
        cx.may(Action::ImportRun, conn, prison.id)?;
        let wards = estate::store::wards_of(conn, prison.id)?;
        let wards = wards.into_iter().flat_map(|ward| {
            [
                (ward_key(&ward.name.bn), ward.id),
                (ward_key(&ward.name.en), ward.id),
            ]
        });
        file.prisons
            .insert(held.prison.clone(), (prison, wards.collect()));
    }
    let (prison, wards) = file.prisons.get(&held.prison).ok_or_else(wrong_prison)?;
    let ward = match &held.ward {
        None => None,
        Some(name) => {
            let known = wards.get(&ward_key(name)).copied();
            Some(known.ok_or_else(|| {
                Error::invalid(Field::Ward.word(), "err-import-ward").with("ward", name)
            })?)
        }
    };
    let twice = !file
        .numbers
        .insert((held.prison.clone(), held.number.clone()));
    if twice || store::number_taken(conn, prison.id, &held.number)? {
        return Err(
            Error::invalid(Field::Number.word(), "err-import-number").with("number", &held.number)
        );
    }
    Ok((prison.clone(), ward))
}

fn wrong_prison() -> Error {
    Error::invalid(Field::Prison.word(), "err-import-prison")
}

fn ward_key(name: &str) -> String {
    bangla::digits::to_latin(&super::mapping::folded(name))
}

fn alike(conn: &mut Conn<'_>, cx: &Doing<'_>, record: &Record) -> Result<Vec<(PersonId, f64)>> {
    let facts = MatchFacts {
        of: None,
        case: record
            .held
            .as_ref()
            .and_then(|held| held.case.as_ref())
            .map(|case| case.number.clone()),
        ..MatchFacts::of_person(&record.person)
    };
    let found = matching::candidates(conn, &facts, cx.now().date())?;
    Ok(found
        .into_iter()
        .map(|candidate| (candidate.person, candidate.weight))
        .collect())
}

fn duplicates(
    conn: &mut Conn<'_>,
    file: &mut File,
    one: &Checked,
    report: &mut Report,
) -> Result<()> {
    let line = one.record.line;
    for (person, weight) in &one.alike {
        let name = people::store::get(conn, *person)?.name;
        report.duplicates.push(Duplicate {
            line,
            known: Known::Person(*person),
            name,
            weight: Some(*weight),
        });
    }
    let Some(nid) = &one.record.person.nid else {
        return Ok(());
    };
    if let Some((earlier, name)) = file.nids.get(nid.core()) {
        report.duplicates.push(Duplicate {
            line,
            known: Known::Line(*earlier),
            name: name.clone(),
            weight: None,
        });
    } else {
        file.nids.insert(
            nid.core().to_owned(),
            (line, one.record.person.name.clone()),
        );
    }
    Ok(())
}
