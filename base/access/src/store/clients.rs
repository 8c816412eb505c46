use std::collections::BTreeSet;

use db::{Conn, Row, Tx, args};
use kernel::{BdTime, Error, Result, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{scope, scope_kind};
use crate::Client;

/// Clients that one list shows.
const CLIENTS_MAX: usize = 1_000;

const CLIENT: &str = "id, name, actions, fields, scope_kind, scope_prison, scope_division, \
                      expires_at, revoked_at, version";

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
    Ok(Client {
        id: row.get("id")?,
        name: row.get("name")?,
        actions: set(row, "actions")?,
        fields: set(row, "fields")?,
        scope,
        division,
        expires_at: row.get("expires_at")?,
        revoked_at: row.get("revoked_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn insert_client(
    tx: &mut Tx<'_>,
    client: &Client,
    token_hash: &[u8; 32],
    at: BdTime,
) -> Result<()> {
    let inserted = tx.exec(
        "INSERT INTO api_client (id, name, token_hash, actions, fields, scope_kind, scope_prison, \
         scope_division, created_at, expires_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (name) DO NOTHING",
        args![
            client.id,
            client.name.as_str(),
            *token_hash,
            json(&client.actions)?,
            json(&client.fields)?,
            scope_kind(&client.scope),
            client.scope.prison(),
            client.division.as_deref(),
            at,
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
        &format!("SELECT {CLIENT} FROM api_client ORDER BY name LIMIT {CLIENTS_MAX}"),
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

pub(crate) fn revoke_client(tx: &mut Tx<'_>, id: UserId, at: BdTime) -> Result<()> {
    tx.exec_one(
        "UPDATE api_client SET revoked_at = $2, version = version + 1 \
         WHERE id = $1 AND revoked_at IS NULL",
        args![id, at],
    )
}
