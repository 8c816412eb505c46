//! Keys for an inverted index of names, kept in a table of the database: `(key BIGINT, doc BIGINT)`.
//!
//! A name is filed under each of its phonetic keys and under each unordered pair of keys of two different parts. A
//! search for two or more parts reads the short lists of pairs; a search for one part reads its own list. What is found
//! is ranked by [`crate::score`].
//!
//! An index key is a 64-bit FNV-1a hash without its sign bit, so that it is the same on every machine, release and
//! database. A change of the phonetic keys or of the dictionary needs the index to be built anew:
//! [`VERSION`] says when.

use crate::compare::joined_keys;
use crate::key::{Key, fnv1a};
use crate::name::{Name, Part};

/// The most index keys of one name.
pub const DOC_KEYS_MAX: usize = 64;

/// Changes whenever the index keys of some name change; store it beside the index.
pub const VERSION: u32 = 1;

/// How many keys of a part take part in pairs: the third is for lookups of that part alone.
const PAIRED_KEYS_MAX: usize = 2;

/// What a query is looked up by. Each inner list holds alternatives: a document under any of them has that part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueryKeys {
    /// One list for each pair of parts, the most telling pair first. Empty for a query of one part.
    pub pairs: Vec<Vec<i64>>,
    /// One list for each part, the rarest first.
    pub singles: Vec<Vec<i64>>,
}

/// The keys that `name` is filed under: sorted, without duplicates, at most [`DOC_KEYS_MAX`], never negative.
///
/// ```
/// let filed = names::index::doc_keys("মোঃ আব্দুল করিম");
/// let asked = names::index::query_keys("Abdul Korim");
/// assert!(asked.pairs[0].iter().any(|key| filed.contains(key)));
/// ```
pub fn doc_keys(name: &str) -> Vec<i64> {
    let name = Name::parse(name);
    let parts = name.informative();
    let mut keys: Vec<i64> = parts
        .iter()
        .flat_map(|part| part.keys.as_slice())
        .map(single)
        .collect();
    // Shah Jahan is also looked for as Shahjahan.
    for pair in parts.windows(2) {
        keys.extend(joined_keys(pair).take(1).map(|key| single(&key)));
    }
    for (at, first) in parts.iter().enumerate() {
        for second in parts.iter().skip(at + 1) {
            keys.extend(pair_keys(first, second));
        }
    }
    // Singles come first, so that a name of very many parts loses pairs, never a part.
    keys.truncate(DOC_KEYS_MAX);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys to look a query up by.
///
/// Try the pairs in turn, then the singles, until enough candidates are found.
pub fn query_keys(text: &str) -> QueryKeys {
    let name = Name::parse(text);
    let mut parts = name.informative();
    parts.sort_by(|a, b| b.rarity().total_cmp(&a.rarity()));
    let mut pairs: Vec<(f64, Vec<i64>)> = Vec::new();
    for (at, first) in parts.iter().enumerate() {
        for second in parts.iter().skip(at + 1) {
            pairs.push((
                first.rarity() + second.rarity(),
                tidy(pair_keys(first, second).collect()),
            ));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    QueryKeys {
        pairs: pairs.into_iter().map(|(_, keys)| keys).collect(),
        singles: parts
            .iter()
            .map(|part| tidy(part.keys.as_slice().iter().map(single).collect()))
            .collect(),
    }
}

fn tidy(mut keys: Vec<i64>) -> Vec<i64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn pair_keys<'a>(first: &'a Part, second: &'a Part) -> impl Iterator<Item = i64> + 'a {
    let of = |part: &'a Part| part.keys.as_slice().iter().take(PAIRED_KEYS_MAX);
    of(first).flat_map(move |first| of(second).map(move |second| pair(first, second)))
}

fn single(key: &Key) -> i64 {
    hash(&[b"1", key.as_bytes()])
}

fn pair(a: &Key, b: &Key) -> i64 {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    hash(&[b"2", low.as_bytes(), b"+", high.as_bytes()])
}

/// 64-bit FNV-1a over `texts`, without the sign bit.
fn hash(texts: &[&[u8]]) -> i64 {
    let hash = fnv1a(texts.iter().flat_map(|text| text.iter().copied()));
    (hash & u64::MAX >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(query: &str, name: &str) -> bool {
        let filed = doc_keys(name);
        let asked = query_keys(query);
        let lists = if asked.pairs.is_empty() {
            &asked.singles
        } else {
            &asked.pairs
        };
        lists
            .first()
            .is_some_and(|keys| keys.iter().any(|key| filed.contains(key)))
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // FNV-1a of "a" is af63dc4c8601ec8c.
        assert_eq!(hash(&[b"a"]), 0x2f63_dc4c_8601_ec8c);
    }

    #[test]
    fn a_misspelt_name_is_found_by_its_best_list() {
        for (query, name) in [
            ("Abdul Korim", "মোঃ আব্দুল করিম"),
            ("Zahangir Alom", "জাহাঙ্গীর আলম"),
            ("Alam Jahangir", "Md. Jahangir Alam"),
            ("Shahjahan", "Shah Jahan"),
            ("মোহাম্মদ", "Md."),
        ] {
            assert!(finds(query, name), "{query} / {name}");
        }
        assert!(!finds("Kabir Mia", "Karim Mia"));
    }

    #[test]
    fn the_most_telling_pair_is_first() {
        let asked = query_keys("Md. Abdul Tanchangya Islam");
        let telling = query_keys("Tanchangya Islam").pairs;
        assert_eq!(asked.pairs.len(), 3);
        assert!(asked.pairs[..2].contains(&telling[0]));
        assert_eq!(asked.singles[0], query_keys("Tanchangya").singles[0]);
    }

    proptest! {
        #[test]
        fn keys_are_few_and_not_negative(text in "[a-zক-হ ]{0,80}") {
            let keys = doc_keys(&text);
            prop_assert!(keys.len() <= DOC_KEYS_MAX);
            prop_assert!(keys.iter().all(|&key| key >= 0));
        }

        #[test]
        fn a_name_finds_itself(text in "[b-df-hj-np-tv-z][aeiou][b-dfgj-np-t] [b-df-hj-np-tv-z][aeiou][b-dfgj-np-t][aeiou]") {
            prop_assert!(finds(&text, &text) || query_keys(&text).singles.is_empty());
        }
    }
}
