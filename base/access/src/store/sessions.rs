use db::{Conn, Tx, args};
use kernel::{BdTime, Result, SessionId, UserId};

use super::{role, scope};
use crate::{Actor, Need, Session, SessionRow};

/// Sessions of one user that are listed or ended at once.
const SESSIONS_MAX: usize = 500;

/// How long, in microseconds, the rows of logins that are over are kept; the journal keeps their story.
const OVER_KEPT: i64 = 30 * BdTime::DAY;

/// A login that begins.
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) token_hash: [u8; 32],
    pub(crate) user: UserId,
    pub(crate) at: BdTime,
    pub(crate) code_given: bool,
    pub(crate) ip: String,
    pub(crate) agent: String,
}

pub(crate) fn insert_session(tx: &mut Tx<'_>, new: &NewSession) -> Result<()> {
    tx.exec(
        "DELETE FROM session WHERE user_id = $1 AND created_at < $2",
        args![new.user, new.at.plus(-OVER_KEPT)],
    )?;
    tx.exec(
        "INSERT INTO session (id, token_hash, user_id, created_at, last_seen, code_given, ip, agent) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)",
        args![
            new.id,
            new.token_hash,
            new.user,
            new.at,
            new.code_given,
            new.ip.as_str(),
            new.agent.as_str(),
        ],
    )
    .map(drop)
}

/// The session of a token, used after `seen` and begun after `born`.
pub(crate) fn session(
    conn: &mut Conn<'_>,
    token_hash: &[u8; 32],
    seen: BdTime,
    born: BdTime,
) -> Result<Option<Session>> {
    conn.query_opt(
        "SELECT s.id AS session, s.last_seen, s.code_given, u.id, u.login, u.name_bn, u.name_en, \
         u.role, u.scope_kind, u.scope_prison, u.scope_division, u.must_change \
         FROM session s JOIN app_user u ON u.id = s.user_id \
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.last_seen > $2 AND s.created_at > $3 \
         AND u.disabled_at IS NULL",
        args![*token_hash, seen, born],
        |row| {
            let id: SessionId = row.get("session")?;
            let need = if row.get("code_given")? {
                row.get::<bool>("must_change")?.then_some(Need::NewPassword)
            } else {
                Some(Need::Code)
            };
            Ok(Session {
                actor: Actor {
                    user: row.get("id")?,
                    name_bn: row.get("name_bn")?,
                    name_en: row.get("name_en")?,
                    role: role(row)?,
                    scope: scope(row)?.0,
                    session: Some(id),
                },
                login: row.get("login")?,
                id,
                need,
                last_seen: row.get("last_seen")?,
            })
        },
    )
}

pub(crate) fn sessions_of(
    conn: &mut Conn<'_>,
    user: UserId,
    seen: BdTime,
    born: BdTime,
) -> Result<Vec<SessionRow>> {
    conn.query(
        &format!(
            "SELECT id, user_id, created_at, last_seen, ip, agent FROM session \
             WHERE user_id = $1 AND revoked_at IS NULL AND last_seen > $2 AND created_at > $3 \
             ORDER BY created_at DESC, id DESC LIMIT {SESSIONS_MAX}"
        ),
        args![user, seen, born],
        |row| {
            Ok(SessionRow {
                id: row.get("id")?,
                user: row.get("user_id")?,
                created_at: row.get("created_at")?,
                last_seen: row.get("last_seen")?,
                ip: row.get("ip")?,
                agent: row.get("agent")?,
            })
        },
    )
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: SessionId, at: BdTime) -> Result<()> {
    tx.exec(
        "UPDATE session SET last_seen = $2 WHERE id = $1 AND last_seen < $2",
        args![id, at],
    )
    .map(drop)
}

pub(crate) fn code_given(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    tx.exec_one("UPDATE session SET code_given = 1 WHERE id = $1", args![id])
}

/// Ends the sessions of `user`: `only` this one, or all but `except`; gives those that it ended.
pub(crate) fn end_sessions(
    tx: &mut Tx<'_>,
    user: UserId,
    only: Option<SessionId>,
    except: Option<SessionId>,
    at: BdTime,
) -> Result<Vec<SessionId>> {
    let id = |row: &db::Row| row.get("id");
    match (only, except) {
        (Some(only), _) => tx.returning(
            "UPDATE session SET revoked_at = $3 WHERE user_id = $1 AND id = $2 \
             AND revoked_at IS NULL RETURNING id",
            args![user, only, at],
            id,
        ),
        (None, Some(except)) => tx.returning(
            "UPDATE session SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 \
             AND revoked_at IS NULL RETURNING id",
            args![user, except, at],
            id,
        ),
        (None, None) => tx.returning(
            "UPDATE session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL RETURNING id",
            args![user, at],
            id,
        ),
    }
}
