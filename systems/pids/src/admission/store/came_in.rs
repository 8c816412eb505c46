//! What comes in with a person: belongings, family, risks, injuries, and their first place to sleep.

use db::{Tx, args};
use kernel::{AdmissionId, BdTime, CustodyId, PersonId, Result, UserId, Uuid};

use crate::admission::facts::{Facts, Injury};

/// Keeps what came in with the person, beside their custody and person.
///
/// # Errors
/// Those of the database.
pub fn belongings(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    facts: &Facts,
    receipt: &str,
    at: BdTime,
    mut id: impl FnMut() -> Uuid,
) -> Result<()> {
    const PROPERTY: &str = "INSERT INTO property (id, custody, kind, what, quantity, poisha, receipt, taken_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    if facts.cash.0 > 0 {
        tx.exec(
            PROPERTY,
            args![id(), custody, "cash", "", 1_i64, facts.cash, receipt, at],
        )?;
    }
    for article in &facts.articles {
        tx.exec(
            PROPERTY,
            args![
                id(),
                custody,
                "article",
                article.what.as_str(),
                article.quantity,
                0_i64,
                receipt,
                at
            ],
        )?;
    }
    Ok(())
}

/// Keeps relatives, children and other names with the person.
///
/// # Errors
/// Those of the database.
pub fn family(
    tx: &mut Tx<'_>,
    person: PersonId,
    facts: &Facts,
    at: BdTime,
    mut id: impl FnMut() -> Uuid,
) -> Result<()> {
    for relative in &facts.relatives {
        tx.exec(
            "INSERT INTO contact (id, person, name, relation, phone, address, emergency, consent, at) \
             VALUES ($1, $2, $3, $4, $5, '', 1, $6, $7)",
            args![
                id(),
                person,
                relative.name.as_str(),
                relative.relation.as_str(),
                relative.phone.as_ref(),
                relative.consent,
                at
            ],
        )?;
    }
    for child in &facts.children {
        tx.exec(
            "INSERT INTO child (id, person, name, age, inside, carer, place, at) VALUES ($1, $2, $3, $4, $5, $6, '', $7)",
            args![id(), person, child.name.as_str(), child.age, child.inside, child.carer.as_str(), at],
        )?;
    }
    for alias in &facts.aliases {
        let (bn, en) = if alias.is_ascii() {
            ("", alias.as_str())
        } else {
            (alias.as_str(), "")
        };
        tx.exec(
            "INSERT INTO alias (id, person, name_bn, name_en) VALUES ($1, $2, $3, $4)",
            args![id(), person, bn, en],
        )?;
    }
    Ok(())
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

/// Keeps the injuries seen at the gate.
///
/// # Errors
/// Those of the database.
pub fn injuries(
    tx: &mut Tx<'_>,
    (admission, custody): (AdmissionId, CustodyId),
    injuries: &[Injury],
    by: UserId,
    at: BdTime,
    mut id: impl FnMut() -> Uuid,
) -> Result<()> {
    for injury in injuries {
        tx.exec(
            "INSERT INTO injury (id, custody, admission, side, x, y, kind, note, alleged, at, by_user) \
             VALUES ($1, $2, $3, $4, $5, $6, 'other', $7, '', $8, $9)",
            args![id(), custody, admission, injury.side, injury.x, injury.y, injury.note.as_str(), at, by],
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

/// Keeps the marks by which a person's body is known.
///
/// # Errors
/// Those of the database.
pub fn marks(
    tx: &mut Tx<'_>,
    person: PersonId,
    marks: &[Injury],
    at: BdTime,
    mut id: impl FnMut() -> Uuid,
) -> Result<()> {
    for mark in marks {
        tx.exec(
            "INSERT INTO mark (id, person, kind, side, x, y, note, at) VALUES ($1, $2, 'mark', $3, $4, $5, $6, $7)",
            args![id(), person, mark.side, mark.x, mark.y, mark.note.as_str(), at],
        )?;
    }
    Ok(())
}
