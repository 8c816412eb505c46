//! Reading a verb's form and doing the verb.

use db::Tx;
use kernel::{BdTime, CustodyId, Error, PersonId, Result, parse_date};
use web::{Cx, Form};

use super::Act;
use crate::custody::{self, LegalStatus};
use crate::life::correct::{CorrectCustody, CustodyField, correct_custody};
use crate::life::service::{self, Ended, NewOrder, NewStatus, ToCourt, ToHospital, ToPrison};
use crate::life::{LOCK_UP_HOUR, ReleaseKind};
use crate::{Doing, estate};

/// Reads the form and does the verb; gives the person whose page shows it.
pub(super) fn perform(
    tx: &mut Tx<'_>,
    cx: &Cx,
    act: Act,
    custody: CustodyId,
    form: &Form,
) -> Result<PersonId> {
    let doing = &Doing::of(cx);
    match act {
        Act::Court => service::send_to_court(tx, doing, &to_court(cx, custody, form)?)?,
        Act::Hospital => service::send_to_hospital(tx, doing, &to_hospital(cx, custody, form)?)?,
        Act::Transfer => service::send_to_prison(tx, doing, &to_prison(cx, custody, form)?)?,
        Act::Order => {
            service::receive_order(tx, doing, &new_order(cx, custody, form)?)?;
        }
        Act::Escape => service::escape(tx, doing, &ended(custody, form))?,
        Act::Death => service::die(tx, doing, &ended(custody, form))?,
        Act::Status => service::change_status(tx, doing, &new_status(custody, form)?)?,
        Act::Warrant => correct_custody(tx, doing, &corrected(custody, form)?)?,
    }
    Ok(custody::store::get(tx, custody)?.person)
}

fn text(form: &Form, name: &str) -> String {
    form.value(name).to_owned()
}

fn to_court(cx: &Cx, custody: CustodyId, form: &Form) -> Result<ToCourt> {
    Ok(ToCourt {
        custody,
        place: text(form, "place"),
        order_ref: text(form, "order_ref"),
        due_at: evening(cx, form, "due_on")?,
    })
}

fn to_hospital(cx: &Cx, custody: CustodyId, form: &Form) -> Result<ToHospital> {
    Ok(ToHospital {
        custody,
        place: text(form, "place"),
        reason: text(form, "reason"),
        order_ref: text(form, "order_ref"),
        due_at: evening(cx, form, "due_on")?,
    })
}

fn to_prison(cx: &Cx, custody: CustodyId, form: &Form) -> Result<ToPrison> {
    Ok(ToPrison {
        custody,
        to: chosen(form, "to")?.ok_or_else(|| Error::invalid("to", "err-required"))?,
        order_ref: text(form, "order_ref"),
        reason: text(form, "reason"),
        certified_by: text(form, "certified_by"),
        certified_on: date(cx, form, "certified_on")?,
        due_at: evening(cx, form, "due_on")?,
    })
}

fn new_order(cx: &Cx, custody: CustodyId, form: &Form) -> Result<NewOrder> {
    Ok(NewOrder {
        custody,
        kind: ReleaseKind::parse("kind", form.value("kind"))?,
        case: chosen(form, "case")?,
        court: text(form, "court"),
        order_ref: text(form, "order_ref"),
        received_at: received(cx, form)?,
    })
}

fn ended(custody: CustodyId, form: &Form) -> Ended {
    Ended {
        custody,
        reason: text(form, "reason"),
    }
}

fn new_status(custody: CustodyId, form: &Form) -> Result<NewStatus> {
    Ok(NewStatus {
        custody,
        status: LegalStatus::parse("status", form.value("status"))?,
        reason: text(form, "reason"),
    })
}

fn corrected(custody: CustodyId, form: &Form) -> Result<CorrectCustody> {
    Ok(CorrectCustody {
        custody,
        version: form.version()?,
        fields: CustodyField::ALL
            .iter()
            .map(|field| (*field, text(form, field.word())))
            .collect(),
        reason: text(form, "reason"),
    })
}

/// An id from a list of choices.
fn chosen<T: std::str::FromStr>(form: &Form, name: &'static str) -> Result<Option<T>> {
    let parsed = form.given(name).map(str::parse::<T>).transpose();
    parsed.map_err(|_| Error::invalid(name, "err-choice"))
}

fn date(cx: &Cx, form: &Form, name: &'static str) -> Result<Option<kernel::Date>> {
    form.given(name)
        .map(|text| parse_date(name, text, cx.now.date()))
        .transpose()
}

/// The evening's lock-up of a day.
fn evening(cx: &Cx, form: &Form, name: &'static str) -> Result<Option<BdTime>> {
    let date = date(cx, form, name)?;
    let due = date.map(|date| BdTime::from_local(date.at(LOCK_UP_HOUR, 0, 0, 0)));
    match due {
        Some(due) if due <= cx.now => Err(Error::invalid(name, "err-past")),
        due => Ok(due),
    }
}

/// When an order came: now, or on a day at an hour.
fn received(cx: &Cx, form: &Form) -> Result<Option<BdTime>> {
    let day = date(cx, form, "received_on")?;
    let hour = form.value("received_at");
    if day.is_none() && hour.is_empty() {
        return Ok(None);
    }
    let day = day.unwrap_or(cx.now.date());
    let (hour, minute) =
        estate::pages::clock(hour).ok_or_else(|| Error::invalid("received_at", "err-hour"))?;
    Ok(Some(BdTime::from_local(day.at(hour, minute, 0, 0))))
}
