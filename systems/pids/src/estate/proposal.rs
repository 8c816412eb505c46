//! Which ward? Hard rules first, each with its source; then an order among the wards that are left, and
//! in words why each of the others was not proposed.
//!
//! Nothing that says who somebody is — name, religion, home — can be put in: [`Newcomer`] has no room
//! for it. A place in a ward has been sold before; a proposal that gives its reasons makes that show.
//!
//! A ward marked "any" is decided by those who sleep in it: the same rules are asked of the sign on the
//! door and of every [`Sleeper`] behind it, so that a rule holds in every ward however it is marked.

mod reasons;
mod rules;

use std::collections::BTreeSet;

use kernel::{BuildingId, WardId};

use super::{ForAge, ForStatus, Ward};
use crate::custody::LegalStatus;
use crate::people::Sex;

pub use reasons::{Against, For, Said};
pub use rules::{WhyNot, refusals};

/// How many wards are proposed.
pub const PROPOSED_MAX: usize = 3;

/// All that the rules may know of somebody who needs a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Sex.
    pub sex: Sex,
    /// Completed years today.
    pub age: i16,
    /// In what right they are held.
    pub status: LegalStatus,
    /// Whether stairs are a burden.
    pub disabled: bool,
    /// Whether they have come through the gate just now.
    pub arriving: bool,
    /// Whether a doctor has put them in the prison's hospital.
    pub ill: bool,
    /// Wards in which somebody sleeps who is accused in one of their cases.
    pub co_accused_in: BTreeSet<WardId>,
    /// The building they have slept in so far.
    pub from_building: Option<BuildingId>,
}

/// What the rules keep apart, of somebody who sleeps in a ward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sleeper {
    /// Sex.
    pub sex: Sex,
    /// Age band.
    pub age: ForAge,
    /// Legal group.
    pub status: ForStatus,
}

impl Sleeper {
    /// What the rules see of one person.
    pub fn of(sex: Sex, age: i16, status: LegalStatus) -> Self {
        Self {
            sex,
            age: ForAge::of(age),
            status: ForStatus::of(status),
        }
    }
}

/// A ward as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardNow {
    /// The ward.
    pub ward: Ward,
    /// Those whose place it is, present or away.
    pub total: i64,
    /// Which sorts of people sleep in it. Only needed for wards that are open to any.
    pub sleepers: BTreeSet<Sleeper>,
}

/// A ward that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub ward: WardId,
    /// What speaks for it.
    pub reasons_for: Vec<For>,
    /// What speaks against it.
    pub reasons_against: Vec<Against>,
}

/// A ward that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Which.
    pub ward: WardId,
    /// Every rule that forbids it, or the one point in which the proposed wards are better.
    pub why_not: Vec<WhyNot>,
}

/// The answer: at most [`PROPOSED_MAX`] wards, the best first, and all the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The best first.
    pub best: Vec<Choice>,
    /// In the order of the estate.
    pub others: Vec<Other>,
}

/// Proposes wards for `who` among `wards` of one prison, in the order of the estate.
pub fn propose(who: &Newcomer, women_only: bool, wards: &[WardNow]) -> Proposal {
    let mut allowed = Vec::new();
    let mut others = Vec::new();
    for now in wards {
        let why_not = refusals(who, women_only, now);
        if why_not.is_empty() {
            allowed.push((Rank::of(who, now), now));
        } else {
            others.push(Other {
                ward: now.ward.id,
                why_not,
            });
        }
    }
    allowed.sort_by_key(|(rank, _)| *rank);
    let beaten = allowed.split_off(allowed.len().min(PROPOSED_MAX));
    if let Some((last, _)) = allowed.last() {
        others.extend(beaten.iter().map(|(rank, now)| Other {
            ward: now.ward.id,
            why_not: vec![WhyNot::Beaten(rank.worse_in(last))],
        }));
    }
    let place_of = |id: WardId| wards.iter().position(|now| now.ward.id == id);
    others.sort_by_key(|other| place_of(other.ward));
    Proposal {
        best: allowed
            .into_iter()
            .map(|(_, now)| choice(who, now))
            .collect(),
        others,
    }
}

fn choice(who: &Newcomer, now: &WardNow) -> Choice {
    Choice {
        ward: now.ward.id,
        reasons_for: reasons::for_it(who, now),
        reasons_against: reasons::against_it(who, now),
    }
}

kernel::words! {
    /// What the order among allowed wards looks at, the weightiest first.
    pub enum Point: "ward-point" {
        /// Nobody accused in the same case sleeps there.
        CoAccused = "co_accused",
        /// No stairs, for those to whom they are a burden.
        Stairs = "stairs",
        /// A ward to stay in, not the first nights' ward.
        Staying = "staying",
        /// Within the certified places, then within those in use.
        Crowding = "crowding",
        /// The building they know.
        Building = "building",
        /// The greater share of free places.
        Room = "room",
        /// Earlier in the list of the estate.
        List = "list",
    }
}

/// The order of one ward for one person: smaller is better, the first field weighs most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    co_accused: bool,
    stairs: bool,
    first_nights: bool,
    crowding: Crowding,
    other_building: bool,
    filled_per_mille: i64,
    sort: i64,
    id: WardId,
}

/// How full a ward is with one person more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Crowding {
    /// Within the certified places.
    Certified,
    /// Within the places in use.
    Working,
    /// Above both.
    Over,
}

impl Crowding {
    fn with_one_more(now: &WardNow) -> Self {
        let with_one_more = now.total.saturating_add(1);
        let capacity = now.ward.capacity;
        if with_one_more <= capacity.certified.min(capacity.working) {
            Self::Certified
        } else if with_one_more <= capacity.working {
            Self::Working
        } else {
            Self::Over
        }
    }
}

impl Rank {
    fn of(who: &Newcomer, now: &WardNow) -> Self {
        let ward = &now.ward;
        let filled = now.total.saturating_add(1).saturating_mul(1_000);
        Self {
            co_accused: who.co_accused_in.contains(&ward.id),
            stairs: who.disabled && !ward.ground_floor,
            first_nights: ward.kind == super::WardKind::Reception,
            crowding: Crowding::with_one_more(now),
            other_building: who.from_building.is_some_and(|from| from != ward.building),
            filled_per_mille: filled
                .checked_div(ward.capacity.working)
                .unwrap_or(i64::MAX),
            sort: ward.sort,
            id: ward.id,
        }
    }

    /// The weightiest point in which this ward is worse than `better`.
    fn worse_in(&self, better: &Self) -> Point {
        let only = |mine: bool, theirs: bool| mine && !theirs;
        let points = [
            (Point::CoAccused, only(self.co_accused, better.co_accused)),
            (Point::Stairs, only(self.stairs, better.stairs)),
            (Point::Staying, only(self.first_nights, better.first_nights)),
            (Point::Crowding, self.crowding > better.crowding),
            (
                Point::Building,
                only(self.other_building, better.other_building),
            ),
            (Point::Room, self.filled_per_mille > better.filled_per_mille),
        ];
        points
            .into_iter()
            .find_map(|(point, worse)| worse.then_some(point))
            .unwrap_or(Point::List)
    }
}

#[cfg(test)]
mod tests;
