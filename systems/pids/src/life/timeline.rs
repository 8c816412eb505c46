//! Everything that happened to one person, the newest first: the journal's lines about the person, each
//! custody and each admission, and where a record was brought in from elsewhere and has no lines, its
//! rows.

mod detail;

use std::str::FromStr;

use access::{Action, DataClass};
use contracts::Event as _;
use contracts::pids as told;
use db::Conn;
use journal::{Before, Filter, Line};
use kernel::{BdTime, CustodyId, Error, PersonId, PrisonId, Result, Uuid};

use super::{service, store};
use crate::Doing;
use crate::custody::{self, Custody, State};

pub use detail::{Detail, FieldChange};

/// Entries of one page.
pub const ENTRIES: usize = 50;
/// Lines of one record that one page may read over to find those that it shows, since reads of the file are
/// lines as well. The next page goes on below them.
pub const LINES_MAX: usize = 4_000;
/// Lines asked for at once.
const LINES_AT_ONCE: usize = 200;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: BdTime,
    /// Its number in the journal; 0 for a row without a line.
    pub seq: i64,
    /// The key of its words.
    pub key: &'static str,
    /// More about it.
    pub detail: Detail,
    /// Who did it; empty where nobody knows.
    pub who: String,
    /// Why, where somebody had to say so.
    pub reason: Option<String>,
    /// In which prison.
    pub prison: Option<PrisonId>,
}

/// Where a page ends: the next one begins below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    at: BdTime,
    seq: i64,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.0, self.seq)
    }
}

impl FromStr for Mark {
    type Err = Error;

    /// # Errors
    /// Invalid `err-cursor`: only a page's own address may be followed.
    fn from_str(text: &str) -> Result<Self> {
        let numbers = text
            .split_once('.')
            .and_then(|(at, seq)| Some((at.parse().ok()?, seq.parse().ok()?)));
        let (at, seq) = numbers.ok_or_else(|| Error::invalid("before", "err-cursor"))?;
        Ok(Self {
            at: BdTime(at),
            seq,
        })
    }
}

impl Entry {
    fn mark(&self) -> Mark {
        Mark {
            at: self.at,
            seq: self.seq,
        }
    }
}

/// One page of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The newest first.
    pub entries: Vec<Entry>,
    /// Where older ones begin, if there are any.
    pub older: Option<Mark>,
}

/// What happened to a person before `before`, the newest first.
///
/// # Errors
/// Not found, also outside the actor's scope; denied.
pub fn timeline(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    before: Option<Mark>,
) -> Result<Timeline> {
    service::may_read(conn, cx, (Action::PersonRead, DataClass::Ordinary), person)?;
    let custodies = custody::store::all_of(conn, person)?;
    let mut subjects: Vec<Uuid> = vec![person.into()];
    for custody in &custodies {
        subjects.push(custody.id.into());
        subjects.extend(store::admissions_of(conn, custody.id)?);
    }
    let mut entries = Vec::new();
    // Below this not every record was read.
    let mut end: Option<Mark> = None;
    for subject in subjects {
        let (shown, unread) = shown_lines(conn, subject, before)?;
        entries.extend(shown);
        end = end.max(unread);
    }
    for custody in &custodies {
        entries.extend(rows_without_lines(conn, custody)?);
    }
    entries.retain(|entry| {
        let mark = entry.mark();
        before.is_none_or(|before| mark < before) && end.is_none_or(|end| mark >= end)
    });
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.mark()));
    let more = entries.len() > ENTRIES;
    entries.truncate(ENTRIES);
    let older = entries.last().filter(|_| more).map(Entry::mark).or(end);
    Ok(Timeline { entries, older })
}

/// The newest lines of one record that a timeline shows: enough for a page and one more. Where [`LINES_MAX`]
/// lines were read over before, the mark of the last of them as well: below it nothing was read.
fn shown_lines(
    conn: &mut Conn<'_>,
    subject: Uuid,
    before: Option<Mark>,
) -> Result<(Vec<Entry>, Option<Mark>)> {
    let mut shown = Vec::new();
    let mut from = before;
    for _ in 0..LINES_MAX / LINES_AT_ONCE {
        let below = from.map(|mark| Before {
            at: mark.at,
            seq: mark.seq,
        });
        let lines = journal::lines_of(conn, subject, below, LINES_AT_ONCE)?;
        shown.extend(lines.iter().filter_map(entry));
        if lines.len() < LINES_AT_ONCE || shown.len() > ENTRIES {
            return Ok((shown, None));
        }
        from = lines.last().map(|line| Mark {
            at: line.at,
            seq: line.seq,
        });
    }
    Ok((shown, from))
}

fn entry(line: &Line) -> Option<Entry> {
    let detail = Detail::of(line);
    Some(Entry {
        at: line.at,
        seq: line.seq,
        key: match detail {
            Detail::FirstWard(_) => "did-custody-placed",
            // Where nobody on record was like them, nobody had anything to decide.
            Detail::Nothing if line.kind == told::AdmissionDecided::KIND => return None,
            _ => words(&line.kind)?,
        },
        detail,
        who: line.actor_name.clone(),
        reason: line.reason.clone(),
        prison: line.prison,
    })
}

/// The beginning and the end of a custody that was brought in and whose moments nobody told.
fn rows_without_lines(conn: &mut Conn<'_>, custody: &Custody) -> Result<Vec<Entry>> {
    let end = match custody.state {
        State::Bailed | State::Released => told::Released::KIND,
        State::Escaped => told::Escaped::KIND,
        State::Dead => told::Died::KIND,
        State::Present | State::AtCourt | State::InHospital | State::InTransfer => "",
    };
    let moments = [
        (Some(custody.admitted_at), told::Admitted::KIND),
        (custody.ended_at, end),
    ];
    let mut entries = Vec::new();
    for (at, kind) in moments {
        let (Some(at), Some(key)) = (at, words(kind)) else {
            continue;
        };
        if !was_told(conn, custody.id, kind, at)? {
            entries.push(Entry {
                at,
                seq: 0,
                key,
                detail: Detail::Number(custody.number.clone()),
                who: String::new(),
                reason: None,
                prison: Some(custody.prison),
            });
        }
    }
    Ok(entries)
}

fn was_told(conn: &mut Conn<'_>, custody: CustodyId, kind: &str, at: BdTime) -> Result<bool> {
    let filter = Filter {
        subjects: Some(vec![custody.into()]),
        kind: Some(kind.to_owned()),
        since: Some(at),
        until: Some(at.plus(1)),
        ..Filter::default()
    };
    Ok(!journal::tail(conn, &filter, None, 1)?.is_empty())
}

/// The key of the words for a kind of line; none for what a timeline does not show: who has read the
/// file is on the audit page, and the steps of an admission are on the page of times.
fn words(kind: &str) -> Option<&'static str> {
    Some(match kind {
        told::Admitted::KIND => "did-custody-admitted",
        told::AdmissionDecided::KIND => "did-admission-decided",
        told::AdmissionVerified::KIND => "did-admission-verified",
        told::SameDecided::KIND => "did-match-decided",
        told::SentToCourt::KIND => "did-custody-sent-to-court",
        told::CameFromCourt::KIND => "did-custody-came-from-court",
        told::SentToHospital::KIND => "did-custody-sent-to-hospital",
        told::CameFromHospital::KIND => "did-custody-came-from-hospital",
        told::TransferSent::KIND => "did-custody-transfer-sent",
        told::TransferReceived::KIND => "did-custody-transfer-received",
        told::NotArrived::KIND => "did-custody-not-arrived",
        told::OrderReceived::KIND => "did-release-ordered",
        told::OrderChecked::KIND => "did-release-checked",
        told::OrderHeld::KIND => "did-release-held",
        told::Released::KIND => "did-custody-released",
        told::Escaped::KIND => "did-custody-escaped",
        told::Recaptured::KIND => "did-custody-recaptured",
        told::Died::KIND => "did-custody-died",
        told::WardMoved::KIND => "did-custody-moved",
        told::StatusChanged::KIND => "did-custody-status-changed",
        told::PersonCorrected::KIND => "did-person-corrected",
        told::CustodyCorrected::KIND => "did-custody-corrected",
        told::RelativeAdded::KIND => "did-person-relative-added",
        told::ChildAdded::KIND => "did-person-child-added",
        told::MarksAdded::KIND => "did-person-marks-added",
        told::PropertyTaken::KIND => "did-property-taken",
        told::PropertyReturned::KIND => "did-property-returned",
        told::Examined::KIND => "did-custody-examined",
        told::RecordCompleted::KIND => "did-custody-record-completed",
        told::PeopleMerged::KIND => "did-person-merged",
        told::PeopleParted::KIND => "did-person-parted",
        told::PersonBroughtIn::KIND => "did-person-brought-in",
        told::StayBroughtIn::KIND => "did-custody-brought-in",
        _ => return None,
    })
}
