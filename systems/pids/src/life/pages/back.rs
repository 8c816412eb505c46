use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::{Conn, Tx};
use kernel::{CustodyId, PersonId, Result, parse_date};
use web::parts::{Choice, PersonRow};
use web::{Cx, Form, Page};

use super::acts::head;
use crate::Doing;
use crate::custody::{self, Case, CaseState, Custody, State};
use crate::life::service::{self, CaseAnswer, FromCourt};

/// Back from court or hospital: one screen for both, since the gate sees a person come back and not a
/// kind of absence.
#[derive(Template)]
#[template(path = "life/back.html")]
struct BackPage {
    page: Page,
    form: Form,
    person: PersonRow,
    custody: Custody,
    from_court: bool,
    cases: Vec<CasePart>,
}

struct CasePart {
    case: Case,
    next: String,
    state: String,
    sentence: String,
    undated: String,
    is_undated: bool,
    states: Vec<Choice>,
}

/// What one must be allowed to take somebody back.
fn needs(state: State) -> Action {
    match state {
        State::InHospital => Action::MovementHospital,
        _ => Action::MovementCourt,
    }
}

/// Asks for the next date of each case that goes on.
pub(super) async fn form(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: CustodyId = id.parse()?;
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| draw(conn, &inner, id, None));
    cx.show(&page.await?)
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, id: CustodyId, typed: Option<Form>) -> Result<BackPage> {
    let custody = custody::store::get(conn, id)?;
    let custody = service::custody_for(conn, &Doing::of(cx), needs(custody.state), id)?;
    let page = cx.page(cx.t("back-title"));
    let goes_on = |case: &Case| matches!(case.state, CaseState::Pending | CaseState::Bailed);
    let cases: Vec<_> = custody::store::cases_of(conn, id)?
        .into_iter()
        .filter(goes_on)
        .collect();
    let form = typed.unwrap_or_else(|| {
        let states = cases
            .iter()
            .map(|case| (format!("state-{}", case.id), case.state.word()));
        Form::from_pairs(states)
    });
    Ok(BackPage {
        person: super::person_row(cx, &head(conn, &custody)?),
        cases: cases
            .into_iter()
            .map(|case| part(&page, &form, case))
            .collect(),
        form,
        from_court: custody.state != State::InHospital,
        custody,
        page,
    })
}

fn part(page: &Page, form: &Form, case: Case) -> CasePart {
    let undated = format!("undated-{}", case.id);
    CasePart {
        is_undated: form.checked(&undated, "yes"),
        undated,
        next: format!("next-{}", case.id),
        state: format!("state-{}", case.id),
        sentence: format!("sentence-{}", case.id),
        states: CaseState::ALL
            .iter()
            .map(|state| Choice::new(state.word(), page.t(state.key())))
            .collect(),
        case,
    }
}

/// Takes somebody in again.
pub(super) async fn save(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: CustodyId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = super::done(&cx, id, move |tx| come_back(tx, &inner, id, &typed)).await;
    match done {
        Ok(person) => Ok(cx.go_saying(&format!("/people/{person}"), "back-done")),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx
                .app
                .db
                .read(move |conn| draw(conn, &inner, id, Some(form.clone())));
            cx.show_again(&page.await?)
        }
    }
}

fn come_back(tx: &mut Tx<'_>, cx: &Cx, id: CustodyId, form: &Form) -> Result<PersonId> {
    let custody = custody::store::get(tx, id)?;
    let doing = Doing::of(cx);
    if custody.state == State::InHospital {
        service::back_from_hospital(tx, &doing, id)?;
        return Ok(custody.person);
    }
    let mut answers = Vec::new();
    for case in custody::store::cases_of(tx, id)? {
        answers.extend(answer(cx, &case, form)?);
    }
    service::back_from_court(
        tx,
        &doing,
        &FromCourt {
            custody: id,
            answers,
        },
    )?;
    Ok(custody.person)
}

/// What the form says of one case; nothing when it has neither a date, nor a tick that there is none, nor
/// another state than before.
fn answer(cx: &Cx, case: &Case, form: &Form) -> Result<Option<CaseAnswer>> {
    let (next, state) = (format!("next-{}", case.id), format!("state-{}", case.id));
    let next_on = form
        .given(&next)
        .map(|text| parse_date(&next, text, cx.now.date()))
        .transpose()?;
    let state = match form.given(&state) {
        Some(word) => CaseState::parse(&state, word)?,
        None => case.state,
    };
    let undated = form.checked(&format!("undated-{}", case.id), "yes");
    if next_on.is_none() && !undated && state == case.state {
        return Ok(None);
    }
    Ok(Some(CaseAnswer {
        case: case.id,
        state,
        next_on,
        sentence: bangla::normalise::text(form.value(&format!("sentence-{}", case.id))),
    }))
}
