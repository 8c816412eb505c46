//! All the SQL of access: users here, the rest by table.

mod attempts;
mod clients;
mod sessions;

use db::{Conn, Row, Tx, Value, args};
use kernel::{BdTime, Error, PrisonId, Result, UserId};
use zeroize::Zeroizing;

pub(crate) use attempts::{
    clear_attempts, forget_attempts, lock_attempts, set_attempts, take_back_attempt,
};
pub(crate) use clients::{
    client, client_by_token, clients, insert_client, move_clients, renew_client, revoke_client,
    touch_client, update_client,
};
pub(crate) use sessions::{
    NewSession, code_given, end_sessions, insert_session, session, sessions_of, touch,
};

use crate::users::USERS_MAX;
use crate::{Hashed, NewUser, Role, Scope, User};

/// A user with the secrets that a login is checked against.
pub(crate) struct UserRow {
    pub(crate) user: User,
    pub(crate) password_hash: String,
    pub(crate) totp_secret: Option<Zeroizing<Vec<u8>>>,
    pub(crate) totp_offered: Option<Zeroizing<Vec<u8>>>,
    pub(crate) totp_step: i64,
}

const USER: &str = "id, login, name_bn, name_en, role, scope_kind, scope_prison, scope_division, \
                    must_change, totp_secret IS NOT NULL AS has_totp, disabled_at, version";

fn role(row: &Row) -> Result<Role> {
    let name: String = row.get("role")?;
    name.parse()
        .map_err(|_| Error::corrupt(format!("a user of the role {name}")))
}

/// The scope, and the division of the one prison.
fn scope(row: &Row) -> Result<(Scope, Option<String>)> {
    let division: Option<String> = row.get("scope_division")?;
    match row.get::<String>("scope_kind")?.as_str() {
        "prison" => Ok((Scope::Prison(row.get("scope_prison")?), division)),
        "division" => Ok((Scope::Division(row.get("scope_division")?), division)),
        "all" => Ok((Scope::All, None)),
        other => Err(Error::corrupt(format!("a scope of the kind {other}"))),
    }
}

fn scope_kind(scope: &Scope) -> &'static str {
    match scope {
        Scope::Prison(_) => "prison",
        Scope::Division(_) => "division",
        Scope::All => "all",
    }
}

fn read_user(row: &Row) -> Result<User> {
    let (scope, division) = scope(row)?;
    Ok(User {
        id: row.get("id")?,
        login: row.get("login")?,
        name_bn: row.get("name_bn")?,
        name_en: row.get("name_en")?,
        role: role(row)?,
        scope,
        division,
        must_change: row.get("must_change")?,
        has_totp: row.get("has_totp")?,
        disabled_at: row.get("disabled_at")?,
        version: row.get("version")?,
    })
}

fn read_user_row(row: &Row) -> Result<UserRow> {
    Ok(UserRow {
        user: read_user(row)?,
        password_hash: row.get("password_hash")?,
        totp_secret: row
            .get::<Option<Vec<u8>>>("totp_secret")?
            .map(Zeroizing::new),
        totp_offered: row
            .get::<Option<Vec<u8>>>("totp_offered")?
            .map(Zeroizing::new),
        totp_step: row.get("totp_step")?,
    })
}

pub(crate) fn user(conn: &mut Conn<'_>, id: UserId) -> Result<Option<User>> {
    conn.query_opt(
        &format!("SELECT {USER} FROM app_user WHERE id = $1"),
        args![id],
        read_user,
    )
}

pub(crate) fn user_row(conn: &mut Conn<'_>, id: UserId) -> Result<Option<UserRow>> {
    read_row_where(conn, "id = $1", args![id])
}

pub(crate) fn user_by_login(conn: &mut Conn<'_>, login: &str) -> Result<Option<UserRow>> {
    read_row_where(conn, "login = $1", args![login])
}

fn read_row_where(conn: &mut Conn<'_>, found: &str, args: &[Value]) -> Result<Option<UserRow>> {
    conn.query_opt(
        &format!(
            "SELECT {USER}, password_hash, totp_secret, totp_offered, totp_step FROM app_user \
             WHERE {found}"
        ),
        args,
        read_user_row,
    )
}

pub(crate) fn users(conn: &mut Conn<'_>, within: &Scope) -> Result<Vec<User>> {
    let list = |place: &str| {
        format!(
            "SELECT {USER} FROM app_user{place} ORDER BY disabled_at IS NOT NULL, login LIMIT {USERS_MAX}"
        )
    };
    match within {
        Scope::Prison(prison) => {
            conn.query(&list(" WHERE scope_prison = $1"), args![*prison], read_user)
        }
        Scope::Division(code) => {
            conn.query(&list(" WHERE scope_division = $1"), args![code], read_user)
        }
        Scope::All => conn.query(&list(""), args![], read_user),
    }
}

pub(crate) fn insert_user(
    tx: &mut Tx<'_>,
    id: UserId,
    new: &NewUser,
    password: &Hashed,
    at: BdTime,
) -> Result<()> {
    tx.exec(
        "INSERT INTO app_user (id, login, name_bn, name_en, role, scope_kind, scope_prison, \
         scope_division, password_hash, must_change, totp_step, created_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0, $10, 1)",
        args![
            id,
            new.login.as_str(),
            new.name_bn.as_str(),
            new.name_en.as_str(),
            new.role.name(),
            scope_kind(&new.scope),
            new.scope.prison(),
            new.division.as_deref(),
            password.0.as_str(),
            at,
        ],
    )
    .map(drop)
}

pub(crate) fn move_users(tx: &mut Tx<'_>, prison: PrisonId, division: &str) -> Result<()> {
    tx.exec(
        "UPDATE app_user SET scope_division = $2 WHERE scope_prison = $1",
        args![prison, division],
    )
    .map(drop)
}

pub(crate) fn update_user(tx: &mut Tx<'_>, id: UserId, version: i64, new: &NewUser) -> Result<()> {
    tx.exec_one(
        "UPDATE app_user SET name_bn = $3, name_en = $4, role = $5, scope_kind = $6, \
         scope_prison = $7, scope_division = $8, version = version + 1 \
         WHERE id = $1 AND version = $2",
        args![
            id,
            version,
            new.name_bn.as_str(),
            new.name_en.as_str(),
            new.role.name(),
            scope_kind(&new.scope),
            new.scope.prison(),
            new.division.as_deref(),
        ],
    )
}

pub(crate) fn set_disabled(
    tx: &mut Tx<'_>,
    id: UserId,
    version: i64,
    since: Option<BdTime>,
) -> Result<()> {
    tx.exec_one(
        "UPDATE app_user SET disabled_at = $3, version = version + 1 WHERE id = $1 AND version = $2",
        args![id, version, since],
    )
}

/// Gives the user's new version.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    id: UserId,
    password: &Hashed,
    must_change: bool,
) -> Result<i64> {
    let versions = tx.returning(
        "UPDATE app_user SET password_hash = $2, must_change = $3, version = version + 1 \
         WHERE id = $1 RETURNING version",
        args![id, password.0.as_str(), must_change],
        |row| row.get("version"),
    )?;
    versions.first().copied().ok_or_else(Error::not_found)
}

/// Takes a step of one-time codes; false when it or a later one was taken before.
pub(crate) fn take_step(tx: &mut Tx<'_>, id: UserId, step: i64) -> Result<bool> {
    let taken = tx.exec(
        "UPDATE app_user SET totp_step = $2 WHERE id = $1 AND totp_step < $2",
        args![id, step],
    )?;
    Ok(taken == 1)
}

pub(crate) fn set_offer(tx: &mut Tx<'_>, id: UserId, shared: &[u8]) -> Result<()> {
    tx.exec_one(
        "UPDATE app_user SET totp_offered = $2 WHERE id = $1",
        args![id, shared],
    )
}

/// Puts the offered secret in force, and the recovery codes of an earlier one out of it.
pub(crate) fn accept_offer(tx: &mut Tx<'_>, id: UserId, offered: &[u8], step: i64) -> Result<()> {
    tx.exec_one(
        "UPDATE app_user SET totp_secret = $2, totp_offered = NULL, totp_step = $3, \
         version = version + 1 WHERE id = $1 AND totp_offered = $2",
        args![id, offered, step],
    )?;
    forget_recovery(tx, id)
}

pub(crate) fn remove_totp(tx: &mut Tx<'_>, id: UserId) -> Result<()> {
    tx.exec_one(
        "UPDATE app_user SET totp_secret = NULL, totp_offered = NULL, version = version + 1 \
         WHERE id = $1",
        args![id],
    )?;
    forget_recovery(tx, id)
}

fn forget_recovery(tx: &mut Tx<'_>, id: UserId) -> Result<()> {
    tx.exec("DELETE FROM recovery_code WHERE user_id = $1", args![id])
        .map(drop)
}

pub(crate) fn insert_recovery(tx: &mut Tx<'_>, id: UserId, hash: &[u8; 32]) -> Result<()> {
    tx.exec(
        "INSERT INTO recovery_code (user_id, code_hash) VALUES ($1, $2)",
        args![id, *hash],
    )
    .map(drop)
}

/// Uses up a recovery code; false when there is none such.
pub(crate) fn take_recovery(tx: &mut Tx<'_>, id: UserId, hash: &[u8; 32]) -> Result<bool> {
    let taken = tx.exec(
        "DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2",
        args![id, *hash],
    )?;
    Ok(taken == 1)
}
