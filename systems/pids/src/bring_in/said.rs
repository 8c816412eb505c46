//! The words of one cell: sex, status, country, place, names, as earlier databases write them.

use kernel::{Error, Result};
use reference::PlacePath;

use super::Field;
use crate::custody::{EndKind, LegalStatus};
use crate::people::{Sex, TwoNames};

/// Two cells as one name: each goes to the script that it is written in.
pub(super) fn names(first: &str, second: &str) -> TwoNames {
    let mut names = TwoNames::default();
    for text in [first, second] {
        let name = TwoNames::in_its_script(text);
        if names.bn.is_empty() {
            names.bn = name.bn;
        }
        if names.en.is_empty() {
            names.en = name.en;
        }
    }
    names
}

pub(crate) fn sex(text: &str) -> Result<Sex> {
    match text.to_lowercase().as_str() {
        "male" | "m" | "man" | "পুরুষ" => Ok(Sex::Male),
        "female" | "f" | "woman" | "মহিলা" | "নারী" => Ok(Sex::Female),
        "hijra" | "h" | "third gender" | "হিজড়া" | "তৃতীয় লিঙ্গ" => {
            Ok(Sex::Hijra)
        }
        word => Sex::parse(Field::Sex.word(), word)
            .map_err(|_| Error::invalid(Field::Sex.word(), "err-import-sex")),
    }
}

pub(super) fn nationality(text: &str) -> Result<String> {
    let known = reference::countries().iter().find(|country| {
        let same = |name: &str| name.eq_ignore_ascii_case(text) || name == text;
        same(country.code)
            || same(country.name_bn)
            || same(country.name_en)
            || country.aliases.iter().any(|alias| same(alias))
    });
    known
        .map(|country| country.code.to_owned())
        .ok_or_else(|| Error::invalid(Field::Nationality.word(), "err-import-nationality"))
}

/// The place of a code, or of words that name one place and no other so well. Words that could be several
/// are kept as words: a wrong district would be worse than none.
pub(super) fn place(text: &str) -> (String, String) {
    if text.is_empty() {
        return (String::new(), String::new());
    }
    if let Some(path) = PlacePath::of(text) {
        return (path.code().to_owned(), String::new());
    }
    let found = reference::search_place(text, 2);
    match found.as_slice() {
        [only] => (only.path.code().to_owned(), String::new()),
        [best, next, ..] if best.score > next.score => (best.path.code().to_owned(), String::new()),
        _ => (String::new(), text.to_owned()),
    }
}

pub(super) fn status(text: &str) -> Result<LegalStatus> {
    let word = text.to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "হাজতি" | "বিচারাধীন" | "undertrial" | "ut" => {
            Ok(LegalStatus::UnderTrial)
        }
        "কয়েদি" | "সাজাপ্রাপ্ত" | "convicted" => {
            Ok(LegalStatus::Convict)
        }
        "ডেটিনিউ" | "আটকাদেশ" | "detenue" => Ok(LegalStatus::Detenu),
        "সিভিল" | "দেওয়ানি" => Ok(LegalStatus::Civil),
        "ফাঁসি" | "মৃত্যুদণ্ডপ্রাপ্ত" | "cp" => {
            Ok(LegalStatus::Condemned)
        }
        "আরপি" | "rp" => Ok(LegalStatus::ReleasedAwaiting),
        "নিরাপদ_হেফাজত" => Ok(LegalStatus::SafeCustody),
        word => LegalStatus::parse(Field::Status.word(), word)
            .map_err(|_| Error::invalid(Field::Status.word(), "err-import-status")),
    }
}

pub(super) fn release(text: &str) -> Result<EndKind> {
    let word = text.to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "জামিন" | "জামিনে" | "জামিনে_মুক্তি" | "released_on_bail" => {
            Ok(EndKind::Bail)
        }
        "খালাস" | "বেকসুর_খালাস" | "acquitted" => {
            Ok(EndKind::Acquittal)
        }
        "সাজা_শেষ" | "মেয়াদ_শেষ" | "সাজার_মেয়াদ_শেষ" | "sentence_served" | "expiry" => {
            Ok(EndKind::TermOver)
        }
        "অব্যাহতি" | "discharge" => Ok(EndKind::Discharged),
        "প্রত্যাবাসন" | "repatriated" => Ok(EndKind::Abroad),
        "পলায়ন" | "পলাতক" | "escaped" => Ok(EndKind::Escape),
        "মৃত্যু" | "মৃত" | "died" | "dead" => Ok(EndKind::Death),
        word => EndKind::parse(Field::ReleasedHow.word(), word)
            .map_err(|_| Error::invalid(Field::ReleasedHow.word(), "err-import-release")),
    }
}
