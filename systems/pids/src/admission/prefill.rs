//! What an admission is filled with before anybody types: what the sender told, what is known already.

use crate::arrivals::Arrival;
use crate::people::Person;

/// What an arrival's sender told, as if typed.
pub(super) fn told(arrival: &Arrival) -> Vec<(&'static str, String)> {
    let (bn, en) = if arrival.name.is_ascii() {
        (
            names::romanise::to_bangla(&arrival.name),
            arrival.name.clone(),
        )
    } else {
        (
            arrival.name.clone(),
            names::romanise::to_latin(&arrival.name),
        )
    };
    let father = if arrival.father.is_ascii() && !arrival.father.is_empty() {
        names::romanise::to_bangla(&arrival.father)
    } else {
        arrival.father.clone()
    };
    vec![
        ("name_bn", bn),
        ("name_en", en),
        ("father_bn", father),
        ("sex", arrival.sex.clone()),
        (
            "birth",
            arrival.age.map(|age| age.to_string()).unwrap_or_default(),
        ),
        ("court", arrival.court.clone()),
        ("case_no", arrival.case_no.clone()),
        ("police_station", arrival.police_station.clone()),
        ("sections", arrival.sections.clone()),
        ("warrant_no", arrival.warrant_no.clone()),
        (
            "next_on",
            arrival
                .next_on
                .map(|date| date.to_string())
                .unwrap_or_default(),
        ),
        ("source", arrival.source.word().to_owned()),
        ("legal_status", "under_trial".to_owned()),
    ]
}

/// What is known of a person, for the fields that are still empty.
pub(super) fn known_facts(person: &Person) -> Vec<(&'static str, String)> {
    let birth = match person.birth {
        Some(kernel::Birth::On(date)) => date.to_string(),
        Some(kernel::Birth::About { .. }) | None => String::new(),
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("name_bn", person.name.bn.clone()),
        ("name_en", person.name.en.clone()),
        ("father_bn", person.father.bn.clone()),
        ("father_en", person.father.en.clone()),
        ("mother_bn", person.mother.bn.clone()),
        ("sex", person.sex.word().to_owned()),
        ("birth", birth),
        (
            "nid",
            person
                .nid
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        (
            "phone",
            person
                .phone
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("place", person.present.place.clone()),
        ("village", person.present.village.clone()),
        ("religion", or_empty(&person.religion)),
        ("occupation", or_empty(&person.occupation)),
        ("education", or_empty(&person.education)),
        // A ward's rules ask for it.
        ("disability", person.disability.clone()),
    ]
}
