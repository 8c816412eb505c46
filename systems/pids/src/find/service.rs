//! Who may find whom, and writing the index anew.

use access::{Action, DataClass, Resource, Scope as Reach};
use contracts::pids::IndexRewritten;
use db::{Conn, Db, Tx};
use kernel::{PersonId, Result, Uuid};

use super::look::{Ask, look};
use super::{Found, Scope, store};
use crate::Doing;

/// People whose index one transaction writes anew: seconds of work, for which other writers of a small installation
/// wait.
const REWRITTEN_AT_ONCE: i64 = 2_000;

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
    within(conn, &cx.actor.scope)
}

/// The people in such a reach.
///
/// # Errors
/// Those of the database.
pub(crate) fn within(conn: &mut Conn<'_>, reach: &Reach) -> Result<Scope> {
    Ok(match reach {
        Reach::All => Scope::All,
        Reach::Prison(prison) => Scope::Prisons(vec![*prison]),
        Reach::Division(code) => Scope::Prisons(store::prisons_of_division(conn, code)?),
    })
}

/// Searches among the people that the actor may find.
///
/// # Errors
/// As [`scope`].
pub fn search(conn: &mut Conn<'_>, cx: &Doing<'_>, ask: &Ask<'_>) -> Result<Found> {
    let scope = scope(conn, cx)?;
    look(conn, &scope, ask)
}

/// Writes everybody's index anew, a batch to each transaction; gives how many people there are. `progress` hears how
/// many are done, and of how many. Searches may go on meanwhile; on PostgreSQL no record may change, since its batch
/// could have read the one before. It is the command line's alone: what it writes stands in the records already, and
/// nobody is shown anything. One that was broken off is begun again.
///
/// # Errors
/// Those of the database.
pub fn rewrite(db: &Db, cx: &Doing<'_>, progress: &mut dyn FnMut(usize, usize)) -> Result<usize> {
    let of = db.read_now(store::people_count)?;
    let (mut done, mut after) = (0_usize, None);
    loop {
        let written = db.write_now(|tx| rewrite_batch(tx, cx, after))?;
        let Some(last) = written.last() else {
            return Ok(done);
        };
        after = Some(*last);
        done = done.saturating_add(written.len());
        progress(done, of);
    }
}

fn rewrite_batch(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    after: Option<PersonId>,
) -> Result<Vec<PersonId>> {
    let people = store::people_after(tx, after, REWRITTEN_AT_ONCE)?;
    if people.is_empty() {
        return Ok(people);
    }
    store::rewrite(tx, &people)?;
    let event = IndexRewritten {
        people: people.len(),
    };
    cx.tell(tx, None, cx.world.id::<Uuid>(), &event, None)?;
    Ok(people)
}
