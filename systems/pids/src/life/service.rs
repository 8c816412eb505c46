//! The verbs of a custody's life, one file for each pair of them.

mod court;
mod ends;
mod file;
mod hospital;
mod late;
mod release;
mod transfer;
mod ward;

use access::{Action, DataClass};
use contracts::pids::{Away, Whereabouts};
use db::{Conn, Tx};
use kernel::{BdTime, CustodyId, Error, PersonId, PrisonId, Result};

use super::{Absence, store};
use crate::Doing;
use crate::arrivals::{self, ArrivalState};
use crate::custody::{self, Custody, State};
use crate::tasks::{self, About};

pub use court::{
    CaseAnswer, FromCourt, SentMany, ToCourt, back_from_court, send_many_to_court, send_to_court,
};
pub use ends::{Ended, Recapture, die, escape, recapture};
pub use file::{File, Part, open_file};
pub use hospital::{ToHospital, back_from_hospital, send_to_hospital};
pub use late::{LATE, sound};
pub use release::{AtGate, NewOrder, check_order, open_gate, receive_order};
pub use transfer::{Receive, ToPrison, receive, send_to_prison};
pub use ward::{MoveTo, NewStatus, change_status, move_ward};

/// The custody, if the actor may do `action` where it is.
///
/// # Errors
/// Not found, also outside the actor's scope; denied.
pub fn custody_for(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    action: Action,
    id: CustodyId,
) -> Result<Custody> {
    let custody = custody::store::get(conn, id)?;
    cx.may(action, conn, custody.prison)?;
    Ok(custody)
}

/// The prison under whose scope a person's file is read: of the custody that goes on, else of the
/// latest one; for somebody on the way, the prison that expects them counts as well.
///
/// # Errors
/// Not found, also outside the actor's scope, and for somebody who was never in custody; denied.
pub fn may_read(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    (action, class): (Action, DataClass),
    person: PersonId,
) -> Result<PrisonId> {
    let custodies = custody::store::all_of(conn, person)?;
    let custody = current(&custodies).ok_or_else(Error::not_found)?;
    let owner = cx.may_class(action, conn, custody.prison, class);
    if owner.is_ok() || custody.state != State::InTransfer {
        return owner.map(|()| custody.prison);
    }
    match store::open_absence_of(conn, custody.id)?.and_then(|absence| absence.to_prison) {
        Some(expecting) => cx
            .may_class(action, conn, expecting, class)
            .map(|()| expecting),
        None => owner.map(|()| custody.prison),
    }
}

/// The custody that goes on, else the latest one, of a list with the latest first.
pub(crate) fn current(custodies: &[Custody]) -> Option<&Custody> {
    custodies
        .iter()
        .find(|custody| custody.state.is_open())
        .or(custodies.first())
}

/// How a custody stands, for the journal.
pub(crate) fn whereabouts(custody: &Custody) -> Whereabouts {
    Whereabouts {
        custody: custody.id,
        person: custody.person,
        prison: custody.prison,
        number: custody.number.clone(),
        legal_status: custody.legal_status.word().to_owned(),
        state: custody.state.word().to_owned(),
        ward: custody.ward,
        next_court_on: custody.next_court_on,
        ended_at: custody.ended_at,
    }
}

/// An absence, for the journal.
fn away(absence: &Absence) -> Away {
    Away {
        place: absence.place.clone(),
        due_at: absence.due_at,
        order_ref: absence.order_ref.clone(),
    }
}

/// How somebody's absence ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending<'a> {
    /// They are where they were expected.
    Arrived,
    /// They do not come there any more, and why, where somebody said so.
    Elsewhere(Option<&'a str>),
}

/// Ends the absence of a custody, if there is one, and with it whatever waited for them: the row on the
/// board of whoever expected them, and the alarm that they were late. `by` is the event that tells of it.
fn end_absence(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    custody: CustodyId,
    ending: Ending<'_>,
    by: &'static str,
) -> Result<()> {
    let Some(absence) = store::open_absence_of(tx, custody)? else {
        return Ok(());
    };
    store::close_absence(tx, custody, cx.now())?;
    if let Some(kind) = late::owed(absence.kind) {
        tasks::service::close_about(tx, cx, About::Custody(custody), kind, by)?;
    }
    let (state, why) = match ending {
        Ending::Arrived => (ArrivalState::Admitted, None),
        Ending::Elsewhere(why) => (ArrivalState::Cancelled, why),
    };
    arrivals::service::settle(tx, cx, custody, state, why)
}

/// A moment by which somebody is to be back.
///
/// # Errors
/// Invalid, naming `due_at`, when it has passed.
fn due(cx: &Doing<'_>, given: Option<BdTime>, otherwise: BdTime) -> Result<BdTime> {
    match given {
        Some(due) if due <= cx.now() => Err(Error::invalid("due_at", "err-past")),
        Some(due) => Ok(due),
        None => Ok(otherwise),
    }
}
