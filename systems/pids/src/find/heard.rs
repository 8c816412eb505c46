//! Words of documents, taken apart. Names, villages and unions are written with the same few thousand words
//! over and over, and taking one apart costs more than comparing it, so the parts are kept from search to
//! search.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use names::Name;

use super::keys::words;

/// Words that are kept: some 10 MiB. When there are more, the store begins anew; what is common is back
/// at once.
const KEPT_MAX: usize = 20_000;
/// A longer word is hardly met twice. Bytes.
const KEPT_BYTES_MAX: usize = 64;

/// One part of a word, by its sound. Most words have one; `Nasiruddin` has two.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// As it is compared.
    pub(super) name: Name,
    /// Its phonetic keys, the likeliest first.
    pub(super) keys: Vec<String>,
}

/// The parts of `word`: a pure function, remembered.
pub(super) fn heard(word: &str) -> Arc<[Heard]> {
    static KEPT: LazyLock<Mutex<HashMap<String, Arc<[Heard]>>>> = LazyLock::new(Mutex::default);
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept().get(word) {
        return Arc::clone(known);
    }
    // Other searches go on while this one takes the word apart.
    let parts = take_apart(word);
    if word.len() <= KEPT_BYTES_MAX {
        let mut kept = kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(word.to_owned(), Arc::clone(&parts));
    }
    parts
}

fn take_apart(word: &str) -> Arc<[Heard]> {
    words(word)
        .into_iter()
        .map(|part| Heard {
            name: Name::parse(&part.text),
            keys: part.keys,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_heard_the_same_the_second_time_and_a_flood_of_words_is_let_go() {
        let keys = |word: &str| -> Vec<Vec<String>> {
            heard(word).iter().map(|part| part.keys.clone()).collect()
        };
        let first = keys("Nasiruddin");
        assert_eq!(first.len(), 2);
        assert_eq!(keys("Nasiruddin"), first);
        for number in 0..=KEPT_MAX {
            heard(&format!("{number}"));
        }
        assert_eq!(keys("Nasiruddin"), first);
    }
}
