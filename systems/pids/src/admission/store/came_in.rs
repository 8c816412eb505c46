//! What comes in with a person: the answers to the risk questions, and their first place to sleep.

use db::{Tx, args};
use kernel::{BdTime, CustodyId, Result, UserId, Uuid};

use crate::admission::facts::Facts;

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

/// Opens the first placement of a custody.
///
/// # Errors
/// Those of the database.
pub fn place(
    tx: &mut Tx<'_>,
    id: Uuid,
    custody: &crate::custody::Custody,
    why: &str,
    by: UserId,
    at: BdTime,
) -> Result<()> {
    let Some(ward) = custody.ward else {
        return Ok(());
    };
    tx.exec(
        "INSERT INTO placement (id, custody, prison, ward, from_at, why, by_user) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, custody.id, custody.prison, ward, at, why, by],
    )?;
    Ok(())
}
