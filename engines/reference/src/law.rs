//! Acts and sections as jails write them.

use std::sync::LazyLock;

use crate::fold::{Word, words};
use crate::search::{Query, joined};
use crate::table::{Record, Row, Table, TableError, shipped};

/// Nature of the offence: the official monthly return's groups, cut finer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OffenceGroup {
    /// মাদক
    Drugs,
    /// খুন
    Murder,
    /// ডাকাতি ও দস্যুতা
    Robbery,
    /// ধর্ষণ
    Rape,
    /// অপহরণ ও পাচার
    Kidnapping,
    /// নারী ও শিশু নির্যাতন
    WomenChildren,
    /// চুরি
    Theft,
    /// অস্ত্র
    Arms,
    /// বিস্ফোরক
    Explosives,
    /// চেক প্রত্যাখ্যান
    Cheque,
    /// মারামারি ও সহিংসতা
    Violence,
    /// নির্বাচন
    Election,
    /// দুর্নীতি
    Corruption,
    /// সাইবার
    Cyber,
    /// বন
    Forest,
    /// চোরাচালান ও শুল্ক
    Customs,
    /// অন্যান্য
    Other,
}

impl OffenceGroup {
    /// Every group, in the order of the returns.
    pub const ALL: [Self; 17] = [
        Self::Drugs,
        Self::Murder,
        Self::Robbery,
        Self::Rape,
        Self::Kidnapping,
        Self::WomenChildren,
        Self::Theft,
        Self::Arms,
        Self::Explosives,
        Self::Cheque,
        Self::Violence,
        Self::Election,
        Self::Corruption,
        Self::Cyber,
        Self::Forest,
        Self::Customs,
        Self::Other,
    ];

    /// The word in the table and in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Drugs => "drugs",
            Self::Murder => "murder",
            Self::Robbery => "robbery",
            Self::Rape => "rape",
            Self::Kidnapping => "kidnapping",
            Self::WomenChildren => "women_children",
            Self::Theft => "theft",
            Self::Arms => "arms",
            Self::Explosives => "explosives",
            Self::Cheque => "cheque",
            Self::Violence => "violence",
            Self::Election => "election",
            Self::Corruption => "corruption",
            Self::Cyber => "cyber",
            Self::Forest => "forest",
            Self::Customs => "customs",
            Self::Other => "other",
        }
    }

    /// The group that [`Self::code`] names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// আইন
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Short stable code, such as `PC`.
    pub code: &'static str,
    /// Year of the act.
    pub year: u16,
    /// As a jail's clerk says it.
    pub short_bn: &'static str,
    /// The same in English.
    pub short_en: &'static str,
    /// Title in Bangla.
    pub name_bn: &'static str,
    /// Title in English.
    pub name_en: &'static str,
    /// The group of a section that is not listed.
    pub group: OffenceGroup,
    /// Checked; else confirm before a document rests on it.
    pub verified: bool,
}

/// ধারা
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The act's code and the section, such as `PC-302`.
    pub code: &'static str,
    /// Code of its act.
    pub act: &'static str,
    /// As printed in English, such as `36(1) table 10(a)`.
    pub section_en: &'static str,
    /// As printed in Bangla, such as `৩৬(১) সারণি ১০(ক)`.
    pub section_bn: &'static str,
    /// Short name in Bangla.
    pub name_bn: &'static str,
    /// Short name in English.
    pub name_en: &'static str,
    /// Nature of the offence.
    pub group: OffenceGroup,
    /// Checked; else confirm before a document rests on it.
    pub verified: bool,
}

impl Record for Act {
    const COLUMNS: &'static [&'static str] = &[
        "code", "year", "short_bn", "short_en", "name_bn", "name_en", "group", "verified",
    ];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            year: row.number()?.unwrap_or_default(),
            short_bn: row.text()?,
            short_en: row.text()?,
            name_bn: row.text()?,
            name_en: row.text()?,
            group: row.word(OffenceGroup::from_code)?,
            verified: row.flag()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

impl Record for Section {
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "act",
        "section",
        "section_bn",
        "name_bn",
        "name_en",
        "group",
        "verified",
    ];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            act: row.text()?,
            section_en: row.text()?,
            section_bn: row.text()?,
            name_bn: row.text()?,
            name_en: row.text()?,
            group: row.word(OffenceGroup::from_code)?,
            verified: row.flag()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

/// The acts, most used first.
pub fn acts() -> &'static Table<Act> {
    static TABLE: LazyLock<Table<Act>> =
        LazyLock::new(|| shipped(include_str!("../../../data/acts.tsv")));
    &TABLE
}

/// The sections, act by act.
pub fn sections() -> &'static Table<Section> {
    static TABLE: LazyLock<Table<Section>> =
        LazyLock::new(|| shipped(include_str!("../../../data/sections.tsv")));
    &TABLE
}

/// The sections of one act, in its order.
pub fn sections_of(act: &str) -> impl Iterator<Item = &'static Section> {
    sections().iter().filter(move |section| section.act == act)
}

/// Finds sections by number, name or law, in either script: "302", "মাদক ইয়াবা", "arms 19a".
/// Every word must match; at most `limit`, best first.
pub fn search_section(text: &str, limit: usize) -> Vec<&'static Section> {
    static INDEX: LazyLock<Vec<(&'static Section, Vec<Word>)>> = LazyLock::new(|| {
        sections()
            .iter()
            .map(|section| (section, section_words(section)))
            .collect()
    });
    let query = Query::new(text);
    let mut found: Vec<(u32, &Section)> = INDEX
        .iter()
        .filter_map(|(section, words)| Some((query.total(&query.scores(words))?, *section)))
        .collect();
    found.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    found
        .into_iter()
        .take(limit)
        .map(|(_, section)| section)
        .collect()
}

fn section_words(section: &Section) -> Vec<Word> {
    let act = acts().get(section.act);
    let of_act = act
        .into_iter()
        .flat_map(|act| [act.short_bn, act.short_en, act.name_bn, act.name_en]);
    let mut found: Vec<Word> = of_act.flat_map(words).collect();
    for text in [
        section.section_en,
        section.section_bn,
        section.name_bn,
        section.name_en,
    ] {
        found.extend(words(text));
        found.extend(joined(text));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_belongs_to_an_act() {
        for section in sections().iter() {
            assert!(acts().get(section.act).is_some(), "{}", section.code);
        }
        for act in acts().iter() {
            let name = format!("{} {}", act.name_en, act.year);
            assert!(act.name_en.contains(&act.year.to_string()), "{name}");
        }
    }

    #[test]
    fn a_section_is_found_as_a_clerk_types_it() {
        let first = |text| search_section(text, 1).first().map(|section| section.code);
        assert_eq!(first("302"), Some("PC-302"));
        assert_eq!(first("দন্ডবিধি ৩০২"), Some("PC-302"));
        assert_eq!(first("ni act"), Some("NI-138"));
        assert_eq!(first("অস্ত্র ১৯ক"), Some("ARMS-19A"));
        assert_eq!(first("murder"), Some("PC-302"));
        assert!(
            search_section("মাদক ইয়াবা", 9)
                .iter()
                .all(|found| found.group == OffenceGroup::Drugs)
        );
        assert_eq!(first("no such thing anywhere"), None);
        assert_eq!(first(""), None);
    }
}
