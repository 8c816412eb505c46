use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use uuid::{Builder, Uuid};

use crate::BdTime;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The moment now.
    fn now(&self) -> BdTime;
}

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` with bytes that nobody can guess (or, in tests, that repeat by seed).
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock and randomness, the only way to either. Cheap to clone.
///
/// ```
/// use kernel::{BdTime, PersonId, World};
/// let (world, clock) = World::fake(7, BdTime(1_700_000_000_000_000));
/// let first: PersonId = world.id();
/// clock.advance(BdTime::SECOND);
/// let second: PersonId = world.id();
/// assert!(first < second, "ids sort by the time they were made");
/// ```
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl World {
    /// The real clock and the operating system's randomness.
    pub fn real() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        }
    }

    /// A clock that stands still until told, and randomness that repeats by `seed`.
    pub fn fake(seed: u64, start: BdTime) -> (Self, Arc<FakeClock>) {
        let clock = Arc::new(FakeClock(AtomicI64::new(start.0)));
        let world = Self {
            clock: clock.clone(),
            random: Arc::new(SeededRandom(AtomicU64::new(seed))),
        };
        (world, clock)
    }

    /// The moment now.
    pub fn now(&self) -> BdTime {
        self.clock.now()
    }

    /// A new id of any kind: UUID version 7, so that ids made later sort later.
    pub fn id<T: From<Uuid>>(&self) -> T {
        let millis = u64::try_from(self.now().0 / 1_000).unwrap_or(0);
        let bytes: [u8; 10] = self.bytes();
        T::from(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> BdTime {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the machine's clock"
        )]
        let now = jiff::Timestamp::now();
        BdTime(now.as_microsecond())
    }
}

struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that asks for randomness"
        )]
        let filled = getrandom::fill(bytes);
        #[expect(
            clippy::expect_used,
            reason = "without randomness no session or id is safe to make"
        )]
        filled.expect("the operating system gives random bytes");
    }
}

/// A clock that a test moves.
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// Moves the clock by `micros`.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, now: BdTime) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> BdTime {
        BdTime(self.0.load(Ordering::SeqCst))
    }
}

/// Randomness that repeats by seed (splitmix64): for tests and made-up data, never for secrets.
pub struct SeededRandom(AtomicU64);

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            let mut word = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            for (slot, byte) in chunk.iter_mut().zip((word ^ (word >> 31)).to_le_bytes()) {
                *slot = byte;
            }
        }
    }
}
