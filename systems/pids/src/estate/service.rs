//! The verbs of the estate, and the questions that its pages and other rooms ask.

mod changing;
mod choosing;
mod founding;

use std::collections::BTreeMap;

use access::{Action, DataClass, Resource, Scope};
use contracts::pids::{BuildingWritten, WardClosed, WardOpened, WardWritten};
use db::{Conn, Tx};
use kernel::{BdTime, BuildingId, Error, PrisonId, Result, WardId};

use super::{
    Building, Capacity, Closed, Count, ForAge, ForSex, ForStatus, Prison, REASON_CHARS_MAX, Ward,
    WardKind, store,
};
use crate::Doing;
use crate::people::TwoNames;

pub use changing::{
    PRISON_CHANGES, as_of, bring_into_force, change_prison, closed_seen, closing_ahead, history,
    keeps_open, name_on, withdraw_change,
};
pub use choosing::{
    PRISON_CLOSED, Placing, newcomer, open_prison, open_prison_on, place_check, propose_for,
};
pub use founding::{found, places};

/// The prisons that the actor may look into, by division and name; closed ones left out.
///
/// # Errors
/// Those of the database.
pub fn prisons_seen(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<Vec<Prison>> {
    let mut prisons = match &cx.actor.scope {
        Scope::Prison(own) => vec![store::prison(conn, *own)?],
        Scope::Division(_) | Scope::All => store::prisons(conn)?,
    };
    let scope = &cx.actor.scope;
    prisons.retain(|prison| {
        prison.closed_on.is_none() && scope.covers(Some(prison.id), Some(&prison.division))
    });
    Ok(prisons)
}

/// The prison that a page is about: the one with this code, or the actor's own, or the first one seen.
///
/// # Errors
/// Not found outside the actor's scope.
pub fn prison_wanted(conn: &mut Conn<'_>, cx: &Doing<'_>, code: Option<&str>) -> Result<Prison> {
    match (code.filter(|code| !code.is_empty()), &cx.actor.scope) {
        (Some(code), scope) => {
            let prison = store::prison_by_code(conn, code)?;
            if scope.covers(Some(prison.id), Some(&prison.division)) {
                Ok(prison)
            } else {
                Err(Error::not_found())
            }
        }
        (None, Scope::Prison(own)) => store::prison(conn, *own),
        (None, _) => prisons_seen(conn, cx)?
            .into_iter()
            .next()
            .ok_or_else(Error::not_found),
    }
}

/// A prison's wards by building with their head-counts, and those who have no ward yet.
#[derive(Clone, Debug)]
pub struct Board {
    /// The prison.
    pub prison: Prison,
    /// Building by building, in the order of the list.
    pub buildings: Vec<(Building, Vec<(Ward, Count)>)>,
    /// In custody without a ward: on the way to another prison, or not placed yet.
    pub unplaced: Count,
    /// All together.
    pub total: Count,
}

/// The ward board of a prison.
///
/// # Errors
/// Not found; denied.
pub fn board(conn: &mut Conn<'_>, cx: &Doing<'_>, prison: PrisonId) -> Result<Board> {
    cx.may(Action::EstateRead, conn, prison)?;
    let mut counts = store::by_ward(conn, prison)?;
    let unplaced = counts.remove(&None).unwrap_or_default();
    let total = counts
        .values()
        .fold(unplaced, |sum, count| sum.plus(*count));
    let mut by_building: BTreeMap<BuildingId, Vec<(Ward, Count)>> = BTreeMap::new();
    for ward in store::wards_of(conn, prison)? {
        let count = counts.get(&Some(ward.id)).copied().unwrap_or_default();
        by_building
            .entry(ward.building)
            .or_default()
            .push((ward, count));
    }
    let buildings = store::buildings_of(conn, prison)?
        .into_iter()
        .map(|building| {
            let wards = by_building.remove(&building.id).unwrap_or_default();
            (building, wards)
        })
        .collect();
    Ok(Board {
        prison: store::prison(conn, prison)?,
        buildings,
        unplaced,
        total,
    })
}

/// Every prison that the actor may see with its head-count, and all together.
///
/// # Errors
/// Denied; those of the database.
pub fn overview(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<(Vec<(Prison, Count)>, Count)> {
    let own = Resource::own(cx.actor, DataClass::Ordinary);
    cx.access.may(cx.actor, Action::EstateRead, own)?;
    let counts = store::by_prison(conn)?;
    let mut rows = Vec::new();
    let mut total = Count::default();
    for prison in prisons_seen(conn, cx)? {
        let count = counts.get(&prison.id).copied().unwrap_or_default();
        total = total.plus(count);
        rows.push((prison, count));
    }
    Ok((rows, total))
}

/// The ward, if the actor may see it.
///
/// # Errors
/// Not found; denied.
pub fn ward(conn: &mut Conn<'_>, cx: &Doing<'_>, id: WardId) -> Result<Ward> {
    let ward = store::ward(conn, id)?;
    cx.may(Action::EstateRead, conn, ward.prison)?;
    Ok(ward)
}

/// Who was in a ward at a moment, and how many it had then.
///
/// # Errors
/// Not found; denied; invalid for a moment that has not come yet.
pub fn here_at(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    ward: WardId,
    at: BdTime,
) -> Result<Vec<store::Here>> {
    self::ward(conn, cx, ward)?;
    if at > cx.now() {
        return Err(Error::invalid("at", "err-future"));
    }
    store::here_at(conn, ward, at)
}

/// What somebody says of a building.
#[derive(Clone, Debug)]
pub struct BuildingFacts {
    /// Name.
    pub name: TwoNames,
    /// Its place in the list.
    pub sort: i64,
}

/// Adds a building.
///
/// # Errors
/// Denied; not found.
pub fn add_building(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    facts: BuildingFacts,
) -> Result<BuildingId> {
    cx.may(Action::EstateWrite, tx, prison)?;
    let building = Building {
        id: cx.world.id(),
        prison,
        name: facts.name,
        sort: facts.sort,
        version: 1,
    };
    store::insert_building(tx, &building)?;
    tell_building(tx, cx, &building)?;
    Ok(building.id)
}

/// Changes a building that was read at `version`.
///
/// # Errors
/// Denied; not found; conflict when somebody else has changed it since.
pub fn edit_building(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    (id, version): (BuildingId, i64),
    facts: BuildingFacts,
) -> Result<()> {
    let old = store::building(tx, id)?;
    cx.may(Action::EstateWrite, tx, old.prison)?;
    let building = Building {
        name: facts.name,
        sort: facts.sort,
        version: version.saturating_add(1),
        ..old
    };
    store::update_building(tx, &building)?;
    tell_building(tx, cx, &building)
}

fn tell_building(tx: &mut Tx<'_>, cx: &Doing<'_>, building: &Building) -> Result<()> {
    let event = BuildingWritten {
        building: building.id,
        prison: building.prison,
        name_bn: building.name.bn.clone(),
        name_en: building.name.en.clone(),
    };
    cx.tell(tx, Some(building.prison), building.id.into(), &event, None)
}

/// What somebody says of a ward.
#[derive(Clone, Debug)]
pub struct WardFacts {
    /// In which building.
    pub building: BuildingId,
    /// Name.
    pub name: TwoNames,
    /// Its place in the list.
    pub sort: i64,
    /// What it is.
    pub kind: WardKind,
    /// Whose sex it is for.
    pub sex: ForSex,
    /// Whose age it is for.
    pub age: ForAge,
    /// Whose legal status it is for.
    pub status: ForStatus,
    /// How many it may hold.
    pub capacity: Capacity,
    /// Whether it can be reached without stairs.
    pub ground_floor: bool,
}

/// Adds a ward to a building.
///
/// # Errors
/// Denied; not found; invalid capacities.
pub fn add_ward(tx: &mut Tx<'_>, cx: &Doing<'_>, facts: WardFacts) -> Result<WardId> {
    let prison = store::building(tx, facts.building)?.prison;
    cx.may(Action::EstateWrite, tx, prison)?;
    let ward = facts.onto(Ward {
        id: cx.world.id(),
        prison,
        building: facts.building,
        name: TwoNames::default(),
        sort: 0,
        kind: facts.kind,
        sex: facts.sex,
        age: facts.age,
        status: facts.status,
        capacity: facts.capacity.check()?,
        ground_floor: false,
        closed: None,
        version: 1,
    });
    store::insert_ward(tx, &ward)?;
    tell_ward(tx, cx, &ward)?;
    Ok(ward.id)
}

/// Changes a ward that was read at `version`. Those who sleep in it stay where they are, even where the
/// ward is now for others: the board shows them, and moving them is a verb of its own.
///
/// # Errors
/// Denied; not found; invalid capacities, or a building of another prison; conflict when somebody else
/// has changed the ward since.
pub fn edit_ward(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    (id, version): (WardId, i64),
    facts: WardFacts,
) -> Result<()> {
    let old = store::ward(tx, id)?;
    cx.may(Action::EstateWrite, tx, old.prison)?;
    facts.capacity.check()?;
    if store::building(tx, facts.building)?.prison != old.prison {
        return Err(Error::invalid("building", "err-choice"));
    }
    let ward = Ward {
        version: version.saturating_add(1),
        ..facts.onto(old)
    };
    store::update_ward(tx, &ward)?;
    tell_ward(tx, cx, &ward)
}

impl WardFacts {
    fn onto(&self, ward: Ward) -> Ward {
        Ward {
            building: self.building,
            name: self.name.clone(),
            sort: self.sort,
            kind: self.kind,
            sex: self.sex,
            age: self.age,
            status: self.status,
            capacity: self.capacity,
            ground_floor: self.ground_floor,
            ..ward
        }
    }
}

fn tell_ward(tx: &mut Tx<'_>, cx: &Doing<'_>, ward: &Ward) -> Result<()> {
    let event = WardWritten {
        ward: ward.id,
        prison: ward.prison,
        building: ward.building,
        name_bn: ward.name.bn.clone(),
        name_en: ward.name.en.clone(),
        kind: ward.kind.word().to_owned(),
        for_sex: ward.sex.word().to_owned(),
        for_age: ward.age.word().to_owned(),
        for_status: ward.status.word().to_owned(),
        certified: ward.capacity.certified,
        working: ward.capacity.working,
        most: ward.capacity.most,
        ground_floor: ward.ground_floor,
    };
    cx.tell(tx, Some(ward.prison), ward.id.into(), &event, None)
}

/// Closes a ward to new placements. Those inside stay until they are moved.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when it is closed already.
pub fn close_ward(tx: &mut Tx<'_>, cx: &Doing<'_>, id: WardId, reason: &str) -> Result<()> {
    let mut ward = store::lock_ward(tx, id)?;
    cx.may(Action::EstateWrite, tx, ward.prison)?;
    let reason = reason_given(reason, REASON_CHARS_MAX)?;
    if ward.closed.is_some() {
        return Err(Error::conflict("err-ward-closed"));
    }
    ward.version = ward.version.saturating_add(1);
    ward.closed = Some(Closed {
        reason: reason.clone(),
        at: cx.now(),
    });
    store::update_ward(tx, &ward)?;
    let event = WardClosed {
        ward: ward.id,
        prison: ward.prison,
        at: cx.now(),
    };
    cx.tell(tx, Some(ward.prison), ward.id.into(), &event, Some(&reason))
}

/// Opens a closed ward again.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when it is open already.
pub fn open_ward(tx: &mut Tx<'_>, cx: &Doing<'_>, id: WardId, reason: &str) -> Result<()> {
    let mut ward = store::lock_ward(tx, id)?;
    cx.may(Action::EstateWrite, tx, ward.prison)?;
    let reason = reason_given(reason, REASON_CHARS_MAX)?;
    if ward.closed.take().is_none() {
        return Err(Error::conflict("err-ward-open"));
    }
    ward.version = ward.version.saturating_add(1);
    store::update_ward(tx, &ward)?;
    let event = WardOpened {
        ward: ward.id,
        prison: ward.prison,
    };
    cx.tell(tx, Some(ward.prison), ward.id.into(), &event, Some(&reason))
}

/// A reason as it was typed, normalised.
///
/// # Errors
/// Invalid, naming `reason`: empty or too long.
pub(crate) fn reason_given(text: &str, chars_max: usize) -> Result<String> {
    let reason = bangla::normalise::text(text);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "err-reason"));
    }
    if reason.chars().count() > chars_max {
        return Err(Error::invalid("reason", "err-text-long").with("max", chars_max));
    }
    Ok(reason)
}
