//! Reading what was typed into the search box.

use kernel::{Nid, Phone};

use super::number::{bare, canon};

/// Characters of a query that are read.
pub const QUERY_CHARS_MAX: usize = 120;
/// Words of a query that are used; a name, a father's name and a village have fewer.
pub const WORDS_MAX: usize = 8;
/// Numbers of a query that are looked up.
const NUMBERS_MAX: usize = 6;
/// Letters and digits from which a number may be the beginning of a longer one.
const PREFIX_MIN: usize = 3;

/// What was typed, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Numbers to look up, the likeliest reading first.
    pub numbers: Vec<String>,
    /// Words without digits, in the order typed.
    pub words: Vec<String>,
}

impl Query {
    /// Reads what was typed.
    pub fn read(text: &str) -> Self {
        let short: String = text.chars().take(QUERY_CHARS_MAX).collect();
        let text = bangla::normalise::text(&short);
        let latin = bangla::digits::to_latin(&text);
        let pieces: Vec<&str> = latin
            .split([' ', ',', ';', '।'])
            .filter(|piece| !piece.is_empty())
            .collect();
        let has_digit = |piece: &str| piece.contains(|c: char| c.is_ascii_digit());
        let words = pieces
            .iter()
            .filter(|piece| !has_digit(piece) && piece.chars().any(char::is_alphabetic))
            .take(WORDS_MAX)
            .map(|piece| (*piece).to_owned())
            .collect();
        let mut query = Self {
            numbers: Vec::new(),
            words,
        };
        if has_digit(&latin) {
            query.read_numbers(&latin, &pieces);
        }
        query
    }

    /// Whether nothing was typed that can be looked for.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.words.is_empty()
    }

    /// The words as one text.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    /// The beginnings to look for when no whole number fits: `4512` of `4512/26`, `01712` of a phone.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.numbers
            .iter()
            .map(String::as_str)
            .filter(|number| number.len() >= PREFIX_MIN)
    }

    /// A number may be the whole text (`DHK-C 4512/2026`, a phone with spaces), one piece of it, or a
    /// piece with the letters before it (`রহিম GR 211/26`).
    fn read_numbers(&mut self, latin: &str, pieces: &[&str]) {
        self.add_readings(latin);
        for (at, piece) in pieces.iter().enumerate() {
            if !piece.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let before = at
                .checked_sub(1)
                .and_then(|at| pieces.get(at))
                .filter(|before| !before.is_empty());
            if let Some(before) = before {
                self.add_readings(&format!("{before} {piece}"));
            }
            self.add_readings(piece);
        }
    }

    fn add_readings(&mut self, text: &str) {
        if let Ok(nid) = Nid::parse("nid", text) {
            self.add(nid.core());
        }
        if let Ok(phone) = Phone::parse("phone", text) {
            self.add(phone.national());
        }
        let whole = canon(text);
        self.add(&whole);
        if let Some(rest) = bare(&whole) {
            self.add(rest);
        }
    }

    fn add(&mut self, number: &str) {
        let known = self.numbers.iter().any(|known| known == number);
        if !known && !number.is_empty() && self.numbers.len() < NUMBERS_MAX {
            self.numbers.push(number.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_words_and_numbers_become_numbers() {
        let query = Query::read("রহিম, সোলেমান শম্ভুগঞ্জ");
        assert_eq!(query.words, ["রহিম", "সোলেমান", "শম্ভুগঞ্জ"]);
        assert!(query.numbers.is_empty());
        assert_eq!(
            Query::read("ঢাকা-সি ৪৫১২/২০২৬").numbers.last().unwrap(),
            "4512/26"
        );
    }

    #[test]
    fn every_form_of_a_number_is_read() {
        assert!(
            Query::read("০১৭১২ ৩৪৫ ৬৭৮")
                .numbers
                .contains(&"01712345678".to_owned())
        );
        assert!(
            Query::read("+880 1712-345678")
                .numbers
                .contains(&"01712345678".to_owned())
        );
        assert_eq!(
            Query::read("1998 2694812345678").numbers[0],
            "2694812345678"
        );
        assert_eq!(Query::read("DHK-C 4512/2026").numbers[0], "dhkc4512/26");
        let mixed = Query::read("Rahim GR 211/26");
        assert!(mixed.numbers.contains(&"gr211/26".to_owned()));
        assert_eq!(mixed.words, ["Rahim", "GR"]);
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(Query::read("  -- , ").is_empty());
        assert_eq!(Query::read(&"ক ".repeat(500)).words.len(), WORDS_MAX);
    }
}
