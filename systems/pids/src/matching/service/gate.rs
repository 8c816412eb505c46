//! What a clerk decides at the gate: whether who stands there is somebody on record.

use access::Action;
use contracts::pids::SameDecided;
use db::Tx;
use kernel::{PersonId, Result};

use crate::Doing;
use crate::admission::Admission;
use crate::matching::store::{self, Decision};
use crate::matching::why::Why;

/// Writes down that who is being admitted is, or is not, each of these people on record. It stands for
/// good: a later one about the same two goes before it, and neither is erased.
///
/// # Errors
/// Denied; those of the database.
pub fn decide_at_gate(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    (known, same): (&[PersonId], bool),
    why: &Why,
) -> Result<()> {
    cx.may(Action::AdmissionWrite, tx, admission.prison)?;
    for person in known {
        let decision = Decision {
            id: cx.world.id(),
            pair: (*person, *person),
            same,
            reason: why.reason,
            rationale: why.words.clone(),
            by: cx.actor.user,
            by_name: cx.actor_name(),
            at: cx.now(),
            admission: Some(admission.id),
        };
        store::decide(tx, &decision)?;
        let event = SameDecided {
            decision: decision.id,
            person_a: *person,
            person_b: *person,
            same,
            reason: why.reason.word().to_owned(),
            admission: Some(admission.id),
        };
        let prison = Some(admission.prison);
        cx.tell(tx, prison, (*person).into(), &event, Some(&why.said))?;
    }
    Ok(())
}
