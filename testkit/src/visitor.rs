#![expect(
    clippy::expect_used,
    reason = "a request that cannot be made must stop the story and say why"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use kernel::Lang;
use tower::ServiceExt as _;

/// Somebody at a browser: asks for pages, sends forms, keeps cookies.
pub struct Visitor {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Visitor {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            cookies: Mutex::default(),
        }
    }

    /// The same visitor with one more cookie.
    #[must_use]
    pub fn with_cookie(self, name: &str, value: &str) -> Self {
        self.cookies().insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same visitor, reading in `lang`.
    #[must_use]
    pub fn reading(self, lang: Lang) -> Self {
        self.with_cookie(web::cookies::LANG, lang.code())
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", String::new()).await
    }

    /// Sends a form, with the token that the page before would have carried.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = self.token_field();
        for (name, value) in fields {
            let joint = if body.is_empty() { "" } else { "&" };
            write!(body, "{joint}{}={}", quote(name), quote(value)).expect("memory takes words");
        }
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, kind, body).await
    }

    /// Sends a form with a file: the field's name, the file's name and its content.
    pub async fn post_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (field, file_name, content): (&str, &str, &[u8]),
    ) -> Answer {
        const BOUNDARY: &str = "----between-two-parts----";
        let token = self.form_token();
        let csrf = token.as_deref().map(|token| (web::csrf::FIELD, token));
        let mut body = String::new();
        for (name, value) in csrf.iter().chain(fields) {
            write!(
                body,
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .expect("memory takes words");
        }
        write!(
            body,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\r\n"
        )
        .expect("memory takes words");
        let mut bytes = body.into_bytes();
        bytes.extend(content);
        bytes.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &kind, bytes).await
    }

    /// Sends JSON, as a program does.
    pub async fn post_json(&self, path: &str, body: &str) -> Answer {
        let kind = "application/json";
        self.send(Method::POST, path, kind, body.to_owned()).await
    }

    /// What a form must carry to prove that it was drawn for this visitor.
    fn form_token(&self) -> Option<String> {
        let cookies = self.cookies();
        let secret = cookies
            .get(web::cookies::SESSION)
            .or_else(|| cookies.get(web::cookies::GUEST));
        secret.map(|secret| web::csrf::token(secret))
    }

    fn token_field(&self) -> String {
        self.form_token().map_or_else(String::new, |token| {
            format!("{}={}", web::csrf::FIELD, quote(&token))
        })
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::HOST, "alor.test")
            .header(header::COOKIE, cookies.join("; "));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(body.into()).expect("a request");
        let response = self.router.clone().oneshot(request).await;
        let (parts, body) = response.expect("the router never fails").into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("a cookie in plain letters"));
        }
        let bytes = body.collect().await.expect("a whole answer").to_bytes();
        let location = parts.headers.get(header::LOCATION);
        Answer {
            asked: format!("{method} {path}"),
            status: parts.status,
            location: location
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Keeps a cookie, or drops it where the server takes it back.
    fn keep(&self, line: &str) {
        let mut parts = line.split("; ");
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let mut cookies = self.cookies();
        if parts.any(|part| part == "Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Writes `text` as forms and addresses carry it.
fn quote(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("memory takes words");
        }
        out
    })
}

/// What came back. Its checks give it back, so that they can be chained; they name the request and show the page when they fail.
#[derive(Debug)]
pub struct Answer {
    /// The request, for messages.
    pub asked: String,
    /// The status.
    pub status: StatusCode,
    /// Where it leads, if it does.
    pub location: Option<String>,
    /// The page, the fragment or the JSON.
    pub text: String,
}

impl Answer {
    /// It worked: a page, or the way to the next one.
    ///
    /// # Panics
    /// When it did not.
    #[track_caller]
    pub fn good(&self) -> &Self {
        let worked = self.status.is_success() || self.status.is_redirection();
        let lost = self
            .location
            .as_deref()
            .is_some_and(|to| to.starts_with("/login"));
        assert!(worked && !lost, "{self}");
        self
    }

    /// It has this status.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{self}");
        self
    }

    /// The page holds these words.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn sees(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "no `{words}` in {self}");
        self
    }

    /// The page does not hold these words.
    ///
    /// # Panics
    /// When it does.
    #[track_caller]
    pub fn never_sees(&self, words: &str) -> &Self {
        assert!(!self.text.contains(words), "`{words}` in {self}");
        self
    }

    /// It leads to an address that begins like this.
    ///
    /// # Panics
    /// When it leads elsewhere or nowhere.
    #[track_caller]
    pub fn goes_to(&self, path: &str) -> &Self {
        let to = self.location.as_deref().unwrap_or_default();
        assert!(to.starts_with(path) && !path.is_empty(), "{to}: {self}");
        self
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} answered {}\n{}", self.asked, self.status, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_carry_any_script() {
        assert_eq!(quote("a b&=+"), "a%20b%26%3D%2B");
        assert_eq!(quote("ক"), "%E0%A6%95");
    }

    #[test]
    fn cookies_are_kept_and_dropped() {
        let visitor = Visitor::new(Router::new());
        visitor.keep("lang=en; Path=/; HttpOnly");
        visitor.keep("toast=saved; Path=/");
        visitor.keep("toast=; Path=/; Max-Age=0");
        let kept: Vec<_> = visitor.cookies().clone().into_iter().collect();
        assert_eq!(kept, [("lang".to_owned(), "en".to_owned())]);
    }
}
