//! Attempts at guessing grow slow. The counts are in the database, so that neither a restart nor another
//! server forgets them.
//!
//! An attempt is counted before it is judged: a thousand sent at once are a thousand, not one. An account
//! is never locked for good, since then anybody could keep an officer from work.

use std::net::{IpAddr, Ipv6Addr};

use db::Tx;
use kernel::{BdTime, BlobHash, Error, Kind, Result};

use crate::{secret, store};

/// Attempts on one account, or on one user's codes, before the waits begin.
const ACCOUNT_FREE: i64 = 4;
/// Attempts from one address: behind it may be a whole prison's office, whose successes are not counted.
const ADDRESS_FREE: i64 = 30;
/// The longest wait.
const WAIT_MAX: i64 = 15 * BdTime::MINUTE;
/// After how long without an attempt everything is forgotten.
const FORGET_AFTER: i64 = BdTime::DAY;

/// What an attempt is counted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) text: String,
    free: i64,
}

impl Key {
    /// Passwords of one login, whether anybody has it or not. It is hashed, since what is typed into that
    /// field is at times a password.
    pub(crate) fn account(login: &str) -> Self {
        let text = format!("login:{}", BlobHash(secret::hash(login)));
        Self {
            text,
            free: ACCOUNT_FREE,
        }
    }

    /// One-time codes of one user.
    pub(crate) fn codes(user: kernel::UserId) -> Self {
        let text = format!("code:{user}");
        Self {
            text,
            free: ACCOUNT_FREE,
        }
    }

    /// One address. Of IPv6 the network counts, since every machine has as many addresses as it likes.
    pub(crate) fn address(ip: IpAddr) -> Self {
        let text = match ip.to_canonical() {
            IpAddr::V4(v4) => format!("ip:{v4}"),
            IpAddr::V6(v6) => format!("ip:{}/64", Ipv6Addr::from(u128::from(v6) >> 64 << 64)),
        };
        Self {
            text,
            free: ADDRESS_FREE,
        }
    }
}

/// How long after the last of `attempts` the next one must wait: nothing while they are free, then 1 s, and
/// twice as long each time.
fn wait(attempts: i64, free: i64) -> i64 {
    if attempts < free {
        return 0;
    }
    let doublings = u32::try_from(attempts - free).unwrap_or(u32::MAX);
    2_i64
        .saturating_pow(doublings)
        .saturating_mul(BdTime::SECOND)
        .min(WAIT_MAX)
}

/// Counts an attempt, or refuses it.
///
/// # Errors
/// Busy `err-login-throttled` with the `seconds` to wait; nothing is counted then.
pub(crate) fn count(tx: &mut Tx<'_>, key: &Key, now: BdTime) -> Result<()> {
    store::forget_attempts(tx, now.plus(-FORGET_AFTER))?;
    let (attempts, last_at) = store::lock_attempts(tx, &key.text, now)?;
    let left = wait(attempts, key.free) - now.since(last_at);
    if left > 0 {
        // Rounded up: who waits as long as told is not refused again.
        let seconds = (left + BdTime::SECOND - 1) / BdTime::SECOND;
        return Err(Error::new(Kind::Busy, "err-login-throttled").with("seconds", seconds));
    }
    store::set_attempts(tx, &key.text, attempts + 1, now)?;
    // What is counted here is told by the login's own line, once it is known how it ended.
    tx.told();
    Ok(())
}

/// Forgets the attempts: the one who came knew the secret.
pub(crate) fn clear(tx: &mut Tx<'_>, key: &Key) -> Result<()> {
    store::clear_attempts(tx, &key.text)
}

/// Takes back one attempt, and leaves others' standing.
pub(crate) fn take_back(tx: &mut Tx<'_>, key: &Key) -> Result<()> {
    store::take_back_attempt(tx, &key.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (0..16)
            .map(|attempts| wait(attempts, ACCOUNT_FREE) / BdTime::SECOND)
            .collect();
        assert_eq!(
            seconds,
            [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
        );
        assert_eq!(wait(i64::MAX, ADDRESS_FREE), WAIT_MAX);
    }

    #[test]
    fn a_network_is_one_address() {
        let key = |text: &str| Key::address(text.parse().unwrap()).text;
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:10.0.0.7"), "ip:10.0.0.7");
    }
}
