//! What a clerk types, read.

use super::facts::*;
use crate::custody::Charge;
use crate::people::{Address, Person, Sex, TwoNames};
use crate::record::Spot;
use jiff::civil::date;
use kernel::Taka;

fn typed(pairs: &[(&str, &str)]) -> Typed {
    let base = [
        ("name_bn", "মো. আব্দুর রহিম"),
        ("name_en", "Md. Abdur Rahim"),
        ("father_bn", "মো. সোলায়মান আলী"),
        ("sex", "male"),
        ("birth", "২৪"),
        ("village", "চর কালিবাড়ী"),
        ("legal_status", "under_trial"),
        ("court", "cjm Dhaka"),
        ("case_no", "জিআর ২১১/২৬"),
        ("sections", "দণ্ডবিধি ৩৭৯;দণ্ডবিধি ৪১১"),
        ("warrant_no", "৪৫৬/২৬"),
        ("next_on", "7/12/2026"),
    ];
    base.iter()
        .chain(pairs)
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

fn wrong(pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let error = Facts::read(&typed(pairs), date(2026, 11, 24)).unwrap_err();
    error
        .fields
        .into_iter()
        .map(|field| (field.field, field.key))
        .collect()
}

#[test]
fn twelve_fields_are_enough() {
    let facts = Facts::read(&typed(&[]), date(2026, 11, 24)).unwrap();
    assert_eq!(facts.birth.age_on(date(2026, 11, 24)), 24);
    let case = facts.case.unwrap();
    assert_eq!(
        case.charges[0],
        Charge {
            act: "PC".to_owned(),
            section: "379".to_owned()
        }
    );
}

#[test]
fn where_somebody_new_lives_is_where_they_come_from_and_what_is_known_stays() {
    let facts = Facts::read(&typed(&[]), date(2026, 11, 24)).unwrap();
    let mut new = Person::new(
        kernel::Uuid::nil().into(),
        TwoNames::new("রহিম", ""),
        Sex::Male,
    );
    let mut known = new.clone();
    facts.fill(&mut new);
    assert_ne!(facts.present, Address::default());
    assert_eq!(new.permanent, facts.present);
    let home = Address {
        place: String::new(),
        village: "চর কালিবাড়ী".to_owned(),
    };
    known.permanent = home.clone();
    facts.fill(&mut known);
    assert_eq!((known.permanent, known.present), (home, facts.present));
}

#[test]
fn a_pregnancy_is_told_with_the_risks_and_of_no_man() {
    let of = |sex: &str| {
        let asked = [("sex", sex), ("pregnant", "yes"), ("risk_drugs", "no")];
        let facts = Facts::read(&typed(&asked), date(2026, 11, 24)).unwrap();
        let said = facts.risks.into_iter();
        said.map(|risk| (risk.question, risk.answer))
            .collect::<Vec<_>>()
    };
    let (drugs, pregnant) = (("drugs", "no".to_owned()), ("pregnant", "yes".to_owned()));
    assert_eq!(of("female"), [drugs.clone(), pregnant]);
    assert_eq!(of("male"), [drugs]);
}

#[test]
fn a_child_inside_is_small_and_its_mothers() {
    let inside = |sex, line| wrong(&[("sex", sex), ("children_inside", line)]);
    let (older, small) = ("মিতু, ৭, নানি", "মিতু, ৬, নানি");
    let field = "children_inside".to_owned();
    assert_eq!(inside("female", older), [(field.clone(), "err-child-line")]);
    assert_eq!(inside("male", small), [(field, "err-child-mother")]);
    let mother = typed(&[("sex", "female"), ("children_inside", small)]);
    let facts = Facts::read(&mother, date(2026, 11, 24)).unwrap();
    assert!(facts.children[0].inside);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wrong = wrong(&[
        ("name_bn", ""),
        ("name_en", ""),
        ("nid", "123"),
        ("warrant_no", " "),
        ("next_on", "1/1/2020"),
    ]);
    let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["name_bn", "warrant_no", "next_on", "nid"]);
}

#[test]
fn no_warrant_no_admission() {
    assert_eq!(
        wrong(&[("warrant_no", "")]),
        [("warrant_no".to_owned(), "err-warrant")]
    );
    assert_eq!(
        wrong(&[("warrant_signed", "no")]),
        [("warrant_signed".to_owned(), "err-warrant-unsigned")]
    );
}

#[test]
fn a_detenu_needs_no_case() {
    let facts = Facts::read(
        &typed(&[
            ("legal_status", "detenu"),
            ("case_no", ""),
            ("sections", ""),
        ]),
        date(2026, 11, 24),
    );
    assert_eq!(facts.unwrap().case, None);
    assert_eq!(
        wrong(&[("case_no", "")]),
        [("case_no".to_owned(), "err-required")]
    );
}

#[test]
fn lines_of_property_relatives_and_children() {
    let facts = Facts::read(
        &typed(&[
            ("articles", "মোবাইল ফোন ২\nহাতঘড়ি"),
            ("cash", "৫০০"),
            ("consent", "yes"),
            ("relatives", "রহিমা খাতুন, mother, 01712345678"),
            ("children_outside", "আয়েশা, ৭, নানি"),
        ]),
        date(2026, 11, 24),
    )
    .unwrap();
    assert_eq!(
        facts.property.articles[0],
        Article {
            what: "মোবাইল ফোন".to_owned(),
            quantity: 2
        }
    );
    assert_eq!(facts.property.articles[1].quantity, 1);
    assert_eq!(facts.property.cash, Taka(50_000));
    assert!(facts.relatives[0].consent && facts.relatives[0].phone.is_some());
    assert_eq!(facts.children[0].age, 7);
    assert_eq!(wrong(&[("relatives", "x, y, 123")])[0].0, "relatives");
    assert_eq!(wrong(&[("children_inside", "x")])[0].1, "err-child-line");
}

#[test]
fn injuries_from_the_body_map() {
    let marks = [
        ("injuries", "front:0.50,0.30;back:0.1,0.999"),
        ("injury_note", "কালশিটে"),
    ];
    let facts = Facts::read(&typed(&marks), date(2026, 11, 24)).unwrap();
    assert_eq!(
        facts.injuries.spots[0],
        Spot {
            side: "front",
            x: 500,
            y: 300
        }
    );
    let second = facts.injuries.spots[1];
    assert_eq!((second.side, second.y), ("back", 999));
    assert_eq!(facts.injuries.note, "কালশিটে");
    for bad in ["side:0.1,0.1", "front:2,0", "front:0.1", "front:NaN,0"] {
        assert_eq!(
            wrong(&[("injuries", bad)]),
            [("injuries".to_owned(), "err-body-map")],
            "{bad}"
        );
    }
}

#[test]
fn under_eighteen_is_a_child() {
    let facts = Facts::read(&typed(&[("birth", "১৭")]), date(2026, 11, 24)).unwrap();
    assert!(facts.is_child(date(2026, 11, 24)));
}

#[test]
fn no_card_is_no_error() {
    for none in ["নেই", "None", ""] {
        let facts = Facts::read(&typed(&[("nid", none)]), date(2026, 11, 24)).unwrap();
        assert_eq!(facts.nid, None, "{none}");
    }
}
