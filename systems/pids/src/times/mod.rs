//! How long admissions take: each step is timed by the server, and a page sets median and ninetieth
//! percentile by prison, step and operator against the seven-minute line, with the reasons of the slow.

pub mod pages;
pub mod store;

use std::collections::BTreeMap;

use kernel::{AdmissionId, BdTime, PrisonId};

use crate::admission::{Step, TARGET};

/// One admission as it was timed; microseconds.
#[derive(Clone, Debug)]
pub struct Timed {
    /// Which.
    pub id: AdmissionId,
    /// Where.
    pub prison: PrisonId,
    /// By whom.
    pub operator: String,
    /// When it began.
    pub started_at: BdTime,
    /// From the first step to the roll.
    pub total: i64,
    /// By step.
    pub steps: BTreeMap<Step, i64>,
    /// Why it was slow, in words.
    pub slow_reason: Option<String>,
}

impl Timed {
    /// Whether it took longer than the target.
    pub fn is_slow(&self) -> bool {
        self.total > TARGET
    }

    /// The step that took longest.
    pub fn longest(&self) -> Option<(Step, i64)> {
        self.steps
            .iter()
            .map(|(step, spent)| (*step, *spent))
            .max_by_key(|(_, spent)| *spent)
    }
}

/// What a set of durations comes to; microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many.
    pub count: usize,
    /// Half took no longer.
    pub median: i64,
    /// Nine in ten took no longer.
    pub p90: i64,
    /// How many took longer than the target.
    pub slow: usize,
}

/// Sums durations up by the nearest-rank method.
///
/// ```
/// let summary = pids::times::summary((1..=10).collect());
/// assert_eq!((summary.median, summary.p90), (5, 9));
/// ```
pub fn summary(mut durations: Vec<i64>) -> Summary {
    durations.sort_unstable();
    Summary {
        count: durations.len(),
        median: percentile(&durations, 50),
        p90: percentile(&durations, 90),
        slow: durations.iter().filter(|spent| **spent > TARGET).count(),
    }
}

fn percentile(sorted: &[i64], percent: usize) -> i64 {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

/// Sums up by a key of each admission, the slowest median first.
pub fn by<K: Ord>(timed: &[Timed], key: impl Fn(&Timed) -> K) -> Vec<(K, Summary)> {
    let mut groups: BTreeMap<K, Vec<i64>> = BTreeMap::new();
    for one in timed {
        groups.entry(key(one)).or_default().push(one.total);
    }
    let mut summaries: Vec<_> = groups
        .into_iter()
        .map(|(key, spent)| (key, summary(spent)))
        .collect();
    summaries.sort_by_key(|(_, summary)| std::cmp::Reverse(summary.median));
    summaries
}

/// Sums up each step.
pub fn by_step(timed: &[Timed]) -> Vec<(Step, Summary)> {
    Step::ALL
        .iter()
        .map(|step| {
            (
                *step,
                summary(
                    timed
                        .iter()
                        .filter_map(|one| one.steps.get(step).copied())
                        .collect(),
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_timed_yet() {
        assert_eq!(summary(Vec::new()), Summary::default());
    }

    proptest! {
        #[test]
        fn nine_in_ten_take_no_longer_than_p90(durations in proptest::collection::vec(0_i64..10_000, 1..200)) {
            let summary = summary(durations.clone());
            let within = |limit| durations.iter().filter(|spent| **spent <= limit).count();
            prop_assert!(within(summary.p90) * 10 >= durations.len() * 9);
            prop_assert!(within(summary.median) * 2 >= durations.len());
            prop_assert!(summary.median <= summary.p90);
        }
    }
}
