//! Numbers by which people are found, each brought to one form: `DHK-C ৪৫১২/২০২৬`, `dhkc 4512/26` and
//! `DHK-C/4512-2026` are the same number.

use kernel::{Nid, Phone, words};

words! {
    /// What a number is.
    pub enum NumberKind: "number" {
        /// A prisoner's number in one prison.
        Prisoner = "prisoner",
        /// National identity number.
        Nid = "nid",
        /// Phone.
        Phone = "phone",
        /// Case number, as the court writes it.
        Case = "case",
        /// Birth registration.
        BirthReg = "birth_reg",
        /// Passport.
        Passport = "passport",
        /// The number of an earlier database.
        External = "external",
    }
}

/// A number in the form in which it is stored and searched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// What it is.
    pub kind: NumberKind,
    /// Letters and digits, with a slash between two runs of digits.
    pub text: String,
}

/// Registers of cases as courts write them in either script, and the letters that stand for both.
const REGISTERS: &[(&str, &str)] = &[
    ("জিআর", "gr"),
    ("সিআর", "cr"),
    ("এসটি", "st"),
    ("দা\u{9df}রা", "sessions"),
    ("session", "sessions"),
    ("নারীশিশু", "ns"),
    ("নারীওশিশু", "ns"),
    ("বিশেষট্রাইব্যুনাল", "spt"),
    ("পিটিশন", "petition"),
];

/// Letters, digits and a slash between two runs of digits, in Latin digits and lower case; a year at
/// the end in two digits, since half of all registers write it so.
pub fn canon(text: &str) -> String {
    let latin = bangla::digits::to_latin(&bangla::normalise::text(text));
    let mut out = String::with_capacity(latin.len());
    let mut parted = false;
    for c in latin.chars() {
        if !is_letter(c) {
            parted = true;
            continue;
        }
        if parted && c.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_digit()) {
            out.push('/');
        }
        parted = false;
        out.extend(c.to_lowercase());
    }
    // What stood apart may compose now that it stands together.
    short_year(latin_register(bangla::normalise::text(&out)))
}

/// The letters and digits of numbers: Latin, and Bangla with its vowel signs, which are no letters by
/// Unicode but parts of a word all the same.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{980}'..='\u{9e3}' | '\u{9f0}'..='\u{9f1}')
}

fn latin_register(number: String) -> String {
    for (written, letters) in REGISTERS {
        if let Some(rest) = number.strip_prefix(written)
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            return format!("{letters}{rest}");
        }
    }
    number
}

fn short_year(number: String) -> String {
    match number.rsplit_once('/') {
        Some((head, year))
            if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) =>
        {
            format!("{head}/{}", year.get(2..).unwrap_or(year))
        }
        _ => number,
    }
}

/// What is left of a case number or prisoner number without the letters before it: `211/26` of
/// `gr211/26`. None where nothing was before it or nothing is left.
pub fn bare(canon: &str) -> Option<&str> {
    let rest = canon.trim_start_matches(|c: char| !c.is_ascii_digit());
    (rest.len() < canon.len() && rest.contains('/')).then_some(rest)
}

/// The forms in which a number of this kind is stored.
pub fn stored_forms(kind: NumberKind, text: &str) -> Vec<String> {
    let main = match kind {
        NumberKind::Nid => {
            Nid::parse("nid", text).map_or_else(|_| canon(text), |nid| nid.core().to_owned())
        }
        NumberKind::Phone => Phone::parse("phone", text)
            .map_or_else(|_| canon(text), |phone| phone.national().to_owned()),
        _ => canon(text),
    };
    let short = if kind == NumberKind::Case {
        bare(&main).map(str::to_owned)
    } else {
        None
    };
    std::iter::once(main)
        .chain(short)
        .filter(|form| !form.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_however_it_is_written() {
        for text in [
            "DHK-C ৪৫১২/২০২৬",
            "dhkc 4512/26",
            "DHK-C/4512-2026",
            "dhk c 4512 / 2026",
        ] {
            assert_eq!(canon(text), "dhkc4512/26", "{text}");
        }
        for text in [
            "জিআর ২১১/২৬",
            "GR 211/2026",
            "g.r. 211/26",
            "জি.আর. ২১১/২০২৬",
        ] {
            assert_eq!(canon(text), "gr211/26", "{text}");
        }
        assert_eq!(canon("দায়রা ৮৮/২৫"), canon("Sessions 88/2025"));
        assert_eq!(canon("BX 0412345"), "bx0412345");
        assert_eq!(canon(" — "), "");
    }

    #[test]
    fn a_case_is_found_without_its_register() {
        assert_eq!(
            stored_forms(NumberKind::Case, "জিআর ২১১/২৬"),
            ["gr211/26", "211/26"]
        );
        assert_eq!(stored_forms(NumberKind::Case, "211/26"), ["211/26"]);
        assert_eq!(stored_forms(NumberKind::Prisoner, "4512/2026"), ["4512/26"]);
    }

    #[test]
    fn cards_and_phones_have_one_form() {
        assert_eq!(
            stored_forms(NumberKind::Nid, "১৯৯৮ ২৬৯৪৮১২৩৪৫৬৭৮"),
            ["2694812345678"]
        );
        assert_eq!(
            stored_forms(NumberKind::Phone, "+880 1712-345678"),
            ["01712345678"]
        );
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(text in "\\PC{0,40}") {
            let once = canon(&text);
            prop_assert_eq!(canon(&once), once);
        }
    }
}
