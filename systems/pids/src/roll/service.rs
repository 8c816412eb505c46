//! Who may take what out, and that it was taken.

use std::collections::BTreeMap;

use access::{Action, DataClass};
use contracts::Event as _;
use contracts::pids::{HeadCountExported, PaperPrinted, RollExported, StatusChanged};
use data_encoding::BASE32_NOPAD;
use db::{Conn, Tx};
use kernel::{BdTime, BlobHash, CustodyId, Date, Kind, PersonId, PrisonId, Result, Taka, WardId};
use web::pager::{Cursor, From, Paging, Slice};

use super::count::{Counted, HeadCount, count};
use super::moves::{self, Movement};
use super::store::{self, Part};
use super::{Filter, Format, Paper, ROWS_MAX, RollRow, check_day};
use crate::custody::{self, Case, Custody, LegalStatus};
use crate::estate::Prison;
use crate::life::LOCK_UP_HOUR;
use crate::life::store::Belonging;
use crate::people::{self, Person, TwoNames};
use crate::record::{self, Mark};
use crate::tasks::{self, Task};
use crate::{Doing, estate, life, matching};

/// Random bytes of a ticket's code: nobody finds a second one by trying.
const CODE_BYTES: usize = 15;
/// Custodies whose changes one query asks the journal for.
const CUSTODIES_AT_ONCE: usize = 500;

/// A roll, or a page of one.
#[derive(Clone, Debug)]
pub struct Roll {
    /// The prison.
    pub prison: Prison,
    /// The rows, by name.
    pub slice: Slice<RollRow>,
    /// How many there are with this filter.
    pub total: usize,
    /// The moment that the roll describes.
    pub at: BdTime,
}

/// One page of a prison's roll, for the screen.
///
/// # Errors
/// Denied; not found; those of the database.
pub fn roll_page(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: Prison,
    filter: &Filter,
    paging: &Paging,
) -> Result<Roll> {
    cx.may(Action::ExportRoll, tx, prison.id)?;
    let place = |cursor: &'_ Cursor| (cursor.key.clone(), cursor.id);
    let (after, before) = match &paging.from {
        From::Start => (None, None),
        From::After(cursor) => (Some(place(cursor)), None),
        From::Before(cursor) => (None, Some(place(cursor))),
    };
    let part = Part {
        after: after.as_ref().map(|(key, id)| (key.as_str(), *id)),
        before: before.as_ref().map(|(key, id)| (key.as_str(), *id)),
        limit: paging.sql_limit(),
    };
    let rows = store::roll(tx, prison.id, filter, part)?;
    let slice = paging.slice(rows, |row| Cursor {
        key: row.sort.clone(),
        id: row.custody.into(),
    });
    let total = store::roll_size(tx, prison.id, filter)?;
    tell_roll(tx, cx, &prison, filter, Format::Screen, slice.rows.len())?;
    Ok(Roll {
        prison,
        slice,
        total,
        at: cx.now(),
    })
}

/// The whole roll, to be printed or taken out.
///
/// # Errors
/// Denied; not found; limit past [`ROWS_MAX`]; those of the database.
pub fn roll_whole(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: Prison,
    filter: &Filter,
    format: Format,
) -> Result<Roll> {
    cx.may(Action::ExportRoll, tx, prison.id)?;
    let rows = all_rows(tx, prison.id, filter)?;
    tell_roll(tx, cx, &prison, filter, format, rows.len())?;
    let total = rows.len();
    Ok(Roll {
        prison,
        slice: Slice {
            rows,
            prev: None,
            next: None,
        },
        total,
        at: cx.now(),
    })
}

/// Everybody on a prison's roll. Who may see it is asked before.
///
/// # Errors
/// Limit past [`ROWS_MAX`]; those of the database.
pub(super) fn all_rows(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    filter: &Filter,
) -> Result<Vec<RollRow>> {
    store::roll_size(conn, prison, filter)?;
    let limit = i64::try_from(ROWS_MAX).unwrap_or(i64::MAX);
    store::roll(
        conn,
        prison,
        filter,
        Part {
            after: None,
            before: None,
            limit,
        },
    )
}

fn tell_roll(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: &Prison,
    filter: &Filter,
    format: Format,
    rows: usize,
) -> Result<()> {
    let event = RollExported {
        format: format.word().to_owned(),
        ward: filter.ward,
        legal_status: filter.status.map(|status| status.word().to_owned()),
        rows,
    };
    cx.tell(tx, Some(prison.id), prison.id.into(), &event, None)
}

/// The return of one day in one prison.
#[derive(Clone, Debug)]
pub struct Return {
    /// The prison.
    pub prison: Prison,
    /// The day.
    pub day: Date,
    /// The moment of the count: the evening's lock-up, or now while the day goes on.
    pub at: BdTime,
    /// The numbers.
    pub count: HeadCount,
}

/// The head-count return of a day, from what is kept of that day and not from what is true now.
///
/// # Errors
/// Denied; not found; invalid for a day that has not come; those of the database.
pub fn headcount(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: Prison,
    day: Date,
    format: Format,
) -> Result<Return> {
    cx.may(Action::ExportHeadcount, tx, prison.id)?;
    check_day(day, cx.now().date())?;
    let at = lock_up(day).min(cx.now());
    let prison = estate::service::as_of(tx, prison, day)?;
    let before = lock_up(day.yesterday().unwrap_or(day)).min(at);
    let people = people_at(tx, prison.id, before, at, cx.now())?;
    let count = count(&people, before, at);
    let event = HeadCountExported {
        format: format.word().to_owned(),
        day,
        total: count.total.total,
    };
    cx.tell(tx, Some(prison.id), prison.id.into(), &event, None)?;
    Ok(Return {
        prison,
        day,
        at,
        count,
    })
}

fn lock_up(day: Date) -> BdTime {
    BdTime::from_local(day.at(LOCK_UP_HOUR, 0, 0, 0))
}

fn people_at(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    before: BdTime,
    at: BdTime,
    now: BdTime,
) -> Result<Vec<Counted>> {
    let mut known = store::known(conn, prison, before, at)?;
    if at < now {
        let custodies: Vec<_> = known.keys().copied().collect();
        for (custody, status) in statuses_at(conn, &custodies, at)? {
            if let Some(known) = known.get_mut(&custody) {
                known.facts.status = status;
            }
        }
    }
    let people = known.into_values().map(|known| Counted {
        stays: known.kept.stays(prison),
        facts: known.facts,
    });
    Ok(people.collect())
}

/// In what right those were held at a past moment whose status has changed since. The record has the status of
/// today; the first change after the moment says what it was before.
fn statuses_at(
    conn: &mut Conn<'_>,
    custodies: &[CustodyId],
    at: BdTime,
) -> Result<BTreeMap<CustodyId, LegalStatus>> {
    let mut statuses = BTreeMap::new();
    for some in custodies.chunks(CUSTODIES_AT_ONCE) {
        let filter = journal::Filter {
            subjects: Some(some.iter().map(|custody| (*custody).into()).collect()),
            kind: Some(StatusChanged::KIND.to_owned()),
            since: Some(at.plus(1)),
            ..journal::Filter::default()
        };
        let mut before = None;
        loop {
            let lines = journal::tail(conn, &filter, before, journal::LINES_PER_PAGE_MAX)?;
            // The newest comes first, so what stays is what the first change says.
            for line in &lines {
                let change: StatusChanged = line.body()?;
                let was = LegalStatus::parse("status", &change.was)?;
                statuses.insert(CustodyId(line.subject), was);
            }
            if lines.len() < journal::LINES_PER_PAGE_MAX {
                break;
            }
            before = lines.last().map(journal::Before::from);
        }
    }
    Ok(statuses)
}

/// What a sheet about one custody needs to know.
#[derive(Clone, Debug)]
pub struct File {
    /// Who.
    pub person: Person,
    /// The custody that goes on, else the last.
    pub custody: Custody,
    /// Its prison.
    pub prison: Prison,
    /// The ward's name; empty without one.
    pub ward: TwoNames,
    /// Names of the prison's wards, for movements between them.
    pub wards: BTreeMap<WardId, TwoNames>,
    /// Cases.
    pub cases: Vec<Case>,
    /// What happened, the oldest first.
    pub moves: Vec<Movement>,
    /// Marks by which the body is known, where the reader may see them.
    pub marks: Vec<Mark>,
    /// What is owed.
    pub tasks: Vec<Task>,
    /// Property and cash.
    pub belongings: Vec<Belonging>,
    /// The opaque code in the QR.
    pub code: String,
    /// The photo, where the reader may see it.
    pub photo: Option<BlobHash>,
}

impl File {
    /// The cash that was taken into keeping.
    ///
    /// # Errors
    /// Those of adding money.
    pub fn cash(&self) -> Result<Taka> {
        self.belongings
            .iter()
            .filter(|one| one.kind == "cash")
            .try_fold(Taka(0), |sum, one| sum.plus(one.amount))
    }
}

/// The file of a person for a sheet of theirs. That it was printed is told.
///
/// # Errors
/// Denied; not found, also for somebody who was never in custody; those of the database.
pub fn paper(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    paper: Paper,
    format: Format,
) -> Result<File> {
    let person = matching::store::resolve(tx, person)?;
    let person = people::store::get(tx, person)?;
    let custody = custody::store::all_of(tx, person.id)?
        .into_iter()
        .next()
        .ok_or_else(kernel::Error::not_found)?;
    cx.may(Action::PrintTicket, tx, custody.prison)?;
    let prison = estate::store::prison(tx, custody.prison)?;
    let wards: BTreeMap<_, _> = estate::store::wards_of(tx, prison.id)?
        .into_iter()
        .map(|ward| (ward.id, ward.name))
        .collect();
    let (photo, marks) = match cx.may_class(
        Action::PersonReadSensitive,
        tx,
        prison.id,
        DataClass::Sensitive,
    ) {
        Ok(()) => (person.photo, record::store::marks(tx, person.id)?),
        Err(error) if matches!(error.kind, Kind::Denied | Kind::NotFound) => (None, Vec::new()),
        Err(error) => return Err(error),
    };
    let code = match store::code_of(tx, custody.id)? {
        Some(code) => code,
        None => store::put_code(
            tx,
            custody.id,
            &BASE32_NOPAD.encode(&cx.world.bytes::<CODE_BYTES>()),
            cx.now(),
        )?,
    };
    let event = PaperPrinted {
        paper: paper.word().to_owned(),
        format: format.word().to_owned(),
        custody: custody.id,
    };
    cx.tell(tx, Some(prison.id), person.id.into(), &event, None)?;
    Ok(File {
        ward: custody
            .ward
            .and_then(|ward| wards.get(&ward).cloned())
            .unwrap_or_default(),
        wards,
        cases: custody::store::cases_of(tx, custody.id)?,
        moves: moves::of(tx, custody.id)?,
        marks,
        tasks: tasks::store::of_custody(tx, custody.id)?,
        belongings: life::store::belongings(tx, custody.id)?,
        code,
        photo,
        prison,
        custody,
        person,
    })
}

/// Whose ticket has this code, for whoever may print one.
///
/// # Errors
/// Not found, also outside the actor's scope; denied.
pub fn find_code(conn: &mut Conn<'_>, cx: &Doing<'_>, code: &str) -> Result<PersonId> {
    let custody = store::by_code(conn, &code.to_ascii_uppercase())?;
    let custody = custody::store::get(conn, custody)?;
    cx.may(Action::PrintTicket, conn, custody.prison)?;
    Ok(custody.person)
}
