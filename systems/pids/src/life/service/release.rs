use access::Action;
use contracts::pids::{OrderChecked, OrderHeld, OrderReceived, OrderState, Released};
use db::Tx;
use kernel::{BdTime, CaseId, CustodyId, Error, OrderId, Result};

use super::{custody_for, whereabouts};
use crate::custody::{self, Case, Custody};
use crate::life::{Order, ReleaseKind, blockers, earliest, next, said, store};
use crate::{Doing, find};

/// An order to release somebody.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// Whom it frees.
    pub custody: CustodyId,
    /// By what.
    pub kind: ReleaseKind,
    /// The case it is about; none when it ends the custody as a whole.
    pub case: Option<CaseId>,
    /// Who gave it.
    pub court: String,
    /// Its number.
    pub order_ref: String,
    /// When it reached the prison; now where nothing is said.
    pub received_at: Option<BdTime>,
}

/// Writes down an order that has come. Its clock runs from the moment it reached the prison.
///
/// # Errors
/// Denied; not found; invalid without court and number, for a case they are not accused in, or a moment
/// that has not come; conflict when this order is known or the custody has ended.
pub fn receive_order(tx: &mut Tx<'_>, cx: &Doing<'_>, new: &NewOrder) -> Result<OrderId> {
    let custody = custody_for(tx, cx, Action::MovementReleaseOrder, new.custody)?;
    if !custody.state.is_open() {
        next(custody.state, new.kind.verb())?;
    }
    let received_at = new.received_at.unwrap_or_else(|| cx.now());
    if received_at > cx.now() || received_at < custody.admitted_at {
        return Err(Error::invalid("received_at", "err-order-time"));
    }
    let cases = custody::store::cases_of(tx, custody.id)?;
    if new
        .case
        .is_some_and(|freed| cases.iter().all(|case| case.id != freed))
    {
        return Err(Error::invalid("case", "err-choice"));
    }
    let order = Order {
        id: cx.world.id(),
        custody: custody.id,
        prison: custody.prison,
        kind: new.kind,
        case: new.case,
        court: said("court", &new.court)?,
        order_ref: said("order_ref", &new.order_ref)?,
        received_at,
        checked_at: None,
        checked_by: None,
        held_reason: None,
        gate_at: None,
        version: 1,
    };
    let known = store::orders_of(tx, custody.id)?;
    if known.iter().any(|other| other.order_ref == order.order_ref) {
        return Err(Error::conflict("err-order-known"));
    }
    store::insert_order(tx, &order)?;
    let event = OrderReceived {
        order: order_state(&order, &custody),
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    Ok(order.id)
}

/// Checks an order: the officer says that it is genuine, and the record is asked whether anything else
/// holds the person. What does is written on the order, and it can be checked again at any time.
///
/// # Errors
/// Denied; not found; invalid unless it is said to be genuine; conflict when the custody has ended or
/// somebody else has changed the order since.
pub fn check_order(tx: &mut Tx<'_>, cx: &Doing<'_>, id: OrderId, genuine: bool) -> Result<Order> {
    let mut order = store::order(tx, id)?;
    let before = custody_for(tx, cx, Action::MovementRelease, order.custody)?;
    if !genuine {
        return Err(Error::invalid("genuine", "err-genuine"));
    }
    if !before.state.is_open() {
        next(before.state, order.kind.verb())?;
    }
    if let Some(freed) = order.case {
        let cases = custody::store::cases_of(tx, before.id)?;
        let next_on = cases
            .iter()
            .find(|case| case.id == freed)
            .and_then(|case| case.next_on);
        store::put_case(
            tx,
            (freed, before.id),
            order.kind.end().case_state(),
            next_on,
            "",
        )?;
    }
    let cases = custody::store::cases_of(tx, before.id)?;
    let custody = Custody {
        next_court_on: earliest(&cases),
        ..before
    };
    store::put_custody(tx, &custody, None)?;
    let held_by = numbers(&blockers(order.kind, order.case, &cases));
    if held_by.is_empty() {
        order.checked_at = Some(cx.now());
        order.checked_by = Some(cx.actor.user);
        order.held_reason = None;
        store::update_order(tx, &order)?;
        let event = OrderChecked {
            order: order_state(&order, &custody),
        };
        cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    } else {
        order.checked_at = None;
        order.held_reason = Some(held_by.join(", "));
        store::update_order(tx, &order)?;
        let event = OrderHeld {
            order: order_state(&order, &custody),
            held_by,
        };
        cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    }
    Ok(order)
}

fn numbers(cases: &[&Case]) -> Vec<String> {
    cases.iter().map(|case| case.case_no.clone()).collect()
}

/// What an officer says at the gate.
#[derive(Clone, Copy, Debug)]
pub struct AtGate {
    /// The body in front of the gate is the person in the order.
    pub identity: bool,
    /// Money and articles were given back (Prisons Act 1894, s. 25).
    pub belongings: bool,
}

/// Lets somebody out through the gate.
///
/// # Errors
/// Denied; not found; invalid unless identity was checked and belongings given back; conflict when the
/// order was not checked, something holds the person after all, or they are not here.
pub fn open_gate(tx: &mut Tx<'_>, cx: &Doing<'_>, id: OrderId, said: AtGate) -> Result<()> {
    let mut order = store::order(tx, id)?;
    let before = custody_for(tx, cx, Action::MovementRelease, order.custody)?;
    let state = next(before.state, order.kind.verb())?;
    if order.checked_at.is_none() {
        return Err(Error::conflict("err-order-unchecked"));
    }
    // Another case may have come since the check.
    let cases = custody::store::cases_of(tx, before.id)?;
    let held_by = numbers(&blockers(order.kind, order.case, &cases));
    if !held_by.is_empty() {
        return Err(Error::conflict("err-held").with("cases", held_by.join(", ")));
    }
    if !said.identity {
        return Err(Error::invalid("identity", "err-identity"));
    }
    if !said.belongings {
        return Err(Error::invalid("belongings", "err-belongings"));
    }
    let now = cx.now();
    let after = Custody {
        state,
        ward: None,
        ended_at: Some(now),
        ..before
    };
    order.gate_at = Some(now);
    store::update_order(tx, &order)?;
    store::put_custody(tx, &after, Some(order.kind.end()))?;
    store::close_placement(tx, after.id, now)?;
    store::close_absence(tx, after.id, now)?;
    store::give_back(tx, after.id, now)?;
    find::store::reindex_person(tx, after.person)?;
    let event = Released {
        now: whereabouts(&after),
        order: order_state(&order, &after),
        waited: order.waited(now),
    };
    cx.tell(tx, Some(after.prison), after.id.into(), &event, None)
}

fn order_state(order: &Order, custody: &Custody) -> OrderState {
    OrderState {
        order: order.id,
        custody: order.custody,
        person: custody.person,
        kind: order.kind.word().to_owned(),
        case: order.case,
        court: order.court.clone(),
        order_ref: order.order_ref.clone(),
        received_at: order.received_at,
    }
}
