//! Suspicions of impersonation: raised as somebody is admitted, ruled on by a supervisor.

use access::Action;
use contracts::Event as _;
use contracts::pids::{ImpersonationRuled, ImpersonationSuspected};
use db::{Conn, Tx};
use kernel::{AdmissionId, Date, Error, Result};

use crate::Doing;
use crate::admission::Admission;
use crate::admission::facts::Typed;
use crate::matching::MatchFacts;
use crate::matching::impersonation::{self, Ruling, Sign};
use crate::matching::store::{self, Suspicion};
use crate::matching::why::in_words;
use crate::people;
use crate::tasks::{self, About, TaskKind};

/// Compares what was typed at the gate with the record of the person who was decided on, and writes down
/// what speaks against it for a supervisor. Signs that a supervisor has seen are not raised again, and those
/// that wait for one are not typed away.
///
/// # Errors
/// Denied; not found; those of the database.
pub fn suspect(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    typed: &Typed,
) -> Result<Vec<Sign>> {
    cx.may(Action::AdmissionWrite, tx, admission.prison)?;
    let signs = signs_of(tx, admission, typed, cx.now().date())?;
    let known =
        store::suspicion_of(tx, admission.id)?.filter(|known| known.person == admission.person);
    let is_known = |sign: &Sign| {
        known
            .as_ref()
            .is_some_and(|known| known.signs.contains(sign))
    };
    if signs.iter().all(is_known) {
        return Ok(signs);
    }
    let suspicion = Suspicion {
        id: cx.world.id(),
        admission: admission.id,
        prison: admission.prison,
        person: admission.person,
        signs: open_signs(known.as_ref(), &signs),
        ruling: None,
        rationale: None,
        at: cx.now(),
    };
    store::suspect(tx, &suspicion)?;
    let event = ImpersonationSuspected {
        admission: admission.id,
        person: admission.person,
        signs: sign_words(&suspicion.signs),
    };
    cx.tell(
        tx,
        Some(admission.prison),
        admission.id.into(),
        &event,
        None,
    )?;
    Ok(signs)
}

/// The signs that a supervisor has to look at: those that wait already, then those that speak against the person
/// now.
pub fn open_signs(known: Option<&Suspicion>, now: &[Sign]) -> Vec<Sign> {
    let waiting = known.filter(|known| known.ruling.is_none());
    let mut signs = waiting.map_or_else(Vec::new, |waiting| waiting.signs.clone());
    for sign in now {
        if !signs.contains(sign) {
            signs.push(*sign);
        }
    }
    signs
}

/// What speaks against the person at the gate being the one who was decided on.
///
/// # Errors
/// Not found; those of the database.
pub fn signs_of(
    conn: &mut Conn<'_>,
    admission: &Admission,
    typed: &Typed,
    today: Date,
) -> Result<Vec<Sign>> {
    let Some(person) = admission.person else {
        return Ok(Vec::new());
    };
    let person = store::resolve(conn, person)?;
    let record = people::store::get(conn, person)?;
    Ok(impersonation::signs(
        &MatchFacts::of_typed(typed, today),
        &MatchFacts::of_person(&record),
        today,
    ))
}

/// A supervisor rules on a suspicion.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict `err-stale` when somebody has ruled already;
/// those of the database.
pub fn rule(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: AdmissionId,
    ruling: Ruling,
    reason: &str,
) -> Result<()> {
    let suspicion = store::suspicion_of(tx, admission)?.ok_or_else(Error::not_found)?;
    cx.may(Action::ImpersonationDecide, tx, suspicion.prison)?;
    let reason = in_words("rationale", reason)?;
    store::rule(tx, admission, ruling, &reason, cx.actor.user, cx.now())?;
    let about = About::Admission(admission);
    tasks::service::close_about(tx, cx, about, TaskKind::Identity, ImpersonationRuled::KIND)?;
    let event = ImpersonationRuled {
        admission,
        ruling: ruling.word().to_owned(),
        signs: sign_words(&suspicion.signs),
    };
    cx.tell(
        tx,
        Some(suspicion.prison),
        admission.into(),
        &event,
        Some(&reason),
    )
}

fn sign_words(signs: &[Sign]) -> Vec<String> {
    signs.iter().map(|sign| sign.word().to_owned()).collect()
}
