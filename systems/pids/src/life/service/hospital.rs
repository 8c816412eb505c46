use access::Action;
use contracts::Event as _;
use contracts::pids::{CameFromHospital, SentToHospital};
use db::Tx;
use kernel::{BdTime, CustodyId, Result};

use super::{Ending, away, custody_for, due, end_absence, whereabouts};
use crate::Doing;
use crate::custody::Custody;
use crate::life::{Absence, AbsenceKind, Verb, maybe_said, next, said, store};

/// After how long a stay in a hospital outside is looked at again, where the doctor says nothing else.
const LOOK_AGAIN: i64 = 7 * BdTime::DAY;

/// Somebody is taken to a hospital outside.
#[derive(Clone, Debug)]
pub struct ToHospital {
    /// Who.
    pub custody: CustodyId,
    /// Which hospital.
    pub place: String,
    /// Why: medical, so it stands in the record and not in the journal.
    pub reason: String,
    /// The doctor's paper.
    pub order_ref: String,
    /// Until when; the doctor renews it. A week where nothing is said.
    pub due_at: Option<BdTime>,
}

/// Takes somebody to a hospital outside.
///
/// # Errors
/// Denied; not found; invalid without a hospital, a reason or the doctor's paper; conflict when they are
/// not inside.
pub fn send_to_hospital(tx: &mut Tx<'_>, cx: &Doing<'_>, to: &ToHospital) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementHospital, to.custody)?;
    let now = cx.now();
    let after = Custody {
        state: next(before.state, Verb::SendToHospital)?,
        ..before
    };
    let absence = Absence {
        id: cx.world.id(),
        custody: after.id,
        prison: after.prison,
        kind: AbsenceKind::Hospital,
        place: said("place", &to.place)?,
        reason: said("reason", &to.reason)?,
        from_at: now,
        due_at: Some(due(cx, to.due_at, now.plus(LOOK_AGAIN))?),
        to_at: None,
        to_prison: None,
        order_ref: maybe_said("order_ref", &to.order_ref)?,
        certificate: String::new(),
    };
    store::put_custody(tx, &after, None)?;
    store::open_absence(tx, &absence)?;
    let event = SentToHospital {
        now: whereabouts(&after),
        away: away(&absence),
    };
    cx.tell(tx, Some(after.prison), after.id.into(), &event, None)
}

/// Takes somebody in again who was in a hospital outside.
///
/// # Errors
/// Denied; not found; conflict when they are not there.
pub fn back_from_hospital(tx: &mut Tx<'_>, cx: &Doing<'_>, custody: CustodyId) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementHospital, custody)?;
    let after = Custody {
        state: next(before.state, Verb::BackFromHospital)?,
        ..before
    };
    store::put_custody(tx, &after, None)?;
    end_absence(tx, cx, after.id, Ending::Arrived, CameFromHospital::KIND)?;
    let event = CameFromHospital {
        now: whereabouts(&after),
    };
    cx.tell(tx, Some(after.prison), after.id.into(), &event, None)
}
