//! The SQL of what is added to a record.

use contracts::pids::ThingHeld;
use db::{Conn, Row, Tx, args};
use kernel::{AdmissionId, BdTime, CustodyId, PersonId, Result, Uuid};

use super::gaps::Known;
use super::{
    Examination, Finding, HandBack, Mark, NewChild, NewInjuries, NewMarks, NewRelative, PropertyId,
    RelativeId, Spot,
};
use crate::Doing;

/// Rows that one part of a file shows.
const SHOWN_MAX: i64 = 500;

/// Writes a relative.
///
/// # Errors
/// Those of the database.
pub fn insert_relative(
    tx: &mut Tx<'_>,
    id: RelativeId,
    person: PersonId,
    new: &NewRelative,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO contact (id, person, name, relation, phone, address, emergency, consent, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            person,
            new.name.as_str(),
            new.relation.as_str(),
            new.phone.as_ref(),
            new.address.as_str(),
            new.emergency,
            new.consent,
            at
        ],
    )?;
    Ok(())
}

/// Writes that a person's relative is told nothing more.
///
/// # Errors
/// Conflict `err-stale` when that was written already or the relative is not theirs; those of the
/// database.
pub fn end_relative(
    tx: &mut Tx<'_>,
    (id, person): (RelativeId, PersonId),
    why: &str,
    at: BdTime,
) -> Result<()> {
    tx.exec_one(
        "UPDATE contact SET ended_at = $1, ended_why = $2 WHERE id = $3 AND person = $4 AND ended_at IS NULL",
        args![at, why, id, person],
    )
}

/// Writes a child.
///
/// # Errors
/// Those of the database.
pub fn insert_child(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: PersonId,
    new: &NewChild,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO child (id, person, name, age, inside, carer, place, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            person,
            new.name.as_str(),
            new.age,
            new.inside,
            new.carer.as_str(),
            new.place.as_str(),
            at
        ],
    )?;
    Ok(())
}

/// Writes a mark.
///
/// # Errors
/// Those of the database.
pub fn insert_mark(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: PersonId,
    (new, spot): (&NewMarks, &Spot),
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO mark (id, person, kind, side, x, y, note, photo, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            person,
            new.kind,
            spot.side,
            spot.x,
            spot.y,
            new.note.as_str(),
            new.photo,
            at
        ],
    )?;
    Ok(())
}

/// Writes an injury, and the admission at which it was seen.
///
/// # Errors
/// Those of the database.
pub fn insert_injury(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: Uuid,
    (custody, admission): (CustodyId, Option<AdmissionId>),
    (new, spot): (&NewInjuries, &Spot),
) -> Result<()> {
    tx.exec(
        "INSERT INTO injury (id, custody, admission, side, x, y, kind, note, alleged, at, by_user) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            custody,
            admission,
            spot.side,
            spot.x,
            spot.y,
            new.kind,
            new.note.as_str(),
            new.alleged.as_str(),
            cx.now(),
            cx.actor.user
        ],
    )?;
    Ok(())
}

/// Writes an examination.
///
/// # Errors
/// Those of the database.
pub fn insert_examination(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: Uuid,
    custody: CustodyId,
    found: &Finding,
) -> Result<()> {
    tx.exec(
        "INSERT INTO examination (id, custody, health, wounds, labour, pregnancy, contagious, notes, at, by_user, \
         by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            custody,
            found.health,
            found.wounds.as_str(),
            found.labour,
            found.pregnancy,
            found.contagious,
            found.notes.as_str(),
            cx.now(),
            cx.actor.user,
            cx.actor_name()
        ],
    )?;
    Ok(())
}

/// The examinations in one custody, the latest first.
///
/// # Errors
/// Those of the database.
pub fn examinations(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Examination>> {
    conn.query(
        "SELECT health, wounds, labour, pregnancy, contagious, notes, at, by_name FROM examination \
         WHERE custody = $1 ORDER BY at DESC, id DESC LIMIT $2",
        args![custody, SHOWN_MAX],
        |row| {
            Ok(Examination {
                finding: Finding {
                    health: row.get("health")?,
                    wounds: row.get("wounds")?,
                    labour: row.get("labour")?,
                    pregnancy: row.get("pregnancy")?,
                    contagious: row.get("contagious")?,
                    notes: row.get("notes")?,
                },
                at: row.get("at")?,
                by_name: row.get("by_name")?,
            })
        },
    )
}

/// The marks by which a body is known, in the order in which they were written down, the front first.
///
/// # Errors
/// Those of the database.
pub fn marks(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Mark>> {
    conn.query(
        "SELECT kind, side, x, y, note, photo, at FROM mark WHERE person = $1 \
         ORDER BY at, side DESC, y, x, id LIMIT $2",
        args![person, SHOWN_MAX],
        |row| {
            Ok(Mark {
                kind: row.get("kind")?,
                side: row.get("side")?,
                x: row.get("x")?,
                y: row.get("y")?,
                note: row.get("note")?,
                photo: row.get("photo")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Writes a thing that came into the jailer's hands.
///
/// # Errors
/// Those of the database.
pub fn insert_property(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    thing: &ThingHeld,
    receipt: &str,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO property (id, custody, kind, what, quantity, poisha, receipt, taken_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            thing.property,
            custody,
            thing.kind.as_str(),
            thing.what.as_str(),
            thing.quantity,
            thing.amount,
            receipt,
            at
        ],
    )?;
    Ok(())
}

fn thing(row: &Row) -> Result<ThingHeld> {
    Ok(ThingHeld {
        property: row.get("id")?,
        kind: row.get("kind")?,
        what: row.get("what")?,
        quantity: row.get("quantity")?,
        amount: row.get("poisha")?,
    })
}

/// What the jailer still holds of one custody.
///
/// # Errors
/// Those of the database.
pub fn held(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<ThingHeld>> {
    conn.query(
        "SELECT id, kind, what, quantity, poisha FROM property WHERE custody = $1 AND returned_at IS NULL \
         ORDER BY taken_at, id LIMIT $2",
        args![custody, SHOWN_MAX],
        thing,
    )
}

/// Writes that one thing left the jailer's hands, and gives it.
///
/// # Errors
/// Conflict `err-stale` when it left before or is not of this custody; those of the database.
pub fn hand_back(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    id: PropertyId,
    given: &HandBack,
    at: BdTime,
) -> Result<ThingHeld> {
    tx.exec_one(
        "UPDATE property SET returned_at = $1, returned_to = $2 \
         WHERE id = $3 AND custody = $4 AND returned_at IS NULL",
        args![at, given.to.as_str(), id, custody],
    )?;
    tx.query_one(
        "SELECT id, kind, what, quantity, poisha FROM property WHERE id = $1",
        args![id],
        thing,
    )
}

/// What is known of a person beside the person's own row.
///
/// # Errors
/// Those of the database.
pub fn known(conn: &mut Conn<'_>, person: PersonId) -> Result<Known> {
    let relatives = conn.query_opt(
        "SELECT id FROM contact WHERE person = $1 AND ended_at IS NULL AND emergency = 1 LIMIT 1",
        args![person],
        |_| Ok(()),
    )?;
    let marks = conn.query_opt(
        "SELECT id FROM mark WHERE person = $1 LIMIT 1",
        args![person],
        |_| Ok(()),
    )?;
    Ok(Known {
        relative: relatives.is_some(),
        mark: marks.is_some(),
    })
}
