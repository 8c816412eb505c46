//! A name as people type it, cut into words in one spelling.

use crate::dictionary;
use unicode_normalization::UnicodeNormalization;

/// The most bytes of a text that are read; no real name is longer.
pub(crate) const NAME_BYTES_MAX: usize = 512;

const VISARGA: char = 'ঃ';
const ZWNJ: char = '\u{200C}';

/// The words of `text`: lower case, without accents, points and other marks.
///
/// The visarga or colon of a short form (মোঃ, মো:) stays with it as a visarga where the dictionary knows it so.
pub(crate) fn words(text: &str) -> Vec<String> {
    let text = bangla::normalise::text(text);
    let mut words = Words {
        done: Vec::with_capacity(6),
        word: String::new(),
    };
    let mut bytes = 0;
    for c in text.chars() {
        bytes += c.len_utf8();
        if bytes > NAME_BYTES_MAX {
            break;
        }
        words.take(c);
    }
    words.end();
    words.done
}

struct Words {
    done: Vec<String>,
    word: String,
}

impl Words {
    fn take(&mut self, c: char) {
        match c {
            'A'..='Z' => self.word.push(c.to_ascii_lowercase()),
            'a'..='z' => self.word.push(c),
            VISARGA | ':' => self.abbreviate(),
            // D'Costa is Costa; in other names an apostrophe is nothing (Ka'ab).
            '\'' | '’' | '‘' | '`' => {
                if self.word == "d" {
                    self.word.clear();
                }
            }
            '@' => {
                self.end();
                self.done.push("alias".to_owned());
            }
            ZWNJ => {}
            '\u{0981}'..='\u{09DF}' | '\u{200D}' => self.word.push(c),
            _ if c.is_alphabetic() => self.fold(c),
            // A mark on a letter, as in Khaṅ written in two code points.
            _ if unicode_normalization::char::is_combining_mark(c) => {}
            _ => self.end(),
        }
    }

    /// Takes accents off a Latin letter; a letter of another script stays as it is.
    fn fold(&mut self, c: char) {
        let base: String = std::iter::once(c)
            .nfkd()
            .filter(char::is_ascii_alphabetic)
            .collect();
        if base.is_empty() {
            self.word.extend(c.to_lowercase());
        } else {
            self.word.push_str(&base.to_ascii_lowercase());
        }
    }

    fn abbreviate(&mut self) {
        if self.word.is_empty() {
            return;
        }
        self.word.push(VISARGA);
        if dictionary::find(&self.word).is_some() {
            self.end();
        } else {
            // দুঃখ: inside a word it is hardly heard. After an unknown short form it only ends the word.
            self.word.pop();
        }
    }

    fn end(&mut self) {
        if !self.word.is_empty() {
            self.done.push(std::mem::take(&mut self.word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_cut_off_and_letters_folded() {
        for (text, expected) in [
            ("Md. Abdul  KARIM", vec!["md", "abdul", "karim"]),
            ("মোঃ আব্দুল করিম", vec!["মোঃ", "আব্দুল", "করিম"]),
            ("মো:আলী", vec!["মোঃ", "আলী"]),
            ("Nur-ul-Islam", vec!["nur", "ul", "islam"]),
            ("Khaṅ José", vec!["khan", "jose"]),
            ("Peter D'Costa", vec!["peter", "costa"]),
            (
                "Karim (Kala) @ Babu",
                vec!["karim", "kala", "alias", "babu"],
            ),
            ("A.K.M. Fazlul", vec!["a", "k", "m", "fazlul"]),
            ("করিম ৪২", vec!["করিম"]),
            (" . - ", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_is_read_up_to_its_limit() {
        let read: usize = words(&"karim ".repeat(1000)).iter().map(String::len).sum();
        assert!(read <= NAME_BYTES_MAX);
    }
}
