//! Clerks who admit at once, each at a gate of their own.

use std::sync::Barrier;
use std::time::Instant;

use access::Actor;
use anyhow::{Context as _, Result, bail};
use kernel::BdTime;
use pids::admission::on_roll::{OnRoll, put_on_roll};
use pids::admission::service::{decide, note, start_unexpected};
use pids::estate::Prison;
use pids::matching::why::{Reason, Why};
use population::MadePerson;

use crate::country::{Country, newcomers};
use crate::house::House;
use crate::record::{place, sex};
use crate::row;
use crate::samples::Samples;

/// Admits `total` people with so many clerks; says how many a second come on the roll.
pub(crate) fn measure(house: &House, country: &Country, clerks: usize, total: usize) -> Result<()> {
    let each = (total / clerks).max(1);
    let gates: Vec<(&Prison, Vec<MadePerson>)> = (1_u64..)
        .zip(country.prisons.iter().cycle().take(clerks))
        .map(|(turn, prison)| {
            let seed = turn * 100 + u64::try_from(clerks).unwrap_or_default();
            (prison, newcomers(prison, each, seed))
        })
        .collect();
    let gate = Barrier::new(clerks + 1);
    let (seconds, samples) = std::thread::scope(|scope| {
        let threads: Vec<_> = gates
            .iter()
            .map(|(prison, newcomers)| {
                scope.spawn(|| {
                    gate.wait();
                    work(house, prison, newcomers)
                })
            })
            .collect();
        gate.wait();
        let start = Instant::now();
        let mut all = Samples::default();
        for thread in threads {
            let done = thread.join().ok().context("a clerk's thread panicked")?;
            all.add(done?);
        }
        anyhow::Ok((start.elapsed().as_secs_f64(), all))
    })?;
    let rate = samples.count() / seconds;
    row(
        &format!("admissions, {clerks} at once"),
        &format!("{rate:.0} a second; putting on the roll alone: {samples}"),
    );
    Ok(())
}

/// One clerk's day: four transactions for each newcomer, of which the last is timed by itself.
fn work(house: &House, prison: &Prison, newcomers: &[MadePerson]) -> Result<Samples> {
    let clerk = house.clerk(prison.id);
    let cx = house.doing(&clerk);
    // In a whole country there are people of the same name, and a reason is asked for.
    let why = Why::read(false, Reason::NeverHeld.word(), "", |reason| {
        reason.word().to_owned()
    })?;
    let mut samples = Samples::default();
    for (turn, newcomer) in (1..).zip(newcomers) {
        let typed = typed(&clerk, newcomer, turn, cx.now());
        let db = &house.db;
        let id = db.write_now(|tx| start_unexpected(tx, &cx, prison.id))?;
        db.write_now(|tx| note(tx, &cx, id, &typed))?;
        db.write_now(|tx| decide(tx, &cx, id, None, Some(&why)))?;
        let done = samples.time(|| Ok(db.write_now(|tx| put_on_roll(tx, &cx, id))?))?;
        if done == OnRoll::Child {
            bail!("a made-up person is a child");
        }
    }
    Ok(samples)
}

/// The fields of the first stage, as typed.
fn typed(clerk: &Actor, newcomer: &MadePerson, turn: u32, now: BdTime) -> Vec<(String, String)> {
    let age = match newcomer.birth {
        population::Birth::Exact(_) => newcomer.birth.age_on(now.date()),
        population::Birth::Estimated { age, .. } => i16::from(age),
    };
    let next = now.plus(14 * BdTime::DAY).date();
    let fields = [
        ("name_bn", newcomer.name_bn.clone()),
        ("name_en", newcomer.name_en.clone()),
        ("father_bn", newcomer.father_bn.clone()),
        ("sex", sex(newcomer.sex).word().to_owned()),
        ("birth", age.to_string()),
        ("place", place(newcomer).to_owned()),
        ("village", newcomer.village_bn.clone()),
        ("legal_status", "under_trial".to_owned()),
        ("court", "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট আদালত".to_owned()),
        ("case_no", format!("জিআর {turn}/{}", clerk.user)),
        ("sections", "PC 379".to_owned()),
        ("warrant_no", turn.to_string()),
        ("next_on", next.to_string()),
    ];
    fields
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .collect()
}
