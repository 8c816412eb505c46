use std::fmt;

use db::Conn;
use kernel::Result;

use crate::{Head, store};

/// Something in the journal that its own chain contradicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Positions are missing: after `after` comes `found`.
    Gap {
        /// The last position before the gap.
        after: i64,
        /// The position found.
        found: i64,
    },
    /// The line sealed at this position is no longer there.
    Missing {
        /// Its position.
        pos: i64,
        /// Its number.
        seq: i64,
    },
    /// The line at this position, or its seal, is not what was sealed.
    Changed {
        /// Its position.
        pos: i64,
        /// Its number.
        seq: i64,
    },
    /// A line stands among sealed ones and was never sealed: it was put there later.
    Inserted {
        /// Its number.
        seq: i64,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { after, found } => {
                write!(f, "after position {after} comes {found}: seals are missing")
            }
            Self::Missing { pos, seq } => {
                write!(
                    f,
                    "line {seq}, sealed at position {pos}, is no longer there"
                )
            }
            Self::Changed { pos, seq } => {
                write!(f, "line {seq}, at position {pos}, is not what was sealed")
            }
            Self::Inserted { seq } => {
                write!(
                    f,
                    "line {seq} stands among sealed lines and was never sealed"
                )
            }
        }
    }
}

/// What [`verify`] has looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Sealed lines whose hash was computed again.
    pub sealed: u64,
    /// Lines that the notary has yet to seal.
    pub unsealed: u64,
    /// The end of the chain.
    pub head: Head,
}

/// Lines read in one statement: no statement runs long enough to be cut off, and memory stays small,
/// however long the journal is. What is read is never changed, so the parts fit together.
const LINES_PER_STEP: i64 = 1_000;

/// Computes the whole chain again and reports each contradiction. A changed line is named alone: the chain
/// goes on from the stored hash.
///
/// What no chain can show by itself is an end that was cut off; compare a published head by
/// [`still_holds`].
///
/// # Errors
/// Those of the database.
pub fn verify(conn: &mut Conn<'_>, report: &mut impl FnMut(Problem)) -> Result<Verified> {
    let (sealed, head) = verify_chain(conn, report)?;
    let unsealed = verify_unsealed(conn, report)?;
    Ok(Verified {
        sealed,
        unsealed,
        head,
    })
}

fn verify_chain(conn: &mut Conn<'_>, report: &mut impl FnMut(Problem)) -> Result<(u64, Head)> {
    let mut head = Head {
        pos: 0,
        hash: [0; 32],
    };
    let mut sealed = 0;
    let mut next = Some(i64::MIN);
    while let Some(from) = next {
        let step = store::sealed_from(conn, from, LINES_PER_STEP)?;
        next = step.last().and_then(|(seal, _)| seal.pos.checked_add(1));
        for (seal, line) in step {
            sealed += 1;
            let (pos, seq) = (seal.pos, seal.seq);
            let after = head.pos;
            let follows = after.checked_add(1) == Some(pos);
            if !follows {
                report(Problem::Gap { after, found: pos });
            }
            match line {
                None => report(Problem::Missing { pos, seq }),
                // Across a gap there is no hash before to compute from; the gap is the report.
                Some(line) if follows && seal.hash != Some(line.hash(&head.hash)) => {
                    report(Problem::Changed { pos, seq });
                }
                Some(_) => {}
            }
            head = Head {
                pos,
                hash: seal.hash.unwrap_or_default(),
            };
        }
    }
    Ok((sealed, head))
}

fn verify_unsealed(conn: &mut Conn<'_>, report: &mut impl FnMut(Problem)) -> Result<u64> {
    let mark = store::mark(conn)?;
    let mut unsealed = 0;
    let mut next = Some(i64::MIN);
    while let Some(from) = next {
        let step = store::numbers_from(conn, from, LINES_PER_STEP)?;
        next = step.last().and_then(|(seq, ..)| seq.checked_add(1));
        for (seq, xid, sealed) in step {
            match (sealed, mark.will_take(xid, seq)) {
                (true, _) => {}
                (false, true) => unsealed += 1,
                (false, false) => report(Problem::Inserted { seq }),
            }
        }
    }
    Ok(unsealed)
}

/// Whether a head that was published earlier is still part of the chain: false when what it sealed was
/// rewritten or cut off since.
///
/// # Errors
/// Those of the database.
pub fn still_holds(conn: &mut Conn<'_>, published: &Head) -> Result<bool> {
    Ok(published.pos == 0 || store::hash_at(conn, published.pos)? == Some(published.hash))
}
