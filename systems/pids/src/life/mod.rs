//! The life of a custody: court, hospital, transfer, release, escape, death, ward, status, corrections.
//!
//! Every verb asks one pure question first: [`next`], what state this verb leads to. A verb posted
//! twice is told apart there, since the second one finds the custody in another state; two posted at the
//! same moment are told apart by the custody's version and by the unique indexes on open absences and
//! placements.

pub mod correct;
pub mod pages;
pub mod service;
pub mod store;
pub mod timeline;

use kernel::{
    AbsenceId, BdTime, CaseId, CustodyId, Date, Error, OrderId, PrisonId, Result, UserId, words,
};

use crate::custody::{Case, CaseState, EndKind, State};

/// Characters that a place, paper or reason may have.
pub const TEXT_CHARS_MAX: usize = 500;
/// People that may be sent to court in one posting.
pub const COURT_MANY_MAX: usize = 500;
/// From the order to the gate, in microseconds. No rule gives hours; an order that came in the morning
/// is to be at the gate before the evening's lock-up.
pub const RELEASE_DUE: i64 = 4 * BdTime::HOUR;
/// From one prison to another, in microseconds, where the sender says nothing else.
pub const TRANSFER_DUE: i64 = BdTime::DAY;
/// The hour in Dhaka at which those who went to court are to be back: the evening's lock-up.
pub const LOCK_UP_HOUR: i8 = 18;

words! {
    /// What can be done with a custody.
    pub enum Verb: "verb" {
        /// Taken to court.
        SendToCourt = "send_to_court",
        /// Back from court.
        BackFromCourt = "back_from_court",
        /// Taken to a hospital outside.
        SendToHospital = "send_to_hospital",
        /// Back from it.
        BackFromHospital = "back_from_hospital",
        /// On the way to another prison.
        SendToPrison = "send_to_prison",
        /// Arrived there, or turned back.
        Receive = "receive",
        /// Out on bail.
        Bail = "bail",
        /// Out for good.
        Release = "release",
        /// Gone.
        Escape = "escape",
        /// Caught again.
        Recapture = "recapture",
        /// Dead.
        Die = "die",
        /// To another ward.
        MoveWard = "move_ward",
        /// In another right.
        ChangeStatus = "change_status",
    }
}

/// The state that `verb` leads to from `state`.
///
/// # Errors
/// Conflict, with a message that says how things stand.
pub fn next(state: State, verb: Verb) -> Result<State> {
    let to = match (state, verb) {
        (State::Present, Verb::SendToCourt) => State::AtCourt,
        (State::Present, Verb::SendToHospital) => State::InHospital,
        (State::Present, Verb::SendToPrison) => State::InTransfer,
        (State::AtCourt, Verb::BackFromCourt)
        | (State::InHospital, Verb::BackFromHospital)
        | (State::InTransfer, Verb::Receive)
        | (State::Escaped, Verb::Recapture)
        | (State::Present, Verb::MoveWard) => State::Present,
        // A court frees somebody who lies in hospital too; the guard leaves the bed.
        (State::Present | State::InHospital, Verb::Bail) => State::Bailed,
        (State::Present | State::InHospital, Verb::Release) => State::Released,
        (open, Verb::Escape) if open.is_open() => State::Escaped,
        (open, Verb::Die) if open.is_open() => State::Dead,
        (open, Verb::ChangeStatus) if open.is_open() => open,
        (state, _) => return Err(refused(state)),
    };
    Ok(to)
}

fn refused(state: State) -> Error {
    Error::conflict(match state {
        State::Present => "err-state-present",
        State::AtCourt => "err-state-at-court",
        State::InHospital => "err-state-in-hospital",
        State::InTransfer => "err-state-in-transfer",
        State::Bailed => "err-state-bailed",
        State::Released => "err-state-released",
        State::Escaped => "err-state-escaped",
        State::Dead => "err-state-dead",
    })
}

words! {
    /// Where somebody is who is not in the ward.
    pub enum AbsenceKind: "absence" {
        /// At court.
        Court = "court",
        /// In a hospital outside.
        Hospital = "hospital",
        /// Between two prisons.
        Transfer = "transfer",
    }
}

/// The absence that a state stands for: it is open as long as the state lasts.
pub fn absence_of(state: State) -> Option<AbsenceKind> {
    match state {
        State::AtCourt => Some(AbsenceKind::Court),
        State::InHospital => Some(AbsenceKind::Hospital),
        State::InTransfer => Some(AbsenceKind::Transfer),
        State::Present | State::Bailed | State::Released | State::Escaped | State::Dead => None,
    }
}

/// An absence from the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// Whose.
    pub custody: CustodyId,
    /// From which prison.
    pub prison: PrisonId,
    /// What sort.
    pub kind: AbsenceKind,
    /// Which court, hospital or prison, in words.
    pub place: String,
    /// Why, in words; for a hospital this is medical.
    pub reason: String,
    /// Since when.
    pub from_at: BdTime,
    /// When they should be back, or there.
    pub due_at: Option<BdTime>,
    /// Until when.
    pub to_at: Option<BdTime>,
    /// The prison that a transfer goes to.
    pub to_prison: Option<PrisonId>,
    /// The paper that allows it.
    pub order_ref: String,
    /// For a transfer: who certified fitness, and when (Prisons Act 1894, s. 26).
    pub certificate: String,
}

impl Absence {
    /// Whether they should have been back, or there, by now.
    pub fn is_overdue(&self, now: BdTime) -> bool {
        self.to_at.is_none() && self.due_at.is_some_and(|due| due < now)
    }

    /// Who certified fitness for the journey, and the day, which is written last.
    pub fn certified(&self) -> (&str, Option<Date>) {
        let parted = self.certificate.rsplit_once(", ");
        let dated = parted.and_then(|(by, on)| Some((by, on.parse().ok()?)));
        dated.map_or((&self.certificate, None), |(by, on)| (by, Some(on)))
    }
}

words! {
    /// What an order frees by.
    pub enum ReleaseKind: "release" {
        /// Bail (জামিন).
        Bail = "bail",
        /// Acquittal (খালাস).
        Acquittal = "acquittal",
        /// The term is served (সাজার মেয়াদ শেষ).
        TermOver = "term_over",
        /// Discharged, or an order of detention withdrawn (অব্যাহতি).
        Discharged = "discharged",
    }
}

impl ReleaseKind {
    /// What it does to the custody.
    pub fn verb(self) -> Verb {
        match self {
            Self::Bail => Verb::Bail,
            Self::Acquittal | Self::TermOver | Self::Discharged => Verb::Release,
        }
    }

    /// How the custody ends by it.
    pub fn end(self) -> EndKind {
        match self {
            Self::Bail => EndKind::Bail,
            Self::Acquittal => EndKind::Acquittal,
            Self::TermOver => EndKind::TermOver,
            Self::Discharged => EndKind::Discharged,
        }
    }
}

/// An order that opens the gate, and its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Whom it frees.
    pub custody: CustodyId,
    /// Where.
    pub prison: PrisonId,
    /// By what.
    pub kind: ReleaseKind,
    /// The case it is about; none when it ends the custody as a whole.
    pub case: Option<CaseId>,
    /// Who gave it.
    pub court: String,
    /// Its number.
    pub order_ref: String,
    /// When it reached the prison.
    pub received_at: BdTime,
    /// When it was found genuine and nothing else held the person.
    pub checked_at: Option<BdTime>,
    /// By whom.
    pub checked_by: Option<UserId>,
    /// What else holds the person.
    pub held_reason: Option<String>,
    /// When the gate opened.
    pub gate_at: Option<BdTime>,
    /// Rises with each change.
    pub version: i64,
}

impl Order {
    /// Microseconds from the order to the gate, or until now while it is shut.
    pub fn waited(&self, now: BdTime) -> i64 {
        self.gate_at.unwrap_or(now).since(self.received_at)
    }

    /// Whether the person should be out by now. An order that something else holds back is not overdue:
    /// the law keeps the gate shut, and the page says which case does.
    pub fn is_overdue(&self, now: BdTime) -> bool {
        self.gate_at.is_none() && self.held_reason.is_none() && self.waited(now) > RELEASE_DUE
    }
}

/// The cases that keep somebody inside although an order of `kind` about `freed` has come: whatever is
/// still pending, and every sentence unless it is the sentence that is served.
pub fn blockers(kind: ReleaseKind, freed: Option<CaseId>, cases: &[Case]) -> Vec<&Case> {
    let holds = |case: &&Case| match case.state {
        CaseState::Pending => true,
        CaseState::Convicted => !(kind == ReleaseKind::TermOver && freed.is_none()),
        CaseState::Acquitted | CaseState::Bailed | CaseState::Withdrawn => false,
    };
    cases
        .iter()
        .filter(|case| Some(case.id) != freed)
        .filter(holds)
        .collect()
}

/// The earliest date on which somebody must be produced: of cases that go on, whether bailed or not.
pub fn earliest(cases: &[Case]) -> Option<Date> {
    cases
        .iter()
        .filter(|case| matches!(case.state, CaseState::Pending | CaseState::Bailed))
        .filter_map(|case| case.next_on)
        .min()
}

/// Words as somebody typed them into `field`, normalised.
///
/// # Errors
/// Invalid, naming the field: empty or too long.
pub fn said(field: &'static str, text: &str) -> Result<String> {
    let said = maybe_said(field, text)?;
    if said.is_empty() {
        return Err(Error::invalid(field, "err-required"));
    }
    Ok(said)
}

/// [`said`], where nothing need be said.
///
/// # Errors
/// Invalid, naming the field, when it is too long.
pub fn maybe_said(field: &'static str, text: &str) -> Result<String> {
    let said = bangla::normalise::text(text);
    if said.chars().count() > TEXT_CHARS_MAX {
        return Err(Error::invalid(field, "err-text-long").with("max", TEXT_CHARS_MAX));
    }
    Ok(said)
}

#[cfg(test)]
mod tests;
