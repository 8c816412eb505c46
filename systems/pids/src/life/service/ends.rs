use access::Action;
use contracts::Event as _;
use contracts::pids::{Died, Escaped, Recaptured};
use db::Tx;
use kernel::{CustodyId, Error, Result, WardId};

use super::{Ending, custody_for, end_absence, whereabouts};
use crate::custody::{self, Custody, EndKind, State};
use crate::life::{Verb, next, said, store};
use crate::{Doing, estate, find, people};

/// How a custody ended that no order ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Whose.
    pub custody: CustodyId,
    /// What happened, where, and who was told.
    pub reason: String,
}

/// Writes down that somebody has escaped, from wherever they were.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when the custody has ended already.
pub fn escape(tx: &mut Tx<'_>, cx: &Doing<'_>, ended: &Ended) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementEscape, ended.custody)?;
    let state = next(before.state, Verb::Escape)?;
    let reason = said("reason", &ended.reason)?;
    let (from, after) = end(
        tx,
        cx,
        before,
        state,
        (EndKind::Escape, Escaped::KIND),
        &reason,
    )?;
    let event = Escaped {
        now: whereabouts(&after),
        from: from.word().to_owned(),
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&reason),
    )
}

/// Writes down that somebody has died in custody, wherever they were.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when the custody has ended already.
pub fn die(tx: &mut Tx<'_>, cx: &Doing<'_>, ended: &Ended) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementDeath, ended.custody)?;
    let state = next(before.state, Verb::Die)?;
    let reason = said("reason", &ended.reason)?;
    let (from, after) = end(tx, cx, before, state, (EndKind::Death, Died::KIND), &reason)?;
    let event = Died {
        now: whereabouts(&after),
        from: from.word().to_owned(),
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&reason),
    )
}

fn end(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    before: Custody,
    state: State,
    (kind, by): (EndKind, &'static str),
    reason: &str,
) -> Result<(State, Custody)> {
    let from = before.state;
    let after = Custody {
        state,
        ward: None,
        ended_at: Some(cx.now()),
        ..before
    };
    store::put_custody(tx, &after, Some(kind))?;
    store::close_placement(tx, after.id, cx.now())?;
    end_absence(tx, cx, after.id, Ending::Elsewhere(Some(reason)), by)?;
    find::store::reindex_person(tx, after.person)?;
    Ok((from, after))
}

/// Somebody who escaped is caught.
#[derive(Clone, Debug)]
pub struct Recapture {
    /// Whose custody goes on.
    pub custody: CustodyId,
    /// Their ward.
    pub ward: WardId,
    /// Where and by whom they were caught.
    pub reason: String,
}

/// Takes somebody in again who had escaped; the same custody goes on under the same number.
///
/// # Errors
/// Denied; not found; invalid ward or no reason; conflict when they had not escaped or are in custody
/// elsewhere, or their prison was closed meanwhile.
pub fn recapture(tx: &mut Tx<'_>, cx: &Doing<'_>, caught: &Recapture) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementEscape, caught.custody)?;
    let state = next(before.state, Verb::Recapture)?;
    let reason = said("reason", &caught.reason)?;
    if custody::store::open_of(tx, before.person)?.is_some() {
        return Err(Error::conflict("err-in-custody"));
    }
    estate::service::open_prison(tx, before.prison)?;
    let mut after = Custody {
        state,
        ended_at: None,
        ..before
    };
    let person = people::store::get(tx, after.person)?;
    let who = estate::service::newcomer(tx, &person, &after, cx.now())?;
    let placing = estate::service::place_check(tx, cx, (after.prison, caught.ward), &who, &reason)?;
    after.ward = Some(placing.ward.id);
    store::put_custody(tx, &after, None)?;
    let placement = store::Placement {
        id: cx.world.id(),
        why: &placing.why,
        by: cx.actor.user,
        at: cx.now(),
    };
    store::place(tx, &after, placement)?;
    find::store::reindex_person(tx, after.person)?;
    let event = Recaptured {
        now: whereabouts(&after),
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&reason),
    )
}
