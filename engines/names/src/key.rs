//! Phonetic keys: few letters that every spelling of a name shares.
//!
//! A key is the consonants of a sound, each as the letter of its class, after an `a` if the name begins with a vowel.
//! Letters that are written but not always heard make a second key; endings that come and go make a third. Keys are
//! made for recall: names that are not the same may share one, and [`crate::score`] tells them apart.

use crate::sound::{Sound, class, is_vowel};

/// The most keys of one part of a name.
pub const KEYS_PER_PART_MAX: usize = 3;

/// The longest key, in bytes. Later consonants are left off.
pub const KEY_BYTES_MAX: usize = 12;

/// One key, kept without allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Key {
    bytes: [u8; KEY_BYTES_MAX],
    len: usize,
}

impl Key {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A key for a word of which no consonant and no opening vowel is known: it meets only the same word.
    pub(crate) fn literal(word: &str) -> Self {
        let mut key = Self::default();
        key.push(b'=');
        let mut hash = fnv1a(word.bytes());
        while hash > 0 && key.len < KEY_BYTES_MAX {
            key.push(b'a' + u8::try_from(hash % 26).unwrap_or_default());
            hash /= 26;
        }
        key
    }

    fn push(&mut self, letter: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = letter;
            self.len += 1;
        }
    }

    /// The key of two parts written as one word.
    #[must_use]
    pub(crate) fn joined(mut self, next: Self) -> Self {
        for (at, &letter) in next.as_bytes().iter().enumerate() {
            // Inside a word neither an opening vowel nor an h leaves a mark, and a double is heard once.
            let opening = at == 0 && matches!(letter, b'a' | b'h');
            let doubled = at == 0 && self.as_bytes().last() == Some(&letter);
            if !opening && !doubled {
                self.push(letter);
            }
        }
        self
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_bytes()
            .iter()
            .try_for_each(|&letter| f.write_fmt(format_args!("{}", char::from(letter))))
    }
}

/// 64-bit FNV-1a: the same on every machine and in every release, which the standard library's hasher is not.
pub(crate) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.fold(BASIS, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

/// Up to [`KEYS_PER_PART_MAX`] different keys, most likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Keys {
    keys: [Key; KEYS_PER_PART_MAX],
    len: usize,
}

impl Keys {
    /// The keys of `sound`.
    pub(crate) fn of(sound: &Sound) -> Self {
        let mut keys = Self::default();
        keys.add(skeleton(sound.symbols(), false));
        keys.add(skeleton(sound.symbols(), true));
        if let Some(key) = unsteady_ending(sound) {
            keys.add(key);
        }
        keys
    }

    pub(crate) fn as_slice(&self) -> &[Key] {
        self.keys.get(..self.len).unwrap_or_default()
    }

    /// Adds `key` unless it is empty, known, or one too many.
    pub(crate) fn add(&mut self, key: Key) {
        if key.is_empty() || self.as_slice().contains(&key) {
            return;
        }
        if let Some(slot) = self.keys.get_mut(self.len) {
            *slot = key;
            self.len += 1;
        }
    }

    /// Whether a key is in both.
    pub(crate) fn meet(&self, other: &Self) -> bool {
        self.as_slice()
            .iter()
            .any(|key| other.as_slice().contains(key))
    }
}

/// The class letters of `symbols`; with or without the letters that are faintly heard.
fn skeleton(symbols: &[u8], faint_heard: bool) -> Key {
    let mut key = Key::default();
    let mut last = None;
    let mut previous = 0;
    for (at, &symbol) in symbols.iter().enumerate() {
        let next = symbols.get(at + 1).copied();
        let letter = if faint_heard {
            faint_letter(symbol, previous, next)
        } else {
            None
        };
        let letter = letter.or_else(|| plain_letter(symbol, at == 0, next));
        if let Some(letter) = letter.filter(|_| letter != last) {
            key.push(letter);
        }
        // A vowel between two equal consonants keeps them two; what is silent does not.
        if letter.is_some() || is_vowel(symbol) {
            last = letter;
        }
        previous = symbol;
    }
    key
}

/// The letter of a symbol that is surely heard.
fn plain_letter(symbol: u8, first: bool, next: Option<u8>) -> Option<u8> {
    match symbol {
        b'w' if first => Some(b'a'),
        b'h' => (first && next.is_some_and(is_vowel)).then_some(b'h'),
        b'y' | b'w' | b'~' | b'$' | b'%' | b'^' => None,
        vowel if is_vowel(vowel) => first.then_some(b'a'),
        consonant => Some(class(consonant)),
    }
}

/// The letter of a symbol that some write and some do not, where it is written.
fn faint_letter(symbol: u8, previous: u8, next: Option<u8>) -> Option<u8> {
    match symbol {
        b'~' | b'^' => Some(b'n'),
        b'$' => Some(b's'),
        b'%' => Some(b'm'),
        // Jnanendra beside Gyanendra, Yogesh beside Jogesh.
        b'G' | b'I' => Some(b'j'),
        // Bhattacharya beside Bhattacharjee.
        b'y' if previous == b'r' => Some(b'j'),
        // Nawab beside Nobab, Parwez beside Parvez.
        b'w' if previous == b'r' || (is_vowel(previous) && next.is_some_and(is_vowel)) => {
            Some(b'b')
        }
        _ => None,
    }
}

/// The key without an ending that is often left off or exchanged.
fn unsteady_ending(sound: &Sound) -> Option<Key> {
    match sound.symbols() {
        // Harun-ur, Kamr-ul: the article belongs to the next part. Shorter names only look like it (Abdul, Babul).
        symbols @ [.., b'u', b'l' | b'r' | b'j'] if symbols.len() >= 6 => {
            Some(skeleton(sound.without_last(1).symbols(), false))
        }
        // Bhuiyan beside Bhuiya, Mian beside Mia.
        [.., b'i' | b'u' | b'y', b'a' | b'A', b'n'] => {
            Some(skeleton(sound.without_last(1).symbols(), false))
        }
        // Kalachand beside Kalachan.
        [.., b'n', b'd'] => Some(skeleton(sound.without_last(1).symbols(), false)),
        // Gomes beside Gomez.
        [.., b'e', b's'] => {
            let mut key = skeleton(sound.without_last(1).symbols(), false);
            key.push(b'j');
            Some(key)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(word: &str) -> Vec<String> {
        Keys::of(&Sound::of(word))
            .as_slice()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (word, expected) in [
            ("রহমান", vec!["rmn"]),
            ("rehman", vec!["rmn"]),
            ("জাহাঙ্গীর", vec!["jnr"]),
            ("zahangir", vec!["jnr"]),
            ("লক্ষ্মী", vec!["lk", "lksm"]),
            ("laxmi", vec!["lk", "lksm"]),
            ("lokkhi", vec!["lk", "lks"]),
            ("yogesh", vec!["ags", "jgs"]),
            ("যোগেশ", vec!["jgs"]),
            ("bhuiyan", vec!["bn", "b"]),
            ("ভূঞা", vec!["b"]),
            ("kamrul", vec!["kmrl", "kmr"]),
            ("gomes", vec!["gms", "gmj"]),
            ("wahid", vec!["ad"]),
            ("অহিদ", vec!["ad"]),
            ("nawab", vec!["nb", "nbb"]),
        ] {
            assert_eq!(keys(word), expected, "{word}");
        }
    }

    #[test]
    fn two_parts_and_one_word_make_one_key() {
        for (first, second, whole) in [
            ("shah", "jahan", "shahjahan"),
            ("nur", "un", "nurun"),
            ("jahan", "ara", "jahanara"),
        ] {
            let joined = Keys::of(&Sound::of(first)).as_slice()[0]
                .joined(Keys::of(&Sound::of(second)).as_slice()[0]);
            assert_eq!(joined.to_string(), keys(whole)[0]);
        }
    }

    #[test]
    fn a_literal_key_meets_only_itself() {
        assert_eq!(Key::literal("محمد"), Key::literal("محمد"));
        assert_ne!(Key::literal("محمد"), Key::literal("احمد"));
        assert!(Key::literal("محمد").to_string().len() <= KEY_BYTES_MAX);
    }

    #[test]
    fn a_key_is_cut_at_its_limit() {
        assert_eq!(keys("bakadagafalamanaparasatabaka")[0].len(), KEY_BYTES_MAX);
    }
}
