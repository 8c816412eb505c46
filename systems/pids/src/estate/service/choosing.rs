use access::Action;
use db::{Conn, Tx};
use kernel::{BdTime, Date, Error, Kind, PrisonId, Result, WardId};

use super::reason_given;
use crate::Doing;
use crate::custody::Custody;
use crate::estate::proposal::{Newcomer, Proposal, WardNow, WhyNot, propose};
use crate::estate::{ADULT_FROM, Prison, REASON_CHARS_MAX, Ward, store, term};
use crate::people::Person;

/// What [`open_prison`] says of a prison that is closed.
pub const PRISON_CLOSED: &str = "err-prison-closed";

/// Proposes wards of a prison, with each ward as it is now.
///
/// # Errors
/// Not found; those of the database.
pub fn propose_for(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    who: &Newcomer,
    today: Date,
) -> Result<(Proposal, Vec<WardNow>)> {
    let women_only = store::prison(conn, prison)?.women_only;
    let counts = store::by_ward(conn, prison)?;
    let mut sleepers = store::sleepers(conn, prison, today)?;
    let wards: Vec<WardNow> = store::wards_of(conn, prison)?
        .into_iter()
        .map(|ward| WardNow {
            total: counts
                .get(&Some(ward.id))
                .copied()
                .unwrap_or_default()
                .total(),
            sleepers: sleepers.remove(&ward.id).unwrap_or_default(),
            ward,
        })
        .collect();
    Ok((propose(who, women_only, &wards), wards))
}

/// What the rules may know of somebody in custody who needs another ward.
///
/// # Errors
/// Those of the database.
pub fn newcomer(
    conn: &mut Conn<'_>,
    person: &Person,
    custody: &Custody,
    now: BdTime,
) -> Result<Newcomer> {
    let from_building = match custody.ward {
        Some(ward) => Some(store::ward(conn, ward)?.building),
        None => None,
    };
    Ok(Newcomer {
        sex: person.sex,
        age: person
            .birth
            .map_or(ADULT_FROM, |birth| birth.age_on(now.date())),
        status: custody.legal_status,
        disabled: !person.disability.is_empty(),
        arriving: custody.ward.is_none(),
        ill: false,
        co_accused_in: store::co_accused_wards(conn, custody.id)?,
        from_building,
    })
}

/// The prison that somebody is about to be put into: every verb asks that puts or sends somebody there, before it
/// writes. The prison is locked until the transaction ends, so that none closes while somebody comes.
///
/// # Errors
/// Not found; conflict [`PRISON_CLOSED`] when it is closed.
pub fn open_prison(tx: &mut Tx<'_>, id: PrisonId) -> Result<Prison> {
    store::prison(tx, id)?;
    store::hold_prison(tx, id)?;
    // Read again: what was read before the lock may have been closed meanwhile.
    let prison = store::prison(tx, id)?;
    match prison.closed_on {
        Some(day) => Err(Error::conflict(PRISON_CLOSED).with("day", day)),
        None => Ok(prison),
    }
}

/// [`open_prison`] for somebody who is to come on `day`: a prison that is to be closed by then takes no list for it.
///
/// # Errors
/// As [`open_prison`]; conflict `err-prison-closes` when it is to be closed by that day.
pub fn open_prison_on(tx: &mut Tx<'_>, id: PrisonId, day: Date) -> Result<Prison> {
    let prison = open_prison(tx, id)?;
    let terms = store::terms_of(tx, id)?;
    let mut newest_first = term::to_come(&terms).iter().rev();
    match newest_first.find(|term| term.valid_from <= day) {
        Some(term) if term.facts.closed => {
            Err(Error::conflict("err-prison-closes").with("day", term.valid_from))
        }
        _ => Ok(prison),
    }
}

/// A ward that somebody may be placed in now.
#[derive(Clone, Debug)]
pub struct Placing {
    /// The ward, locked until the transaction ends.
    pub ward: Ward,
    /// Whether it was one of those proposed.
    pub proposed: bool,
    /// Why, for the placement: empty when the proposal was followed.
    pub why: String,
}

/// Checks that somebody may be placed in the ward that an officer has chosen. A ward that was not
/// proposed needs a reason, and one that a rule speaks against needs the right to override as well.
///
/// # Errors
/// Invalid, naming `ward` (another prison's, or one that no officer's word opens) or `reason`; denied.
pub fn place_check(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    (prison, chosen): (PrisonId, WardId),
    who: &Newcomer,
    reason: &str,
) -> Result<Placing> {
    let ward = match store::lock_ward(tx, chosen) {
        Ok(ward) if ward.prison == prison => ward,
        Err(error) if error.kind != Kind::NotFound => return Err(error),
        Ok(_) | Err(_) => return Err(Error::invalid("ward", "err-choice")),
    };
    let (proposal, _) = propose_for(tx, prison, who, cx.now().date())?;
    let Some(other) = proposal.others.iter().find(|other| other.ward == chosen) else {
        let why = bangla::normalise::text(reason);
        return Ok(Placing {
            ward,
            proposed: true,
            why,
        });
    };
    if let Some(why_not) = other.why_not.iter().find(|why| !why.may_be_overridden()) {
        let said = why_not.said();
        let refused = Error::invalid("ward", said.key);
        return Err(said
            .args
            .iter()
            .fold(refused, |error, (name, number)| error.with(name, number)));
    }
    if !other
        .why_not
        .iter()
        .all(|why| matches!(why, WhyNot::Beaten(_)))
    {
        cx.may(Action::AdmissionOverrideWard, tx, prison)?;
    }
    let why = reason_given(reason, REASON_CHARS_MAX)?;
    Ok(Placing {
        ward,
        proposed: false,
        why,
    })
}
