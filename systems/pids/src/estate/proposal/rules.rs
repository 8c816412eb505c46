use super::{Newcomer, Point, Said, Sleeper, WardNow};
use crate::estate::{ForAge, ForSex, ForStatus, WardKind};
use crate::people::{CHILD_BELOW, Sex};

/// Why a ward is not proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Nobody under 18 is held in a prison (Children Act 2013, s. 59: a certified institute).
    Child,
    /// It is closed.
    Closed,
    /// The prison holds women alone.
    WomenOnlyPrison,
    /// Women, men and hijra sleep apart (Prisons Act 1894, s. 27(1)).
    Sex,
    /// Men under 21 sleep apart from other men (s. 27(2)).
    Age,
    /// The unconvicted sleep apart from the convicted (s. 27(3)).
    Conviction,
    /// Civil prisoners sleep apart from criminal prisoners (s. 27(4)).
    Civil,
    /// Somebody sentenced to death sleeps alone in a cell (s. 30(2)).
    Condemned,
    /// The most that it may ever hold sleep there already.
    Full {
        /// That number.
        most: i64,
    },
    /// For those whom the doctor has put there.
    Hospital,
    /// For the first nights after the gate.
    FirstNights,
    /// It is allowed, but the proposed ones are better in this.
    Beaten(Point),
}

impl WhyNot {
    /// Whether an officer may place somebody there all the same, with a reason. Sex, age under 18, a
    /// closed ward and one that is full are beyond any officer's word: the ward's own record must be
    /// changed first, which the journal shows.
    pub fn may_be_overridden(self) -> bool {
        match self {
            Self::Child
            | Self::Closed
            | Self::WomenOnlyPrison
            | Self::Sex
            | Self::Condemned
            | Self::Full { .. } => false,
            Self::Age
            | Self::Conviction
            | Self::Civil
            | Self::Hospital
            | Self::FirstNights
            | Self::Beaten(_) => true,
        }
    }

    /// The reason in words: a key of the locale files and what it mentions.
    pub fn said(self) -> Said {
        match self {
            Self::Child => Said::new("why-not-child").with("age", i64::from(CHILD_BELOW)),
            Self::Closed => Said::new("why-not-closed"),
            Self::WomenOnlyPrison => Said::new("why-not-women-only"),
            Self::Sex => Said::new("why-not-sex"),
            Self::Age => Said::new("why-not-age").with("age", i64::from(crate::estate::ADULT_FROM)),
            Self::Conviction => Said::new("why-not-conviction"),
            Self::Civil => Said::new("why-not-civil"),
            Self::Condemned => Said::new("why-not-condemned"),
            Self::Full { most } => Said::new("why-not-full").with("most", most),
            Self::Hospital => Said::new("why-not-hospital"),
            Self::FirstNights => Said::new("why-not-first-nights"),
            Self::Beaten(point) => Said::new(match point {
                Point::CoAccused => "why-not-beaten-co-accused",
                Point::Stairs => "why-not-beaten-stairs",
                Point::Staying => "why-not-beaten-staying",
                Point::Crowding => "why-not-beaten-crowding",
                Point::Building => "why-not-beaten-building",
                Point::Room => "why-not-beaten-room",
                Point::List => "why-not-beaten-list",
            }),
        }
    }
}

/// Every hard rule that forbids `now` to `who`; none when it is allowed.
pub fn refusals(who: &Newcomer, women_only: bool, now: &WardNow) -> Vec<WhyNot> {
    let mine = Sleeper::of(who.sex, who.age, who.status);
    let rules = [
        (who.age < CHILD_BELOW, WhyNot::Child),
        (now.ward.closed.is_some(), WhyNot::Closed),
        (
            women_only && who.sex != Sex::Female,
            WhyNot::WomenOnlyPrison,
        ),
        (sex_forbids(mine, now), WhyNot::Sex),
        (age_forbids(mine, now), WhyNot::Age),
        (conviction_forbids(mine, now), WhyNot::Conviction),
        (civil_forbids(mine, now), WhyNot::Civil),
        (condemned_forbids(mine, now), WhyNot::Condemned),
        (
            now.total >= now.ward.capacity.most,
            WhyNot::Full {
                most: now.ward.capacity.most,
            },
        ),
        (
            now.ward.kind == WardKind::Hospital && !who.ill,
            WhyNot::Hospital,
        ),
        (
            now.ward.kind == WardKind::Reception && !who.arriving,
            WhyNot::FirstNights,
        ),
    ];
    rules
        .into_iter()
        .filter_map(|(forbids, why)| forbids.then_some(why))
        .collect()
}

fn sex_forbids(mine: Sleeper, now: &WardNow) -> bool {
    let sign = now.ward.sex;
    (sign != ForSex::Any && sign != ForSex::of(mine.sex))
        || now.sleepers.iter().any(|other| other.sex != mine.sex)
}

/// Only men are parted by age. A ward for women that is marked by age keeps to its mark all the same.
fn age_forbids(mine: Sleeper, now: &WardNow) -> bool {
    let sign = now.ward.age;
    let parted = |other: &Sleeper| mine.sex == Sex::Male && other.age != mine.age;
    (sign != ForAge::Any && sign != mine.age) || now.sleepers.iter().any(parted)
}

fn conviction_forbids(mine: Sleeper, now: &WardNow) -> bool {
    let criminal = |status| matches!(status, ForStatus::Untried | ForStatus::Convicted);
    criminal(mine.status) && groups(now).any(|other| criminal(other) && other != mine.status)
}

fn civil_forbids(mine: Sleeper, now: &WardNow) -> bool {
    let civil = |status| status == ForStatus::Civil;
    groups(now).any(|other| civil(other) != civil(mine.status))
}

/// A cell of their own for the condemned, and theirs for nobody else.
fn condemned_forbids(mine: Sleeper, now: &WardNow) -> bool {
    let condemned = mine.status == ForStatus::Condemned;
    if condemned {
        let cell = matches!(now.ward.kind, WardKind::Cell | WardKind::Condemned);
        let marked = matches!(now.ward.status, ForStatus::Condemned | ForStatus::Any);
        return !cell || !marked || now.total > 0;
    }
    now.ward.kind == WardKind::Condemned || groups(now).any(|other| other == ForStatus::Condemned)
}

/// The groups that the sign and the sleepers of a ward stand for.
fn groups(now: &WardNow) -> impl Iterator<Item = ForStatus> {
    let sign = Some(now.ward.status).filter(|sign| *sign != ForStatus::Any);
    let inside = now.sleepers.iter().map(|other| other.status);
    sign.into_iter().chain(inside)
}
