//! The SQL of movements: where somebody is now, absences and placements here; orders, lists and the
//! person's file in their own files.

mod file;
mod lists;
mod orders;

use std::collections::BTreeSet;

use db::{Conn, Row, Tx, args};
use kernel::{AbsenceId, BdTime, CustodyId, PrisonId, Result, UserId, Uuid};

use super::Absence;
use crate::custody::{Custody, EndKind};

pub use file::{
    Belonging, Contact, InjurySeen, Kin, RiskSaid, aliases, belongings, children, contacts,
    give_back, injuries, risks,
};
pub use lists::{
    Hearing, LIST_MAX, Line, away, coming, court_day, hearings, missed, orders_done, orders_open,
};
pub use orders::{
    insert as insert_order, of_custody as orders_of, order, put_case, update as update_order,
};

const ABSENCE: &str = "id, custody, prison, kind, place, reason, from_at, due_at, to_at, to_prison, order_ref, \
    certificate";

fn absence_row(row: &Row) -> Result<Absence> {
    Ok(Absence {
        id: row.get("id")?,
        custody: row.get("custody")?,
        prison: row.get("prison")?,
        kind: row.get("kind")?,
        place: row.get("place")?,
        reason: row.get("reason")?,
        from_at: row.get("from_at")?,
        due_at: row.get("due_at")?,
        to_at: row.get("to_at")?,
        to_prison: row.get("to_prison")?,
        order_ref: row.get("order_ref")?,
        certificate: row.get("certificate")?,
    })
}

/// Writes how a custody stands now over the version that was read, and raises it. `end_kind` says how
/// it ends, if it does now; what is known of an end that was earlier stays.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed the custody since; `err-in-custody` when it is
/// opened again while the person is in custody elsewhere; those of the database.
pub fn put_custody(tx: &mut Tx<'_>, custody: &Custody, end_kind: Option<EndKind>) -> Result<()> {
    tx.exec_one(
        "UPDATE custody SET prison = $1, number = $2, legal_status = $3, state = $4, ward = $5, warrant_no = $6, \
         warrant_court = $7, warrant_on = $8, next_court_on = $9, admitted_at = $10, ended_at = $11, \
         end_kind = CASE WHEN CAST($11 AS BIGINT) IS NULL THEN NULL ELSE COALESCE($12, end_kind) END, \
         version = version + 1 WHERE id = $13 AND version = $14",
        args![
            custody.prison,
            custody.number.as_str(),
            custody.legal_status,
            custody.state,
            custody.ward,
            custody.warrant.number.as_str(),
            custody.warrant.court.as_str(),
            custody.warrant.on,
            custody.next_court_on,
            custody.admitted_at,
            custody.ended_at,
            end_kind,
            custody.id,
            custody.version,
        ],
    )
}

/// Opens an absence. A second open one of the same custody breaks a unique index.
///
/// # Errors
/// Conflict when one is open already; those of the database.
pub fn open_absence(tx: &mut Tx<'_>, absence: &Absence) -> Result<()> {
    tx.exec(
        "INSERT INTO absence (id, custody, prison, kind, place, reason, from_at, due_at, to_at, to_prison, \
         order_ref, certificate) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            absence.id,
            absence.custody,
            absence.prison,
            absence.kind,
            absence.place.as_str(),
            absence.reason.as_str(),
            absence.from_at,
            absence.due_at,
            absence.to_at,
            absence.to_prison,
            absence.order_ref.as_str(),
            absence.certificate.as_str(),
        ],
    )?;
    Ok(())
}

/// The absence of a custody that goes on now.
///
/// # Errors
/// Those of the database.
pub fn open_absence_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Option<Absence>> {
    let sql = format!("SELECT {ABSENCE} FROM absence WHERE custody = $1 AND to_at IS NULL");
    conn.query_opt(&sql, args![custody], absence_row)
}

/// The prisons on whose board of arrivals somebody in custody stands now.
///
/// # Errors
/// Those of the database.
pub fn expecting(conn: &mut Conn<'_>, custody: CustodyId) -> Result<BTreeSet<PrisonId>> {
    let found = conn.query(
        "SELECT prison FROM arrival WHERE custody = $1 AND state = 'expected'",
        args![custody],
        |row| row.at(0),
    )?;
    Ok(found.into_iter().collect())
}

/// Ends the absence that goes on, if one does.
///
/// # Errors
/// Those of the database.
pub fn close_absence(tx: &mut Tx<'_>, custody: CustodyId, at: BdTime) -> Result<()> {
    tx.exec(
        "UPDATE absence SET to_at = $1 WHERE custody = $2 AND to_at IS NULL",
        args![at, custody],
    )?;
    Ok(())
}

/// Those who were due by `now`, whom no alarm was made for yet, the longest late first. Who is in hospital
/// has no hour at which they must be back.
///
/// # Errors
/// Those of the database.
pub fn overdue(conn: &mut Conn<'_>, now: BdTime, limit: i64) -> Result<Vec<Absence>> {
    let sql = format!(
        "SELECT {ABSENCE} FROM absence WHERE due_at < $1 AND to_at IS NULL AND missed_at IS NULL \
         AND kind <> 'hospital' ORDER BY due_at, id LIMIT $2"
    );
    conn.query(&sql, args![now, limit], absence_row)
}

/// Writes that an alarm was made; gives false when one was made before, or the absence has ended.
///
/// # Errors
/// Those of the database.
pub fn miss(tx: &mut Tx<'_>, id: AbsenceId, at: BdTime) -> Result<bool> {
    let missed = tx.exec(
        "UPDATE absence SET missed_at = $1 WHERE id = $2 AND missed_at IS NULL AND to_at IS NULL",
        args![at, id],
    )?;
    Ok(missed == 1)
}

/// A place in a ward, from now on.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// Its id.
    pub id: Uuid,
    /// The proposal followed, or the reason for departing from it.
    pub why: &'a str,
    /// Who decided it.
    pub by: UserId,
    /// From when.
    pub at: BdTime,
}

/// Ends the place that somebody has, if any, and opens the one in their ward now, if they have one.
///
/// # Errors
/// Those of the database.
pub fn place(tx: &mut Tx<'_>, custody: &Custody, placement: Placement<'_>) -> Result<()> {
    close_placement(tx, custody.id, placement.at)?;
    let Some(ward) = custody.ward else {
        return Ok(());
    };
    tx.exec(
        "INSERT INTO placement (id, custody, prison, ward, from_at, why, by_user) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            placement.id,
            custody.id,
            custody.prison,
            ward,
            placement.at,
            placement.why,
            placement.by,
        ],
    )?;
    Ok(())
}

/// Ends the place that somebody has, if they have one.
///
/// # Errors
/// Those of the database.
pub fn close_placement(tx: &mut Tx<'_>, custody: CustodyId, at: BdTime) -> Result<()> {
    tx.exec(
        "UPDATE placement SET to_at = $1 WHERE custody = $2 AND to_at IS NULL",
        args![at, custody],
    )?;
    Ok(())
}

/// The admissions that put a custody on the roll.
///
/// # Errors
/// Those of the database.
pub fn admissions_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Uuid>> {
    conn.query(
        "SELECT id FROM admission WHERE custody = $1",
        args![custody],
        |row| row.at(0),
    )
}

/// Every absence of a custody, the latest first.
///
/// # Errors
/// Those of the database.
pub fn absences_of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Absence>> {
    let sql = format!("SELECT {ABSENCE} FROM absence WHERE custody = $1 ORDER BY from_at DESC, id");
    conn.query(&sql, args![custody], absence_row)
}
