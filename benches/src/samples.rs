use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Result;

/// How long each of many requests took.
#[derive(Debug, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Times one request.
    pub(crate) fn time<T>(&mut self, request: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let answer = request()?;
        self.0.push(start.elapsed());
        Ok(answer)
    }

    /// The time within which `percent` of the requests were answered.
    fn within(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(rank).copied().unwrap_or_default()
    }

    /// What one request took of `seconds`, in microseconds.
    pub(crate) fn share(&self, seconds: f64) -> f64 {
        let requests = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        seconds * 1e6 / f64::from(requests.max(1))
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |percent| self.within(percent).as_secs_f64() * 1e3;
        write!(
            f,
            "{} requests, p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms",
            self.0.len(),
            millis(50),
            millis(90),
            millis(99),
            millis(100)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_times() {
        let samples = Samples((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(samples.within(50), Duration::from_millis(100));
        assert_eq!(samples.within(99), Duration::from_millis(198));
        assert_eq!(samples.within(100), Duration::from_millis(200));
        assert_eq!(Samples::default().within(99), Duration::ZERO);
        assert!((samples.share(0.2) - 1000.0).abs() < 1e-6);
    }
}
