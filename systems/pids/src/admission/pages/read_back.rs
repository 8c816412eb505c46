//! What is read back to the prisoner, and by the second officer.

use kernel::Error;
use web::Page;

use super::view::step_of;
use crate::admission::facts::Typed;
use crate::admission::{READ_BACK, Step};
use crate::custody::{LegalStatus, law};
use crate::people::{Address, Sex};

/// One fact to be read back.
pub(super) struct Row {
    pub(super) field: &'static str,
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) error: Option<String>,
    pub(super) step: Step,
}

/// The facts to be read back, with what is wrong.
pub(super) fn rows(page: &Page, typed: &Typed, wrong: Option<&Error>) -> Vec<Row> {
    let error_of = |field: &str| {
        wrong?
            .fields
            .iter()
            .find(|error| error.field == field)
            .map(|error| page.field_error(error))
    };
    READ_BACK
        .into_iter()
        .map(|(field, key)| Row {
            field,
            key,
            value: shown(page, typed, field),
            error: error_of(field),
            step: step_of(field),
        })
        .collect()
}

/// A field as it is read aloud: codes in words, digits in the reader's script.
fn shown(page: &Page, typed: &Typed, field: &str) -> String {
    let value = |field: &str| typed.get(field).map_or("", |text| text.trim());
    match field {
        "sex" => Sex::parse(field, value(field)).map_or(String::new(), |sex| page.t(sex.key())),
        "legal_status" => LegalStatus::parse(field, value(field))
            .map_or(String::new(), |status| page.t(status.key())),
        "place" => {
            let address = Address {
                place: value("place").to_owned(),
                village: value("village").to_owned(),
            };
            address.in_words(page.lang)
        }
        "sections" => law::entries(value(field))
            .map(|entry| law::label(&law::recognise(entry), page.lang))
            .collect::<Vec<_>>()
            .join("; "),
        "birth" => kernel::Birth::parse(field, value(field), page.now.date()).map_or_else(
            |_| value(field).to_owned(),
            |birth| match birth.exact() {
                Some(date) => format!("{} · {}", page.date(date), page.age(birth)),
                None => page.age(birth),
            },
        ),
        "next_on" => kernel::parse_date(field, value(field), page.now.date())
            .map_or_else(|_| value(field).to_owned(), |date| page.date(date)),
        _ => page.digits(value(field)),
    }
}
