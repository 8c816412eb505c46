//! The estate: prisons, their buildings, and the wards and cells in which people sleep.
//!
//! A ward has three capacities, since one number hides what matters: the places that were certified, the
//! places in use now, and the most it may ever hold. What a ward is for (sex, age, legal status) is kept
//! apart from what it is (ward, cell, hospital), and [`proposal`] reads both.

pub mod pages;
pub mod proposal;
pub mod service;
pub mod store;
pub mod term;

use kernel::{BdTime, BuildingId, Date, Error, PrisonId, Result, WardId, words};

use crate::custody::LegalStatus;
use crate::people::{Sex, TwoNames};

/// Places that one ward may be given; more is a typing error.
pub const PLACES_MAX: i64 = 2_000;
/// Characters that a name of a ward or building may have.
pub const NAME_CHARS_MAX: usize = 80;
/// Characters that a reason, or the order behind a change, may have.
pub const REASON_CHARS_MAX: usize = 500;
/// The age from which a prisoner is an adult to the ward rules (Prisons Act 1894, s. 27(2)).
pub const ADULT_FROM: i16 = 21;

words! {
    /// What sort of prison it is.
    pub enum PrisonKind: "prison-kind" {
        /// Central jail (কেন্দ্রীয় কারাগার).
        Central = "central",
        /// District jail (জেলা কারাগার).
        District = "district",
        /// High-security jail (হাই সিকিউরিটি কারাগার).
        HighSecurity = "high_security",
        /// Women's jail (মহিলা কারাগার).
        Women = "women",
        /// Special jail (বিশেষ কারাগার).
        Special = "special",
    }
}

impl PrisonKind {
    /// Whether it holds women alone.
    pub fn is_for_women_alone(self) -> bool {
        self == Self::Women
    }
}

words! {
    /// What a ward is.
    pub enum WardKind: "ward-kind" {
        /// A room for many (ওয়ার্ড).
        Ward = "ward",
        /// A room for one or a few (সেল).
        Cell = "cell",
        /// Where those who arrived sleep before the case table (আমদানি).
        Reception = "reception",
        /// The prison's own hospital (কারা হাসপাতাল).
        Hospital = "hospital",
        /// A cell for those sentenced to death (কনডেম সেল).
        Condemned = "condemned",
    }
}

words! {
    /// Whose sex a ward is for.
    pub enum ForSex: "for-sex" {
        /// Men.
        Male = "male",
        /// Women.
        Female = "female",
        /// Hijra.
        Hijra = "hijra",
        /// Whoever sleeps there first decides.
        Any = "any",
    }
}

words! {
    /// Whose age a ward is for.
    pub enum ForAge: "for-age" {
        /// From 21.
        Adult = "adult",
        /// From 18 up to 21.
        Young = "young",
        /// Either; men under 21 and older men still never share it.
        Any = "any",
    }
}

words! {
    /// Whose legal status a ward is for: the groups that the Prisons Act keeps apart.
    pub enum ForStatus: "for-status" {
        /// Not convicted of a crime: under trial, detained by order, in safe custody.
        Untried = "untried",
        /// Convicted of a crime.
        Convicted = "convicted",
        /// Held by a civil court.
        Civil = "civil",
        /// Sentenced to death.
        Condemned = "condemned",
        /// Whoever sleeps there first decides.
        Any = "any",
    }
}

impl ForSex {
    /// The sign on the door for one sex.
    pub fn of(sex: Sex) -> Self {
        match sex {
            Sex::Male => Self::Male,
            Sex::Female => Self::Female,
            Sex::Hijra => Self::Hijra,
        }
    }
}

impl ForAge {
    /// The band of one age in completed years.
    pub fn of(age: i16) -> Self {
        if age < ADULT_FROM {
            Self::Young
        } else {
            Self::Adult
        }
    }
}

impl ForStatus {
    /// The group of one legal status. Somebody whose sentence is served stays with those they were
    /// sentenced with until they are taken home: the Act names no group for them.
    pub fn of(status: LegalStatus) -> Self {
        match status {
            LegalStatus::UnderTrial | LegalStatus::Detenu | LegalStatus::SafeCustody => {
                Self::Untried
            }
            LegalStatus::Convict | LegalStatus::ReleasedAwaiting => Self::Convicted,
            LegalStatus::Civil => Self::Civil,
            LegalStatus::Condemned => Self::Condemned,
        }
    }
}

/// A prison as it is today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prison {
    /// Its id.
    pub id: PrisonId,
    /// Short stable code: `DHK-C`.
    pub code: String,
    /// Name.
    pub name: TwoNames,
    /// What sort of prison.
    pub kind: PrisonKind,
    /// Code of the DIG's division.
    pub division: String,
    /// The statistics bureau's two digits.
    pub district: String,
    /// Whether it holds women alone.
    pub women_only: bool,
    /// Places by official capacity, where one was published.
    pub certified: Option<i64>,
    /// The day it closed.
    pub closed_on: Option<Date>,
    /// Rises with each change.
    pub version: i64,
}

/// A building inside a prison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    /// Its id.
    pub id: BuildingId,
    /// Where it stands.
    pub prison: PrisonId,
    /// Name: মেঘনা.
    pub name: TwoNames,
    /// Its place in the list.
    pub sort: i64,
    /// Rises with each change.
    pub version: i64,
}

/// How many a ward may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity {
    /// Certified places, at 36 square feet each.
    pub certified: i64,
    /// Places in use now: without beds under repair.
    pub working: i64,
    /// The most it may ever hold.
    pub most: i64,
}

impl Capacity {
    /// Checks the three against each other.
    ///
    /// # Errors
    /// Invalid, naming `certified`, `working` or `most`.
    pub fn check(self) -> Result<Self> {
        let fields = [
            ("certified", self.certified),
            ("working", self.working),
            ("most", self.most),
        ];
        for (field, places) in fields {
            if !(0..=PLACES_MAX).contains(&places) {
                return Err(Error::invalid(field, "err-places").with("max", PLACES_MAX));
            }
        }
        if self.most < self.working {
            return Err(Error::invalid("most", "err-places-most").with("working", self.working));
        }
        Ok(self)
    }
}

/// Why and since when a ward is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// In words.
    pub reason: String,
    /// Since when.
    pub at: BdTime,
}

/// A ward or a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    /// Its id.
    pub id: WardId,
    /// In which prison.
    pub prison: PrisonId,
    /// In which building.
    pub building: BuildingId,
    /// Name: মেঘনা ৩.
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
    /// Why it is closed, if it is.
    pub closed: Option<Closed>,
    /// Rises with each change.
    pub version: i64,
}

/// How many belong to a ward, a prison or the whole estate now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Inside.
    pub present: i64,
    /// At court.
    pub at_court: i64,
    /// In a hospital outside.
    pub in_hospital: i64,
    /// On the way to another prison: in no ward, on no other roll yet.
    pub in_transfer: i64,
}

impl Count {
    /// Those who have their place kept while they are away.
    pub fn away(self) -> i64 {
        self.at_court.saturating_add(self.in_hospital)
    }

    /// Those whose place it is, present or away.
    pub fn total(self) -> i64 {
        self.present.saturating_add(self.away())
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            present: self.present.saturating_add(other.present),
            at_court: self.at_court.saturating_add(other.at_court),
            in_hospital: self.in_hospital.saturating_add(other.in_hospital),
            in_transfer: self.in_transfer.saturating_add(other.in_transfer),
        }
    }
}

/// A name for a ward or building as it was typed, normalised.
///
/// # Errors
/// Invalid, naming `name_bn` or `name_en`: both empty, or one too long.
pub fn place_name(bn: &str, en: &str) -> Result<TwoNames> {
    let name = TwoNames::new(bn, en);
    if name.is_empty() {
        return Err(Error::invalid("name_bn", "err-required"));
    }
    for (field, text) in [("name_bn", &name.bn), ("name_en", &name.en)] {
        if text.chars().count() > NAME_CHARS_MAX {
            return Err(Error::invalid(field, "err-text-long").with("max", NAME_CHARS_MAX));
        }
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_are_checked_against_each_other() {
        let good = Capacity {
            certified: 40,
            working: 48,
            most: 60,
        };
        assert!(good.check().is_ok());
        let error = Capacity { most: 47, ..good }.check().unwrap_err();
        assert_eq!(error.fields[0].field, "most");
        let error = Capacity {
            certified: -1,
            ..good
        }
        .check()
        .unwrap_err();
        assert_eq!(error.fields[0].field, "certified");
    }

    #[test]
    fn twenty_one_is_an_adult() {
        assert_eq!(ForAge::of(20), ForAge::Young);
        assert_eq!(ForAge::of(21), ForAge::Adult);
    }

    #[test]
    fn a_place_needs_a_name_in_one_script() {
        assert_eq!(place_name(" মেঘনা ৩ ", "").unwrap().bn, "মেঘনা ৩");
        assert!(place_name(" ", "").is_err());
        assert!(place_name("", &"x".repeat(81)).is_err());
    }
}
