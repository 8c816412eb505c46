use std::fmt;

use crate::{Error, Result};

/// A Bangladeshi mobile number, kept in the national form `01XXXXXXXXX`.
///
/// The operators' prefixes are 013 to 019; 011 was closed in 2016. Since numbers can be carried to
/// another operator, the prefix does not tell the operator (BTRC numbering plan).
///
/// ```
/// use kernel::Phone;
/// let phone = Phone::parse("phone", "+৮৮০ ১৭১২-৩৪৫৬৭৮").unwrap();
/// assert_eq!(phone.national(), "01712345678");
/// assert_eq!(phone.e164(), "+8801712345678");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number in Bangla or Latin digits, with or without `+880`/`880`, spaces and hyphens.
    ///
    /// # Errors
    /// Invalid, naming `field`, when it is not eleven digits that begin with 013 to 019.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        let wrong = || Error::invalid(field, "err-phone");
        let latin = bangla::digits::to_latin(text);
        if latin
            .chars()
            .any(|c| !(c.is_ascii_digit() || " +-()".contains(c)))
        {
            return Err(wrong());
        }
        let digits: String = latin.chars().filter(char::is_ascii_digit).collect();
        let national = match digits.strip_prefix("880") {
            Some(rest) if rest.len() == 10 => format!("0{rest}"),
            _ => digits,
        };
        let mobile = national.len() == 11
            && national.starts_with("01")
            && national
                .as_bytes()
                .get(2)
                .is_some_and(|c| (b'3'..=b'9').contains(c));
        if mobile {
            Ok(Self(national))
        } else {
            Err(wrong())
        }
    }

    /// `01XXXXXXXXX`, as people say it and as the database holds it.
    pub fn national(&self) -> &str {
        &self.0
    }

    /// `+8801XXXXXXXXX`, as gateways want it.
    pub fn e164(&self) -> String {
        format!("+88{}", self.0)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_of_writing_one_number() {
        for text in [
            "01712345678",
            "০১৭১২৩৪৫৬৭৮",
            "+8801712345678",
            "8801712345678",
            "01712-345678",
            "+880 (17) 12 345 678",
        ] {
            assert_eq!(
                Phone::parse("p", text).unwrap().national(),
                "01712345678",
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_a_mobile_number() {
        for text in [
            "",
            "0171234567",
            "017123456789",
            "01112345678",
            "01212345678",
            "02955555555",
            "1712345678",
            "০১৭১২৩৪৫৬৭ক",
        ] {
            assert!(Phone::parse("p", text).is_err(), "{text}");
        }
    }
}
