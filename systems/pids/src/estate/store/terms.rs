use db::{Conn, Row, Tx, args};
use kernel::{Date, PrisonId, Result};

use crate::estate::term::{PrisonFacts, Term};
use crate::people::store::two_names;

const COLUMNS: &str = "prison, valid_from, name_bn, name_en, kind, division, certified, closed, in_force, source, \
    reason, by_name, at";

fn term(row: &Row) -> Result<Term> {
    Ok(Term {
        prison: row.get("prison")?,
        valid_from: row.get("valid_from")?,
        facts: PrisonFacts {
            name: two_names(row, "name")?,
            kind: row.get("kind")?,
            division: row.get("division")?,
            certified: row.get("certified")?,
            closed: row.get("closed")?,
        },
        in_force: row.get("in_force")?,
        source: row.get("source")?,
        reason: row.get("reason")?,
        by_name: row.get("by_name")?,
        at: row.get("at")?,
    })
}

/// Keeps a term; a term of this day that is known already stays as it was. Gives whether it was new.
///
/// # Errors
/// Those of the database.
pub fn put_term(tx: &mut Tx<'_>, term: &Term) -> Result<bool> {
    let facts = &term.facts;
    let new = tx.exec(
        &format!(
            "INSERT INTO prison_term ({COLUMNS}) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (prison, valid_from) DO NOTHING"
        ),
        args![
            term.prison,
            term.valid_from,
            facts.name.bn.as_str(),
            facts.name.en.as_str(),
            facts.kind,
            facts.division.as_str(),
            facts.certified,
            facts.closed,
            term.in_force,
            term.source.as_str(),
            term.reason.as_str(),
            term.by_name.as_str(),
            term.at,
        ],
    )?;
    Ok(new > 0)
}

/// The terms of a prison, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn terms_of(conn: &mut Conn<'_>, prison: PrisonId) -> Result<Vec<Term>> {
    let sql = format!("SELECT {COLUMNS} FROM prison_term WHERE prison = $1 ORDER BY valid_from");
    conn.query(&sql, args![prison], term)
}

/// The terms whose day has come and which nobody has taken over yet, in the order in which they began. One that is
/// older than a term in force is due no more: it would put back what was changed since.
///
/// # Errors
/// Those of the database.
pub fn terms_due(conn: &mut Conn<'_>, today: Date) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM prison_term WHERE in_force = 0 AND valid_from <= $1 AND NOT EXISTS \
           (SELECT 1 FROM prison_term newer WHERE newer.prison = prison_term.prison AND newer.in_force = 1 \
            AND newer.valid_from > prison_term.valid_from) ORDER BY prison, valid_from"
    );
    conn.query(&sql, args![today], term)
}

/// Makes the prison what a term says; gives false when somebody else has done so already.
///
/// # Errors
/// Those of the database.
pub fn take_over(tx: &mut Tx<'_>, term: &Term) -> Result<bool> {
    let taken = tx.exec(
        "UPDATE prison_term SET in_force = 1 WHERE prison = $1 AND valid_from = $2 AND in_force = 0",
        args![term.prison, term.valid_from],
    )?;
    if taken == 0 {
        return Ok(false);
    }
    let facts = &term.facts;
    let sort = bangla::collate::key(facts.name.show(kernel::Lang::Bn));
    tx.exec_one(
        "UPDATE prison SET name_bn = $1, name_en = $2, name_sort = $3, kind = $4, division = $5, women_only = $6, \
         certified = $7, closed_on = $8, version = version + 1 WHERE id = $9",
        args![
            facts.name.bn.as_str(),
            facts.name.en.as_str(),
            sort,
            facts.kind,
            facts.division.as_str(),
            facts.kind.is_for_women_alone(),
            facts.certified,
            facts.closed.then_some(term.valid_from),
            term.prison,
        ],
    )?;
    Ok(true)
}

/// Takes back a term that is not in force.
///
/// # Errors
/// Conflict `err-stale` when it is in force or gone; those of the database.
pub fn withdraw_term(tx: &mut Tx<'_>, prison: PrisonId, valid_from: Date) -> Result<()> {
    tx.exec_one(
        "DELETE FROM prison_term WHERE prison = $1 AND valid_from = $2 AND in_force = 0",
        args![prison, valid_from],
    )
}

/// Holds a prison until the transaction ends, so that two changes of it come one after the other.
///
/// # Errors
/// Conflict `err-stale` when there is no such prison; those of the database.
pub fn hold_prison(tx: &mut Tx<'_>, prison: PrisonId) -> Result<()> {
    tx.hold(
        "UPDATE prison SET version = version WHERE id = $1",
        args![prison],
    )
}

/// How many a prison answers for: in its custody, inside or away, and on the way to it.
///
/// # Errors
/// Those of the database.
pub fn answered_for(conn: &mut Conn<'_>, prison: PrisonId) -> Result<i64> {
    conn.query_one(
        "SELECT (SELECT COUNT(*) FROM custody WHERE prison = $1 \
           AND state IN ('present', 'at_court', 'in_hospital', 'in_transfer')) \
         + (SELECT COUNT(*) FROM absence WHERE to_prison = $1 AND to_at IS NULL)",
        args![prison],
        |row| row.at(0),
    )
}
