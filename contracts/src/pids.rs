//! What the inmate database tells.

mod estate;
mod exports;
mod life;
mod matching;
mod record;

pub use estate::*;
pub use exports::*;
pub use life::*;
pub use matching::*;
pub use record::*;

use kernel::{AdmissionId, ArrivalId, BdTime, CustodyId, Date, PersonId, PrisonId, WardId};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    Admitted = "custody.admitted", Up;
    AdmissionStarted = "admission.started", Stays;
    AdmissionNoted = "admission.noted", Stays;
    AdmissionStepped = "admission.stepped", Stays;
    AdmissionDecided = "admission.decided", Up;
    AdmissionStopped = "admission.stopped", Up;
    AdmissionAbandoned = "admission.abandoned", Up;
    AdmissionVerified = "admission.verified", Up;
    ArrivalExpected = "arrival.expected", Up;
    ArrivalClaimed = "arrival.claimed", Stays;
    ArrivalReleased = "arrival.released", Stays;
    ArrivalCancelled = "arrival.cancelled", Up;
    TaskOwed = "task.owed", Up;
    TaskDone = "task.done", Up;
    PersonRead = "person.read", Up;
    IndexRewritten = "find.index_rewritten", Stays;
}

// ── Admission ───────────────────────────────────────────────────────────────────────────────────

/// Somebody is on a prison's roll.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Admitted {
    /// The stay in custody.
    pub custody: CustodyId,
    /// The person.
    pub person: PersonId,
    /// The prison.
    pub prison: PrisonId,
    /// As the prison writes it.
    pub number: String,
    /// A word of the legal statuses.
    pub legal_status: String,
    /// The first ward.
    pub ward: Option<WardId>,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin script.
    pub name_en: String,
    /// Next date in court.
    pub next_court_on: Option<Date>,
    /// Through the gate.
    pub at: BdTime,
    /// The admission that did it; none for records brought in.
    #[serde(default)]
    pub admission: Option<AdmissionId>,
}

/// A clerk began to admit somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionStarted {
    /// The admission.
    pub admission: AdmissionId,
    /// The arrival it is for.
    pub arrival: Option<ArrivalId>,
}

/// A field was typed. Which, not what: the draft holds the words until the record does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionNoted {
    /// The fields' names.
    pub fields: Vec<String>,
}

/// The clerk went on to another step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionStepped {
    /// The step entered.
    pub step: String,
}

/// It was decided who the arrival is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionDecided {
    /// The person known already; none: somebody new.
    pub person: Option<PersonId>,
    /// How many on record are like somebody who was taken as new.
    #[serde(default)]
    pub alike: usize,
}

/// An admission was stopped, because the law forbids it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionStopped {
    /// Why: `under_18`.
    pub why: String,
}

/// An admission was given up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionAbandoned {
    /// The arrival that is expected again.
    pub arrival: Option<ArrivalId>,
}

/// A second officer has read the record back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AdmissionVerified {
    /// Whether everything agreed.
    pub agreed: bool,
    /// The fields that did not.
    pub differences: Vec<String>,
}

// ── Arrivals and tasks ──────────────────────────────────────────────────────────────────────────

/// Somebody is expected at a prison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArrivalExpected {
    /// The arrival.
    pub arrival: ArrivalId,
    /// The day.
    pub day: Date,
    /// A word of the sources.
    pub source: String,
    /// Who said so.
    pub client: String,
}

/// A clerk took an arrival in hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArrivalClaimed {
    /// The arrival.
    pub arrival: ArrivalId,
}

/// A clerk let an arrival go again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArrivalReleased {
    /// The arrival.
    pub arrival: ArrivalId,
}

/// An arrival is expected no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArrivalCancelled {
    /// The arrival.
    pub arrival: ArrivalId,
}

/// A piece of work is owed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskOwed {
    /// What.
    pub kind: String,
    /// By when.
    pub due_at: BdTime,
}

/// A piece of work was done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskDone {
    /// What.
    pub kind: String,
    /// In words.
    pub result: String,
}

/// Somebody read a person's file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonRead {
    /// Which part: `profile`, `family`, `medical`, `match` …
    pub part: String,
}

/// What finds people was written anew for some of them, out of records that stayed as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRewritten {
    /// How many.
    pub people: usize,
}
