//! What an admission is filled with before anybody types: what the sender told, what is known already.

use crate::arrivals::Arrival;
use crate::custody::LegalStatus;
use crate::people::{Person, TwoNames};

/// What an arrival's sender told, as if typed.
pub(super) fn told(arrival: &Arrival) -> Vec<(&'static str, String)> {
    let (name, father) = (in_both(&arrival.name), in_both(&arrival.father));
    vec![
        ("name_bn", name.bn),
        ("name_en", name.en),
        ("father_bn", father.bn),
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
        ("legal_status", LegalStatus::UnderTrial.word().to_owned()),
    ]
}

/// A name that was sent in one script, in both.
fn in_both(text: &str) -> TwoNames {
    let name = TwoNames::in_its_script(text);
    if name.bn.is_empty() {
        TwoNames {
            bn: names::romanise::to_bangla(&name.en),
            ..name
        }
    } else {
        TwoNames {
            en: names::romanise::to_latin(&name.bn),
            ..name
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_name_may_have_a_letter_beyond_ascii() {
        let name = in_both("Md. Rafi’q");
        assert_eq!(name.en, "Md. Rafi’q");
        assert!(!name.bn.is_empty() && name.bn != name.en);
        let name = in_both("রফিক");
        assert_eq!((name.bn.as_str(), name.en.is_empty()), ("রফিক", false));
        assert!(in_both("").is_empty());
    }
}
