//! How a part of a name sounds, written the same for both scripts.
//!
//! A [`Sound`] is a short string of one-byte symbols. Where a script leaves a sound open, the symbol leaves it open too:
//! Latin `a` may be আ or the inherent vowel, Latin `ch` may be চ or ছ. What such symbols cost to exchange is the
//! business of [`crate::distance`]; which of them a key tells apart that of [`crate::key`].
//!
//! | symbol | sound | symbol | sound |
//! | --- | --- | --- | --- |
//! | `a` `@` `A` | আ, the inherent vowel, Latin a | `k` `K` | ক, খ ক্ষ |
//! | `o` `O` | ও, Latin o | `s` `S` | স, শ ষ sh |
//! | `i` `e` `u` | ই ঈ, এ, উ ঊ | `c` `C` `X` | চ, ছ, Latin ch |
//! | `Y` `W` | diphthongs ending in i, in u | `b` `v` | ব, ভ v |
//! | `I` | y at the beginning of a Latin name | `n` `N` | ন ণ ঞ, ঙ ং ng |
//! | `y` `w` | য and ব written after a consonant, hardly heard | `r` `R` | র, ড় ঢ় |
//! | `~` | চন্দ্রবিন্দু | `G` `^` | জ্ঞ as two symbols |
//! | `$` `%` | ষ of ক্ষ and ম of ক্ষ্ম, স্ম: written, often silent | `g j t d p f m l h` | as they read |

mod bangla;
mod latin;

/// The most symbols that a sound keeps. The longest single part of a real name is shorter.
pub(crate) const SOUND_MAX: usize = 24;

/// The sound of one part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sound {
    len: usize,
    symbols: [u8; SOUND_MAX],
}

impl Sound {
    /// The sound of a word in lower-case Latin or in Bangla; empty in any other script.
    pub(crate) fn of(word: &str) -> Self {
        if word.is_ascii() {
            latin::sound(word)
        } else {
            bangla::sound(word)
        }
    }

    pub(crate) fn symbols(&self) -> &[u8] {
        self.symbols.get(..self.len).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The same sound without its last `count` symbols.
    #[must_use]
    pub(crate) fn without_last(mut self, count: usize) -> Self {
        self.len = self.len.saturating_sub(count);
        self
    }

    fn last(&self) -> Option<u8> {
        self.symbols().last().copied()
    }

    /// Appends a consonant; one that is doubled, or doubled by its aspirate, is heard once.
    fn consonant(&mut self, symbol: u8) {
        match self.last() {
            Some(last) if class(last) == class(symbol) => self.replace_last(symbol),
            _ => self.append(symbol),
        }
    }

    /// Appends a vowel; two that make a diphthong become one symbol.
    fn vowel(&mut self, symbol: u8) {
        match (self.last(), symbol) {
            (Some(last), _) if last == symbol => {}
            (Some(b'a' | b'A' | b'@' | b'O' | b'o'), b'i' | b'e' | b'Y') | (Some(b'e'), b'i') => {
                self.replace_last(b'Y');
            }
            (Some(b'Y'), b'i' | b'e') => {}
            (Some(b'a' | b'A' | b'@'), b'u' | b'o' | b'O' | b'W') | (Some(b'o' | b'O'), b'u') => {
                self.replace_last(b'W');
            }
            _ => self.append(symbol),
        }
    }

    fn append(&mut self, symbol: u8) {
        if let Some(slot) = self.symbols.get_mut(self.len) {
            *slot = symbol;
            self.len += 1;
        }
    }

    fn replace_last(&mut self, symbol: u8) {
        if let Some(slot) = self
            .len
            .checked_sub(1)
            .and_then(|at| self.symbols.get_mut(at))
        {
            *slot = symbol;
        }
    }
}

/// Whether `symbol` is a full vowel.
pub(crate) const fn is_vowel(symbol: u8) -> bool {
    matches!(
        symbol,
        b'a' | b'A' | b'@' | b'o' | b'O' | b'i' | b'e' | b'u' | b'Y' | b'W' | b'I'
    )
}

/// Whether `symbol` is written more often than it is heard.
pub(crate) const fn is_faint(symbol: u8) -> bool {
    matches!(symbol, b'y' | b'w' | b'~' | b'$' | b'%' | b'^')
}

/// The letter that stands for `symbol` and all that are written for each other with it.
pub(crate) const fn class(symbol: u8) -> u8 {
    match symbol {
        b'K' => b'k',
        b'S' | b'c' | b'C' | b'X' => b's',
        b'v' => b'b',
        b'N' => b'n',
        b'R' => b'r',
        b'G' => b'g',
        other => other,
    }
}

#[cfg(test)]
pub(crate) fn spelt(word: &str) -> String {
    String::from_utf8(Sound::of(word).symbols().to_vec()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_very_long_word_is_cut_not_refused() {
        assert_eq!(Sound::of(&"kam".repeat(100)).symbols().len(), SOUND_MAX);
    }

    #[test]
    fn other_scripts_have_no_sound() {
        assert!(Sound::of("محمد").is_empty());
        assert!(Sound::of("").is_empty());
    }
}
