use anyhow::{Result, bail};
use db::Db;
use kernel::{Date, PersonId};
use pids::estate::Prison;
use population::{MadeCustody, MadePerson, Population};

use crate::{ask, store};

/// The same people in every run.
const SEED: u64 = 7;
/// The day on which the population is made, so that its ages and dates never change.
const TODAY: Date = Date::constant(2026, 11, 24);
/// Of so many on record one is in custody now: two million on record, eighty thousand held.
const RECORDED_PER_HELD: usize = 25;

/// The people on record.
pub(crate) struct Country {
    /// The prisons that have people.
    pub(crate) prisons: Vec<Prison>,
    people: Population,
    per_prison: usize,
}

/// Somebody on record who is searched for.
pub(crate) struct Wanted {
    pub(crate) id: PersonId,
    pub(crate) made: MadePerson,
    pub(crate) prison: Prison,
}

impl Country {
    /// So many people, evenly spread over the first so many prisons.
    pub(crate) fn new(db: &Db, people: usize, prisons: usize) -> Result<Self> {
        let mut all = ask(db, pids::estate::store::prisons)?;
        all.retain(|prison| prison.closed_on.is_none());
        all.truncate(prisons);
        if all.is_empty() {
            bail!("no prison is open");
        }
        Ok(Self {
            people: Population::new(SEED, TODAY),
            per_prison: people / all.len(),
            prisons: all,
        })
    }

    /// Everybody, in the order in which they are loaded.
    pub(crate) fn everybody(&self) -> impl Iterator<Item = (&Prison, MadePerson, MadeCustody)> {
        self.prisons.iter().flat_map(|prison| {
            let held = self.per_prison / RECORDED_PER_HELD;
            let former = self.people.former(&prison.code, self.per_prison - held);
            let all = former.chain(self.people.prison(&prison.code, held));
            all.map(move |(person, custody)| (prison, person, custody))
        })
    }

    /// How many that is.
    pub(crate) fn count(&self) -> usize {
        self.per_prison * self.prisons.len()
    }

    /// So many people from all over the record. A document's number is the person's place in the order of
    /// loading; the name proves it.
    pub(crate) fn wanted(&self, db: &Db, count: usize) -> Result<Vec<Wanted>> {
        let step = (self.count() / count.max(1)).max(1);
        let chosen = (1_i64..).zip(self.everybody()).step_by(step).take(count);
        chosen
            .map(|(doc, (prison, made, _))| {
                let (id, names) = store::person_of_doc(db, doc)?;
                let name = kernel::bangla::normalise::text(&made.name_bn);
                if !names.starts_with(&name) {
                    bail!("the database was filled with other people: {names} is not {name}");
                }
                Ok(Wanted {
                    id,
                    made,
                    prison: prison.clone(),
                })
            })
            .collect()
    }
}

/// People who are on no record, for the gate of one prison; other turns give others.
pub(crate) fn newcomers(prison: &Prison, count: usize, turn: u64) -> Vec<MadePerson> {
    let others = Population::new(SEED + 1 + turn, TODAY);
    let all = others.prison(&prison.code, count);
    all.map(|(person, _)| person).collect()
}
