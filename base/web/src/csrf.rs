//! Forged requests: every form carries a token that only pages of the same login can know, derived by
//! [`access::csrf_token`] from the secret in the cookie. Before a login that is a random one which the
//! login page sets.

use access::Secret;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use kernel::{Error, Kind};

/// The field of a form that carries the token.
pub const FIELD: &str = "_csrf";
/// The header that carries it where there is no form.
pub const HEADER: &str = "x-csrf";

/// The token of the pages that carry the cookie `secret`.
pub fn token(secret: &str) -> String {
    access::csrf_token(&Secret::new(secret))
}

/// Whether `given` is the token of `secret`.
pub fn holds(secret: &str, given: &str) -> bool {
    !secret.is_empty() && access::csrf_ok(&Secret::new(secret), given)
}

/// The token in the headers.
pub(crate) fn in_headers(headers: &HeaderMap) -> Option<&str> {
    headers.get(HEADER)?.to_str().ok()
}

/// Whether a request by this method changes nothing.
pub(crate) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// What refuses a request whose token is missing or of another login.
pub(crate) fn refused() -> Error {
    Error::new(Kind::Denied, "err-csrf")
}

/// Middleware: a browser says where a request comes from, and what changes something must come from a
/// page of ours. This guards the routes that read no form; the token guards the rest once more.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    if !is_safe(request.method()) && is_foreign(request.headers()) {
        return crate::Error(refused()).into_response();
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    // Browsers before 2020 send only the origin; programs send neither.
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_none_or(|(_, from)| from != host),
        _ => false,
    }
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

    #[test]
    fn what_comes_from_elsewhere_is_foreign() {
        let with = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    header::HeaderValue::from_static(value),
                )
            });
            is_foreign(&pairs.collect())
        };
        assert!(with(&[("sec-fetch-site", "cross-site")]));
        assert!(with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("sec-fetch-site", "same-origin")]));
        assert!(with(&[
            ("origin", "https://evil.example"),
            ("host", "alor.example")
        ]));
        assert!(with(&[("origin", "null"), ("host", "alor.example")]));
        assert!(!with(&[
            ("origin", "http://alor.example"),
            ("host", "alor.example")
        ]));
        assert!(!with(&[]));
    }
}
