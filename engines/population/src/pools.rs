//! The words that names, villages and marks are made of, read from `data/names.tsv` and `data/patterns.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use reference::{Record, Row, Table, TableError};

use crate::dice::Dice;

/// One word or phrase in both scripts, with the other ways in which clerks write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pool: &'static str,
    weight: u32,
    pub(crate) bn: &'static str,
    pub(crate) en: &'static str,
    pub(crate) also_bn: Vec<&'static str>,
    pub(crate) also_en: Vec<&'static str>,
}

impl Entry {
    /// Whether it stands before a name, as "Md." does, rather than being one.
    pub(crate) fn is_title(&self) -> bool {
        self.pool.ends_with(".prefix")
    }
}

impl Record for Entry {
    const COLUMNS: &'static [&'static str] = &["pool", "weight", "bn", "en", "also_bn", "also_en"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            pool: row.text()?,
            weight: row.number()?.unwrap_or(1),
            bn: row.text()?,
            en: row.text()?,
            also_bn: row.list()?,
            also_en: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.pool
    }
}

/// Entries to draw from by weight.
#[derive(Debug)]
pub(crate) struct Pool {
    /// Each entry with the sum of the weights up to and with it.
    entries: Vec<(u32, &'static Entry)>,
    /// Whether this is a family's name, which children share with their father.
    pub(crate) is_family: bool,
}

impl Pool {
    fn new(name: &str) -> Self {
        let mut sum = 0;
        let entries = ENTRIES
            .iter()
            .filter(|entry| entry.pool == name)
            .map(|entry| {
                sum += entry.weight;
                (sum, entry)
            });
        Self {
            entries: entries.collect(),
            is_family: name.ends_with(".family"),
        }
    }

    /// One entry by weight; none only when the pool is empty.
    pub(crate) fn draw(&self, dice: &mut Dice) -> Option<&'static Entry> {
        let total = self.entries.last().map_or(0, |&(sum, _)| sum);
        let drawn = dice.below(total);
        let at = self.entries.partition_point(|&(sum, _)| sum <= drawn);
        self.entries.get(at).map(|&(_, entry)| entry)
    }
}

/// One way of building a name: a community, a sex, and the pools that its words come from, in order.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) community: &'static str,
    pub(crate) feminine: bool,
    pub(crate) weight: u32,
    pub(crate) pools: Vec<&'static str>,
}

impl Record for Pattern {
    const COLUMNS: &'static [&'static str] = &["community", "sex", "weight", "pools"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            community: row.text()?,
            feminine: row.word(|sex| match sex {
                "f" => Some(true),
                "m" => Some(false),
                _ => None,
            })?,
            weight: row.number()?.unwrap_or(1),
            pools: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.community
    }
}

/// Every entry of every pool.
pub(crate) static ENTRIES: LazyLock<Table<Entry>> =
    LazyLock::new(|| shipped(include_str!("../data/names.tsv")));

/// Every pattern of every community.
pub(crate) static PATTERNS: LazyLock<Table<Pattern>> =
    LazyLock::new(|| shipped(include_str!("../data/patterns.tsv")));

static POOLS: LazyLock<HashMap<&'static str, Pool>> = LazyLock::new(|| {
    ENTRIES
        .iter()
        .map(|entry| (entry.pool, Pool::new(entry.pool)))
        .collect()
});

/// The pool of this name, if the data has it.
pub(crate) fn pool(name: &str) -> Option<&'static Pool> {
    POOLS.get(name)
}

/// The entries of a pool, in the order of the file.
pub(crate) fn all(name: &str) -> impl Iterator<Item = &'static Entry> {
    pool(name)
        .into_iter()
        .flat_map(|pool| pool.entries.iter().map(|&(_, entry)| entry))
}

/// A word from the pool of this name; none when there is no such pool.
pub(crate) fn draw(name: &str, dice: &mut Dice) -> Option<&'static Entry> {
    pool(name)?.draw(dice)
}

#[expect(
    clippy::panic,
    reason = "the text is part of the program and the tests read every row"
)]
fn shipped<T: Record>(text: &'static str) -> Table<T> {
    Table::parse(text).unwrap_or_else(|error| panic!("a table of the program: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_names_pools_that_exist() {
        for pattern in PATTERNS.iter() {
            for name in &pattern.pools {
                assert!(
                    pool(name).is_some_and(|pool| !pool.entries.is_empty()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn words_are_in_their_script_and_composed() {
        for entry in ENTRIES.iter() {
            for bn in entry.also_bn.iter().chain([&entry.bn]) {
                let is_bangla = |c: char| matches!(c, '\u{0980}'..='\u{09FF}' | ' ' | '.');
                assert!(bn.chars().all(is_bangla), "{bn}");
                assert!(
                    !bn.contains('\u{09BC}'),
                    "{bn}: a letter is left decomposed"
                );
            }
            for en in entry.also_en.iter().chain([&entry.en]) {
                assert!(en.is_ascii(), "{en}");
            }
            assert!(!entry.also_bn.contains(&entry.bn) && !entry.also_en.contains(&entry.en));
        }
    }
}
