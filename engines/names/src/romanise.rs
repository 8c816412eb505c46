//! Suggestions for a name in the other script, as Bangladeshis spell it.
//!
//! The dictionary answers for the parts that it knows; rules answer for the rest. A suggestion is shown for a clerk to
//! correct, never stored unseen.

mod bengali;
mod roman;

use crate::dictionary;
use bangla::digits;

/// A Bangla name in Latin letters.
///
/// ```
/// assert_eq!(names::romanise::to_latin("মো. আব্দুর রহিম"), "Md. Abdur Rahim");
/// ```
pub fn to_latin(bn: &str) -> String {
    convert(&digits::to_latin(bn), |word| {
        let listed = || dictionary::find(word).map(|entry| entry.latin.to_owned());
        servant(word, ["আব্দু", "আবদু"])
            .map(|article| format!("Abdu{}", roman::word(article).to_lowercase()))
            .or_else(listed)
            .unwrap_or_else(|| roman::word(word))
    })
}

/// A Latin name in Bangla.
///
/// ```
/// assert_eq!(names::romanise::to_bangla("Md. Abdur Rahim"), "মো. আব্দুর রহিম");
/// ```
pub fn to_bangla(en: &str) -> String {
    convert(&digits::to_bangla(en), |word| {
        let word = word.to_lowercase();
        let listed = || dictionary::find(&word).map(|entry| entry.bangla.to_owned());
        servant(&word, ["abdu", "abdoo"])
            .map(|article| format!("আব্দু{}", bengali::word(article)))
            .or_else(listed)
            .unwrap_or_else(|| bengali::word(&word))
    })
}

/// The article of a form of Abdul: it takes on the next word's first letter (Abdur Rahim, Abdus Salam), which a listed
/// spelling would lose.
fn servant<'a>(word: &'a str, stems: [&str; 2]) -> Option<&'a str> {
    let article = stems.iter().find_map(|stem| word.strip_prefix(stem))?;
    (article.chars().count() == 1).then_some(article)
}

/// Converts each word of `text` and keeps what stands between them.
fn convert(text: &str, word: impl Fn(&str) -> String) -> String {
    let text = bangla::normalise::text(text);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(if end == 0 { c.len_utf8() } else { end });
        if end == 0 {
            // The short form's own point is part of its entry.
            if !(matches!(c, '.' | ':') && out.ends_with('.')) {
                out.push(c);
            }
        } else {
            out.push_str(&word(head));
        }
        rest = tail;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{0981}'..='\u{09E3}' | '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_names_take_their_usual_spelling() {
        for (bn, en) in [
            ("মো. আব্দুর রহিম", "Md. Abdur Rahim"),
            ("শেখ আবুল কালাম", "Sheikh Abul Kalam"),
            ("প্রদীপ কুমার দাস", "Prodip Kumar Das"),
            ("অং প্রু মারমা", "Aung Prue Marma"),
        ] {
            assert_eq!(to_latin(bn), en);
            assert_eq!(to_bangla(en), bn);
        }
        assert_eq!(to_latin("মোঃ আব্দুস সালাম (৪২)"), "Md. Abdus Salam (42)");
        assert_eq!(to_latin("মোছাঃ রহিমা বেগম"), "Mst. Rahima Begum");
    }

    #[test]
    fn other_names_follow_rules() {
        for (bn, en) in [
            ("তমাল", "Tamal"),
            ("জগদানন্দ", "Jagdanand"),
            ("সরজত", "Sarajat"),
            ("ইদ্রাক", "Idrak"),
            ("নিঝুম", "Nijhum"),
        ] {
            assert_eq!(to_latin(bn), en);
        }
        for (en, bn) in [
            ("Tomal", "তোমাল"),
            ("Nijhum", "নিঝুম"),
            ("Wasiq", "ওয়াসিক"),
            ("Kiyara", "কিয়ারা"),
        ] {
            assert_eq!(to_bangla(en), bn);
        }
    }

    proptest! {
        #[test]
        fn suggestions_never_fail_and_change_script(en in "[A-Z][a-z]{1,12}") {
            let bn = to_bangla(&en);
            prop_assert!(!bn.chars().any(|c| c.is_ascii_alphabetic()), "{}", bn);
            prop_assert!(to_latin(&bn).is_ascii());
        }
    }
}
