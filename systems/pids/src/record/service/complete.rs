use contracts::Event as _;
use contracts::pids::{RecordCompleted, Unknown};
use db::{Conn, Tx};
use kernel::{CustodyId, Error, PersonId, Result};

use super::{ORDINARY, hold};
use crate::record::{Gap, Reasons, Typed, gaps, reasons_for, store};
use crate::tasks::{self, About, TaskKind};
use crate::{Doing, people};

/// What a person's record lacks.
///
/// # Errors
/// Not found; those of the database.
pub fn lacking(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Gap>> {
    let known = store::known(conn, person)?;
    Ok(gaps(&people::store::get(conn, person)?, known))
}

/// Whether nobody owes the full record of a custody any more.
///
/// # Errors
/// Those of the database.
pub fn is_complete(conn: &mut Conn<'_>, custody: CustodyId) -> Result<bool> {
    let about = About::Custody(custody);
    Ok(tasks::store::open_about(conn, about, TaskKind::FullRecord)?.is_empty())
}

/// Says that a record is as full as it can be, and closes the task that an admission left. Each gap that
/// is still open needs a reason why it cannot be filled.
///
/// # Errors
/// Denied; not found; invalid, naming every gap without a reason; conflict when the custody has ended or
/// nobody owes the record any more.
pub fn complete(tx: &mut Tx<'_>, cx: &Doing<'_>, person: PersonId, typed: &Typed) -> Result<()> {
    let custody = hold(tx, cx, ORDINARY, person)?;
    let reasons = reasons_for(&lacking(tx, person)?, typed)?;
    let (about, result) = (About::Custody(custody.id), result(&reasons));
    if tasks::service::close_about(tx, cx, about, TaskKind::FullRecord, &result)? == 0 {
        return Err(Error::conflict("err-record-complete"));
    }
    let event = RecordCompleted {
        custody: custody.id,
        unknown: reasons
            .into_iter()
            .map(|(gap, why)| Unknown {
                gap: gap.word().to_owned(),
                why,
            })
            .collect(),
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)
}

/// What the task says: the gaps that stay and why, or by what it was closed where none does.
fn result(reasons: &Reasons) -> String {
    if reasons.is_empty() {
        return RecordCompleted::KIND.to_owned();
    }
    let parts: Vec<_> = reasons
        .iter()
        .map(|(gap, why)| format!("{gap}: {why}"))
        .collect();
    parts.join("; ")
}
