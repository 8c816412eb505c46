//! The parts that names are made of: what they stand for, how common they are, how each script usually spells them.
//!
//! The table is `data/name_parts.tsv`, built in. It settles what no rule can: that Md. is Mohammad, that Begum says
//! little about who is meant, and that Hasan and Hossain, a vowel apart, are two names.

use crate::distance::distance;
use crate::key::{Key, Keys};
use crate::sound::Sound;
use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/name_parts.tsv");

/// An unlisted spelling belongs to a listed name up to this distance, in hundredths.
const NEAREST_MAX: u16 = 36;
/// … and if the next name is further by at least this much.
const NEAREST_MARGIN: u16 = 6;

/// What an entry is in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Honorific,
    Particle,
    Given,
    Place,
}

/// One part with its spellings.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    /// 0 (not a name) or 1 (rare) to 3 (says next to nothing).
    pub(crate) commonness: u8,
    pub(crate) latin: &'static str,
    pub(crate) bangla: &'static str,
    /// The name it stands for; equal for all entries that are one name.
    pub(crate) name: &'static str,
    /// The key of that name.
    pub(crate) key: Option<Key>,
}

struct Dictionary {
    entries: Vec<Entry>,
    spellings: HashMap<&'static str, usize>,
    sounds: HashMap<Key, Vec<(Sound, usize)>>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::load);

/// The entry that lists exactly this spelling, in lower case.
pub(crate) fn find(word: &str) -> Option<&'static Entry> {
    let at = DICTIONARY.spellings.get(word)?;
    DICTIONARY.entries.get(*at)
}

/// The entry whose spellings sound nearest, if it is near and no other name is nearly as near.
pub(crate) fn nearest(sound: &Sound, keys: &Keys) -> Option<&'static Entry> {
    let mut best: Option<(u16, &Entry)> = None;
    let mut second = u16::MAX;
    let listed = keys
        .as_slice()
        .iter()
        .filter_map(|key| DICTIONARY.sounds.get(key))
        .flatten();
    for (other, at) in listed {
        let Some(entry) = DICTIONARY.entries.get(*at) else {
            continue;
        };
        let apart = distance(sound, other);
        match best {
            Some((nearest, known)) if known.name == entry.name => {
                best = Some((nearest.min(apart), known));
            }
            Some((nearest, _)) if apart >= nearest => second = second.min(apart),
            _ => {
                second = best.map_or(u16::MAX, |(nearest, _)| nearest);
                best = Some((apart, entry));
            }
        }
    }
    best.filter(|(apart, _)| {
        *apart <= NEAREST_MAX && second.saturating_sub(*apart) >= NEAREST_MARGIN
    })
    .map(|(_, entry)| entry)
}

impl Dictionary {
    fn load() -> Self {
        let mut dictionary = Self {
            entries: Vec::new(),
            spellings: HashMap::new(),
            sounds: HashMap::new(),
        };
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            dictionary.add(line);
        }
        dictionary.settle_keys();
        dictionary
    }

    /// Adds one line of the table. A malformed line is passed over; a test proves that there is none.
    fn add(&mut self, line: &'static str) {
        let mut columns = line.split('\t');
        let mut column = || columns.next();
        let (Some(class), Some(commonness), Some(latin), Some(bangla), Some(name), Some(others)) = (
            column().and_then(class_of),
            column(),
            column(),
            column(),
            column(),
            column(),
        ) else {
            return;
        };
        let commonness = commonness.parse().unwrap_or_default();
        let at = self.entries.len();
        self.entries.push(Entry {
            class,
            commonness,
            latin,
            bangla,
            name,
            key: None,
        });
        let own = [latin.trim_end_matches('.'), bangla.trim_end_matches('.')];
        for spelling in own
            .into_iter()
            .chain(others.split(' ').filter(|spelling| !spelling.is_empty()))
        {
            self.add_spelling(spelling, at);
        }
    }

    fn add_spelling(&mut self, spelling: &'static str, at: usize) {
        // The display form is capitalised; the built-in table lists its lower-case form nowhere else.
        let spelling: &'static str = if spelling.is_ascii() {
            LOWER.get(spelling).map_or(spelling, String::as_str)
        } else {
            spelling
        };
        self.spellings.entry(spelling).or_insert(at);
        let sound = Sound::of(spelling);
        for &key in Keys::of(&sound).as_slice() {
            let sounds = self.sounds.entry(key).or_default();
            if !sounds.contains(&(sound, at)) {
                sounds.push((sound, at));
            }
        }
    }

    fn settle_keys(&mut self) {
        let keys: HashMap<&str, Key> = self
            .entries
            .iter()
            .rev()
            .filter(|entry| entry.latin.trim_end_matches('.') == entry.name)
            .filter_map(|entry| {
                Some((
                    entry.name,
                    *Keys::of(&Sound::of(entry.bangla)).as_slice().first()?,
                ))
            })
            .collect();
        for entry in &mut self.entries {
            entry.key = keys.get(entry.name).copied();
        }
    }
}

/// Display forms of the table in lower case, as names are compared.
static LOWER: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter_map(|line| line.split('\t').nth(2))
        .map(|latin| latin.trim_end_matches('.'))
        .map(|latin| (latin, latin.to_ascii_lowercase()))
        .collect()
});

fn class_of(letter: &str) -> Option<Class> {
    match letter {
        "h" => Some(Class::Honorific),
        "p" => Some(Class::Particle),
        "g" => Some(Class::Given),
        "w" => Some(Class::Place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_of_the_table_is_well_formed() {
        let lines: Vec<&str> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(DICTIONARY.entries.len(), lines.len());
        assert!(lines.len() > 600);
        let mut seen = HashSet::new();
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 6, "{line}");
            assert!(matches!(columns[1], "0" | "1" | "2" | "3"), "{line}");
            assert_eq!(
                bangla::normalise::text(line.split('\t').nth(3).unwrap()),
                columns[3],
                "{line}"
            );
            for spelling in columns[5]
                .split(' ')
                .filter(|spelling| !spelling.is_empty())
            {
                assert!(seen.insert(spelling), "{spelling} is listed twice");
                assert_eq!(spelling.to_lowercase(), spelling);
            }
        }
    }

    #[test]
    fn short_forms_stand_for_their_names() {
        for (word, name) in [
            ("md", "Mohammad"),
            ("মোঃ", "Mohammad"),
            ("mst", "Mosammat"),
            ("abdur", "Abdul"),
            ("sk", "Sheikh"),
        ] {
            let entry = find(word).unwrap();
            assert_eq!(entry.name, name);
            assert!(entry.key.is_some());
        }
    }

    #[test]
    fn an_unlisted_spelling_finds_its_name() {
        for (word, name) in [
            ("hosein", "Hossain"),
            ("rofiqul", "Rafiqul"),
            ("jahangeer", "Jahangir"),
            ("taslema", "Taslima"),
        ] {
            let sound = Sound::of(word);
            assert_eq!(
                nearest(&sound, &Keys::of(&sound)).unwrap().name,
                name,
                "{word}"
            );
        }
        let sound = Sound::of("zyxw");
        assert!(nearest(&sound, &Keys::of(&sound)).is_none());
    }
}
