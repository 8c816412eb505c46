//! The pages about logins: logging in, passwords, one-time codes, one's own logins, and the users whom an
//! administrator keeps.

mod login;
mod password;
#[cfg(test)]
mod samples;
mod sessions;
#[cfg(test)]
mod tests;
mod totp;
mod users;

use access::{Action, Secret, Session};
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{get, post};
use kernel::Error;

use crate::ask::Ask;
use crate::cx::session;
use crate::system::MenuItem;
use crate::{App, Page, frame};

#[cfg(test)]
pub(crate) use samples::samples;

/// The floor's own links of the rail.
pub(crate) const MENU: &[MenuItem] = &[MenuItem {
    key: "menu-users",
    href: "/users",
    icon: "people",
    action: Action::UserRead,
    group: "group-admin",
}];

/// The routes of this module.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/login", get(login::page).post(login::send))
        .route("/login/code", get(login::code_page).post(login::send_code))
        .route("/logout", post(login::out))
        .route("/password", get(password::page).post(password::send))
        .route("/totp", get(totp::page))
        .route("/totp/offer", post(totp::offer))
        .route("/totp/confirm", post(totp::confirm))
        .route("/sessions", get(sessions::page))
        .route("/sessions/revoke-others", post(sessions::revoke_others))
        .route("/sessions/{id}/revoke", post(sessions::revoke))
        .route("/users", get(users::list).post(users::create))
        .route("/users/new", get(users::new_page))
        .route("/users/{id}", get(users::edit_page).post(users::change))
        .route("/users/{id}/{verb}", post(users::act))
}

/// A login that may still lack its code or a new password: for the pages where it gets them.
pub(crate) struct Seat {
    pub(crate) app: App,
    pub(crate) ask: Ask,
    pub(crate) session: Session,
    pub(crate) token: Secret,
}

impl Seat {
    /// A page for this login; with the rail once it lacks nothing.
    pub(crate) fn page(&self, title: &str) -> Page {
        let title = self.app.texts.tr(self.ask.lang, title, &[]);
        match self.session.need {
            None => frame::page(&self.app, &self.ask, &self.session.actor, title),
            Some(_) => self.ask.bare_page(&self.app, title),
        }
    }
}

impl FromRequestParts<App> for Seat {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, crate::Error> {
        let ask = Ask::in_parts(parts, app);
        let token = ask.login.clone().ok_or_else(Error::unauthenticated)?;
        Ok(Self {
            session: session(app, &ask).await?,
            app: app.clone(),
            ask,
            token,
        })
    }
}
