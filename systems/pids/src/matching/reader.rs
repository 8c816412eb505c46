//! Fills the supervisors' queue as the journal tells of admissions and corrections, so that no clerk
//! waits for the comparison.

use contracts::Event as _;
use contracts::pids::{Admitted, PersonCorrected};
use db::Tx;
use journal::{Line, Reader};
use kernel::{Kind, PersonId, Result};

use super::service::note_likely;

/// Looks for records that may be the same as one that was just written.
pub const READER: Reader = Reader {
    name: "pids.likely",
    handle,
};

fn handle(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    let person: PersonId = match line.kind.as_str() {
        Admitted::KIND => line.body::<Admitted>()?.person,
        PersonCorrected::KIND => line.body::<PersonCorrected>()?.person,
        _ => return Ok(()),
    };
    match note_likely(tx, person, line.at) {
        // A line of another node may tell of a person whose record is not here.
        Err(error) if error.kind == Kind::NotFound => Ok(()),
        done => done.map(drop),
    }
}
