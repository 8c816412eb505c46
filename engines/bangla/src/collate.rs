//! Sort keys in dictionary order.
//!
//! A key is a text of `[0-9a-z]` alone, so that its byte order is its sort order on every database, whatever collation
//! the database was built with. It is stored in a column beside the name and indexed like any other text.
//!
//! The order is that of the Bangla Academy's dictionaries, letter by letter: the vowels অ–ঔ, then ং ঃ ঁ, then the
//! consonants with ড় after ড, ঢ় after ঢ, য় after য and ৎ counted as ত্, then the vowel signs, then the hasanta. So কই
//! comes before কংস, কংস before কলা, কলা before কল্প, and ক্ষ stands under ক. A space comes before every letter,
//! which keeps shorter words first; numbers come before letters and are compared by value, in either script; Latin
//! comes after Bangla, with no regard to case or accents; other characters come last, by code point. Punctuation is
//! passed over.
//!
//! The Unicode Collation Algorithm through `icu_collator` would give a slightly different Bangla order (its root table
//! puts ং ঃ ঁ first), binary keys and about a megabyte of tables for all the scripts of the world; the order a reader
//! of a Bangla roll expects is a line of some seventy letters, so it stands here.

use crate::digits::latin_digit;
use crate::normalise;
use unicode_normalization::UnicodeNormalization;

/// The longest key, in bytes. Names that agree for this long sort as equal.
pub const KEY_BYTES_MAX: usize = 160;

/// The Bangla letters and signs in dictionary order.
const ORDER: [char; 63] = [
    'অ', 'আ', 'ই', 'ঈ', 'উ', 'ঊ', 'ঋ', 'ৠ', 'ঌ', 'ৡ', 'এ', 'ঐ', 'ও', 'ঔ', 'ং', 'ঃ', 'ঁ', 'ক', 'খ',
    'গ', 'ঘ', 'ঙ', 'চ', 'ছ', 'জ', 'ঝ', 'ঞ', 'ট', 'ঠ', 'ড', '\u{09DC}', 'ঢ', '\u{09DD}', 'ণ', 'ত',
    'থ', 'দ', 'ধ', 'ন', 'প', 'ফ', 'ব', 'ভ', 'ম', 'য', '\u{09DF}', 'র', 'ল', 'শ', 'ষ', 'স', 'হ', 'া',
    'ি', 'ী', 'ু', 'ূ', 'ৃ', 'ে', 'ৈ', 'ো', 'ৌ', HASANTA,
];
const HASANTA: char = '\u{09CD}';

const SPACE: &str = "0";
const NUMBER: char = '1';
const BANGLA: char = '2';
const LATIN: char = '3';
const OTHER: char = '4';

/// The sort key of `text`; at most [`KEY_BYTES_MAX`] bytes of `[0-9a-z]`.
///
/// ```
/// use bangla::collate::key;
/// assert!(key("কাজল") < key("খোকন"));
/// assert!(key("কক্ষ ২") < key("কক্ষ ১০"));
/// ```
pub fn key(text: &str) -> String {
    let text = normalise::text(text);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let mut unit = String::new();
        if let Some(first) = digit(c) {
            let mut number = String::from(first);
            while let Some(next) = rest.peek().copied().and_then(digit) {
                number.push(next);
                rest.next();
            }
            push_number(&mut unit, &number);
        } else {
            push_char(&mut unit, c);
        }
        // Whole units only: half a unit would sort as another letter.
        if out.len() + unit.len() > KEY_BYTES_MAX {
            break;
        }
        out.push_str(&unit);
    }
    out
}

fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        Some(c)
    } else {
        latin_digit(c)
    }
}

/// A number sorts by its length without leading zeros, then by its digits. Lengths past 35 sort as 35.
fn push_number(out: &mut String, digits: &str) {
    let significant = digits.trim_start_matches('0');
    let length = u32::try_from(significant.len()).unwrap_or(u32::MAX).min(35);
    out.push(NUMBER);
    out.push(base36(length));
    out.extend(significant.chars().take(35));
}

fn push_char(out: &mut String, c: char) {
    match c {
        ' ' => out.push_str(SPACE),
        'ৎ' => {
            push_char(out, 'ত');
            push_char(out, HASANTA);
        }
        _ => {
            if let Some(rank) = ORDER.iter().position(|&letter| letter == c) {
                push_rank(out, u32::try_from(rank).unwrap_or_default());
            } else if c.is_ascii() || is_latin_letter(c) {
                push_latin(out, c);
            } else if c.is_alphabetic() {
                out.push(OTHER);
                out.extend(format!("{:06x}", u32::from(c)).chars());
            }
        }
    }
}

fn push_rank(out: &mut String, rank: u32) {
    out.push(BANGLA);
    out.push(base36(rank / 36));
    out.push(base36(rank % 36));
}

/// The base letters of `c` without case and accents; punctuation has none.
fn push_latin(out: &mut String, c: char) {
    let base = std::iter::once(c).nfkd().flat_map(char::to_lowercase);
    for letter in base.filter(char::is_ascii_lowercase) {
        out.push(LATIN);
        out.push(letter);
    }
}

const fn is_latin_letter(c: char) -> bool {
    matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
}

fn base36(value: u32) -> char {
    char::from_digit(value, 36).unwrap_or('z')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_sorted(words: &[&str]) {
        for pair in words.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn bangla_words_stand_in_dictionary_order() {
        assert_sorted(&[
            "অংশ",
            "অজয়",
            "আঁখি",
            "আনোয়ার",
            "ইউসুফ",
            "ঈশান",
            "উত্তম",
            "এনামুল",
            "ঐশী",
            "ওসমান",
            "কই",
            "কংস",
            "কদম",
            "কলস",
            "কলা",
            "কল্প",
            "কাঁচা",
            "কাজল",
            "কিরণ",
            "কোহিনুর",
            "ক্ষমা",
            "খালেদ",
            "গড",
            "গড়",
            "গঢ",
            "তৎপর",
            "তপন",
            "তাহের",
            "যতীন",
            "রহিম",
            "লতিফ",
            "শফিক",
            "ষষ্ঠী",
            "সালাম",
            "হাসান",
        ]);
    }

    #[test]
    fn spaces_come_first_and_numbers_by_value() {
        assert_sorted(&["কক্ষ", "কক্ষ ২", "কক্ষ ১০", "কক্ষ ক", "কক্ষপথ"]);
        assert_sorted(&["", "7", "12", "অমল", "Alam", "Babul"]);
        assert_eq!(key("ওয়ার্ড ০২"), key("ওয়ার্ড 2"));
    }

    #[test]
    fn latin_has_no_case_and_no_accents() {
        assert_eq!(key("Md. Karim"), key("MD KARIM"));
        assert_eq!(key("José"), key("jose"));
        assert_sorted(&["আলম", "Abdul", "abul", "Zakir", "Ω"]);
    }

    #[test]
    fn different_code_points_of_one_word_share_a_key() {
        assert_eq!(key("বড\u{09BC}ুয\u{09BC}া"), key("বড়ুয়া"));
    }

    proptest! {
        #[test]
        fn keys_are_short_and_plain(text: String) {
            let key = key(&text);
            prop_assert!(key.len() <= KEY_BYTES_MAX);
            prop_assert!(key.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
        }

        #[test]
        fn a_longer_name_never_sorts_before_its_beginning(head in "[ক-হা-ৌa-z ]{0,20}", tail in "[ক-হa-z]{0,20}") {
            let longer = head.clone() + &tail;
            prop_assert!(key(&head) <= key(&longer));
        }
    }
}
