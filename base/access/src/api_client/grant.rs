//! Giving a program a token, changing what it may see, taking the token away.

use std::collections::BTreeSet;

use db::Tx;
use kernel::{BdTime, Error, Result, UserId, Uuid};
use serde::Serialize;

use super::{Client, ClientToken, PREFIX};
use crate::tell::{Told, tell};
use crate::typed::{NAME_CHARS_MAX, words};
use crate::{Action, DataClass, Doing, Resource, Scope, secret, store};

/// Letters of what a client is for, and of why it lost its token.
const REASON_CHARS_MAX: usize = 500;
/// Fields that one client may be given.
const FIELDS_MAX: usize = 200;
/// Days that a token may last, so that a mistyped year does not give one that nobody looks at again.
const LIFE_DAYS_MAX: i64 = 2 * 366;

/// What a client may do and see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// What it may do: some of [`Action::of_programs`].
    pub actions: BTreeSet<Action>,
    /// What it may see, field by field, such as `person.name_bn`. What is not named is not sent.
    pub fields: BTreeSet<String>,
    /// Whose prisoners.
    pub scope: Scope,
    /// The division of the one prison, where the scope is one.
    pub division: Option<String>,
}

impl Grant {
    /// Where it reaches, for the policies.
    pub(super) fn place(&self) -> Resource {
        Resource::of(&self.scope, self.division.as_deref(), DataClass::Ordinary)
    }

    fn checked(self) -> Result<Self> {
        let is_of_programs = |action: &Action| Action::of_programs().any(|own| own == *action);
        if self.actions.is_empty() || !self.actions.iter().all(is_of_programs) {
            return Err(Error::invalid("actions", "err-client-actions"));
        }
        if self.fields.len() > FIELDS_MAX {
            return Err(Error::invalid("fields", "err-client-fields").with("max", FIELDS_MAX));
        }
        let division = self.place().division;
        Ok(Self { division, ..self })
    }
}

/// What a client is given.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// The agency and its program.
    pub name: String,
    /// Whom it serves and why it is let in.
    pub purpose: String,
    /// What it may do and see.
    pub grant: Grant,
    /// Until when. Every token ends, so that a forgotten one does.
    pub expires_at: BdTime,
}

/// Makes a client known and gives it a token.
///
/// # Errors
/// Denied or not found by the policies; invalid when a field is wrong, an action is not one of the API, the
/// end is not in the future or more than two years ahead, or the name is taken.
pub fn issue_client(tx: &mut Tx<'_>, doing: &Doing<'_>, new: NewClient) -> Result<ClientToken> {
    let grant = new.grant.checked()?;
    doing.may(Action::ApiclientWrite, grant.place())?;
    let now = doing.now();
    let client = Client {
        id: doing.world.id::<Uuid>().into(),
        name: words("name", &new.name, "err-user-name", NAME_CHARS_MAX)?,
        purpose: purpose(&new.purpose)?,
        grant,
        created_at: now,
        created_by: doing.actor.name_bn.clone(),
        token_at: now,
        expires_at: end(new.expires_at, now)?,
        last_used: None,
        revoked_at: None,
        revoked_why: None,
        version: 1,
    };
    let token = secret::token(doing.world, PREFIX);
    store::insert_client(tx, &client, &secret::hash(token.reveal()))?;
    told(tx, doing, client.id, "api_client.issued", None)?;
    Ok(ClientToken {
        id: client.id,
        token,
    })
}

/// Changes what a client is for, and what it may do and see. The name stays, since it stands in the journal;
/// the token stays, too, and means the new grant from now on.
///
/// # Errors
/// Those of the policies, for the old grant and the new one; invalid when a field is wrong; conflict
/// `err-stale` when the client has changed since `version`, `err-client-revoked` when its token is void.
pub fn change_client(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    id: UserId,
    version: i64,
    what_for: &str,
    grant: Grant,
) -> Result<()> {
    kept(tx, doing, id)?;
    let grant = grant.checked()?;
    doing.may(Action::ApiclientWrite, grant.place())?;
    store::update_client(tx, id, version, &purpose(what_for)?, &grant)?;
    told(tx, doing, id, "api_client.changed", None)
}

/// Gives a client a new token; the old one is void from now on.
///
/// # Errors
/// Those of the policies; invalid `expires_at`; conflict `err-stale` when the client has changed since
/// `version`, `err-client-revoked` when it was taken away for good.
pub fn renew_client(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    id: UserId,
    version: i64,
    expires_at: BdTime,
) -> Result<ClientToken> {
    kept(tx, doing, id)?;
    let now = doing.now();
    let expires_at = end(expires_at, now)?;
    let token = secret::token(doing.world, PREFIX);
    let hash = secret::hash(token.reveal());
    store::renew_client(tx, id, version, &hash, now, expires_at)?;
    told(tx, doing, id, "api_client.renewed", None)?;
    Ok(ClientToken { id, token })
}

/// Makes a client's token void for good: who is let in again becomes a new client, with a story of its own.
///
/// # Errors
/// Those of the policies; invalid `reason`; conflict `err-stale` when the client has changed since `version`,
/// `err-client-revoked` when it is void already.
pub fn revoke_client(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    id: UserId,
    version: i64,
    reason: &str,
) -> Result<()> {
    kept(tx, doing, id)?;
    let reason = words("reason", reason, "err-client-reason", REASON_CHARS_MAX)?;
    store::revoke_client(tx, id, version, doing.now(), &reason)?;
    told(tx, doing, id, "api_client.revoked", Some(&reason))
}

/// Asks whether the actor may keep this client, whose token must not be void.
fn kept(tx: &mut Tx<'_>, doing: &Doing<'_>, id: UserId) -> Result<()> {
    let client = super::client(tx, doing.access, doing.actor, id)?;
    if client.revoked_at.is_some() {
        return Err(Error::conflict("err-client-revoked"));
    }
    Ok(())
}

fn purpose(text: &str) -> Result<String> {
    words("purpose", text, "err-client-purpose", REASON_CHARS_MAX)
}

fn end(expires_at: BdTime, now: BdTime) -> Result<BdTime> {
    if expires_at <= now {
        return Err(Error::invalid("expires_at", "err-client-expires"));
    }
    if expires_at.since(now) > LIFE_DAYS_MAX * BdTime::DAY {
        return Err(Error::invalid("expires_at", "err-client-expires-far"));
    }
    Ok(expires_at)
}

fn told(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    id: UserId,
    kind: &str,
    reason: Option<&str>,
) -> Result<()> {
    let client = store::client(tx, id)?.ok_or_else(Error::not_found)?;
    tell(
        tx,
        &Told {
            prison: client.grant.scope.prison(),
            version: client.version,
            reason,
            ..Told::of(doing, kind, id, &client)
        },
    )
}
