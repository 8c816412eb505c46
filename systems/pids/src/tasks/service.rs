//! The verbs of tasks.

use access::Action;
use contracts::pids::{TaskDone, TaskOwed};
use db::{Conn, Tx};
use kernel::{AdmissionId, CustodyId, Error, Kind, PrisonId, Result, TaskId};

use super::{About, Task, TaskKind, answers_for, store};
use crate::life::said;
use crate::{Doing, admission};

/// Notes that something is owed. Other verbs call it in their own transaction, under their own
/// permission.
///
/// # Errors
/// Those of the database.
pub fn owe(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    about: (Option<CustodyId>, Option<AdmissionId>),
    kind: TaskKind,
    note: &str,
) -> Result<TaskId> {
    let task = Task {
        id: cx.world.id(),
        prison,
        custody: about.0,
        admission: about.1,
        kind,
        role: kind.role().name().to_owned(),
        note: note.to_owned(),
        due_at: kind.due(cx.now()),
        done_at: None,
    };
    store::insert(tx, &task, cx.now())?;
    let event = TaskOwed {
        kind: kind.word().to_owned(),
        due_at: task.due_at,
    };
    cx.tell(tx, Some(prison), task.id.into(), &event, None)?;
    Ok(task.id)
}

/// Whether the actor may close a task by hand.
///
/// # Errors
/// Not found outside the actor's scope. Denied to whoever does not answer for it, and for a difference to
/// those who made the admission; conflict when it closes by being done elsewhere, saying where.
pub fn may_finish(conn: &mut Conn<'_>, cx: &Doing<'_>, task: &Task) -> Result<()> {
    cx.may_class(Action::TaskDo, conn, task.prison, task.kind.class())?;
    if let Some(elsewhere) = task.kind.closed_by() {
        return Err(Error::conflict(elsewhere));
    }
    if !answers_for(cx.actor.role, &task.role) {
        return Err(Error::new(Kind::Denied, "err-task-role"));
    }
    match task.admission {
        Some(admission) if task.kind == TaskKind::Difference && admitted(conn, cx, admission)? => {
            Err(Error::new(Kind::Denied, "err-task-own-admission"))
        }
        _ => Ok(()),
    }
}

/// Whether the actor had a hand in an admission.
fn admitted(conn: &mut Conn<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<bool> {
    let by = admission::store::get(conn, id)?.by_user;
    Ok(by == cx.actor.user || admission::store::worked_on(conn, id, cx.actor.user)?)
}

/// Says by hand that a task is done, and in what way.
///
/// # Errors
/// Those of [`may_finish`]; invalid without a word on the result, or with too many; conflict when it was done
/// already.
pub fn finish(tx: &mut Tx<'_>, cx: &Doing<'_>, id: TaskId, result: &str) -> Result<()> {
    let task = store::get(tx, id)?;
    may_finish(tx, cx, &task)?;
    close(tx, cx, &task, &said("result", result)?)
}

/// Closes a task by the deed that was owed. Other verbs call it in their own transaction, under their own
/// permission.
///
/// # Errors
/// Conflict when it was done already; those of the database.
pub fn close(tx: &mut Tx<'_>, cx: &Doing<'_>, task: &Task, result: &str) -> Result<()> {
    store::done(tx, task.id, cx.actor.user, result, cx.now())?;
    let event = TaskDone {
        kind: task.kind.word().to_owned(),
        result: result.to_owned(),
    };
    cx.tell(tx, Some(task.prison), task.id.into(), &event, None)
}

/// Closes all open work of one kind about somebody by the deed that was owed, also what a prison owed from
/// which they were transferred since, and says how much there was.
///
/// # Errors
/// Those of [`close`].
pub fn close_about(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    about: About,
    kind: TaskKind,
    result: &str,
) -> Result<usize> {
    let open = store::open_about(tx, about, kind)?;
    for task in &open {
        close(tx, cx, task, result)?;
    }
    Ok(open.len())
}
