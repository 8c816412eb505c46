//! Who may find whom.

use access::{Action, DataClass, Resource, Scope as Reach};
use db::Conn;
use kernel::Result;

use super::look::{Ask, look};
use super::{Found, Scope, store};
use crate::Doing;

/// The people that the actor may find: those of one prison, of a division's prisons, or all.
///
/// # Errors
/// Denied to a role that finds nobody; those of the database.
pub fn scope(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<Scope> {
    cx.access.may(
        cx.actor,
        Action::PersonFind,
        Resource::own(cx.actor, DataClass::Ordinary),
    )?;
    let scope = match &cx.actor.scope {
        Reach::All => Scope::All,
        Reach::Prison(prison) => Scope::Prisons(vec![*prison]),
        Reach::Division(code) => Scope::Prisons(store::prisons_of_division(conn, code)?),
    };
    Ok(scope)
}

/// Searches among the people that the actor may find.
///
/// # Errors
/// As [`scope`].
pub fn search(conn: &mut Conn<'_>, cx: &Doing<'_>, ask: &Ask<'_>) -> Result<Found> {
    let scope = scope(conn, cx)?;
    look(conn, &scope, ask)
}
