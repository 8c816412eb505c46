//! Errors put into words: a page, a part of a page or problem+json, in the reader's language. The one
//! place that does so for the whole house.

use std::any::Any;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use kernel::{Error, Kind};

use crate::api::Problem;
use crate::ask::{Ask, Wants};
use crate::cx::{go, session, show};
use crate::error::{Unsaid, is_ours, status};
use crate::layers::BODY_BYTES_MAX;
use crate::page::encode;
use crate::{App, Page, frame};

/// A whole page that says what went wrong.
#[derive(Template)]
#[template(path = "failure.html")]
pub(crate) struct FailurePage {
    pub(crate) page: Page,
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) hint: String,
    pub(crate) ours: bool,
}

/// A part that says what went wrong, put where the asked part would be.
#[derive(Template)]
#[template(path = "failure_part.html")]
pub(crate) struct FailurePart {
    pub(crate) page: Page,
    pub(crate) text: String,
    pub(crate) ours: bool,
}

/// Middleware: puts the error that a handler gave up into words.
pub(crate) async fn say(State(app): State<App>, request: Request, next: Next) -> Response {
    let ask = request.extensions().get::<Ask>().cloned();
    let mut response = next.run(request).await;
    let unsaid = response.extensions_mut().remove::<Unsaid>();
    let (Some(ask), Some(Unsaid(error))) = (ask, unsaid.or_else(|| plain(&response))) else {
        return response;
    };
    log(&ask, &error);
    let mut said = answer(&app, &ask, &error).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        *said.status_mut() = response.status();
        if let Some(allowed) = response.headers_mut().remove(header::ALLOW) {
            said.headers_mut().insert(header::ALLOW, allowed);
        }
    }
    said
}

/// What an extractor or a layer of the framework refused in plain English.
fn plain(response: &Response) -> Option<Unsaid> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
        return None;
    }
    let error = match response.status() {
        StatusCode::NOT_FOUND => Error::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Error::new(Kind::NotFound, "err-method"),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Error::limit("err-body-large").with("mib", BODY_BYTES_MAX / (1024 * 1024))
        }
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => Error::new(Kind::Invalid, "err-body"),
        _ => return None,
    };
    Some(Unsaid(Arc::new(error)))
}

/// What a panicking handler answers: the bug is logged and put into words like any other.
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a handler panicked");
    crate::Error(Error::bug(what)).into_response()
}

/// Without the query, which may hold the name that was searched for.
fn log(ask: &Ask, error: &Error) {
    let path = ask.path.split('?').next().unwrap_or_default();
    if is_ours(error.kind) {
        tracing::error!(request = ask.id, path, %error, "a request failed");
    } else {
        tracing::debug!(request = ask.id, path, %error, "a request was refused");
    }
}

/// The answer to a failed request.
pub(crate) async fn answer(app: &App, ask: &Ask, error: &Error) -> Response {
    if error.kind == Kind::Unauthenticated && ask.wants != Wants::Json {
        return to_login(ask, error.key);
    }
    let status = status(error.kind);
    let text = app.texts.message(ask.lang, error.key, &error.args);
    let page = around(app, ask, error.kind, text.clone()).await;
    let ours = is_ours(error.kind);
    let said = match ask.wants {
        Wants::Json => Ok(Problem::of(app, ask, error).into_response()),
        Wants::Part => show(status, &FailurePart { page, text, ours }),
        Wants::Page => {
            let hint = page.t(hint(error.kind));
            let status_code = status.as_u16();
            show(
                status,
                &FailurePage {
                    page,
                    status: status_code,
                    text,
                    hint,
                    ours,
                },
            )
        }
    };
    said.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The reader's own frame around an error page, so that the way on is in sight; a bare page where nobody
/// is logged in, or the machine has trouble of its own and should not be asked for more.
async fn around(app: &App, ask: &Ask, kind: Kind, title: String) -> Page {
    if ask.wants == Wants::Page && !is_ours(kind) && ask.login.is_some() {
        match session(app, ask).await {
            Ok(session) if session.need.is_none() => {
                return frame::page(app, ask, &session.actor, title);
            }
            _ => {}
        }
    }
    ask.bare_page(app, title)
}

/// What the reader can do about it.
fn hint(kind: Kind) -> &'static str {
    match kind {
        Kind::NotFound => "hint-not-found",
        Kind::Denied | Kind::Unauthenticated => "hint-denied",
        Kind::Conflict => "hint-conflict",
        Kind::Invalid | Kind::Limit => "hint-invalid",
        Kind::Busy | Kind::Unavailable => "hint-later",
        Kind::Corrupt | Kind::Bug => "hint-ours",
    }
}

/// The page where the login goes on: the login page, which leads back to where the reader wanted to go,
/// or what the login still lacks.
fn to_login(ask: &Ask, key: &str) -> Response {
    let to = match (key, ask.path.as_str()) {
        ("err-login-code", _) => "/login/code".to_owned(),
        ("err-login-new-password", _) => "/password".to_owned(),
        // A part's own address is no page to come back to.
        (_, "/" | "") => "/login".to_owned(),
        _ if ask.wants == Wants::Part => "/login".to_owned(),
        (_, path) => format!("/login?back={}", encode(path)),
    };
    go(ask, &to)
}
