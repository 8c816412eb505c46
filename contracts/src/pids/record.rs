//! What is added to a record after the person is on the roll. The journal tells that something was added
//! and by whom; relatives' names and phones, children's whereabouts and findings stay in the record, whose
//! classes decide who reads them.

use kernel::{CustodyId, PersonId, Taka, Uuid};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    RelativeAdded = "person.relative_added", Up;
    RelativeEnded = "person.relative_ended", Up;
    ChildAdded = "person.child_added", Up;
    MarksAdded = "person.marks_added", Up;
    PropertyTaken = "property.taken", Up;
    PropertyReturned = "property.returned", Up;
    Examined = "custody.examined", Up;
    InjuriesAdded = "custody.injuries_added", Up;
    RecordCompleted = "custody.record_completed", Up;
}

/// A relative or emergency contact was written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RelativeAdded {
    /// Whose.
    pub person: PersonId,
    /// The entry.
    pub relative: Uuid,
    /// A code of the relations.
    pub relation: String,
    /// Whether they are told in an emergency.
    pub emergency: bool,
    /// Whether the prisoner agrees that they are told things.
    pub consent: bool,
}

/// A relative is to be told nothing more; the entry stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RelativeEnded {
    /// Whose.
    pub person: PersonId,
    /// The entry.
    pub relative: Uuid,
}

/// A child was written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChildAdded {
    /// Whose.
    pub person: PersonId,
    /// The entry.
    pub child: Uuid,
    /// In prison with the mother.
    pub inside: bool,
}

/// Marks by which a body is known were written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MarksAdded {
    /// Whose.
    pub person: PersonId,
    /// The entries.
    pub marks: Vec<Uuid>,
}

/// One thing in the jailer's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThingHeld {
    /// The entry.
    pub property: Uuid,
    /// `cash` or `article`.
    pub kind: String,
    /// What; empty for cash.
    pub what: String,
    /// How many.
    pub quantity: i64,
    /// How much money.
    pub amount: Taka,
}

/// Money or articles came into the jailer's hands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PropertyTaken {
    /// Of which stay.
    pub custody: CustodyId,
    /// The receipt given for them.
    pub receipt: String,
    /// What was taken.
    pub things: Vec<ThingHeld>,
}

/// Money or articles left the jailer's hands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PropertyReturned {
    /// Of which stay.
    pub custody: CustodyId,
    /// Who signed for them.
    pub to: String,
    /// What was handed back.
    pub things: Vec<ThingHeld>,
}

/// The medical officer has examined somebody. What was found is medical and stands in the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Examined {
    /// Which stay.
    pub custody: CustodyId,
    /// The entry.
    pub examination: Uuid,
}

/// Injuries were written down. Which is medical and stands in the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InjuriesAdded {
    /// Which stay.
    pub custody: CustodyId,
    /// The entries.
    pub injuries: Vec<Uuid>,
}

/// The record is as full as it can be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordCompleted {
    /// Which stay.
    pub custody: CustodyId,
    /// What cannot be known, and why.
    pub unknown: Vec<Unknown>,
}

/// A fact that cannot be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// Which: a word of the gaps.
    pub gap: String,
    /// Why it cannot be known.
    pub why: String,
}
