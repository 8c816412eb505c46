use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 24);

fn facts(name: &str, father: &str, mother: &str, birth: Birth) -> MatchFacts {
    MatchFacts {
        name: TwoNames::new("", name),
        father: TwoNames::new("", father),
        mother: TwoNames::new("", mother),
        sex: Some(Sex::Male),
        birth: Some(birth),
        homes: vec![Address {
            place: "30".to_owned(),
            village: "Char Kalibari".to_owned(),
        }],
        ..MatchFacts::default()
    }
}

fn weight(a: &MatchFacts, b: &MatchFacts) -> f64 {
    weigh(a, b, &[], false, TODAY).0
}

fn on(year: i16, month: i8, day: i8) -> Birth {
    Birth::On(date(year, month, day))
}

#[test]
fn another_clerk_writes_the_same_man() {
    let known = facts(
        "Md. Abdur Rahim",
        "Solaiman Ali",
        "Rahima Khatun",
        on(2002, 3, 12),
    );
    let again = facts(
        "Abdur Rohim",
        "Solayman Ali",
        "Rohima Khatun",
        Birth::About { age: 24, on: TODAY },
    );
    let other = facts("Abdul Karim", "Idris Ali", "Sufia Begum", on(1990, 7, 3));
    assert!(weight(&known, &again) > ASK, "{}", weight(&known, &again));
    assert!(weight(&known, &known) > JOIN, "{}", weight(&known, &known));
    assert!(weight(&known, &other) < 0.0, "{}", weight(&known, &other));
}

#[test]
fn twins_are_two_people() {
    let hasan = facts(
        "Hasan Mia",
        "Solaiman Ali",
        "Rahima Khatun",
        on(2002, 3, 12),
    );
    let hossain = facts(
        "Hossain Mia",
        "Solaiman Ali",
        "Rahima Khatun",
        on(2002, 3, 12),
    );
    assert!((weight(&hasan, &hossain) - TWINS).abs() < f64::EPSILON);
    let brother = facts(
        "Jasim Mia",
        "Solaiman Ali",
        "Rahima Khatun",
        on(1994, 3, 12),
    );
    assert!(weight(&hasan, &brother) < ASK);
}

#[test]
fn one_national_identity_number_goes_before_a_name() {
    let mut a = facts(
        "Hasan Mia",
        "Solaiman Ali",
        "Rahima Khatun",
        on(2002, 3, 12),
    );
    let mut b = facts(
        "Hossain Mia",
        "Solaiman Ali",
        "Rahima Khatun",
        on(2002, 3, 12),
    );
    a.nid = Nid::parse("nid", "19982694812345678").ok();
    b.nid = Nid::parse("nid", "2694812345678").ok();
    assert!(weight(&a, &b) > JOIN);
    b.nid = Nid::parse("nid", "5551234567").ok();
    assert_eq!(
        same_nid(a.nid.as_ref().unwrap(), b.nid.as_ref().unwrap()),
        None
    );
}

#[test]
fn a_rare_name_says_more_than_a_common_one() {
    let bits = |name: &str| name_bits(&TwoNames::new("", name), 16.0);
    assert!(bits("Md. Rahman") < bits("Tanchangya"));
    assert!(bits("Rahman") < bits("Abdur Rahman"));
    assert!(bits(&"Xyzuvw ".repeat(9)) <= 16.0);
}

#[test]
fn a_slipped_date_is_near_and_new_years_day_says_less() {
    let bits = |a, b| by_birth(a, b, TODAY).bits;
    assert!(bits(on(1998, 3, 12), on(1998, 12, 3)) > bits(on(1998, 3, 12), on(1998, 7, 25)));
    assert!(bits(on(1998, 1, 1), on(1998, 1, 1)) < bits(on(1998, 3, 12), on(1998, 3, 12)));
    assert!(bits(on(1998, 3, 12), on(1980, 3, 12)) < 0.0);
}

#[test]
fn an_alias_is_a_name() {
    let known = facts("Sultan Mia", "Solaiman Ali", "", on(2002, 3, 12));
    let new = facts("Kala Manik", "Solaiman Ali", "", on(2002, 3, 12));
    let with_alias = weigh(&new, &known, &["Kala Manik"], false, TODAY).0;
    assert!(with_alias > weight(&new, &known) + 10.0);
}

proptest! {
    #[test]
    fn the_weight_does_not_depend_on_who_asks(
        a in "[A-Z][a-z]{2,7} [A-Z][a-z]{2,7}",
        b in "[A-Z][a-z]{2,7} [A-Z][a-z]{2,7}",
        year_a in 1950_i16..2008,
        year_b in 1950_i16..2008,
    ) {
        let first = facts(&a, &b, "Rahima", on(year_a, 3, 12));
        let second = facts(&b, &b, "Rahima", on(year_b, 3, 12));
        let (forth, back) = (weight(&first, &second), weight(&second, &first));
        // A name's bits are those of the one who is looked for, so only the sign of agreement must hold.
        prop_assert_eq!(forth < 0.0 && back > JOIN, false);
        prop_assert!(forth.is_finite());
    }

    #[test]
    fn a_missing_fact_is_no_evidence(name in "[A-Z][a-z]{2,7}") {
        let known = facts(&name, "Solaiman Ali", "Rahima", on(1998, 3, 12));
        let unknown = MatchFacts { name: known.name.clone(), ..MatchFacts::default() };
        let (_, agreements) = weigh(&unknown, &known, &[], false, TODAY);
        prop_assert_eq!(agreements.len(), 1);
    }
}
