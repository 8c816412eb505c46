//! Tokens and passwords while they are in memory.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use kernel::World;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Random bytes of a token: 256 bits cannot be guessed, so a plain SHA-256 keeps them safe at rest.
const TOKEN_BYTES: usize = 32;

/// A text that is never logged, never shown by `{:?}`, and wiped when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one who must have it: a cookie, a page that shows a new token once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A new token, with `prefix` before it so that one that leaks is recognised where it lies.
pub(crate) fn token(world: &World, prefix: &str) -> Secret {
    let bytes = Zeroizing::new(world.bytes::<TOKEN_BYTES>());
    Secret::new(format!("{prefix}{}", BASE64URL_NOPAD.encode(&*bytes)))
}

/// What is stored of a token, and by what it is looked up.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Whether two texts are the same, in a time that tells nothing of where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
