//! A person's file, the lists of those who go out and come back, and the forms of every verb.

mod acts;
mod back;
mod correcting;
mod court;
mod inputs;
mod lists;
mod moving;
mod order;
mod profile;

use axum::Router;
use axum::routing::{get, post};
use db::Tx;
use kernel::{CustodyId, Lang, PersonId, Result};
use web::parts::{PersonRow, Tone, initials};
use web::{App, Cx};

use super::store::{self, Line};
use crate::pages::state_tone;
use crate::people::TwoNames;
use crate::people::pages::sees_photos;

pub(crate) use acts::head;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{id}", get(profile::summary))
        .route(
            "/people/{id}/correct",
            get(correcting::form).post(correcting::save),
        )
        .route("/people/{id}/{part}", get(profile::part))
        .route("/court", get(court::day))
        .route("/court/send", post(court::send))
        .route("/releases", get(lists::releases))
        .route("/hospital", get(lists::hospital))
        .route("/transfers", get(lists::transfers))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/check", post(order::check))
        .route("/orders/{id}/gate", post(order::gate))
        .route("/custodies/{id}/back", get(back::form).post(back::save))
        .route(
            "/custodies/{id}/ward",
            get(moving::ward).post(moving::save_ward),
        )
        .route(
            "/custodies/{id}/receive",
            get(moving::receive).post(moving::save_receive),
        )
        .route(
            "/custodies/{id}/recapture",
            get(moving::recapture).post(moving::save_recapture),
        )
        .route("/custodies/{id}/{act}", get(acts::form).post(acts::save))
}

/// Does a verb in one transaction, and tells the boards of arrivals on which this custody stood before it or
/// stands since: they are other prisons' as often as the actor's own.
async fn done(
    cx: &Cx,
    id: CustodyId,
    mut verb: impl FnMut(&mut Tx<'_>) -> Result<PersonId> + Send + 'static,
) -> Result<PersonId> {
    let done = cx.app.db.write(move |tx| {
        let mut boards = store::expecting(tx, id)?;
        let person = verb(tx)?;
        boards.extend(store::expecting(tx, id)?);
        Ok((person, boards))
    });
    let (person, boards) = done.await?;
    for prison in boards {
        cx.app.live.tell("arrivals", prison);
    }
    Ok(person)
}

/// The prison that a list is about.
#[derive(serde::Deserialize)]
struct Asked {
    prison: Option<String>,
    day: Option<String>,
}

/// The name in the other script; empty when it is the same or not known.
fn other_name(name: &TwoNames, lang: Lang) -> String {
    let (shown, other) = (name.show(lang), name.show(lang.other()));
    if shown == other {
        String::new()
    } else {
        other.to_owned()
    }
}

/// One line of a list, in the reader's language.
struct Row {
    line: Line,
    name: String,
    ward: String,
    tone: Tone,
}

impl Row {
    fn new(cx: &Cx, line: Line) -> Self {
        Self {
            name: line.name.show(cx.lang).to_owned(),
            ward: line.ward.show(cx.lang).to_owned(),
            tone: state_tone(line.state),
            line,
        }
    }
}

/// The person at the top of a form or a file.
pub(crate) fn person_row(cx: &Cx, file: &super::service::File) -> PersonRow {
    let page = cx.page(String::new());
    let name = file.person.name.show(cx.lang).to_owned();
    let mut line = vec![
        page.digits(&file.custody.number),
        file.prison.name.show(cx.lang).to_owned(),
        page.t(file.custody.legal_status.key()),
    ];
    if let Some(ward) = &file.ward {
        line.push(ward.name.show(cx.lang).to_owned());
    }
    PersonRow {
        initials: initials(&name),
        name,
        other_name: other_name(&file.person.name, cx.lang),
        line: line.join(" · "),
        href: format!("/people/{}", file.person.id),
        photo: file
            .person
            .photo
            .filter(|_| sees_photos(cx))
            .map(|hash| format!("/photos/{hash}")),
        photo_note: String::new(),
        state: page.t(file.custody.state.key()),
        tone: state_tone(file.custody.state),
        reasons: Vec::new(),
    }
}
