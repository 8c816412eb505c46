//! Which lists of the index a search reads.

use super::keys::{Tag, Word, few, pair, pairs_within, single, triples};

/// Keys of one kind that one search reads, and so the groups that they can belong to: a set of them is 64 bits.
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
    /// Probes of one kind and group are readings of the same words: standing in several counts once. Below
    /// [`KEYS_PER_QUERY_MAX`].
    pub group: u32,
}

impl Plan {
    /// The plan for words of which nobody knows whether they are name, father's name or place.
    pub fn of_query(words: &[Word]) -> Self {
        let mut plan = Self::default();
        plan.add_triples(words, words);
        for (a, b) in pairs_within(words) {
            add(&mut plan.pairs, 4, pair(Tag::NameName, a, b));
            add(&mut plan.pairs, 3, pair(Tag::NameOther, a, b));
            add(&mut plan.pairs, 3, pair(Tag::NameOther, b, a));
            add(&mut plan.pairs, 2, pair(Tag::FatherFather, a, b));
        }
        for word in words {
            add(&mut plan.singles, 2, single(Tag::Name, word));
            add(&mut plan.singles, 1, single(Tag::Father, word));
            add(&mut plan.singles, 1, single(Tag::Place, word));
        }
        plan
    }

    /// The plan for facts: name, father's name and places, known as such.
    pub fn of_facts(name: &[Word], father: &[Word], places: &[Word]) -> Self {
        let mut plan = Self::default();
        plan.add_triples(name, father);
        plan.add_triples(name, places);
        for (a, b) in pairs_within(name) {
            add(&mut plan.pairs, 4, pair(Tag::NameName, a, b));
        }
        for name in name {
            for other in father {
                add(&mut plan.pairs, 4, pair(Tag::NameOther, name, other));
            }
            for place in places {
                add(&mut plan.pairs, 2, pair(Tag::NameOther, name, place));
            }
            add(&mut plan.singles, 1, single(Tag::Name, name));
        }
        plan
    }

    fn add_triples(&mut self, name: &[Word], beside: &[Word]) {
        for (a, b) in pairs_within(few(name)) {
            for other in few(beside)
                .iter()
                .filter(|other| *other != a && *other != b)
            {
                add(&mut self.triples, 6, triples(a, b, other));
            }
        }
    }
}

/// Adds the readings of the same words as one group.
fn add(probes: &mut Vec<Probe>, weight: u32, keys: impl IntoIterator<Item = i64>) {
    let group = probes.last().map_or(0, |last| last.group + 1);
    for key in keys {
        if probes.len() < KEYS_PER_QUERY_MAX && !probes.iter().any(|probe| probe.key == key) {
            probes.push(Probe { key, weight, group });
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
    fn each_list_counts_its_own_groups() {
        let [name, father] = [
            "Abul Kalam Azad Chowdhury Bhuiyan",
            "Solaiman Ali Sarkar Mia",
        ]
        .map(words);
        let places = words("Shambhuganj Kalihati Mirzapur Basail");
        let plan = Plan::of_facts(&name, &father, &places);
        for probes in [&plan.triples, &plan.pairs, &plan.singles] {
            assert_eq!(probes[0].group, 0);
            assert!(probes.is_sorted_by_key(|probe| probe.group));
            assert!(
                probes.iter().all(|probe| probe.group < u64::BITS),
                "{probes:?}"
            );
        }
    }

    #[test]
    fn two_words_have_no_list_of_three() {
        assert!(Plan::of_query(&words("Rahim Uddin")).triples.is_empty());
    }
}
