//! Passwords: what may be one, and how it is kept.

use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kernel::{Error, Kind, Result, World};
use tokio::sync::Semaphore;

use crate::Secret;

/// Letters that a password must have. Length is worth more than strange signs, which people write down.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Bytes that a password may have, so that nobody makes the server hash a book.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Memory of one hash in KiB, passes and lanes: the OWASP password cheat sheet's first choice for
/// argon2id (19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes computed at once in this process. More would take the memory and the processors from the
/// officers who are at work.
const HASHES_AT_ONCE: usize = 2;
/// How long a login waits for its turn.
const TURN_WAIT: Duration = Duration::from_secs(10);

static TURNS: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);

/// Passwords that every attacker tries first, lower-case; one per line.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password that was checked against the rules and hashed: the only kind that can be stored.
#[derive(Clone, Debug)]
pub struct Hashed(pub(crate) String);

/// Checks a new password of the user `login`.
///
/// # Errors
/// Invalid, naming the field `password` and the remedy.
pub fn check_rules(login: &str, password: &Secret) -> Result<()> {
    let text = password.reveal();
    let lower = text.to_lowercase();
    if text.chars().count() < PASSWORD_CHARS_MIN {
        return Err(
            Error::invalid("password", "err-password-short").with("min", PASSWORD_CHARS_MIN)
        );
    }
    if text.len() > PASSWORD_BYTES_MAX {
        return Err(Error::invalid("password", "err-password-long").with("max", PASSWORD_BYTES_MAX));
    }
    if lower.contains(&login.to_lowercase()) {
        return Err(Error::invalid("password", "err-password-login"));
    }
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 4 || COMMON.lines().any(|common| common == lower) {
        return Err(Error::invalid("password", "err-password-common"));
    }
    Ok(())
}

/// Checks a new password against the rules and hashes it.
///
/// # Errors
/// Those of [`check_rules`]; busy when too many passwords are being hashed.
pub async fn hash(world: &World, login: &str, password: Secret) -> Result<Hashed> {
    check_rules(login, &password)?;
    let salt = world.bytes::<16>();
    in_turn(move || {
        let hash = hasher()?
            .hash_password_with_salt(password.reveal().as_bytes(), &salt)
            .map_err(|error| Error::bug("a password cannot be hashed").because(error))?;
        Ok(Hashed(hash.to_string()))
    })
    .await
}

/// Whether `password` is the one of `hash`. Without a hash, since nobody has that login, the same work is
/// done and the answer is no: the time tells nothing about who has a login.
///
/// # Errors
/// Busy when too many passwords are being hashed; corrupt when the stored hash cannot be read.
pub(crate) async fn verify(hash: Option<String>, password: Secret) -> Result<bool> {
    if password.reveal().len() > PASSWORD_BYTES_MAX {
        return Ok(false);
    }
    in_turn(move || {
        let Some(hash) = hash else {
            hasher()?
                .hash_password_with_salt(password.reveal().as_bytes(), &[0; 16])
                .map_err(|error| Error::bug("a password cannot be hashed").because(error))?;
            return Ok(false);
        };
        let parsed = PasswordHash::new(&hash)
            .map_err(|error| Error::corrupt("a password hash").because(error))?;
        Ok(hasher()?
            .verify_password(password.reveal().as_bytes(), &parsed)
            .is_ok())
    })
    .await
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Error::bug("the parameters of argon2").because(error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs `work` on the blocking pool once it is this one's turn.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn = tokio::time::timeout(TURN_WAIT, TURNS.acquire())
        .await
        .map_err(|_| Error::new(Kind::Busy, "err-login-busy"))?
        .map_err(|error| Error::bug("the turns of argon2 are closed").because(error))?;
    let done = tokio::task::spawn_blocking(move || {
        // Held by the work itself: whoever stops waiting does not make room for another hash.
        let _turn = turn;
        work()
    });
    done.await
        .unwrap_or_else(|error| Err(Error::bug("hashing panicked").because(error)))
}
