//! What was decided about who a person is, as their file shows it.

use db::Conn;
use kernel::{AdmissionId, BdTime, PersonId, Result};
use web::Page;
use web::parts::Tone;

use crate::matching::store::{self, Compared, Decision};
use crate::matching::why::Reason;

/// One decision in the reader's words.
pub struct Judged {
    /// What was decided.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: BdTime,
    /// Whether it was "the same" or "somebody else".
    pub tone: Tone,
}

/// What was decided about a person, the latest first. Whoever came in as new although several on record
/// were like them is one decision.
///
/// # Errors
/// Those of the database.
pub fn judged(conn: &mut Conn<'_>, page: &Page, person: PersonId) -> Result<Vec<Judged>> {
    let mut shown: Vec<Judged> = Vec::new();
    let mut newcomer: Option<(AdmissionId, BdTime)> = None;
    for (compared, decision) in store::decisions_about(conn, person)? {
        let at_gate = decision.admission.map(|admission| (admission, decision.at));
        if compared == Compared::Newcomer && newcomer == at_gate {
            continue;
        }
        newcomer = at_gate.filter(|_| compared == Compared::Newcomer);
        shown.push(Judged {
            what: page.t(what(compared, decision.same)),
            why: why(page, &decision),
            who: decision.by_name,
            at: decision.at,
            tone: if decision.same && compared != Compared::Reconsidered {
                Tone::Good
            } else {
                Tone::Plain
            },
        });
    }
    Ok(shown)
}

fn what(compared: Compared, same: bool) -> &'static str {
    match (compared, same) {
        (Compared::Records, true) => "judged-records-same",
        (Compared::Records, false) => "judged-records-other",
        (Compared::Gate, true) => "judged-gate-same",
        (Compared::Gate, false) => "judged-gate-other",
        (Compared::Reconsidered, _) => "judged-reconsidered",
        (Compared::Newcomer, _) => "judged-newcomer",
    }
}

/// The reason of a decision: ready made in the reader's language, with what was said beside it.
pub(super) fn why(page: &Page, decision: &Decision) -> String {
    if decision.reason == Reason::Other {
        return decision.rationale.clone();
    }
    let mut why = page.t(decision.reason.key());
    if !decision.rationale.is_empty() {
        why.push_str(": ");
        why.push_str(&decision.rationale);
    }
    why
}
