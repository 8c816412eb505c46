//! Proof that a form was sent from a page of ours.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::{Secret, secret};

/// Parts this hash from the one by which sessions are stored.
const LABEL: &[u8] = b"alor.csrf.1:";

/// The token that each form of a session carries. It follows from the session's own token, so nothing is
/// stored; and the session's token, 256 random bits, does not follow from it.
pub fn csrf_token(session: &Secret) -> String {
    let mut hasher = Sha256::new();
    hasher.update(LABEL);
    hasher.update(session.reveal().as_bytes());
    BASE64URL_NOPAD.encode(&hasher.finalize())
}

/// Whether `given` came from a form of this session.
pub fn csrf_ok(session: &Secret, given: &str) -> bool {
    secret::same(&csrf_token(session), given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_session_is_refused() {
        let (mine, yours) = (Secret::new("mine"), Secret::new("yours"));
        assert!(csrf_ok(&mine, &csrf_token(&mine)));
        assert!(!csrf_ok(&mine, &csrf_token(&yours)));
        assert!(!csrf_ok(&mine, ""));
        assert!(!csrf_ok(&mine, mine.reveal()));
    }
}
