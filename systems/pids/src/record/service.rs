//! The verbs that add to a record, by what they add.

mod complete;
mod family;
mod medical;
mod property;

use access::{Action, DataClass};
use db::{Conn, Tx};
use kernel::{Error, PersonId, Result};

use crate::Doing;
use crate::custody::{self, Custody};
use crate::life::service::current;

pub use complete::{complete, is_complete, lacking};
pub use family::{add_child, add_marks, add_relative, end_relative};
pub use medical::{add_injuries, examine, injuries_seen};
pub(crate) use property::things;
pub use property::{hand_back, take_property};

/// Ordinary particulars: belongings, and that a record is complete.
pub const ORDINARY: (Action, DataClass) = (Action::PersonWrite, DataClass::Ordinary);
/// Relatives, children and marks.
pub const SENSITIVE: (Action, DataClass) = (Action::PersonWrite, DataClass::Sensitive);
/// Findings and injuries.
pub const MEDICAL: (Action, DataClass) = (Action::MedicalWrite, DataClass::Medical);

/// The latest custody of somebody, if the actor may do this where it is.
///
/// # Errors
/// Not found, also outside the actor's scope and for somebody who was never in custody; denied.
pub fn latest(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    (action, class): (Action, DataClass),
    person: PersonId,
) -> Result<Custody> {
    let custodies = custody::store::all_of(conn, person)?;
    let custody = current(&custodies).cloned().ok_or_else(Error::not_found)?;
    cx.may_class(action, conn, custody.prison, class)?;
    Ok(custody)
}

/// The custody of somebody that goes on: only the prison that holds a person adds to the record.
///
/// # Errors
/// Those of [`latest`]; conflict when the custody has ended.
pub fn held(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    need: (Action, DataClass),
    person: PersonId,
) -> Result<Custody> {
    let custody = latest(conn, cx, need, person)?;
    if custody.state.is_open() {
        Ok(custody)
    } else {
        Err(Error::conflict("err-record-ended"))
    }
}

/// [`held`], until the transaction ends: nobody opens the gate or sends them elsewhere while something is added.
fn hold(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    need: (Action, DataClass),
    person: PersonId,
) -> Result<Custody> {
    let custody = held(tx, cx, need, person)?;
    custody::store::hold(tx, &custody)?;
    Ok(custody)
}
