//! The prisons, as dated rows.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::table::{Record, Row, Table, TableError, shipped};

/// What sort of prison it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrisonKind {
    /// কেন্দ্রীয় কারাগার
    Central,
    /// জেলা কারাগার
    District,
    /// হাই সিকিউরিটি কেন্দ্রীয় কারাগার
    HighSecurity,
    /// মহিলা কেন্দ্রীয় কারাগার
    Women,
    /// বিশেষ কারাগার
    Special,
}

impl PrisonKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Central,
        Self::District,
        Self::HighSecurity,
        Self::Women,
        Self::Special,
    ];

    /// The word in the table and in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::District => "district",
            Self::HighSecurity => "high_security",
            Self::Women => "women",
            Self::Special => "special",
        }
    }

    /// The kind that [`Self::code`] names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One prison as it was known between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prison {
    /// Stable short code, such as `TAN-D`.
    pub code: &'static str,
    /// What sort of prison it is.
    pub kind: PrisonKind,
    /// Official name in Bangla.
    pub name_bn: &'static str,
    /// Official name in English.
    pub name_en: &'static str,
    /// Code of the division whose DIG supervises it.
    pub division: &'static str,
    /// Code of the district in which it stands.
    pub district: &'static str,
    /// Certified places, where published.
    pub capacity_certified: Option<u32>,
    /// Holds women only.
    pub women_only: bool,
    /// First day on which this row held, if known.
    pub valid_from: Option<Date>,
    /// Last day on which this row held; none while it holds.
    pub valid_to: Option<Date>,
    /// Checked against a published list.
    pub verified: bool,
    /// Where the row comes from and what is uncertain.
    pub note: &'static str,
}

impl Prison {
    /// Whether the row held on that day; an unknown end counts as open.
    pub fn held_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl Record for Prison {
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "kind",
        "name_bn",
        "name_en",
        "division",
        "district",
        "capacity_certified",
        "women_only",
        "valid_from",
        "valid_to",
        "verified",
        "note",
    ];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            kind: row.word(PrisonKind::from_code)?,
            name_bn: row.text()?,
            name_en: row.text()?,
            division: row.text()?,
            district: row.text()?,
            capacity_certified: row.number()?,
            women_only: row.flag()?,
            valid_from: row.date()?,
            valid_to: row.date()?,
            verified: row.flag()?,
            note: row.note()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

/// Every row of every prison; `get` finds a code's latest row.
pub fn prisons() -> &'static Table<Prison> {
    static TABLE: LazyLock<Table<Prison>> =
        LazyLock::new(|| shipped(include_str!("../../../data/prisons.tsv")));
    &TABLE
}

/// The prisons as they were on a day.
pub fn prisons_on(day: Date) -> impl Iterator<Item = &'static Prison> {
    prisons().iter().filter(move |prison| prison.held_on(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_published_estate_is_68_prisons_13_of_them_central() {
        let published: Vec<_> = prisons().iter().filter(|prison| prison.verified).collect();
        let district = published
            .iter()
            .filter(|prison| prison.kind == PrisonKind::District);
        assert_eq!((published.len(), district.count()), (68, 55));
        let rajshahi = published.iter().filter(|prison| prison.division == "50");
        assert_eq!(rajshahi.count(), 8);
    }

    #[test]
    fn keraniganj_opened_on_10_april_2016() {
        let open = |day| prisons_on(day).any(|prison| prison.code == "DHK-C");
        assert!(!open(date(2016, 4, 9)));
        assert!(open(date(2016, 4, 10)));
    }
}
