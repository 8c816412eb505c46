use std::fmt;

use crate::{Date, Error, Result};

/// A national identity number of 10, 13 or 17 digits.
///
/// The structure of the older forms, from unofficial sources (no official description or checksum
/// of the ten-digit form is published): thirteen digits are district (2), kind of area (1), upazila
/// (2), union or ward (2), serial (6); seventeen are the year of birth before the thirteen. Because
/// of that, what looks wrong is flagged and never refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nid(String);

/// Something about a NID that a person should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NidFlag {
    /// The year in a seventeen-digit number is not the year of birth given.
    YearDiffers,
    /// The district code is none that the statistics bureau uses.
    UnknownDistrict,
    /// The third digit of the thirteen is no known kind of area.
    UnknownArea,
    /// All digits are the same, or they simply count up.
    LooksInvented,
}

impl Nid {
    /// Reads a number in Bangla or Latin digits with spaces or hyphens.
    ///
    /// # Errors
    /// Invalid, naming `field`, when it has not 10, 13 or 17 digits; the message says how many it has.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        let latin = bangla::digits::to_latin(text);
        let digits: String = latin.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(Error::invalid(field, "err-nid-digits"));
        }
        match digits.len() {
            10 | 13 | 17 => Ok(Self(digits)),
            count => Err(Error::invalid(field, "err-nid-length").with("count", count)),
        }
    }

    /// The digits, as the database holds them.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The thirteen digits that a 13- and a 17-digit form of one card share; the ten of a smart card.
    /// Two numbers with the same core are the same number.
    pub fn core(&self) -> &str {
        if self.0.len() == 17 {
            self.0.get(4..).unwrap_or(&self.0)
        } else {
            &self.0
        }
    }

    /// Whether both are forms of one number.
    pub fn same_as(&self, other: &Self) -> bool {
        self.core() == other.core()
    }

    /// What looks wrong, for a person to judge. `birth` is the exact date of birth if it is known;
    /// `known_district` says whether a two-digit district code exists.
    pub fn flags(
        &self,
        birth: Option<Date>,
        known_district: impl Fn(&str) -> bool,
    ) -> Vec<NidFlag> {
        let mut flags = Vec::new();
        if self.0.len() == 17
            && let (Some(birth), Some(year)) = (birth, self.0.get(..4))
            && birth.year().to_string() != year
        {
            flags.push(NidFlag::YearDiffers);
        }
        if self.0.len() != 10 {
            let core = self.core();
            if !core.get(..2).is_some_and(known_district) {
                flags.push(NidFlag::UnknownDistrict);
            }
            if !core.get(2..3).is_some_and(|area| "123459".contains(area)) {
                flags.push(NidFlag::UnknownArea);
            }
        }
        if looks_invented(&self.0) {
            flags.push(NidFlag::LooksInvented);
        }
        flags
    }
}

fn looks_invented(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let steps = || bytes.iter().zip(bytes.iter().skip(1));
    steps().all(|(a, b)| a == b)
        || steps().all(|(a, b)| *b == if *a == b'9' { b'0' } else { a + 1 })
}

impl fmt::Display for Nid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn nid(text: &str) -> Nid {
        Nid::parse("nid", text).unwrap()
    }

    #[test]
    fn lengths() {
        assert_eq!(nid("১৯৯৮-২৬৯৪৮১২৩৪৫৬৭৮").digits(), "19982694812345678");
        let error = Nid::parse("nid", "১৯৯৮২৬৯৪৮১২").unwrap_err();
        assert_eq!(error.fields[0].key, "err-nid-length");
        assert_eq!(error.fields[0].args, [("count", "11".to_owned())]);
        assert_eq!(
            Nid::parse("nid", "12345abcde").unwrap_err().fields[0].key,
            "err-nid-digits"
        );
    }

    #[test]
    fn thirteen_and_seventeen_digits_of_one_card_are_equal() {
        assert!(nid("19982694812345678").same_as(&nid("2694812345678")));
        assert!(!nid("2694812345678").same_as(&nid("2694812345679")));
    }

    #[test]
    fn flags_never_refuse() {
        let known = |code: &str| code == "26";
        assert!(
            nid("19982614812345678")
                .flags(Some(date(1998, 1, 1)), known)
                .is_empty()
        );
        assert_eq!(
            nid("19982674812345678").flags(Some(date(1990, 1, 1)), known),
            [NidFlag::YearDiffers, NidFlag::UnknownArea]
        );
        assert_eq!(
            nid("0014812345678").flags(None, known)[0],
            NidFlag::UnknownDistrict
        );
        assert_eq!(
            nid("1111111111").flags(None, known),
            [NidFlag::LooksInvented]
        );
        assert_eq!(
            nid("1234567890").flags(None, known),
            [NidFlag::LooksInvented]
        );
    }
}
