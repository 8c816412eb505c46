use access::Action;
use contracts::Event as _;
use contracts::pids::{CameFromCourt, CaseNews, SentToCourt};
use db::Tx;
use kernel::{BdTime, CaseId, CustodyId, Date, Error, Result};

use super::{Ending, away, custody_for, due, end_absence, whereabouts};
use crate::Doing;
use crate::custody::{self, Case, CaseState, Custody};
use crate::life::{
    Absence, AbsenceKind, COURT_MANY_MAX, LOCK_UP_HOUR, Verb, earliest, maybe_said, next, said,
    store,
};
use crate::tasks::{self, TaskKind};

/// Somebody is taken to court.
#[derive(Clone, Debug)]
pub struct ToCourt {
    /// Who.
    pub custody: CustodyId,
    /// Which court.
    pub place: String,
    /// The production warrant or the court's list; may be empty.
    pub order_ref: String,
    /// When they should be back; this evening's lock-up where nothing is said.
    pub due_at: Option<BdTime>,
}

/// Takes somebody to court.
///
/// # Errors
/// Denied; not found; invalid without a court; conflict when they are not inside.
pub fn send_to_court(tx: &mut Tx<'_>, cx: &Doing<'_>, to: &ToCourt) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementCourt, to.custody)?;
    let now = cx.now();
    let after = Custody {
        state: next(before.state, Verb::SendToCourt)?,
        ..before
    };
    let lock_up = BdTime::from_local(now.date().at(LOCK_UP_HOUR, 0, 0, 0));
    let absence = Absence {
        id: cx.world.id(),
        custody: after.id,
        prison: after.prison,
        kind: AbsenceKind::Court,
        place: said("place", &to.place)?,
        reason: String::new(),
        from_at: now,
        due_at: Some(due(cx, to.due_at, lock_up.max(now.plus(BdTime::HOUR)))?),
        to_at: None,
        to_prison: None,
        order_ref: maybe_said("order_ref", &to.order_ref)?,
        certificate: String::new(),
    };
    store::put_custody(tx, &after, None)?;
    store::open_absence(tx, &absence)?;
    let event = SentToCourt {
        now: whereabouts(&after),
        away: away(&absence),
    };
    cx.tell(tx, Some(after.prison), after.id.into(), &event, None)
}

/// What came of sending many at once.
#[derive(Debug, Default)]
pub struct SentMany {
    /// How many were sent.
    pub sent: usize,
    /// Who was not, and why.
    pub left: Vec<(CustodyId, Error)>,
}

/// Takes many to court at once, each to the court that hears their case today. Those who are not
/// inside are left out and named; everybody else goes.
///
/// # Errors
/// Denied; limit past [`COURT_MANY_MAX`]; invalid when nobody was chosen; those of the database.
pub fn send_many_to_court(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    custodies: &[CustodyId],
    order_ref: &str,
) -> Result<SentMany> {
    if custodies.is_empty() {
        return Err(Error::invalid("custody", "err-nobody"));
    }
    if custodies.len() > COURT_MANY_MAX {
        return Err(Error::limit("err-court-many").with("max", COURT_MANY_MAX));
    }
    let mut many = SentMany::default();
    for id in custodies {
        let custody = custody_for(tx, cx, Action::MovementCourt, *id)?;
        if let Err(why) = next(custody.state, Verb::SendToCourt) {
            many.left.push((*id, why));
            continue;
        }
        let to = ToCourt {
            custody: *id,
            place: court_today(tx, &custody, cx.now().date())?,
            order_ref: order_ref.to_owned(),
            due_at: None,
        };
        send_to_court(tx, cx, &to)?;
        many.sent += 1;
    }
    Ok(many)
}

/// The courts that hear somebody on a day, else the court of the warrant.
fn court_today(tx: &mut Tx<'_>, custody: &Custody, day: Date) -> Result<String> {
    let cases = custody::store::cases_of(tx, custody.id)?;
    let mut courts: Vec<_> = cases
        .into_iter()
        .filter(|case| case.next_on == Some(day))
        .map(|case| case.court)
        .collect();
    courts.dedup();
    Ok(if courts.is_empty() {
        custody.warrant.court.clone()
    } else {
        courts.join(", ")
    })
}

/// What the court said about one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseAnswer {
    /// The case.
    pub case: CaseId,
    /// How it stands now.
    pub state: CaseState,
    /// The next date; none where the court gave none yet.
    pub next_on: Option<Date>,
    /// The sentence in words, if there is one.
    pub sentence: String,
}

/// Somebody is back from court.
#[derive(Clone, Debug)]
pub struct FromCourt {
    /// Who.
    pub custody: CustodyId,
    /// What was said about each case that goes on.
    pub answers: Vec<CaseAnswer>,
}

/// Takes somebody in again who was at court, with the next date of each case that goes on. A date that
/// the court did not give yet is owed as a task.
///
/// # Errors
/// Denied; not found; invalid, naming `next-<case>`, when a case that goes on was not answered or its
/// date has passed; conflict when they are not at court.
pub fn back_from_court(tx: &mut Tx<'_>, cx: &Doing<'_>, from: &FromCourt) -> Result<()> {
    let before = custody_for(tx, cx, Action::MovementCourt, from.custody)?;
    let state = next(before.state, Verb::BackFromCourt)?;
    let mut cases = custody::store::cases_of(tx, before.id)?;
    answer(&mut cases, &from.answers, cx.now().date())?;
    let after = Custody {
        state,
        next_court_on: earliest(&cases),
        ..before
    };
    store::put_custody(tx, &after, None)?;
    end_absence(tx, cx, after.id, Ending::Arrived, CameFromCourt::KIND)?;
    for news in &from.answers {
        store::put_case(
            tx,
            (news.case, after.id),
            news.state,
            news.next_on,
            &news.sentence,
        )?;
    }
    let undated = |case: &&Case| case.state == CaseState::Pending && case.next_on.is_none();
    for case in cases.iter().filter(undated) {
        let about = (Some(after.id), None);
        tasks::service::owe(
            tx,
            cx,
            after.prison,
            about,
            TaskKind::NextDate,
            &case.case_no,
        )?;
    }
    let event = CameFromCourt {
        now: whereabouts(&after),
        cases: cases.iter().map(news).collect(),
    };
    cx.tell(tx, Some(after.prison), after.id.into(), &event, None)
}

/// Writes the answers into the cases; every case that went on must have one.
fn answer(cases: &mut [Case], answers: &[CaseAnswer], today: Date) -> Result<()> {
    for given in answers {
        let field = || format!("next-{}", given.case);
        let Some(case) = cases.iter_mut().find(|case| case.id == given.case) else {
            return Err(Error::invalid(field(), "err-choice"));
        };
        if given.next_on.is_some_and(|date| date < today) {
            return Err(Error::invalid(field(), "err-past-date"));
        }
        case.state = given.state;
        case.next_on = given.next_on;
        if !given.sentence.is_empty() {
            case.sentence.clone_from(&given.sentence);
        }
    }
    let answered = |case: &Case| answers.iter().any(|given| given.case == case.id);
    match cases
        .iter()
        .find(|case| case.state == CaseState::Pending && !answered(case))
    {
        Some(case) => Err(Error::invalid(format!("next-{}", case.id), "err-next-date")),
        None => Ok(()),
    }
}

fn news(case: &Case) -> CaseNews {
    CaseNews {
        case: case.id,
        state: case.state.word().to_owned(),
        next_on: case.next_on,
        sentence: case.sentence.clone(),
    }
}
