//! Scoring what the lists gave, and saying why.

use std::collections::HashMap;

use names::Name;

use super::Why;
use super::heard::{Heard, heard};
use super::keys::{Word, place_texts};

/// How like two words must be to count as the same word in another spelling or script.
const WORD_ALIKE_MIN: f64 = 0.72;
/// From here two words of one script differ in spelling only.
const WORD_SPELLING_MIN: f64 = 0.9;
/// People who fit less are not shown.
pub const SCORE_MIN: f64 = 0.45;
/// What a word says even when every second man is called so.
const WORD_WEIGHT_MIN: f64 = 0.2;
/// What the likeness of the whole names adds to that of the words.
const WHOLE_SHARE: f64 = 0.2;
/// What a word is worth that agrees with another field than the name.
const FATHER_WORTH: f64 = 0.94;
const SPOUSE_WORTH: f64 = 0.9;
const PLACE_WORTH: f64 = 0.86;

/// The texts of one document.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// Names, a tab between.
    pub names: &'a str,
    /// Father's names, a tab between.
    pub fathers: &'a str,
    /// Husband's or wife's names, a tab between.
    pub spouses: &'a str,
    /// Villages, a tab between.
    pub villages: &'a str,
    /// Codes of places, a space between.
    pub places: &'a str,
}

/// Scores documents against one query. Names are made of few words, so the likeness of two words is
/// reckoned once for all documents, and so is that of two whole names.
pub struct Ranker {
    text: String,
    name: Name,
    words: Vec<Asked>,
    in_names: HashMap<String, Vec<f64>>,
    elsewhere: HashMap<String, Vec<f64>>,
    whole: HashMap<String, f64>,
    places: HashMap<String, Vec<String>>,
}

/// A word of the query, taken apart.
struct Asked {
    name: Name,
    keys: Vec<String>,
    rarity: f64,
}

/// How one word of the query was found.
#[derive(Clone, Copy, Debug, Default)]
struct Best {
    worth: f64,
    alike: f64,
    why: Option<Why>,
}

/// A score by words alone: what is reckoned of many documents to choose the few that are scored wholly.
#[derive(Clone, Debug)]
pub struct Rough {
    /// From 0 to 1.
    pub score: f64,
    best: Vec<Best>,
}

impl Ranker {
    /// For a query of these words.
    pub fn new(text: &str, words: Vec<Word>) -> Self {
        Self {
            text: text.to_owned(),
            name: Name::parse(text),
            words: words
                .into_iter()
                .map(|word| Asked {
                    name: Name::parse(&word.text),
                    keys: word.keys,
                    rarity: word.rarity,
                })
                .collect(),
            in_names: HashMap::new(),
            elsewhere: HashMap::new(),
            whole: HashMap::new(),
            places: HashMap::new(),
        }
    }

    /// The score by words: each word of the query where it fits best, common words counting less. Father,
    /// husband or wife and places are looked at for words that the name does not explain.
    pub fn rough(&mut self, texts: &Texts<'_>) -> Rough {
        let mut best = vec![Best::default(); self.words.len()];
        self.look_in(texts.names, 1.0, Why::NameSound, &mut best);
        let explained = |best: &[Best]| best.iter().all(|best| best.worth >= WORD_SPELLING_MIN);
        if !explained(&best) {
            self.look_in(texts.fathers, FATHER_WORTH, Why::Father, &mut best);
            self.look_in(texts.spouses, SPOUSE_WORTH, Why::Spouse, &mut best);
        }
        if !explained(&best) {
            self.look_in(texts.villages, PLACE_WORTH, Why::Place, &mut best);
            for place in self.place_names(texts.places) {
                self.look_in(&place, PLACE_WORTH, Why::Place, &mut best);
            }
        }
        let weight = |word: &Asked| WORD_WEIGHT_MIN + word.rarity;
        let total: f64 = self.words.iter().map(weight).sum();
        let found: f64 = self
            .words
            .iter()
            .zip(&best)
            .map(|(word, best)| weight(word) * best.worth)
            .sum();
        Rough {
            score: if total > 0.0 { found / total } else { 0.0 },
            best,
        }
    }

    /// From 0 to 1, and why; none when it fits too little to be shown.
    pub fn score(&mut self, texts: &Texts<'_>, rough: &Rough) -> Option<(f64, Vec<Why>)> {
        let whole = parts(texts.names)
            .map(|name| self.likeness_of_names(name))
            .fold(0.0, f64::max);
        let score = (1.0 - WHOLE_SHARE) * rough.score.max(whole) + WHOLE_SHARE * whole;
        (score >= SCORE_MIN).then(|| (score, self.reasons(texts, &rough.best, whole)))
    }

    fn likeness_of_names(&mut self, other: &str) -> f64 {
        if let Some(known) = self.whole.get(other) {
            return *known;
        }
        let likeness = self.name.score(&Name::parse(other));
        self.whole.insert(other.to_owned(), likeness);
        likeness
    }

    /// Raises `best` by the words of a text.
    fn look_in(&mut self, text: &str, worth: f64, why: Why, best: &mut [Best]) {
        for token in text.split_whitespace() {
            for (best, alike) in best.iter_mut().zip(self.likeness(token, why)) {
                if *alike >= WORD_ALIKE_MIN && alike * worth > best.worth {
                    *best = Best {
                        worth: alike * worth,
                        alike: *alike,
                        why: Some(why),
                    };
                }
            }
        }
    }

    /// How like each word of the query this word is. Outside the name, where words are many and hardly
    /// repeat, only those that share a phonetic key are compared.
    fn likeness(&mut self, token: &str, why: Why) -> &[f64] {
        let in_name = why == Why::NameSound;
        let known = if in_name {
            &mut self.in_names
        } else {
            &mut self.elsewhere
        };
        if !known.contains_key(token) {
            let parts = heard(token);
            let like = |word: &Asked| {
                let sounds =
                    |part: &&Heard| in_name || part.keys.iter().any(|key| word.keys.contains(key));
                let scores = parts
                    .iter()
                    .filter(sounds)
                    .map(|part| word.name.score(&part.name));
                scores.fold(0.0, f64::max)
            };
            let likeness = self.words.iter().map(like).collect();
            known.insert(token.to_owned(), likeness);
        }
        known.get(token).map_or(&[], Vec::as_slice)
    }

    fn place_names(&mut self, codes: &str) -> Vec<String> {
        let mut all = Vec::new();
        for code in codes.split_whitespace() {
            let names = self
                .places
                .entry(code.to_owned())
                .or_insert_with(|| place_texts(&[], &[code.to_owned()]));
            all.extend(names.iter().cloned());
        }
        all
    }

    fn reasons(&self, texts: &Texts<'_>, best: &[Best], whole: f64) -> Vec<Why> {
        let mut why: Vec<Why> = Vec::new();
        let named: Vec<&Best> = best
            .iter()
            .filter(|best| best.why == Some(Why::NameSound))
            .collect();
        if !named.is_empty() || whole >= WORD_ALIKE_MIN {
            let same =
                parts(texts.names).any(|name| name.to_lowercase() == self.text.to_lowercase());
            let least = named.iter().map(|best| best.alike).fold(1.0, f64::min);
            why.push(if same {
                Why::NameSame
            } else if least >= WORD_SPELLING_MIN {
                Why::NameSpelling
            } else {
                Why::NameSound
            });
        }
        for reason in [Why::Father, Why::Spouse, Why::Place] {
            if best.iter().any(|best| best.why == Some(reason)) {
                why.push(reason);
            }
        }
        why
    }
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split('\t').filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::keys::words;

    const RAHIM: Texts<'_> = Texts {
        names: "মো. আব্দুর রহিম\tMd. Abdur Rahim",
        fathers: "সোলায়মান আলী\tSolaiman Ali",
        spouses: "",
        villages: "শম্ভুগঞ্জ",
        places: "",
    };

    fn score(query: &str, texts: &Texts<'_>) -> Option<(f64, Vec<Why>)> {
        let mut ranker = Ranker::new(query, words(query));
        let rough = ranker.rough(texts);
        ranker.score(texts, &rough)
    }

    #[test]
    fn words_that_no_name_takes_are_tried_on_father_and_village() {
        let (score, why) = score("রহিম সোলায়মান শম্ভুগঞ্জ", &RAHIM).unwrap();
        assert!(score > 0.7, "{score}");
        assert!(
            why.contains(&Why::Father) && why.contains(&Why::Place),
            "{why:?}"
        );
    }

    #[test]
    fn the_closer_name_ranks_higher() {
        let exact = score("Md. Abdur Rahim", &RAHIM).unwrap();
        let spelt = score("Abdur Rohim", &RAHIM).unwrap();
        assert_eq!(exact.1, [Why::NameSame]);
        assert!(exact.0 > spelt.0 && spelt.0 > 0.7, "{exact:?} {spelt:?}");
    }

    #[test]
    fn another_name_is_not_shown() {
        assert_eq!(score("Nasrin Akter", &RAHIM), None);
    }
}
