//! The reader's own choices that outlive a page: language and theme, each in a cookie.

use axum::extract::{Path, Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use kernel::{Error, Lang};

use crate::cookies::{self, Lasts};
use crate::page::Theme;
use crate::{App, Result};

/// Where to go afterwards.
#[derive(serde::Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    pub(crate) back: String,
}

/// `GET /lang/{code}?back=…`
pub(crate) async fn lang(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(back): Query<Back>,
) -> Result {
    let lang: Lang = code.parse().map_err(|_| Error::not_found())?;
    Ok(keep(&app, cookies::LANG, lang.code(), &back))
}

/// `GET /theme/{name}?back=…`
pub(crate) async fn theme(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(back): Query<Back>,
) -> Response {
    keep(&app, cookies::THEME, Theme::from_name(&name).name(), &back)
}

fn keep(app: &App, cookie: &str, value: &str, back: &Back) -> Response {
    let set = cookies::set(cookie, value, Lasts::Year, app.secure);
    ([(SET_COOKIE, set)], Redirect::to(local(&back.back))).into_response()
}

/// `path` if it is one of this house's own, else the front page: a link from elsewhere must not use us
/// to lead a reader away. Browsers read `//` and `/\` as the start of another host.
pub(crate) fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.chars().all(|c| c.is_ascii_graphic());
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_our_own_paths() {
        assert_eq!(local("/find?q=%E0"), "/find?q=%E0");
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "x",
        ] {
            assert_eq!(local(path), "/", "{path:?}");
        }
    }
}
