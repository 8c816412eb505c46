//! The request as a handler sees it: who asks, in which language, and how the answer is wanted.

use access::{Action, Actor, ApiActor, DataClass, Doing, Need, Resource, Secret, Session};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use kernel::{BdTime, Error, Kind, Lang};

use crate::ask::{Ask, Wants};
use crate::cookies::{self, Lasts};
use crate::texts::Arg;
use crate::{App, Page, Result, csrf, frame};

/// The request as a handler sees it. Extracting it is the login check: without a login, a page goes to
/// the login page and the API answers 401. What the actor may do is asked by the verb itself.
#[derive(Clone)]
pub struct Cx {
    /// What every handler can reach.
    pub app: App,
    /// Who asks.
    pub actor: Actor,
    /// The program that asks, where it is one: its own fields and actions narrow what it sees.
    pub program: Option<ApiActor>,
    /// The language of the answer.
    pub lang: Lang,
    /// Whether a script asks for a part of a page.
    pub htmx: bool,
    /// When the request came.
    pub now: BdTime,
    pub(crate) ask: Ask,
}

impl Cx {
    /// Whether the actor may do `action` on something at `on`.
    ///
    /// # Errors
    /// Not found outside the actor's scope, denied within.
    pub fn may(&self, action: Action, on: Resource) -> kernel::Result<()> {
        match &self.program {
            Some(program) => program.may(&self.app.access, action, on),
            None => self.app.access.may(&self.actor, action, on),
        }
    }

    /// Whether the actor may do `action` to ordinary data of its own place: for pages about no prison in
    /// particular.
    ///
    /// # Errors
    /// Denied.
    pub fn may_here(&self, action: Action) -> kernel::Result<()> {
        self.may(action, Resource::own(&self.actor, DataClass::Ordinary))
    }

    /// Whether the actor could do `action` at its own place: for buttons and links, never instead of
    /// [`Cx::may`].
    pub fn could(&self, action: Action) -> bool {
        self.app
            .access
            .could(&self.actor, action, DataClass::Ordinary)
    }

    /// The request's id, for journal lines.
    pub fn request_id(&self) -> &str {
        &self.ask.id
    }

    /// The request as a verb of [`access`] takes it.
    pub fn doing(&self) -> Doing<'_> {
        Doing {
            actor: &self.actor,
            access: &self.app.access,
            world: &self.app.world,
            request: Some(self.request_id()),
        }
    }

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
        frame::page(&self.app, &self.ask, &self.actor, title)
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
        go(&self.ask, to)
    }

    /// Sends the reader on to `to`, where a toast says the text of `key`.
    pub fn go_saying(&self, to: &str, key: &str) -> Response {
        let mut response = self.go(to);
        let cookie = cookies::set(cookies::TOAST, key, Lasts::Session, self.app.secure);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }
}

/// Sends the reader on to the house's own address `to`, also where a script asked.
pub(crate) fn go(ask: &Ask, to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) if ask.wants == Wants::Part => [("hx-redirect", to)].into_response(),
        _ => Redirect::to(to).into_response(),
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
        let ask = Ask::in_parts(parts, app);
        let (actor, program) = match bearer(parts) {
            Some(token) if ask.wants == Wants::Json => program(app, token, ask.now).await?,
            _ => (person(app, parts, &ask).await?, None),
        };
        Ok(Self {
            app: app.clone(),
            actor,
            program,
            lang: ask.lang,
            htmx: ask.wants == Wants::Part,
            now: ask.now,
            ask,
        })
    }
}

fn bearer(parts: &Parts) -> Option<Secret> {
    let header = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    header.strip_prefix("Bearer ").map(Secret::new)
}

async fn program(
    app: &App,
    token: Secret,
    now: BdTime,
) -> kernel::Result<(Actor, Option<ApiActor>)> {
    let read = move |conn: &mut db::Conn<'_>| access::client_actor(conn, &token, now);
    let program = app.db.read(read).await?;
    access::touch_client(&app.db, &program, now).await?;
    Ok((program.actor.clone(), Some(program)))
}

async fn person(app: &App, parts: &Parts, ask: &Ask) -> kernel::Result<Actor> {
    let session = session(app, ask).await?;
    match session.need {
        Some(Need::Code) => return Err(Error::new(Kind::Unauthenticated, "err-login-code")),
        Some(Need::NewPassword) => {
            return Err(Error::new(Kind::Unauthenticated, "err-login-new-password"));
        }
        None => {}
    }
    // JSON carries no field for the token, so a browser that calls the API sends it as a header.
    if ask.wants == Wants::Json && !csrf::is_safe(&parts.method) {
        let token = csrf::in_headers(&parts.headers).unwrap_or_default();
        if !csrf::holds(ask.secret.as_deref().unwrap_or_default(), token) {
            return Err(csrf::refused());
        }
    }
    access::touch(&app.db, &session, ask.now).await?;
    Ok(session.actor)
}

/// The login behind a request, whatever it still lacks.
pub(crate) async fn session(app: &App, ask: &Ask) -> kernel::Result<Session> {
    let token = ask.login.clone().ok_or_else(Error::unauthenticated)?;
    let now = ask.now;
    let read = move |conn: &mut db::Conn<'_>| access::session(conn, &token, now);
    app.db.read(read).await
}
