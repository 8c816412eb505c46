//! Those who are not back, or not there, by the time they were due: the clock makes a task of it, once.

use std::time::Duration;

use access::Actor;
use contracts::pids::NotArrived;
use db::{Db, Tx};
use kernel::Result;
use web::{App, Timer};

use super::{away, whereabouts};
use crate::life::{Absence, AbsenceKind, store};
use crate::tasks::{self, TaskKind};
use crate::{Doing, custody};

/// Looks every minute who is late.
pub const LATE: Timer = Timer {
    name: "pids.late",
    every: Duration::from_mins(1),
    run,
};

/// Alarms of one run; the rest go in the next.
const ALARMS_MAX: i64 = 500;

fn run(app: &App) -> Result<()> {
    let actor = Actor::system("late arrivals");
    let doing = Doing::new(&actor, &app.access, &app.world);
    sound(&app.db, &doing).map(drop)
}

/// Owes a task for everybody who went to court or to another prison and is late, once for each absence,
/// and says for how many. Blocks.
///
/// # Errors
/// Those of the database; the first of them. What goes wrong with one person is logged, and the others
/// have their alarm.
pub fn sound(db: &Db, cx: &Doing<'_>) -> Result<usize> {
    let now = cx.now();
    let late = db.read_now(|conn| store::overdue(conn, now, ALARMS_MAX))?;
    let (mut sounded, mut failed) = (0, None);
    for absence in &late {
        match db.write_now(|tx| alarm(tx, cx, absence)) {
            Ok(is_new) => sounded += usize::from(is_new),
            Err(error) => {
                tracing::error!(custody = %absence.custody, %error, "an alarm could not be made");
                failed = failed.or(Some(error));
            }
        }
    }
    failed.map_or(Ok(sounded), Err)
}

/// Makes the alarm, unless somebody else has or the absence has ended meanwhile.
fn alarm(tx: &mut Tx<'_>, cx: &Doing<'_>, absence: &Absence) -> Result<bool> {
    let Some(kind) = owed(absence.kind) else {
        return Ok(false);
    };
    if !store::miss(tx, absence.id, cx.now())? {
        return Ok(false);
    }
    let about = (Some(absence.custody), None);
    for prison in [Some(absence.prison), absence.to_prison]
        .into_iter()
        .flatten()
    {
        tasks::service::owe(tx, cx, prison, about, kind, "")?;
    }
    let custody = custody::store::get(tx, absence.custody)?;
    let event = NotArrived {
        now: whereabouts(&custody),
        away: away(absence),
        to: absence.to_prison,
    };
    let prison = Some(absence.prison);
    cx.tell(tx, prison, custody.id.into(), &event, None)?;
    Ok(true)
}

/// What is owed when such an absence lasts too long. A stay in hospital has no hour at which it must end:
/// its list shows when a doctor is to look again.
pub(super) const fn owed(kind: AbsenceKind) -> Option<TaskKind> {
    match kind {
        AbsenceKind::Court => Some(TaskKind::NotBack),
        AbsenceKind::Transfer => Some(TaskKind::NotArrived),
        AbsenceKind::Hospital => None,
    }
}
