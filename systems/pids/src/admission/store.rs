//! The SQL of admissions.

use db::{Conn, Row, Tx, args};
use kernel::{AdmissionId, ArrivalId, BdTime, CustodyId, Error, PrisonId, Result, UserId, Uuid};

use super::facts::{Facts, Typed};
use super::{Admission, AdmissionState, Step};
use crate::custody::case_key;
use crate::people::TwoNames;
use crate::people::store::two_names;

const COLUMNS: &str = "id, prison, arrival, state, step, person, decided, custody, by_user, by_name, started_at, \
    on_roll_at, version";

fn admission(row: &Row) -> Result<Admission> {
    Ok(Admission {
        id: row.get("id")?,
        prison: row.get("prison")?,
        arrival: row.get("arrival")?,
        state: row.get("state")?,
        step: row.get("step")?,
        person: row.get("person")?,
        decided: row.get("decided")?,
        custody: row.get("custody")?,
        by_user: row.get("by_user")?,
        by_name: row.get("by_name")?,
        started_at: row.get("started_at")?,
        on_roll_at: row.get("on_roll_at")?,
        version: row.get("version")?,
    })
}

/// The admission with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn get(conn: &mut Conn<'_>, id: AdmissionId) -> Result<Admission> {
    conn.query_one(
        &format!("SELECT {COLUMNS} FROM admission WHERE id = $1"),
        args![id],
        admission,
    )
}

/// The admission of this arrival that was not given up.
///
/// # Errors
/// Those of the database.
pub fn of_arrival(conn: &mut Conn<'_>, arrival: ArrivalId) -> Result<Option<Admission>> {
    let sql =
        format!("SELECT {COLUMNS} FROM admission WHERE arrival = $1 AND state <> 'abandoned'");
    conn.query_opt(&sql, args![arrival], admission)
}

/// Admissions of a prison in this state, the latest first.
///
/// # Errors
/// Those of the database.
pub fn in_state(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    state: AdmissionState,
    limit: i64,
) -> Result<Vec<Admission>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM admission WHERE prison = $1 AND state = $2 ORDER BY started_at DESC LIMIT $3"
    );
    conn.query(&sql, args![prison, state, limit], admission)
}

/// Writes an admission that begins. The unique index on the arrival lets only one be.
///
/// # Errors
/// Conflict `err-arrival-taken` when the arrival is being admitted already; those of the database.
pub fn insert(tx: &mut Tx<'_>, admission: &Admission) -> Result<()> {
    if let Some(arrival) = admission.arrival
        && of_arrival(tx, arrival)?.is_some()
    {
        return Err(Error::conflict("err-arrival-taken"));
    }
    tx.exec(
        "INSERT INTO admission (id, prison, arrival, kind, state, step, person, decided, by_user, by_name, started_at, \
         version) VALUES ($1, $2, $3, 'new', $4, $5, $6, $7, $8, $9, $10, 1)",
        args![
            admission.id,
            admission.prison,
            admission.arrival,
            admission.state,
            admission.step,
            admission.person,
            admission.decided,
            admission.by_user,
            admission.by_name.as_str(),
            admission.started_at,
        ],
    )
    .map_err(|error| if error.key == "err-exists" { Error::conflict("err-arrival-taken").because(error) } else { error })?;
    Ok(())
}

/// Writes how an admission stands over the version that was read, and raises it.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed it since; those of the database.
pub fn update(tx: &mut Tx<'_>, admission: &Admission) -> Result<()> {
    tx.exec_one(
        "UPDATE admission SET state = $1, step = $2, person = $3, decided = $4, custody = $5, on_roll_at = $6, \
         version = version + 1 WHERE id = $7 AND version = $8",
        args![
            admission.state,
            admission.step,
            admission.person,
            admission.decided,
            admission.custody,
            admission.on_roll_at,
            admission.id,
            admission.version,
        ],
    )
}

/// Holds an open admission until the transaction ends.
///
/// # Errors
/// Conflict `err-admission-closed` when it is not open; those of the database.
pub fn hold(tx: &mut Tx<'_>, id: AdmissionId) -> Result<()> {
    tx.hold(
        "UPDATE admission SET version = version WHERE id = $1 AND state = 'open'",
        args![id],
    )
    .map_err(|error| {
        if error.key == "err-stale" {
            Error::conflict("err-admission-closed")
        } else {
            error
        }
    })
}

/// Whether somebody has had a step of this admission in hand.
///
/// # Errors
/// Those of the database.
pub fn worked_on(conn: &mut Conn<'_>, id: AdmissionId, user: UserId) -> Result<bool> {
    conn.query_one(
        "SELECT COUNT(*) FROM admission_step WHERE admission = $1 AND by_user = $2",
        args![id, user],
        |row| Ok(row.at::<i64>(0)? > 0),
    )
}

/// Keeps one field as typed.
///
/// # Errors
/// Those of the database.
pub fn put_field(
    tx: &mut Tx<'_>,
    id: AdmissionId,
    field: &str,
    value: &str,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO admission_field (admission, field, value, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (admission, field) DO UPDATE SET value = excluded.value, at = excluded.at",
        args![id, field, value, at],
    )?;
    Ok(())
}

/// Everything typed so far.
///
/// # Errors
/// Those of the database.
pub fn typed(conn: &mut Conn<'_>, id: AdmissionId) -> Result<Typed> {
    let pairs = conn.query(
        "SELECT field, value FROM admission_field WHERE admission = $1",
        args![id],
        |row| Ok((row.get("field")?, row.get("value")?)),
    )?;
    Ok(pairs.into_iter().collect())
}

/// Ends the step that is open and, if there is a next, begins it.
///
/// # Errors
/// Those of the database.
pub fn step(
    tx: &mut Tx<'_>,
    admission: &Admission,
    next: Option<(Uuid, Step)>,
    by: (UserId, &str),
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "UPDATE admission_step SET to_at = $1 WHERE admission = $2 AND to_at IS NULL",
        args![at, admission.id],
    )?;
    if let Some((id, step)) = next {
        tx.exec(
            "INSERT INTO admission_step (id, admission, prison, step, by_user, by_name, from_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![id, admission.id, admission.prison, step, by.0, by.1, at],
        )?;
    }
    Ok(())
}

/// Microseconds spent in each step so far, the open one up to `now`, in the order of entering.
///
/// # Errors
/// Those of the database.
pub fn step_times(conn: &mut Conn<'_>, id: AdmissionId, now: BdTime) -> Result<Vec<(Step, i64)>> {
    conn.query(
        "SELECT step, CAST(SUM(COALESCE(to_at, $2) - from_at) AS BIGINT) AS spent FROM admission_step \
         WHERE admission = $1 GROUP BY step ORDER BY MIN(from_at)",
        args![id, now],
        |row| Ok((row.get("step")?, row.get("spent")?)),
    )
}

/// Keeps a second officer's read-back. Where everything agreed, admission and custody are verified;
/// where it did not, the admission waits for another read-back.
///
/// # Errors
/// Conflict `err-stale` when the admission is not waiting for it; those of the database.
pub fn verify(
    tx: &mut Tx<'_>,
    admission: &Admission,
    id: Uuid,
    by: UserId,
    differences: &str,
    agreed: bool,
    at: BdTime,
) -> Result<()> {
    let (verified_at, verified_by) = (agreed.then_some(at), agreed.then_some(by));
    let state = if agreed {
        AdmissionState::Verified
    } else {
        AdmissionState::OnRoll
    };
    tx.exec_one(
        "UPDATE admission SET state = $1, verified_at = $2, verified_by = $3, version = version + 1 \
         WHERE id = $4 AND version = $5 AND state = 'on_roll'",
        args![state, verified_at, verified_by, admission.id, admission.version],
    )?;
    tx.exec(
        "UPDATE custody SET verified_at = $1 WHERE id = $2",
        args![verified_at, admission.custody],
    )?;
    tx.exec(
        "INSERT INTO verification (id, admission, by_user, at, agreed, differences) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, admission.id, by, at, agreed, differences],
    )?;
    Ok(())
}

/// Keeps why a slow admission was slow.
///
/// # Errors
/// Those of the database.
pub fn slow_reason(tx: &mut Tx<'_>, id: AdmissionId, reason: &str) -> Result<()> {
    tx.exec_one(
        "UPDATE admission SET slow_reason = $1 WHERE id = $2",
        args![reason, id],
    )
}

/// Keeps the answers to the risk questions.
///
/// # Errors
/// Those of the database.
pub fn risks(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    facts: &Facts,
    by: UserId,
    at: BdTime,
) -> Result<()> {
    for risk in &facts.risks {
        tx.exec(
            "INSERT INTO risk_answer (custody, question, answer, note, at, by_user) VALUES ($1, $2, $3, $4, $5, $6)",
            args![custody, risk.question, risk.answer.as_str(), risk.note.as_str(), at, by],
        )?;
    }
    Ok(())
}

/// Those in this prison who are accused in the case with this number: co-accused of the newcomer.
///
/// # Errors
/// Those of the database.
pub fn co_accused_names(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    case_no: &str,
    court: &str,
) -> Result<Vec<TwoNames>> {
    let key = case_key(case_no);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    conn.query(
        "SELECT p.name_bn, p.name_en FROM court_case c JOIN case_accused a ON a.court_case = c.id \
         JOIN custody k ON k.id = a.custody JOIN person p ON p.id = k.person \
         WHERE c.case_key = $1 AND ($2 = '' OR c.court = $2) AND k.prison = $3 AND k.ended_at IS NULL \
         ORDER BY p.name_sort LIMIT 30",
        args![key, court, prison],
        |row| two_names(row, "name"),
    )
}
