use contracts::pids::{ChildAdded, MarksAdded, RelativeAdded, RelativeEnded};
use db::Tx;
use kernel::{PersonId, Result, Uuid};

use super::{SENSITIVE, hold, latest};
use crate::Doing;
use crate::life::said;
use crate::record::{NewChild, NewMarks, NewRelative, RelativeId, Typed, store};

/// Writes a relative or emergency contact down.
///
/// # Errors
/// Denied; not found; invalid, naming every field that cannot be taken; conflict when the custody has
/// ended.
pub fn add_relative(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    typed: &Typed,
) -> Result<RelativeId> {
    let custody = hold(tx, cx, SENSITIVE, person)?;
    let new = NewRelative::read(typed)?;
    let id: RelativeId = cx.world.id();
    store::insert_relative(tx, id, person, &new, cx.now())?;
    let event = RelativeAdded {
        person,
        relative: id.into(),
        relation: new.relation.clone(),
        emergency: new.emergency,
        consent: new.consent,
    };
    cx.tell(tx, Some(custody.prison), person.into(), &event, None)?;
    Ok(id)
}

/// Ends a relative: told nothing more from now on. The entry and the reason stay.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when the entry was ended already or is somebody
/// else's.
pub fn end_relative(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    relative: RelativeId,
    reason: &str,
) -> Result<()> {
    let custody = latest(tx, cx, SENSITIVE, person)?;
    let reason = said("reason", reason)?;
    store::end_relative(tx, (relative, person), &reason, cx.now())?;
    let event = RelativeEnded {
        person,
        relative: relative.into(),
    };
    cx.tell(
        tx,
        Some(custody.prison),
        person.into(),
        &event,
        Some(&reason),
    )
}

/// Writes a child down, inside with the mother or outside with somebody.
///
/// # Errors
/// As [`add_relative`].
pub fn add_child(tx: &mut Tx<'_>, cx: &Doing<'_>, person: PersonId, typed: &Typed) -> Result<Uuid> {
    let custody = hold(tx, cx, SENSITIVE, person)?;
    let parent = crate::people::store::get(tx, person)?;
    let new = NewChild::read(typed, parent.sex)?;
    let id: Uuid = cx.world.id();
    store::insert_child(tx, id, person, &new, cx.now())?;
    let event = ChildAdded {
        person,
        child: id,
        inside: new.inside,
    };
    cx.tell(tx, Some(custody.prison), person.into(), &event, None)?;
    Ok(id)
}

/// Writes marks down by which the body is known, all with the same words and picture.
///
/// # Errors
/// As [`add_relative`].
pub fn add_marks(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    new: &NewMarks,
) -> Result<Vec<Uuid>> {
    let custody = hold(tx, cx, SENSITIVE, person)?;
    let mut marks = Vec::new();
    for spot in &new.spots {
        let id: Uuid = cx.world.id();
        store::insert_mark(tx, id, person, (new, spot), cx.now())?;
        marks.push(id);
    }
    let event = MarksAdded {
        person,
        marks: marks.clone(),
    };
    cx.tell(tx, Some(custody.prison), person.into(), &event, None)?;
    Ok(marks)
}
