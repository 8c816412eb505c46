use jiff::civil::date;
use kernel::Uuid;
use proptest::prelude::*;

use super::*;
use crate::people::TwoNames;

const TODAY: Date = date(2026, 11, 24);

fn rahim() -> Person {
    let id = PersonId(Uuid::from_u128(1));
    Person::new(id, TwoNames::new("আব্দুর রহিম", "Abdur Rahim"), Sex::Male)
}

fn one(field: Field, text: &str) -> Result<Vec<Corrected>> {
    apply(&mut rahim(), &[(field, text.to_owned())], TODAY)
}

#[test]
fn the_old_words_are_kept_beside_the_new() {
    let changed = one(Field::NameEn, " Abdur  Raheem ").unwrap();
    let kept = Corrected {
        field: "name_en".to_owned(),
        old: "Abdur Rahim".to_owned(),
        new: "Abdur Raheem".to_owned(),
    };
    assert_eq!(changed, [kept]);
}

#[test]
fn what_is_the_same_is_no_correction() {
    assert_eq!(
        one(Field::NameBn, "আব্দুর রহিম").unwrap_err().key,
        "err-nothing-changed"
    );
}

#[test]
fn everything_wrong_is_told_together() {
    let fields = [
        (Field::Nid, "12".to_owned()),
        (Field::Phone, "abc".to_owned()),
        (Field::Sex, "none".to_owned()),
        (Field::Height, "১৭০".to_owned()),
    ];
    let error = apply(&mut rahim(), &fields, TODAY).unwrap_err();
    let named = testkit::fields(&error);
    assert_eq!(named, ["nid", "phone", "sex"]);
}

#[test]
fn a_person_keeps_a_name_in_one_script() {
    assert!(one(Field::NameBn, "").is_ok());
    let fields = [
        (Field::NameBn, String::new()),
        (Field::NameEn, String::new()),
    ];
    assert_eq!(
        apply(&mut rahim(), &fields, TODAY).unwrap_err().fields[0].field,
        "name_bn"
    );
}

#[test]
fn an_estimated_age_that_is_left_alone_stays_an_estimate() {
    let mut person = rahim();
    let estimated = Birth::About {
        age: 30,
        on: date(2020, 6, 1),
    };
    person.birth = Some(estimated);
    let typed = read(&person, Field::Birth, TODAY);
    assert_eq!(typed, "36");
    assert!(apply(&mut person, &[(Field::Birth, typed)], TODAY).is_err());
    assert_eq!(person.birth, Some(estimated));
}

proptest! {
    /// Whatever is taken reads back as itself.
    #[test]
    fn what_was_written_is_read(field in prop::sample::select(Field::ALL), text in "[a-zA-Z0-9 -]{0,20}") {
        let mut person = rahim();
        if write(&mut person, field, &text, TODAY).is_ok() {
            let first = read(&person, field, TODAY);
            let mut again = person.clone();
            write(&mut again, field, &first, TODAY).unwrap();
            prop_assert_eq!(read(&again, field, TODAY), first);
        }
    }
}
