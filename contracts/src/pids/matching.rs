//! Whether two records are one person, and whether the person at the gate is the one in the warrant.

use kernel::{AdmissionId, PersonId, Uuid};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    SameDecided = "match.decided", Up;
    PeopleMerged = "person.merged", Up;
    PeopleParted = "person.parted", Up;
    ImpersonationSuspected = "impersonation.suspected", Up;
    ImpersonationRuled = "impersonation.ruled", Up;
}

/// Somebody decided whether two records, or somebody at the gate and a record, are one human being. The
/// reason in words stands in the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameDecided {
    /// The decision.
    pub decision: Uuid,
    /// The smaller id; at the gate the record that was compared.
    pub person_a: PersonId,
    /// The other; at the gate the same.
    pub person_b: PersonId,
    /// Whether they are.
    pub same: bool,
    /// A word of the reasons; empty where none was asked for.
    #[serde(default)]
    pub reason: String,
    /// Whose admission it was at the gate; none where two records were compared.
    #[serde(default)]
    pub admission: Option<AdmissionId>,
}

/// Two records are one now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleMerged {
    /// The merge.
    pub merge: Uuid,
    /// The record that stands for both.
    pub kept: PersonId,
    /// The record that went.
    pub gone: PersonId,
    /// The decision behind it.
    pub decision: Uuid,
}

/// Two records that were made one are two again. The reason stands in the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleParted {
    /// The merge that was undone.
    pub merge: Uuid,
    /// The record that stood for both.
    pub kept: PersonId,
    /// The record that is one of its own again.
    pub gone: PersonId,
}

/// Something speaks against the person at the gate being the one in the warrant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationSuspected {
    /// The admission.
    pub admission: AdmissionId,
    /// The person that the warrant is taken to name.
    pub person: Option<PersonId>,
    /// Words of the signs.
    pub signs: Vec<String>,
}

/// A supervisor ruled on a suspicion. The reason stands in the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationRuled {
    /// The admission.
    pub admission: AdmissionId,
    /// A word of the rulings.
    pub ruling: String,
    /// Words of the signs that were ruled on.
    pub signs: Vec<String>,
}
