//! Whom the gate expects today.

use crate::custody::{self, Ground, LegalStatus, MadeCase, MadeCustody};
use crate::dice::{Dice, number_of};
use crate::person::{MadeId, MadePerson};
use crate::variant::variant_of;
use crate::{Population, Stream};

/// Co-accused come in groups of up to this many.
const GROUP_MAX: usize = 3;

/// Where an arrival comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArrivalSource {
    /// Sent to jail by a court for the first time in this case.
    NewArrest,
    /// Back from a day in court.
    Court,
    /// From another prison, by its code.
    Transfer {
        /// Code of the sending prison.
        from: &'static str,
    },
    /// Taken again after bail or escape.
    Return,
}

/// One expected arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeArrival {
    /// Where from.
    pub source: ArrivalSource,
    /// As today's papers write the person.
    pub person: MadePerson,
    /// The human in the prison's own records, if they were ever here: the ground truth for matching.
    pub known: Option<MadeId>,
    /// What the papers say. Co-accused share their first case.
    pub custody: MadeCustody,
}

pub(crate) fn make(
    population: &Population,
    prison: &str,
    count: usize,
    held: usize,
) -> Vec<MadeArrival> {
    let mut arrivals: Vec<MadeArrival> = Vec::with_capacity(count);
    let mut shared: Option<(usize, MadeCase)> = None;
    for at in 0..count {
        let seeds = [
            population.seed,
            number_of(prison),
            number_of("arrivals"),
            position(at),
        ];
        let dice = &mut Dice::new(&seeds);
        let mut arrival = make_one(population, prison, at, held, dice);
        if arrival.source == ArrivalSource::NewArrest {
            share_case(&mut arrival, &mut shared, dice);
        }
        arrivals.push(arrival);
    }
    arrivals
}

/// A third of new cases bring more than one accused; the case is the same for each.
fn share_case(arrival: &mut MadeArrival, shared: &mut Option<(usize, MadeCase)>, dice: &mut Dice) {
    if let Some((left, case)) = shared.take() {
        if let Some(first) = arrival.custody.cases.first_mut() {
            *first = case.clone();
        }
        *shared = (left > 1).then(|| (left - 1, case));
    } else if dice.chance(330) {
        let first = arrival.custody.cases.first().cloned();
        *shared = first.map(|case| (GROUP_MAX - 1, case));
    }
}

fn make_one(
    population: &Population,
    prison: &str,
    at: usize,
    held: usize,
    dice: &mut Dice,
) -> MadeArrival {
    let shares = [
        (420, Kind::New),
        (330, Kind::Court),
        (120, Kind::Transfer),
        (50, Kind::Return),
    ];
    let kind = dice.permille(&shares, Kind::NewKnown);
    let (source, person, known) = match kind {
        Kind::Court if held > 0 => {
            let at = pick(held, dice);
            let person = population.person(prison, Stream::Held, at);
            let known = Some(person.id);
            let custody = population.custody(prison, Stream::Held, at, &person);
            return MadeArrival {
                source: ArrivalSource::Court,
                person,
                known,
                custody,
            };
        }
        Kind::Return | Kind::NewKnown if held > 0 => {
            let at = pick(held, dice);
            let person = population.person(prison, Stream::Former, at);
            let source = if kind == Kind::Return {
                ArrivalSource::Return
            } else {
                ArrivalSource::NewArrest
            };
            let known = Some(person.id);
            (source, variant_of(&person, dice.next()), known)
        }
        Kind::Transfer => {
            let from = dice
                .pick(reference::prisons())
                .map_or("DHK-C", |prison| prison.code);
            let person = population.person(prison, Stream::Arriving, at);
            (ArrivalSource::Transfer { from }, person, None)
        }
        _ => {
            let person = population.person(prison, Stream::Arriving, at);
            (ArrivalSource::NewArrest, person, None)
        }
    };
    let custody = match source {
        ArrivalSource::Transfer { .. } => population.custody(prison, Stream::Arriving, at, &person),
        _ => fresh_custody(population, prison, &person, dice),
    };
    MadeArrival {
        source,
        person,
        known,
        custody,
    }
}

/// Admitted today, awaiting trial, one case.
fn fresh_custody(
    population: &Population,
    prison: &str,
    person: &MadePerson,
    dice: &mut Dice,
) -> MadeCustody {
    let today = population.today;
    let ground = Ground::of(person, Population::district_of(prison), today);
    let legal_status = LegalStatus::UnderTrial;
    MadeCustody {
        legal_status,
        admitted_on: today,
        warrant_no: format!("{}/{}", dice.between(1, 4999), today.year()),
        cases: vec![custody::make_case(ground, legal_status, today, dice)],
        sentence: None,
        ended: None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    New,
    NewKnown,
    Court,
    Transfer,
    Return,
}

fn pick(bound: usize, dice: &mut Dice) -> usize {
    let bound = u32::try_from(bound).unwrap_or(u32::MAX);
    usize::try_from(dice.below(bound)).unwrap_or_default()
}

fn position(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}
