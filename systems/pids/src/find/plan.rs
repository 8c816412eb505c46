//! Which lists of the index a search reads.

use super::keys::{Tag, Word, few, pair, pairs_within, single, triples};

/// Keys of one kind that one search reads.
pub const KEYS_PER_QUERY_MAX: usize = 64;

/// The lists that a search reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Lists of three words: the shortest.
    pub triples: Vec<Probe>,
    /// Lists of pairs: short in one prison.
    pub pairs: Vec<Probe>,
    /// Lists of single words: long.
    pub singles: Vec<Probe>,
}

/// One list to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Its key.
    pub key: i64,
    /// What standing in it is worth, before anything is scored.
    pub weight: u32,
    /// Probes of one group are readings of the same words: standing in several counts once.
    pub group: usize,
}

impl Plan {
    /// The plan for words of which nobody knows whether they are name, father's name or place.
    pub fn of_query(words: &[Word]) -> Self {
        let mut plan = Builder::default();
        plan.triples(words, words);
        for (a, b) in pairs_within(words) {
            plan.pair(4, pair(Tag::NameName, a, b));
            plan.pair(3, pair(Tag::NameOther, a, b));
            plan.pair(3, pair(Tag::NameOther, b, a));
            plan.pair(2, pair(Tag::FatherFather, a, b));
        }
        for word in words {
            plan.single(2, single(Tag::Name, word));
            plan.single(1, single(Tag::Father, word));
            plan.single(1, single(Tag::Place, word));
        }
        plan.0
    }

    /// The plan for facts: name, father's name and places, known as such.
    pub fn of_facts(name: &[Word], father: &[Word], places: &[Word]) -> Self {
        let mut plan = Builder::default();
        plan.triples(name, father);
        plan.triples(name, places);
        for (a, b) in pairs_within(name) {
            plan.pair(4, pair(Tag::NameName, a, b));
        }
        for name in name {
            for other in father {
                plan.pair(4, pair(Tag::NameOther, name, other));
            }
            for place in places {
                plan.pair(2, pair(Tag::NameOther, name, place));
            }
            plan.single(1, single(Tag::Name, name));
        }
        plan.0
    }
}

#[derive(Default)]
struct Builder(Plan, usize);

impl Builder {
    fn triples(&mut self, name: &[Word], beside: &[Word]) {
        for (a, b) in pairs_within(few(name)) {
            for other in few(beside)
                .iter()
                .filter(|other| *other != a && *other != b)
            {
                Self::add(&mut self.0.triples, self.1, 6, triples(a, b, other));
                self.1 += 1;
            }
        }
    }

    fn pair(&mut self, weight: u32, keys: Vec<i64>) {
        Self::add(&mut self.0.pairs, self.1, weight, keys);
        self.1 += 1;
    }

    fn single(&mut self, weight: u32, keys: impl Iterator<Item = i64>) {
        Self::add(&mut self.0.singles, self.1, weight, keys);
        self.1 += 1;
    }

    fn add(
        probes: &mut Vec<Probe>,
        group: usize,
        weight: u32,
        keys: impl IntoIterator<Item = i64>,
    ) {
        for key in keys {
            if probes.len() < KEYS_PER_QUERY_MAX && !probes.iter().any(|probe| probe.key == key) {
                probes.push(Probe { key, weight, group });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::keys::words;

    #[test]
    fn a_query_reads_few_lists() {
        let plan = Plan::of_query(&words("Abul Kalam Azad Chowdhury Bhuiyan Lokkhi"));
        for probes in [&plan.triples, &plan.pairs, &plan.singles] {
            assert!((1..=KEYS_PER_QUERY_MAX).contains(&probes.len()));
        }
    }

    #[test]
    fn two_words_have_no_list_of_three() {
        assert!(Plan::of_query(&words("Rahim Uddin")).triples.is_empty());
    }
}
