//! The Bangla calendar of Bangladesh as revised in 2019, and dates in both languages.
//!
//! The Bangla Academy's revision came into force on 16 October 2019 (31 Ashwin 1426): the first six months have 31
//! days, Falgun has 29 or, in a Gregorian leap year, 30, and the other five have 30. The year begins on 14 April. So
//! the national days keep their Bangla dates for good: 21 February is 8 Falgun, 26 March is 12 Chaitra and 16 December
//! is 1 Poush. The 1987 calendar that it replaced, and the one of West Bengal, differ by a day for part of the year.

use crate::Lang;
use crate::digits::localise;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// The first day of the 2019 revision.
pub const REVISION_START: Date = Date::constant(2019, 10, 16);

/// Bangla year = Gregorian year − this, from 14 April on.
const ERA_OFFSET: i16 = 593;
const FALGUN: u8 = 11;
const MONTHS_PER_YEAR: u8 = 12;

/// A day of the Bangla calendar.
///
/// Not every value is a real day; [`to_gregorian`] gives `None` for one that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BanglaDate {
    /// Year of the Bangla era (বঙ্গাব্দ).
    pub year: i16,
    /// Month, 1 (বৈশাখ) to 12 (চৈত্র).
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// The Bangla date of `date`; `None` before [`REVISION_START`], when another calendar was the law.
pub fn from_gregorian(date: Date) -> Option<BanglaDate> {
    if date < REVISION_START {
        None
    } else {
        from_gregorian_proleptic(date)
    }
}

/// The Bangla date of `date` by the rules of 2019, also before they were in force.
///
/// For dates before 16 October 2019 this may differ by a day from what papers of the time say. `None` only at the
/// very ends of the range of [`Date`].
pub fn from_gregorian_proleptic(date: Date) -> Option<BanglaDate> {
    let this_year = new_year(date.year())?;
    let start = if date >= this_year {
        this_year
    } else {
        new_year(date.year().checked_sub(1)?)?
    };
    let mut days_left = u16::try_from(start.until(date).ok()?.get_days()).ok()?;
    let year = start.year() - ERA_OFFSET;
    for month in 1..=MONTHS_PER_YEAR {
        let length = u16::from(month_days(year, month)?);
        if days_left < length {
            let day = u8::try_from(days_left + 1).ok()?;
            return Some(BanglaDate { year, month, day });
        }
        days_left -= length;
    }
    None
}

/// The Gregorian date of `date` by the rules of 2019; `None` if there is no such day.
pub fn to_gregorian(date: BanglaDate) -> Option<Date> {
    if date.day == 0 || date.day > month_days(date.year, date.month)? {
        return None;
    }
    let before: i32 = (1..date.month)
        .filter_map(|month| month_days(date.year, month))
        .map(i32::from)
        .sum();
    let days: Span = (before + i32::from(date.day) - 1).days();
    new_year(date.year.checked_add(ERA_OFFSET)?)?
        .checked_add(days)
        .ok()
}

/// Days in `month` (1–12) of the Bangla `year`; `None` for another month.
pub fn month_days(year: i16, month: u8) -> Option<u8> {
    match month {
        1..=6 => Some(31),
        FALGUN => {
            // Falgun runs from February into March of the Gregorian year after the one in which the year began.
            let february = Date::new(year.checked_add(ERA_OFFSET)?.checked_add(1)?, 2, 1).ok()?;
            Some(if february.in_leap_year() { 30 } else { 29 })
        }
        7..=MONTHS_PER_YEAR => Some(30),
        _ => None,
    }
}

/// 1 Baishakh in the Gregorian `year`.
fn new_year(year: i16) -> Option<Date> {
    Date::new(year, 4, 14).ok()
}

/// The name of a Bangla month, 1 (বৈশাখ) to 12 (চৈত্র); `None` for another number.
pub fn bangla_month_name(month: u8, lang: Lang) -> Option<&'static str> {
    const BN: [&str; 12] = [
        "বৈশাখ",
        "জ্যৈষ্ঠ",
        "আষাঢ়",
        "শ্রাবণ",
        "ভাদ্র",
        "আশ্বিন",
        "কার্তিক",
        "অগ্রহায়ণ",
        "পৌষ",
        "মাঘ",
        "ফাল্গুন",
        "চৈত্র",
    ];
    const EN: [&str; 12] = [
        "Baishakh",
        "Jyaishtha",
        "Ashar",
        "Shraban",
        "Bhadra",
        "Ashwin",
        "Kartik",
        "Agrahayan",
        "Poush",
        "Magh",
        "Falgun",
        "Chaitra",
    ];
    nth(lang.pick(&BN, &EN), month)
}

/// The name of a Gregorian month, 1 to 12; `None` for another number.
pub fn month_name(month: u8, lang: Lang) -> Option<&'static str> {
    const BN: [&str; 12] = [
        "জানুয়ারি",
        "ফেব্রুয়ারি",
        "মার্চ",
        "এপ্রিল",
        "মে",
        "জুন",
        "জুলাই",
        "আগস্ট",
        "সেপ্টেম্বর",
        "অক্টোবর",
        "নভেম্বর",
        "ডিসেম্বর",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    nth(lang.pick(&BN, &EN), month)
}

/// The name of a day of the week.
pub const fn weekday_name(day: Weekday, lang: Lang) -> &'static str {
    match (day, lang) {
        (Weekday::Sunday, Lang::Bn) => "রবিবার",
        (Weekday::Monday, Lang::Bn) => "সোমবার",
        (Weekday::Tuesday, Lang::Bn) => "মঙ্গলবার",
        (Weekday::Wednesday, Lang::Bn) => "বুধবার",
        (Weekday::Thursday, Lang::Bn) => "বৃহস্পতিবার",
        (Weekday::Friday, Lang::Bn) => "শুক্রবার",
        (Weekday::Saturday, Lang::Bn) => "শনিবার",
        (Weekday::Sunday, Lang::En) => "Sunday",
        (Weekday::Monday, Lang::En) => "Monday",
        (Weekday::Tuesday, Lang::En) => "Tuesday",
        (Weekday::Wednesday, Lang::En) => "Wednesday",
        (Weekday::Thursday, Lang::En) => "Thursday",
        (Weekday::Friday, Lang::En) => "Friday",
        (Weekday::Saturday, Lang::En) => "Saturday",
    }
}

/// A Gregorian date in words: `২৩ নভেম্বর ২০২৬`, `23 November 2026`.
pub fn date(date: Date, lang: Lang) -> String {
    let month = u8::try_from(date.month())
        .ok()
        .and_then(|month| month_name(month, lang))
        .unwrap_or_default();
    localise(&format!("{} {month} {}", date.day(), date.year()), lang)
}

/// A Gregorian date in figures, day first as on Bangladesh's forms: `২৩/১১/২০২৬`, `23/11/2026`.
pub fn short_date(date: Date, lang: Lang) -> String {
    localise(
        &format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        lang,
    )
}

/// The Bangla date in words: `৮ অগ্রহায়ণ ১৪৩৩`, `8 Agrahayan 1433`.
///
/// Reckoned by the rules of 2019 for every date, see [`from_gregorian_proleptic`]; empty only at the very ends of the
/// range of [`Date`].
pub fn bangla_date(date: Date, lang: Lang) -> String {
    let Some(BanglaDate { year, month, day }) = from_gregorian_proleptic(date) else {
        return String::new();
    };
    let month = bangla_month_name(month, lang).unwrap_or_default();
    localise(&format!("{day} {month} {year}"), lang)
}

fn nth(names: &[&'static str; 12], month: u8) -> Option<&'static str> {
    names.get(usize::from(month.checked_sub(1)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as ymd;
    use proptest::prelude::*;

    fn bangla(year: i16, month: u8, day: u8) -> BanglaDate {
        BanglaDate { year, month, day }
    }

    #[test]
    fn the_national_days_keep_their_dates() {
        for year in 2020..=2100 {
            let bangla_year = year - ERA_OFFSET;
            assert_eq!(
                from_gregorian(ymd(year, 2, 21)),
                Some(bangla(bangla_year - 1, 11, 8))
            );
            assert_eq!(
                from_gregorian(ymd(year, 3, 26)),
                Some(bangla(bangla_year - 1, 12, 12))
            );
            assert_eq!(
                from_gregorian(ymd(year, 4, 14)),
                Some(bangla(bangla_year, 1, 1))
            );
            assert_eq!(
                from_gregorian(ymd(year, 12, 16)),
                Some(bangla(bangla_year, 9, 1))
            );
        }
    }

    #[test]
    fn the_revision_begins_on_the_last_of_ashwin() {
        assert_eq!(from_gregorian(REVISION_START), Some(bangla(1426, 6, 31)));
        let eve = REVISION_START.yesterday().unwrap();
        assert_eq!(from_gregorian(eve), None);
        assert_eq!(from_gregorian_proleptic(eve), Some(bangla(1426, 6, 30)));
    }

    #[test]
    fn every_day_to_2100_goes_there_and_back() {
        let mut day = REVISION_START;
        let mut last = None;
        while day.year() <= 2100 {
            let converted = from_gregorian(day).unwrap();
            assert_eq!(to_gregorian(converted), Some(day));
            assert!(last < Some(converted), "{day} is later than the day before");
            last = Some(converted);
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [
            (1433, 0, 1),
            (1433, 13, 1),
            (1433, 1, 0),
            (1433, 1, 32),
            (1433, 7, 31),
            (1433, 11, 30),
            (i16::MAX, 1, 1),
        ] {
            assert_eq!(
                to_gregorian(bangla(year, month, day)),
                None,
                "{year}-{month}-{day}"
            );
        }
        assert_eq!(
            to_gregorian(bangla(1434, 11, 30)),
            Some(ymd(2028, 3, 14)),
            "2028 is a leap year"
        );
    }

    #[test]
    fn dates_are_written_in_both_languages() {
        let day = ymd(2026, 11, 23);
        assert_eq!(date(day, Lang::Bn), "২৩ নভেম্বর ২০২৬");
        assert_eq!(date(day, Lang::En), "23 November 2026");
        assert_eq!(short_date(ymd(2026, 1, 5), Lang::Bn), "০৫/০১/২০২৬");
        assert_eq!(short_date(ymd(2026, 1, 5), Lang::En), "05/01/2026");
        assert_eq!(bangla_date(day, Lang::Bn), "৮ অগ্রহায়ণ ১৪৩৩");
        assert_eq!(bangla_date(day, Lang::En), "8 Agrahayan 1433");
        assert_eq!(weekday_name(day.weekday(), Lang::Bn), "সোমবার");
        assert_eq!(weekday_name(day.weekday(), Lang::En), "Monday");
    }

    #[test]
    fn month_names_are_normalised_text() {
        for lang in Lang::ALL {
            for month in 1..=12 {
                for name in [month_name(month, lang), bangla_month_name(month, lang)] {
                    let name = name.unwrap();
                    assert_eq!(crate::normalise::text(name), name);
                }
            }
            assert_eq!(month_name(0, lang), None);
            assert_eq!(bangla_month_name(13, lang), None);
        }
    }

    proptest! {
        #[test]
        fn no_date_panics_and_all_convert_back(year in -9999_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
            let day = ymd(year, month, day);
            if let Some(converted) = from_gregorian_proleptic(day) {
                prop_assert_eq!(to_gregorian(converted), Some(day));
            }
        }
    }
}
