use crate::{Error, Lang, Result};

/// An amount of money in whole poisha (100 poisha are one taka). Arithmetic is checked: an overflow
/// is an error, never a wrong balance.
///
/// ```
/// use kernel::{Lang, Taka};
/// let amount = Taka::parse("cash", "১২,৩৪,৫৬৭.৫০").unwrap();
/// assert_eq!(amount, Taka(123_456_750));
/// assert_eq!(amount.show(Lang::En), "৳12,34,567.50");
/// ```
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Taka(pub i64);

impl Taka {
    /// The sum.
    ///
    /// # Errors
    /// Limit, when the sum is past what can be held.
    pub fn plus(self, other: Self) -> Result<Self> {
        self.0.checked_add(other.0).map(Self).ok_or_else(overflow)
    }

    /// The difference.
    ///
    /// # Errors
    /// Limit, when the difference is past what can be held.
    pub fn minus(self, other: Self) -> Result<Self> {
        self.0.checked_sub(other.0).map(Self).ok_or_else(overflow)
    }

    /// `count` times this amount.
    ///
    /// # Errors
    /// Limit, when the product is past what can be held.
    pub fn times(self, count: i64) -> Result<Self> {
        self.0.checked_mul(count).map(Self).ok_or_else(overflow)
    }

    /// Reads an amount that is not negative, in Bangla or Latin digits, with or without `৳`, commas
    /// and up to two decimals.
    ///
    /// # Errors
    /// Invalid, naming `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        let wrong = || Error::invalid(field, "err-taka");
        let latin = bangla::digits::to_latin(text.trim().trim_start_matches('৳').trim());
        let plain: String = latin.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
            return Err(wrong());
        }
        let taka: i64 = whole.parse().map_err(|_| wrong())?;
        let poisha: i64 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
        Self(taka)
            .times(100)?
            .plus(Self(poisha))
            .map_err(|_| wrong())
    }

    /// `৳12,34,567.50` in the reader's digits, grouped in thousand, lakh and crore; the poisha only
    /// where there are any.
    pub fn show(self, lang: Lang) -> String {
        let sign = if self.0 < 0 { "−" } else { "" };
        let poisha = self.0.unsigned_abs();
        let whole = i64::try_from(poisha / 100).unwrap_or(i64::MAX);
        let text = match poisha % 100 {
            0 => bangla::digits::group_lakh(whole),
            part => format!("{}.{part:02}", bangla::digits::group_lakh(whole)),
        };
        let text = match lang {
            Lang::Bn => bangla::digits::to_bangla(&text),
            Lang::En => text,
        };
        format!("{sign}৳{text}")
    }
}

fn overflow() -> Error {
    Error::limit("err-taka-overflow")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_as_clerks_type_them() {
        assert_eq!(Taka::parse("t", "৳ ৫০০").unwrap(), Taka(50_000));
        assert_eq!(Taka::parse("t", "0.5").unwrap(), Taka(50));
        for text in [
            "",
            "৳",
            "-5",
            "1.234",
            "five",
            "1e3",
            "99999999999999999999",
        ] {
            assert!(Taka::parse("t", text).is_err(), "{text}");
        }
    }

    #[test]
    fn overflow_is_an_error() {
        assert!(Taka(i64::MAX).plus(Taka(1)).is_err());
        assert!(Taka(i64::MIN).minus(Taka(1)).is_err());
        assert!(Taka(i64::MAX).times(2).is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(poisha in 0_i64..i64::MAX / 2) {
            for lang in [Lang::Bn, Lang::En] {
                prop_assert_eq!(Taka::parse("t", &Taka(poisha).show(lang)).unwrap(), Taka(poisha));
            }
        }
    }
}
