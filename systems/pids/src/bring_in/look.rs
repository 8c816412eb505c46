//! Holding a file against the database, row by row. Nothing is written, so that nobody waits for it.

mod file;

use std::collections::BTreeSet;

use access::{Action, DataClass, Resource};
use db::Conn;
use kernel::{BdTime, Date, Error, Kind, PersonId, Result, WardId};

use super::read::{Table, read};
use super::record::{self, Record};
use super::report::{Duplicate, Known, Part, Report};
use super::service::{self, Bring, Progress};
use super::stay::{self, Held};
use super::{Cells, Field, LIMITS, Mapping, named, store};
use crate::estate::Prison;
use crate::matching::{self, MatchFacts};
use crate::people::{self, TwoNames};
use crate::{Doing, custody, estate};
use file::{File, not_at_the_same_time, place_of};

/// Records between two calls of the progress.
pub(super) const STEP: usize = 100;

/// How long before a look somebody's id may have been made who comes on record after it, in microseconds: ids are made
/// when the work begins, and a large file takes minutes.
const WORK_MAX: i64 = BdTime::HOUR;

/// Files that were looked at.
pub struct Looked {
    /// What they hold and what is wrong with them.
    pub report: Report,
    pub(super) checked: Vec<Checked>,
    pub(super) recent: Recent,
}

/// Who had come on record lately when the files were looked at, so that whoever comes after is told apart.
pub(super) struct Recent {
    pub(super) since: BdTime,
    pub(super) people: BTreeSet<PersonId>,
}

impl Recent {
    fn of(conn: &mut Conn<'_>, now: BdTime) -> Result<Self> {
        let since = now.plus(-WORK_MAX);
        let people = store::people_since(conn, since)?;
        Ok(Self { since, people })
    }
}

/// A record with what the database knows of it.
pub(super) struct Checked {
    pub(super) record: Record,
    pub(super) known: Option<PersonId>,
    pub(super) stays: Vec<Stay>,
    pub(super) alike: Vec<(PersonId, f64)>,
    /// The earlier record of the file that has the same NID, by its place among the checked ones.
    pub(super) twin: Option<usize>,
}

/// A stay with its prison.
pub(super) struct Stay {
    pub(super) part: Part,
    pub(super) line: usize,
    pub(super) held: Held,
    pub(super) prison: Prison,
    pub(super) ward: Option<WardId>,
}

/// Reads every row of both files, and looks for each in the database and on the lines before it. Writes nothing.
///
/// # Errors
/// Invalid or limit, when a file as a whole cannot be read; conflict when it was brought in before; denied; those of
/// the database.
pub fn look(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    progress: Progress<'_>,
) -> Result<Looked> {
    service::may(cx)?;
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
    let recent = Recent::of(conn, cx.now())?;
    let mut file = File::of(conn)?;
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
            Ok(mut one) => {
                duplicates(conn, cx, &mut file, &mut one, &checked, &mut report)?;
                if let Some(number) = &one.record.external {
                    file.people.insert(number.clone(), checked.len());
                }
                checked.push(one);
            }
            Err(error) => {
                let number = Cells::new(row, &columns, cx.now().date()).given(Field::External);
                file.wrong_people.extend(number);
                report.wrong(Part::People, row.line, error)?;
            }
        }
    }
    progress(table.rows.len(), table.rows.len());
    if let Some(stays) = &bring.stays {
        let table = read(stays.bytes, LIMITS).map_err(in_second_file)?;
        let mapping = stays.mapping(&table.header, bring.mapping);
        formers(
            conn,
            cx,
            &mut file,
            &table,
            &mapping,
            &mut checked,
            &mut report,
        )?;
        report.stays_table = Some(table);
        report.stays_mapping = mapping;
    }
    report.records = checked.len();
    report.known = checked.iter().filter(|one| one.known.is_some()).count();
    report.stays = checked.iter().map(|one| one.stays.len()).sum();
    report.table = table;
    Ok(Looked {
        report,
        checked,
        recent,
    })
}

/// What is wrong with the second file stands beside its own field.
pub(super) fn in_second_file(mut error: Error) -> Error {
    for field in &mut error.fields {
        "stays".clone_into(&mut field.field);
    }
    error
}

/// Holds a record against the database and the lines before it.
fn known(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    bring: &Bring<'_>,
    file: &mut File,
    mut record: Record,
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
    let mut stays = Vec::new();
    if let Some(held) = record.held.take() {
        if held.ended.is_none() && in_custody(conn, known)? {
            return Err(Error::invalid(
                Field::External.word(),
                "err-import-in-custody",
            ));
        }
        not_at_the_same_time(conn, file, &held, &[], known)?;
        let stay = place_of(conn, cx, file, (Part::People, record.line), held)?;
        file.note_held(known, &stay.held);
        stays.push(stay);
    }
    let alike = if known.is_some() {
        Vec::new()
    } else {
        alike(conn, &record, &stays, cx.now().date())?
    };
    Ok(Checked {
        record,
        known,
        stays,
        alike,
        twin: None,
    })
}

fn in_custody(conn: &mut Conn<'_>, person: Option<PersonId>) -> Result<bool> {
    let open = person.map(|person| custody::store::open_of(conn, person));
    Ok(open.transpose()?.flatten().is_some())
}

fn alike(
    conn: &mut Conn<'_>,
    record: &Record,
    stays: &[Stay],
    today: Date,
) -> Result<Vec<(PersonId, f64)>> {
    let case = stays.iter().find_map(|stay| stay.held.case.as_ref());
    let facts = MatchFacts {
        of: None,
        case: case.map(|case| case.number.clone()),
        ..MatchFacts::of_person(&record.person)
    };
    let found = matching::candidates(conn, &facts, today)?;
    Ok(found
        .into_iter()
        .map(|candidate| (candidate.person, candidate.weight))
        .collect())
}

fn duplicates(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    file: &mut File,
    one: &mut Checked,
    before: &[Checked],
    report: &mut Report,
) -> Result<()> {
    let line = one.record.line;
    for (person, weight) in &one.alike {
        let (known, name) = as_may_be_seen(conn, cx, *person)?;
        report.duplicates.push(Duplicate {
            line,
            known,
            name,
            weight: Some(*weight),
        });
    }
    let Some(nid) = &one.record.person.nid else {
        return Ok(());
    };
    match file.nids.get(nid.core()) {
        Some(at) => {
            let earlier = before.get(*at);
            if let Some(earlier) = earlier
                && !is_settled(conn, earlier.known, one.known)?
            {
                one.twin = Some(*at);
                report.duplicates.push(Duplicate {
                    line,
                    known: Known::Line(earlier.record.line),
                    name: earlier.record.person.name.clone(),
                    weight: None,
                });
            }
        }
        None => {
            file.nids.insert(nid.core().to_owned(), before.len());
        }
    }
    Ok(())
}

/// Somebody on record as the reader may see them: the comparison looks at the whole country, whoever asks.
fn as_may_be_seen(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    person: PersonId,
) -> Result<(Known, TwoNames)> {
    let prison = matching::store::prison_of(conn, person)?;
    let may = match prison {
        Some(prison) => cx.may(Action::PersonRead, conn, prison),
        None => cx.access.may(
            cx.actor,
            Action::PersonRead,
            Resource::national(DataClass::Ordinary),
        ),
    };
    match may {
        Ok(()) => {
            let name = people::store::get(conn, person)?.name;
            Ok((Known::Person(person), name))
        }
        Err(error) if matches!(error.kind, Kind::NotFound | Kind::Denied) => {
            let prison = prison.map(|prison| estate::store::prison(conn, prison));
            let name = prison.transpose()?.map(|prison| prison.name);
            Ok((Known::Elsewhere, name.unwrap_or_default()))
        }
        Err(error) => Err(error),
    }
}

/// Whether two known people are one by now, or somebody has decided about them.
fn is_settled(conn: &mut Conn<'_>, a: Option<PersonId>, b: Option<PersonId>) -> Result<bool> {
    let Some((a, b)) = a.zip(b) else {
        return Ok(false);
    };
    Ok(a == b || matching::store::decided(conn, a)?.contains_key(&b))
}

/// Reads the former stays, and gives each to the right record of the first file that has its number.
fn formers(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    file: &mut File,
    table: &Table,
    mapping: &Mapping,
    checked: &mut [Checked],
    report: &mut Report,
) -> Result<()> {
    let columns = mapping.fields(&table.header);
    for row in &table.rows {
        let found = stay::read_former(row, &columns, cx.now().date()).and_then(|former| {
            let whose = file.people.get(&former.external).copied();
            let one = whose
                .and_then(|at| checked.get_mut(at))
                .ok_or_else(|| file.nobody(&former.external))?;
            not_at_the_same_time(conn, file, &former.held, &one.stays, one.known)?;
            let stay = place_of(conn, cx, file, (Part::Stays, row.line), former.held)?;
            file.note_held(one.known, &stay.held);
            one.stays.push(stay);
            Ok(())
        });
        if let Err(error) = found {
            report.wrong(Part::Stays, row.line, error)?;
        }
    }
    Ok(())
}
