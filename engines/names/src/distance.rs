//! How far two sounds are apart, and how alike that makes two names.
//!
//! A weighted edit distance over the symbols of [`crate::sound`], in hundredths: 0 for what cannot be told apart, about
//! 10 for what the same clerk writes now this way and now that (i for e, Latin o for a), 100 for another consonant. The
//! weights were set by hand on spellings of the same name and on pairs of names that are often confused; the test
//! `tests/accuracy.rs` holds what they reach.

use crate::sound::{SOUND_MAX, Sound, class, is_faint, is_vowel};
use std::sync::LazyLock;

/// Replacing a consonant by an unrelated one.
const CONSONANT: u8 = 100;
/// Replacing a vowel by an unrelated one.
const VOWEL: u8 = 65;
/// Exchanging r and the vowel beside it (Mridha, Mirdha).
const R_SWAP: u16 = 15;

/// Symbols that are close, with the cost of taking one for the other.
const CLOSE: &[(&[u8; 2], u8)] = &[
    (b"aA", 0),
    (b"@A", 0),
    (b"@O", 2),
    (b"oO", 0),
    (b"a@", 25),
    (b"aO", 38),
    (b"ao", 60),
    (b"@o", 12),
    (b"AO", 12),
    (b"Ao", 30),
    (b"ie", 12),
    (b"ae", 30),
    (b"Ae", 25),
    (b"@e", 30),
    (b"Oe", 50),
    (b"oe", 60),
    (b"uo", 10),
    (b"uO", 10),
    (b"u@", 35),
    (b"uA", 32),
    (b"ua", 80),
    (b"ia", 80),
    (b"iA", 75),
    (b"i@", 75),
    (b"iO", 80),
    (b"io", 80),
    (b"iu", 80),
    (b"eu", 75),
    // Diphthongs: Sohail and Sohel, Moinul and Mainul, Dawood and Daud.
    (b"Ye", 10),
    (b"Yi", 22),
    (b"YA", 35),
    (b"Ya", 40),
    (b"Y@", 35),
    (b"YO", 30),
    (b"Yo", 32),
    (b"Yu", 70),
    (b"YW", 45),
    (b"Wo", 8),
    (b"WO", 10),
    (b"Wu", 15),
    (b"WA", 25),
    (b"Wa", 35),
    (b"W@", 30),
    (b"We", 60),
    (b"Wi", 80),
    // Glides and what is faintly heard.
    (b"wo", 5),
    (b"wO", 5),
    (b"wu", 5),
    (b"wW", 15),
    (b"wb", 30),
    (b"wv", 30),
    (b"yi", 8),
    (b"yj", 12),
    (b"ye", 15),
    (b"yY", 15),
    (b"Ii", 4),
    (b"Ie", 6),
    (b"Ij", 12),
    (b"IY", 10),
    (b"~n", 5),
    (b"~N", 8),
    (b"$s", 0),
    (b"$S", 0),
    (b"$c", 8),
    (b"$C", 4),
    (b"%m", 0),
    (b"^n", 0),
    // Consonants of one class, then consonants that are misheard.
    (b"kK", 5),
    (b"sS", 2),
    (b"sC", 4),
    (b"SC", 5),
    (b"cC", 8),
    (b"cX", 0),
    (b"CX", 3),
    (b"sX", 18),
    (b"SX", 18),
    (b"sc", 40),
    (b"Sc", 40),
    (b"bv", 4),
    (b"rR", 3),
    (b"nN", 10),
    (b"Gg", 4),
    (b"Gj", 15),
    (b"nm", 65),
    (b"fp", 40),
    (b"js", 40),
    (b"jS", 60),
    (b"jc", 60),
    (b"jC", 50),
    (b"td", 50),
    (b"kg", 60),
    (b"Kg", 60),
    (b"Rd", 40),
    (b"Ng", 50),
    (b"vf", 50),
    (b"lr", 75),
    (b"ln", 75),
    (b"lR", 75),
];

/// One row of costs for each ASCII symbol.
static COSTS: LazyLock<Vec<[u8; 128]>> = LazyLock::new(|| {
    let symbol = |at: usize| u8::try_from(at).unwrap_or_default();
    let mut costs: Vec<[u8; 128]> = (0..128)
        .map(|a| std::array::from_fn(|b| default_cost(symbol(a), symbol(b))))
        .collect();
    for &(&[a, b], cost) in CLOSE {
        for (row, column) in [(a, b), (b, a)] {
            if let Some(slot) = costs
                .get_mut(usize::from(row))
                .and_then(|row| row.get_mut(usize::from(column)))
            {
                *slot = cost;
            }
        }
    }
    costs
});

fn default_cost(a: u8, b: u8) -> u8 {
    if a == b {
        0
    } else if is_vowel(a) && is_vowel(b) {
        VOWEL
    } else {
        CONSONANT
    }
}

/// The distance of two sounds in hundredths; symmetric, 0 for equal sounds.
pub(crate) fn distance(a: &Sound, b: &Sound) -> u16 {
    let (a, b) = (a.symbols(), b.symbols());
    let gaps_b = gaps(b);
    let mut above = [0_u16; SOUND_MAX + 1];
    let mut sum = 0;
    for (cell, gap) in above.iter_mut().skip(1).zip(&gaps_b) {
        sum += gap;
        *cell = sum;
    }
    let mut above_that = above;
    let mut previous_a = 0;
    for (at_a, (&symbol_a, gap_a)) in a.iter().zip(gaps(a)).enumerate() {
        let costs = COSTS.get(usize::from(symbol_a));
        let mut row = [0_u16; SOUND_MAX + 1];
        let mut left = above.first().copied().unwrap_or_default() + gap_a;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        let mut previous_b = 0;
        // Cells of this row, of the row above it shifted by one and straight, and of two rows above shifted by two.
        let shifted = above.iter().zip(above.iter().skip(1));
        let diagonal_twice = std::iter::once(&u16::MAX).chain(above_that.iter());
        for (at_b, ((((cell, (&corner, &up)), &far), &symbol_b), gap_b)) in row
            .iter_mut()
            .skip(1)
            .zip(shifted)
            .zip(diagonal_twice)
            .zip(b)
            .zip(&gaps_b)
            .enumerate()
        {
            let exchange = costs
                .and_then(|row| row.get(usize::from(symbol_b)))
                .copied()
                .map_or(100, u16::from);
            let mut best = (corner + exchange).min(up + gap_a).min(left + gap_b);
            // At the end a vowel after r is a sound of its own (Anwar, Anwara).
            let inside = at_a + 1 < a.len() && at_b + 1 < b.len();
            if inside
                && symbol_a == previous_b
                && symbol_b == previous_a
                && swaps(symbol_a, symbol_b)
            {
                best = best.min(far.saturating_add(R_SWAP));
            }
            *cell = best;
            left = best;
            previous_b = symbol_b;
        }
        above_that = above;
        above = row;
        previous_a = symbol_a;
    }
    above.get(b.len()).copied().unwrap_or(u16::MAX)
}

fn swaps(a: u8, b: u8) -> bool {
    (a == b'r' && is_vowel(b)) || (b == b'r' && is_vowel(a))
}

/// What it costs to leave out each symbol where it stands.
fn gaps(symbols: &[u8]) -> [u16; SOUND_MAX] {
    let mut costs = [0; SOUND_MAX];
    let mut vowel_seen = false;
    for (at, (&symbol, cost)) in symbols.iter().zip(costs.iter_mut()).enumerate() {
        let before = at.checked_sub(1).and_then(|at| symbols.get(at)).copied();
        let next = symbols.get(at + 1).copied();
        *cost = if is_vowel(symbol) {
            let place = Place {
                before,
                next,
                first_vowel: !vowel_seen,
                after_cluster: after_cluster(symbols, at),
            };
            // The y of Yunus may fall away, and then the vowel after it is the first.
            vowel_seen |= symbol != b'I';
            vowel_gap(symbol, &place)
        } else {
            consonant_gap(symbol, before, next, symbols)
        };
    }
    costs
}

/// Where a vowel stands.
struct Place {
    before: Option<u8>,
    next: Option<u8>,
    first_vowel: bool,
    after_cluster: bool,
}

fn after_cluster(symbols: &[u8], at: usize) -> bool {
    matches!(symbols.get(..at), Some([.., a, b]) if !is_vowel(*a) && !is_vowel(*b) && *b != b'h')
}

fn vowel_gap(symbol: u8, place: &Place) -> u16 {
    let beside = |symbol: u8| is_vowel(symbol) && symbol != b'I';
    // The a of Wahid goes with its w where Ohid is written.
    let of_glide = place.before == Some(b'w') && matches!(symbol, b'a' | b'A');
    let beside_vowel =
        of_glide || place.before.is_some_and(beside) || place.next.is_some_and(beside);
    // A final a makes a woman's name of a man's (Rahim, Rahima); only after a cluster is it the inherent vowel.
    if place.next.is_none() && !place.before.is_some_and(is_vowel) {
        return match symbol {
            b'@' => 6,
            b'A' | b'a' if place.after_cluster => 35,
            b'O' | b'o' if place.after_cluster => 8,
            b'A' | b'a' => 85,
            b'O' | b'e' => 28,
            b'o' | b'i' => 40,
            _ => 60,
        };
    }
    if symbol == b'I' {
        return 10;
    }
    // After i it does the same (Ali, Alia).
    if place.next.is_none() && place.before == Some(b'i') && matches!(symbol, b'a' | b'A') {
        return 55;
    }
    if beside_vowel {
        return if matches!(symbol, b'Y' | b'W') {
            28
        } else {
            18
        };
    }
    match (symbol, place.first_vowel) {
        (b'@', false) => 4,
        (b'@', true) => 20,
        (b'A', false) => 12,
        (b'O', false) => 15,
        (b'e', false) => 25,
        (b'a', false) => 35,
        (b'o' | b'i' | b'u', false) => 50,
        (b'A' | b'O' | b'i', true) => 45,
        (_, _) => 60,
    }
}

fn consonant_gap(symbol: u8, before: Option<u8>, next: Option<u8>, symbols: &[u8]) -> u16 {
    match symbol {
        b'h' if before.is_none() && next.is_some_and(is_vowel) => 65,
        b'h' if next.is_some_and(is_vowel) && before.is_some_and(is_vowel) => 20,
        b'h' => 8,
        b'w' if before.is_none() => 35,
        symbol if is_faint(symbol) => 8,
        // Miyan and Mia, Bhuiyan and Bhuiya.
        b'n' if next.is_none() && matches!(symbols, [.., b'i' | b'y' | b'u', b'a' | b'A', _]) => 15,
        // Chand and Chan, both for চাঁদ.
        b'd' if next.is_none() && before == Some(b'n') => 35,
        _ => u16::from(CONSONANT),
    }
}

/// How alike two sounds are, 0 to 1: 0.5 at a distance of 60 for a name of usual length.
pub(crate) fn similarity(a: &Sound, b: &Sound) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    closeness(distance(a, b), a, b)
}

/// The likeness that `distance` means for sounds as long as `a` and `b`.
fn closeness(distance: u16, a: &Sound, b: &Sound) -> f64 {
    let symbols = u32::try_from(a.symbols().len() + b.symbols().len()).map_or(1.0, f64::from) / 2.0;
    // A slip weighs more in a short name; in a long one it still is a slip.
    let scale = (7.0 / (symbols + 2.0)).clamp(0.85, 1.15);
    let relative = f64::from(distance) * scale / 60.0;
    1.0 / (1.0 + relative.powi(3))
}

/// Whether two sounds begin with the same class of consonant or both with a vowel.
pub(crate) fn same_start(letter: u8, sound: &Sound) -> bool {
    let start = |symbol: u8| {
        if is_vowel(symbol) || symbol == b'w' {
            b'a'
        } else {
            class(symbol)
        }
    };
    sound
        .symbols()
        .first()
        .is_some_and(|&first| start(first) == start(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(a: &str, b: &str) -> u16 {
        distance(&Sound::of(a), &Sound::of(b))
    }

    #[test]
    fn spellings_of_one_name_are_near() {
        for (a, b) in [
            ("rahman", "রহমান"),
            ("anwar", "আনোয়ার"),
            ("wahid", "অহিদ"),
            ("mridha", "mirdha"),
            ("bhuiyan", "ভূঞা"),
            ("swapan", "shopon"),
            ("sohail", "সোহেল"),
            ("yunus", "ইউনুস"),
        ] {
            assert!(between(a, b) <= 40, "{a} {b}: {}", between(a, b));
        }
    }

    #[test]
    fn other_names_are_far() {
        for (a, b) in [
            ("karim", "kabir"),
            ("rahim", "rahman"),
            ("selim", "salam"),
            ("jamal", "kamal"),
            ("rahim", "rahima"),
            ("babul", "bulbul"),
        ] {
            assert!(between(a, b) >= 75, "{a} {b}: {}", between(a, b));
        }
    }

    proptest! {
        #[test]
        fn distance_is_symmetric(a in "[a-z]{0,14}", b in "[ক-হা-ৌঁ-ঃ্]{0,14}") {
            prop_assert_eq!(between(&a, &b), between(&b, &a));
            prop_assert_eq!(between(&a, &a), 0);
        }
    }
}
