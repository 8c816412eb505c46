//! Logging in: a password, then a one-time code or a new password where one is wanted.

use std::net::IpAddr;

use db::{Db, Tx};
use journal::By;
use kernel::{BdTime, Error, Kind, Result, SessionId, UserId, Uuid, World};
use serde::Serialize;

use crate::store::{NewSession, UserRow};
use crate::tell::{Told, tell};
use crate::throttle::{self, Key};
use crate::{Need, Secret, password, secret, store, totp, users};

/// Bytes of a browser's name that are kept.
const AGENT_BYTES_MAX: usize = 300;

/// What somebody typed to log in, and from where.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The login.
    pub login: String,
    /// The password.
    pub password: Secret,
    /// The address from which the request came.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
    /// The id of the web request, for the journal's line.
    pub request: Option<String>,
}

/// A login that has begun.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The cookie's token. It is kept nowhere else.
    pub token: Secret,
    /// The session.
    pub session: SessionId,
    /// What is wanted before anything else.
    pub need: Option<Need>,
}

/// From where an attempt came.
struct Place {
    ip: String,
    agent: String,
    request: Option<String>,
}

#[derive(Serialize)]
struct From<'a> {
    login: Option<&'a str>,
    ip: &'a str,
    agent: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionId>,
}

/// Begins a login.
///
/// # Errors
/// Unauthenticated `err-login-wrong`, the same for a login that nobody has, a user that was closed and a
/// wrong password, and after the same time; busy `err-login-throttled` with the `seconds` to wait.
pub async fn log_in(db: &Db, world: &World, attempt: Attempt) -> Result<LoggedIn> {
    let login = users::plain_login(&attempt.login);
    let (account, address) = (Key::account(&login), Key::address(attempt.ip));
    let now = world.now();
    let user = {
        let (login, account, address) = (login.clone(), account.clone(), address.clone());
        db.write(move |tx| {
            throttle::count(tx, &account, now)?;
            throttle::count(tx, &address, now)?;
            store::user_by_login(tx, &login)
        })
        .await?
    };
    let hash = user
        .as_ref()
        .filter(|row| row.user.disabled_at.is_none())
        .map(|row| row.password_hash.clone());
    let right = password::verify(hash, attempt.password.clone()).await?;
    let from = Place {
        ip: attempt.ip.to_string(),
        agent: agent(&attempt.agent),
        request: attempt.request,
    };
    let Some(row) = user.as_ref().filter(|_| right) else {
        db.write(move |tx| tell_failed(tx, now, user.as_ref(), &from))
            .await?;
        return Err(wrong());
    };
    let begun = LoggedIn {
        token: secret::token(world, ""),
        session: world.id(),
        need: need(row),
    };
    let new = NewSession {
        id: begun.session,
        token_hash: secret::hash(begun.token.reveal()),
        user: row.user.id,
        at: now,
        code_given: row.totp_secret.is_none(),
        ip: from.ip,
        agent: from.agent,
    };
    let (checked, request) = (row.password_hash.clone(), from.request);
    db.write(move |tx| {
        throttle::clear(tx, &account)?;
        throttle::take_back(tx, &address)?;
        begin(tx, &new, &checked, request.as_deref())
    })
    .await?;
    Ok(begun)
}

fn wrong() -> Error {
    Error::new(Kind::Unauthenticated, "err-login-wrong")
}

/// Begins a session of a user whose password was found to be that of the hash `checked`.
fn begin(tx: &mut Tx<'_>, new: &NewSession, checked: &str, request: Option<&str>) -> Result<()> {
    let row = unchanged(tx, new.user, checked)?.ok_or_else(wrong)?;
    store::insert_session(tx, new)?;
    let user = &row.user;
    tell(
        tx,
        &Told {
            at: new.at,
            by: By {
                user: Some(user.id),
                name: &user.name_bn,
            },
            prison: user.scope.prison(),
            kind: "login",
            subject: user.id.0,
            version: user.version,
            body: From {
                login: Some(&user.login),
                ip: &new.ip,
                agent: &new.agent,
                session: Some(new.id),
            },
            reason: None,
            request,
        },
    )
}

/// The user, unless the password was changed or the user closed while the hash was computed.
fn unchanged(tx: &mut Tx<'_>, user: UserId, checked: &str) -> Result<Option<UserRow>> {
    let row = store::user_row(tx, user)?;
    Ok(row.filter(|row| row.user.disabled_at.is_none() && row.password_hash == checked))
}

fn need(row: &UserRow) -> Option<Need> {
    if row.totp_secret.is_some() {
        Some(Need::Code)
    } else {
        row.user.must_change.then_some(Need::NewPassword)
    }
}

fn agent(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    kept.get(..kept.floor_char_boundary(AGENT_BYTES_MAX))
        .unwrap_or_default()
        .to_owned()
}

/// Tells of a failed login. What was typed is left out where nobody has that login: people in a hurry type
/// their password there, and the journal keeps everything for good.
fn tell_failed(tx: &mut Tx<'_>, at: BdTime, known: Option<&UserRow>, from: &Place) -> Result<()> {
    let user = known.map(|row| &row.user);
    let login = user.map(|user| user.login.as_str());
    tell(
        tx,
        &Told {
            at,
            // Nobody is logged in: whoever it was, it need not be the user.
            by: By {
                user: None,
                name: login.unwrap_or("?"),
            },
            prison: user.and_then(|user| user.scope.prison()),
            kind: "login.failed",
            subject: user.map_or(Uuid::nil(), |user| user.id.0),
            version: 0,
            body: From {
                login,
                ip: &from.ip,
                agent: &from.agent,
                session: None,
            },
            reason: None,
            request: from.request.as_deref(),
        },
    )
}

/// The second step of a login: a one-time code, or a recovery code, which is used up. `request` is the id of
/// the web request, for the journal's line.
///
/// # Errors
/// Unauthenticated `err-login-code-wrong` for a code that is wrong or was taken before; busy
/// `err-login-throttled`; unauthenticated when the login has ended.
pub async fn give_code(
    db: &Db,
    world: &World,
    token: &Secret,
    code: &Secret,
    request: Option<&str>,
) -> Result<()> {
    let now = world.now();
    let (token, code) = (token.clone(), code.clone());
    let request = request.map(str::to_owned);
    let right = db
        .write(move |tx| {
            let session = crate::session(tx, &token, now)?;
            let user = session.actor.user;
            if session.need != Some(Need::Code) {
                return Err(Error::conflict("err-login-code-given"));
            }
            let key = Key::codes(user);
            throttle::count(tx, &key, now)?;
            let kind = match take_code(tx, user, &code, now)? {
                Some(kind) => {
                    throttle::clear(tx, &key)?;
                    store::code_given(tx, session.id)?;
                    kind
                }
                None => "login.code_failed",
            };
            tell(
                tx,
                &Told {
                    at: now,
                    by: session.actor.by(),
                    prison: session.actor.scope.prison(),
                    kind,
                    subject: user.0,
                    version: 0,
                    body: session.id,
                    reason: None,
                    request: request.as_deref(),
                },
            )?;
            Ok(kind != "login.code_failed")
        })
        .await?;
    if right {
        Ok(())
    } else {
        Err(Error::new(Kind::Unauthenticated, "err-login-code-wrong"))
    }
}

/// Uses up a code; gives the kind of the journal's line when it was right.
pub(crate) fn take_code(
    tx: &mut Tx<'_>,
    user: UserId,
    code: &Secret,
    now: BdTime,
) -> Result<Option<&'static str>> {
    let row = store::user_row(tx, user)?.ok_or_else(Error::unauthenticated)?;
    let Some(shared) = &row.totp_secret else {
        return Ok(None);
    };
    if let Some(step) = totp::check(shared, code.reveal(), now, row.totp_step)? {
        // Of two that bring the same code at once, one comes too late here.
        return Ok(store::take_step(tx, user, step)?.then_some("login.code"));
    }
    let recovery = secret::hash(&totp::plain_recovery(code.reveal()));
    Ok(store::take_recovery(tx, user, &recovery)?.then_some("login.recovery"))
}

/// Gives the user of this login a new password and ends the user's other logins. `request` is the id of the
/// web request, for the journal's line.
///
/// # Errors
/// Invalid, naming the field, when the old password is wrong or the new one breaks a rule or is the old
/// one; busy `err-login-throttled`; unauthenticated when the login has ended or lacks its one-time code.
pub async fn change_password(
    db: &Db,
    world: &World,
    token: &Secret,
    old: Secret,
    new: Secret,
    request: Option<&str>,
) -> Result<()> {
    let now = world.now();
    let session = {
        let token = token.clone();
        db.read(move |conn| crate::session(conn, &token, now))
            .await?
    };
    if session.need == Some(Need::Code) {
        return Err(Error::new(Kind::Unauthenticated, "err-login-code"));
    }
    // The rules first: who only chose badly has not guessed at anything.
    password::check_rules(&session.login, &new)?;
    if secret::same(old.reveal(), new.reveal()) {
        return Err(Error::invalid("password", "err-password-same"));
    }
    let (key, actor) = (Key::account(&session.login), session.actor);
    let hash = {
        let (key, user) = (key.clone(), actor.user);
        db.write(move |tx| {
            throttle::count(tx, &key, now)?;
            store::user_row(tx, user)?.ok_or_else(Error::unauthenticated)
        })
        .await?
        .password_hash
    };
    if !password::verify(Some(hash.clone()), old).await? {
        return Err(Error::invalid("old", "err-password-old"));
    }
    let hashed = password::hash(world, &session.login, new).await?;
    let request = request.map(str::to_owned);
    db.write(move |tx| {
        throttle::clear(tx, &key)?;
        unchanged(tx, actor.user, &hash)?.ok_or_else(|| Error::conflict("err-stale"))?;
        let version = store::set_password(tx, actor.user, &hashed, false)?;
        store::end_sessions(tx, actor.user, None, actor.session, now)?;
        tell(
            tx,
            &Told {
                at: now,
                by: actor.by(),
                prison: actor.scope.prison(),
                kind: "password.changed",
                subject: actor.user.0,
                version,
                body: (),
                reason: None,
                request: request.as_deref(),
            },
        )
    })
    .await
}
