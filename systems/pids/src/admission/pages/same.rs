//! "The same person?" beside an admission: the panel, and the clerk's decision.

use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use db::Tx;
use kernel::{AdmissionId, Kind, PersonId, Result};
use web::{Cx, Form};

use super::steps;
use crate::admission::{Step, service, store};
use crate::matching::why::{REASON_FIELD, WORDS_FIELD, Why};
use crate::{Doing, matching};

/// The form's field for whom it is; empty for somebody new.
const PERSON: &str = "person";
/// The form's field that says "back from court".
const BACK: &str = "back";

/// Whether `name` is a field of the panel's forms.
pub(super) fn is_field(name: &str) -> bool {
    [PERSON, REASON_FIELD, WORDS_FIELD].contains(&name)
}

/// The panel, fetched again while the clerk types.
pub(super) async fn panel(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let inner = cx.clone();
    let drawn = cx.app.db.read(move |conn| {
        let admission = service::read(conn, &Doing::of(&inner), id)?;
        let typed = store::typed(conn, id)?;
        let panel = matching::pages::panel(conn, &inner, &admission, &typed, &Form::empty())?;
        Ok((panel.html, service::untold(&typed, &panel.people)))
    });
    let (html, untold) = drawn.await?;
    tell_shown(&cx, id, untold).await?;
    Ok(Html(html).into_response())
}

/// Who is shown may be of any prison, so the journal hears of it before the reader sees it.
pub(super) async fn tell_shown(cx: &Cx, id: AdmissionId, people: Vec<PersonId>) -> web::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::tell_shown(tx, &Doing::of(&inner), id, &people))
        .await?;
    Ok(())
}

pub(super) async fn decide(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let person: Option<PersonId> = form.given(PERSON).map(str::parse).transpose()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let decided = super::done(&cx, id, move |tx, _| {
        decided(tx, &inner, id, person, &typed)
    });
    match decided.await {
        Ok(to) => Ok(cx.go(&to)),
        Err(error) if matches!(error.kind, Kind::Conflict | Kind::Invalid) => {
            steps::page_again(&cx, id, None, Some(error), &form).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Keeps the decision, and says where the clerk goes on.
fn decided(
    tx: &mut Tx<'_>,
    cx: &Cx,
    id: AdmissionId,
    person: Option<PersonId>,
    form: &Form,
) -> Result<String> {
    let doing = Doing::of(cx);
    // Asked before the form is read, so that its errors tell nobody of an admission that they may not write.
    service::read(tx, &doing, id)?;
    let why = why(cx, form, person.is_some())?;
    if let Some(person) = person.filter(|_| form.checked(BACK, "yes")) {
        let custody = service::take_back(tx, &doing, id, person, why.as_ref())?;
        return Ok(format!("/custodies/{custody}/back"));
    }
    service::decide(tx, &doing, id, person, why.as_ref())?;
    // Of a known person only the order, the case and the ward are asked, on one screen.
    if person.is_some() {
        service::go_to(tx, &doing, id, Step::Sign)?;
    }
    Ok(format!("/admissions/{id}"))
}

/// The reason, if one was given: whether it is needed, the verb knows.
fn why(cx: &Cx, form: &Form, same: bool) -> Result<Option<Why>> {
    let (reason, words) = (form.value(REASON_FIELD), form.value(WORDS_FIELD));
    if reason.is_empty() && words.is_empty() {
        return Ok(None);
    }
    Why::read(same, reason, words, |reason| cx.t(reason.key())).map(Some)
}
