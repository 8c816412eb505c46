use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::{Conn, Tx};
use kernel::{BdTime, CustodyId, Error, PersonId, PrisonId, Result, parse_date, words};
use web::parts::{Choice, PersonRow};
use web::{Cx, Form, Page};

use super::inputs::Input;
use crate::custody::{self, CaseState, Custody, LegalStatus};
use crate::life::correct::{CorrectCustody, CustodyField, correct_custody, read_custody};
use crate::life::service::{self, Ended, NewOrder, NewStatus, ToCourt, ToHospital, ToPrison};
use crate::life::{LOCK_UP_HOUR, ReleaseKind};
use crate::{Doing, estate, people};

words! {
    /// The verbs whose form is nothing but fields.
    pub(super) enum Act: "act" {
        /// To court.
        Court = "court",
        /// To a hospital outside.
        Hospital = "hospital",
        /// To another prison.
        Transfer = "transfer",
        /// An order of release has come.
        Order = "order",
        /// Escaped.
        Escape = "escape",
        /// Died.
        Death = "death",
        /// Held in another right.
        Status = "status",
        /// The warrant was written down wrongly.
        Warrant = "warrant",
    }
}

impl Act {
    /// What one must be allowed to do it.
    pub(super) fn needs(self) -> Action {
        match self {
            Self::Court => Action::MovementCourt,
            Self::Hospital => Action::MovementHospital,
            Self::Transfer => Action::MovementTransfer,
            Self::Order => Action::MovementReleaseOrder,
            Self::Escape => Action::MovementEscape,
            Self::Death => Action::MovementDeath,
            Self::Status | Self::Warrant => Action::PersonCorrect,
        }
    }

    fn parse_path(text: &str) -> Result<Self> {
        Self::parse("act", text).map_err(|_| Error::not_found())
    }

    /// The key of what is said above the form.
    fn intro(self) -> &'static str {
        match self {
            Self::Court => "act-court-intro",
            Self::Hospital => "act-hospital-intro",
            Self::Transfer => "act-transfer-intro",
            Self::Order => "act-order-intro",
            Self::Escape => "act-escape-intro",
            Self::Death => "act-death-intro",
            Self::Status => "act-status-intro",
            Self::Warrant => "act-warrant-intro",
        }
    }

    /// The key of what is said when it is done.
    fn done(self) -> &'static str {
        match self {
            Self::Court => "act-court-done",
            Self::Hospital => "act-hospital-done",
            Self::Transfer => "act-transfer-done",
            Self::Order => "act-order-done",
            Self::Escape => "act-escape-done",
            Self::Death => "act-death-done",
            Self::Status => "act-status-done",
            Self::Warrant => "act-warrant-done",
        }
    }
}

#[derive(Template)]
#[template(path = "life/act.html")]
struct ActPage {
    page: Page,
    form: Form,
    person: PersonRow,
    intro: &'static str,
    action: String,
    leave: String,
    inputs: Vec<Input>,
}

/// The form of a verb.
pub(super) async fn form(cx: Cx, Path((id, act)): Path<(String, String)>) -> web::Result<Response> {
    let (id, act): (CustodyId, _) = (id.parse()?, Act::parse_path(&act)?);
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let custody = service::custody_for(conn, &Doing::of(&inner), act.needs(), id)?;
        let form = start(conn, &inner, act, &custody)?;
        draw(conn, &inner, act, &custody, form)
    });
    cx.show(&page.await?)
}

/// Does what the form says.
pub(super) async fn save(
    cx: Cx,
    Path((id, act)): Path<(String, String)>,
    form: Form,
) -> web::Result<Response> {
    let (id, act): (CustodyId, _) = (id.parse()?, Act::parse_path(&act)?);
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| perform(tx, &inner, act, id, &typed)).await;
    match done {
        Ok(person) => Ok(cx.go_saying(&format!("/people/{person}"), act.done())),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx.app.db.read(move |conn| {
                let custody = service::custody_for(conn, &Doing::of(&inner), act.needs(), id)?;
                draw(conn, &inner, act, &custody, form.clone())
            });
            cx.show_again(&page.await?)
        }
    }
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, act: Act, custody: &Custody, form: Form) -> Result<ActPage> {
    let page = cx.page(cx.t(act.key()));
    let inputs = inputs(conn, cx, &page, act, custody)?;
    let file = head(conn, custody)?;
    Ok(ActPage {
        person: super::person_row(cx, &file),
        form,
        intro: act.intro(),
        action: format!("/custodies/{}/{act}", custody.id),
        leave: format!("/people/{}", custody.person),
        inputs,
        page,
    })
}

/// What the top of a form shows of a person. The file itself is not opened by it.
pub(super) fn head(conn: &mut Conn<'_>, custody: &Custody) -> Result<service::File> {
    let ward = match custody.ward {
        Some(ward) => Some(estate::store::ward(conn, ward)?),
        None => None,
    };
    Ok(service::File {
        person: people::store::get(conn, custody.person)?,
        custodies: vec![custody.clone()],
        custody: custody.clone(),
        prison: estate::store::prison(conn, custody.prison)?,
        ward,
        absence: None,
    })
}

/// The form before anybody has typed: what is known already stands in it.
fn start(conn: &mut Conn<'_>, cx: &Cx, act: Act, custody: &Custody) -> Result<Form> {
    Ok(match act {
        Act::Court => {
            let cases = custody::store::cases_of(conn, custody.id)?;
            let today = cases.iter().find(|case| case.next_on == Some(cx.now.date()));
            let court = today.or(cases.first()).map_or(&custody.warrant.court, |case| &case.court);
            Form::from_pairs([("place", court.as_str())])
        }
        Act::Order => {
            let cases = custody::store::cases_of(conn, custody.id)?;
            let pending = cases.iter().find(|case| case.state == CaseState::Pending);
            let mut form = Form::from_pairs([("kind", ReleaseKind::Bail.word())]);
            if let Some(case) = pending {
                form = form.with("case", case.id.to_string()).with("court", case.court.as_str());
            }
            form
        }
        Act::Transfer => Form::from_pairs([("certified_on", cx.now.date().to_string())]),
        Act::Status => Form::from_pairs([("status", custody.legal_status.word())]),
        Act::Warrant => Form::from_pairs(
            CustodyField::ALL
                .iter()
                .map(|field| (field.word(), read_custody(custody, *field)))
                .chain([("version", custody.version.to_string())]),
        ),
        Act::Hospital | Act::Escape | Act::Death => Form::empty(),
    })
}

fn inputs(conn: &mut Conn<'_>, cx: &Cx, page: &Page, act: Act, custody: &Custody) -> Result<Vec<Input>> {
    Ok(match act {
        Act::Court => vec![
            Input::text("place", "life-court").needed(),
            Input::text("order_ref", "life-order-ref").hint("life-order-ref-court"),
            Input::date("due_on", "life-due-on"),
        ],
        Act::Hospital => vec![
            Input::text("place", "life-hospital").needed(),
            Input::text("order_ref", "life-order-ref").hint("life-order-ref-doctor"),
            Input::date("due_on", "life-look-again"),
            Input::area("reason", "life-medical-reason").hint("life-medical-reason-hint").needed(),
        ],
        Act::Transfer => vec![
            Input::select("to", "life-to-prison", other_prisons(conn, cx, custody.prison)?).needed(),
            Input::text("order_ref", "life-order-ref").needed(),
            Input::text("certified_by", "life-certified-by").hint("life-certified-by-hint").needed(),
            Input::date("certified_on", "life-certified-on").needed(),
            Input::date("due_on", "life-there-on"),
            Input::area("reason", "life-reason").needed(),
        ],
        Act::Order => vec![
            Input::select("kind", "life-release-kind", kinds(page)).needed(),
            Input::select("case", "life-order-case", cases(conn, custody)?).hint("life-order-case-hint"),
            Input::text("court", "life-ordered-by").needed(),
            Input::text("order_ref", "life-order-ref").needed(),
            Input::date("received_on", "life-received-on"),
            Input::text("received_at", "life-received-at").hint("life-received-at-hint"),
        ],
        Act::Escape | Act::Death => vec![Input::area("reason", "life-what-happened").needed()],
        Act::Status => vec![
            Input::select("status", "life-legal-status", statuses(page)).needed(),
            Input::area("reason", "life-judgment").needed(),
        ],
        Act::Warrant => vec![
            Input::text("warrant_no", CustodyField::WarrantNo.key()).needed(),
            Input::text("warrant_court", CustodyField::WarrantCourt.key()).needed(),
            Input::date("warrant_on", CustodyField::WarrantOn.key()).needed(),
            Input::area("reason", "life-how-known").needed(),
        ],
    })
}

fn other_prisons(conn: &mut Conn<'_>, cx: &Cx, own: PrisonId) -> Result<Vec<Choice>> {
    let open = |prison: &estate::Prison| prison.id != own && prison.closed_on.is_none();
    Ok(estate::store::prisons(conn)?
        .into_iter()
        .filter(open)
        .map(|prison| Choice::new(prison.id.to_string(), prison.name.show(cx.lang)))
        .collect())
}

fn cases(conn: &mut Conn<'_>, custody: &Custody) -> Result<Vec<Choice>> {
    Ok(custody::store::cases_of(conn, custody.id)?
        .into_iter()
        .map(|case| Choice::new(case.id.to_string(), format!("{}, {}", case.case_no, case.court)))
        .collect())
}

fn kinds(page: &Page) -> Vec<Choice> {
    ReleaseKind::ALL.iter().map(|kind| Choice::new(kind.word(), page.t(kind.key()))).collect()
}

fn statuses(page: &Page) -> Vec<Choice> {
    LegalStatus::ALL.iter().map(|status| Choice::new(status.word(), page.t(status.key()))).collect()
}

/// Reads the form and does the verb; gives the person whose page shows it.
fn perform(tx: &mut Tx<'_>, cx: &Cx, act: Act, custody: CustodyId, form: &Form) -> Result<PersonId> {
    let doing = &Doing::of(cx);
    let text = |name: &str| form.value(name).to_owned();
    let (place, order_ref, reason) = (text("place"), text("order_ref"), text("reason"));
    match act {
        Act::Court => {
            let due_at = evening(cx, form, "due_on")?;
            service::send_to_court(tx, doing, &ToCourt { custody, place, order_ref, due_at })?;
        }
        Act::Hospital => {
            let due_at = evening(cx, form, "due_on")?;
            service::send_to_hospital(tx, doing, &ToHospital { custody, place, reason, order_ref, due_at })?;
        }
        Act::Transfer => {
            let to = ToPrison {
                custody,
                to: chosen(form, "to")?.ok_or_else(|| Error::invalid("to", "err-required"))?,
                order_ref,
                reason,
                certified_by: text("certified_by"),
                certified_on: date(cx, form, "certified_on")?,
                due_at: evening(cx, form, "due_on")?,
            };
            service::send_to_prison(tx, doing, &to)?;
        }
        Act::Order => {
            let new = NewOrder {
                custody,
                kind: ReleaseKind::parse("kind", form.value("kind"))?,
                case: chosen(form, "case")?,
                court: text("court"),
                order_ref,
                received_at: received(cx, form)?,
            };
            service::receive_order(tx, doing, &new)?;
        }
        Act::Escape => service::escape(tx, doing, &Ended { custody, reason })?,
        Act::Death => service::die(tx, doing, &Ended { custody, reason })?,
        Act::Status => {
            let status = LegalStatus::parse("status", form.value("status"))?;
            service::change_status(tx, doing, &NewStatus { custody, status, reason })?;
        }
        Act::Warrant => {
            let version = form.value("version").parse().map_err(|_| Error::conflict("err-stale"))?;
            let fields = CustodyField::ALL.iter().map(|field| (*field, text(field.word()))).collect();
            correct_custody(tx, doing, &CorrectCustody { custody, version, fields, reason })?;
        }
    }
    Ok(custody::store::get(tx, custody)?.person)
}

/// An id from a list of choices.
fn chosen<T: std::str::FromStr>(form: &Form, name: &'static str) -> Result<Option<T>> {
    let parsed = form.given(name).map(str::parse::<T>).transpose();
    parsed.map_err(|_| Error::invalid(name, "err-choice"))
}

fn date(cx: &Cx, form: &Form, name: &'static str) -> Result<Option<kernel::Date>> {
    form.given(name).map(|text| parse_date(name, text, cx.now.date())).transpose()
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
    let (hour, minute) = estate::pages::clock(hour).ok_or_else(|| Error::invalid("received_at", "err-hour"))?;
    Ok(Some(BdTime::from_local(day.at(hour, minute, 0, 0))))
}
