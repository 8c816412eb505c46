//! Arrivals: who is expected at the gate today, from where, and whose hand is on whom.
//!
//! A list comes by the API of a court or the police, from a pasted or imported list, or from another
//! prison's transfer. One clerk's claim locks an arrival for the others; the lock is a row whose
//! primary key is the arrival, so that two clerks who press at the same moment cannot both have it.

pub mod list;
pub mod pages;
pub mod service;
pub mod store;

use kernel::{ArrivalId, BdTime, CustodyId, Date, PersonId, PrisonId, UserId, words};

use crate::custody::Source;

words! {
    /// How an arrival stands.
    pub enum ArrivalState: "arrival" {
        /// On the way or at the gate.
        Expected = "expected",
        /// Inside.
        Admitted = "admitted",
        /// Not coming.
        Cancelled = "cancelled",
    }
}

/// Somebody expected at a prison on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its id.
    pub id: ArrivalId,
    /// Where.
    pub prison: PrisonId,
    /// When.
    pub day: Date,
    /// From where.
    pub source: Source,
    /// What came together: the van, the escort.
    pub van: String,
    /// As the sender wrote it, in either script.
    pub name: String,
    /// Father's name as the sender wrote it.
    pub father: String,
    /// Completed years as the sender says.
    pub age: Option<i16>,
    /// A word of the sexes, or empty.
    pub sex: String,
    /// The court.
    pub court: String,
    /// The case.
    pub case_no: String,
    /// Police station.
    pub police_station: String,
    /// Laws and sections, one a line.
    pub sections: String,
    /// Next date in court.
    pub next_on: Option<Date>,
    /// The order to hold.
    pub warrant_no: String,
    /// Who it is, where the sender knows.
    pub person: Option<PersonId>,
    /// The custody that goes on, for a return or transfer.
    pub custody: Option<CustodyId>,
    /// Who sent it: `board`, `paste`, the name of an API client.
    pub client: String,
    /// The sender's key: the same key twice is the same arrival.
    pub key: String,
    /// How it stands.
    pub state: ArrivalState,
    /// When it was told.
    pub at: BdTime,
}

/// A clerk's hand on an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose.
    pub by_user: UserId,
    /// Their name as shown then.
    pub by_name: String,
    /// Since when.
    pub at: BdTime,
}
