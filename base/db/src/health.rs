//! Whether the server is known to be down.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kernel::{Error, Result};

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

/// What was last seen of the server, by everybody who uses the pool: whether a connection failed since it last
/// answered anybody. A server that is busy and refuses one more connection is not down while others are answered.
#[derive(Debug, Default)]
pub(crate) struct Health(AtomicBool);

impl Health {
    /// A connection could not be made; says whether that is news.
    pub(crate) fn failed(&self) -> bool {
        !self.0.swap(true, Ordering::Relaxed)
    }

    /// The server answered.
    pub(crate) fn worked(&self) {
        // Most answers change nothing, and reading is what other cores do not wait for.
        if self.is_down() {
            self.0.store(false, Ordering::Relaxed);
        }
    }

    /// Whether a connection failed since the server last answered anybody.
    pub(crate) fn is_down(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Notes what `done` says of the server.
    pub(crate) fn note<T>(&self, done: Result<T>) -> Result<T> {
        if !done.as_ref().is_err_and(pg::is_gone) {
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
        assert!(health.failed(), "news");
        assert!(!health.failed(), "no news");
        assert!(health.is_down());
        health.worked();
        assert!(!health.is_down());
        for (error, is_down) in [
            (Error::conflict("err-exists"), false),
            (Error::unavailable("err-blobs-down"), false),
            (Error::unavailable("err-db-down"), true),
            (Error::unavailable("err-commit-unknown"), true),
        ] {
            health.failed();
            let key = error.key;
            assert!(health.note(Err::<(), _>(error)).is_err());
            assert_eq!(health.is_down(), is_down, "{key}");
        }
    }
}
