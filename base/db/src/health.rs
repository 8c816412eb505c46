//! Whether the server is known to be down.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kernel::{Error, Kind, Result};

use crate::pg;

/// How long a closure waits for a connection before it is told that the database is down.
pub(crate) const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// The same, where the server is known to be down: long enough for one more try.
pub(crate) const KNOWN_DOWN_WAIT: Duration = Duration::from_secs(1);
/// The longest pause between two tries to connect: well within [`KNOWN_DOWN_WAIT`], so that nobody is told that a
/// server is down which is back.
pub(crate) const PAUSE_MAX: Duration = Duration::from_millis(400);
/// How often one who waits looks whether the server has become known to be down.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What was last seen of the server, by everybody who uses the pool. A server that is busy and refuses one more
/// connection is not down while others are answered.
#[derive(Debug, Default)]
pub(crate) struct Health {
    /// Counts what happens, so that two events can be put in order.
    events: AtomicU64,
    failed: AtomicU64,
    worked: AtomicU64,
}

impl Health {
    /// A connection could not be made; says whether that is news.
    pub(crate) fn failed(&self) -> bool {
        let is_news = !self.is_down();
        self.failed.store(self.next(), Ordering::Relaxed);
        is_news
    }

    /// The server answered.
    pub(crate) fn worked(&self) {
        self.worked.store(self.next(), Ordering::Relaxed);
    }

    /// Whether a connection failed since the server last answered anybody.
    pub(crate) fn is_down(&self) -> bool {
        self.failed.load(Ordering::Relaxed) > self.worked.load(Ordering::Relaxed)
    }

    fn next(&self) -> u64 {
        self.events
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1)
    }

    /// Notes what `done` says of the server.
    pub(crate) fn note<T>(&self, done: Result<T>) -> Result<T> {
        let is_gone = matches!(&done, Err(error) if error.kind == Kind::Unavailable);
        if !is_gone {
            self.worked();
        }
        done
    }
}

/// A connection of the pool, waited for no longer than `known_down_wait` where the server is known to be down.
///
/// # Errors
/// Unavailable `err-db-down` after that, or after [`CONNECT_WAIT`].
pub(crate) fn connection(
    pool: &r2d2::Pool<pg::Manager>,
    health: &Health,
    known_down_wait: Duration,
) -> Result<r2d2::PooledConnection<pg::Manager>> {
    let begun = Instant::now();
    loop {
        let error = match pool.get_timeout(LOOK_EVERY) {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        let waited = begun.elapsed();
        if waited >= CONNECT_WAIT || (health.is_down() && waited >= known_down_wait) {
            return Err(Error::unavailable("err-db-down").because(error));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_answers_somebody_is_not_down() {
        let health = Health::default();
        assert!(!health.is_down());
        health.failed();
        assert!(health.is_down());
        health.worked();
        assert!(!health.is_down());
        health.failed();
        assert!(
            health
                .note(Err::<(), _>(Error::conflict("err-exists")))
                .is_err()
        );
        assert!(!health.is_down(), "a refusal is an answer");
        health.failed();
        assert!(
            health
                .note(Err::<(), _>(Error::unavailable("err-db-down")))
                .is_err()
        );
        assert!(health.is_down());
    }
}
