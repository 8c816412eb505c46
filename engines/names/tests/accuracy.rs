//! Recall and precision over names that people really write, held at what was measured.
//!
//! `cargo test -p names --test accuracy -- --nocapture` prints the curve.

#![expect(
    clippy::indexing_slicing,
    reason = "a malformed line of the test's own tables should fail loudly"
)]

use names::{keys_match, score};

const FAMILIES: &str = include_str!("data/families.tsv");
const DIFFERENT: &str = include_str!("data/different.tsv");
const FULL_NAMES: &str = include_str!("data/full_names.tsv");

/// The score from which a page would call two names the same.
const SAME_FROM: f64 = 0.7;

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Every pair of spellings of one name, and the full names that are the same.
fn same_pairs() -> Vec<(&'static str, &'static str)> {
    let mut pairs = Vec::new();
    for family in lines(FAMILIES) {
        let spellings: Vec<&str> = family[1].split(',').collect();
        for (at, a) in spellings.iter().enumerate() {
            pairs.extend(spellings[at + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.extend(
        lines(FULL_NAMES)
            .filter(|line| line[2] == "1")
            .map(|line| (line[0], line[1])),
    );
    pairs
}

/// Names that are often confused.
fn different_pairs() -> Vec<(&'static str, &'static str)> {
    let full = lines(FULL_NAMES).filter(|line| line[2] == "0");
    lines(DIFFERENT)
        .chain(full)
        .map(|line| (line[0], line[1]))
        .collect()
}

/// The share of `pairs` that `holds`, of 10,000, so that floors are whole numbers.
fn per_10_000(pairs: &[(&str, &str)], holds: impl Fn(&str, &str) -> bool) -> usize {
    pairs.iter().filter(|(a, b)| holds(a, b)).count() * 10_000 / pairs.len()
}

#[test]
fn keys_find_nearly_every_spelling() {
    let same = same_pairs();
    let missed: Vec<_> = same.iter().filter(|(a, b)| !keys_match(a, b)).collect();
    println!(
        "key recall {} of 10,000; missed: {missed:?}",
        per_10_000(&same, keys_match)
    );
    assert!(same.len() > 2500);
    assert!(per_10_000(&same, keys_match) >= KEY_RECALL);
}

#[test]
fn scores_part_the_same_from_the_different() {
    let (same, different) = (same_pairs(), different_pairs());
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
        let recall = per_10_000(&same, |a, b| score(a, b) >= threshold);
        let taken_for_same = per_10_000(&different, |a, b| score(a, b) >= threshold);
        println!("{threshold:.2}: recall {recall}, confused {taken_for_same}, both of 10,000");
    }
    for (a, b) in same.iter().filter(|(a, b)| score(a, b) < SAME_FROM) {
        println!("low: {a} / {b}: {:.2}", score(a, b));
    }
    assert!(different.len() > 340);
    assert!(per_10_000(&same, |a, b| score(a, b) >= SAME_FROM) >= SCORE_RECALL);
    assert!(per_10_000(&different, |a, b| score(a, b) >= SAME_FROM) < CONFUSED);
}

#[test]
fn names_of_different_families_are_not_confused() {
    let families: Vec<Vec<&str>> = lines(FAMILIES)
        .map(|family| family[1].split(',').collect())
        .collect();
    let mut pairs = Vec::new();
    for (at, family) in families.iter().enumerate() {
        for other in &families[at + 1..] {
            // The first and the last spelling: one of each script.
            pairs.extend([
                (family[0], other[0]),
                (family[family.len() - 1], other[other.len() - 1]),
            ]);
        }
    }
    let confused = pairs
        .iter()
        .filter(|(a, b)| score(a, b) >= SAME_FROM)
        .collect::<Vec<_>>();
    println!(
        "{} of {} confused: {confused:?}",
        confused.len(),
        pairs.len()
    );
    assert!(pairs.len() > 100_000);
    assert!(confused.len() <= CONFUSED_FAMILIES);
}

/// Of 10,000 pairs of spellings, how many share a key.
const KEY_RECALL: usize = 9_990;
/// … and how many score at least [`SAME_FROM`].
const SCORE_RECALL: usize = 9_950;
/// Of 10,000 pairs of confusable names, fewer than this may score as much: that is one pair of the table.
const CONFUSED: usize = 30;
/// Of more than 100,000 pairs of names of different families, how many may. Some are one name and a second beside it
/// (জহুরা, জহুরা বেগম).
const CONFUSED_FAMILIES: usize = 10;
