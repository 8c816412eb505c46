use std::collections::BTreeSet;
use std::time::Duration;

use access::{Action, Actor, DataClass, Resource};
use contracts::pids::{PrisonChangeInForce, PrisonChangeWithdrawn, PrisonChanged};
use db::{Conn, Tx};
use kernel::{Date, Error, PrisonId, Result};
use web::{App, Timer};

use super::{places, reason_given};
use crate::Doing;
use crate::admission::{self, AdmissionState};
use crate::arrivals;
use crate::estate::term::{self, Change, KeepsOpen, PrisonFacts, Term};
use crate::estate::{Prison, REASON_CHARS_MAX, store};
use crate::people::TwoNames;

/// Brings the changes of prisons into force on their day. A change waits at most a minute of its first day.
pub const PRISON_CHANGES: Timer = Timer {
    name: "pids.prison_changes",
    every: Duration::from_mins(1),
    run,
};

fn run(app: &App) -> Result<()> {
    let today = app.world.now().date();
    if !app
        .db
        .read_now(|conn| store::terms_due(conn, today))?
        .is_empty()
    {
        let actor = Actor::system("prison changes");
        let doing = Doing::new(&actor, &app.access, &app.world);
        app.db.write_now(|tx| bring_into_force(tx, &doing))?;
    }
    // Read every time: another server on the same database may have brought a change into force.
    app.places.set(app.db.read_now(places)?);
    Ok(())
}

/// The terms of a prison, the oldest first, for whoever may see the prison.
///
/// # Errors
/// Not found; denied; those of the database.
pub fn history(conn: &mut Conn<'_>, cx: &Doing<'_>, prison: PrisonId) -> Result<Vec<Term>> {
    cx.may(Action::EstateRead, conn, prison)?;
    store::terms_of(conn, prison)
}

/// The day of the closing that is to come, or whose day has come and which waits; none where there is none.
///
/// # Errors
/// Those of the database.
pub fn closing_ahead(conn: &mut Conn<'_>, prison: PrisonId) -> Result<Option<Date>> {
    let terms = store::terms_of(conn, prison)?;
    let mut ahead = term::to_come(&terms).iter();
    Ok(ahead
        .find(|term| term.facts.closed)
        .map(|term| term.valid_from))
}

/// The closed prisons within the actor's scope, for whoever may open them again.
///
/// # Errors
/// Denied; those of the database.
pub fn closed_seen(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<Vec<Prison>> {
    let own = Resource::own(cx.actor, DataClass::Ordinary);
    cx.access.may(cx.actor, Action::PrisonChange, own)?;
    let mut prisons = store::prisons(conn)?;
    prisons.retain(|prison| {
        prison.closed_on.is_some()
            && cx
                .actor
                .scope
                .covers(Some(prison.id), Some(&prison.division))
    });
    Ok(prisons)
}

/// Says what a prison is from a day on. A day that has come is in force at once, a later one by
/// [`PRISON_CHANGES`]; the terms before it stay as they were written.
///
/// # Errors
/// Denied; not found; invalid or conflict as [`Change::check`]; invalid without a reason, and for closing a prison
/// today or in the past that answers for somebody or expects somebody; conflict `err-term-due` while a closing whose day has come waits,
/// since the new change would be overtaken by it when the last one leaves.
pub fn change_prison(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    change: &Change,
) -> Result<()> {
    cx.may(Action::PrisonChange, tx, prison)?;
    store::hold_prison(tx, prison)?;
    if let (_, Some(waits)) = catch_up(tx, cx, prison)? {
        return Err(Error::conflict("err-term-due").with("day", waits));
    }
    let terms = store::terms_of(tx, prison)?;
    let (facts, order) = change.check(&terms)?;
    let reason = reason_given(&change.reason, REASON_CHARS_MAX)?;
    let term = Term {
        prison,
        valid_from: change.from,
        facts,
        in_force: false,
        source: order,
        reason,
        by_name: cx.actor_name(),
        at: Some(cx.now()),
    };
    if !store::put_term(tx, &term)? {
        return Err(Error::conflict("err-stale"));
    }
    tell_changed(tx, cx, &term)?;
    if term.valid_from <= cx.now().date() && !take_over(tx, cx, &term)? {
        return Err(keeps_open(tx, prison, cx.now().date())?.refusal());
    }
    Ok(())
}

fn tell_changed(tx: &mut Tx<'_>, cx: &Doing<'_>, term: &Term) -> Result<()> {
    let facts = &term.facts;
    let event = PrisonChanged {
        prison: term.prison,
        valid_from: term.valid_from,
        name_bn: facts.name.bn.clone(),
        name_en: facts.name.en.clone(),
        kind: facts.kind.word().to_owned(),
        division: facts.division.clone(),
        certified: facts.certified,
        closed: facts.closed,
        order: term.source.clone(),
    };
    cx.tell(
        tx,
        Some(term.prison),
        term.prison.into(),
        &event,
        Some(&term.reason),
    )
}

/// What keeps a prison from being closed: whoever is inside must stay on a roll that is seen, and whoever is sent there
/// must find an open gate, or their sender must hear that they are to go elsewhere.
///
/// # Errors
/// Those of the database.
pub fn keeps_open(conn: &mut Conn<'_>, prison: PrisonId, today: Date) -> Result<KeepsOpen> {
    let admitting = admission::store::in_state(conn, prison, AdmissionState::Open, 1)?;
    Ok(KeepsOpen {
        held: store::answered_for(conn, prison)?,
        expected: arrivals::store::count_to_come(conn, prison, today)?,
        is_admitting: !admitting.is_empty(),
    })
}

/// Makes a prison, which is held, what the term says. Gives false for a closing that must wait.
fn take_over(tx: &mut Tx<'_>, cx: &Doing<'_>, term: &Term) -> Result<bool> {
    if term.facts.closed && !keeps_open(tx, term.prison, cx.now().date())?.is_nothing() {
        return Ok(false);
    }
    if store::take_over(tx, term)? {
        let facts = &term.facts;
        access::prison_moved(tx, term.prison, &facts.division)?;
        let event = PrisonChangeInForce {
            prison: term.prison,
            valid_from: term.valid_from,
            name_bn: facts.name.bn.clone(),
            name_en: facts.name.en.clone(),
            kind: facts.kind.word().to_owned(),
            division: facts.division.clone(),
            certified: facts.certified,
            closed: facts.closed,
        };
        cx.tell(tx, Some(term.prison), term.prison.into(), &event, None)?;
    }
    Ok(true)
}

/// Brings every change into force whose day has come; gives how many. A closing that waits holds up the later
/// changes of its prison, which were written to follow it.
///
/// # Errors
/// Those of the database.
pub fn bring_into_force(tx: &mut Tx<'_>, cx: &Doing<'_>) -> Result<usize> {
    let due = store::terms_due(tx, cx.now().date())?;
    let prisons: BTreeSet<PrisonId> = due.iter().map(|term| term.prison).collect();
    let mut done = 0;
    for prison in prisons {
        store::hold_prison(tx, prison)?;
        done += catch_up(tx, cx, prison)?.0;
    }
    Ok(done)
}

/// Brings what is due of one prison, which is held, into force. Gives how many changes that were, and the day of the
/// closing that must wait, if one must.
fn catch_up(tx: &mut Tx<'_>, cx: &Doing<'_>, prison: PrisonId) -> Result<(usize, Option<Date>)> {
    let mut due = store::terms_due(tx, cx.now().date())?;
    due.retain(|term| term.prison == prison);
    for (done, term) in due.iter().enumerate() {
        if !take_over(tx, cx, term)? {
            return Ok((done, Some(term.valid_from)));
        }
    }
    Ok((due.len(), None))
}

/// Takes back a change that has not come into force, also when its day has come. What it would have been stands in
/// the journal.
///
/// # Errors
/// Denied; not found; invalid without a reason; conflict when it is in force, when it was withdrawn before, or when
/// a later change that waits too was written to follow it.
pub fn withdraw_change(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    valid_from: Date,
    reason: &str,
) -> Result<()> {
    cx.may(Action::PrisonChange, tx, prison)?;
    store::hold_prison(tx, prison)?;
    let reason = reason_given(reason, REASON_CHARS_MAX)?;
    let mut terms = store::terms_of(tx, prison)?;
    let followed = terms
        .iter()
        .any(|term| term.valid_from > valid_from && !term.in_force);
    terms.retain(|term| term.valid_from == valid_from);
    let term = terms.pop().ok_or_else(|| Error::conflict("err-stale"))?;
    if term.in_force {
        return Err(Error::conflict("err-term-in-force"));
    }
    if followed {
        return Err(Error::conflict("err-term-followed"));
    }
    store::withdraw_term(tx, prison, valid_from)?;
    let event = PrisonChangeWithdrawn {
        prison,
        valid_from,
        name_bn: term.facts.name.bn,
        name_en: term.facts.name.en,
        closed: term.facts.closed,
    };
    cx.tell(tx, Some(prison), prison.into(), &event, Some(&reason))
}

/// A prison as it was on a day: for papers and returns of that day. Of days before anything is known, it is what
/// it is now.
///
/// # Errors
/// Those of the database.
pub fn as_of(conn: &mut Conn<'_>, prison: Prison, day: Date) -> Result<Prison> {
    let terms = store::terms_of(conn, prison.id)?;
    let Some(PrisonFacts {
        name,
        kind,
        division,
        certified,
        ..
    }) = term::on(&terms, day).map(|term| term.facts.clone())
    else {
        return Ok(prison);
    };
    Ok(Prison {
        name,
        kind,
        division,
        certified,
        ..prison
    })
}

/// What a prison was called on a day; before its first known name, the name it has now.
///
/// # Errors
/// Not found; those of the database.
pub fn name_on(conn: &mut Conn<'_>, prison: PrisonId, day: Date) -> Result<TwoNames> {
    let prison = store::prison(conn, prison)?;
    Ok(as_of(conn, prison, day)?.name)
}
