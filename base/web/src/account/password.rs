//! Changing one's own password; the page to which a login is led whose password somebody else knows.

use access::{Need, PASSWORD_CHARS_MIN, Secret};
use askama::Template;
use axum::http::StatusCode;
use kernel::Error;

use super::Seat;
use crate::cx::{go, show};
use crate::{Form, Page, Result};

#[derive(Template)]
#[template(path = "account/password.html")]
pub(super) struct PasswordPage {
    pub(super) page: Page,
    pub(super) form: Form,
    /// For the browser's own store of passwords.
    pub(super) login: String,
    pub(super) forced: bool,
    pub(super) chars_min: usize,
}

/// `GET /password`
pub(crate) async fn page(seat: Seat) -> Result {
    draw(&seat, StatusCode::OK, Form::empty())
}

/// `POST /password`
pub(crate) async fn send(seat: Seat, form: Form) -> Result {
    match change(&seat, &form).await {
        Ok(()) => Ok(go(&seat.ask, "/")),
        Err(error) if error.key == "err-login-throttled" => draw(
            &seat,
            StatusCode::TOO_MANY_REQUESTS,
            Form::empty().with_error(error),
        ),
        Err(error) => {
            // A password that was typed is never sent back.
            let form = Form::empty().or_fail(error)?;
            draw(&seat, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}

async fn change(seat: &Seat, form: &Form) -> kernel::Result<()> {
    let secret = |name| Secret::new(form.raw(name).unwrap_or_default());
    if form.raw("password") != form.raw("again") {
        return Err(Error::invalid("again", "err-password-again"));
    }
    let (old, new) = (secret("old"), secret("password"));
    let (db, world, request) = (&seat.app.db, &seat.app.world, Some(seat.ask.id.as_str()));
    access::change_password(db, world, &seat.token, old, new, request).await
}

fn draw(seat: &Seat, status: StatusCode, form: Form) -> Result {
    if seat.session.need == Some(Need::Code) {
        return Ok(go(&seat.ask, "/login/code"));
    }
    let page = PasswordPage {
        page: seat.page("password-title"),
        form,
        login: seat.session.login.clone(),
        forced: seat.session.need == Some(Need::NewPassword),
        chars_min: PASSWORD_CHARS_MIN,
    };
    show(status, &page)
}
