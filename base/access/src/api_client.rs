//! Programs of other agencies: an opaque token, a list of actions, a list of fields.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use db::{Conn, Tx};
use kernel::{BdTime, Error, Result, UserId, Uuid, World};
use serde::Serialize;

use crate::tell::{Told, tell};
use crate::{Access, Action, Actor, DataClass, Resource, Role, Scope, Secret, secret, store};

/// Stands before every token, so that one that leaks into a log or a repository is recognised.
const PREFIX: &str = "alor_";
/// Letters of a client's name.
const NAME_CHARS_MAX: usize = 120;
/// Fields that one client may be given.
const FIELDS_MAX: usize = 200;

/// What a client is given.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// The agency and its program.
    pub name: String,
    /// What it may do: actions that begin with `api.`.
    pub actions: BTreeSet<Action>,
    /// What it may see, field by field, such as `person.name_bn`. What is not named is not sent.
    pub fields: BTreeSet<String>,
    /// Whose prisoners.
    pub scope: Scope,
    /// The division of the one prison, where the scope is one.
    pub division: Option<String>,
    /// Until when. Every token ends, so that a forgotten one does.
    pub expires_at: BdTime,
}

/// A client as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Client {
    /// The id.
    pub id: UserId,
    /// The agency and its program.
    pub name: String,
    /// What it may do.
    pub actions: BTreeSet<Action>,
    /// What it may see.
    pub fields: BTreeSet<String>,
    /// Whose prisoners.
    pub scope: Scope,
    /// The division of the one prison.
    pub division: Option<String>,
    /// Until when.
    pub expires_at: BdTime,
    /// Since when its token is void.
    pub revoked_at: Option<BdTime>,
    /// The record's version.
    pub version: i64,
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

/// Issues a token.
///
/// # Errors
/// Denied or not found by the policies; invalid when a field is wrong, an action is not one of the API, or
/// the end is not in the future; conflict when the name is taken.
pub fn issue_client(
    tx: &mut Tx<'_>,
    access: &Access,
    world: &World,
    actor: &Actor,
    new: NewClient,
) -> Result<ClientToken> {
    let now = world.now();
    let client = checked(new, world.id::<Uuid>().into(), now)?;
    access.may(actor, Action::ApiclientWrite, place(&client))?;
    let token = secret::token(world, PREFIX);
    store::insert_client(tx, &client, &secret::hash(token.reveal()), now)?;
    told(tx, actor, &client, now, "api_client.issued")?;
    Ok(ClientToken {
        id: client.id,
        token,
    })
}

fn checked(new: NewClient, id: UserId, now: BdTime) -> Result<Client> {
    let name = kernel::bangla::normalise::text(&new.name);
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::invalid("name", "err-user-name").with("max", NAME_CHARS_MAX));
    }
    if new.actions.is_empty()
        || !new
            .actions
            .iter()
            .all(|action| action.name().starts_with("api."))
    {
        return Err(Error::invalid("actions", "err-client-actions"));
    }
    if new.fields.len() > FIELDS_MAX {
        return Err(Error::invalid("fields", "err-client-fields").with("max", FIELDS_MAX));
    }
    if new.expires_at <= now {
        return Err(Error::invalid("expires_at", "err-client-expires"));
    }
    Ok(Client {
        id,
        name,
        actions: new.actions,
        fields: new.fields,
        scope: new.scope,
        division: new.division,
        expires_at: new.expires_at,
        revoked_at: None,
        version: 1,
    })
}

fn place(client: &Client) -> Resource {
    let (prison, division) = match &client.scope {
        Scope::Prison(prison) => (Some(*prison), client.division.clone()),
        Scope::Division(code) => (None, Some(code.clone())),
        Scope::All => (None, None),
    };
    Resource {
        prison,
        division,
        class: DataClass::Ordinary,
    }
}

/// Makes a client's token void.
///
/// # Errors
/// Those of the policies; conflict `err-stale` when it is void already.
pub fn revoke_client(
    tx: &mut Tx<'_>,
    access: &Access,
    world: &World,
    actor: &Actor,
    id: UserId,
) -> Result<()> {
    let client = store::client(tx, id)?.ok_or_else(Error::not_found)?;
    access.may(actor, Action::ApiclientWrite, place(&client))?;
    let now = world.now();
    store::revoke_client(tx, id, now)?;
    let client = store::client(tx, id)?.ok_or_else(Error::not_found)?;
    told(tx, actor, &client, now, "api_client.revoked")
}

/// The clients within the actor's scope, by name.
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
            let on = place(client);
            actor.scope.covers(on.prison, on.division.as_deref())
        })
        .collect())
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
            scope: client.scope,
            session: None,
        },
        actions: client.actions,
        fields: client.fields,
    })
}

fn told(tx: &mut Tx<'_>, actor: &Actor, client: &Client, at: BdTime, kind: &str) -> Result<()> {
    tell(
        tx,
        &Told {
            at,
            by: actor.by(),
            prison: client.scope.prison(),
            kind,
            subject: client.id.0,
            version: client.version,
            body: client,
        },
    )
}
