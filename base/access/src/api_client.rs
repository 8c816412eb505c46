//! Programs of other agencies: an opaque token, and what is granted to it.

mod grant;

use std::borrow::Borrow;
use std::collections::BTreeSet;

use db::{Conn, Db};
use kernel::{BdTime, Error, Result, UserId};
use serde::Serialize;

pub use grant::{Grant, NewClient, change_client, issue_client, renew_client, revoke_client};

use crate::{Access, Action, Actor, DataClass, Resource, Role, Secret, secret, store};

/// Stands before every token, so that one that leaks into a log or a repository is recognised.
const PREFIX: &str = "alor_";
/// How exactly the last use is kept, in microseconds, so that most answers write nothing.
const USED_EVERY: i64 = BdTime::MINUTE;

/// A client as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Client {
    /// The id.
    pub id: UserId,
    /// The agency and its program.
    pub name: String,
    /// Whom it serves and why it is let in.
    pub purpose: String,
    /// What it may do and see.
    #[serde(flatten)]
    pub grant: Grant,
    /// Since when it is known.
    pub created_at: BdTime,
    /// Who made it known: the officer's name at that time.
    pub created_by: String,
    /// Since when its present token holds.
    pub token_at: BdTime,
    /// Until when.
    pub expires_at: BdTime,
    /// When the present token was last used, to the minute.
    #[serde(skip)]
    pub last_used: Option<BdTime>,
    /// Since when its token is void.
    pub revoked_at: Option<BdTime>,
    /// Why.
    pub revoked_why: Option<String>,
    /// The record's version.
    pub version: i64,
}

/// Whether a client's token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientState {
    /// It holds.
    Active,
    /// Its time is over; a new token may be issued.
    Expired,
    /// It was taken away for good.
    Revoked,
}

impl Client {
    /// Whether its token holds at `now`.
    pub fn state(&self, now: BdTime) -> ClientState {
        if self.revoked_at.is_some() {
            ClientState::Revoked
        } else if self.expires_at <= now {
            ClientState::Expired
        } else {
            ClientState::Active
        }
    }
}

/// A token that was just issued, to be shown once.
#[derive(Clone, Debug)]
pub struct ClientToken {
    /// The client.
    pub id: UserId,
    /// Its token.
    pub token: Secret,
}

/// A program that sends a request.
#[derive(Clone, Debug)]
pub struct ApiActor {
    /// The actor, of the role [`Role::ApiClient`].
    pub actor: Actor,
    actions: BTreeSet<Action>,
    fields: BTreeSet<String>,
    last_used: Option<BdTime>,
}

impl ApiActor {
    /// Whether the program may do `action` on something at `on`: by its token and by the policies.
    ///
    /// # Errors
    /// Not found outside its scope, denied within.
    pub fn may(&self, access: &Access, action: Action, on: impl Borrow<Resource>) -> Result<()> {
        access.may(&self.actor, action, on)?;
        if self.actions.contains(&action) {
            Ok(())
        } else {
            Err(Error::denied().with("action", action))
        }
    }

    /// Whether the program may see this field.
    pub fn sees(&self, field: &str) -> bool {
        self.fields.contains(field)
    }

    /// The fields it may see, for the log of disclosures.
    pub fn fields(&self) -> &BTreeSet<String> {
        &self.fields
    }
}

/// The clients within the actor's scope, by name; those revoked come last. At most 1,000.
///
/// # Errors
/// Denied, by the policies.
pub fn clients(conn: &mut Conn<'_>, access: &Access, actor: &Actor) -> Result<Vec<Client>> {
    access.may(
        actor,
        Action::ApiclientWrite,
        Resource::own(actor, DataClass::Ordinary),
    )?;
    let all = store::clients(conn)?;
    Ok(all
        .into_iter()
        .filter(|client| {
            let on = client.grant.place();
            actor.scope.covers(on.prison, on.division.as_deref())
        })
        .collect())
}

/// One client.
///
/// # Errors
/// Not found, or denied, by the policies.
pub fn client(conn: &mut Conn<'_>, access: &Access, actor: &Actor, id: UserId) -> Result<Client> {
    let client = store::client(conn, id)?.ok_or_else(Error::not_found)?;
    access.may(actor, Action::ApiclientWrite, client.grant.place())?;
    Ok(client)
}

/// The program that sends `bearer`.
///
/// # Errors
/// Unauthenticated when the token is unknown, void or over.
pub fn client_actor(conn: &mut Conn<'_>, bearer: &Secret, now: BdTime) -> Result<ApiActor> {
    if !bearer.reveal().starts_with(PREFIX) {
        return Err(Error::unauthenticated());
    }
    let client = store::client_by_token(conn, &secret::hash(bearer.reveal()), now)?
        .ok_or_else(Error::unauthenticated)?;
    Ok(ApiActor {
        actor: Actor {
            user: client.id,
            name_bn: client.name.clone(),
            name_en: client.name,
            role: Role::ApiClient,
            scope: client.grant.scope,
            session: None,
        },
        actions: client.grant.actions,
        fields: client.grant.fields,
        last_used: client.last_used,
    })
}

/// Notes that a program used its token, at most once a minute.
///
/// # Errors
/// Those of the database.
pub async fn touch_client(db: &Db, program: &ApiActor, now: BdTime) -> Result<()> {
    let is_known = |last: BdTime| now.since(last) < USED_EVERY;
    if program.last_used.is_some_and(is_known) {
        return Ok(());
    }
    let id = program.actor.user;
    db.write(move |tx| {
        store::touch_client(tx, id, now)?;
        // That a program has asked is not an event; what it was told is told by the answer itself.
        tx.told();
        Ok(())
    })
    .await
}
