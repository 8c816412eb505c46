//! One's own logins: where they are, and how to end them.

use access::SessionRow;
use askama::Template;
use axum::extract::Path;
use kernel::SessionId;

use crate::{Cx, Form, Page, Result};

#[derive(Template)]
#[template(path = "account/sessions.html")]
pub(super) struct SessionsPage {
    pub(super) page: Page,
    pub(super) sessions: Vec<SessionRow>,
    pub(super) mine: Option<SessionId>,
}

/// The browsers and machines that a list names, each by a mark in what a browser calls itself. Order
/// matters: nearly all of them also call themselves Safari, and Android calls itself Linux.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const MACHINES: [(&str, &str); 5] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// What a browser calls itself, in the two words that its user knows: `Firefox · Windows`.
pub(super) fn device(agent: &str) -> String {
    let known = |marks: &[(&str, &'static str)]| {
        let found = marks.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&MACHINES)) {
        (Some(browser), Some(machine)) => format!("{browser} · {machine}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.to_owned(),
    }
}

/// `GET /sessions`
pub(crate) async fn page(cx: Cx) -> Result {
    let (access, actor, now) = (cx.app.access.clone(), cx.actor.clone(), cx.now);
    let read =
        move |conn: &mut db::Conn<'_>| access::sessions_of(conn, &access, &actor, actor.user, now);
    let mut sessions = cx.app.db.read(read).await?;
    for session in &mut sessions {
        session.agent = device(&session.agent);
    }
    cx.show(&SessionsPage {
        page: cx.page(cx.t("my-sessions")),
        sessions,
        mine: cx.actor.session,
    })
}

/// `POST /sessions/{id}/revoke`
pub(crate) async fn revoke(cx: Cx, Path(id): Path<String>, _form: Form) -> Result {
    let session: SessionId = id.parse()?;
    let doer = cx.clone();
    let write =
        move |tx: &mut db::Tx<'_>| access::revoke(tx, &doer.doing(), doer.actor.user, session);
    cx.app.db.write(write).await?;
    Ok(cx.go_saying("/sessions", "session-ended"))
}

/// `POST /sessions/revoke-others`
pub(crate) async fn revoke_others(cx: Cx, _form: Form) -> Result {
    let doer = cx.clone();
    let write = move |tx: &mut db::Tx<'_>| access::revoke_all(tx, &doer.doing(), doer.actor.user);
    cx.app.db.write(write).await?;
    Ok(cx.go_saying("/sessions", "session-ended"))
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn devices_by_the_names_that_people_know() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0";
        let phone = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36";
        assert_eq!(device(edge), "Edge · Windows");
        assert_eq!(device(phone), "Chrome · Android");
        assert_eq!(device("curl/8.0"), "curl/8.0");
    }
}
