//! The verbs of tasks.

use access::Action;
use contracts::pids::{TaskDone, TaskOwed};
use db::Tx;
use kernel::{AdmissionId, CustodyId, Error, PrisonId, Result, TaskId};

use super::{Task, TaskKind, store};
use crate::Doing;

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
        role: kind.role().to_owned(),
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

/// Says that a task is done, and in what way.
///
/// # Errors
/// Denied; invalid without a word on the result; conflict when it was done already.
pub fn finish(tx: &mut Tx<'_>, cx: &Doing<'_>, id: TaskId, result: &str) -> Result<()> {
    let task = store::get(tx, id)?;
    cx.may(Action::TaskDo, tx, task.prison)?;
    if result.trim().is_empty() {
        return Err(Error::invalid("result", "err-required"));
    }
    store::done(tx, id, cx.actor.user, result.trim(), cx.now())?;
    let event = TaskDone {
        kind: task.kind.word().to_owned(),
        result: result.trim().to_owned(),
    };
    cx.tell(tx, Some(task.prison), id.into(), &event, None)
}
