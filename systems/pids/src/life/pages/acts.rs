mod fields;
mod perform;

use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::Conn;
use kernel::{CustodyId, Error, Result, words};
use web::parts::PersonRow;
use web::{Cx, Form, Page};

use self::fields::{inputs, start};
use self::perform::perform;
use super::inputs::Input;
use crate::custody::Custody;
use crate::life::service;
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
    let done = super::done(&cx, id, move |tx| perform(tx, &inner, act, id, &typed)).await;
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
pub(crate) fn head(conn: &mut Conn<'_>, custody: &Custody) -> Result<service::File> {
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
