//! The head-count return as a sheet.

use printing::Template;
use printing::sheets::{
    Convicted, Count, DayMovement, HeadCount as CountSheet, Offences, Population, UnderTrial,
};
use web::Page;

use super::head;
use crate::roll::count::{Class, HeadCount, Heads, Move, Offence, Term, TimeBand};
use crate::roll::service::Return;

/// The head-count return. A zero is printed, so that an empty row is seen to have been counted.
pub(in crate::roll) fn headcount(page: &Page, found: &Return, seal: String) -> CountSheet {
    let count = &found.count;
    CountSheet {
        head: head(page, Template::HeadCount, &found.prison, String::new()),
        date: page.moment(found.at),
        capacity: found
            .prison
            .certified
            .map(|places| page.n(places))
            .unwrap_or_default(),
        movement: day(page, count),
        population: population(page, count),
        under_trial: under_trial(page, count),
        convicted: convicted(page, count),
        offences: offences(page, count),
        seal,
    }
}

fn heads(page: &Page, heads: Heads) -> Count {
    Count {
        men: page.n(heads.men),
        women: page.n(heads.women),
        total: page.n(heads.total),
    }
}

fn day(page: &Page, count: &HeadCount) -> DayMovement {
    let n = |what| page.n(count.moved(what));
    DayMovement {
        opening: n(Move::Opening),
        received: n(Move::Received),
        transferred_in: n(Move::TransferredIn),
        released: n(Move::Released),
        transferred_out: n(Move::TransferredOut),
        escaped: n(Move::Escaped),
        died: n(Move::Died),
        closing: n(Move::Closing),
        at_court: n(Move::AtCourt),
        in_hospital: n(Move::InHospital),
    }
}

fn population(page: &Page, count: &HeadCount) -> Population {
    let n = |class| page.n(count.class(class));
    Population {
        male: n(Class::Male),
        female: n(Class::Female),
        foreign: n(Class::Foreign),
        juvenile: n(Class::Juvenile),
        detenu: n(Class::Detenu),
        civil: n(Class::Civil),
        released: n(Class::Released),
        condemned: n(Class::Condemned),
        total: page.n(count.total.total),
    }
}

fn under_trial(page: &Page, count: &HeadCount) -> UnderTrial {
    let row = |band| heads(page, count.under_trial.of(band));
    UnderTrial {
        under_1_year: row(TimeBand::Under1),
        years_1_2: row(TimeBand::From1),
        years_3_5: row(TimeBand::From3),
        years_6_10: row(TimeBand::From6),
        over_10_years: row(TimeBand::Over10),
        total: heads(page, count.under_trial.total),
    }
}

fn convicted(page: &Page, count: &HeadCount) -> Convicted {
    let row = |term| heads(page, count.convicted.of(term));
    Convicted {
        death: row(Term::Death),
        life: row(Term::Life),
        over_20_years: row(Term::Over20),
        years_10_20: row(Term::From10),
        years_5_10: row(Term::From5),
        years_1_4: row(Term::From1),
        under_1_year: row(Term::Under1),
        total: heads(page, count.convicted.total),
    }
}

fn offences(page: &Page, count: &HeadCount) -> Offences {
    let row = |offence| heads(page, count.offences.of(offence));
    Offences {
        drugs: row(Offence::Drugs),
        murder: row(Offence::Murder),
        robbery: row(Offence::Robbery),
        rape: row(Offence::Rape),
        kidnapping: row(Offence::Kidnapping),
        women_and_children: row(Offence::WomenChildren),
        theft: row(Offence::Theft),
        other: row(Offence::Other),
        total: heads(page, count.offences.total),
    }
}
