//! The verbs of admission.

mod same;

use access::Action;
use contracts::pids::{
    AdmissionAbandoned, AdmissionNoted, AdmissionStarted, AdmissionStepped, AdmissionVerified,
};
use db::{Conn, Tx};
use kernel::{AdmissionId, ArrivalId, Error, PrisonId, Result};

use super::prefill::told;
use super::store;
use super::{Admission, AdmissionState, FIELD_BYTES_MAX, READ_BACK, Step, is_field};
use crate::Doing;
use crate::arrivals::{self, Arrival};
use crate::estate::service::{open_prison, reason_given};
use crate::life::{TEXT_CHARS_MAX, said};
use crate::tasks::{self, TaskKind};

pub(crate) use same::untold;
pub use same::{decide, decide_if_nobody, take_back, tell_shown};

/// Characters of what a second officer reads instead.
const DIFFERENCE_CHARS_MAX: usize = 300;

/// Begins to admit an expected arrival: claims it and takes over what the sender told. When it is
/// being admitted already by the same clerk, that admission goes on.
///
/// # Errors
/// Denied; conflict when another clerk has it, it is expected no more, the prison is closed, or a custody
/// comes with it that goes on: who is back from court or comes from another prison is received, not admitted.
pub fn start(tx: &mut Tx<'_>, cx: &Doing<'_>, arrival: ArrivalId) -> Result<AdmissionId> {
    let arrival = arrivals::service::claim(tx, cx, arrival)?;
    cx.may(Action::AdmissionStart, tx, arrival.prison)?;
    if arrival.custody.is_some() {
        return Err(Error::conflict("err-arrival-in-custody"));
    }
    if let Some(open) = store::of_arrival(tx, arrival.id)? {
        return Ok(open.id);
    }
    begin(tx, cx, arrival.prison, Some(&arrival))
}

/// Begins to admit somebody whom nobody expected.
///
/// # Errors
/// Denied; conflict when the prison is closed.
pub fn start_unexpected(tx: &mut Tx<'_>, cx: &Doing<'_>, prison: PrisonId) -> Result<AdmissionId> {
    cx.may(Action::AdmissionStart, tx, prison)?;
    begin(tx, cx, prison, None)
}

fn begin(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    arrival: Option<&Arrival>,
) -> Result<AdmissionId> {
    open_prison(tx, prison)?;
    let admission = Admission {
        id: cx.world.id(),
        prison,
        arrival: arrival.map(|arrival| arrival.id),
        state: AdmissionState::Open,
        step: Step::Warrant,
        person: None,
        decided: false,
        custody: None,
        by_user: cx.actor.user,
        by_name: cx.actor_name(),
        started_at: cx.now(),
        on_roll_at: None,
        version: 1,
    };
    store::insert(tx, &admission)?;
    let told = arrival.map(told).unwrap_or_default();
    for (field, value) in told.iter().filter(|(_, value)| !value.is_empty()) {
        store::put_field(tx, admission.id, field, value, cx.now())?;
    }
    store::step(
        tx,
        &admission,
        Some((cx.world.id(), admission.step)),
        cx.hand(),
        cx.now(),
    )?;
    let event = AdmissionStarted {
        admission: admission.id,
        arrival: admission.arrival,
    };
    cx.tell(tx, Some(prison), admission.id.into(), &event, None)?;
    Ok(admission.id)
}

/// Keeps fields as typed.
///
/// # Errors
/// Denied; invalid when a field is too long or there is no such field; conflict when the admission is not
/// open.
pub fn note(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: AdmissionId,
    fields: &[(String, String)],
) -> Result<()> {
    let admission = open(tx, cx, id)?;
    let mut noted = Vec::new();
    for (field, value) in fields {
        if !is_field(field) {
            return Err(Error::invalid(field.clone(), "err-field-unknown"));
        }
        if value.len() > FIELD_BYTES_MAX {
            return Err(Error::invalid(field.clone(), "err-too-long").with("max", FIELD_BYTES_MAX));
        }
        store::put_field(tx, id, field, value, cx.now())?;
        noted.push(field.clone());
    }
    cx.tell(
        tx,
        Some(admission.prison),
        id.into(),
        &AdmissionNoted { fields: noted },
        None,
    )
}

/// Goes to a step. The server's clock ends the one before.
///
/// # Errors
/// Denied; conflict when the admission is not open or somebody else has moved it on.
pub fn go_to(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId, step: Step) -> Result<()> {
    let mut admission = open(tx, cx, id)?;
    if admission.step == step {
        return Ok(());
    }
    admission.step = step;
    store::update(tx, &admission)?;
    store::step(
        tx,
        &admission,
        Some((cx.world.id(), step)),
        cx.hand(),
        cx.now(),
    )?;
    cx.tell(
        tx,
        Some(admission.prison),
        id.into(),
        &AdmissionStepped {
            step: step.word().to_owned(),
        },
        None,
    )
}

/// Signs the read-back of a second officer. Differences go back as tasks.
///
/// # Errors
/// Denied, to the clerk who admitted as well; invalid when what differs is no field that is read back, or too
/// long; conflict when the admission is not waiting for it.
pub fn verify(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    id: AdmissionId,
    differences: &[(String, String)],
) -> Result<()> {
    let admission = store::get(tx, id)?;
    cx.may(Action::AdmissionVerify, tx, admission.prison)?;
    if admission.by_user == cx.actor.user || store::worked_on(tx, id, cx.actor.user)? {
        return Err(Error::new(kernel::Kind::Denied, "err-own-admission"));
    }
    if admission.state != AdmissionState::OnRoll {
        return Err(Error::conflict("err-stale"));
    }
    let known = |field: &str| READ_BACK.iter().any(|(name, _)| *name == field);
    for (field, read) in differences {
        if !known(field) {
            return Err(Error::invalid(field.clone(), "err-field-unknown"));
        }
        if read.chars().count() > DIFFERENCE_CHARS_MAX {
            return Err(
                Error::invalid(field.clone(), "err-text-long").with("max", DIFFERENCE_CHARS_MAX)
            );
        }
    }
    let as_json = serde_json::to_string(differences)
        .map_err(|error| Error::bug("differences").because(error))?;
    let agreed = differences.is_empty();
    store::verify(
        tx,
        &admission,
        cx.world.id(),
        cx.actor.user,
        &as_json,
        agreed,
        cx.now(),
    )?;
    for (field, read) in differences {
        let about = (admission.custody, Some(id));
        tasks::service::owe(
            tx,
            cx,
            admission.prison,
            about,
            TaskKind::Difference,
            &format!("{field}: {read}"),
        )?;
    }
    let fields = differences.iter().map(|(field, _)| field.clone()).collect();
    let event = AdmissionVerified {
        agreed,
        differences: fields,
    };
    cx.tell(tx, Some(admission.prison), id.into(), &event, None)
}

/// Gives an admission up; the arrival is expected again.
///
/// # Errors
/// Denied; invalid without a reason or with one that is too long; conflict when the admission is not open.
pub fn abandon(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId, reason: &str) -> Result<()> {
    let admission = open(tx, cx, id)?;
    let reason = reason_given(reason, TEXT_CHARS_MAX)?;
    give_up(tx, cx, admission, &reason)
}

fn give_up(tx: &mut Tx<'_>, cx: &Doing<'_>, mut admission: Admission, reason: &str) -> Result<()> {
    admission.state = AdmissionState::Abandoned;
    store::update(tx, &admission)?;
    store::step(tx, &admission, None, cx.hand(), cx.now())?;
    if let Some(arrival) = admission.arrival {
        arrivals::store::unclaim(tx, arrival, admission.by_user)?;
    }
    let event = AdmissionAbandoned {
        arrival: admission.arrival,
    };
    let about = admission.id.into();
    cx.tell(tx, Some(admission.prison), about, &event, Some(reason))
}

/// The admission, if it is being typed and the actor may type it; held until the transaction ends, so
/// that nothing typed is acknowledged while somebody else puts the person on the roll.
pub(super) fn open(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<Admission> {
    read(tx, cx, id)?;
    store::hold(tx, id)?;
    store::get(tx, id)
}

/// The admission, if the actor may see it.
///
/// # Errors
/// Not found; denied.
pub fn read(conn: &mut Conn<'_>, cx: &Doing<'_>, id: AdmissionId) -> Result<Admission> {
    let admission = store::get(conn, id)?;
    cx.may(Action::AdmissionWrite, conn, admission.prison)?;
    Ok(admission)
}

/// Keeps why a slow admission was slow, in the words of who did it.
///
/// # Errors
/// Denied; invalid when nothing was said, or too much.
pub fn explain_slow(tx: &mut Tx<'_>, cx: &Doing<'_>, id: AdmissionId, reason: &str) -> Result<()> {
    let admission = read(tx, cx, id)?;
    let reason = said("slow_reason", reason)?;
    store::slow_reason(tx, id, &reason)?;
    let event = AdmissionNoted {
        fields: vec!["slow_reason".to_owned()],
    };
    let about = id.into();
    cx.tell(tx, Some(admission.prison), about, &event, Some(&reason))
}
