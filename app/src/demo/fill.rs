//! Fills an empty installation with the real prisons and made-up people.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use access::{Access, Actor};
use db::{Db, Tx};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{BdTime, CustodyId, Date, Result, World};
use pids::Doing;
use pids::custody::{CaseState, Custody, EndKind, Source, State, Warrant};
use pids::estate::Prison;
use pids::estate::service::{BuildingFacts, WardFacts};
use pids::life::store::{Placement, place};
use pids::people::TwoNames;
use population::{ArrivalSource, Ending, MadeCustody, MadePerson, Population};

use super::beds::Beds;
use super::expected::{Filled, Inside};
use super::{convert, past};
use crate::cli::Demo;

/// People written in one transaction.
const CHUNK: usize = 500;
/// Arrivals expected at each prison on the day the demonstration is made.
const ARRIVALS: usize = 24;
/// A former prisoner for so many of those held.
const HELD_PER_FORMER: u32 = 4;
/// Prisons of different kinds that come first.
const PRISONS_FIRST: [&str; 5] = ["DHK-C", "KSH-W", "CTG-C", "TAN-D", "RNG-D"];

/// Who fills, and how it shows.
pub(super) struct Filling<'a> {
    pub(super) db: &'a Db,
    pub(super) cx: Doing<'a>,
    people: Population,
    pub(super) today: Date,
    bar: ProgressBar,
}

/// Fills; gives the prisons that have people in them.
pub(super) fn fill(db: &Db, world: &World, how: &Demo) -> anyhow::Result<Vec<Prison>> {
    let (access, actor) = (Access::new()?, Actor::system("alor demo"));
    let cx = Doing::new(&actor, &access, world);
    let today = world.now().date();
    let total =
        u64::from(how.prisons) * (u64::from(how.people) + u64::from(how.people / HELD_PER_FORMER));
    let filling = Filling {
        db,
        cx,
        people: Population::new(how.seed, today),
        today,
        bar: bar(total),
    };
    db.write_now(|tx| pids::estate::service::found(tx, &cx))?;
    let prisons = chosen(db, usize::from(how.prisons))?;
    let filled = prisons
        .iter()
        .map(|prison| filling.prison(prison, how.people))
        .collect::<anyhow::Result<Vec<_>>>()?;
    filling.transfers(&filled)?;
    filling.bar.finish_and_clear();
    Ok(prisons)
}

fn bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("  {msg} {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(total)
        .with_style(style)
        .with_message("people");
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The prisons that get people: a few of different kinds first, then in the order of the list.
fn chosen(db: &Db, count: usize) -> Result<Vec<Prison>> {
    let all = db.read_now(pids::estate::store::prisons)?;
    let place = |prison: &Prison| {
        PRISONS_FIRST
            .iter()
            .position(|code| *code == prison.code)
            .unwrap_or(PRISONS_FIRST.len())
    };
    let mut open: Vec<Prison> = all
        .into_iter()
        .filter(|prison| prison.closed_on.is_none())
        .collect();
    open.sort_by_key(place);
    open.truncate(count);
    Ok(open)
}

impl Filling<'_> {
    /// Fills one prison, but for those who come to it from others.
    fn prison(&self, prison: &Prison, people: u32) -> anyhow::Result<Filled> {
        self.bar.set_message(prison.name.en.clone());
        let mut beds = self.estate(prison, people)?;
        let (mut known, mut inside) = (BTreeMap::new(), Vec::new());
        let (held, former) = (
            usize::try_from(people)?,
            usize::try_from(people / HELD_PER_FORMER)?,
        );
        let held_people = self.people.prison(&prison.code, held);
        let mut all = held_people
            .chain(self.people.former(&prison.code, former))
            .peekable();
        while all.peek().is_some() {
            let chunk: Vec<_> = all.by_ref().take(CHUNK).collect();
            let written = self.db.write_now(|tx| {
                // The closure may run again, so it works on copies.
                let mut beds = beds.clone();
                let custodies = chunk
                    .iter()
                    .map(|(person, custody)| {
                        Ok((
                            person.id,
                            self.person(tx, prison, person, custody, &mut beds)?,
                        ))
                    })
                    .collect::<Result<Vec<_>>>()?;
                Ok((custodies, beds))
            })?;
            for ((person, past), (made, custody)) in chunk.iter().zip(&written.0) {
                if past.ended.is_none() {
                    inside.push(Inside {
                        made: *made,
                        sex: convert::sex(person.sex),
                        custody: *custody,
                        since: past.admitted_on,
                    });
                }
            }
            known.extend(written.0);
            beds = written.1;
            self.bar.inc(u64::try_from(chunk.len())?);
        }
        let recorded = former.min(held);
        let mut arrivals = self
            .people
            .arrivals(&prison.code, ARRIVALS.min(held), recorded);
        // Of few people some are drawn more than once, and nobody is expected twice on a day.
        let mut expected = BTreeSet::new();
        arrivals.retain(|made| made.known.is_none_or(|known| expected.insert(known)));
        let (coming, here): (Vec<_>, Vec<_>) = (0..)
            .zip(arrivals)
            .partition(|(_, made)| matches!(made.source, ArrivalSource::Transfer { .. }));
        self.db.write_now(|tx| {
            here.iter()
                .try_for_each(|(at, made)| self.arrival(tx, prison, *at, made, &known))
        })?;
        let mut latest = inside.clone();
        latest.sort_by_key(|one| Reverse(one.since));
        self.db
            .write_now(|tx| past::admissions(tx, &self.cx, prison, &latest))?;
        inside.retain(|one| !expected.contains(&one.made));
        Ok(Filled {
            prison: prison.clone(),
            inside,
            coming,
        })
    }

    /// The buildings and wards of a prison. A prison of the demonstration is as crowded as the real ones
    /// are, however few people are asked for: its places follow from the people.
    fn estate(&self, prison: &Prison, people: u32) -> anyhow::Result<Beds> {
        let places = (people * 4 / 5).max(population::CAPACITY_MIN);
        let buildings = self.people.estate(&prison.code, places);
        let wards = self.db.write_now(|tx| {
            for (at, made) in (0_i64..).zip(&buildings) {
                let facts = BuildingFacts {
                    name: TwoNames::new(made.name_bn, made.name_en),
                    sort: at,
                };
                let building = pids::estate::service::add_building(tx, &self.cx, prison.id, facts)?;
                for (sort, made) in (0_i64..).zip(&made.wards) {
                    let (kind, sex, age, status, capacity) = convert::ward(made);
                    let name = TwoNames::new(&made.name_bn, &made.name_en);
                    let ground_floor = sort < 2;
                    let sort = at * 100 + sort;
                    let facts = WardFacts {
                        building,
                        name,
                        sort,
                        kind,
                        sex,
                        age,
                        status,
                        capacity,
                        ground_floor,
                    };
                    pids::estate::service::add_ward(tx, &self.cx, facts)?;
                }
            }
            pids::estate::store::wards_of(tx, prison.id)
        })?;
        Ok(Beds {
            wards: wards.into_iter().map(|ward| (ward, 0)).collect(),
        })
    }

    fn person(
        &self,
        tx: &mut Tx<'_>,
        prison: &Prison,
        made: &MadePerson,
        past: &MadeCustody,
        beds: &mut Beds,
    ) -> Result<CustodyId> {
        let cx = &self.cx;
        let at = convert::hour_of(past.admitted_on, made.id.0);
        let person = convert::person(cx.world.id(), made);
        pids::people::store::insert(tx, &person, at)?;
        if let Some(alias) = &made.alias {
            pids::people::store::add_alias(
                tx,
                cx.world.id(),
                person.id,
                &TwoNames::new(&alias.bn, &alias.en),
            )?;
        }
        let status = convert::status(past.legal_status);
        let year = past.admitted_on.year();
        let serial =
            pids::custody::store::next_serial(tx, prison.id, pids::custody::series(status), year)?;
        let ward = past
            .ended
            .is_none()
            .then(|| beds.take(&person, status, self.today))
            .flatten();
        let custody = Custody {
            id: cx.world.id(),
            person: person.id,
            prison: prison.id,
            number: pids::custody::number(status, serial, year),
            legal_status: status,
            state: State::Present,
            ward,
            source: Source::Court,
            warrant: warrant(past),
            next_court_on: past.cases.iter().filter_map(|case| case.next_date).min(),
            admitted_at: at,
            ended_at: None,
            verified_at: Some(at.plus(BdTime::HOUR)),
            version: 1,
        };
        pids::custody::store::insert(tx, &custody)?;
        self.cases(tx, &custody, past)?;
        let placement = Placement {
            id: cx.world.id(),
            why: "",
            by: cx.actor.user,
            at,
        };
        place(tx, &custody, placement)?;
        let event = pids::custody::admitted(&custody, &person.name, None);
        cx.tell(tx, Some(prison.id), custody.id.into(), &event, None)?;
        if let Some((date, ending)) = past.ended {
            let kind = match ending {
                Ending::Bail => EndKind::Bail,
                Ending::Acquitted => EndKind::Acquittal,
                Ending::TermOver => EndKind::TermOver,
            };
            let at = convert::hour_of(date, made.id.0);
            pids::custody::store::end_past(tx, custody.id, kind, at)?;
        }
        pids::find::store::reindex_person(tx, person.id)?;
        Ok(custody.id)
    }

    fn cases(&self, tx: &mut Tx<'_>, custody: &Custody, past: &MadeCustody) -> Result<()> {
        for case in &past.cases {
            let (court, number) = (convert::court(case), convert::case_no(case));
            let new = self.cx.world.id();
            let id = pids::custody::store::case_for(
                tx,
                new,
                &court,
                &number,
                case.station_bn,
                custody.admitted_at,
            )?;
            let charges = convert::charges(case);
            pids::custody::store::accuse(
                tx,
                custody.prison,
                custody.id,
                id,
                case.next_date,
                &charges,
            )?;
        }
        if let (Some(made), Some(case)) = (
            past.sentence,
            pids::custody::store::cases_of(tx, custody.id)?.first(),
        ) {
            let words = convert::sentence(made);
            pids::life::store::put_case(
                tx,
                (case.id, custody.id),
                CaseState::Convicted,
                None,
                &words,
            )?;
        }
        Ok(())
    }
}

fn warrant(made: &MadeCustody) -> Warrant {
    Warrant {
        number: made.warrant_no.clone(),
        court: made.cases.first().map(convert::court).unwrap_or_default(),
        on: Some(made.admitted_on),
    }
}
