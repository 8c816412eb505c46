//! Putting somebody on the roll: the one transaction that an admission is for.

use std::collections::BTreeSet;

use access::Action;
use contracts::pids::{AdmissionStopped, Corrected, PersonCorrected};
use db::Tx;
use kernel::{AdmissionId, CustodyId, Error, PersonId, PrisonId, Result, WardId};

use super::facts::{Facts, Typed};
use super::service::open;
use super::{Admission, AdmissionState, store};
use crate::arrivals::{self, ArrivalState};
use crate::custody::{self, Custody, LegalStatus, Source, State, series};
use crate::estate::proposal::Newcomer;
use crate::estate::service::{open_prison, place_check};
use crate::life::correct::{self, Field};
use crate::life::store::Placement;
use crate::people::{self, Person, Sex, TwoNames};
use crate::tasks::{self, About, TaskKind};
use crate::{Doing, find, life, matching, record};

/// What came of putting somebody on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnRoll {
    /// On the roll under this custody.
    Admitted(CustodyId),
    /// Stopped: a child is not held in a prison.
    Child,
    /// Waiting: something says that this is not the person in the warrant, and a supervisor decides.
    Doubted,
}

/// Puts the person on the roll: reads everything typed, writes person, custody, number, case,
/// placement, belongings and tasks, and makes them findable, all in one transaction. Under eighteen it
/// stops instead and owes a referral.
///
/// # Errors
/// Denied; invalid with every field that is wrong; conflict when the arrival was admitted meanwhile,
/// the prison is closed, the person is in custody, it was not decided who this is, or a supervisor has
/// ruled that this is not the person in the warrant.
pub fn put_on_roll(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<OnRoll> {
    let known = store::get(tx, id)?;
    cx.may(Action::AdmissionFinish, tx, known.prison)?;
    if let (AdmissionState::OnRoll | AdmissionState::Verified, Some(custody)) =
        (known.state, known.custody)
    {
        return Ok(OnRoll::Admitted(custody));
    }
    let mut admission = open(tx, cx, id)?;
    let typed = store::typed(tx, id)?;
    let facts = Facts::read(&typed, cx.now().date())?;
    if facts.is_child(cx.now().date()) {
        stop_child(tx, cx, &mut admission)?;
        return Ok(OnRoll::Child);
    }
    open_prison(tx, admission.prison)?;
    if !admission.decided {
        return Err(Error::conflict("err-undecided"));
    }
    if is_doubted(tx, cx, &admission, &typed)? {
        return Ok(OnRoll::Doubted);
    }
    let person = write_person(tx, cx, &admission, &facts)?;
    let custody = write_custody(tx, cx, &admission, &person, &facts, &typed)?;
    admission.custody = Some(custody.id);
    admission.person = Some(person.id);
    admission.state = AdmissionState::OnRoll;
    admission.on_roll_at = Some(cx.now());
    store::update(tx, &admission)?;
    store::step(tx, &admission, None, cx.hand(), cx.now())?;
    if let Some(arrival) = admission.arrival {
        arrivals::store::leave(tx, arrival, ArrivalState::Admitted)?;
        arrivals::store::end_claims(tx, arrival)?;
    }
    owe_the_rest(tx, cx, &admission, &facts)?;
    find::store::reindex_person(tx, person.id)?;
    let event = custody::admitted(&custody, &person.name, Some(id));
    cx.tell(
        tx,
        Some(custody.prison),
        custody.id.into(),
        &event,
        typed.get("ward_reason").map(String::as_str),
    )?;
    Ok(OnRoll::Admitted(custody.id))
}

/// Whether a supervisor must look first. What speaks against the person is written down and owed as a
/// task; it never blocks silently. Once it is written down only a ruling lifts it: changing what was
/// typed, or whom it was taken to be, does not.
fn is_doubted(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    typed: &Typed,
) -> Result<bool> {
    let before = matching::store::suspicion_of(tx, admission.id)?;
    if before
        .as_ref()
        .and_then(|suspicion| suspicion.ruling)
        .is_some_and(|ruling| !ruling.admits())
    {
        return Err(Error::conflict("err-not-the-person"));
    }
    matching::service::suspect(tx, cx, admission, typed)?;
    let waits = matching::store::suspicion_of(tx, admission.id)?
        .is_some_and(|suspicion| suspicion.ruling.is_none());
    // A doubt that comes up again after a ruling is owed again; one that still waits is owed once.
    let owed = About::Admission(admission.id);
    if waits && tasks::store::open_about(tx, owed, TaskKind::Identity)?.is_empty() {
        let about = (None, Some(admission.id));
        tasks::service::owe(tx, cx, admission.prison, about, TaskKind::Identity, "")?;
    }
    Ok(waits)
}

fn stop_child(tx: &mut Tx<'_>, cx: &Doing<'_>, admission: &mut Admission) -> Result<()> {
    admission.state = AdmissionState::Stopped;
    store::update(tx, admission)?;
    store::step(tx, admission, None, cx.hand(), cx.now())?;
    tasks::service::owe(
        tx,
        cx,
        admission.prison,
        (None, Some(admission.id)),
        TaskKind::ChildReferral,
        "",
    )?;
    let event = AdmissionStopped {
        why: "under_18".to_owned(),
    };
    cx.tell(
        tx,
        Some(admission.prison),
        admission.id.into(),
        &event,
        None,
    )
}

fn write_person(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    facts: &Facts,
) -> Result<Person> {
    let person = if let Some(known) = admission.person {
        let known = matching::store::resolve(tx, known)?;
        let before = people::store::get(tx, known)?;
        renew(tx, cx, before, facts)?
    } else {
        let mut person = Person::new(cx.world.id(), facts.name.clone(), facts.sex);
        facts.fill(&mut person);
        people::store::insert(tx, &person, cx.now())?;
        person
    };
    write_family(tx, cx, person.id, facts)?;
    for (system, number) in &facts.external {
        people::store::put_external(tx, person.id, system, number)?;
    }
    Ok(person)
}

/// Keeps relatives, children, other names and marks with a person.
fn write_family(tx: &mut Tx<'_>, cx: &Doing<'_>, person: PersonId, facts: &Facts) -> Result<()> {
    let now = cx.now();
    for relative in &facts.relatives {
        record::store::insert_relative(tx, cx.world.id(), person, relative, now)?;
    }
    for child in &facts.children {
        record::store::insert_child(tx, cx.world.id(), person, child, now)?;
    }
    for alias in &facts.aliases {
        people::store::add_alias(tx, cx.world.id(), person, &TwoNames::in_its_script(alias))?;
    }
    for spot in &facts.marks.spots {
        record::store::insert_mark(tx, cx.world.id(), person, (&facts.marks, spot), now)?;
    }
    Ok(())
}

/// Writes what is known anew over a person's record. The old words stay in the journal beside the new.
fn renew(tx: &mut Tx<'_>, cx: &Doing<'_>, before: Person, facts: &Facts) -> Result<Person> {
    let today = cx.now().date();
    let mut person = before.clone();
    facts.fill(&mut person);
    people::store::update(tx, &person)?;
    let words = Field::ALL.iter().map(|field| Corrected {
        field: field.word().to_owned(),
        old: correct::read(&before, *field, today),
        new: correct::read(&person, *field, today),
    });
    let photo = Corrected {
        field: correct::PHOTO.to_owned(),
        old: before
            .photo
            .map(|hash| hash.to_string())
            .unwrap_or_default(),
        new: person
            .photo
            .map(|hash| hash.to_string())
            .unwrap_or_default(),
    };
    let fields: Vec<Corrected> = words
        .chain([photo])
        .filter(|changed| changed.old != changed.new)
        .collect();
    if !fields.is_empty() {
        let event = PersonCorrected {
            person: person.id,
            fields,
        };
        cx.tell(tx, None, person.id.into(), &event, None)?;
    }
    Ok(person)
}

fn write_custody(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    person: &Person,
    facts: &Facts,
    typed: &Typed,
) -> Result<Custody> {
    let now = cx.now();
    let year = now.date().year();
    let placed = placing(tx, cx, admission.prison, facts, typed)?;
    let serial =
        custody::store::next_serial(tx, admission.prison, series(facts.legal_status), year)?;
    let custody = Custody {
        id: cx.world.id(),
        person: person.id,
        prison: admission.prison,
        number: custody::number(facts.legal_status, serial, year),
        legal_status: facts.legal_status,
        state: State::Present,
        ward: placed.as_ref().map(|(ward, _)| *ward),
        source: typed
            .get("source")
            .map_or(Ok(Source::Court), |text| Source::parse("source", text))?,
        warrant: facts.warrant.clone(),
        next_court_on: facts.next_on,
        admitted_at: now,
        ended_at: None,
        verified_at: None,
        version: 1,
    };
    custody::store::insert(tx, &custody)?;
    if let Some(case) = &facts.case {
        let id = custody::store::case_for(
            tx,
            cx.world.id(),
            &case.court,
            &case.case_no,
            &case.police_station,
            now,
        )?;
        custody::store::accuse(
            tx,
            admission.prison,
            custody.id,
            id,
            facts.next_on,
            &case.charges,
        )?;
    }
    let why = placed.map(|(_, why)| why).unwrap_or_default();
    let placement = Placement {
        id: cx.world.id(),
        why: &why,
        by: cx.actor.user,
        at: now,
    };
    life::store::place(tx, &custody, placement)?;
    for thing in record::service::things(cx, &facts.property) {
        record::store::insert_property(tx, custody.id, &thing, &custody.number, now)?;
    }
    store::risks(tx, custody.id, facts, cx.actor.user, now)?;
    for spot in &facts.injuries.spots {
        let about = (custody.id, Some(admission.id));
        record::store::insert_injury(tx, cx, cx.world.id(), about, (&facts.injuries, spot))?;
    }
    Ok(custody)
}

/// The ward that was chosen and why, if one was: the rules are asked again, since wards fill meanwhile.
fn placing(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    facts: &Facts,
    typed: &Typed,
) -> Result<Option<(WardId, String)>> {
    let Some(chosen) = typed.get("ward").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let ward: WardId = chosen
        .parse()
        .map_err(|_| Error::invalid("ward", "err-choice"))?;
    let disabled = !facts.more.disability.is_empty();
    let age = facts.birth.age_on(cx.now().date());
    let who = newcomer(facts.sex, age, facts.legal_status, disabled);
    let reason = typed.get("ward_reason").map_or("", String::as_str);
    let placing = place_check(tx, cx, (prison, ward), &who, reason).map_err(|mut error| {
        for field in error
            .fields
            .iter_mut()
            .filter(|field| field.field == "reason")
        {
            "ward_reason".clone_into(&mut field.field);
        }
        error
    })?;
    Ok(Some((ward, placing.why)))
}

/// What the ward rules may know of somebody who is only typed yet.
pub(super) fn newcomer(sex: Sex, age: i16, status: LegalStatus, disabled: bool) -> Newcomer {
    Newcomer {
        sex,
        age,
        status,
        disabled,
        arriving: true,
        ill: false,
        co_accused_in: BTreeSet::new(),
        from_building: None,
    }
}

/// What was not asked at the gate is owed by a time.
fn owe_the_rest(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    admission: &Admission,
    facts: &Facts,
) -> Result<()> {
    let about = (admission.custody, Some(admission.id));
    for kind in [TaskKind::Medical, TaskKind::FullRecord, TaskKind::CaseTable] {
        tasks::service::owe(tx, cx, admission.prison, about, kind, "")?;
    }
    if facts.next_on.is_none() {
        tasks::service::owe(tx, cx, admission.prison, about, TaskKind::NextDate, "")?;
    }
    Ok(())
}
