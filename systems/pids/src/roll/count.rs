//! The daily head-count return in the official categories, as pure functions over stays.
//!
//! The categories are those of a return that was published in 2014; the form in force today has not been
//! seen, so the reading of each is written beside it and is unverified. Where two rows of the printed form
//! meet or leave a gap (1–2 and 3–5 years; 5–10 and 10–20), the rule that closes it stands at the row.

use std::collections::BTreeMap;

use kernel::{BdTime, Birth, Date, words};
use reference::OffenceGroup;

use super::sentence::Sentence;
use super::stays::{Came, Stay, Went};
use crate::custody::LegalStatus;
use crate::estate::ADULT_FROM;
use crate::life::AbsenceKind;
use crate::people::{CHILD_BELOW, Sex};

/// Months in a year.
const YEAR: u32 = 12;
/// The country whose people are not foreign.
const HOME: &str = "BD";

words! {
    /// Classes of the whole population. They overlap.
    pub enum Class: "sheet-population" {
        /// Men.
        Male = "male",
        /// Women.
        Female = "female",
        /// Hijra: the printed form has no row for them; they are in the total.
        Hijra = "hijra",
        /// Nationals of another country.
        Foreign = "foreign",
        /// From 18 up to 21: "juvenile" is read as those whom the Prisons Act 1894 (s. 27) keeps apart,
        /// since nobody under 18 is held in a prison.
        Juvenile = "juvenile",
        /// Held under preventive detention.
        Detenu = "detenu",
        /// Civil prisoners.
        Civil = "civil",
        /// "RP": term over, not yet repatriated.
        Released = "released",
        /// "CP", read as condemned prisoner.
        Condemned = "condemned",
    }
}

words! {
    /// Under-trial prisoners by completed years in custody. Two to three years is under "1–2", five to six
    /// under "3–5".
    pub enum TimeBand: "sheet-under-trial" {
        /// None.
        Under1 = "under-1-year",
        /// One or two.
        From1 = "years-1-2",
        /// Three to five.
        From3 = "years-3-5",
        /// Six to ten.
        From6 = "years-6-10",
        /// Eleven or more.
        Over10 = "over-10-years",
    }
}

words! {
    /// Convicts by sentence, the longest where there are several. Four to five years is under "1–4"; exactly
    /// ten is under "10–20".
    pub enum Term: "sheet-convicted" {
        /// Death.
        Death = "death",
        /// Life.
        Life = "life",
        /// More than twenty years.
        Over20 = "over-20-years",
        /// Ten to twenty years.
        From10 = "years-10-20",
        /// Five to under ten years.
        From5 = "years-5-10",
        /// One to under five years.
        From1 = "years-1-4",
        /// Under one year.
        Under1 = "under-1-year",
        /// The record has no sentence that can be read: not a row of the form, so that the others are true.
        Unread = "unread",
    }
}

words! {
    /// By offence; somebody charged with several is counted once, under the first of these.
    pub enum Offence: "sheet-offences" {
        /// Murder.
        Murder = "murder",
        /// Rape.
        Rape = "rape",
        /// Against women and children (নারী ও শিশু).
        WomenChildren = "women-and-children",
        /// Kidnapping.
        Kidnapping = "kidnapping",
        /// Robbery.
        Robbery = "robbery",
        /// Narcotics.
        Drugs = "drugs",
        /// Theft.
        Theft = "theft",
        /// All others.
        Other = "other",
    }
}

words! {
    /// What happened from one lock-up to the next.
    pub enum Move: "sheet-movement" {
        /// At the lock-up before.
        Opening = "opening",
        /// Newly received.
        Received = "received",
        /// In from other prisons.
        TransferredIn = "transferred-in",
        /// Released or bailed.
        Released = "released",
        /// Out to other prisons.
        TransferredOut = "transferred-out",
        /// Escaped.
        Escaped = "escaped",
        /// Died.
        Died = "died",
        /// At this lock-up.
        Closing = "closing",
        /// Of these, out at court.
        AtCourt = "at-court",
        /// Of these, in a hospital outside.
        InHospital = "in-hospital",
    }
}

/// What the return reads of one person.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Sex.
    pub sex: Sex,
    /// Birth; who has none is in no class of age.
    pub birth: Option<Birth>,
    /// Nationality, two letters.
    pub nationality: String,
    /// In what right, at the moment of the count.
    pub status: LegalStatus,
    /// Since when in this custody.
    pub since: BdTime,
    /// What courts have ordered, as far as it can be read.
    pub sentences: Vec<Sentence>,
    /// What is charged.
    pub groups: Vec<OffenceGroup>,
    /// Where they were at the moment of the count, if not in the ward.
    pub away: Option<AbsenceKind>,
}

/// Somebody with their stays in the prison.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Who.
    pub facts: Facts,
    /// Their stays.
    pub stays: Vec<Stay>,
}

/// How many men, women, and together. Hijra are in the third number alone, as the form has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Men.
    pub men: i64,
    /// Women.
    pub women: i64,
    /// Everybody.
    pub total: i64,
}

impl Heads {
    fn add(&mut self, sex: Sex) {
        self.men += i64::from(sex == Sex::Male);
        self.women += i64::from(sex == Sex::Female);
        self.total += 1;
    }
}

/// Rows of one part of the return, with its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<R: Ord> {
    rows: BTreeMap<R, Heads>,
    /// All rows together.
    pub total: Heads,
}

impl<R: Ord> Default for Part<R> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            total: Heads::default(),
        }
    }
}

impl<R: Ord + Copy> Part<R> {
    /// One row.
    pub fn of(&self, row: R) -> Heads {
        self.rows.get(&row).copied().unwrap_or_default()
    }

    fn add(&mut self, row: R, sex: Sex) {
        self.rows.entry(row).or_default().add(sex);
        self.total.add(sex);
    }
}

/// The return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadCount {
    /// Classes of the whole population.
    pub classes: BTreeMap<Class, i64>,
    /// Everybody.
    pub total: Heads,
    /// Under-trial prisoners.
    pub under_trial: Part<TimeBand>,
    /// Convicts.
    pub convicted: Part<Term>,
    /// Everybody by offence.
    pub offences: Part<Offence>,
    /// From lock-up to lock-up.
    pub moves: BTreeMap<Move, i64>,
}

impl HeadCount {
    /// One class.
    pub fn class(&self, class: Class) -> i64 {
        self.classes.get(&class).copied().unwrap_or_default()
    }

    /// One line of the day.
    pub fn moved(&self, what: Move) -> i64 {
        self.moves.get(&what).copied().unwrap_or_default()
    }
}

/// Counts those who are held at the moment `at`, and what happened since the lock-up `before`.
pub fn count(people: &[Counted], before: BdTime, at: BdTime) -> HeadCount {
    let mut found = HeadCount::default();
    for counted in people {
        moves(&mut found, counted, before, at);
        if counted.stays.iter().any(|stay| stay.span.holds(at)) {
            held(&mut found, &counted.facts, at);
        }
    }
    found
}

fn moves(found: &mut HeadCount, counted: &Counted, before: BdTime, at: BdTime) {
    let mut add = |what: Move| *found.moves.entry(what).or_default() += 1;
    let during = |moment: BdTime| before < moment && moment <= at;
    for stay in &counted.stays {
        if stay.span.holds(before) {
            add(Move::Opening);
        }
        if during(stay.span.from) {
            add(match stay.came {
                Came::Received => Move::Received,
                Came::Transferred => Move::TransferredIn,
            });
        }
        if let Some((went, _)) = stay.went.zip(stay.span.to.filter(|to| during(*to))) {
            add(match went {
                Went::Released => Move::Released,
                Went::Transferred => Move::TransferredOut,
                Went::Escaped => Move::Escaped,
                Went::Died => Move::Died,
            });
        }
        if stay.span.holds(at) {
            add(Move::Closing);
            match counted.facts.away {
                Some(AbsenceKind::Court) => add(Move::AtCourt),
                Some(AbsenceKind::Hospital) => add(Move::InHospital),
                Some(AbsenceKind::Transfer) | None => {}
            }
        }
    }
}

fn held(found: &mut HeadCount, facts: &Facts, at: BdTime) {
    for class in Class::ALL {
        if is_in(*class, facts, at.date()) {
            *found.classes.entry(*class).or_default() += 1;
        }
    }
    found.total.add(facts.sex);
    found.offences.add(offence(&facts.groups), facts.sex);
    match facts.status {
        LegalStatus::UnderTrial => found.under_trial.add(time_band(facts.since, at), facts.sex),
        LegalStatus::Convict | LegalStatus::Condemned => {
            found.convicted.add(term(facts), facts.sex);
        }
        LegalStatus::Detenu
        | LegalStatus::Civil
        | LegalStatus::ReleasedAwaiting
        | LegalStatus::SafeCustody => {}
    }
}

fn is_in(class: Class, facts: &Facts, today: Date) -> bool {
    match class {
        Class::Male => facts.sex == Sex::Male,
        Class::Female => facts.sex == Sex::Female,
        Class::Hijra => facts.sex == Sex::Hijra,
        Class::Foreign => facts.nationality != HOME,
        Class::Juvenile => facts
            .birth
            .is_some_and(|birth| (CHILD_BELOW..ADULT_FROM).contains(&birth.age_on(today))),
        Class::Detenu => facts.status == LegalStatus::Detenu,
        Class::Civil => facts.status == LegalStatus::Civil,
        Class::Released => facts.status == LegalStatus::ReleasedAwaiting,
        Class::Condemned => facts.status == LegalStatus::Condemned,
    }
}

fn time_band(since: BdTime, at: BdTime) -> TimeBand {
    match Birth::On(since.date()).age_on(at.date()) {
        ..1 => TimeBand::Under1,
        1..3 => TimeBand::From1,
        3..6 => TimeBand::From3,
        6..11 => TimeBand::From6,
        11.. => TimeBand::Over10,
    }
}

fn term(facts: &Facts) -> Term {
    if facts.status == LegalStatus::Condemned {
        return Term::Death;
    }
    let Some(longest) = facts.sentences.iter().max() else {
        return Term::Unread;
    };
    match longest {
        Sentence::Death => Term::Death,
        Sentence::Life => Term::Life,
        Sentence::Months(months) => match *months {
            months if months > 20 * YEAR => Term::Over20,
            months if months >= 10 * YEAR => Term::From10,
            months if months >= 5 * YEAR => Term::From5,
            months if months >= YEAR => Term::From1,
            _ => Term::Under1,
        },
    }
}

fn offence(groups: &[OffenceGroup]) -> Offence {
    let of = |group: &OffenceGroup| match group {
        OffenceGroup::Murder => Offence::Murder,
        OffenceGroup::Rape => Offence::Rape,
        OffenceGroup::WomenChildren => Offence::WomenChildren,
        OffenceGroup::Kidnapping => Offence::Kidnapping,
        OffenceGroup::Robbery => Offence::Robbery,
        OffenceGroup::Drugs => Offence::Drugs,
        OffenceGroup::Theft => Offence::Theft,
        _ => Offence::Other,
    };
    groups.iter().map(of).min().unwrap_or(Offence::Other)
}

#[cfg(test)]
#[path = "count_tests.rs"]
mod tests;
