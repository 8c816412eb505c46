use std::collections::{BTreeMap, BTreeSet};

use kernel::{BatchId, BdTime, Date, PersonId, PrisonId};
use sha2::{Digest, Sha256};

use super::Bring;
use crate::Doing;
use crate::bring_in::look::{Checked, Looked, Recent, Stay};
use crate::bring_in::report::{Part, Report};
use crate::bring_in::stay::CaseSaid;
use crate::custody::{Custody, EndKind, Source, State, series};
use crate::find::{Doc, NumberKind, store::Indexed};
use crate::matching::{self, MatchFacts};
use crate::people::Person;

/// The highest serial that a prison's series follows. No prison takes a million in within a year: a higher one is a slip
/// of the hand, and the next admission would go on from it.
const SERIAL_MAX: i64 = 1_000_000;

/// Files that were read, with all that is to be written of them.
pub struct Prepared {
    /// What they hold and what is wrong with them.
    pub report: Report,
    pub(super) batch: BatchId,
    pub(super) file_name: String,
    pub(super) file_hash: [u8; 32],
    pub(super) source: String,
    pub(super) stays_name: String,
    pub(super) stays_hash: Option<[u8; 32]>,
    /// Records of people who may be known already.
    pub(super) duplicates: usize,
    pub(super) people: Vec<Ready>,
    /// The last serial that came in with each series of a prison.
    pub(super) serials: BTreeMap<(PrisonId, &'static str, i16), i64>,
    /// Who had come on record lately when the files were looked at.
    pub(super) recent: Recent,
}

/// A person with what is to be written.
pub(super) struct Ready {
    pub(super) line: usize,
    /// The record with its id; for somebody who is known, whose it is.
    pub(super) person: Person,
    pub(super) is_known: bool,
    pub(super) external: Option<String>,
    pub(super) stays: Vec<ReadyStay>,
    /// Those who may be the same, with the evidence in bits.
    pub(super) alike: Vec<(PersonId, f64)>,
    /// What is searched; none for somebody who is known and has a document.
    pub(super) indexed: Option<Indexed>,
}

/// A stay with what is to be written.
pub(super) struct ReadyStay {
    pub(super) part: Part,
    pub(super) line: usize,
    pub(super) custody: Custody,
    pub(super) prison_code: String,
    pub(super) ended: Option<(Date, EndKind)>,
    pub(super) case: Option<CaseSaid>,
}

impl Prepared {
    /// The report of files that were written.
    pub(super) fn written(self) -> Report {
        Report {
            batch: Some(self.batch),
            ..self.report
        }
    }

    pub(super) fn of(cx: &Doing<'_>, bring: &Bring<'_>, looked: Looked) -> Self {
        let Looked {
            report,
            checked,
            recent,
        } = looked;
        let today = cx.now().date();
        let mut people: Vec<Ready> = Vec::with_capacity(checked.len());
        let mut serials = BTreeMap::new();
        for one in checked {
            let twin = one.twin.and_then(|at| people.get(at));
            let twin = twin.and_then(|earlier| twin_of(&one.record.person, earlier, today));
            let mut ready = Ready::of(cx, one);
            ready.alike.extend(twin);
            for stay in &ready.stays {
                note_serial(&mut serials, &stay.custody);
            }
            people.push(ready);
        }
        let lines: BTreeSet<usize> = report
            .duplicates
            .iter()
            .map(|duplicate| duplicate.line)
            .collect();
        let stays = bring.stays;
        Self {
            report,
            batch: cx.world.id(),
            file_name: bring.file_name.to_owned(),
            file_hash: bring.hash(),
            source: bring.source.to_owned(),
            stays_name: stays.map_or_else(String::new, |stays| stays.file_name.to_owned()),
            stays_hash: stays.map(|stays| Sha256::digest(stays.bytes).into()),
            duplicates: lines.len(),
            people,
            serials,
            recent,
        }
    }
}

/// The earlier line with the same NID, where all that is known makes the two likely one.
fn twin_of(person: &Person, earlier: &Ready, today: Date) -> Option<(PersonId, f64)> {
    let (a, b) = (
        MatchFacts::of_person(person),
        MatchFacts::of_person(&earlier.person),
    );
    let (weight, _) = matching::weigh::weigh(&a, &b, &[], false, today);
    (weight >= matching::weigh::ASK).then_some((earlier.person.id, weight))
}

impl Ready {
    fn of(cx: &Doing<'_>, one: Checked) -> Self {
        let mut person = one.record.person;
        person.id = one.known.unwrap_or_else(|| cx.world.id());
        let stays: Vec<ReadyStay> = one
            .stays
            .into_iter()
            .map(|stay| ReadyStay::of(cx, person.id, stay))
            .collect();
        let external = one.record.external;
        let indexed = one
            .known
            .is_none()
            .then(|| Indexed::of(document(&person, external.as_deref(), &stays)));
        Self {
            line: one.record.line,
            is_known: one.known.is_some(),
            alike: one.alike,
            person,
            external,
            stays,
            indexed,
        }
    }
}

/// What is searched of somebody new, as the tables will say it.
fn document(person: &Person, external: Option<&str>, stays: &[ReadyStay]) -> Doc {
    let mut doc = Doc::of(person);
    if let Some(number) = external {
        doc.add_number(NumberKind::External, number);
    }
    for stay in stays {
        doc.add_prisoner_number(&stay.prison_code, &stay.custody.number);
        if let Some(case) = &stay.case {
            doc.add_number(NumberKind::Case, &case.number);
        }
    }
    doc.numbers.sort();
    let last = stays
        .iter()
        .max_by_key(|stay| (stay.ended.is_none(), stay.custody.admitted_at));
    if let Some(stay) = last {
        doc.held(stay.custody.id, stay.custody.prison);
    }
    doc
}

impl ReadyStay {
    fn of(cx: &Doing<'_>, person: PersonId, stay: Stay) -> Self {
        let held = stay.held;
        let ended = held.ended.map(|ended| (ended.on, ended.how));
        Self {
            part: stay.part,
            line: stay.line,
            prison_code: stay.prison.code,
            custody: Custody {
                id: cx.world.id(),
                person,
                prison: stay.prison.id,
                number: held.number,
                legal_status: held.status,
                state: ended.map_or(State::Present, |(_, how)| how.state()),
                ward: stay.ward,
                source: Source::Court,
                warrant: held.warrant,
                next_court_on: held.next_on.filter(|_| ended.is_none()),
                admitted_at: BdTime::start_of(held.admitted),
                ended_at: ended.map(|(on, _)| BdTime::start_of(on)),
                verified_at: None,
                version: 1,
            },
            ended,
            case: held.case,
        }
    }
}

/// Serial and year of a number as prisons write it: `4512/2026`, `A-77/2025`.
fn serial(number: &str) -> Option<(i64, i16)> {
    let (before, year) = number.rsplit_once('/')?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    let serial = digits.parse().ok().filter(|serial| *serial <= SERIAL_MAX)?;
    Some((serial, year.trim().parse().ok()?))
}

fn note_serial(serials: &mut BTreeMap<(PrisonId, &'static str, i16), i64>, custody: &Custody) {
    if let Some((number, year)) = serial(&custody.number) {
        let last = serials
            .entry((custody.prison, series(custody.legal_status), year))
            .or_insert(number);
        *last = (*last).max(number);
    }
}

#[cfg(test)]
mod tests {
    use super::serial;

    #[test]
    fn a_series_follows_serials_that_a_prison_can_have_given() {
        assert_eq!(serial("4512/2026"), Some((4512, 2026)));
        assert_eq!(serial("A-77/2025"), Some((77, 2025)));
        for other in [
            "9223372036854775807/2026",
            "45120000/2026",
            "4512",
            "A/2026",
        ] {
            assert_eq!(serial(other), None, "{other}");
        }
    }
}
