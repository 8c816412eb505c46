//! The SQL of custodies and cases.

use std::collections::BTreeMap;

use db::{Conn, Row, Tx, args};
use kernel::{BdTime, CaseId, CustodyId, Date, Error, PersonId, PrisonId, Result, Uuid};

use super::{Case, CaseState, Charge, Custody, EndKind, Warrant, case_key};

const COLUMNS: &str = "id, person, prison, number, legal_status, state, ward, source, warrant_no, warrant_court, \
    warrant_on, next_court_on, admitted_at, ended_at, verified_at, version";

fn custody(row: &Row) -> Result<Custody> {
    Ok(Custody {
        id: row.get("id")?,
        person: row.get("person")?,
        prison: row.get("prison")?,
        number: row.get("number")?,
        legal_status: row.get("legal_status")?,
        state: row.get("state")?,
        ward: row.get("ward")?,
        source: row.get("source")?,
        warrant: Warrant {
            number: row.get("warrant_no")?,
            court: row.get("warrant_court")?,
            on: row.get("warrant_on")?,
        },
        next_court_on: row.get("next_court_on")?,
        admitted_at: row.get("admitted_at")?,
        ended_at: row.get("ended_at")?,
        verified_at: row.get("verified_at")?,
        version: row.get("version")?,
    })
}

/// The custody with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn get(conn: &mut Conn<'_>, id: CustodyId) -> Result<Custody> {
    conn.query_one(
        &format!("SELECT {COLUMNS} FROM custody WHERE id = $1"),
        args![id],
        custody,
    )
}

/// The custody of this person that goes on now.
///
/// # Errors
/// Those of the database.
pub fn open_of(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Custody>> {
    let sql = format!("SELECT {COLUMNS} FROM custody WHERE person = $1 AND ended_at IS NULL");
    conn.query_opt(&sql, args![person], custody)
}

/// All custodies of this person, the latest first.
///
/// # Errors
/// Those of the database.
pub fn all_of(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Custody>> {
    let sql = format!("SELECT {COLUMNS} FROM custody WHERE person = $1 ORDER BY admitted_at DESC");
    conn.query(&sql, args![person], custody)
}

/// The custodies that go on in a prison, by id, after this id.
///
/// # Errors
/// Those of the database.
pub fn going_on(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Custody>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM custody WHERE prison = $1 AND id > $2 \
         AND state IN ('present', 'at_court', 'in_hospital', 'in_transfer') ORDER BY id LIMIT $3"
    );
    conn.query(&sql, args![prison, after, limit], custody)
}

/// Writes a custody that begins, and its number in its prison.
///
/// # Errors
/// Conflict `err-in-custody` when the person is in custody already; those of the database.
pub fn insert(tx: &mut Tx<'_>, custody: &Custody) -> Result<()> {
    if open_of(tx, custody.person)?.is_some() {
        return Err(Error::conflict("err-in-custody"));
    }
    write(tx, custody, None)
}

/// Writes a custody that is over, and its number in its prison, in one statement: a bulk of past stays
/// that begin open and are ended one by one keeps PostgreSQL reading all of those still open.
///
/// # Errors
/// Those of the database.
pub fn insert_past(tx: &mut Tx<'_>, custody: &Custody, end_kind: EndKind) -> Result<()> {
    write(tx, custody, Some(end_kind))
}

fn write(tx: &mut Tx<'_>, custody: &Custody, end_kind: Option<EndKind>) -> Result<()> {
    tx.exec(
        "INSERT INTO custody (id, person, prison, number, legal_status, state, ward, source, warrant_no, \
         warrant_court, warrant_on, next_court_on, admitted_at, verified_at, ended_at, end_kind, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
        args![
            custody.id,
            custody.person,
            custody.prison,
            custody.number.as_str(),
            custody.legal_status,
            custody.state,
            custody.ward,
            custody.source,
            custody.warrant.number.as_str(),
            custody.warrant.court.as_str(),
            custody.warrant.on,
            custody.next_court_on,
            custody.admitted_at,
            custody.verified_at,
            custody.ended_at,
            end_kind,
        ],
    )
    .map_err(|error| if error.key == "err-exists" { Error::conflict("err-in-custody").because(error) } else { error })?;
    number(
        tx,
        custody.id,
        custody.prison,
        &custody.number,
        custody.admitted_at,
    )
}

/// Ends a custody that is brought in as past, without the verbs of a release.
///
/// # Errors
/// Conflict `err-stale` when it has ended already; those of the database.
pub fn end_past(tx: &mut Tx<'_>, id: CustodyId, end_kind: EndKind, at: BdTime) -> Result<()> {
    tx.exec_one(
        "UPDATE custody SET state = $1, end_kind = $2, ended_at = $3, ward = NULL, version = version + 1 \
         WHERE id = $4 AND ended_at IS NULL",
        args![end_kind.state(), end_kind, at, id],
    )
}

/// Holds a custody until the transaction ends, so that nobody ends it or moves it elsewhere meanwhile.
///
/// # Errors
/// Conflict `err-stale` when somebody has changed it since it was read; those of the database.
pub fn hold(tx: &mut Tx<'_>, custody: &Custody) -> Result<()> {
    tx.hold(
        "UPDATE custody SET version = version WHERE id = $1 AND version = $2",
        args![custody.id, custody.version],
    )
}

/// Keeps a number that a custody has in a prison.
///
/// # Errors
/// Conflict when the prison has given that number to another custody; those of the database.
pub fn number(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    prison: PrisonId,
    number: &str,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO custody_number (prison, number, custody, from_at) VALUES ($1, $2, $3, $4)",
        args![prison, number, custody, at],
    )?;
    Ok(())
}

/// Takes the next serial of a prison's series. Concurrent admissions wait for each other here and
/// nowhere else, so that a prison's numbers have no gap and no double.
///
/// # Errors
/// Those of the database.
pub fn next_serial(tx: &mut Tx<'_>, prison: PrisonId, series: &str, year: i16) -> Result<i64> {
    let taken = tx.returning(
        "INSERT INTO number_series (prison, series, year, next) VALUES ($1, $2, $3, 2) \
         ON CONFLICT (prison, series, year) DO UPDATE SET next = number_series.next + 1 RETURNING next - 1",
        args![prison, series, year],
        |row| row.at(0),
    )?;
    taken
        .into_iter()
        .next()
        .ok_or_else(|| Error::bug("an upsert returned no row"))
}

/// Makes a prison's series go on after `serial`, if it stood before it: the next admission must not be
/// given a number that came in with the file.
///
/// # Errors
/// Those of the database.
pub fn raise_series(
    tx: &mut Tx<'_>,
    prison: PrisonId,
    series: &str,
    year: i16,
    serial: i64,
) -> Result<()> {
    tx.exec(
        "INSERT INTO number_series (prison, series, year, next) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (prison, series, year) DO UPDATE SET next = \
         CASE WHEN number_series.next < excluded.next THEN excluded.next ELSE number_series.next END",
        args![prison, series, year, serial.saturating_add(1)],
    )?;
    Ok(())
}

/// The case with this number at this court, or a new one.
///
/// # Errors
/// Those of the database.
pub fn case_for(
    tx: &mut Tx<'_>,
    new_id: CaseId,
    court: &str,
    case_no: &str,
    police_station: &str,
    at: BdTime,
) -> Result<CaseId> {
    let key = case_key(case_no);
    tx.exec(
        "INSERT INTO court_case (id, court, case_no, case_key, police_station, created_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (case_key, court) DO NOTHING",
        args![new_id, court, case_no, key.as_str(), police_station, at],
    )?;
    tx.query_one(
        "SELECT id FROM court_case WHERE case_key = $1 AND court = $2",
        args![key, court],
        |row| row.at(0),
    )
}

/// Puts an accused into a case with what is charged, and counts the sections for the prison's picker.
///
/// # Errors
/// Those of the database.
pub fn accuse(
    tx: &mut Tx<'_>,
    prison: PrisonId,
    custody: CustodyId,
    case: CaseId,
    next_on: Option<Date>,
    charges: &[Charge],
) -> Result<()> {
    tx.exec(
        "INSERT INTO case_accused (court_case, custody, state, next_on, sentence, version) \
         VALUES ($1, $2, 'pending', $3, '', 1) ON CONFLICT (court_case, custody) DO NOTHING",
        args![case, custody, next_on],
    )?;
    for charge in charges {
        tx.exec(
            "INSERT INTO charge (court_case, custody, act, section) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            args![case, custody, charge.act.as_str(), charge.section.as_str()],
        )?;
        tx.exec(
            "INSERT INTO section_use (prison, act, section, times) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (prison, act, section) DO UPDATE SET times = section_use.times + 1",
            args![prison, charge.act.as_str(), charge.section.as_str()],
        )?;
    }
    Ok(())
}

/// Says how a case stood for somebody when their stay ended.
///
/// # Errors
/// Those of the database.
pub fn settle_case(
    tx: &mut Tx<'_>,
    case: CaseId,
    custody: CustodyId,
    state: CaseState,
) -> Result<()> {
    tx.exec(
        "UPDATE case_accused SET state = $1 WHERE court_case = $2 AND custody = $3",
        args![state, case, custody],
    )?;
    Ok(())
}

/// The cases of one custody, with their charges.
///
/// # Errors
/// Those of the database.
pub fn cases_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Case>> {
    let mut charges: BTreeMap<CaseId, Vec<Charge>> = BTreeMap::new();
    conn.each(
        "SELECT court_case, act, section FROM charge WHERE custody = $1 ORDER BY act, section",
        args![custody],
        |row| {
            let charge = Charge {
                act: row.get("act")?,
                section: row.get("section")?,
            };
            charges
                .entry(row.get("court_case")?)
                .or_default()
                .push(charge);
            Ok(())
        },
    )?;
    conn.query(
        "SELECT c.id, c.court, c.case_no, c.police_station, a.state, a.next_on, a.sentence \
         FROM case_accused a JOIN court_case c ON c.id = a.court_case WHERE a.custody = $1 ORDER BY c.created_at",
        args![custody],
        |row| {
            let id = row.get("id")?;
            Ok(Case {
                id,
                court: row.get("court")?,
                case_no: row.get("case_no")?,
                police_station: row.get("police_station")?,
                state: row.get("state")?,
                next_on: row.get("next_on")?,
                sentence: row.get("sentence")?,
                charges: charges.remove(&id).unwrap_or_default(),
            })
        },
    )
}

/// The other custodies in the same cases: the co-accused.
///
/// # Errors
/// Those of the database.
pub fn co_accused(conn: &mut Conn<'_>, case: CaseId) -> Result<Vec<Custody>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM custody WHERE ended_at IS NULL AND id IN \
         (SELECT custody FROM case_accused WHERE court_case = $1) ORDER BY admitted_at"
    );
    conn.query(&sql, args![case], custody)
}

/// The sections that a prison uses most.
///
/// # Errors
/// Those of the database.
pub fn sections_used(conn: &mut Conn<'_>, prison: PrisonId, limit: i64) -> Result<Vec<Charge>> {
    conn.query(
        "SELECT act, section FROM section_use WHERE prison = $1 ORDER BY times DESC, act, section LIMIT $2",
        args![prison, limit],
        |row| Ok(Charge { act: row.get("act")?, section: row.get("section")? }),
    )
}
