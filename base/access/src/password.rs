//! Passwords: what may be one, and how it is kept.

use std::collections::BTreeSet;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kernel::{Error, Kind, Result, World};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::Secret;

/// Letters that a password must have. Length is worth more than strange signs, which people write down.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Bytes that a password may have, so that nobody makes the server hash a book.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Different letters that a password must have: the same one ten times is no password.
const LETTERS_MIN: usize = 4;

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

/// A password as it is hashed. Keyboards spell one Bangla word in several ways that look the same, and a
/// password set at one desk must open the door at the next, so it passes through the house's one spelling
/// (the idea of RFC 8265 § 4.2, which asks for NFC). Spaces at the ends and doubled ones do not count.
fn plain(password: &Secret) -> Zeroizing<String> {
    Zeroizing::new(kernel::bangla::normalise::text(password.reveal()))
}

/// Checks a new password of the user `login`.
///
/// # Errors
/// Invalid, naming the field `password` and the remedy.
pub fn check_rules(login: &str, password: &Secret) -> Result<()> {
    let plain = plain(password);
    let lower = Zeroizing::new(plain.to_lowercase());
    if plain.chars().count() < PASSWORD_CHARS_MIN {
        return Err(
            Error::invalid("password", "err-password-short").with("min", PASSWORD_CHARS_MIN)
        );
    }
    if password.reveal().len() > PASSWORD_BYTES_MAX {
        return Err(Error::invalid("password", "err-password-long").with("max", PASSWORD_BYTES_MAX));
    }
    if lower.contains(&login.to_lowercase()) {
        return Err(Error::invalid("password", "err-password-login"));
    }
    let letters: BTreeSet<char> = lower.chars().collect();
    if letters.len() < LETTERS_MIN || is_common(&lower) {
        return Err(Error::invalid("password", "err-password-common"));
    }
    Ok(())
}

fn is_common(lower: &str) -> bool {
    COMMON
        .lines()
        .any(|common| kernel::bangla::normalise::text(common) == lower)
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
            .hash_password_with_salt(plain(&password).as_bytes(), &salt)
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
                .hash_password_with_salt(plain(&password).as_bytes(), &[0; 16])
                .map_err(|error| Error::bug("a password cannot be hashed").because(error))?;
            return Ok(false);
        };
        let parsed = PasswordHash::new(&hash)
            .map_err(|error| Error::corrupt("a password hash").because(error))?;
        Ok(hasher()?
            .verify_password(plain(&password).as_bytes(), &parsed)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(password: &str) -> &'static str {
        check_rules("karim", &password.into()).unwrap_err().fields[0].key
    }

    #[test]
    fn each_refusal_names_its_remedy() {
        assert_eq!(wrong("নয় অক্ষর"), "err-password-short");
        assert_eq!(wrong(&"ab12 ".repeat(60)), "err-password-long");
        assert_eq!(wrong("my name is Karim"), "err-password-login");
        assert_eq!(wrong("Password1234"), "err-password-common");
        assert_eq!(wrong("ababababababab"), "err-password-common");
        assert_eq!(wrong("পাসওয়ার্ড১২৩"), "err-password-common");
        check_rules("karim", &"কাশফুল নদীর ধারে".into()).unwrap();
    }

    #[test]
    fn the_common_ones_would_pass_the_other_rules() {
        for common in COMMON.lines() {
            let common = kernel::bangla::normalise::text(common);
            assert!(common.chars().count() >= PASSWORD_CHARS_MIN, "{common}");
            assert_eq!(common, common.to_lowercase());
        }
    }

    #[test]
    fn two_keyboards_type_one_password() {
        let (world, _) = World::fake(5, kernel::BdTime(0));
        testkit::block_on(async {
            // The last letters of the first word: one code point, and two.
            let set = Secret::new("সম\u{09DF} নদীর ওপারে");
            let typed = Secret::new(" সম\u{09AF}\u{09BC}  নদীর ওপারে");
            let kept = hash(&world, "karim", set).await.unwrap();
            assert!(
                kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
                "{}",
                kept.0
            );
            assert!(verify(Some(kept.0.clone()), typed).await.unwrap());
            let other = Secret::new("সময় নদীর এপারে");
            assert!(!verify(Some(kept.0), other).await.unwrap());
            assert!(!verify(None, Secret::new("anything at all")).await.unwrap());
        });
    }
}
