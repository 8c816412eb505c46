//! Digits of the two scripts and the lakh-crore grouping of numbers.

use crate::Lang;

/// The Bangla digits in the order of their values.
const BANGLA: [char; 10] = ['০', '১', '২', '৩', '৪', '৫', '৬', '৭', '৮', '৯'];

/// Writes every ASCII digit of `text` as its Bangla digit and leaves the rest.
pub fn to_bangla(text: &str) -> String {
    text.chars().map(|c| bangla_digit(c).unwrap_or(c)).collect()
}

/// Writes every Bangla digit of `text` as its ASCII digit and leaves the rest.
///
/// Numbers, telephone numbers and case numbers are typed in either script; they are stored in this one.
pub fn to_latin(text: &str) -> String {
    text.chars().map(|c| latin_digit(c).unwrap_or(c)).collect()
}

/// The digits of `text` in the script of `lang`.
pub fn localise(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Bn => to_bangla(text),
        Lang::En => to_latin(text),
    }
}

/// `number` with the commas of the lakh-crore system: the last three digits, then pairs (`1,23,45,678`).
pub fn group_lakh(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let count = digits.len();
    let mut out = String::with_capacity(count * 3 / 2 + 1);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        let left = count - index;
        // A comma stands before the last three digits and before every pair further left.
        if index > 0 && left >= 3 && left % 2 == 1 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `number` grouped in lakh and crore, in the digits of `lang`.
pub fn number(number: i64, lang: Lang) -> String {
    localise(&group_lakh(number), lang)
}

fn bangla_digit(c: char) -> Option<char> {
    let value = usize::try_from(c.to_digit(10)?).ok()?;
    BANGLA.get(value).copied()
}

pub(crate) fn latin_digit(c: char) -> Option<char> {
    let value = BANGLA.iter().position(|&digit| digit == c)?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_grouped_in_lakh_and_crore() {
        for (number, text) in [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1,000"),
            (99_999, "99,999"),
            (100_000, "1,00,000"),
            (1_234_567, "12,34,567"),
            (12_345_678, "1,23,45,678"),
            (-100_000, "-1,00,000"),
            (-999, "-999"),
            (i64::MAX, "92,23,37,20,36,85,47,75,807"),
            (i64::MIN, "-92,23,37,20,36,85,47,75,808"),
        ] {
            assert_eq!(group_lakh(number), text);
        }
    }

    #[test]
    fn a_number_is_shown_in_the_digits_of_the_language() {
        assert_eq!(number(1_234_567, Lang::Bn), "১২,৩৪,৫৬৭");
        assert_eq!(number(1_234_567, Lang::En), "12,34,567");
    }

    #[test]
    fn only_digits_change() {
        assert_eq!(to_bangla("GR 12/2026 (ঢাকা ৫)"), "GR ১২/২০২৬ (ঢাকা ৫)");
        assert_eq!(to_latin("০১৭১২-৩৪৫৬৭৮ ext 9"), "01712-345678 ext 9");
    }

    proptest! {
        #[test]
        fn digits_survive_the_way_there_and_back(text in "[0-9a-z ক-হ,/]{0,40}") {
            prop_assert_eq!(to_latin(&to_bangla(&text)), text);
        }

        #[test]
        fn grouping_only_adds_commas(value: i64) {
            prop_assert_eq!(group_lakh(value).replace(',', ""), value.to_string());
        }
    }
}
