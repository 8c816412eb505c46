//! What is known of a request before anybody looks at who sent it: language, theme, how the answer is
//! wanted. [`note`] puts it beside the request, where every extractor and the error page find it.

use access::Secret;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use kernel::{BdTime, Lang};
use tower_http::request_id::RequestId;

use crate::page::Theme;
use crate::{App, Page};
use crate::{cookies, csrf};

/// How the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A whole page.
    Page,
    /// A part of a page, asked for by script.
    Part,
    /// JSON.
    Json,
}

/// What is known of a request before anybody looks at who sent it.
#[derive(Clone)]
pub struct Ask {
    /// The language of the answer.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// How the answer is wanted.
    pub wants: Wants,
    /// Path and query of the page: of the one that sent the form, where this is a form.
    pub path: String,
    /// The request's id.
    pub id: String,
    /// When it came.
    pub now: BdTime,
    /// The secret of the cookie: of the login if there is one, else of the login page.
    pub(crate) secret: Option<String>,
    /// The login's own token.
    pub(crate) login: Option<Secret>,
    pub(crate) toast: Option<String>,
}

impl Ask {
    /// What a request's head tells.
    pub fn of(parts: &Parts, now: BdTime) -> Self {
        let headers = &parts.headers;
        let cookie = |name| cookies::get(headers, name);
        let path = parts.uri.path();
        let wants = if path.starts_with("/api/") && !path.starts_with("/api/v1/docs") {
            Wants::Json
        } else if headers.contains_key("hx-request") {
            Wants::Part
        } else {
            Wants::Page
        };
        let id = parts
            .extensions
            .get::<RequestId>()
            .and_then(|id| id.header_value().to_str().ok());
        Self {
            lang: cookie(cookies::LANG)
                .and_then(|code| code.parse().ok())
                .or_else(|| preferred(parts, wants))
                .unwrap_or_default(),
            theme: Theme::from_name(cookie(cookies::THEME).unwrap_or_default()),
            wants,
            path: page_path(parts),
            id: id.unwrap_or_default().to_owned(),
            now,
            secret: cookie(cookies::SESSION)
                .or_else(|| cookie(cookies::GUEST))
                .map(str::to_owned),
            login: cookie(cookies::SESSION).map(Secret::new),
            toast: cookie(cookies::TOAST).map(str::to_owned),
        }
    }

    /// What was noted beside the request, or its head tells.
    pub(crate) fn in_parts(parts: &Parts, app: &App) -> Self {
        match parts.extensions.get::<Self>() {
            Some(ask) => ask.clone(),
            None => Self::of(parts, app.world.now()),
        }
    }

    /// A page with no reader, as for logging in and for errors.
    pub fn bare_page(&self, app: &App, title: String) -> Page {
        Page {
            path: self.path.clone(),
            theme: self.theme,
            request: self.id.clone(),
            csrf: self
                .secret
                .as_deref()
                .map(crate::csrf::token)
                .unwrap_or_default(),
            ..Page::bare(app.texts.clone(), self.lang, self.now, title)
        }
    }
}

/// Path and query of the page that a reader sees: a form's own address answers no link.
fn page_path(parts: &Parts) -> String {
    let sent_by = if csrf::is_safe(&parts.method) {
        None
    } else {
        referer(&parts.headers)
    };
    sent_by.unwrap_or_else(|| path_and_query(&parts.uri))
}

fn referer(headers: &HeaderMap) -> Option<String> {
    let from: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    (from.authority()?.as_str() == host).then(|| path_and_query(&from))
}

fn path_and_query(uri: &Uri) -> String {
    uri.path_and_query()
        .map_or_else(|| uri.path().to_owned(), ToString::to_string)
}

/// The language that a program asks for. A browser's own setting says little about an office's clerk, so
/// for pages only the reader's choice counts.
fn preferred(parts: &Parts, wants: Wants) -> Option<Lang> {
    let asked = parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let first = asked.split([',', ';']).next()?.trim();
    (wants == Wants::Json).then(|| first.parse().ok()).flatten()
}

/// Middleware: puts [`Ask`] beside the request.
pub(crate) async fn note(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let ask = Ask::of(&parts, app.world.now());
    parts.extensions.insert(ask);
    next.run(Request::from_parts(parts, body)).await
}
