//! The rest of a record: what nobody had time to ask at the gate, and what is learnt later. An admission
//! leaves two tasks behind, the medical examination and the full record; they are closed from here, in the
//! transaction that does the work.
//!
//! Nothing is ever taken out again: a relative who is to be told nothing more is ended with a reason, and
//! belongings that are handed back keep their row.

mod body;
mod gaps;
pub mod pages;
mod read;
pub mod service;
pub mod store;

use std::collections::BTreeMap;

use kernel::{BdTime, BlobHash, Phone, Taka, id, words};

use crate::people::CHILD_BELOW;

pub use crate::admission::facts::{Article, Typed};
pub use body::Region;
pub use gaps::{Gap, Known, gaps, reasons_for};

id! {
    /// A relative or emergency contact.
    RelativeId
}
id! {
    /// Money or an article in the jailer's hands.
    PropertyId
}

/// Completed years up to which a child may stay inside with the mother (Jail Code; Bangkok Rule 52 leaves
/// the age to national law).
pub const CHILD_INSIDE_AGE_MAX: i64 = 6;

/// Completed years up to which somebody is a child who may be written down there.
pub fn child_age_max(inside: bool) -> i64 {
    if inside {
        CHILD_INSIDE_AGE_MAX
    } else {
        i64::from(CHILD_BELOW) - 1
    }
}

/// Points that may be marked on one body map.
pub const SPOTS_MAX: usize = 30;

words! {
    /// What sort of mark a body is known by.
    pub enum MarkKind: "mark" {
        /// A birthmark or mole (তিল, জন্মদাগ).
        Mark = "mark",
        /// A scar (কাটা দাগ).
        Scar = "scar",
        /// A tattoo (উল্কি).
        Tattoo = "tattoo",
    }
}

words! {
    /// What sort of injury was seen.
    pub enum InjuryKind: "injury" {
        /// The skin is open.
        Wound = "wound",
        /// Bruise.
        Bruise = "bruise",
        /// Burn.
        Burn = "burn",
        /// Fracture.
        Fracture = "fracture",
        /// Swelling.
        Swelling = "swelling",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// The state of somebody's health (Prisons Act 1894 s. 24).
    pub enum Health: "health" {
        /// Good.
        Good = "good",
        /// Fair.
        Fair = "fair",
        /// Poor.
        Poor = "poor",
    }
}

words! {
    /// The class of labour that somebody is fit for (Prisons Act 1894 s. 24 and 35).
    pub enum Labour: "labour" {
        /// Hard (কঠোর).
        Hard = "hard",
        /// Medium (মধ্যম).
        Medium = "medium",
        /// Light (হালকা).
        Light = "light",
        /// None at all (অক্ষম).
        Unfit = "unfit",
    }
}

words! {
    /// What an examination answers where an answer may not be had.
    pub enum Answer: "answer" {
        /// No.
        No = "no",
        /// Yes.
        Yes = "yes",
        /// Not known, or not said.
        Unknown = "unknown",
    }
}

/// A relative or emergency contact as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRelative {
    /// Name.
    pub name: String,
    /// A code of `reference`'s relations, or at the gate words as they were said.
    pub relation: String,
    /// Phone.
    pub phone: Option<Phone>,
    /// Where they live, in words.
    pub address: String,
    /// Whether they are told in an emergency.
    pub emergency: bool,
    /// Whether the prisoner agrees that they are told things.
    pub consent: bool,
}

/// A child as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChild {
    /// Name.
    pub name: String,
    /// Completed years.
    pub age: i64,
    /// In prison with the mother.
    pub inside: bool,
    /// Who looks after a child outside.
    pub carer: String,
    /// Where outside, in words.
    pub place: String,
}

/// A point on the body map, in thousandths of its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// `front` or `back`.
    pub side: &'static str,
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
}

/// Marks of one sort by which a body is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMarks {
    /// What sort.
    pub kind: MarkKind,
    /// Where.
    pub spots: Vec<Spot>,
    /// In words.
    pub note: String,
    /// A picture, which the blob store has already.
    pub photo: Option<BlobHash>,
}

/// Injuries of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInjuries {
    /// What sort.
    pub kind: InjuryKind,
    /// Where.
    pub spots: Vec<Spot>,
    /// What was seen.
    pub note: String,
    /// How the prisoner says it came about.
    pub alleged: String,
}

/// Money and articles that come into the jailer's hands (Prisons Act 1894 s. 25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProperty {
    /// Money.
    pub cash: Taka,
    /// Articles.
    pub articles: Vec<Article>,
}

/// Belongings that leave the jailer's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandBack {
    /// Which.
    pub things: Vec<PropertyId>,
    /// Who signs for them.
    pub to: String,
}

/// What the medical officer finds (Prisons Act 1894 s. 24; Mandela Rule 30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The state of health.
    pub health: Health,
    /// Wounds and marks, in words.
    pub wounds: String,
    /// The class of labour somebody is fit for; none where no labour was ordered.
    pub labour: Option<Labour>,
    /// Whether she is pregnant; none where it is not asked.
    pub pregnancy: Option<Answer>,
    /// Whether an illness can spread.
    pub contagious: Answer,
    /// Anything else.
    pub notes: String,
}

/// An examination on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// What was found.
    pub finding: Finding,
    /// When.
    pub at: BdTime,
    /// By whom.
    pub by_name: String,
}

/// A mark on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What sort.
    pub kind: MarkKind,
    /// `front` or `back`.
    pub side: String,
    /// Per mille of the body map's width.
    pub x: i64,
    /// Per mille of its height.
    pub y: i64,
    /// In words.
    pub note: String,
    /// A picture.
    pub photo: Option<BlobHash>,
    /// When it was written down.
    pub at: BdTime,
}

impl Mark {
    /// The part of the body.
    pub fn region(&self) -> Region {
        Region::of(&self.side, self.x, self.y)
    }
}

/// Why each gap that is left cannot be filled.
pub type Reasons = BTreeMap<Gap, String>;
