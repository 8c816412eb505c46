//! Gathering those who may be the one at the gate, from everybody.

use std::collections::{BTreeMap, BTreeSet};

use db::Conn;
use kernel::{Date, Nid, PersonId, Phone, Result};

use super::store::{self, Known};
use super::{Candidate, MatchFacts, Outcome, weigh};
use crate::find::keys::{self, Word, place_texts};
use crate::find::look::gather;
use crate::find::plan::Plan;
use crate::find::store::{Stored, docs, numbered};
use crate::find::{NumberKind, Scope, number};

/// Documents that are fetched by the sound of names.
const DOCS_MAX: usize = 200;
/// People who are weighed field by field.
const WEIGHED_MAX: usize = 60;
/// Candidates that are shown: more would be a list nobody reads.
pub const CANDIDATES_MAX: usize = 6;
/// People who share one number that are looked at.
const SHARING_MAX: usize = 200;
/// Names less like than this are not weighed, unless a number agrees.
const NAME_MIN: f64 = 0.4;

/// What follows for somebody with these facts: what is shown of those who are like them.
///
/// # Errors
/// Those of the database.
pub fn outcome(conn: &mut Conn<'_>, facts: &MatchFacts, today: Date) -> Result<Outcome> {
    Ok(Outcome::of(candidates(conn, facts, today)?))
}

/// Those who may be the one with these facts, the likeliest first; nobody without a name or a number of their
/// own, since many share a village or a case. Looks at the whole country, whoever asks, and gives only what a
/// comparison needs. A pair that a person has said is not the same is left out; one that is the same comes
/// first.
///
/// # Errors
/// Those of the database.
pub fn candidates(conn: &mut Conn<'_>, facts: &MatchFacts, today: Date) -> Result<Vec<Candidate>> {
    if facts.name.is_empty() && facts.nid.is_none() && facts.phone.is_none() {
        return Ok(Vec::new());
    }
    let gathered = people(conn, facts)?;
    let known = store::known(conn, &gathered.people)?;
    let decided = match facts.of {
        Some(of) => store::decided(conn, of)?,
        None => BTreeMap::new(),
    };
    let mut found: Vec<Candidate> = known
        .into_iter()
        .filter(|known| Some(known.person) != facts.of)
        .filter_map(|known| {
            let same_case = gathered.same_case.contains(&known.person);
            let human = decided.get(&known.person).copied();
            candidate(facts, known, same_case, human, today)
        })
        .collect();
    found.sort_by(|a, b| {
        b.decided
            .cmp(&a.decided)
            .then(b.weight.total_cmp(&a.weight))
            .then(a.person.cmp(&b.person))
    });
    found.truncate(CANDIDATES_MAX);
    Ok(found)
}

fn candidate(
    facts: &MatchFacts,
    known: Known,
    same_case: bool,
    human: Option<bool>,
    today: Date,
) -> Option<Candidate> {
    let (weight, agrees) = weigh::weigh(facts, &known.facts, &known.names(), same_case, today);
    let shows = match human {
        Some(same) => same,
        None => weight >= weigh::ASK,
    };
    shows.then_some(Candidate {
        person: known.person,
        weight,
        decided: human == Some(true),
        agrees,
        shown: known.shown,
    })
}

/// A person as a candidate, where somebody has said that it is this one: the sender of an arrival.
///
/// # Errors
/// Not found; those of the database.
pub fn named(
    conn: &mut Conn<'_>,
    facts: &MatchFacts,
    person: PersonId,
    today: Date,
) -> Result<Vec<Candidate>> {
    let person = store::resolve(conn, person)?;
    let known = store::known(conn, &[person])?;
    Ok(known
        .into_iter()
        .filter_map(|known| candidate(facts, known, false, Some(true), today))
        .collect())
}

/// Whom to weigh.
struct Gathered {
    people: Vec<PersonId>,
    same_case: BTreeSet<PersonId>,
}

fn people(conn: &mut Conn<'_>, facts: &MatchFacts) -> Result<Gathered> {
    let mut people = sharing(conn, NumberKind::Nid, facts.nid.as_ref().map(Nid::core))?;
    people.extend(sharing(
        conn,
        NumberKind::Phone,
        facts.phone.as_ref().map(Phone::national),
    )?);
    let in_case = sharing(conn, NumberKind::Case, facts.case.as_deref())?;
    let mut alike: Vec<(f64, PersonId)> = gather(conn, &plan(facts), &Scope::All, DOCS_MAX)?
        .docs
        .iter()
        .map(|stored| (name_likeness(facts, stored), stored.person))
        .filter(|(score, _)| *score >= NAME_MIN)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    people.extend(alike.into_iter().map(|(_, person)| person));
    // Many may be accused in one case, so these come last.
    people.extend(in_case.iter().copied());
    let mut seen = BTreeSet::new();
    people.retain(|person| seen.insert(*person));
    people.truncate(WEIGHED_MAX);
    Ok(Gathered {
        people,
        same_case: in_case.into_iter().collect(),
    })
}

/// Those who have this number.
fn sharing(conn: &mut Conn<'_>, kind: NumberKind, text: Option<&str>) -> Result<Vec<PersonId>> {
    let Some(form) = text.and_then(|text| number::stored_forms(kind, text).into_iter().next())
    else {
        return Ok(Vec::new());
    };
    let found: Vec<i64> = numbered(conn, &form, (&Scope::All, &[kind]), SHARING_MAX)?
        .into_iter()
        .map(|(doc, _)| doc)
        .collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    Ok(docs(conn, &found)?
        .into_iter()
        .map(|stored| stored.person)
        .collect())
}

fn plan(facts: &MatchFacts) -> Plan {
    let of = |names: &crate::people::TwoNames| -> Vec<Word> {
        keys::words(if names.bn.is_empty() {
            &names.en
        } else {
            &names.bn
        })
    };
    let villages: Vec<String> = facts
        .homes
        .iter()
        .map(|home| home.village.clone())
        .collect();
    let codes: Vec<String> = facts.homes.iter().map(|home| home.place.clone()).collect();
    let mut places: Vec<Word> = place_texts(&villages, &codes)
        .iter()
        .flat_map(|text| keys::words(text))
        .collect();
    // Both scripts of a place make the same keys.
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    places.retain(|word| seen.insert(word.keys.clone()));
    Plan::of_facts(&of(&facts.name), &of(&facts.father), &places)
}

/// Name and father's name together, so that a shared father brings a name written quite differently up.
fn name_likeness(facts: &MatchFacts, stored: &Stored) -> f64 {
    let texts = stored.texts();
    let best = |names: &crate::people::TwoNames, list: &str| {
        let pairs = list
            .split('\t')
            .flat_map(|known| [(&names.bn, known), (&names.en, known)]);
        let likely = pairs
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())
            .map(|(a, b)| names::score(a, b));
        likely.fold(0.0, f64::max)
    };
    0.6 * best(&facts.name, texts.names) + 0.4 * best(&facts.father, texts.fathers)
}
