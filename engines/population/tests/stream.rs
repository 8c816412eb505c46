//! The stream as its users meet it: repeatable, complete, valid against the reference tables.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use population::{
    ArrivalSource, LegalStatus, MadeCustody, MadePerson, Population, SentenceKind, Sex, variant_of,
};

const TODAY: Date = date(2026, 1, 1);

fn people(n: usize) -> Vec<(MadePerson, MadeCustody)> {
    Population::new(42, TODAY).prison("TAN-D", n).collect()
}

#[test]
fn the_nth_person_is_always_the_same() {
    let (few, many) = (people(20), people(200));
    assert_eq!(few, many[..20]);
    let other_seed: Vec<_> = Population::new(43, TODAY).prison("TAN-D", 20).collect();
    assert_ne!(few, other_seed);
}

#[test]
fn everybody_is_a_different_human() {
    let population = Population::new(42, TODAY);
    let held = ["TAN-D", "DHK-C", "KSH-W"].map(|code| population.prison(code, 2000));
    let former = population.former("TAN-D", 2000);
    let mut ids = HashSet::new();
    let mut nids = HashSet::new();
    for (person, _) in held.into_iter().flatten().chain(former) {
        assert!(ids.insert(person.id), "{:?} twice", person.id);
        if let Some(nid) = person.nid {
            assert!(nids.insert(nid.clone()), "{nid} twice");
        }
    }
}

#[test]
fn every_code_is_in_the_reference_tables() {
    for (person, custody) in people(3000) {
        assert!(reference::religions().get(person.religion).is_some());
        assert!(reference::countries().get(person.nationality).is_some());
        assert!(
            reference::education().get(person.education).is_some(),
            "{}",
            person.education
        );
        assert!(
            reference::occupations().get(person.occupation).is_some(),
            "{}",
            person.occupation
        );
        assert!(
            person
                .languages
                .iter()
                .all(|code| reference::languages().get(code).is_some())
        );
        let smallest = person.union.or(person.upazila).or(person.district);
        assert_eq!(smallest.is_some(), person.nationality == "BD");
        assert!(smallest.is_none_or(|code| reference::PlacePath::of(code).is_some()));
        for case in &custody.cases {
            assert!(
                reference::courts().get(case.court).is_some(),
                "{}",
                case.court
            );
            assert!(!case.sections.is_empty() && !case.station_bn.is_empty());
            for code in &case.sections {
                assert_eq!(reference::sections().get(code).expect(code).act, case.act);
            }
        }
    }
}

#[test]
fn a_custody_hangs_together() {
    for (person, custody) in people(5000) {
        assert!(person.birth.age_on(TODAY) >= 18);
        assert!(person.birth.age_on(custody.admitted_on) >= 18, "{person:?}");
        assert!(custody.admitted_on <= TODAY && custody.ended.is_none());
        let judged = custody.sentence.is_some();
        let may_be_judged = matches!(
            custody.legal_status,
            LegalStatus::Convict | LegalStatus::Condemned | LegalStatus::ReleasedPrisoner
        );
        assert_eq!(judged, may_be_judged);
        if let Some(sentence) = custody.sentence {
            assert!(custody.admitted_on <= sentence.on && sentence.on <= TODAY);
            let is_death = sentence.kind == SentenceKind::Death;
            assert_eq!(is_death, custody.legal_status == LegalStatus::Condemned);
        }
        let released = custody.legal_status == LegalStatus::ReleasedPrisoner;
        assert!(!released || person.nationality != "BD");
        for case in &custody.cases {
            assert!(case.next_date.is_none_or(|next| next > TODAY));
        }
    }
}

#[test]
fn past_inmates_have_left() {
    for (person, custody) in Population::new(42, TODAY).former("TAN-D", 2000) {
        let (ended_on, _) = custody.ended.expect("an end");
        assert!(custody.admitted_on <= ended_on && ended_on <= TODAY);
        assert!(
            person.birth.age_on(custody.admitted_on) >= 18,
            "{person:?} {custody:?}"
        );
    }
}

#[test]
fn a_womens_prison_holds_women() {
    let mut people = Population::new(42, TODAY).prison("KSH-W", 300);
    assert!(people.all(|(person, _)| person.sex == Sex::Female));
}

#[test]
fn a_variant_is_the_same_human_written_differently() {
    let mut respelt = 0;
    for (person, _) in people(1000) {
        let variant = variant_of(&person, 1);
        assert_eq!(variant, variant_of(&person, 1));
        assert_eq!((variant.id, variant.sex), (person.id, person.sex));
        assert_eq!(variant.district, person.district);
        assert!(variant.birth.age_on(TODAY) >= 18);
        assert!(!variant.name_bn.is_empty() && !variant.name_en.is_empty());
        assert!(variant.nid.is_none() || variant.nid == person.nid);
        let names = |who: &MadePerson| (who.name_bn.clone(), who.name_en.clone());
        respelt += usize::from(names(&variant) != names(&person));
    }
    assert!(
        (750..1000).contains(&respelt),
        "{respelt} of 1000 names are written differently"
    );
}

#[test]
fn arrivals_come_from_everywhere_and_the_known_are_on_record() {
    let population = Population::new(42, TODAY);
    let arrivals = population.arrivals("TAN-D", 200, 400);
    assert_eq!(arrivals.len(), 200);
    let held: HashSet<_> = population
        .prison("TAN-D", 400)
        .map(|(person, _)| person.id)
        .collect();
    let former: HashSet<_> = population
        .former("TAN-D", 400)
        .map(|(person, _)| person.id)
        .collect();
    for arrival in &arrivals {
        match (arrival.source, arrival.known) {
            (ArrivalSource::Court, Some(known)) => assert!(held.contains(&known)),
            (ArrivalSource::Return | ArrivalSource::NewArrest, Some(known)) => {
                assert!(former.contains(&known));
                assert_eq!(arrival.person.id, known);
            }
            (ArrivalSource::NewArrest | ArrivalSource::Transfer { .. }, None) => {
                assert!(!held.contains(&arrival.person.id));
            }
            (source, known) => panic!("{source:?} {known:?}"),
        }
    }
    let new_arrests = arrivals
        .iter()
        .filter(|row| row.source == ArrivalSource::NewArrest);
    let cases: Vec<_> = new_arrests.map(|row| &row.custody.cases[0]).collect();
    assert!(
        cases.windows(2).any(|pair| pair[0] == pair[1]),
        "no co-accused"
    );
    assert!(
        population
            .arrivals("TAN-D", 30, 0)
            .iter()
            .all(|row| row.known.is_none())
    );
}

/// Two million people must stream well within a minute when optimised; unoptimised code is ten times slower and more.
#[test]
fn the_stream_is_fast() {
    const PEOPLE: usize = 20_000;
    let start = Instant::now();
    let held = Population::new(42, TODAY).prison("DHK-C", PEOPLE).count();
    let took = start.elapsed();
    println!("{held} people in {took:?}");
    assert!(took < Duration::from_secs(30), "{took:?}");
}
