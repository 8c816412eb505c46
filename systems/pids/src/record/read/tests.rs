use super::*;
use proptest::prelude::*;

fn typed(fields: &[(&str, &str)]) -> Typed {
    fields
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect()
}

fn wrong<T: std::fmt::Debug>(read: Result<T>) -> Vec<(String, &'static str)> {
    let fields = read.unwrap_err().fields;
    fields
        .into_iter()
        .map(|error| (error.field, error.key))
        .collect()
}

#[test]
fn all_that_is_wrong_is_told_together() {
    let found = wrong(NewRelative::read(&typed(&[
        ("phone", "12"),
        ("relation", "owner"),
    ])));
    let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["name", "relation", "phone"]);
}

#[test]
fn an_emergency_contact_can_be_reached() {
    let mut given = typed(&[("name", "রাহেলা"), ("relation", "wife"), ("emergency", "yes")]);
    let found = wrong(NewRelative::read(&given));
    assert_eq!(found, [("phone".to_owned(), "err-emergency-reach")]);
    given.insert("phone".to_owned(), "০১৭১২-৩৪৫৬৭৮".to_owned());
    let relative = NewRelative::read(&given).unwrap();
    assert_eq!(relative.phone.unwrap().national(), "01712345678");
    assert!(relative.emergency && !relative.consent);
}

#[test]
fn a_child_inside_is_small_and_its_mothers() {
    let inside = typed(&[("name", "মিতু"), ("age", "৬"), ("where", "inside")]);
    assert!(NewChild::read(&inside, Sex::Female).unwrap().inside);
    assert_eq!(
        wrong(NewChild::read(&inside, Sex::Male)),
        [("where".to_owned(), "err-child-mother")]
    );
    let older = typed(&[("name", "মিতু"), ("age", "7"), ("where", "inside")]);
    assert_eq!(
        wrong(NewChild::read(&older, Sex::Female)),
        [("age".to_owned(), "err-child-age")]
    );
    let outside = typed(&[("name", "মিতু"), ("age", "7"), ("where", "outside")]);
    assert_eq!(
        wrong(NewChild::read(&outside, Sex::Male)),
        [("carer".to_owned(), "err-child-carer")]
    );
}

#[test]
fn what_is_asked_at_an_examination_depends_on_who_it_is() {
    let given = typed(&[("health", "fair"), ("contagious", "no")]);
    let man = Finding::read(&given, Sex::Male, LegalStatus::UnderTrial).unwrap();
    assert_eq!((man.pregnancy, man.labour), (None, None));
    assert_eq!(
        wrong(Finding::read(&given, Sex::Female, LegalStatus::Convict)),
        [
            ("pregnancy".to_owned(), "err-required"),
            ("labour".to_owned(), "err-labour")
        ]
    );
}

#[test]
fn property_is_money_or_things() {
    let nothing = NewProperty::read(&typed(&[("cash", "০")]));
    assert_eq!(
        wrong(nothing),
        [("articles".to_owned(), "err-property-nothing")]
    );
    let both = typed(&[("cash", "৫০০"), ("articles", "ঘড়ি\nজামা ২")]);
    let both = NewProperty::read(&both).unwrap();
    assert_eq!(both.cash, Taka(50_000));
    let counts: Vec<_> = both.articles.iter().map(|given| given.quantity).collect();
    assert_eq!(counts, [1, 2]);
}

#[test]
fn a_mark_lies_somewhere() {
    for nowhere in ["", " ; "] {
        let given = typed(&[("kind", "scar"), ("note", "কপালে"), ("spots", nowhere)]);
        let spots = "spots".to_owned();
        assert_eq!(
            wrong(NewMarks::read(&given)),
            [(spots, "err-spot-required")]
        );
    }
}

proptest! {
    #[test]
    fn a_spot_inside_the_map_is_read_and_none_outside(x in 0_u32..200, y in 0_u32..200) {
        let share = |n: u32| format!("{}.{:02}", n / 100, n % 100);
        let spots = format!("back:{},{}", share(x), share(y));
        let given = typed(&[("kind", "scar"), ("note", "কপালে"), ("spots", &spots)]);
        match NewMarks::read(&given) {
            Ok(marks) => prop_assert_eq!(&marks.spots[..], &[Spot { side: "back", x: i64::from(x) * 10, y: i64::from(y) * 10 }]),
            Err(error) => {
                prop_assert!(x > 100 || y > 100);
                prop_assert_eq!(error.fields[0].key, "err-body-map");
            }
        }
    }
}
