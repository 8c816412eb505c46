use std::fmt;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::{Error, Result};

/// A day of the calendar, without a time.
pub type Date = civil::Date;

/// The one zone in which times are shown. Bangladesh keeps no daylight saving now, but did in 2009,
/// so the zone's history is used and not a fixed offset.
static DHAKA: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZone::get("Asia/Dhaka").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(6)))
});

/// A moment: microseconds since 1970 in UTC, as the databases hold it.
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
pub struct BdTime(pub i64);

impl BdTime {
    /// Microseconds in one second.
    pub const SECOND: i64 = 1_000_000;
    /// Microseconds in one minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// Microseconds in one hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// Microseconds in one day.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This moment `micros` later (or earlier when negative), held at the ends of the range.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Microseconds from `earlier` to this moment; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The date and clock in Dhaka.
    pub fn local(self) -> civil::DateTime {
        DHAKA.to_datetime(Timestamp::from_microsecond(self.0).unwrap_or_default())
    }

    /// The date in Dhaka.
    pub fn date(self) -> Date {
        self.local().date()
    }

    /// The moment when the clock in Dhaka shows `local`.
    pub fn from_local(local: civil::DateTime) -> Self {
        DHAKA
            .to_timestamp(local)
            .map_or_else(|_| Self::default(), |stamp| Self(stamp.as_microsecond()))
    }

    /// Midnight in Dhaka at the start of `date`.
    pub fn start_of(date: Date) -> Self {
        Self::from_local(date.at(0, 0, 0, 0))
    }

    /// RFC 3339 with the offset of Dhaka, for the API.
    pub fn rfc3339(self) -> String {
        let stamp = Timestamp::from_microsecond(self.0).unwrap_or_default();
        stamp
            .display_with_offset(DHAKA.to_offset(stamp))
            .to_string()
    }

    /// Reads RFC 3339.
    ///
    /// # Errors
    /// Invalid, naming `field`, when the text is not a moment.
    pub fn parse_rfc3339(field: &str, text: &str) -> Result<Self> {
        text.trim()
            .parse::<Timestamp>()
            .map(|stamp| Self(stamp.as_microsecond()))
            .map_err(|_| Error::invalid(field, "err-time"))
    }
}

impl fmt::Display for BdTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// Years ahead of today that a two-digit year may mean: dates of hearings and of release lie there.
const YEARS_AHEAD: i16 = 10;

/// Reads a date as clerks type it: `2026-11-23`, `23/11/2026`, `23-11-2026`, `23.11.26` or eight
/// digits `23112026`, in Bangla or Latin digits. A two-digit year is at most ten years ahead of
/// `today`: in 2026 `36` is 2036 and `37` is 1937.
///
/// # Errors
/// Invalid, naming `field`, when no date can be read.
pub fn parse_date(field: &str, text: &str, today: Date) -> Result<Date> {
    typed_date(field, text, today.year() + YEARS_AHEAD)
}

/// Reads a date that has been, as [`parse_date`] does, except that a two-digit year is never one
/// that has not begun: in 2026 `27` is 1927.
///
/// # Errors
/// Invalid, naming `field`, when no date can be read.
pub fn parse_past_date(field: &str, text: &str, today: Date) -> Result<Date> {
    typed_date(field, text, today.year())
}

/// Reads a date, of which a year of two digits is not after `last_year`.
fn typed_date(field: &str, text: &str, last_year: i16) -> Result<Date> {
    let wrong = || Error::invalid(field, "err-date");
    let latin = bangla::digits::to_latin(text.trim());
    let mut parts: Vec<&str> = latin
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    if let [run] = parts.as_slice()
        && run.len() == 8
    {
        let run = *run;
        parts = match (run.get(..2), run.get(2..4), run.get(4..)) {
            (Some(day), Some(month), Some(year)) => vec![day, month, year],
            _ => return Err(wrong()),
        };
    }
    let [first, month, last] = parts.as_slice() else {
        return Err(wrong());
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let number = |part: &str| part.parse::<i16>().map_err(|_| wrong());
    let small = |part: &str| part.parse::<i8>().map_err(|_| wrong());
    let full = match (year.len(), number(year)?) {
        (2, short) if short + 2000 > last_year => short + 1900,
        (2, short) => short + 2000,
        (4, full) => full,
        _ => return Err(wrong()),
    };
    Date::new(full, small(month)?, small(day)?).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn midnight_in_dhaka_is_six_in_the_evening_utc() {
        let midnight = BdTime::start_of(date(2026, 11, 24));
        assert_eq!(midnight.rfc3339(), "2026-11-24T00:00:00+06:00");
        assert_eq!(midnight.date(), date(2026, 11, 24));
        assert_eq!(midnight.plus(-1).date(), date(2026, 11, 23));
    }

    #[test]
    fn the_summer_of_2009_had_daylight_saving() {
        let noon = BdTime::from_local(date(2009, 7, 1).at(12, 0, 0, 0));
        assert_eq!(noon.rfc3339(), "2009-07-01T12:00:00+07:00");
    }

    #[test]
    fn dates_as_clerks_type_them() {
        let today = date(2026, 11, 24);
        for text in [
            "2026-11-03",
            "3/11/2026",
            "৩-১১-২০২৬",
            "03.11.26",
            "03112026",
            "০৩১১২০২৬",
        ] {
            assert_eq!(
                parse_date("d", text, today).unwrap(),
                date(2026, 11, 3),
                "{text}"
            );
        }
        for (text, ahead, been) in [
            ("1/2/85", date(1985, 2, 1), date(1985, 2, 1)),
            ("5/1/27", date(2027, 1, 5), date(1927, 1, 5)),
            ("৫/১/৩৬", date(2036, 1, 5), date(1936, 1, 5)),
            ("5/1/37", date(1937, 1, 5), date(1937, 1, 5)),
        ] {
            assert_eq!(parse_date("d", text, today).unwrap(), ahead, "{text}");
            assert_eq!(parse_past_date("d", text, today).unwrap(), been, "{text}");
        }
        for text in [
            "",
            "31/2/2026",
            "tomorrow",
            "1/2",
            "1/2/026",
            "99999999",
            "1/2/3/4",
        ] {
            assert!(parse_date("d", text, today).is_err(), "{text}");
        }
    }
}
