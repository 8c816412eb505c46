//! The SQL of rolls, returns and tickets.

use std::collections::BTreeMap;

use db::{Conn, Row, Tx, Value, args};
use kernel::{BdTime, CustodyId, Error, PrisonId, Result, Uuid};

use super::count::Facts;
use super::sentence;
use super::stays::{Kept, Span};
use super::{Filter, ROWS_MAX, RollRow};
use crate::custody::{Charge, law};
use crate::people::store::{birth, two_names};

/// Custodies whose cases one statement reads.
const CASES_PER_STATEMENT: usize = 200;
/// Who is on a prison's roll, as its index on state holds them.
const OPEN: &str = "c.state IN ('present', 'at_court', 'in_hospital', 'in_transfer')";

/// Where a page of the roll begins, and how many rows it has.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// After this row: its sort key and custody.
    pub after: Option<(&'a str, Uuid)>,
    /// Before this row; the rows then come backwards.
    pub before: Option<(&'a str, Uuid)>,
    /// Rows.
    pub limit: i64,
}

/// The roll of a prison, by name, with its cases.
///
/// # Errors
/// Those of the database.
pub fn roll(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    filter: &Filter,
    part: Part<'_>,
) -> Result<Vec<RollRow>> {
    let (mut conditions, mut args) = conditions(prison, filter);
    let mut order = "p.name_sort, c.id";
    for (place, sign) in [(part.after, ">"), (part.before, "<")] {
        if let Some((sort, id)) = place {
            args.extend([sort.into(), id.into()]);
            conditions.push(format!(
                "(p.name_sort, c.id) {sign} (${}, ${})",
                args.len() - 1,
                args.len()
            ));
        }
    }
    if part.before.is_some() {
        order = "p.name_sort DESC, c.id DESC";
    }
    args.push(part.limit.into());
    let sql = format!(
        "SELECT c.id AS custody, c.person, c.number, p.name_bn, p.name_en, p.father_bn, p.father_en, p.sex, \
         p.birth_date, p.birth_age, p.birth_age_on, c.legal_status, c.state, c.admitted_at, c.next_court_on, \
         COALESCE(w.name_bn, '') AS ward_bn, COALESCE(w.name_en, '') AS ward_en, p.name_sort \
         FROM custody c JOIN person p ON p.id = c.person LEFT JOIN ward w ON w.id = c.ward \
         WHERE {} ORDER BY {order} LIMIT ${}",
        conditions.join(" AND "),
        args.len()
    );
    let mut rows = conn.query(&sql, &args, roll_row)?;
    add_cases(conn, &mut rows)?;
    Ok(rows)
}

fn conditions(prison: PrisonId, filter: &Filter) -> (Vec<String>, Vec<Value>) {
    let mut args: Vec<Value> = vec![prison.into()];
    let mut conditions = vec![format!("c.prison = $1 AND {OPEN}")];
    if let Some(ward) = filter.ward {
        args.push(ward.into());
        conditions.push(format!("c.ward = ${}", args.len()));
    }
    if let Some(status) = filter.status {
        args.push(status.into());
        conditions.push(format!("c.legal_status = ${}", args.len()));
    }
    (conditions, args)
}

/// How many are on that part of the roll.
///
/// # Errors
/// Limit past [`ROWS_MAX`], since no export would hold them; those of the database.
pub fn roll_size(conn: &mut Conn<'_>, prison: PrisonId, filter: &Filter) -> Result<usize> {
    let (conditions, args) = conditions(prison, filter);
    let sql = format!(
        "SELECT COUNT(*) FROM custody c WHERE {}",
        conditions.join(" AND ")
    );
    let size: usize = conn.query_one(&sql, &args, |row| row.at(0))?;
    if size > ROWS_MAX {
        return Err(Error::limit("err-rows-limit").with("max", ROWS_MAX));
    }
    Ok(size)
}

fn roll_row(row: &Row) -> Result<RollRow> {
    Ok(RollRow {
        custody: row.get("custody")?,
        person: row.get("person")?,
        number: row.get("number")?,
        name: two_names(row, "name")?,
        father: two_names(row, "father")?,
        sex: row.get("sex")?,
        birth: birth(row)?,
        legal_status: row.get("legal_status")?,
        state: row.get("state")?,
        ward: two_names(row, "ward")?,
        admitted_at: row.get("admitted_at")?,
        next_court_on: row.get("next_court_on")?,
        cases: Vec::new(),
        charges: Vec::new(),
        sort: row.get("name_sort")?,
    })
}

fn custody_in(row: &Row) -> Result<CustodyId> {
    row.get("custody")
}

/// Adds case numbers and charges, some hundred custodies to a statement.
fn add_cases(conn: &mut Conn<'_>, rows: &mut [RollRow]) -> Result<()> {
    for chunk in rows.chunks_mut(CASES_PER_STATEMENT) {
        let ids: Vec<Value> = chunk.iter().map(|row| row.custody.into()).collect();
        let marks: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
        let marks = marks.join(", ");
        let mut by_id: BTreeMap<CustodyId, &mut RollRow> =
            chunk.iter_mut().map(|row| (row.custody, row)).collect();
        let sql = format!(
            "SELECT a.custody, cc.case_no FROM case_accused a JOIN court_case cc ON cc.id = a.court_case \
             WHERE a.custody IN ({marks}) ORDER BY cc.created_at, cc.id"
        );
        conn.each(&sql, &ids, |row| {
            let case_no = row.get("case_no")?;
            if let Some(known) = by_id.get_mut(&custody_in(row)?) {
                known.cases.push(case_no);
            }
            Ok(())
        })?;
        let sql = format!(
            "SELECT DISTINCT custody, act, section FROM charge WHERE custody IN ({marks}) ORDER BY custody, act, section"
        );
        conn.each(&sql, &ids, |row| {
            let charge = Charge {
                act: row.get("act")?,
                section: row.get("section")?,
            };
            if let Some(known) = by_id.get_mut(&custody_in(row)?) {
                known.charges.push(charge);
            }
            Ok(())
        })?;
    }
    Ok(())
}

// ── The head-count ──────────────────────────────────────────────────────────────────────────────

/// One custody as the return reads it.
#[derive(Clone, Debug)]
pub struct Known {
    /// What is counted of them; the status is the one of today.
    pub facts: Facts,
    /// The intervals.
    pub kept: Kept,
}

/// Custodies that were in prison `$1` at any moment since `$2`: those still there, those that ended there
/// since, and those that another prison has received from it since. Each part walks a short range of an
/// index, however many have passed through the prison in all its years.
const HERE: &str = "WITH here (id) AS (\
     SELECT c.id FROM custody c WHERE c.prison = $1 AND c.state IN ('present', 'at_court', 'in_hospital', 'in_transfer') \
     UNION SELECT c.id FROM custody c WHERE c.prison = $1 AND c.ended_at > $2 \
     UNION SELECT a.custody FROM absence a WHERE a.prison = $1 AND a.kind = 'transfer' AND a.to_at > $2) ";

/// Everybody who was in a prison at any moment from `since` to `at`, and where they were at `at`.
///
/// # Errors
/// Those of the database.
pub fn known(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    since: BdTime,
    at: BdTime,
) -> Result<BTreeMap<CustodyId, Known>> {
    let mut people = BTreeMap::new();
    let here = args![prison, since];
    let sql = format!(
        "{HERE} SELECT c.id, c.legal_status, c.admitted_at, c.ended_at, c.end_kind, p.sex, p.nationality, \
         p.birth_date, p.birth_age, p.birth_age_on FROM here h JOIN custody c ON c.id = h.id \
         JOIN person p ON p.id = c.person"
    );
    conn.each(&sql, here, |row| {
        let known = known_row(row)?;
        if known.facts.since <= at {
            people.insert(row.get("id")?, known);
        }
        Ok(())
    })?;
    add_intervals(conn, here, &mut people)?;
    add_law(conn, here, &mut people)?;
    let sql = format!(
        "{HERE} SELECT a.custody, a.kind FROM here h JOIN absence a ON a.custody = h.id \
         WHERE a.prison = $1 AND a.from_at <= $3 AND (a.to_at IS NULL OR a.to_at > $3)"
    );
    conn.each(&sql, args![prison, since, at], |row| {
        if let Some(known) = people.get_mut(&custody_in(row)?) {
            known.facts.away = Some(row.get("kind")?);
        }
        Ok(())
    })?;
    Ok(people)
}

fn known_row(row: &Row) -> Result<Known> {
    let since = row.get("admitted_at")?;
    Ok(Known {
        facts: Facts {
            sex: row.get("sex")?,
            birth: birth(row)?,
            nationality: row.get("nationality")?,
            status: row.get("legal_status")?,
            since,
            sentences: Vec::new(),
            groups: Vec::new(),
            away: None,
        },
        kept: Kept {
            span: Some(Span {
                from: since,
                to: row.get("ended_at")?,
            }),
            end_kind: row.get("end_kind")?,
            owners: Vec::new(),
            held: Vec::new(),
        },
    })
}

fn add_intervals(
    conn: &mut Conn<'_>,
    here: &[Value],
    people: &mut BTreeMap<CustodyId, Known>,
) -> Result<()> {
    let sql = format!(
        "{HERE} SELECT n.custody, n.prison, n.from_at FROM here h JOIN custody_number n ON n.custody = h.id \
         ORDER BY n.custody, n.from_at"
    );
    conn.each(&sql, here, |row| {
        if let Some(known) = people.get_mut(&custody_in(row)?) {
            known
                .kept
                .owners
                .push((row.get("prison")?, row.get("from_at")?));
        }
        Ok(())
    })?;
    let sql = format!(
        "{HERE} SELECT pl.custody, pl.from_at, pl.to_at FROM here h JOIN placement pl ON pl.custody = h.id \
         UNION ALL SELECT a.custody, a.from_at, a.to_at FROM here h JOIN absence a ON a.custody = h.id \
         WHERE a.kind = 'transfer'"
    );
    conn.each(&sql, here, |row| {
        if let Some(known) = people.get_mut(&custody_in(row)?) {
            known.kept.held.push(Span {
                from: row.get("from_at")?,
                to: row.get("to_at")?,
            });
        }
        Ok(())
    })
}

fn add_law(
    conn: &mut Conn<'_>,
    here: &[Value],
    people: &mut BTreeMap<CustodyId, Known>,
) -> Result<()> {
    let sql = format!(
        "{HERE} SELECT ch.custody, ch.act, ch.section FROM here h JOIN charge ch ON ch.custody = h.id"
    );
    conn.each(&sql, here, |row| {
        let charge = Charge {
            act: row.get("act")?,
            section: row.get("section")?,
        };
        if let Some(known) = people.get_mut(&custody_in(row)?) {
            known.facts.groups.push(law::group(&charge));
        }
        Ok(())
    })?;
    let sql = format!(
        "{HERE} SELECT a.custody, a.sentence FROM here h JOIN case_accused a ON a.custody = h.id \
         WHERE a.state = 'convicted' AND a.sentence <> ''"
    );
    conn.each(&sql, here, |row| {
        let words: String = row.get("sentence")?;
        if let Some(known) = people.get_mut(&custody_in(row)?) {
            known.facts.sentences.extend(sentence::read(&words));
        }
        Ok(())
    })
}

// ── Tickets ─────────────────────────────────────────────────────────────────────────────────────

/// The code on the tickets of a custody, if one was ever printed.
///
/// # Errors
/// Those of the database.
pub fn code_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Option<String>> {
    conn.query_opt(
        "SELECT code FROM ticket_code WHERE custody = $1",
        args![custody],
        |row| row.at(0),
    )
}

/// Keeps a code; one that is there already stays. Gives the one that holds.
///
/// # Errors
/// Those of the database.
pub fn put_code(tx: &mut Tx<'_>, custody: CustodyId, code: &str, at: BdTime) -> Result<String> {
    tx.exec(
        "INSERT INTO ticket_code (custody, code, at) VALUES ($1, $2, $3) ON CONFLICT (custody) DO NOTHING",
        args![custody, code, at],
    )?;
    code_of(tx, custody)?.ok_or_else(|| Error::bug("a ticket's code was just written"))
}

/// The custody whose ticket has this code.
///
/// # Errors
/// Not found; those of the database.
pub fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<CustodyId> {
    conn.query_one(
        "SELECT custody FROM ticket_code WHERE code = $1",
        args![code],
        |row| row.at(0),
    )
}
