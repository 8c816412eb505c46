use jiff::ToSpan as _;

use crate::{Date, Error, Result, parse_past_date};

/// The oldest age in years that is taken without a second look.
const AGE_MAX: i16 = 120;

/// When a person was born: on a known date, or at an age that was estimated on a day.
///
/// An estimate keeps the day it was made on, so that the person grows older with the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// The date, from a paper that shows it.
    On(Date),
    /// Completed years on the day of the estimate.
    About {
        /// Completed years.
        age: i16,
        /// The day on which the age was said or guessed.
        on: Date,
    },
}

impl Birth {
    /// Reads a date of birth or an age: `12/3/1998`, `১৯৯৮-০৩-১২`, `২৪`, `24 years`.
    ///
    /// # Errors
    /// Invalid, naming `field`: neither a date nor an age, a date after `today`, or an age past 120.
    pub fn parse(field: &str, text: &str, today: Date) -> Result<Self> {
        let latin = bangla::digits::to_latin(text.trim());
        let digits: String = latin.chars().take_while(char::is_ascii_digit).collect();
        let rest = latin.get(digits.len()..).unwrap_or_default();
        if (1..=3).contains(&digits.len()) && !rest.contains(|c: char| c.is_ascii_digit()) {
            let age: i16 = digits
                .parse()
                .map_err(|_| Error::invalid(field, "err-birth"))?;
            if age > AGE_MAX {
                return Err(Error::invalid(field, "err-age").with("max", AGE_MAX));
            }
            return Ok(Self::About { age, on: today });
        }
        let date =
            parse_past_date(field, text, today).map_err(|_| Error::invalid(field, "err-birth"))?;
        if date > today || age_between(date, today) > AGE_MAX {
            return Err(Error::invalid(field, "err-birth-range"));
        }
        Ok(Self::On(date))
    }

    /// Completed years on `day`.
    pub fn age_on(self, day: Date) -> i16 {
        match self {
            Self::On(date) => age_between(date, day),
            Self::About { age, on } => age.saturating_add(age_between(on, day)),
        }
    }

    /// Whether the age is an estimate and must be shown as one.
    pub fn is_estimated(self) -> bool {
        matches!(self, Self::About { .. })
    }

    /// The date of birth if it is known.
    pub fn exact(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::About { .. } => None,
        }
    }

    /// The date that stands for this birth in comparisons: the date itself, or the estimate's day
    /// that many years back.
    pub fn nominal(self) -> Date {
        match self {
            Self::On(date) => date,
            Self::About { age, on } => on.checked_sub(age.years()).unwrap_or(on),
        }
    }
}

/// Completed years from `from` to `to`; negative when `to` is earlier. Born on 29 February, a person
/// completes a year on 1 March of a common year.
fn age_between(from: Date, to: Date) -> i16 {
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ages_and_dates_as_clerks_type_them() {
        let today = date(2026, 11, 24);
        assert_eq!(
            Birth::parse("b", "২৪", today).unwrap(),
            Birth::About { age: 24, on: today }
        );
        assert_eq!(
            Birth::parse("b", "24 years", today).unwrap(),
            Birth::About { age: 24, on: today }
        );
        assert_eq!(
            Birth::parse("b", "২৪ বছর (আনুমানিক)", today).unwrap(),
            Birth::About { age: 24, on: today }
        );
        assert_eq!(
            Birth::parse("b", "12/03/1998", today).unwrap(),
            Birth::On(date(1998, 3, 12))
        );
        for text in ["", "abc", "200", "25/11/2026", "1/1/1850", "12/13/1998"] {
            assert!(Birth::parse("b", text, today).is_err(), "{text}");
        }
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let born = Birth::On(date(2008, 11, 24));
        assert_eq!(born.age_on(date(2026, 11, 23)), 17);
        assert_eq!(born.age_on(date(2026, 11, 24)), 18);
        let leap = Birth::On(date(2008, 2, 29));
        assert_eq!(leap.age_on(date(2026, 2, 28)), 17);
        assert_eq!(leap.age_on(date(2026, 3, 1)), 18);
    }

    #[test]
    fn an_estimate_grows_older() {
        let about = Birth::About {
            age: 30,
            on: date(2020, 6, 1),
        };
        assert_eq!(about.age_on(date(2026, 5, 31)), 35);
        assert_eq!(about.age_on(date(2026, 6, 1)), 36);
        assert_eq!(about.nominal(), date(1990, 6, 1));
    }
}
