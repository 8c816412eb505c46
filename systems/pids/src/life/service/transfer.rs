use access::Action;
use contracts::Event as _;
use contracts::pids::{TransferReceived, TransferSent};
use db::Tx;
use kernel::{AbsenceId, BdTime, CustodyId, Date, Error, Kind, Lang, PrisonId, Result, WardId};

use super::{Ending, away, custody_for, due, end_absence, whereabouts};
use crate::arrivals::{self, service::Expected};
use crate::custody::{self, CaseState, Custody, Source, law, series};
use crate::life::{Absence, AbsenceKind, TRANSFER_DUE, Verb, next, said, store};
use crate::{Doing, estate, find, people};

/// Somebody is sent to another prison.
#[derive(Clone, Debug)]
pub struct ToPrison {
    /// Who.
    pub custody: CustodyId,
    /// Where to.
    pub to: PrisonId,
    /// The order of transfer.
    pub order_ref: String,
    /// Why.
    pub reason: String,
    /// The medical officer who certifies that they can travel (Prisons Act 1894, s. 26).
    pub certified_by: String,
    /// On which day.
    pub certified_on: Option<Date>,
    /// When they should be there; in a day where nothing is said.
    pub due_at: Option<BdTime>,
}

/// As whom the sending prison announces somebody.
const TRANSFER_CLIENT: &str = "transfer";
/// How old a certificate of fitness may be, in days: it is about the journey that begins now.
const CERTIFICATE_DAYS_MAX: i64 = 3;

/// Sends somebody to another prison. Their place in the ward ends; this prison answers for them until
/// the other one has received them. They stand on the other one's board from now on.
///
/// # Errors
/// Denied; not found; invalid without order, reason or a fresh certificate, or for a prison that is
/// closed, is their own, or holds women alone while they are not; conflict when they are not inside.
pub fn send_to_prison(tx: &mut Tx<'_>, cx: &Doing<'_>, to: &ToPrison) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementTransfer, to.custody)?;
    let now = cx.now();
    let state = next(before.state, Verb::SendToPrison)?;
    let there = destination(tx, &before, to.to)?;
    let certificate = certificate(to, now.date())?;
    let due_at = due(cx, to.due_at, now.plus(TRANSFER_DUE))?;
    let after = Custody {
        state,
        ward: None,
        ..before
    };
    let absence = Absence {
        id: cx.world.id(),
        custody: after.id,
        prison: after.prison,
        kind: AbsenceKind::Transfer,
        place: there.name.show(Lang::Bn).to_owned(),
        reason: said("reason", &to.reason)?,
        from_at: now,
        due_at: Some(due_at),
        to_at: None,
        to_prison: Some(there.id),
        order_ref: said("order_ref", &to.order_ref)?,
        certificate,
    };
    store::put_custody(tx, &after, None)?;
    store::close_placement(tx, after.id, now)?;
    store::open_absence(tx, &absence)?;
    announce(tx, cx, &after, (there.id, due_at.date()), absence.id)?;
    let event = TransferSent {
        now: whereabouts(&after),
        to: there.id,
        away: away(&absence),
        certificate: absence.certificate.clone(),
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&absence.reason),
    )
}

/// Notes at the prison where somebody is sent that they come, as a court would.
fn announce(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    custody: &Custody,
    (prison, day): (PrisonId, Date),
    absence: AbsenceId,
) -> Result<()> {
    let person = people::store::get(tx, custody.person)?;
    let cases = custody::store::cases_of(tx, custody.id)?;
    let case = cases
        .iter()
        .find(|case| case.state == CaseState::Pending)
        .or(cases.first());
    let sections = case.map(|case| {
        let labels = case
            .charges
            .iter()
            .map(|charge| law::label(charge, Lang::Bn));
        labels.collect::<Vec<_>>().join("\n")
    });
    let told = Expected {
        prison,
        day,
        source: Source::Transfer,
        van: String::new(),
        name: person.name.show(Lang::Bn).to_owned(),
        father: person.father.show(Lang::Bn).to_owned(),
        age: person.birth.map(|birth| birth.age_on(cx.now().date())),
        sex: person.sex.word().to_owned(),
        court: case.map(|case| case.court.clone()).unwrap_or_default(),
        case_no: case.map(|case| case.case_no.clone()).unwrap_or_default(),
        police_station: case
            .map(|case| case.police_station.clone())
            .unwrap_or_default(),
        sections: sections.unwrap_or_default(),
        next_on: custody.next_court_on,
        warrant_no: custody.warrant.number.clone(),
        client: TRANSFER_CLIENT.to_owned(),
        key: absence.to_string(),
    };
    arrivals::service::announce(tx, cx, &told, custody).map(drop)
}

fn destination(tx: &mut Tx<'_>, custody: &Custody, to: PrisonId) -> Result<estate::Prison> {
    if to == custody.prison {
        return Err(Error::invalid("to", "err-choice"));
    }
    let there = estate::service::open_prison(tx, to).map_err(|error| {
        let key = match (error.kind, error.key) {
            (Kind::NotFound, _) => "err-choice",
            (_, closed @ estate::service::PRISON_CLOSED) => closed,
            _ => return error,
        };
        let refused = Error::invalid("to", key);
        let mentioned = error.args.into_iter();
        mentioned.fold(refused, |refused, (name, value)| refused.with(name, value))
    })?;
    if there.women_only && people::store::get(tx, custody.person)?.sex != people::Sex::Female {
        return Err(Error::invalid("to", "err-women-only"));
    }
    Ok(there)
}

fn certificate(to: &ToPrison, today: Date) -> Result<String> {
    let by = said("certified_by", &to.certified_by)?;
    let on = to
        .certified_on
        .ok_or_else(|| Error::invalid("certified_on", "err-required"))?;
    let days = BdTime::start_of(today).since(BdTime::start_of(on)) / BdTime::DAY;
    if !(0..=CERTIFICATE_DAYS_MAX).contains(&days) {
        return Err(
            Error::invalid("certified_on", "err-certificate").with("days", CERTIFICATE_DAYS_MAX)
        );
    }
    Ok(format!("{by}, {on}"))
}

/// Somebody has come from another prison.
#[derive(Clone, Debug)]
pub struct Receive {
    /// Who.
    pub custody: CustodyId,
    /// Where: the prison they were sent to, or their own when they were turned back.
    pub at: PrisonId,
    /// Their ward here.
    pub ward: WardId,
    /// Why this ward, where it was not proposed.
    pub reason: String,
}

/// Receives somebody from another prison, under a number of this one; or takes them back under their
/// own. From here on this prison answers for them, and orders that are still open follow.
///
/// # Errors
/// Denied; not found, also for a prison that nobody sent them to; invalid ward; conflict when they are
/// not on the way.
pub fn receive(tx: &mut Tx<'_>, cx: &Doing<'_>, received: &Receive) -> Result<()> {
    cx.may(Action::MovementTransfer, tx, received.at)?;
    let before = custody::store::get(tx, received.custody)?;
    let absence = store::open_absence_of(tx, before.id)?;
    let sent_to = absence.and_then(|absence| absence.to_prison);
    if received.at != before.prison && Some(received.at) != sent_to {
        return Err(Error::not_found());
    }
    let (from, now) = (before.prison, cx.now());
    let mut after = Custody {
        state: next(before.state, Verb::Receive)?,
        prison: received.at,
        ..before
    };
    let person = people::store::get(tx, after.person)?;
    let who = estate::service::newcomer(tx, &person, &after, now)?;
    let placing =
        estate::service::place_check(tx, cx, (received.at, received.ward), &who, &received.reason)?;
    after.ward = Some(placing.ward.id);
    if from != received.at {
        renumber(tx, cx, &mut after)?;
    }
    store::put_custody(tx, &after, None)?;
    // What is said on turning back is why this ward: of the journey it says nothing.
    let ending = if from == received.at {
        Ending::Elsewhere(None)
    } else {
        Ending::Arrived
    };
    end_absence(tx, cx, after.id, ending, TransferReceived::KIND)?;
    let placement = store::Placement {
        id: cx.world.id(),
        why: &placing.why,
        by: cx.actor.user,
        at: now,
    };
    store::place(tx, &after, placement)?;
    take_orders_along(tx, &after)?;
    find::store::reindex_person(tx, after.person)?;
    let event = TransferReceived {
        now: whereabouts(&after),
        from,
    };
    cx.tell(
        tx,
        Some(after.prison),
        after.id.into(),
        &event,
        Some(&placing.why),
    )
}

/// Gives a custody the next number of its prison's series.
pub(super) fn renumber(tx: &mut Tx<'_>, cx: &Doing<'_>, custody: &mut Custody) -> Result<()> {
    let year = cx.now().date().year();
    let serial =
        custody::store::next_serial(tx, custody.prison, series(custody.legal_status), year)?;
    custody.number = custody::number(custody.legal_status, serial, year);
    custody::store::number(tx, custody.id, custody.prison, &custody.number, cx.now())
}

fn take_orders_along(tx: &mut Tx<'_>, custody: &Custody) -> Result<()> {
    for mut order in store::orders_of(tx, custody.id)? {
        if order.gate_at.is_none() && order.prison != custody.prison {
            order.prison = custody.prison;
            store::update_order(tx, &order)?;
        }
    }
    Ok(())
}
