//! One-time codes by RFC 6238: SHA-1, six digits, thirty seconds, which every authenticator program knows.

use data_encoding::BASE32_NOPAD;
use kernel::{BdTime, Error, Result, World};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use crate::Secret;

/// Bytes of the shared secret (RFC 4226 § 4 recommends 160 bits).
const SECRET_BYTES: usize = 20;
/// Codes given for the day on which the phone is lost.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 80 bits, far beyond what the throttle lets anybody try.
const RECOVERY_BYTES: usize = 10;
/// Who issues the codes, as the authenticator program shows it.
const ISSUER: &str = "Alorpoth";

/// A secret offered to a user, to be shown once as a QR code and as text.
#[derive(Clone, Debug)]
pub struct TotpOffer {
    /// The `otpauth://` address that the QR code holds.
    pub url: Secret,
    /// The secret in base 32, for typing in.
    pub text: Secret,
}

pub(crate) fn new_secret(world: &World) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(world.bytes::<SECRET_BYTES>().to_vec())
}

pub(crate) fn offer(login: &str, secret: &[u8]) -> TotpOffer {
    let text = BASE32_NOPAD.encode(secret);
    // A login holds only letters, digits, dot, dash and underscore, so nothing needs escaping.
    let url = format!("otpauth://totp/{ISSUER}:{login}?secret={text}&issuer={ISSUER}");
    TotpOffer {
        url: url.into(),
        text: text.into(),
    }
}

/// The step of thirty seconds that `code` belongs to, when it is right now and later than `last_step`:
/// a code that was taken once is never taken again (RFC 6238 § 5.2).
pub(crate) fn check(secret: &[u8], code: &str, now: BdTime, last_step: i64) -> Result<Option<i64>> {
    let code = kernel::bangla::digits::to_latin(code.trim());
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.0 / BdTime::SECOND).unwrap_or(0);
    let step = generator(secret)?
        .check(&code, seconds)
        .and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

fn generator(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| Error::corrupt("the secret of one-time codes").because(error))
}

/// New recovery codes, in four groups of four for reading and typing.
pub(crate) fn recovery_codes(world: &World) -> Vec<Secret> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let bytes = Zeroizing::new(world.bytes::<RECOVERY_BYTES>());
            let text = BASE32_NOPAD.encode(&*bytes).to_lowercase();
            let mut grouped = String::new();
            for (place, letter) in text.chars().enumerate() {
                if place > 0 && place % 4 == 0 {
                    grouped.push('-');
                }
                grouped.push(letter);
            }
            Secret::new(grouped)
        })
        .collect()
}

/// A recovery code as it is hashed, however it was typed.
pub(crate) fn plain_recovery(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// The code that is right at `now`, as the user's phone would show it: for demonstrations and tests.
///
/// # Errors
/// Corrupt, when the secret is none.
pub fn code_at(secret: &Secret, now: BdTime) -> Result<String> {
    let bytes = BASE32_NOPAD
        .decode(secret.reveal().as_bytes())
        .map_err(|error| Error::corrupt("the secret of one-time codes").because(error))?;
    let seconds = u64::try_from(now.0 / BdTime::SECOND).unwrap_or(0);
    Ok(generator(&bytes)?.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B, the SHA-1 rows cut to six digits.
    #[test]
    fn the_codes_of_the_standard() {
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            let now = BdTime(second * BdTime::SECOND);
            assert_eq!(check(SECRET, code, now, 0).unwrap(), Some(second / 30));
        }
    }

    #[test]
    fn a_code_is_taken_once_and_a_little_early_or_late() {
        let now = BdTime(59 * BdTime::SECOND);
        assert_eq!(
            check(SECRET, "287082", now, 1).unwrap(),
            None,
            "taken already"
        );
        assert_eq!(check(SECRET, "২৮৭ ০৮২", now, 0).unwrap(), Some(1));
        assert!(
            check(SECRET, "287082", now.plus(30 * BdTime::SECOND), 0)
                .unwrap()
                .is_some()
        );
        assert_eq!(
            check(SECRET, "287082", now.plus(61 * BdTime::SECOND), 0).unwrap(),
            None
        );
        for wrong in ["", "287083", "28708", "+28708", "2870822"] {
            assert_eq!(check(SECRET, wrong, now, 0).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn recovery_codes_differ_and_forgive_how_they_are_typed() {
        let (world, _) = World::fake(3, BdTime(0));
        let codes = recovery_codes(&world);
        let plain: std::collections::BTreeSet<_> = codes
            .iter()
            .map(|code| plain_recovery(code.reveal()))
            .collect();
        assert_eq!(plain.len(), RECOVERY_CODES);
        let first = codes[0].reveal();
        assert_eq!(first.len(), 19);
        assert_eq!(
            plain_recovery(&first.to_uppercase().replace('-', " ")),
            plain_recovery(first)
        );
    }
}
