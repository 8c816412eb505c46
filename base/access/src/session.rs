//! Logins that are under way: each is a row, so it can be listed and ended.

use db::{Conn, Db, Tx};
use kernel::{BdTime, Error, Kind, Result, SessionId, UserId};
use serde::Serialize;

use crate::tell::{Told, tell};
use crate::{Access, Actor, Doing, Secret, secret, store, users};

/// How long a login lasts without a request, in microseconds: an unattended screen in a prison's office.
pub const IDLE_MAX: i64 = 30 * BdTime::MINUTE;
/// How long a login lasts in all, in microseconds: one long shift.
pub const LIFE_MAX: i64 = 14 * BdTime::HOUR;
/// How exactly the last request is kept, in microseconds, so that reading pages writes nothing.
const SEEN_EVERY: i64 = BdTime::MINUTE;

/// What a login still lacks before it may do anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A one-time code: see [`crate::give_code`].
    Code,
    /// A password that nobody else knows: see [`crate::change_password`].
    NewPassword,
}

/// A login that is under way.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who it is.
    pub actor: Actor,
    /// The login name.
    pub login: String,
    /// Its id, also in the actor.
    pub id: SessionId,
    /// What it lacks; while it lacks anything the actor may do nothing else.
    pub need: Option<Need>,
    /// When it was last used, to the minute.
    pub last_seen: BdTime,
}

/// A login as its user sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Since when.
    pub created_at: BdTime,
    /// When it was last used, to the minute.
    pub last_seen: BdTime,
    /// From which address.
    pub ip: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// The oldest times at which a login may have been used and begun to be alive at `now`.
pub(crate) fn alive_since(now: BdTime) -> (BdTime, BdTime) {
    (now.plus(-IDLE_MAX), now.plus(-LIFE_MAX))
}

/// The login that `token` stands for.
///
/// # Errors
/// Unauthenticated when there is none, or it was ended, has been idle for [`IDLE_MAX`] or lasts longer than
/// [`LIFE_MAX`], or its user was closed.
pub fn session(conn: &mut Conn<'_>, token: &Secret, now: BdTime) -> Result<Session> {
    let (seen, born) = alive_since(now);
    store::session(conn, &secret::hash(token.reveal()), seen, born)?
        .ok_or_else(Error::unauthenticated)
}

/// Who sends a request with `token`.
///
/// # Errors
/// Those of [`session`]; unauthenticated `err-login-code` and `err-login-new-password` when that is wanted
/// first.
pub fn session_actor(conn: &mut Conn<'_>, token: &Secret, now: BdTime) -> Result<Actor> {
    let session = session(conn, token, now)?;
    match session.need {
        None => Ok(session.actor),
        Some(Need::Code) => Err(Error::new(Kind::Unauthenticated, "err-login-code")),
        Some(Need::NewPassword) => Err(Error::new(Kind::Unauthenticated, "err-login-new-password")),
    }
}

/// Notes that the login was used, at most once a minute.
///
/// # Errors
/// Those of the database.
pub async fn touch(db: &Db, session: &Session, now: BdTime) -> Result<()> {
    if now.since(session.last_seen) < SEEN_EVERY {
        return Ok(());
    }
    let id = session.id;
    db.write(move |tx| {
        store::touch(tx, id, now)?;
        // That a page was looked at is not an event; what is looked at is told by the page itself.
        tx.told();
        Ok(())
    })
    .await
}

/// The logins of `user` that are alive, newest first.
///
/// # Errors
/// Denied or not found when `actor` is another and may not read users there.
pub fn sessions_of(
    conn: &mut Conn<'_>,
    access: &Access,
    actor: &Actor,
    user: UserId,
    now: BdTime,
) -> Result<Vec<SessionRow>> {
    users::user(conn, access, actor, user)?;
    let (seen, born) = alive_since(now);
    store::sessions_of(conn, user, seen, born)
}

#[derive(Serialize)]
struct Ended {
    sessions: Vec<SessionId>,
}

/// Ends the actor's own login.
///
/// # Errors
/// Not found when it has ended already.
pub fn log_out(tx: &mut Tx<'_>, doing: &Doing<'_>) -> Result<()> {
    let user = doing.actor.user;
    let session = doing.actor.session.ok_or_else(Error::not_found)?;
    let ended = store::end_sessions(tx, user, Some(session), None, doing.now())?;
    tell_ended(tx, doing, user, "logout", ended)
}

/// Ends one login of `user`, the actor's own or, with leave, another's.
///
/// # Errors
/// Not found when it has ended already; those of the policies.
pub fn revoke(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId, session: SessionId) -> Result<()> {
    may_end(tx, doing, user)?;
    let ended = store::end_sessions(tx, user, Some(session), None, doing.now())?;
    tell_ended(tx, doing, user, "session.revoked", ended)
}

/// Ends every login of `user` but the one by which the actor asks; gives their number.
///
/// # Errors
/// Those of the policies.
pub fn revoke_all(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId) -> Result<usize> {
    may_end(tx, doing, user)?;
    let ended = store::end_sessions(tx, user, None, doing.actor.session, doing.now())?;
    let count = ended.len();
    if count > 0 {
        tell_ended(tx, doing, user, "session.revoked", ended)?;
    }
    Ok(count)
}

fn may_end(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId) -> Result<()> {
    if doing.actor.user == user {
        return Ok(());
    }
    users::kept(tx, doing, user).map(drop)
}

fn tell_ended(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    user: UserId,
    kind: &str,
    sessions: Vec<SessionId>,
) -> Result<()> {
    if sessions.is_empty() {
        return Err(Error::not_found());
    }
    tell(tx, &Told::of(doing, kind, user, Ended { sessions }))
}
