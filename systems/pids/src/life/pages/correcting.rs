use access::{Action, DataClass};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use contracts::pids::PersonRead;
use db::Tx;
use kernel::{Error, PersonId, Result};
use web::parts::Choice;
use web::{Cx, Form, Page};

use super::inputs::Input;
use crate::Doing;
use crate::life::correct::{CorrectPerson, Field, correct_person, read};
use crate::life::service;
use crate::pages;
use crate::people::{self, Sex};

#[derive(Template)]
#[template(path = "life/correct.html")]
struct CorrectPage {
    page: Page,
    form: Form,
    name: String,
    person: PersonId,
    inputs: Vec<Input>,
}

/// The form with what stands in the record.
pub(super) async fn form(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: PersonId = id.parse()?;
    let inner = cx.clone();
    let page = cx.app.db.write(move |tx| draw(tx, &inner, id, None));
    cx.show(&page.await?)
}

/// The form shows the whole record, so the journal says who has read it.
fn draw(tx: &mut Tx<'_>, cx: &Cx, id: PersonId, typed: Option<Form>) -> Result<CorrectPage> {
    let doing = Doing::of(cx);
    let needs = (Action::PersonCorrect, DataClass::Ordinary);
    let prison = service::may_read(tx, &doing, needs, id)?;
    let person = people::store::get(tx, id)?;
    let read_all = PersonRead {
        part: "correct".to_owned(),
    };
    doing.tell(tx, Some(prison), id.into(), &read_all, None)?;
    let today = cx.now.date();
    let form = typed.unwrap_or_else(|| {
        let known = Field::ALL
            .iter()
            .map(|field| (field.word(), read(&person, *field, today)));
        let mut form = Form::from_pairs(known).with("version", person.version.to_string());
        for language in &person.languages {
            form = form.with(Field::Languages.word(), language);
        }
        with_places(form, &person, cx)
    });
    let page = cx.page(cx.t("correct-title"));
    Ok(CorrectPage {
        form,
        name: person.name.show(cx.lang).to_owned(),
        person: id,
        inputs: Field::ALL
            .iter()
            .map(|field| input(&page, cx, *field))
            .collect(),
        page,
    })
}

/// The words of the places, which their pickers show.
fn with_places(form: Form, person: &people::Person, cx: &Cx) -> Form {
    let words = |code: &str| people::place_words(cx.lang, code);
    form.with("present_place_text", words(&person.present.place))
        .with("permanent_place_text", words(&person.permanent.place))
}

fn input(page: &Page, cx: &Cx, field: Field) -> Input {
    let terms = |table: &'static [reference::Term]| {
        table
            .iter()
            .map(|term| Choice::new(term.code, cx.lang.pick(term.name_bn, term.name_en)))
            .collect()
    };
    let (name, label) = (field.word(), field.key());
    match field {
        Field::Sex => {
            let sexes = Sex::ALL
                .iter()
                .map(|sex| Choice::new(sex.word(), page.t(sex.key())));
            Input::select(name, label, sexes.collect()).needed()
        }
        Field::Religion => Input::select(name, label, terms(reference::religions())),
        Field::Education => Input::select(name, label, terms(reference::education())),
        Field::Nationality => Input::select(name, label, terms(reference::countries())).needed(),
        Field::Languages => Input::checks(name, label, terms(reference::languages())),
        Field::Birth => Input::text(name, label).hint("birth-hint"),
        Field::PresentPlace | Field::PermanentPlace => Input::place(name, label),
        _ => Input::text(name, label),
    }
}

/// Corrects what differs.
pub(super) async fn save(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: PersonId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let mut said = pages::typed(&typed, |_| true);
        let fields = Field::ALL
            .iter()
            .filter_map(|field| Some((*field, said.remove(field.word())?)))
            .collect();
        let given = CorrectPerson {
            person: id,
            version: typed
                .value("version")
                .parse()
                .map_err(|_| Error::conflict("err-stale"))?,
            fields,
            reason: typed.value("reason").to_owned(),
        };
        correct_person(tx, &Doing::of(&inner), &given)
    });
    match done.await {
        Ok(()) => Ok(cx.go_saying(&format!("/people/{id}"), "correct-done")),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx
                .app
                .db
                .write(move |tx| draw(tx, &inner, id, Some(form.clone())));
            cx.show_again(&page.await?)
        }
    }
}
