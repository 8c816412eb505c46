//! One box for an address: words in either script, in any order, over all places.

use std::sync::LazyLock;

use crate::fold::{Word, word, words};
use crate::places::{PlacePath, districts, divisions, unions_of, upazilas_of};

/// Words of a query past this many are not read.
const QUERY_WORDS_MAX: usize = 6;

/// How well a query's word fits a name's word. The steps are far enough apart that a better kind of match always wins.
mod fit {
    pub(super) const EXACT: u32 = 100;
    pub(super) const PREFIX: u32 = 80;
    pub(super) const SAME_CONSONANTS: u32 = 60;
    pub(super) const CONSONANTS_PREFIX: u32 = 45;
    pub(super) const PART: u32 = 40;
    pub(super) const ONE_SLIP: u32 = 30;
    /// A place's own name counts this many times the name of what it lies in.
    pub(super) const OWN: u32 = 3;
    /// The query is the whole name.
    pub(super) const WHOLE: u32 = 150;
}

/// A place that fits a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceMatch {
    /// The place and all that it lies in.
    pub path: PlacePath,
    /// Larger is better; comparable within one query only.
    pub score: u32,
}

/// Finds places by name in either script, with what they lie in as further words: "mirzapur tangail", "সাভার".
/// At most `limit`, best first; nothing for a text without letters.
pub fn search_place(text: &str, limit: usize) -> Vec<PlaceMatch> {
    let query = Query::new(text);
    let mut found = Vec::new();
    for division in INDEX.iter() {
        division.collect(&query, &Scores::default(), &mut found);
    }
    found.sort_by_key(|place| {
        (
            std::cmp::Reverse(place.score),
            place.path.level(),
            place.path.code(),
        )
    });
    found.truncate(limit);
    found
}

/// A query cut into folded words.
#[derive(Debug)]
pub(crate) struct Query {
    words: Vec<Word>,
    whole: String,
}

/// One score for each word of the query.
pub(crate) type Scores = [u32; QUERY_WORDS_MAX];

impl Query {
    pub(crate) fn new(text: &str) -> Self {
        let words: Vec<Word> = words(text).take(QUERY_WORDS_MAX).collect();
        let whole = words.iter().map(|word| word.folded.as_str()).collect();
        Self { words, whole }
    }

    /// The best fit of each word of the query among a name's words.
    pub(crate) fn scores(&self, name: &[Word]) -> Scores {
        let mut scores = Scores::default();
        for (score, asked) in scores.iter_mut().zip(&self.words) {
            *score = name
                .iter()
                .map(|word| fit_of(asked, word))
                .max()
                .unwrap_or_default();
        }
        scores
    }

    /// The sum, or none when a word fits nothing or nothing was asked.
    pub(crate) fn total(&self, scores: &Scores) -> Option<u32> {
        let scores = scores.get(..self.words.len())?;
        (!scores.is_empty() && scores.iter().all(|&score| score > 0)).then(|| scores.iter().sum())
    }
}

/// A name of several words as one, so that "coxsbazar" finds Cox's Bazar.
pub(crate) fn joined(name: &str) -> Option<Word> {
    let mut found = words(name);
    let (first, second) = (found.next()?, found.next()?);
    let rest: String = found.map(|word| word.folded).collect();
    Some(word(&format!("{}{}{rest}", first.folded, second.folded)))
}

fn fit_of(asked: &Word, word: &Word) -> u32 {
    let (asked_chars, word_chars) = (asked.folded.len(), word.folded.len());
    if asked.folded == word.folded {
        return fit::EXACT;
    }
    if word.folded.starts_with(&asked.folded) {
        // A prefix that is nearly the word beats one that is barely begun.
        let missing = u32::try_from((word_chars - asked_chars).min(15)).unwrap_or_default();
        return fit::PREFIX - missing;
    }
    let consonants = asked.skeleton.chars().take(3).count();
    if consonants >= 2 && asked.skeleton == word.skeleton {
        return fit::SAME_CONSONANTS;
    }
    if consonants >= 3 && word.skeleton.starts_with(&asked.skeleton) {
        return fit::CONSONANTS_PREFIX;
    }
    if asked.folded.chars().nth(2).is_some() && word.folded.contains(&asked.folded) {
        return fit::PART;
    }
    if asked.folded.chars().nth(4).is_some() && is_one_slip(&asked.folded, &word.folded) {
        return fit::ONE_SLIP;
    }
    0
}

/// One letter wrong, missing, too many, or two neighbours swapped, in words that are not the same.
fn is_one_slip(a: &str, b: &str) -> bool {
    // Refuse most pairs at a glance: a letter takes at most three bytes here.
    if a.len().abs_diff(b.len()) > 3 {
        return false;
    }
    let (a, b) = without_common_ends(a, b);
    let (mut x, mut y) = (a.chars(), b.chars());
    match (
        [x.next(), x.next(), x.next()],
        [y.next(), y.next(), y.next()],
    ) {
        ([Some(x1), Some(x2), None], [Some(y1), Some(y2), None]) => x1 == y2 && x2 == y1,
        ([_, None, None], [_, None, None]) => true,
        _ => false,
    }
}

fn without_common_ends<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let same = |(x, y): &(char, char)| x == y;
    let bytes = |(c, _): (char, char)| c.len_utf8();
    let front: usize = a.chars().zip(b.chars()).take_while(same).map(bytes).sum();
    let (a, b) = (
        a.get(front..).unwrap_or_default(),
        b.get(front..).unwrap_or_default(),
    );
    let back: usize = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(same)
        .map(bytes)
        .sum();
    let front_of = |text: &'t str| text.get(..text.len() - back).unwrap_or_default();
    (front_of(a), front_of(b))
}

/// A place in the tree that the search walks; a division has no path of its own.
struct Node {
    path: Option<PlacePath>,
    words: Vec<Word>,
    wholes: Vec<String>,
    children: Vec<Node>,
}

impl Node {
    fn new<'n>(
        path: Option<PlacePath>,
        names: impl Iterator<Item = &'n str>,
        children: Vec<Self>,
    ) -> Self {
        let names: Vec<&str> = names.collect();
        let words = names
            .iter()
            .flat_map(|name| words(name).chain(joined(name)))
            .collect();
        let wholes = names.iter().map(|name| words_whole(name)).collect();
        Self {
            path,
            words,
            wholes,
            children,
        }
    }

    /// Scores this place and all below it. `above` is what the larger places already answer for.
    fn collect(&self, query: &Query, above: &Scores, found: &mut Vec<PlaceMatch>) {
        let own = query.scores(&self.words);
        let mut best = *above;
        let mut below = *above;
        for ((best, below), own) in best.iter_mut().zip(&mut below).zip(own) {
            *best = (*best).max(own * fit::OWN);
            *below = (*below).max(own);
        }
        let is_own = own.iter().any(|&score| score > 0);
        if let (Some(path), Some(total), true) = (self.path, query.total(&best), is_own) {
            let whole = if self.wholes.contains(&query.whole) {
                fit::WHOLE
            } else {
                0
            };
            found.push(PlaceMatch {
                path,
                score: total + whole,
            });
        }
        for child in &self.children {
            child.collect(query, &below, found);
        }
    }
}

fn words_whole(name: &str) -> String {
    words(name).map(|word| word.folded).collect()
}

static INDEX: LazyLock<Vec<Node>> = LazyLock::new(|| {
    divisions()
        .iter()
        .map(|division| {
            let inside = districts()
                .iter()
                .filter(|row| row.division == division.code);
            let names = [division.name_bn, division.name_en].into_iter();
            let names = names.chain(division.aliases.iter().copied());
            Node::new(
                None,
                names,
                inside.map(|row| district_node(row.code)).collect(),
            )
        })
        .collect()
});

fn district_node(code: &str) -> Node {
    let path = PlacePath::of(code);
    let names = path.into_iter().flat_map(|path| {
        let district = path.district;
        [district.name_bn, district.name_en]
            .into_iter()
            .chain(district.aliases.iter().copied())
    });
    Node::new(
        path,
        names,
        upazilas_of(code)
            .iter()
            .map(|row| upazila_node(row.code))
            .collect(),
    )
}

fn upazila_node(code: &str) -> Node {
    let path = PlacePath::of(code);
    let names = path
        .and_then(|path| path.upazila)
        .into_iter()
        .flat_map(|upazila| {
            [upazila.name_bn, upazila.name_en]
                .into_iter()
                .chain(upazila.aliases.iter().copied())
        });
    let unions = unions_of(code).iter().map(|union| {
        let names = [union.name_bn, union.name_en]
            .into_iter()
            .chain(union.aliases.iter().copied());
        Node::new(PlacePath::of(union.code), names, Vec::new())
    });
    Node::new(path, names, unions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{Level, unions};
    use proptest::prelude::*;

    fn first(text: &str) -> String {
        search_place(text, 1)
            .first()
            .map(|found| found.path.label_en())
            .unwrap_or_default()
    }

    #[test]
    fn a_place_is_found_as_people_type_it() {
        assert_eq!(first("tangail"), "Tangail, Dhaka");
        assert_eq!(first("টাঙ্গাইল সদর"), "Tangail Sadar, Tangail, Dhaka");
        assert_eq!(first("mirjapur tangail"), "Mirzapur, Tangail, Dhaka");
        assert_eq!(first("সাভার"), "Savar, Dhaka, Dhaka");
        assert_eq!(first("coxsbazar"), "Cox's Bazar, Chattogram");
        assert_eq!(first("mirpur dhaka"), "Mirpur, Dhaka, Dhaka");
        assert_eq!(first("কেরাণীগঞ্জ"), "Keraniganj, Dhaka, Dhaka");
    }

    #[test]
    fn old_spellings_find_the_new_names() {
        for (old, new) in [
            ("Chittagong", "Chattogram, Chattogram"),
            ("comilla", "Cumilla, Chattogram"),
            ("Jessore", "Jashore, Khulna"),
            ("bogra", "Bogura, Rajshahi"),
            ("Barisal", "Barishal, Barishal"),
        ] {
            assert_eq!(first(old), new);
        }
    }

    #[test]
    fn slips_are_forgiven_and_nonsense_is_not() {
        assert_eq!(first("Kishorgenj"), "Kishoreganj, Dhaka");
        assert_eq!(first("munshgianj"), "Munshiganj, Dhaka");
        assert!(search_place("blorptix", 5).is_empty());
        assert!(search_place(" ,;- ", 5).is_empty());
    }

    #[test]
    fn slips_are_one_letter() {
        assert!(is_one_slip("tangail", "tangial"));
        assert!(is_one_slip("tangail", "tangai"));
        assert!(is_one_slip("tangail", "xtangail"));
        assert!(is_one_slip("tangail", "tamgail"));
        assert!(!is_one_slip("tangail", "tamgial"));
    }

    #[test]
    fn every_union_is_found_by_its_own_full_label() {
        for union in unions().iter().step_by(37) {
            let path = PlacePath::of(union.code).unwrap();
            let text = format!("{} {}", union.name_bn, path.upazila.unwrap().name_bn);
            let found = search_place(&text, 10);
            assert!(
                found.iter().any(|place| place.path.code() == union.code),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn results_are_ranked_and_limited(text in "\\PC{0,20}", limit in 0_usize..8) {
            let found = search_place(&text, limit);
            prop_assert!(found.len() <= limit);
            prop_assert!(found.is_sorted_by_key(|place| std::cmp::Reverse(place.score)));
            prop_assert!(found.iter().all(|place| place.path.level() <= Level::Union));
        }
    }
}
