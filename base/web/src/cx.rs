//! The request as a handler sees it: who asks, in which language, and how the answer is wanted.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use kernel::{BdTime, Error, Lang};

use crate::ask::{Ask, Wants};
use crate::cookies::{self, Lasts};
use crate::texts::Arg;
use crate::{App, Page, Result};

/// The request as a handler sees it. Extracting it is the login check: without a login, a page goes to
/// the login page and the API answers 401.
#[derive(Clone)]
pub struct Cx {
    /// What every handler can reach.
    pub app: App,
    /// The language of the answer.
    pub lang: Lang,
    /// Whether a script asks for a part of a page.
    pub htmx: bool,
    /// When the request came.
    pub now: BdTime,
    pub(crate) ask: Ask,
}

impl Cx {
    /// The text of `key`.
    pub fn t(&self, key: &str) -> String {
        self.app.texts.tr(self.lang, key, &[])
    }

    /// The text of `key`, which mentions `args`.
    pub fn tr(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.app.texts.tr(self.lang, key, args)
    }

    /// What the template gets as `page`, titled in words.
    pub fn page(&self, title: String) -> Page {
        self.ask.bare_page(&self.app, title)
    }

    /// The template as the answer.
    ///
    /// # Errors
    /// A bug, when the template cannot be written.
    pub fn show(&self, template: &impl Template) -> Result {
        show(StatusCode::OK, template)
    }

    /// The form again, with what is wrong in it.
    ///
    /// # Errors
    /// As [`Cx::show`].
    pub fn show_again(&self, template: &impl Template) -> Result {
        show(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// Sends the reader on to the house's own address `to`.
    pub fn go(&self, to: &str) -> Response {
        if self.htmx {
            return match HeaderValue::from_str(to) {
                Ok(to) => [("hx-redirect", to)].into_response(),
                Err(_) => Redirect::to("/").into_response(),
            };
        }
        Redirect::to(to).into_response()
    }

    /// Sends the reader on to `to`, where a toast says the text of `key`.
    pub fn go_saying(&self, to: &str, key: &str) -> Response {
        let mut response = self.go(to);
        let cookie = cookies::set(cookies::TOAST, key, Lasts::Session, self.app.secure);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }
}

/// A template as an answer with `status`.
pub(crate) fn show(status: StatusCode, template: &impl Template) -> Result {
    let html = template
        .render()
        .map_err(|error| Error::bug("a template cannot be written").because(error))?;
    Ok((status, Html(html)).into_response())
}

impl FromRequestParts<App> for Cx {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let ask = match parts.extensions.get::<Ask>() {
            Some(ask) => ask.clone(),
            None => Ask::of(parts, app.world.now()),
        };
        Ok(Self {
            app: app.clone(),
            lang: ask.lang,
            htmx: ask.wants == Wants::Part,
            now: ask.now,
            ask,
        })
    }
}
