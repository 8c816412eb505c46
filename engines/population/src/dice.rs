//! Repeatable chance.
//!
//! `SplitMix64` (Steele, Lea and Flood 2014), written out because a seed must give the same people in every later version;
//! the generators of the `rand` crate keep their sequence only within one.

/// A sequence of numbers that depends on its seeds alone.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Mixes all the seeds; a different one anywhere gives an unrelated sequence.
    pub(crate) fn new(seeds: &[u64]) -> Self {
        let mut dice = Self(0x5851_F42D_4C95_7F2D);
        for seed in seeds {
            dice.0 ^= seed;
            dice.0 = dice.next();
        }
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let scaled = (self.next() >> 32) * u64::from(bound);
        u32::try_from(scaled >> 32).unwrap_or_default()
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in so many of a thousand cases.
    pub(crate) fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    /// Any one with equal chance; none of an empty slice.
    pub(crate) fn pick<'t, T>(&mut self, items: &'t [T]) -> Option<&'t T> {
        let at = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items.get(usize::try_from(at).unwrap_or_default())
    }

    /// One by its weight in a thousand; what the weights leave over goes to `otherwise`.
    pub(crate) fn permille<T: Copy>(&mut self, choices: &[(u32, T)], otherwise: T) -> T {
        let mut left = self.below(1000);
        for &(weight, choice) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        otherwise
    }
}

/// A number for a text, so that a prison's code can seed a sequence (FNV-1a).
pub(crate) fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sequence_is_fixed_for_ever() {
        // The published test vector of `SplitMix64` from state 0.
        let mut dice = Dice(0);
        assert_eq!(dice.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(dice.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(&[7]);
        let mut counts = [0_u32; 3];
        for _ in 0..100_000 {
            counts[dice.permille(&[(200, 0), (300, 1)], 2)] += 1;
        }
        for (count, expected) in counts.into_iter().zip([20_000, 30_000, 50_000]) {
            assert!(count.abs_diff(expected) < 700, "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn stays_between_its_bounds(seed: u64, low in 0_u32..1000, more in 0_u32..1000) {
            let mut dice = Dice::new(&[seed]);
            for _ in 0..50 {
                let found = dice.between(low, low + more);
                prop_assert!((low..=low + more).contains(&found));
            }
        }
    }
}
