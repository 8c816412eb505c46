//! Whether two names may be one person's, and how likely.

use crate::dictionary::{self, Entry};
use crate::distance::{same_start, similarity};
use crate::key::Key;
use crate::name::{Name, Part, PartKind};

/// Spellings that the dictionary lists under one name.
const SAME_NAME: f64 = 0.97;
/// What is left of the likeness of two spellings that belong to different names of the dictionary.
const OTHER_NAME_FACTOR: f64 = 0.4;
/// Spellings that sound as near as this are hardly told apart.
const HOMONYM_MIN: f64 = 0.985;
/// Two listed names that are hardly told apart (Rashid, Rashed): a clerk has to look.
const HOMONYM: f64 = 0.65;
/// An initial that fits.
const INITIAL: f64 = 0.7;
/// A part with its article beside the same without, before another part: Rafiqul Islam, Rafiq Islam.
const ARTICLE_FACTOR: f64 = 0.85;
/// How much a part that only one name has counts, against one that differs.
const MISSING_WEIGHT: f64 = 0.3;
/// How much one clearly different part takes from the whole, however well the others agree.
const WORST_PART_SHARE: f64 = 0.6;
/// Below this a comparison tries again with two parts of the longer name written as one.
const GOOD_ENOUGH: f64 = 0.9;
const OTHER_HONORIFIC_FACTOR: f64 = 0.85;
const MISSING_HONORIFIC_FACTOR: f64 = 0.99;

/// Whether two names may be the same: every informative part of the shorter one shares a phonetic key with a part, or
/// with two adjacent parts written as one, of the other.
///
/// This is made for recall; [`score`] tells apart what matches here.
///
/// ```
/// assert!(names::keys_match("Md. Zahangir Alam", "মোঃ জাহাঙ্গীর আলম"));
/// assert!(!names::keys_match("Karim", "Kabir"));
/// ```
pub fn keys_match(a: &str, b: &str) -> bool {
    keys_of_names_match(&Name::parse(a), &Name::parse(b))
}

pub(crate) fn keys_of_names_match(a: &Name, b: &Name) -> bool {
    let (a, b) = (a.informative(), b.informative());
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => covered(&a, &b),
        std::cmp::Ordering::Greater => covered(&b, &a),
        std::cmp::Ordering::Equal => covered(&a, &b) || covered(&b, &a),
    }
}

/// Whether each of `parts` meets one of `others`.
fn covered(parts: &[&Part], others: &[&Part]) -> bool {
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let alone = others.iter().any(|other| part.keys.meet(&other.keys));
        let in_two = || others.windows(2).any(|pair| joined_meets(pair, part));
        let with_next = || {
            let pair = parts.get(at..at + 2);
            pair.is_some_and(|pair| others.iter().any(|other| joined_meets(pair, other)))
        };
        at += match (alone || in_two(), at) {
            (true, _) => 1,
            (false, _) if with_next() => 2,
            _ => return false,
        };
    }
    !parts.is_empty()
}

fn joined_meets(pair: &[&Part], whole: &Part) -> bool {
    joined_keys(pair).any(|key| whole.keys.as_slice().contains(&key))
}

/// The keys of two adjacent parts written as one word.
pub(crate) fn joined_keys<'a>(pair: &'a [&'a Part]) -> impl Iterator<Item = Key> + 'a {
    let (first, second) = match pair {
        [first, second, ..] => (first.keys.as_slice(), second.keys.as_slice()),
        _ => (&[][..], &[][..]),
    };
    first
        .iter()
        .flat_map(move |first| second.iter().map(move |second| first.joined(*second)))
}

/// How likely two names are the same name: 0 to 1, symmetric, 1 for the same normalised name.
///
/// Vowels count, common parts count less than rare ones, a missing part counts less than a different one.
///
/// ```
/// assert!(names::score("Md. Anwar Hossain", "মোঃ আনোয়ার হোসেন") > 0.9);
/// assert!(names::score("Hasan", "Hossain") < 0.5);
/// ```
pub fn score(a: &str, b: &str) -> f64 {
    score_names(&Name::parse(a), &Name::parse(b))
}

pub(crate) fn score_names(a: &Name, b: &Name) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let texts = |name: &'_ Name| {
        name.parts()
            .iter()
            .map(|part| part.text.clone())
            .collect::<Vec<_>>()
    };
    if a.parts()
        .iter()
        .map(|part| &part.text)
        .eq(b.parts().iter().map(|part| &part.text))
    {
        return 1.0;
    }
    // Ties between equally good pairings fall by order, so the order must not depend on who asks.
    let (a, b) = if texts(a) <= texts(b) { (a, b) } else { (b, a) };
    let (parts_a, parts_b) = (compared(a), compared(b));
    let best = best_of_joins(&parts_a, &parts_b);
    (best * honorific_factor(a, b)).clamp(0.0, 1.0)
}

/// The parts that are compared: given parts and initials, or the honorifics of a name that has nothing else.
pub(crate) fn compared(name: &Name) -> Vec<&Part> {
    let mut parts: Vec<&Part> = name
        .parts()
        .iter()
        .filter(|part| matches!(part.kind, PartKind::Given | PartKind::Initial))
        .collect();
    if parts.is_empty() {
        parts = name.of_kind(PartKind::Honorific);
    }
    parts
}

/// The score as the names stand, or with two parts of the longer one taken as one word.
fn best_of_joins(a: &[&Part], b: &[&Part]) -> f64 {
    let plain = weigh(a, b);
    if plain >= GOOD_ENOUGH || a.len() == b.len() {
        return plain;
    }
    let (longer, shorter) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let mut best = plain;
    for (at, pair) in longer.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        // Only a word that another part could be is worth the comparison.
        if !shorter.iter().any(|part| joined_meets(pair, part)) {
            continue;
        }
        let merged = first.merged(second);
        let head = longer.iter().copied().take(at);
        let tail = longer.iter().copied().skip(at + 2);
        let parts: Vec<&Part> = head.chain(std::iter::once(&merged)).chain(tail).collect();
        best = best.max(weigh(&parts, shorter));
    }
    best
}

/// Parts that were paired, by their places, with their likeness.
pub(crate) struct Pair {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) likeness: f64,
}

/// Pairs each part of the shorter list with one of the other, the most alike first.
pub(crate) fn pair_up(a: &[&Part], b: &[&Part]) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::with_capacity(a.len() * b.len());
    for (at_a, part_a) in a.iter().enumerate() {
        for (at_b, part_b) in b.iter().enumerate() {
            all.push(Pair {
                a: at_a,
                b: at_b,
                likeness: likeness(part_a, part_b),
            });
        }
    }
    // Among equals, parts in the same place first.
    all.sort_by(|x, y| {
        y.likeness
            .total_cmp(&x.likeness)
            .then(x.a.abs_diff(x.b).cmp(&y.a.abs_diff(y.b)))
    });
    let mut chosen: Vec<Pair> = Vec::with_capacity(a.len().min(b.len()));
    for pair in all {
        if chosen
            .iter()
            .all(|taken| taken.a != pair.a && taken.b != pair.b)
        {
            chosen.push(pair);
        }
    }
    chosen
}

fn weigh(a: &[&Part], b: &[&Part]) -> f64 {
    let pairs = pair_up(a, b);
    let mut total: f64 = MISSING_WEIGHT * a.iter().chain(b).map(|part| weight(part)).sum::<f64>();
    let mut agreed = 0.0;
    let mut worst: f64 = 1.0;
    for pair in &pairs {
        let (Some(part_a), Some(part_b)) = (a.get(pair.a), b.get(pair.b)) else {
            continue;
        };
        let both = weight(part_a) + weight(part_b);
        total += both / 2.0 - MISSING_WEIGHT * both;
        agreed += pair.likeness * both / 2.0;
        if part_a.kind != PartKind::Initial && part_b.kind != PartKind::Initial {
            worst = worst.min(pair.likeness);
        }
    }
    if total <= 0.0 {
        return 0.0;
    }
    agreed / total * (1.0 - WORST_PART_SHARE + WORST_PART_SHARE * worst)
}

fn weight(part: &Part) -> f64 {
    0.25 + 0.75 * part.rarity()
}

/// How alike two parts are, 0 to 1.
pub(crate) fn likeness(a: &Part, b: &Part) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    match (a.kind, b.kind) {
        (PartKind::Initial, PartKind::Initial) => return initial_likeness(a, b, 0.95),
        (PartKind::Initial, _) | (_, PartKind::Initial) => return initial_likeness(a, b, INITIAL),
        _ => {}
    }
    if let (Some(known_a), Some(known_b)) = (a.entry, b.entry)
        && known_a.name == known_b.name
    {
        return SAME_NAME;
    }
    let sounds = similarity(&a.sound, &b.sound);
    let judged = judge(a, b, sounds);
    if judged < ARTICLE_FACTOR && a.followed && b.followed {
        judged.max(ARTICLE_FACTOR * similarity_without_article(a, b))
    } else {
        judged
    }
}

fn initial_likeness(a: &Part, b: &Part, fits: f64) -> f64 {
    let fit = a
        .sound
        .symbols()
        .first()
        .is_some_and(|&letter| same_start(letter, &b.sound));
    if fit { fits } else { 0.0 }
}

/// Corrects what sound alone says by what the dictionary knows: it parts names that sound alike and joins spellings
/// that do not.
fn judge(a: &Part, b: &Part, sounds: f64) -> f64 {
    if sounds >= HOMONYM_MIN {
        return if a.entry.is_some() && b.entry.is_some() {
            HOMONYM
        } else {
            sounds.min(SAME_NAME)
        };
    }
    // Finding the name of an unlisted spelling takes time, and without a common key it would not be the same name.
    let names = if a.keys.meet(&b.keys) {
        (known(a), known(b))
    } else {
        (a.entry, b.entry)
    };
    match names {
        (Some(a), Some(b)) if a.name == b.name => sounds.max(0.93),
        (Some(_), Some(_)) => sounds * OTHER_NAME_FACTOR,
        _ => sounds,
    }
}

fn known(part: &Part) -> Option<&'static Entry> {
    part.entry
        .or_else(|| dictionary::nearest(&part.sound, &part.keys))
}

/// The likeness of Rafiqul and Rafiq, where one of the two ends in an article.
fn similarity_without_article(a: &Part, b: &Part) -> f64 {
    let ends_in_article = |part: &Part| {
        matches!(
            part.sound.symbols(),
            [_, _, .., b'u', b'l' | b'r' | b's' | b'j' | b'n']
        )
    };
    match (ends_in_article(a), ends_in_article(b)) {
        (true, false) => similarity(&a.sound.without_last(2), &b.sound),
        (false, true) => similarity(&a.sound, &b.sound.without_last(2)),
        _ => 0.0,
    }
}

/// Md. beside Mst. speaks against two names being one; Md. beside nothing hardly does.
fn honorific_factor(a: &Name, b: &Name) -> f64 {
    let names = |name: &'_ Name| -> Vec<&'static str> {
        name.of_kind(PartKind::Honorific)
            .iter()
            .filter_map(|part| part.entry)
            .map(|entry| entry.name)
            .collect()
    };
    let (a, b) = (names(a), names(b));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 1.0,
        (false, false) if a.iter().any(|name| b.contains(name)) => 1.0,
        (false, false) => OTHER_HONORIFIC_FACTOR,
        _ => MISSING_HONORIFIC_FACTOR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_name_in_two_spellings_scores_high() {
        for (a, b) in [
            ("Md. Abdul Karim", "মোঃ আব্দুল করিম"),
            ("Abdur Rahman", "Abdurrahman"),
            ("Shah Jahan Ali", "Shahjahan Ali"),
            ("Kamruzzaman", "Kamrul Zaman"),
            ("Nasir Uddin", "নাসিরউদ্দিন"),
            ("A.K.M. Fazlul Haque", "এ কে এম ফজলুল হক"),
            ("Mst. Rahima Khatun", "মোছাঃ রহিমা খাতুন"),
            ("Md", "মোহাম্মদ"),
        ] {
            assert!(score(a, b) > 0.75, "{a} / {b}: {}", score(a, b));
            assert!(keys_match(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn another_name_scores_low() {
        for (a, b) in [
            ("Hasan", "Hossain"),
            ("Abdul Karim", "Abdul Kabir"),
            ("Md. Rahim Mia", "Md. Rahman Mia"),
            ("Monir", "Munira"),
            ("Rafiqul Islam", "Shafiqul Islam"),
            ("Nasir", "Nasrin"),
        ] {
            assert!(score(a, b) < 0.4, "{a} / {b}: {}", score(a, b));
        }
    }

    #[test]
    fn a_missing_part_costs_less_than_a_different_one() {
        let missing = score("Abdul Karim", "Karim");
        assert!(missing > 0.7 && missing < 0.95, "{missing}");
        assert!(score("Abdul Karim", "Rahim Karim") < missing);
    }

    proptest! {
        #[test]
        fn score_is_symmetric_and_bounded(a in "[A-Za-z. ]{0,24}", b in "([ক-হ][া-ৌ]?){0,6}( [a-z]{2,8})?") {
            let forth = score(&a, &b);
            prop_assert!((0.0..=1.0).contains(&forth));
            prop_assert!((forth - score(&b, &a)).abs() < 1e-12);
            prop_assert_eq!(keys_match(&a, &b), keys_match(&b, &a));
        }

        #[test]
        fn a_name_is_itself(a in "[a-z]{3,9} [a-z]{3,9}") {
            prop_assert!((score(&a, &a) - 1.0).abs() < 1e-12);
            prop_assert!(keys_match(&a, &a.to_uppercase()) || Name::parse(&a).informative().is_empty());
        }
    }
}
