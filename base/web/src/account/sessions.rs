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

/// `GET /sessions`
pub(crate) async fn page(cx: Cx) -> Result {
    let (access, actor, now) = (cx.app.access.clone(), cx.actor.clone(), cx.now);
    let read =
        move |conn: &mut db::Conn<'_>| access::sessions_of(conn, &access, &actor, actor.user, now);
    let sessions = cx.app.db.read(read).await?;
    cx.show(&SessionsPage {
        page: cx.page(cx.t("my-sessions")),
        sessions,
        mine: cx.actor.session,
    })
}

/// `POST /sessions/{id}/revoke`
pub(crate) async fn revoke(cx: Cx, Path(id): Path<String>, _form: Form) -> Result {
    let session: SessionId = id.parse()?;
    let (access, world, actor) = (
        cx.app.access.clone(),
        cx.app.world.clone(),
        cx.actor.clone(),
    );
    let write =
        move |tx: &mut db::Tx<'_>| access::revoke(tx, &access, &world, &actor, actor.user, session);
    cx.app.db.write(write).await?;
    Ok(cx.go_saying("/sessions", "session-ended"))
}

/// `POST /sessions/revoke-others`
pub(crate) async fn revoke_others(cx: Cx, _form: Form) -> Result {
    let (access, world, actor) = (
        cx.app.access.clone(),
        cx.app.world.clone(),
        cx.actor.clone(),
    );
    let write =
        move |tx: &mut db::Tx<'_>| access::revoke_all(tx, &access, &world, &actor, actor.user);
    cx.app.db.write(write).await?;
    Ok(cx.go_saying("/sessions", "session-ended"))
}
