//! What happened to one custody, read from the journal: for the history ticket and for other agencies.

use contracts::pids::{Admitted, Away, Whereabouts};
use db::Conn;
use journal::Line;
use kernel::{BdTime, CustodyId, PrisonId, Result, WardId, words};
use serde::Deserialize;

/// Movements that one custody is read for; the newest are kept.
pub const MOVES_MAX: usize = 1_000;

/// Before each word, in the kind of a line.
const PREFIX: &str = "custody.";

words! {
    /// What a movement is: the word of its line in the journal.
    pub enum MoveKind: "ticket-move" {
        /// Put on the roll.
        Admitted = "admitted",
        /// Taken to court.
        SentToCourt = "sent_to_court",
        /// Back from court.
        CameFromCourt = "came_from_court",
        /// Taken to a hospital outside.
        SentToHospital = "sent_to_hospital",
        /// Back from it.
        CameFromHospital = "came_from_hospital",
        /// Sent to another prison.
        TransferSent = "transfer_sent",
        /// Received there, or turned back.
        TransferReceived = "transfer_received",
        /// To another ward.
        Moved = "moved",
        /// Held in another right.
        StatusChanged = "status_changed",
        /// Out through the gate.
        Released = "released",
        /// Escaped.
        Escaped = "escaped",
        /// Caught again.
        Recaptured = "recaptured",
        /// Dead.
        Died = "died",
    }
}

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its place in the journal's sealed order; none in the moments until it is sealed.
    pub pos: Option<i64>,
    /// When.
    pub at: BdTime,
    /// What.
    pub kind: MoveKind,
    /// The prison that answers for the person after it.
    pub prison: PrisonId,
    /// Their number there.
    pub number: String,
    /// A word of the legal statuses.
    pub legal_status: String,
    /// A word of the states of a custody.
    pub state: String,
    /// Their ward after it.
    pub ward: Option<WardId>,
    /// The court, hospital or prison they were taken to; empty where there is none.
    pub place: String,
    /// Who wrote it down.
    pub officer: String,
}

/// The movements of a custody, the oldest first.
///
/// # Errors
/// Corrupt, when a line cannot be read; those of the database.
pub fn of(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Movement>> {
    let mut found = Vec::new();
    let mut before = None;
    loop {
        let lines = journal::lines_of(conn, custody.into(), before, journal::LINES_PER_PAGE_MAX)?;
        for line in &lines {
            found.extend(read(line)?);
        }
        before = lines.last().map(journal::Before::from);
        if lines.len() < journal::LINES_PER_PAGE_MAX || found.len() >= MOVES_MAX {
            break;
        }
    }
    found.truncate(MOVES_MAX);
    found.reverse();
    Ok(found)
}

/// What the lines of a movement have in common.
#[derive(Deserialize)]
struct Moved {
    now: Whereabouts,
    #[serde(default)]
    away: Option<Away>,
}

fn read(line: &Line) -> Result<Option<Movement>> {
    let word = line.kind.strip_prefix(PREFIX).unwrap_or_default();
    let Ok(kind) = MoveKind::parse("kind", word) else {
        return Ok(None);
    };
    let (now, place) = if kind == MoveKind::Admitted {
        (admitted(line.body()?), String::new())
    } else {
        let moved: Moved = line.body()?;
        (
            moved.now,
            moved.away.map(|away| away.place).unwrap_or_default(),
        )
    };
    Ok(Some(Movement {
        pos: line.pos,
        at: line.at,
        kind,
        prison: now.prison,
        number: now.number,
        legal_status: now.legal_status,
        state: now.state,
        ward: now.ward,
        place,
        officer: line.actor_name.clone(),
    }))
}

fn admitted(told: Admitted) -> Whereabouts {
    Whereabouts {
        custody: told.custody,
        person: told.person,
        prison: told.prison,
        number: told.number,
        legal_status: told.legal_status,
        state: crate::custody::State::Present.word().to_owned(),
        ward: told.ward,
        next_court_on: told.next_court_on,
        ended_at: None,
    }
}
