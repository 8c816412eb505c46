//! The stylesheet's tokens: readable in both modes (WCAG 2.2, 1.4.3 and 1.4.11), and the two copies of
//! the dark values equal.

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../static/app.css");
/// What is written on what, in text: 4.5 to 1.
const TEXT_PAIRS: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "line-2"),
    ("ink-2", "paper"),
    ("ink-2", "card"),
    ("ink-2", "line-2"),
    ("ink-3", "paper"),
    ("ink-3", "card"),
    ("green", "paper"),
    ("green", "card"),
    ("green", "green-soft"),
    ("on-green", "green"),
    ("red", "card"),
    ("red", "paper"),
    ("red", "red-soft"),
    ("on-red", "red"),
    ("amber", "card"),
    ("amber", "amber-soft"),
    ("blue", "card"),
    ("blue", "blue-soft"),
    ("ink", "green-soft"),
    ("ink", "red-soft"),
    ("ink", "amber-soft"),
    ("ink", "blue-soft"),
    ("paper", "ink"),
];
/// Edges of what can be used, and marks: 3 to 1.
const EDGE_PAIRS: &[(&str, &str)] = &[("edge", "card"), ("edge", "paper"), ("green", "card")];

fn tokens(block: &str) -> BTreeMap<&str, &str> {
    block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "))
        .map(|(name, value)| (name, value.trim_end_matches(';')))
        .collect()
}

fn block(opening: &str) -> BTreeMap<&'static str, &'static str> {
    let (_, rest) = SHEET.split_once(opening).unwrap();
    tokens(rest.split_once('}').unwrap().0)
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap();
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_two_copies_of_the_dark_values_are_equal() {
    assert_eq!(
        block(":root[data-theme=\"auto\"] {"),
        block(":root[data-theme=\"dark\"] {")
    );
}

#[test]
fn every_pair_is_readable_in_both_modes() {
    for (mode, values) in [
        ("light", block(":root {")),
        ("dark", block(":root[data-theme=\"dark\"] {")),
    ] {
        for (pairs, least) in [(TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3.0)] {
            for (over, under) in pairs {
                let found = contrast(values[over], values[under]);
                assert!(found >= least, "{mode}: {over} on {under} is {found:.2}");
            }
        }
    }
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
}
