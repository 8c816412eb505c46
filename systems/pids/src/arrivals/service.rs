//! The verbs of arrivals.

use access::Action;
use contracts::pids::{ArrivalCancelled, ArrivalClaimed, ArrivalExpected, ArrivalReleased};
use db::{Conn, Tx};
use kernel::{ArrivalId, CustodyId, Date, Error, PersonId, PrisonId, Result};

use super::{Arrival, ArrivalState, Claim, store};
use crate::Doing;
use crate::admission::{self, AdmissionState};
use crate::custody::{Custody, Source};
use crate::estate::service::{open_prison, open_prison_on};

/// What a sender tells of an arrival.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Where.
    pub prison: PrisonId,
    /// When.
    pub day: Date,
    /// From where.
    pub source: Source,
    /// The van or escort.
    pub van: String,
    /// Name in either script.
    pub name: String,
    /// Father's name.
    pub father: String,
    /// Completed years.
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
    /// Who sends it.
    pub client: String,
    /// The sender's key.
    pub key: String,
}

impl Expected {
    /// The arrival as it is noted, with an id of its own.
    pub(crate) fn arrival(&self, cx: &Doing<'_>) -> Arrival {
        let text = |words: &str| bangla::normalise::text(words);
        Arrival {
            id: cx.world.id(),
            prison: self.prison,
            day: self.day,
            source: self.source,
            van: text(&self.van),
            name: text(&self.name),
            father: text(&self.father),
            age: self.age,
            sex: self.sex.clone(),
            court: text(&self.court),
            case_no: text(&self.case_no),
            police_station: text(&self.police_station),
            sections: self.sections.clone(),
            next_on: self.next_on,
            warrant_no: text(&self.warrant_no),
            person: None,
            custody: None,
            client: self.client.clone(),
            key: self.key.clone(),
            state: ArrivalState::Expected,
            at: cx.now(),
        }
    }
}

/// Notes somebody who is expected. The same key from the same sender is the same arrival: told twice,
/// it is noted once, and the second telling gives the first one's id.
///
/// # Errors
/// Denied; invalid when there is no name; conflict when the prison is closed, or is to be by that day; those of the
/// database.
pub fn expect(tx: &mut Tx<'_>, cx: &Doing<'_>, told: &Expected) -> Result<ArrivalId> {
    cx.may(Action::ArrivalWrite, tx, told.prison)?;
    note(tx, cx, told)
}

/// [`expect`] for callers that have asked for their own permission, such as the API.
pub(crate) fn note(tx: &mut Tx<'_>, cx: &Doing<'_>, told: &Expected) -> Result<ArrivalId> {
    let known = match told.source {
        Source::Return => store::at_court_in(tx, told.prison, &told.case_no)?,
        Source::Court | Source::NewArrest | Source::Transfer => None,
    };
    put(tx, cx, told, known)
}

/// Notes somebody who comes in a custody that goes on, told by the prison that sends them under its own
/// permission.
pub(crate) fn announce(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    told: &Expected,
    custody: &Custody,
) -> Result<ArrivalId> {
    put(tx, cx, told, Some((custody.id, custody.person)))
}

fn put(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    told: &Expected,
    known: Option<(CustodyId, PersonId)>,
) -> Result<ArrivalId> {
    if told.name.trim().is_empty() {
        return Err(Error::invalid("name", "err-required"));
    }
    if let Some(known) = store::by_key(tx, &told.client, &told.key)? {
        return Ok(known.id);
    }
    match known {
        // For whom the prison answers comes back while it closes, too.
        Some(_) => open_prison(tx, told.prison)?,
        None => open_prison_on(tx, told.prison, told.day)?,
    };
    let arrival = Arrival {
        custody: known.map(|(custody, _)| custody),
        person: known.map(|(_, person)| person),
        ..told.arrival(cx)
    };
    store::insert(tx, &arrival)?;
    let event = ArrivalExpected {
        arrival: arrival.id,
        day: arrival.day,
        source: arrival.source.word().to_owned(),
        client: arrival.client.clone(),
    };
    cx.tell(tx, Some(arrival.prison), arrival.id.into(), &event, None)?;
    Ok(arrival.id)
}

/// Puts the actor's hand on an arrival, so that no one else admits it meanwhile. Once more by the same
/// actor changes nothing.
///
/// # Errors
/// Conflict `err-arrival-claimed`, naming the clerk who has it; `err-arrival-gone` when it is expected
/// no more; denied.
pub fn claim(tx: &mut Tx<'_>, cx: &Doing<'_>, id: ArrivalId) -> Result<Arrival> {
    let arrival = store::get(tx, id)?;
    cx.may(Action::ArrivalClaim, tx, arrival.prison)?;
    if arrival.state != ArrivalState::Expected {
        return Err(Error::conflict("err-arrival-gone"));
    }
    if !store::claim(tx, id, cx.actor.user, &cx.actor_name(), cx.now())? {
        return match store::claim_of(tx, id)? {
            Some(claim) if claim.by_user == cx.actor.user => Ok(arrival),
            Some(claim) => Err(claimed(&claim)),
            None => Err(Error::conflict("err-stale")),
        };
    }
    cx.tell(
        tx,
        Some(arrival.prison),
        id.into(),
        &ArrivalClaimed { arrival: id },
        None,
    )?;
    Ok(arrival)
}

fn claimed(claim: &Claim) -> Error {
    Error::conflict("err-arrival-claimed").with("name", &claim.by_name)
}

/// Lets an arrival go again: one's own, or with a reason another clerk's.
///
/// # Errors
/// Denied; invalid when another's claim is taken off without a reason.
pub fn release(tx: &mut Tx<'_>, cx: &Doing<'_>, id: ArrivalId, reason: Option<&str>) -> Result<()> {
    let arrival = store::get(tx, id)?;
    cx.may(Action::ArrivalClaim, tx, arrival.prison)?;
    let Some(claim) = store::claim_of(tx, id)? else {
        return Ok(());
    };
    if claim.by_user != cx.actor.user && reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Error::invalid("reason", "err-reason"));
    }
    store::unclaim(tx, id, claim.by_user)?;
    cx.tell(
        tx,
        Some(arrival.prison),
        id.into(),
        &ArrivalReleased { arrival: id },
        reason,
    )
}

/// The arrival, if the actor may say that it is expected no more.
///
/// # Errors
/// Not found; denied.
pub fn to_cancel(conn: &mut Conn<'_>, cx: &Doing<'_>, id: ArrivalId) -> Result<Arrival> {
    let arrival = store::get(conn, id)?;
    cx.may(Action::ArrivalWrite, conn, arrival.prison)?;
    Ok(arrival)
}

/// Says that somebody is expected no more.
///
/// # Errors
/// Denied; invalid without a reason; conflict when they are inside already, or `err-arrival-admitting` when somebody is
/// admitting them.
pub fn cancel(tx: &mut Tx<'_>, cx: &Doing<'_>, id: ArrivalId, reason: &str) -> Result<()> {
    let arrival = to_cancel(tx, cx, id)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "err-reason"));
    }
    if let Some(admission) = admission::store::of_arrival(tx, id)?
        && admission.state == AdmissionState::Open
    {
        return Err(Error::conflict("err-arrival-admitting").with("name", &admission.by_name));
    }
    store::leave(tx, id, ArrivalState::Cancelled)?;
    store::end_claims(tx, id)?;
    cx.tell(
        tx,
        Some(arrival.prison),
        id.into(),
        &ArrivalCancelled { arrival: id },
        Some(reason),
    )
}

/// Says of whoever was expected in a custody that goes on that they are inside today, or come no more.
/// The verb that moved them has asked for its own permission.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    custody: CustodyId,
    state: ArrivalState,
    why: Option<&str>,
) -> Result<()> {
    for (arrival, prison) in store::settle(tx, custody, state, cx.now().date())? {
        store::end_claims(tx, arrival)?;
        // Of who came in, the movement itself tells.
        if state == ArrivalState::Cancelled {
            cx.tell(
                tx,
                Some(prison),
                arrival.into(),
                &ArrivalCancelled { arrival },
                why,
            )?;
        }
    }
    Ok(())
}
