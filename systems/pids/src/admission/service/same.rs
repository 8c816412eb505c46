//! Who it is that is being admitted: a person decides, says why, and it stands for good.

use contracts::pids::{AdmissionDecided, PersonRead};
use db::{Conn, Tx};
use kernel::{AdmissionId, CustodyId, Error, PersonId, Result};

use super::{give_up, open, read};
use crate::admission::facts::Typed;
use crate::admission::prefill::known_facts;
use crate::admission::{Admission, store};
use crate::custody::State;
use crate::matching::why::{REASON_FIELD, Why};
use crate::matching::{self, MatchFacts, candidates};
use crate::{Doing, arrivals, custody, people};

/// Where an admission keeps whose records its panel has shown. No form has it.
const SHOWN_FIELD: &str = "shown_people";
/// Where an admission keeps which fields were filled from the record of the person whom it names, and with
/// what. No form has it.
const TAKEN_FIELD: &str = "taken_over";

/// Decides who this is: somebody new, or a person known already, whose facts fill the empty fields. Facts
/// that an earlier decision took over from somebody else go first. Where somebody on record is like them,
/// it needs a reason, whichever it is.
///
/// # Errors
/// Denied; not found; invalid without a reason that is needed; conflict when the person known is not one
/// of those whom the panel shows, or is in custody now.
pub fn decide(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: AdmissionId,
    person: Option<PersonId>,
    why: Option<&Why>,
) -> Result<()> {
    let mut admission = open(tx, cx, id)?;
    // Asked before anything is handed back: it is what the panel showed the clerk who decides.
    let alike = alike(tx, cx, id)?;
    let person = match person {
        Some(known) => Some(shown(tx, &admission, &alike, known)?),
        None => None,
    };
    hand_back(tx, cx, id)?;
    if let Some(known) = person {
        if custody::store::open_of(tx, known)?.is_some() {
            return Err(Error::conflict("err-in-custody"));
        }
        judge(tx, cx, &admission, (&[known], true), why)?;
        take_over(tx, cx, &admission, known)?;
        return settle(tx, cx, &mut admission, (person, 0), why);
    }
    if !alike.is_empty() {
        judge(tx, cx, &admission, (&alike, false), why)?;
    }
    let why = why.filter(|_| !alike.is_empty());
    settle(tx, cx, &mut admission, (None, alike.len()), why)
}

/// Decides that this is somebody new where nobody on record is like them; where somebody is, a person
/// must say so.
///
/// # Errors
/// Denied; not found; conflict `err-undecided` when somebody is like them and nobody has decided.
pub fn decide_if_nobody(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<()> {
    let mut admission = open(tx, cx, id)?;
    if admission.decided {
        return Ok(());
    }
    if !alike(tx, cx, id)?.is_empty() {
        return Err(Error::conflict("err-undecided"));
    }
    settle(tx, cx, &mut admission, (None, 0), None)
}

/// Decides that this is somebody who was taken to court from here and is back. There is nobody to admit,
/// so the admission ends, and its arrival is the return of the custody that this gives.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when they are not one of those whom the panel shows,
/// or not at court from here.
pub fn take_back(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: AdmissionId,
    person: PersonId,
    why: Option<&Why>,
) -> Result<CustodyId> {
    let mut admission = open(tx, cx, id)?;
    let alike = alike(tx, cx, id)?;
    let person = shown(tx, &admission, &alike, person)?;
    let custody = custody::store::open_of(tx, person)?
        .filter(|custody| custody.state == State::AtCourt && custody.prison == admission.prison)
        .ok_or_else(|| Error::conflict("err-not-at-court"))?;
    judge(tx, cx, &admission, (&[person], true), why)?;
    settle(tx, cx, &mut admission, (Some(person), 0), why)?;
    if let Some(arrival) = admission.arrival {
        arrivals::store::is_return_of(tx, arrival, custody.id)?;
    }
    let why = why.map_or("", |why| why.said.as_str());
    let admission = store::get(tx, id)?;
    give_up(tx, cx, admission, why)?;
    Ok(custody.id)
}

/// Keeps a decision about people on record, with its reason.
fn judge(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    judged: (&[PersonId], bool),
    why: Option<&Why>,
) -> Result<()> {
    let why = why.ok_or_else(|| Error::invalid(REASON_FIELD, "err-same-reason"))?;
    matching::service::decide_at_gate(tx, cx, admission, judged, why)
}

/// Keeps who it is with the admission.
fn settle(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &mut Admission,
    (person, alike): (Option<PersonId>, usize),
    why: Option<&Why>,
) -> Result<()> {
    admission.person = person;
    admission.decided = true;
    store::update(tx, admission)?;
    let event = AdmissionDecided { person, alike };
    let why = why.map(|why| why.said.as_str());
    cx.tell(tx, Some(admission.prison), admission.id.into(), &event, why)
}

/// The record of `known`, if the clerk may say that this is them: somebody whom the panel shows, or whom the
/// sender of the arrival has named. Any other id would keep a decision about a stranger, and take their facts over.
fn shown(
    tx: &mut Tx<'_>,
    admission: &Admission,
    alike: &[PersonId],
    known: PersonId,
) -> Result<PersonId> {
    let known = matching::store::resolve(tx, known)?;
    if alike.contains(&known) {
        return Ok(known);
    }
    let told = match admission.arrival {
        Some(arrival) => arrivals::store::get(tx, arrival)?.person,
        None => None,
    };
    match told {
        Some(told) if matching::store::resolve(tx, told)? == known => Ok(known),
        _ => Err(Error::conflict("err-not-alike")),
    }
}

/// Those on record who are like what is typed, as the panel shows them.
fn alike(conn: &mut Conn<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<Vec<PersonId>> {
    let today = cx.now().date();
    let facts = MatchFacts::of_typed(&store::typed(conn, id)?, today);
    Ok(candidates::outcome(conn, &facts, today)?.people())
}

/// Fills the fields that are still empty with what is known of a person, and keeps which these are. It is more
/// than the panel shows, and of whatever prison, so the journal hears of this reading too.
fn take_over(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    known: PersonId,
) -> Result<()> {
    let id = admission.id;
    let event = PersonRead {
        part: "admission".to_owned(),
    };
    cx.tell(tx, Some(admission.prison), known.into(), &event, None)?;
    let typed = store::typed(tx, id)?;
    let known = people::store::get(tx, known)?;
    let mut taken = Typed::new();
    for (field, value) in known_facts(&known) {
        if !value.is_empty() && typed.get(field).is_none_or(String::is_empty) {
            store::put_field(tx, id, field, &value, cx.now())?;
            taken.insert(field.to_owned(), value);
        }
    }
    let taken =
        serde_json::to_string(&taken).map_err(|error| Error::bug("taken over").because(error))?;
    store::put_field(tx, id, TAKEN_FIELD, &taken, cx.now())
}

/// Empties the fields that were filled from somebody's record and that nobody has typed over since. They are
/// that person's facts, and would else be written over the record of whom the next decision names.
fn hand_back(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<()> {
    let typed = store::typed(tx, id)?;
    let Some(kept) = typed.get(TAKEN_FIELD).filter(|kept| !kept.is_empty()) else {
        return Ok(());
    };
    let taken: Typed =
        serde_json::from_str(kept).map_err(|error| Error::bug("taken over").because(error))?;
    for (field, value) in &taken {
        if typed.get(field) == Some(value) {
            store::put_field(tx, id, field, "", cx.now())?;
        }
    }
    store::put_field(tx, id, TAKEN_FIELD, "", cx.now())
}

/// Those of `people` of whom the journal has not heard yet that this admission showed them.
pub(crate) fn untold(typed: &Typed, people: &[PersonId]) -> Vec<PersonId> {
    let told = typed.get(SHOWN_FIELD).map_or("", String::as_str);
    let is_new = |person: &PersonId| !told.contains(&person.to_string());
    people.iter().copied().filter(is_new).collect()
}

/// Tells the journal whose facts the panel "the same person?" shows, once for each admission: they may be of
/// any prison.
///
/// # Errors
/// Not found; denied; those of the database.
pub fn tell_shown(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: AdmissionId,
    people: &[PersonId],
) -> Result<()> {
    let admission = read(tx, cx, id)?;
    let typed = store::typed(tx, id)?;
    let new = untold(&typed, people);
    if new.is_empty() {
        return Ok(());
    }
    let mut told = typed.get(SHOWN_FIELD).cloned().unwrap_or_default();
    for person in new {
        told.push_str(&person.to_string());
        told.push(' ');
        let event = PersonRead {
            part: "match".to_owned(),
        };
        cx.tell(tx, Some(admission.prison), person.into(), &event, None)?;
    }
    store::put_field(tx, id, SHOWN_FIELD, &told, cx.now())
}
