use std::collections::BTreeSet;

use db::{Conn, Row, Tx, args};
use kernel::{BdTime, Error, PrisonId, Result, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{scope, scope_kind};
use crate::{Client, Grant};

/// Clients that one list shows.
const CLIENTS_MAX: usize = 1_000;

const CLIENT: &str = "id, name, purpose, actions, fields, scope_kind, scope_prison, scope_division, \
                      created_at, created_by, token_at, expires_at, last_used, revoked_at, \
                      revoked_why, version";

fn set<T: DeserializeOwned + Ord>(row: &Row, column: &str) -> Result<BTreeSet<T>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| Error::corrupt(format!("the {column} of an API client")).because(error))
}

fn json<T: Serialize>(set: &BTreeSet<T>) -> Result<String> {
    serde_json::to_string(set).map_err(|error| Error::bug("a set is not JSON").because(error))
}

fn read(row: &Row) -> Result<Client> {
    let (scope, division) = scope(row)?;
    let created_at = row.get("created_at")?;
    Ok(Client {
        id: row.get("id")?,
        name: row.get("name")?,
        purpose: row.get("purpose")?,
        grant: Grant {
            actions: set(row, "actions")?,
            fields: set(row, "fields")?,
            scope,
            division,
        },
        created_at,
        created_by: row.get("created_by")?,
        token_at: row.get::<Option<BdTime>>("token_at")?.unwrap_or(created_at),
        expires_at: row.get("expires_at")?,
        last_used: row.get("last_used")?,
        revoked_at: row.get("revoked_at")?,
        revoked_why: row.get("revoked_why")?,
        version: row.get("version")?,
    })
}

pub(crate) fn insert_client(tx: &mut Tx<'_>, client: &Client, token_hash: &[u8; 32]) -> Result<()> {
    let grant = &client.grant;
    let inserted = tx.exec(
        "INSERT INTO api_client (id, name, purpose, token_hash, actions, fields, scope_kind, \
         scope_prison, scope_division, created_at, created_by, token_at, expires_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) \
         ON CONFLICT (name) DO NOTHING",
        args![
            client.id,
            client.name.as_str(),
            client.purpose.as_str(),
            *token_hash,
            json(&grant.actions)?,
            json(&grant.fields)?,
            scope_kind(&grant.scope),
            grant.scope.prison(),
            grant.division.as_deref(),
            client.created_at,
            client.created_by.as_str(),
            client.token_at,
            client.expires_at,
        ],
    )?;
    if inserted == 1 {
        Ok(())
    } else {
        Err(Error::invalid("name", "err-client-exists"))
    }
}

pub(crate) fn client(conn: &mut Conn<'_>, id: UserId) -> Result<Option<Client>> {
    conn.query_opt(
        &format!("SELECT {CLIENT} FROM api_client WHERE id = $1"),
        args![id],
        read,
    )
}

pub(crate) fn clients(conn: &mut Conn<'_>) -> Result<Vec<Client>> {
    conn.query(
        &format!(
            "SELECT {CLIENT} FROM api_client ORDER BY revoked_at IS NOT NULL, name LIMIT {CLIENTS_MAX}"
        ),
        args![],
        read,
    )
}

pub(crate) fn client_by_token(
    conn: &mut Conn<'_>,
    token_hash: &[u8; 32],
    now: BdTime,
) -> Result<Option<Client>> {
    conn.query_opt(
        &format!(
            "SELECT {CLIENT} FROM api_client \
             WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2"
        ),
        args![*token_hash, now],
        read,
    )
}

pub(crate) fn touch_client(tx: &mut Tx<'_>, id: UserId, at: BdTime) -> Result<()> {
    tx.exec(
        "UPDATE api_client SET last_used = $2 \
         WHERE id = $1 AND (last_used IS NULL OR last_used < $2)",
        args![id, at],
    )
    .map(drop)
}

pub(crate) fn update_client(
    tx: &mut Tx<'_>,
    id: UserId,
    version: i64,
    purpose: &str,
    grant: &Grant,
) -> Result<()> {
    tx.exec_one(
        "UPDATE api_client SET purpose = $3, actions = $4, fields = $5, scope_kind = $6, \
         scope_prison = $7, scope_division = $8, version = version + 1 \
         WHERE id = $1 AND version = $2",
        args![
            id,
            version,
            purpose,
            json(&grant.actions)?,
            json(&grant.fields)?,
            scope_kind(&grant.scope),
            grant.scope.prison(),
            grant.division.as_deref(),
        ],
    )
}

pub(crate) fn move_clients(tx: &mut Tx<'_>, prison: PrisonId, division: &str) -> Result<()> {
    tx.exec(
        "UPDATE api_client SET scope_division = $2 WHERE scope_prison = $1",
        args![prison, division],
    )
    .map(drop)
}

pub(crate) fn renew_client(
    tx: &mut Tx<'_>,
    id: UserId,
    version: i64,
    token_hash: &[u8; 32],
    at: BdTime,
    expires_at: BdTime,
) -> Result<()> {
    tx.exec_one(
        "UPDATE api_client SET token_hash = $3, token_at = $4, expires_at = $5, last_used = NULL, \
         version = version + 1 WHERE id = $1 AND version = $2",
        args![id, version, *token_hash, at, expires_at],
    )
}

pub(crate) fn revoke_client(
    tx: &mut Tx<'_>,
    id: UserId,
    version: i64,
    at: BdTime,
    why: &str,
) -> Result<()> {
    tx.exec_one(
        "UPDATE api_client SET revoked_at = $3, revoked_why = $4, version = version + 1 \
         WHERE id = $1 AND version = $2 AND revoked_at IS NULL",
        args![id, version, at, why],
    )
}
