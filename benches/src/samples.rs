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

    /// Times one request that is waited for.
    pub(crate) async fn wait<T>(&mut self, request: impl Future<Output = Result<T>>) -> Result<T> {
        let start = Instant::now();
        let answer = request.await?;
        self.0.push(start.elapsed());
        Ok(answer)
    }

    /// Takes in what another clerk's requests took.
    pub(crate) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> f64 {
        f64::from(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
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
        seconds * 1e6 / self.count().max(1.0)
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |percent| self.within(percent).as_secs_f64() * 1e3;
        write!(
            f,
            "p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms, of {}",
            millis(50),
            millis(90),
            millis(99),
            millis(100),
            self.0.len()
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
