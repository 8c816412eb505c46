use std::collections::BTreeSet;

use contracts::pids::{FileBroughtIn, PersonBroughtIn, StayBroughtIn};
use data_encoding::HEXLOWER;
use db::Tx;
use kernel::{Error, Kind, PersonId, PrisonId, Result, WardId};

use super::Progress;
use super::ready::{Prepared, Ready, ReadyStay};
use crate::bring_in::look::STEP;
use crate::bring_in::stay::{overlap, span_of};
use crate::bring_in::store::{self, Batch};
use crate::custody::{self, Custody};
use crate::find::store::{Indexed, insert_indexed, reindex_person};
use crate::people::Person;
use crate::{Doing, estate, life, matching, people};

/// People whose index is written with one statement's sorting.
const INDEXED_AT_ONCE: usize = 2_000;
/// After how many people the tables are measured: before reading all of them for each costs much, once the index has
/// rows too, and when those have become a small part of the file.
const MEASURED_AFTER: [usize; 3] = [200, 2_000, 10_000];
/// People who may have come on record while the files were worked out; each is compared with everybody.
const NEWCOMERS_MAX: usize = 200;

/// Writes what was prepared, in the transaction of the caller: all of it or nothing.
///
/// # Errors
/// Denied; invalid when a row of the files is wrong; conflict `err-import-meanwhile` when somebody else has written
/// what the files were held against, such as a number that one of them gives; those of the database.
pub fn write(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prepared: &Prepared,
    progress: Progress<'_>,
) -> Result<()> {
    super::may(cx)?;
    if !prepared.report.errors.is_empty() {
        return Err(Error::invalid("file", "err-import-rows-wrong"));
    }
    write_all(tx, cx, prepared, progress).map_err(|error| match error.kind {
        // What was read before this transaction began holds no more: a constraint says so, or one of the checks below.
        Kind::Conflict => Error::conflict("err-import-meanwhile").because(error),
        _ => error,
    })
}

fn write_all(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prepared: &Prepared,
    progress: Progress<'_>,
) -> Result<()> {
    let report = &prepared.report;
    store::insert_batch(
        tx,
        &Batch {
            id: prepared.batch,
            file_name: &prepared.file_name,
            file_hash: prepared.file_hash,
            source: &prepared.source,
            stays_name: &prepared.stays_name,
            stays_hash: prepared.stays_hash,
            rows: report.records,
            duplicates: prepared.duplicates,
            at: cx.now(),
            by_name: &cx.actor.name_bn,
        },
    )?;
    hold_places(tx, &prepared.people)?;
    for ((prison, series, year), serial) in &prepared.serials {
        custody::store::raise_series(tx, *prison, series, *year, *serial)?;
    }
    let all = &prepared.people;
    let mut indexed: Vec<&Indexed> = Vec::new();
    for (done, one) in all.iter().enumerate() {
        if done % STEP == 0 {
            progress(done, all.len());
        }
        write_one(tx, cx, prepared, one)?;
        indexed.extend(&one.indexed);
        if indexed.len() == INDEXED_AT_ONCE {
            insert_indexed(tx, &indexed)?;
            indexed.clear();
        }
        if MEASURED_AFTER.contains(&(done + 1)) {
            store::measure(tx)?;
        }
    }
    insert_indexed(tx, &indexed)?;
    note_newcomers(tx, cx, prepared)?;
    progress(all.len(), all.len());
    let event = FileBroughtIn {
        batch: prepared.batch,
        file_name: prepared.file_name.clone(),
        sha256: HEXLOWER.encode(&prepared.file_hash),
        source: prepared.source.clone(),
        rows: report.records,
        duplicates: prepared.duplicates,
        stays: report.stays,
        stays_file: prepared.stays_name.clone(),
    };
    cx.tell(tx, None, prepared.batch.into(), &event, None)
}

/// Sees that the prisons and wards of those who are held now are still open, and keeps them so until the transaction
/// ends; in one order for all, so that two files never wait for each other.
fn hold_places(tx: &mut Tx<'_>, people: &[Ready]) -> Result<()> {
    let stays = people.iter().flat_map(|one| &one.stays);
    let held = || stays.clone().filter(|stay| stay.ended.is_none());
    let prisons: BTreeSet<PrisonId> = held().map(|stay| stay.custody.prison).collect();
    let wards: BTreeSet<WardId> = held().filter_map(|stay| stay.custody.ward).collect();
    for prison in prisons {
        estate::service::open_prison(tx, prison)?;
    }
    for ward in wards {
        if estate::store::lock_ward(tx, ward)?.closed.is_some() {
            return Err(Error::conflict("err-import-meanwhile"));
        }
    }
    Ok(())
}

/// Compares those who came on record since the files were looked at with everybody, the files' people among them.
fn note_newcomers(tx: &mut Tx<'_>, cx: &Doing<'_>, prepared: &Prepared) -> Result<()> {
    let recent = &prepared.recent;
    let ours: BTreeSet<PersonId> = prepared.people.iter().map(|one| one.person.id).collect();
    let mut newcomers = store::people_since(tx, recent.since)?;
    newcomers.retain(|person| !recent.people.contains(person) && !ours.contains(person));
    if newcomers.len() > NEWCOMERS_MAX {
        return Err(Error::conflict("err-import-meanwhile"));
    }
    for person in newcomers {
        matching::service::note_likely(tx, person, cx.now())?;
    }
    Ok(())
}

/// Holds somebody who is known until the transaction ends, whoever they were merged into since.
fn hold_known(tx: &mut Tx<'_>, person: PersonId) -> Result<PersonId> {
    let person = matching::store::resolve(tx, person)?;
    if !matching::store::hold(tx, person)? {
        return Err(Error::conflict("err-import-meanwhile"));
    }
    Ok(person)
}

/// Refuses a stay of somebody known who was held elsewhere at the time, as another has written meanwhile.
fn not_elsewhere(tx: &mut Tx<'_>, person: PersonId, stay: &ReadyStay) -> Result<()> {
    let known = custody::store::all_of(tx, person)?;
    let ours = (
        stay.custody.admitted_at.date(),
        stay.ended.map(|(on, _)| on),
    );
    if known.iter().any(|known| overlap(ours, span_of(known))) {
        return Err(Error::conflict("err-import-meanwhile"));
    }
    Ok(())
}

fn write_one(tx: &mut Tx<'_>, cx: &Doing<'_>, prepared: &Prepared, one: &Ready) -> Result<()> {
    let person = if one.is_known {
        hold_known(tx, one.person.id)?
    } else {
        people::store::insert(tx, &one.person, cx.now())?;
        if let Some(number) = &one.external {
            people::store::insert_external(tx, one.person.id, &prepared.source, number)?;
        }
        one.person.id
    };
    store::insert_row(tx, prepared.batch, one.line, person)?;
    let open = one.stays.iter().find(|stay| stay.ended.is_none());
    let event = PersonBroughtIn {
        person,
        batch: prepared.batch,
        line: one.line,
        name_bn: one.person.name.bn.clone(),
        name_en: one.person.name.en.clone(),
        known: one.is_known,
    };
    let prison = open.or(one.stays.first()).map(|stay| stay.custody.prison);
    cx.tell(tx, prison, person.into(), &event, None)?;
    for stay in &one.stays {
        if one.is_known {
            not_elsewhere(tx, person, stay)?;
        }
        write_stay(tx, cx, prepared, (person, &one.person), stay)?;
    }
    if one.is_known {
        reindex_person(tx, person)?;
    }
    note_alike(tx, cx, person, &one.alike)
}

/// Keeps those who may be the same for a supervisor. Of two known people one may be the other by now, or somebody
/// has decided about them: such a pair would stay in the queue for good.
fn note_alike(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    alike: &[(PersonId, f64)],
) -> Result<()> {
    if alike.is_empty() {
        return Ok(());
    }
    let decided = matching::store::decided(tx, person)?;
    for (other, bits) in alike {
        let other = matching::store::resolve(tx, *other)?;
        if other != person && !decided.contains_key(&other) {
            matching::service::note_alike(tx, (person, other), *bits, cx.now())?;
        }
    }
    Ok(())
}

fn write_stay(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prepared: &Prepared,
    (person, record): (PersonId, &Person),
    stay: &ReadyStay,
) -> Result<()> {
    let custody = Custody {
        person,
        ..stay.custody.clone()
    };
    match stay.ended {
        None => custody::store::insert(tx, &custody)?,
        Some((_, how)) => custody::store::insert_past(tx, &custody, how)?,
    }
    store::insert_stay(tx, custody.id, prepared.batch, stay.part, stay.line)?;
    if custody.ward.is_some() {
        // Where they slept before the file was brought in is not known: the place begins at the gate.
        let placement = life::store::Placement {
            id: cx.world.id(),
            why: "import",
            by: cx.actor.user,
            at: custody.admitted_at,
        };
        life::store::place(tx, &custody, placement)?;
    }
    write_case(tx, cx, &custody, stay)?;
    tell_stay(tx, cx, prepared, record, (&custody, stay))
}

fn write_case(tx: &mut Tx<'_>, cx: &Doing<'_>, custody: &Custody, stay: &ReadyStay) -> Result<()> {
    let Some(said) = &stay.case else {
        return Ok(());
    };
    let case = custody::store::case_for(
        tx,
        cx.world.id(),
        &said.court,
        &said.number,
        &said.station,
        cx.now(),
    )?;
    let next_on = custody.next_court_on;
    custody::store::accuse(tx, custody.prison, custody.id, case, next_on, &said.charges)?;
    match stay.ended {
        None => Ok(()),
        Some((_, how)) => custody::store::settle_case(tx, case, custody.id, how.case_state()),
    }
}

fn tell_stay(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prepared: &Prepared,
    record: &Person,
    (custody, stay): (&Custody, &ReadyStay),
) -> Result<()> {
    let prison = Some(custody.prison);
    let Some((ended, how)) = stay.ended else {
        let event = custody::admitted(custody, &record.name, None);
        return cx.tell(tx, prison, custody.id.into(), &event, None);
    };
    let event = StayBroughtIn {
        custody: custody.id,
        person: custody.person,
        batch: prepared.batch,
        file: stay.part.word().to_owned(),
        line: stay.line,
        prison: custody.prison,
        number: custody.number.clone(),
        legal_status: custody.legal_status.word().to_owned(),
        admitted: custody.admitted_at.date(),
        ended,
        how: how.word().to_owned(),
        warrant: custody.warrant.number.clone(),
    };
    cx.tell(tx, prison, custody.id.into(), &event, None)
}
