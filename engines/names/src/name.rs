//! A name taken apart.

use crate::compare::{keys_of_names_match, score_names};
use crate::dictionary::{self, Class, Entry};
use crate::joins;
use crate::key::{Key, Keys};
use crate::sound::Sound;
use crate::words::words;

/// The most parts of a name that are kept.
pub const PARTS_MAX: usize = 12;

/// A person's name, taken apart.
///
/// ```
/// use names::{Name, PartKind};
///
/// let name = Name::parse("Md. Abdurrahman");
/// let kinds: Vec<PartKind> = name.parts().iter().map(|part| part.kind).collect();
/// assert_eq!(kinds, [PartKind::Honorific, PartKind::Given, PartKind::Given]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Name {
    parts: Vec<Part>,
}

/// What a part does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Tells persons apart: Karim, Hossain, Chakma.
    Given,
    /// Stands before names without telling persons apart: Md., Mst., Alhaj, Late.
    Honorific,
    /// Binds names: alias, bin, al.
    Particle,
    /// One letter of A.K.M.
    Initial,
}

/// One part of a name.
#[derive(Debug, Clone)]
pub struct Part {
    /// The part in its compared form: normalised Bangla or lower-case Latin.
    pub text: String,
    /// What it does in the name.
    pub kind: PartKind,
    pub(crate) sound: Sound,
    pub(crate) keys: Keys,
    pub(crate) entry: Option<&'static Entry>,
    /// A given part follows, so an article at the end (Rafiq-ul) may belong to that.
    pub(crate) followed: bool,
}

impl Name {
    /// Takes `text` apart. Never fails: what cannot be read as a name has no parts.
    pub fn parse(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for word in joins::reattach_articles(words(text)) {
            add_word(&mut parts, word);
        }
        parts.truncate(PARTS_MAX);
        let mut follower = None;
        for part in parts.iter_mut().rev() {
            part.followed = follower == Some(PartKind::Given);
            follower = Some(part.kind);
        }
        Self { parts }
    }

    /// The parts in the order in which they stand.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether nothing in the text was a name.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How likely this and `other` are the same name; see [`crate::score`], which takes texts.
    ///
    /// A search takes its query apart once and calls this for each candidate.
    pub fn score(&self, other: &Self) -> f64 {
        score_names(self, other)
    }

    /// Whether this and `other` may be the same name; see [`crate::keys_match`], which takes texts.
    pub fn keys_match(&self, other: &Self) -> bool {
        keys_of_names_match(self, other)
    }

    /// The parts that tell who is meant: the given parts, or the honorifics of a name that has nothing else.
    pub(crate) fn informative(&self) -> Vec<&Part> {
        let given = self.of_kind(PartKind::Given);
        if given.is_empty() {
            self.of_kind(PartKind::Honorific)
        } else {
            given
        }
    }

    pub(crate) fn of_kind(&self, kind: PartKind) -> Vec<&Part> {
        self.parts.iter().filter(|part| part.kind == kind).collect()
    }
}

fn add_word(parts: &mut Vec<Part>, word: String) {
    if let Some(entry) = dictionary::find(&word) {
        parts.push(Part::new(word, kind_of(entry), Some(entry)));
    } else if let Some(letters) = joins::initials(&word) {
        for letter in letters.chars() {
            parts.push(Part::new(letter.to_string(), PartKind::Initial, None));
        }
    } else if let Some(words) = joins::split(&word) {
        for word in words {
            let entry = dictionary::find(&word);
            parts.push(Part::new(word, PartKind::Given, entry));
        }
    } else {
        parts.push(Part::new(word, PartKind::Given, None));
    }
}

fn kind_of(entry: &Entry) -> PartKind {
    match entry.class {
        Class::Honorific => PartKind::Honorific,
        Class::Particle => PartKind::Particle,
        Class::Given | Class::Place => PartKind::Given,
    }
}

impl Part {
    fn new(text: String, kind: PartKind, entry: Option<&'static Entry>) -> Self {
        let sound = Sound::of(&text);
        let mut keys = Keys::default();
        if matches!(kind, PartKind::Given | PartKind::Honorific) {
            if let Some(key) = entry.and_then(|entry| entry.key) {
                keys.add(key);
            }
            for &key in Keys::of(&sound).as_slice() {
                keys.add(key);
            }
            if keys.as_slice().is_empty() {
                keys.add(Key::literal(&text));
            }
        }
        Self {
            text,
            kind,
            sound,
            keys,
            entry,
            followed: false,
        }
    }

    /// This part and the one after it as one word.
    pub(crate) fn merged(&self, next: &Self) -> Self {
        let text = format!("{}{}", self.text, next.text);
        let entry = dictionary::find(&text);
        let mut part = Self::new(text, PartKind::Given, entry);
        part.followed = next.followed;
        part
    }

    /// The phonetic keys, most likely first; at most [`crate::KEYS_PER_PART_MAX`], none for initials and particles.
    ///
    /// A key is ASCII, at most [`crate::KEY_BYTES_MAX`] bytes, and the same for both scripts.
    pub fn keys(&self) -> Vec<String> {
        self.keys.as_slice().iter().map(Key::to_string).collect()
    }

    /// How much it says about who is meant: 0 (every second person is called so) to 1 (hardly anyone).
    pub fn rarity(&self) -> f64 {
        match (self.kind, self.entry.map(|entry| entry.commonness)) {
            (PartKind::Honorific | PartKind::Particle, _) => 0.0,
            (PartKind::Initial, _) => 0.05,
            (PartKind::Given, Some(3)) => 0.1,
            (PartKind::Given, Some(2)) => 0.45,
            (PartKind::Given, Some(_)) => 0.7,
            (PartKind::Given, None) => 0.9,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(String, PartKind)> {
        Name::parse(text)
            .parts()
            .iter()
            .map(|part| (part.text.clone(), part.kind))
            .collect()
    }

    #[test]
    fn each_part_gets_its_kind() {
        use PartKind::{Given, Honorific, Initial, Particle};
        for (text, expected) in [
            (
                "মোঃ আব্দুল করিম",
                vec![("মোঃ", Honorific), ("আব্দুল", Given), ("করিম", Given)],
            ),
            (
                "A.K.M. Fazlul",
                vec![
                    ("a", Initial),
                    ("k", Initial),
                    ("m", Initial),
                    ("fazlul", Given),
                ],
            ),
            (
                "এ কে এম ফজলুল",
                vec![
                    ("a", Initial),
                    ("k", Initial),
                    ("m", Initial),
                    ("ফজলুল", Given),
                ],
            ),
            (
                "AKM Fazlul",
                vec![
                    ("a", Initial),
                    ("k", Initial),
                    ("m", Initial),
                    ("fazlul", Given),
                ],
            ),
            (
                "Late Karim alias Kala",
                vec![
                    ("late", Honorific),
                    ("karim", Given),
                    ("alias", Particle),
                    ("kala", Given),
                ],
            ),
            ("Nasiruddin", vec![("nasir", Given), ("uddin", Given)]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(text, kind)| (text.to_owned(), kind))
                .collect();
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn both_scripts_and_short_forms_share_keys() {
        for (a, b) in [
            ("Md.", "মোহাম্মদ"),
            ("Abdur", "আবদুল"),
            ("Sk", "শেখ"),
            ("Chy", "চৌধুরী"),
        ] {
            assert_eq!(
                Name::parse(a).parts()[0].keys()[0],
                Name::parse(b).parts()[0].keys()[0],
                "{a} {b}"
            );
        }
    }

    #[test]
    fn common_parts_say_little() {
        let rarity = |text: &str| Name::parse(text).parts()[0].rarity();
        assert!(rarity("Md.") < rarity("Begum"));
        assert!(rarity("Begum") < rarity("Kabir"));
        assert!(rarity("Kabir") < rarity("Tanchangya"));
    }

    #[test]
    fn there_are_never_too_many_parts() {
        assert_eq!(Name::parse(&"karim ".repeat(60)).parts().len(), PARTS_MAX);
        assert!(Name::parse("12 . -").is_empty());
    }
}
