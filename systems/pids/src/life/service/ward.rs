use access::Action;
use contracts::pids::{StatusChanged, WardMoved};
use db::Tx;
use kernel::{CustodyId, Error, Result, WardId};

use super::transfer::renumber;
use super::{custody_for, whereabouts};
use crate::custody::{Custody, LegalStatus, series};
use crate::life::{Verb, next, said, store};
use crate::{Doing, estate, find, people};

/// Somebody goes to another ward, or to their first one.
#[derive(Clone, Debug)]
pub struct MoveTo {
    /// Who.
    pub custody: CustodyId,
    /// Where to.
    pub ward: WardId,
    /// Why, where it was not proposed.
    pub reason: String,
}

/// Moves somebody to another ward. The place before ends at the moment the new one begins.
///
/// # Errors
/// Denied; not found; invalid ward, or no reason for one that was not proposed; conflict when they sleep
/// there already or are not inside.
pub fn move_ward(tx: &mut Tx<'_>, cx: &Doing<'_>, to: &MoveTo) -> Result<()> {
    let before = custody_for(tx, cx, Action::WardMove, to.custody)?;
    next(before.state, Verb::MoveWard)?;
    if before.ward == Some(to.ward) {
        return Err(Error::conflict("err-same-ward"));
    }
    let from = before.ward;
    let person = people::store::get(tx, before.person)?;
    let who = estate::service::newcomer(tx, &person, &before, cx.now())?;
    let placing = estate::service::place_check(tx, cx, (before.prison, to.ward), &who, &to.reason)?;
    let after = Custody {
        ward: Some(placing.ward.id),
        ..before
    };
    store::put_custody(tx, &after, None)?;
    let placement = store::Placement {
        id: cx.world.id(),
        why: &placing.why,
        by: cx.actor.user,
        at: cx.now(),
    };
    store::place(tx, &after, placement)?;
    let event = WardMoved {
        now: whereabouts(&after),
        from,
        proposed: placing.proposed,
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&placing.why),
    )
}

/// Somebody is held in another right from now on.
#[derive(Clone, Debug)]
pub struct NewStatus {
    /// Who.
    pub custody: CustodyId,
    /// In what right.
    pub status: LegalStatus,
    /// By which judgment or order.
    pub reason: String,
}

/// Changes the right in which somebody is held. A convict is numbered in a series of their own, so the
/// number may change; the old one stays findable. The ward is not changed here: whether it still fits
/// is shown by the proposal, and moving is a verb of its own.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when that is the status already, or the custody
/// has ended.
pub fn change_status(tx: &mut Tx<'_>, cx: &Doing<'_>, new: &NewStatus) -> Result<()> {
    let before = custody_for(tx, cx, Action::PersonCorrect, new.custody)?;
    next(before.state, Verb::ChangeStatus)?;
    let reason = said("reason", &new.reason)?;
    if before.legal_status == new.status {
        return Err(Error::conflict("err-same-status"));
    }
    let was = before.legal_status;
    let mut after = Custody {
        legal_status: new.status,
        ..before
    };
    if series(was) != series(new.status) {
        renumber(tx, cx, &mut after)?;
    }
    store::put_custody(tx, &after, None)?;
    find::store::reindex_person(tx, after.person)?;
    let event = StatusChanged {
        now: whereabouts(&after),
        was: was.word().to_owned(),
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&reason),
    )
}
