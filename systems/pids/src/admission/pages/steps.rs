//! One page a step.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use db::Conn;
use kernel::{AdmissionId, Error, PersonId, Result};
use web::parts::Choice;
use web::{Cx, Form, Page};

use super::read_back::{Row, rows};
use super::view::{View, is_open};
use super::{placing, same};
use crate::admission::facts::{Facts, Typed};
use crate::admission::{Admission, AdmissionState, RISK_QUESTIONS, Step, TARGET, service, store};
use crate::custody::{self, LegalStatus, law};
use crate::matching::pages::SamePanel;
use crate::pages::{choices, html, terms};
use crate::people::Sex;
use crate::{Doing, matching};

/// Sections that the aside lists as this prison's most used.
const USED_MAX: i64 = 8;

macro_rules! step_page {
    ($name:ident, $path:literal { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name { page: Page, form: Form, view: View, $($field: $type),* }
    };
}

step_page!(WarrantPage, "admission/warrant.html" {
    statuses: Vec<Choice>, signed: Vec<Choice>, sections_read: Vec<String>, used: Vec<String>, co_accused: Vec<String>,
});
step_page!(IdentityPage, "admission/identity.html" { sexes: Vec<Choice>, same: SamePanel });
step_page!(FactsPage, "admission/facts.html" {
    religions: Vec<Choice>, occupations: Vec<Choice>, educations: Vec<Choice>, countries: Vec<Choice>, languages: Vec<Choice>, woman: bool,
    photo: Option<String>,
});
step_page!(RiskPage, "admission/risk.html" { questions: Vec<Question>, answers: Vec<Choice>, woman: bool });
step_page!(WardPage, "admission/ward.html" { wards: Vec<Choice>, reasons: String });
step_page!(KnownPage, "admission/known.html" {
    rows: Vec<Row>, statuses: Vec<Choice>, signed: Vec<Choice>, sections_read: Vec<String>, wards: Vec<Choice>, reasons: String,
});
step_page!(SignPage, "admission/sign.html" { rows: Vec<Row>, later: Vec<String> });
step_page!(DonePage, "admission/done.html" {
    rows: Vec<Row>, stopped: bool, can_verify: bool, slow: bool, number: Option<String>, person: String,
});

struct Question {
    name: String,
    key: String,
}

/// All that a page of an admission is drawn from.
pub(super) struct Seen {
    pub(super) admission: Admission,
    pub(super) typed: Typed,
    times: Vec<(Step, i64)>,
}

/// Shows the step that the admission is at, or the one asked for; with `wrong`, what is wrong with it.
pub(super) async fn page(
    cx: &Cx,
    id: AdmissionId,
    step: Option<Step>,
    wrong: Option<Error>,
) -> web::Result<Response> {
    page_again(cx, id, step, wrong, &Form::empty()).await
}

/// [`page`] with what was typed into "the same person?", which no draft keeps.
pub(super) async fn page_again(
    cx: &Cx,
    id: AdmissionId,
    step: Option<Step>,
    wrong: Option<Error>,
    typed: &Form,
) -> web::Result<Response> {
    let (inner, typed) = (cx.clone(), typed.clone());
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let drawn = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, id, step, wrong.as_ref(), &typed));
    let (html, untold) = drawn.await?;
    same::tell_shown(cx, id, untold).await?;
    Ok((status, Html(html)).into_response())
}

/// What is wrong, once more: a read may run again.
fn again(error: &Error) -> Error {
    let mut copy = Error::new(error.kind, error.key);
    copy.args.clone_from(&error.args);
    copy.fields.clone_from(&error.fields);
    copy
}

/// The page, and whom it shows of whom the journal has not heard yet.
fn draw(
    conn: &mut Conn<'_>,
    cx: &Cx,
    id: AdmissionId,
    step: Option<Step>,
    wrong: Option<&Error>,
    said: &Form,
) -> Result<(String, Vec<PersonId>)> {
    let mut admission = service::read(conn, &Doing::of(cx), id)?;
    admission.step = step.unwrap_or(admission.step);
    let seen = Seen {
        typed: store::typed(conn, id)?,
        times: store::step_times(conn, id, cx.now)?,
        admission,
    };
    let mut form = Form::from_pairs(seen.typed.clone());
    for language in seen
        .typed
        .get("languages")
        .into_iter()
        .flat_map(|codes| codes.split_whitespace())
    {
        form = form.with("languages", language);
    }
    for (name, value) in said.pairs().filter(|(name, _)| same::is_field(name)) {
        form = form.with(name, value);
    }
    if let Some(error) = wrong {
        form = form.with_error(again(error));
    }
    let page = cx.page(cx.t("admission"));
    let view = View::of(cx, &page, &seen.admission, &seen.typed, &seen.times);
    let mut untold = Vec::new();
    let html = match seen.admission.step {
        _ if !is_open(seen.admission.state) => done(conn, cx, page, form, view, &seen),
        Step::Warrant => warrant(conn, cx, page, form, view, &seen),
        Step::Identity => {
            let same = matching::pages::panel(conn, cx, &seen.admission, &seen.typed, &form)?;
            untold = service::untold(&seen.typed, &same.people);
            html(&IdentityPage {
                sexes: choices(&page, Sex::ALL, Sex::key),
                page,
                form,
                view,
                same,
            })
        }
        Step::Facts => facts(page, form, view, &seen),
        Step::Risk => risk(page, form, view, &seen),
        Step::Ward => ward(conn, cx, page, form, view, &seen),
        Step::Sign if seen.admission.person.is_some() => known(conn, cx, page, form, view, &seen),
        Step::Sign => sign(cx, page, form, view, &seen),
    };
    Ok((html?, untold))
}

/// What the fields of the warrant are drawn from.
struct Asked {
    form: Form,
    statuses: Vec<Choice>,
    signed: Vec<Choice>,
    sections_read: Vec<String>,
}

fn asked(cx: &Cx, page: &Page, mut form: Form) -> Asked {
    if form.given("legal_status").is_none() {
        // Four of five who come in are under trial.
        form = form.with("legal_status", LegalStatus::UnderTrial.word());
    }
    let sections_read = law::entries(form.value("sections"))
        .map(|entry| law::label(&law::recognise(entry), cx.lang))
        .collect();
    let signed = ["yes", "no"].map(|word| Choice::new(word, page.t_in("warrant-signed-", word)));
    Asked {
        statuses: choices(page, LegalStatus::ALL, LegalStatus::key),
        signed: signed.to_vec(),
        sections_read,
        form,
    }
}

fn warrant(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    form: Form,
    view: View,
    seen: &Seen,
) -> Result<String> {
    let used = custody::store::sections_used(conn, seen.admission.prison, USED_MAX)?;
    let co_accused = store::co_accused_names(
        conn,
        seen.admission.prison,
        form.value("case_no"),
        form.value("court"),
    )?;
    let asked = asked(cx, &page, form);
    html(&WarrantPage {
        statuses: asked.statuses,
        signed: asked.signed,
        sections_read: asked.sections_read,
        used: used
            .iter()
            .map(|charge| law::label(charge, cx.lang))
            .collect(),
        co_accused: co_accused
            .iter()
            .map(|name| name.show(cx.lang).to_owned())
            .collect(),
        form: asked.form,
        page,
        view,
    })
}

fn is_woman(seen: &Seen) -> bool {
    seen.typed
        .get("sex")
        .is_some_and(|sex| sex == Sex::Female.word())
}

fn facts(page: Page, form: Form, view: View, seen: &Seen) -> Result<String> {
    let lang = page.lang;
    html(&FactsPage {
        religions: terms(lang, reference::religions()),
        occupations: terms(lang, reference::occupations()),
        educations: terms(lang, reference::education()),
        countries: terms(lang, reference::countries()),
        languages: terms(lang, reference::languages()),
        woman: is_woman(seen),
        photo: form.given("photo").map(|hash| format!("/photos/{hash}")),
        page,
        form,
        view,
    })
}

fn risk(page: Page, form: Form, view: View, seen: &Seen) -> Result<String> {
    let question = |word: &str| Question {
        name: format!("risk_{word}"),
        key: format!("risk-{word}"),
    };
    html(&RiskPage {
        questions: RISK_QUESTIONS.into_iter().map(question).collect(),
        answers: ["no", "yes", "unknown"]
            .map(|word| Choice::new(word, page.t_in("answer-", word)))
            .to_vec(),
        woman: is_woman(seen),
        page,
        form,
        view,
    })
}

fn ward(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    form: Form,
    view: View,
    seen: &Seen,
) -> Result<String> {
    let placing = placing::of(conn, cx, &page, form, seen)?;
    html(&WardPage {
        page,
        view,
        form: placing.form,
        wards: placing.wards,
        reasons: placing.reasons,
    })
}

/// A known person: what is known is read back, and the order, the case and the ward are asked on the
/// same screen.
fn known(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    form: Form,
    view: View,
    seen: &Seen,
) -> Result<String> {
    let asked = asked(cx, &page, form);
    let placing = placing::of(conn, cx, &page, asked.form, seen)?;
    let mut rows = rows(&page, &seen.typed, None);
    rows.retain(|row| matches!(row.step, Step::Identity | Step::Facts));
    html(&KnownPage {
        rows,
        statuses: asked.statuses,
        signed: asked.signed,
        sections_read: asked.sections_read,
        form: placing.form,
        wards: placing.wards,
        reasons: placing.reasons,
        page,
        view,
    })
}

fn sign(cx: &Cx, page: Page, form: Form, view: View, seen: &Seen) -> Result<String> {
    let wrong = Facts::read(&seen.typed, cx.now.date()).err();
    let later = ["task-medical", "task-full_record", "task-case_table"].map(|key| page.t(key));
    html(&SignPage {
        rows: rows(&page, &seen.typed, wrong.as_ref()),
        later: later.to_vec(),
        page,
        form,
        view,
    })
}

fn done(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    form: Form,
    view: View,
    seen: &Seen,
) -> Result<String> {
    let admission = &seen.admission;
    let number = match admission.custody {
        Some(custody) => Some(custody::store::get(conn, custody)?.number),
        None => None,
    };
    let may_verify = Doing::of(cx)
        .may(access::Action::AdmissionVerify, conn, admission.prison)
        .is_ok();
    let total = admission
        .on_roll_at
        .map_or(0, |at| at.since(admission.started_at));
    html(&DonePage {
        rows: rows(&page, &seen.typed, None),
        stopped: admission.state == AdmissionState::Stopped,
        can_verify: may_verify
            && admission.state == AdmissionState::OnRoll
            && admission.by_user != cx.actor.user,
        slow: total > TARGET,
        number,
        person: admission
            .person
            .map(|person| person.to_string())
            .unwrap_or_default(),
        page,
        form,
        view,
    })
}
