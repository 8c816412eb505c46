//! How long a sentence is, read from the words in which the court's clerk gave it.

use bangla::{digits, normalise};

/// Months in a year.
const YEAR: u32 = 12;
/// Days that count as a month.
const MONTH_DAYS: u32 = 30;
/// Longer than any sentence in years or months: a larger number is a fine or a year of the calendar.
const NUMBER_MAX: u32 = 500;

/// A sentence, as far as the return tells them apart. The order is that of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sentence {
    /// Whole months of imprisonment.
    Months(u32),
    /// For life (যাবজ্জীবন).
    Life,
    /// Death (মৃত্যুদণ্ড).
    Death,
}

/// Reads `১০ বছর সশ্রম কারাদণ্ড`, `2 years 6 months`, `যাবজ্জীবন`, `death`. Of several terms the longest
/// counts, since whether they run together is not said; what is served only when a fine is not paid does
/// not. Nothing where no term can be read.
///
/// ```
/// use pids::roll::sentence::{Sentence, read};
/// assert_eq!(read("২ বছর ৬ মাস, জরিমানা ৫০০০ টাকা, অনাদায়ে আরও ৩ মাস"), Some(Sentence::Months(30)));
/// assert_eq!(read("Imprisonment for life"), Some(Sentence::Life));
/// assert_eq!(read("fined 500 taka"), None);
/// ```
pub fn read(words: &str) -> Option<Sentence> {
    let text = digits::to_latin(&normalise::text(words)).to_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| text.contains(word));
    if says(&["মৃত্যুদণ্ড", "মৃত্যুদন্ড", "ফাঁসি", "death"])
    {
        return Some(Sentence::Death);
    }
    if says(&["যাবজ্জীবন", "আমৃত্যু", "life"]) {
        return Some(Sentence::Life);
    }
    let served = ["অনাদায়", "default"]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    let served = served.and_then(|at| text.get(..at)).unwrap_or(&text);
    longest(served).map(Sentence::Months)
}

/// What one number of a sentence counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Years,
    Months,
    Days,
}

fn unit(word: &str) -> Option<Unit> {
    let begins = |any: &[&str]| any.iter().any(|start| word.starts_with(start));
    if begins(&["বছর", "বৎসর", "year", "yr"]) {
        Some(Unit::Years)
    } else if begins(&["মাস", "month"]) {
        Some(Unit::Months)
    } else if begins(&["দিন", "day"]) {
        Some(Unit::Days)
    } else {
        None
    }
}

/// Terms one after another; years begin a term, months and days that follow belong to it.
fn longest(text: &str) -> Option<u32> {
    let mut terms: Vec<u32> = Vec::new();
    let mut number: Option<u32> = None;
    let mut joined = false;
    for word in apart(text) {
        if let Ok(read) = word.parse::<u32>() {
            number = Some(read).filter(|read| *read <= NUMBER_MAX);
            continue;
        }
        let (Some(count), Some(unit)) = (number.take(), unit(word)) else {
            continue;
        };
        let months = match unit {
            Unit::Years => count * YEAR,
            Unit::Months => count,
            Unit::Days => count / MONTH_DAYS,
        };
        match terms.last_mut() {
            Some(term) if joined && unit != Unit::Years => *term += months,
            _ => terms.push(months),
        }
        joined = unit != Unit::Days;
    }
    terms.into_iter().max()
}

/// Words and numbers, also where no space stands between: `10বছর`.
fn apart(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "(),;।+&-".contains(c)) {
        let end = word
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(word.len());
        let (digits, rest) = word.split_at(end);
        words.extend([digits, rest].into_iter().filter(|part| !part.is_empty()));
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_as_clerks_write_them() {
        let cases = [
            ("১০ বছর সশ্রম কারাদণ্ড", Some(Sentence::Months(120))),
            ("10 years RI", Some(Sentence::Months(120))),
            ("৬ মাস বিনাশ্রম", Some(Sentence::Months(6))),
            ("৫বছর ও ৭বছর", Some(Sentence::Months(84))),
            ("90 days", Some(Sentence::Months(3))),
            ("মৃত্যুদণ্ড", Some(Sentence::Death)),
            ("যাবজ্জীবন সশ্রম কারাদণ্ড", Some(Sentence::Life)),
            ("২০২৬ সালের রায়", None),
            ("", None),
        ];
        for (words, wanted) in cases {
            assert_eq!(read(words), wanted, "{words}");
        }
        assert!(Sentence::Death > Sentence::Life && Sentence::Life > Sentence::Months(900));
    }

    proptest! {
        #[test]
        fn any_words_are_read_or_not_and_nothing_breaks(words in "\\PC{0,60}") {
            let _ = read(&words);
        }

        #[test]
        fn years_and_months_add_up_in_both_scripts(years in 1_u32..60, months in 0_u32..12) {
            let words = format!("{years} years {months} months");
            prop_assert_eq!(read(&words), Some(Sentence::Months(years * 12 + months)));
            let words = bangla::digits::to_bangla(&format!("{years} বছর {months} মাস"));
            prop_assert_eq!(read(&words), Some(Sentence::Months(years * 12 + months)));
        }
    }
}
