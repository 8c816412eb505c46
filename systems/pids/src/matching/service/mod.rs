//! The verbs of matching.

mod gate;
mod suspicion;

use access::{Action, DataClass, Resource};
use contracts::pids::{PeopleMerged, PeopleParted, PersonRead, SameDecided};
use db::{Conn, Tx};
use kernel::{BdTime, Error, PersonId, Result, Uuid};
use web::Cx;

use super::store::{self, Decision, Known, Merge, NewMerge, Pair};
use super::why::{Reason, in_words};
use super::{Agreement, MatchFacts, Outcome, candidates, weigh};
use crate::arrivals::Arrival;
use crate::find::store::reindex_person;
use crate::{Doing, custody, people};

pub use gate::decide_at_gate;
pub use suspicion::{open_signs, rule, signs_of, suspect};

/// What follows for somebody who is expected: whoever the sender names, else whoever is like what the
/// sender says.
///
/// # Errors
/// Denied; those of the database.
pub fn outcome_of(conn: &mut Conn<'_>, cx: &Cx, arrival: &Arrival) -> Result<Outcome> {
    Doing::of(cx).may(Action::ArrivalRead, conn, arrival.prison)?;
    let facts = MatchFacts::of_arrival(arrival);
    let today = cx.now.date();
    match arrival.person {
        Some(person) => Ok(Outcome::of(candidates::named(conn, &facts, person, today)?)),
        None => candidates::outcome(conn, &facts, today),
    }
}

/// Two records to decide about.
#[derive(Clone, Debug)]
pub struct DecideSame<'a> {
    /// One.
    pub a: PersonId,
    /// The other.
    pub b: PersonId,
    /// Whether they are one human being.
    pub same: bool,
    /// Why; kept for good.
    pub rationale: &'a str,
}

/// Decides whether two records are one human being. The decision stands for good: a later one about the
/// same two goes before it, and neither is erased.
///
/// # Errors
/// Denied; not found outside the actor's scope; invalid without a reason or about one record; those of
/// the database.
pub fn decide_same(tx: &mut Tx<'_>, cx: &Doing<'_>, cmd: &DecideSame<'_>) -> Result<Uuid> {
    may_decide(tx, cx, cmd.a, cmd.b)?;
    let rationale = in_words("rationale", cmd.rationale)?;
    if cmd.a == cmd.b {
        return Err(Error::invalid("person", "err-match-itself"));
    }
    let pair = store::ordered(cmd.a, cmd.b);
    let decision = Decision {
        id: cx.world.id(),
        pair,
        same: cmd.same,
        reason: Reason::Other,
        rationale,
        by: cx.actor.user,
        by_name: cx.actor_name(),
        at: cx.now(),
        admission: None,
    };
    store::decide(tx, &decision)?;
    store::settle(tx, cmd.a, cmd.b)?;
    let event = SameDecided {
        decision: decision.id,
        person_a: pair.0,
        person_b: pair.1,
        same: cmd.same,
        reason: decision.reason.word().to_owned(),
        admission: None,
    };
    let prison = store::prison_of(tx, cmd.a)?;
    cx.tell(tx, prison, pair.0.into(), &event, Some(&decision.rationale))?;
    Ok(decision.id)
}

/// Makes two records one: all that belonged to `gone` belongs to `kept`, and every way to `gone` leads
/// there. What `gone` said of the person stays in its row and is still searched.
///
/// # Errors
/// Denied; not found; conflict when nobody has decided that they are the same, when one of them has been
/// merged already, or when both are in custody now; those of the database.
pub fn merge(tx: &mut Tx<'_>, cx: &Doing<'_>, kept: PersonId, gone: PersonId) -> Result<Uuid> {
    may_decide(tx, cx, kept, gone)?;
    let decision = store::latest(tx, kept, gone)?.filter(|decision| decision.same);
    let Some(decision) = decision else {
        return Err(Error::conflict("err-merge-undecided"));
    };
    // In one order for all: of two merges of the same two records, one waits for the other and then sees
    // that a record is gone, whichever of them is kept.
    for person in [kept.min(gone), kept.max(gone)] {
        if !store::hold(tx, person)? {
            return Err(Error::conflict("err-merge-gone"));
        }
    }
    if custody::store::open_of(tx, kept)?.is_some() && custody::store::open_of(tx, gone)?.is_some()
    {
        return Err(Error::conflict("err-merge-both-inside"));
    }
    store::set_merged(tx, gone, None, Some(kept))?;
    let moved = store::move_all(tx, gone, kept)?;
    let id = cx.world.id();
    store::merge(
        tx,
        &NewMerge {
            id,
            kept,
            gone,
            moved: &moved,
            decision: decision.id,
            at: cx.now(),
        },
    )?;
    reindex_person(tx, gone)?;
    reindex_person(tx, kept)?;
    let event = PeopleMerged {
        merge: id,
        kept,
        gone,
        decision: decision.id,
    };
    let prison = store::prison_of(tx, kept)?;
    cx.tell(tx, prison, kept.into(), &event, Some(&decision.rationale))?;
    Ok(id)
}

/// Makes two records of one again: what the merge moved goes back. What was added to the kept record
/// since stays with it.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when it was undone before, or when the kept
/// record was itself merged since, which must be undone first; those of the database.
pub fn undo_merge(tx: &mut Tx<'_>, cx: &Doing<'_>, id: Uuid, why: &str) -> Result<Merge> {
    let merge = store::merge_of(tx, id)?;
    may_decide(tx, cx, merge.kept, merge.gone)?;
    let why = in_words("why", why)?;
    if merge.undone_at.is_some() {
        return Err(Error::conflict("err-merge-undone"));
    }
    if people::store::get(tx, merge.kept)?.merged_into.is_some() {
        return Err(Error::conflict("err-merge-later"));
    }
    store::set_merged(tx, merge.gone, Some(merge.kept), None)?;
    store::part(tx, &merge, &why, cx.now())?;
    reindex_person(tx, merge.kept)?;
    reindex_person(tx, merge.gone)?;
    let event = PeopleParted {
        merge: id,
        kept: merge.kept,
        gone: merge.gone,
    };
    let prison = store::prison_of(tx, merge.kept)?;
    cx.tell(tx, prison, merge.kept.into(), &event, Some(&why))?;
    Ok(merge)
}

/// Two records side by side.
pub struct Compared {
    /// One.
    pub(crate) a: Known,
    /// The other.
    pub(crate) b: Known,
    /// Evidence in bits that they are one human being.
    pub weight: f64,
    /// Field by field.
    pub agrees: Vec<Agreement>,
}

impl Compared {
    /// The record to keep unless somebody says otherwise: of the one in custody, else the older one.
    pub fn kept_first(&self) -> PersonId {
        let inside = |known: &Known| {
            known
                .shown
                .stay
                .as_ref()
                .is_some_and(|stay| stay.state.is_open())
        };
        match (inside(&self.a), inside(&self.b)) {
            (false, true) => self.b.person,
            (true, false) => self.a.person,
            _ => self.a.person.min(self.b.person),
        }
    }
}

/// Reads two records to compare them, and tells the journal that both were read.
///
/// # Errors
/// Denied; not found, also when one of them was merged into another; those of the database.
pub fn compare(tx: &mut Tx<'_>, cx: &Doing<'_>, a: PersonId, b: PersonId) -> Result<Compared> {
    may_decide(tx, cx, a, b)?;
    let mut known = store::known(tx, &[a, b])?.into_iter();
    let (Some(first), Some(second)) = (known.next(), known.next()) else {
        return Err(Error::not_found());
    };
    let (first, second) = if first.person == a {
        (first, second)
    } else {
        (second, first)
    };
    let (weight, agrees) = weigh::weigh(
        &first.facts,
        &second.facts,
        &second.names(),
        false,
        cx.now().date(),
    );
    for person in [a, b] {
        let prison = store::prison_of(tx, person)?;
        cx.tell(
            tx,
            prison,
            person.into(),
            &PersonRead {
                part: "match".to_owned(),
            },
            None,
        )?;
    }
    Ok(Compared {
        a: first,
        b: second,
        weight,
        agrees,
    })
}

/// Asks whether the actor may see what waits for a decision.
///
/// # Errors
/// Denied.
pub fn may_see_queue(cx: &Doing<'_>) -> Result<()> {
    cx.access.may(
        cx.actor,
        Action::PersonMerge,
        Resource::own(cx.actor, DataClass::Ordinary),
    )
}

/// Keeps those for a supervisor who may be the same as this person and about whom nobody has decided.
/// Called when somebody comes on the roll or is corrected; it keeps a queue and tells nothing.
///
/// # Errors
/// Not found; those of the database.
pub fn note_likely(tx: &mut Tx<'_>, person: PersonId, now: BdTime) -> Result<usize> {
    let record = people::store::get(tx, person)?;
    if record.merged_into.is_some() {
        return Ok(0);
    }
    let found = candidates(tx, &MatchFacts::of_person(&record), now.date())?;
    let open: Vec<_> = found
        .into_iter()
        .filter(|candidate| !candidate.decided)
        .collect();
    for candidate in &open {
        let weight = thousandths(candidate.weight);
        store::note_pair(
            tx,
            &Pair {
                a: person,
                b: candidate.person,
                weight,
                found_at: now,
            },
        )?;
    }
    Ok(open.len())
}

/// Keeps two records for a supervisor that somebody has found alike, with the evidence in bits.
///
/// # Errors
/// Those of the database.
pub fn note_alike(
    tx: &mut Tx<'_>,
    (a, b): (PersonId, PersonId),
    bits: f64,
    now: BdTime,
) -> Result<()> {
    let pair = Pair {
        a,
        b,
        weight: thousandths(bits),
        found_at: now,
    };
    store::note_pair(tx, &pair)
}

/// Two records may be in two prisons. Who may decide for one of them may decide about both when the
/// comparison or an earlier decision has brought these two together; otherwise only who may decide for
/// each, since naming any two ids would open the record of a stranger.
fn may_decide(conn: &mut Conn<'_>, cx: &Doing<'_>, a: PersonId, b: PersonId) -> Result<()> {
    let (first, second) = (may_decide_for(conn, cx, a)?, may_decide_for(conn, cx, b)?);
    match (first, second) {
        (Ok(()), Ok(())) => Ok(()),
        (Ok(()), Err(refused)) | (Err(refused), Ok(())) => {
            if store::waits(conn, a, b)? || store::latest(conn, a, b)?.is_some() {
                Ok(())
            } else {
                Err(refused)
            }
        }
        // "Denied" says more than "not found", since it shows that the record is in the actor's scope.
        (Err(first), Err(second)) if first.kind == kernel::Kind::NotFound => Err(second),
        (Err(first), Err(_)) => Err(first),
    }
}

/// What the policies say of one record; an error outside of that is the database's, or says that there is
/// no such record.
fn may_decide_for(conn: &mut Conn<'_>, cx: &Doing<'_>, person: PersonId) -> Result<Result<()>> {
    let here = store::resolve(conn, person)?;
    let nowhere = Resource::national(DataClass::Ordinary);
    Ok(if let Some(prison) = store::prison_of(conn, here)? {
        cx.may(Action::PersonMerge, conn, prison)
    } else {
        cx.access.may(cx.actor, Action::PersonMerge, nowhere)
    })
}

/// Bits as the queue keeps them.
pub(super) fn thousandths(bits: f64) -> i64 {
    // A pair that was decided "same" has no place in the queue, so the weight is at least `ASK`.
    let within = bits.clamp(weigh::TWINS, 1_000.0);
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "held within a range above, and there is no checked way from a float to an integer"
    )]
    let whole = (within * 1_000.0).round() as i64;
    whole
}
