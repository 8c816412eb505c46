//! What a correction changed, in the reader's language. The journal keeps what a clerk would type: codes of
//! lists and places, dates in numbers.

use contracts::pids::Corrected;
use kernel::{Date, Lang};
use reference::{Table, Term};
use web::Page;

use crate::life::correct::{CustodyField, Field, PHOTO};
use crate::people::{Sex, place_words};

/// `Sex: male → female`, in words.
pub(super) fn in_words(page: &Page, change: &Corrected) -> String {
    let name = page.t_in("fix-", &change.field);
    // The names of its files say nothing to a reader.
    if change.field == PHOTO {
        return name;
    }
    let [old, new] = [&change.old, &change.new].map(|text| fact(page, &change.field, text));
    format!("{name}: {old} → {new}")
}

fn fact(page: &Page, field: &str, text: &str) -> String {
    if text.is_empty() {
        return page.t("unknown");
    }
    let shown = match (
        Field::parse(field, field),
        CustodyField::parse(field, field),
    ) {
        (Ok(field), _) => of_person(page, field, text),
        (_, Ok(CustodyField::WarrantOn)) => day(page, text),
        _ => None,
    };
    shown.unwrap_or_else(|| page.digits(text))
}

/// The words for a code or a day; none where the text speaks for itself.
fn of_person(page: &Page, field: Field, text: &str) -> Option<String> {
    let of_list = |list: &Table<Term>| list.get(text).map(|term| in_lang(page.lang, term));
    match field {
        Field::Sex => {
            let sex = Sex::parse(field.word(), text).ok()?;
            Some(page.t(sex.key()))
        }
        Field::Birth => day(page, text).or_else(|| {
            let age: i64 = text.parse().ok()?;
            Some(page.t1("age-estimated", "n", age))
        }),
        Field::Languages => Some(languages(page.lang, text.split_whitespace())),
        Field::Religion => of_list(reference::religions()),
        Field::Nationality => of_list(reference::countries()),
        Field::Education => of_list(reference::education()),
        Field::Occupation => of_list(reference::occupations()),
        Field::PresentPlace | Field::PermanentPlace => {
            Some(place_words(page.lang, text)).filter(|words| !words.is_empty())
        }
        Field::NameBn
        | Field::NameEn
        | Field::FatherBn
        | Field::FatherEn
        | Field::MotherBn
        | Field::MotherEn
        | Field::SpouseBn
        | Field::SpouseEn
        | Field::Nid
        | Field::BirthReg
        | Field::Passport
        | Field::Disability
        | Field::Height
        | Field::PresentVillage
        | Field::PermanentVillage
        | Field::Phone => None,
    }
}

/// The names of languages by their codes.
pub(super) fn languages<'a>(lang: Lang, codes: impl Iterator<Item = &'a str>) -> String {
    let name = |code| {
        reference::languages()
            .get(code)
            .map(|term| in_lang(lang, term))
    };
    codes.filter_map(name).collect::<Vec<_>>().join(", ")
}

fn in_lang(lang: Lang, term: &Term) -> String {
    lang.pick(term.name_bn, term.name_en).to_owned()
}

fn day(page: &Page, text: &str) -> Option<String> {
    text.parse::<Date>().ok().map(|day| page.date(day))
}
