use db::{Conn, Row, Tx, args};
use kernel::{CaseId, CustodyId, Date, Error, Kind, OrderId, Result};

use crate::custody::CaseState;
use crate::life::Order;

pub(super) const COLUMNS: &str = "id, custody, prison, kind, court_case, court, ref, received_at, checked_at, \
    checked_by, held_reason, gate_at, version";

pub(super) fn order_row(row: &Row) -> Result<Order> {
    Ok(Order {
        id: row.get("id")?,
        custody: row.get("custody")?,
        prison: row.get("prison")?,
        kind: row.get("kind")?,
        case: row.get("court_case")?,
        court: row.get("court")?,
        order_ref: row.get("ref")?,
        received_at: row.get("received_at")?,
        checked_at: row.get("checked_at")?,
        checked_by: row.get("checked_by")?,
        held_reason: row.get("held_reason")?,
        gate_at: row.get("gate_at")?,
        version: row.get("version")?,
    })
}

/// The order with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn order(conn: &mut Conn<'_>, id: OrderId) -> Result<Order> {
    let sql = format!("SELECT {COLUMNS} FROM release_order WHERE id = $1");
    conn.query_one(&sql, args![id], order_row)
}

/// Every order for one custody, the latest first.
///
/// # Errors
/// Those of the database.
pub fn of_custody(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Order>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM release_order WHERE custody = $1 ORDER BY received_at DESC, id"
    );
    conn.query(&sql, args![custody], order_row)
}

/// Writes an order that has come.
///
/// # Errors
/// Conflict `err-order-known` when this custody has an order of that number; those of the database.
pub fn insert(tx: &mut Tx<'_>, order: &Order) -> Result<()> {
    tx.exec(
        "INSERT INTO release_order (id, custody, prison, kind, court_case, court, ref, received_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        args![
            order.id,
            order.custody,
            order.prison,
            order.kind,
            order.case,
            order.court.as_str(),
            order.order_ref.as_str(),
            order.received_at,
        ],
    )
    .map_err(|error| match error.kind {
        Kind::Conflict => Error::conflict("err-order-known").because(error),
        _ => error,
    })?;
    Ok(())
}

/// Writes how an order stands over the version that was read, and raises it.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed it since; those of the database.
pub fn update(tx: &mut Tx<'_>, order: &Order) -> Result<()> {
    tx.exec_one(
        "UPDATE release_order SET prison = $1, checked_at = $2, checked_by = $3, held_reason = $4, gate_at = $5, \
         version = version + 1 WHERE id = $6 AND version = $7",
        args![
            order.prison,
            order.checked_at,
            order.checked_by,
            order.held_reason.as_deref(),
            order.gate_at,
            order.id,
            order.version,
        ],
    )
}

/// Writes how a case stands for one accused. An empty sentence leaves the one that is known.
///
/// # Errors
/// Conflict `err-stale` when they are not accused in it; those of the database.
pub fn put_case(
    tx: &mut Tx<'_>,
    (case, custody): (CaseId, CustodyId),
    state: CaseState,
    next_on: Option<Date>,
    sentence: &str,
) -> Result<()> {
    tx.exec_one(
        "UPDATE case_accused SET state = $1, next_on = $2, sentence = CASE WHEN $3 = '' THEN sentence ELSE $3 END, \
         version = version + 1 WHERE court_case = $4 AND custody = $5",
        args![state, next_on, sentence, case, custody],
    )
}
