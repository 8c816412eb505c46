//! Cookies: read from a request, and written with the flags that each needs.

use axum::http::{HeaderMap, HeaderValue, header};

/// The login.
pub const SESSION: &str = "alor_session";
/// The secret behind the login form's own token.
pub const GUEST: &str = "alor_guest";
/// The reader's language.
pub const LANG: &str = "lang";
/// Light or dark.
pub const THEME: &str = "theme";
/// One word about what was just done, shown on the next page.
pub const TOAST: &str = "toast";

/// A year, for choices that are to last.
const YEAR_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The value of cookie `name`.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// How long a cookie lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Until the browser closes.
    Session,
    /// A year.
    Year,
    /// Not at all: the cookie is taken back.
    Gone,
}

/// The header that sets a cookie no script can read. `value` must be plain letters and digits.
pub fn set(name: &str, value: &str, lasts: Lasts, secure: bool) -> HeaderValue {
    let age = match lasts {
        Lasts::Session => String::new(),
        Lasts::Year => format!("; Max-Age={YEAR_SECONDS}"),
        Lasts::Gone => "; Max-Age=0".to_owned(),
    };
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    // A value that no header can hold is one that nobody gave: the cookie is left empty.
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; lang=en"));
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark"));
        assert_eq!(get(&headers, "lang"), Some("en"));
        assert_eq!(get(&headers, "theme"), Some("dark"));
        assert_eq!(get(&headers, "ang"), None);
    }

    #[test]
    fn flags() {
        let line = set(SESSION, "x", Lasts::Session, true);
        assert_eq!(
            line,
            "alor_session=x; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
