use std::collections::BTreeMap;

use db::{Conn, Row, args};
use kernel::{BdTime, CustodyId, Date, PersonId, PrisonId, Result};

use super::{ABSENCE, absence_row, orders};
use crate::custody::{LegalStatus, State};
use crate::life::{Absence, AbsenceKind, Order};
use crate::people::TwoNames;
use crate::people::store::two_names;

/// Rows that one list shows.
pub const LIST_MAX: i64 = 1_000;

/// Somebody in custody, as one line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which custody.
    pub custody: CustodyId,
    /// Whose.
    pub person: PersonId,
    /// Name.
    pub name: TwoNames,
    /// Number.
    pub number: String,
    /// In what right.
    pub legal_status: LegalStatus,
    /// Where.
    pub state: State,
    /// Name of the ward; both empty without one.
    pub ward: TwoNames,
    /// Next date in court.
    pub next_court_on: Option<Date>,
}

const LINE: &str = "c.id AS line_custody, c.person AS line_person, p.name_bn AS line_bn, p.name_en AS line_en, \
    c.number AS line_number, c.legal_status AS line_status, c.state AS line_state, \
    COALESCE(w.name_bn, '') AS ward_bn, COALESCE(w.name_en, '') AS ward_en, c.next_court_on AS line_next";
const JOINED: &str = "JOIN person p ON p.id = c.person LEFT JOIN ward w ON w.id = c.ward";

fn line_row(row: &Row) -> Result<Line> {
    Ok(Line {
        custody: row.get("line_custody")?,
        person: row.get("line_person")?,
        name: two_names(row, "line")?,
        number: row.get("line_number")?,
        legal_status: row.get("line_status")?,
        state: row.get("line_state")?,
        ward: two_names(row, "ward")?,
        next_court_on: row.get("line_next")?,
    })
}

/// Columns of another table beside those of [`LINE`].
fn of(alias: &str, columns: &str) -> String {
    let named: Vec<_> = columns
        .split(", ")
        .map(|column| format!("{alias}.{column}"))
        .collect();
    named.join(", ")
}

/// Those of a prison who are to be in court on a day, by ward and name.
///
/// # Errors
/// Those of the database.
pub fn court_day(conn: &mut Conn<'_>, prison: PrisonId, day: Date) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM custody c {JOINED} WHERE c.prison = $1 AND c.next_court_on = $2 \
         AND c.state IN ('present', 'at_court', 'in_hospital') ORDER BY COALESCE(w.sort, 0), p.name_sort, c.id LIMIT $3"
    );
    conn.query(&sql, args![prison, day, LIST_MAX], line_row)
}

/// Those whose date in court has passed without a new one: not produced, or nobody wrote what the court
/// said. The longest ago first.
///
/// # Errors
/// Those of the database.
pub fn missed(conn: &mut Conn<'_>, prison: PrisonId, today: Date) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT {LINE} FROM custody c {JOINED} WHERE c.prison = $1 AND c.next_court_on < $2 \
         AND c.state IN ('present', 'in_hospital') ORDER BY c.next_court_on, p.name_sort, c.id LIMIT $3"
    );
    conn.query(&sql, args![prison, today, LIST_MAX], line_row)
}

/// One case that is heard on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// The court.
    pub court: String,
    /// The case.
    pub case_no: String,
}

/// What is heard on a day of those in a prison, by custody.
///
/// # Errors
/// Those of the database.
pub fn hearings(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    day: Date,
) -> Result<BTreeMap<CustodyId, Vec<Hearing>>> {
    let mut found: BTreeMap<_, Vec<Hearing>> = BTreeMap::new();
    conn.each(
        "SELECT a.custody, cc.court, cc.case_no FROM custody c JOIN case_accused a ON a.custody = c.id \
         JOIN court_case cc ON cc.id = a.court_case \
         WHERE c.prison = $1 AND c.next_court_on = $2 AND a.next_on = $2 ORDER BY cc.court, cc.case_no",
        args![prison, day],
        |row| {
            let hearing = Hearing {
                court: row.get("court")?,
                case_no: row.get("case_no")?,
            };
            found.entry(row.get("custody")?).or_default().push(hearing);
            Ok(())
        },
    )?;
    Ok(found)
}

fn absent(row: &Row) -> Result<(Absence, Line)> {
    Ok((absence_row(row)?, line_row(row)?))
}

/// Those of a prison who are away in one way now, the first due first.
///
/// # Errors
/// Those of the database.
pub fn away(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    kind: AbsenceKind,
) -> Result<Vec<(Absence, Line)>> {
    let sql = format!(
        "SELECT {}, {LINE} FROM absence a JOIN custody c ON c.id = a.custody {JOINED} \
         WHERE a.prison = $1 AND a.kind = $2 AND a.to_at IS NULL \
         ORDER BY COALESCE(a.due_at, a.from_at), a.id LIMIT $3",
        of("a", ABSENCE)
    );
    conn.query(&sql, args![prison, kind, LIST_MAX], absent)
}

/// Those on the way to a prison now, the first due first; and those received there since `since`.
///
/// # Errors
/// Those of the database.
pub fn coming(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    since: BdTime,
) -> Result<Vec<(Absence, Line)>> {
    let sql = format!(
        "SELECT {}, {LINE} FROM absence a JOIN custody c ON c.id = a.custody {JOINED} \
         WHERE a.to_prison = $1 AND (a.to_at IS NULL OR a.to_at >= $2) \
         ORDER BY COALESCE(a.to_at, 0), COALESCE(a.due_at, a.from_at), a.id LIMIT $3",
        of("a", ABSENCE)
    );
    conn.query(&sql, args![prison, since, LIST_MAX], absent)
}

fn ordered(row: &Row) -> Result<(Order, Line)> {
    Ok((orders::order_row(row)?, line_row(row)?))
}

/// The orders whose gate is still shut, the one that waits longest first.
///
/// # Errors
/// Those of the database.
pub fn orders_open(conn: &mut Conn<'_>, prison: PrisonId) -> Result<Vec<(Order, Line)>> {
    let sql = format!(
        "SELECT {}, {LINE} FROM release_order o JOIN custody c ON c.id = o.custody {JOINED} \
         WHERE o.prison = $1 AND o.gate_at IS NULL AND c.ended_at IS NULL ORDER BY o.received_at, o.id LIMIT $2",
        of("o", orders::COLUMNS)
    );
    conn.query(&sql, args![prison, LIST_MAX], ordered)
}

/// The orders whose gate opened since `since`, the latest first.
///
/// # Errors
/// Those of the database.
pub fn orders_done(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    since: BdTime,
) -> Result<Vec<(Order, Line)>> {
    let sql = format!(
        "SELECT {}, {LINE} FROM release_order o JOIN custody c ON c.id = o.custody {JOINED} \
         WHERE o.prison = $1 AND o.gate_at >= $2 ORDER BY o.gate_at DESC, o.id LIMIT $3",
        of("o", orders::COLUMNS)
    );
    conn.query(&sql, args![prison, since, LIST_MAX], ordered)
}
