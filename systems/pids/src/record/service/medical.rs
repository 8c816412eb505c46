use contracts::Event as _;
use contracts::pids::{Examined, InjuriesAdded, PersonRead};
use db::Tx;
use kernel::{Kind, PersonId, Result, Uuid};

use super::{MEDICAL, held, hold};
use crate::life::service::Part;
use crate::life::store::InjurySeen;
use crate::record::{Finding, NewInjuries, Typed, store};
use crate::tasks::{self, About, TaskKind};
use crate::{Doing, life, people};

/// Writes down what the medical officer found, and closes the task that an admission left (Prisons Act
/// 1894 s. 24; Mandela Rule 30).
///
/// # Errors
/// Denied; not found; invalid, naming every field that cannot be taken; conflict when the custody has
/// ended.
pub fn examine(tx: &mut Tx<'_>, cx: &Doing<'_>, person: PersonId, typed: &Typed) -> Result<Uuid> {
    let custody = hold(tx, cx, MEDICAL, person)?;
    let sex = people::store::get(tx, person)?.sex;
    let found = Finding::read(typed, sex, custody.legal_status)?;
    let id: Uuid = cx.world.id();
    store::insert_examination(tx, cx, id, custody.id, &found)?;
    // The task tells by what it was closed; the finding itself is medical.
    let about = About::Custody(custody.id);
    tasks::service::close_about(tx, cx, about, TaskKind::Medical, Examined::KIND)?;
    let event = Examined {
        custody: custody.id,
        examination: id,
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    Ok(id)
}

/// Writes injuries down.
///
/// # Errors
/// As [`examine`].
pub fn add_injuries(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    typed: &Typed,
) -> Result<Vec<Uuid>> {
    let custody = hold(tx, cx, MEDICAL, person)?;
    let new = NewInjuries::read(typed)?;
    let mut injuries = Vec::new();
    for spot in &new.spots {
        let id: Uuid = cx.world.id();
        store::insert_injury(tx, cx, id, (custody.id, None), (&new, spot))?;
        injuries.push(id);
    }
    let event = InjuriesAdded {
        custody: custody.id,
        injuries: injuries.clone(),
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    Ok(injuries)
}

/// The injuries on record of somebody who is to be examined, for those who may read them; none for others.
/// Who read them is told, as for the medical part of a file.
///
/// # Errors
/// Denied to whoever may not examine; not found; conflict when the custody has ended.
pub fn injuries_seen(tx: &mut Tx<'_>, cx: &Doing<'_>, person: PersonId) -> Result<Vec<InjurySeen>> {
    let custody = held(tx, cx, MEDICAL, person)?;
    let (action, class) = Part::Medical.needs();
    match cx.may_class(action, tx, custody.prison, class) {
        Ok(()) => {}
        Err(error) if matches!(error.kind, Kind::Denied | Kind::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    }
    let event = PersonRead {
        part: Part::Medical.word().to_owned(),
    };
    cx.tell(tx, Some(custody.prison), person.into(), &event, None)?;
    life::store::injuries(tx, custody.id)
}
