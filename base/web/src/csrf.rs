//! Forged requests: every form carries a token that only pages of the same login can know.
//!
//! The token is derived from the secret in the cookie, so nothing is stored: `SHA-256(label ‖ secret)`.
//! Before a login the secret is a random one that the login page sets.

use axum::http::HeaderMap;
use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};

/// The field of a form that carries the token.
pub const FIELD: &str = "_csrf";
/// The header that carries it where there is no form.
pub const HEADER: &str = "x-csrf";

const LABEL: &[u8] = b"alorpoth csrf v1\0";

/// The token of the pages that carry the cookie `secret`.
pub fn token(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(LABEL);
    hash.update(secret.as_bytes());
    BASE32_NOPAD.encode(&hash.finalize()).to_ascii_lowercase()
}

/// Whether `given` is the token of `secret`. Hashing both before comparing keeps the time of the
/// comparison from telling how much of a guess was right.
pub fn holds(secret: &str, given: &str) -> bool {
    !secret.is_empty() && Sha256::digest(token(secret)) == Sha256::digest(given)
}

/// The token in the headers.
pub(crate) fn in_headers(headers: &HeaderMap) -> Option<&str> {
    headers.get(HEADER)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_for_one_secret() {
        assert!(holds("a", &token("a")));
        assert!(!holds("a", &token("b")));
        assert!(!holds("", &token("")), "no cookie, no form");
        assert_ne!(token("a"), "a");
    }
}
