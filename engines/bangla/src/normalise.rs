//! One spelling for texts that look the same.
//!
//! Keyboards, old documents and web forms write one and the same Bangla word with different code points. Everything
//! that is stored or compared passes through [`text`] first, so that equal words are equal bytes.
//!
//! What it decides, beyond NFC:
//! * ড়, ঢ় and য় are always the single letters U+09DC, U+09DD and U+09DF. They are composition exclusions, so NFC
//!   takes them apart and never joins them; what keyboards and fonts produce is the single letter.
//! * অ followed by the sign া is the letter আ, which it looks like.
//! * A zero-width joiner is kept in one place, র + joiner + ্য: it tells র‍্যাব from a reph over য. A non-joiner typed
//!   there in its stead becomes the joiner.
//! * ত + ্ + joiner, the spelling of ৎ before it had a code point, is ৎ.
//! * A zero-width non-joiner is kept between a hasanta and a consonant, where it stops a conjunct (উদ্‌দিন). Every
//!   other joiner changes nothing that can be seen and is dropped.
//! * Control and format characters go; any run of white space is one space; the ends are trimmed.

use unicode_normalization::UnicodeNormalization;

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
const NUKTA: char = '\u{09BC}';
const HASANTA: char = '\u{09CD}';
const KHANDA_TA: char = '\u{09CE}';

/// `input` in the one form in which texts are stored and compared.
///
/// Applying it twice changes nothing more.
///
/// ```
/// assert_eq!(bangla::normalise::text("  বড়ুয়া \n দীপা "), "বড়ুয়া দীপা");
/// ```
pub fn text(input: &str) -> String {
    let visible: String = input
        .chars()
        .filter(|&c| c.is_whitespace() || !is_invisible(c))
        .collect();
    if visible.is_ascii() {
        return single_spaced(&visible);
    }
    // White space last: a joiner between two spaces is not a word.
    single_spaced(&compose(&settle_joiners(&compose(&visible))))
}

fn single_spaced(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    for word in input.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Control characters and the format characters that steer direction, line breaks and byte order; not the joiners.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
        )
}

/// NFC, and the joins that NFC leaves out.
fn compose(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    for c in input.nfc() {
        match out.pop() {
            None => out.push(c),
            Some(last) => match joined(last, c) {
                Some(letter) => out.push(letter),
                None => out.extend([last, c]),
            },
        }
    }
    out
}

fn joined(last: char, mark: char) -> Option<char> {
    match (last, mark) {
        ('ড', NUKTA) => Some('\u{09DC}'),
        ('ঢ', NUKTA) => Some('\u{09DD}'),
        ('য', NUKTA) => Some('\u{09DF}'),
        ('অ', 'া') => Some('আ'),
        _ => None,
    }
}

/// Keeps the joiners that mean something and drops the others.
fn settle_joiners(input: &str) -> String {
    if !input.contains([ZWJ, ZWNJ]) {
        return input.to_owned();
    }
    let mut out = String::with_capacity(input.len());
    let mut rest = input.chars();
    while let Some(c) = rest.next() {
        if !is_joiner(c) {
            out.push(c);
            continue;
        }
        // A run of joiners speaks once, by its first.
        let after = rest.as_str().trim_start_matches(is_joiner);
        rest = after.chars();
        let mut before = out.chars().rev();
        match (before.next(), before.next()) {
            (Some('র'), _) if after.starts_with("\u{09CD}য") => out.push(ZWJ),
            (Some(HASANTA), Some('ত')) if c == ZWJ => {
                out.truncate(out.len() - 'ত'.len_utf8() - HASANTA.len_utf8());
                out.push(KHANDA_TA);
            }
            (Some(HASANTA), _) if c == ZWNJ && after.starts_with(is_consonant) => out.push(ZWNJ),
            _ => {}
        }
    }
    out
}

const fn is_joiner(c: char) -> bool {
    matches!(c, ZWJ | ZWNJ)
}

const fn is_consonant(c: char) -> bool {
    matches!(c, 'ক'..='হ' | '\u{09DC}' | '\u{09DD}' | '\u{09DF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_with_a_dot_are_one_letter() {
        for (parts, letter) in [
            ("\u{09A1}\u{09BC}", "\u{09DC}"),
            ("\u{09A2}\u{09BC}", "\u{09DD}"),
            ("\u{09AF}\u{09BC}", "\u{09DF}"),
            ("\u{09DC}", "\u{09DC}"),
        ] {
            assert_eq!(text(parts), letter);
        }
    }

    #[test]
    fn split_vowel_signs_are_joined() {
        assert_eq!(text("ম\u{09C7}\u{09BE}"), "ম\u{09CB}");
        assert_eq!(text("ম\u{09C7}\u{09D7}"), "ম\u{09CC}");
        assert_eq!(text("অ\u{09BE}লো"), "আলো");
    }

    #[test]
    fn joiners_stay_where_they_are_seen() {
        let rab = "র\u{200D}\u{09CD}যাব";
        assert_eq!(text(rab), rab);
        assert_eq!(text("র\u{200C}\u{09CD}যাব"), rab);
        assert_eq!(text("উদ\u{09CD}\u{200C}দিন"), "উদ\u{09CD}\u{200C}দিন");
        assert_eq!(text("হঠাত\u{09CD}\u{200D}"), "হঠাৎ");
        assert_eq!(text("ক\u{200C}খ\u{200D}"), "কখ");
        assert_eq!(text("abc\u{200D}"), "abc");
    }

    #[test]
    fn white_space_and_control_characters_are_tidied() {
        assert_eq!(text("\u{FEFF} আব্দুল\t \u{00A0}করিম\r\n"), "আব্দুল করিম");
        assert_eq!(text("a\u{0000}b\u{202E}c"), "abc");
        assert_eq!(text(" \n \u{200C}"), "");
    }

    proptest! {
        #[test]
        fn is_idempotent_on_anything(input: String) {
            let once = text(&input);
            prop_assert_eq!(text(&once), once);
        }

        #[test]
        fn is_idempotent_on_bangla(input in "[কতদয়ডঢরযঅআ\u{09BC}\u{09BE}\u{09C7}\u{09D7}\u{09CD}\u{200C}\u{200D}\u{200B} ]{0,12}") {
            let once = text(&input);
            prop_assert_eq!(text(&once), once);
        }
    }
}
