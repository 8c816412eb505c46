//! What happens between the gate in and the gate out.

use kernel::{BdTime, CaseId, CustodyId, Date, OrderId, PersonId, PrisonId, WardId};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    SentToCourt = "custody.sent_to_court", Up;
    CameFromCourt = "custody.came_from_court", Up;
    SentToHospital = "custody.sent_to_hospital", Up;
    CameFromHospital = "custody.came_from_hospital", Up;
    TransferSent = "custody.transfer_sent", Up;
    TransferReceived = "custody.transfer_received", Up;
    NotArrived = "custody.not_arrived", Up;
    OrderReceived = "release.ordered", Up;
    OrderChecked = "release.checked", Up;
    OrderHeld = "release.held", Up;
    Released = "custody.released", Up;
    Escaped = "custody.escaped", Up;
    Recaptured = "custody.recaptured", Up;
    Died = "custody.died", Up;
    WardMoved = "custody.moved", Up;
    StatusChanged = "custody.status_changed", Up;
    PersonCorrected = "person.corrected", Up;
    CustodyCorrected = "custody.corrected", Up;
}

/// Where somebody is, and in what right, after what was just told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// The stay in custody.
    pub custody: CustodyId,
    /// The person.
    pub person: PersonId,
    /// The prison that owns the custody.
    pub prison: PrisonId,
    /// Their number there.
    pub number: String,
    /// A word of the legal statuses.
    pub legal_status: String,
    /// A word of the states of a custody.
    pub state: String,
    /// Their ward.
    pub ward: Option<WardId>,
    /// Next date in court.
    pub next_court_on: Option<Date>,
    /// When the custody ended.
    pub ended_at: Option<BdTime>,
}

/// Away from the ward, still in custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// Which court, hospital or prison, in words.
    pub place: String,
    /// When they should be back, or there.
    pub due_at: Option<BdTime>,
    /// The paper that allows it.
    pub order_ref: String,
}

/// Taken to court.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SentToCourt {
    /// Where they are now.
    pub now: Whereabouts,
    /// Where to, and until when.
    pub away: Away,
}

/// What a court has said about one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNews {
    /// The case.
    pub case: CaseId,
    /// A word of the states of a case.
    pub state: String,
    /// Its next date; none where the court gave none.
    pub next_on: Option<Date>,
    /// The sentence in words, if there is one.
    #[serde(default)]
    pub sentence: String,
}

/// Back from court.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CameFromCourt {
    /// Where they are now.
    pub now: Whereabouts,
    /// How each of their cases stands.
    pub cases: Vec<CaseNews>,
}

/// Taken to a hospital outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SentToHospital {
    /// Where they are now.
    pub now: Whereabouts,
    /// Where to. Why is medical and not told here.
    pub away: Away,
}

/// Back from a hospital outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CameFromHospital {
    /// Where they are now.
    pub now: Whereabouts,
}

/// On the way to another prison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransferSent {
    /// Where they are now; the sender owns the custody until it is received.
    pub now: Whereabouts,
    /// The prison they are sent to.
    pub to: PrisonId,
    /// By which order, and when they should be there.
    pub away: Away,
    /// Who certified that they can travel, and when (Prisons Act 1894, s. 26).
    pub certificate: String,
}

/// Arrived from another prison, or turned back to their own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransferReceived {
    /// Where they are now; the receiver owns the custody from here on.
    pub now: Whereabouts,
    /// The prison that sent them.
    pub from: PrisonId,
}

/// Not back from court, or not at the other prison, by the time they were due.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NotArrived {
    /// Where they are in the books.
    pub now: Whereabouts,
    /// Where they went, and when they were due.
    pub away: Away,
    /// The prison they were sent to; none for a court.
    pub to: Option<PrisonId>,
}

/// An order that opens the gate, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderState {
    /// The order.
    pub order: OrderId,
    /// Whom it frees.
    pub custody: CustodyId,
    /// The person.
    pub person: PersonId,
    /// A word of the kinds of release.
    pub kind: String,
    /// The case it is about; none when it ends the custody as a whole.
    pub case: Option<CaseId>,
    /// Who gave it.
    pub court: String,
    /// Its number.
    pub order_ref: String,
    /// When it reached the prison.
    pub received_at: BdTime,
}

/// An order to release somebody has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderReceived {
    /// The order.
    pub order: OrderState,
}

/// An order was found to be genuine and nothing else holds the person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderChecked {
    /// The order.
    pub order: OrderState,
}

/// An order is genuine, but something else holds the person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderHeld {
    /// The order.
    pub order: OrderState,
    /// The numbers of the cases that hold them.
    pub held_by: Vec<String>,
}

/// Out through the gate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Released {
    /// How the custody ended.
    pub now: Whereabouts,
    /// By which order.
    pub order: OrderState,
    /// Microseconds from the order to the gate.
    pub waited: i64,
}

/// Escaped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Escaped {
    /// How the custody ended.
    pub now: Whereabouts,
    /// A word of the states: where they escaped from.
    pub from: String,
}

/// Caught again; the same custody goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recaptured {
    /// Where they are now.
    pub now: Whereabouts,
}

/// Died in custody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Died {
    /// How the custody ended.
    pub now: Whereabouts,
    /// A word of the states: where they died.
    pub from: String,
}

/// In another ward, or in the first one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WardMoved {
    /// Where they are now.
    pub now: Whereabouts,
    /// The ward before.
    pub from: Option<WardId>,
    /// Whether the ward was one of those proposed.
    pub proposed: bool,
}

/// Held in another right than before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatusChanged {
    /// How it stands now.
    pub now: Whereabouts,
    /// A word of the legal statuses: what it was.
    pub was: String,
}

/// One field that was corrected. The old words stay readable here for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The field.
    pub field: String,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
}

/// A person's record was wrong and is right now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonCorrected {
    /// Whose.
    pub person: PersonId,
    /// Field by field.
    pub fields: Vec<Corrected>,
}

/// A custody's record was wrong and is right now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CustodyCorrected {
    /// Which.
    pub custody: CustodyId,
    /// Field by field.
    pub fields: Vec<Corrected>,
}
