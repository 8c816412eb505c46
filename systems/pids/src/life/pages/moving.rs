use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::{Conn, Tx};
use kernel::{CustodyId, Error, PersonId, PrisonId, Result, WardId};
use web::parts::{Choice, PersonRow, Reason};
use web::{Cx, Form, Page};

use super::acts::head;
use crate::custody::{self, Custody, State};
use crate::estate::proposal::{Choice as Proposed, Other, WardNow};
use crate::life::service::{self, MoveTo, Recapture, Receive};
use crate::life::store;
use crate::{Doing, estate, people};

/// The three verbs after which somebody sleeps in a ward that an officer has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Ward,
    Receive,
    Recapture,
}

impl Into {
    fn needs(self) -> Action {
        match self {
            Self::Ward => Action::WardMove,
            Self::Receive => Action::MovementTransfer,
            Self::Recapture => Action::MovementEscape,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Receive => "receive",
            Self::Recapture => "recapture",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Ward => "moving-ward",
            Self::Receive => "moving-receive",
            Self::Recapture => "moving-recapture",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Ward => "moving-ward-done",
            Self::Receive => "moving-receive-done",
            Self::Recapture => "moving-recapture-done",
        }
    }
}

#[derive(Template)]
#[template(path = "life/moving.html")]
struct MovingPage {
    page: Page,
    form: Form,
    person: PersonRow,
    action: String,
    leave: String,
    wards: Vec<Choice>,
    proposed: Vec<ProposedPart>,
    others: Vec<OtherPart>,
    reason_needed: bool,
}

struct ProposedPart {
    name: String,
    total: i64,
    working: i64,
    is_here: bool,
    reasons: Vec<Reason>,
}

struct OtherPart {
    name: String,
    why_not: Vec<String>,
}

pub(super) async fn ward(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    form(cx, &id, Into::Ward).await
}

pub(super) async fn receive(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    form(cx, &id, Into::Receive).await
}

pub(super) async fn recapture(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    form(cx, &id, Into::Recapture).await
}

pub(super) async fn save_ward(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    save(cx, &id, form, Into::Ward).await
}

pub(super) async fn save_receive(
    cx: Cx,
    Path(id): Path<String>,
    form: Form,
) -> web::Result<Response> {
    save(cx, &id, form, Into::Receive).await
}

pub(super) async fn save_recapture(
    cx: Cx,
    Path(id): Path<String>,
    form: Form,
) -> web::Result<Response> {
    save(cx, &id, form, Into::Recapture).await
}

async fn form(cx: Cx, id: &str, into: Into) -> web::Result<Response> {
    let id: CustodyId = id.parse()?;
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, id, into, None));
    cx.show(&page.await?)
}

async fn save(cx: Cx, id: &str, form: Form, into: Into) -> web::Result<Response> {
    let id: CustodyId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = super::done(&cx, id, move |tx| perform(tx, &inner, id, into, &typed)).await;
    match done {
        Ok(person) => Ok(cx.go_saying(&format!("/people/{person}"), into.done())),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx
                .app
                .db
                .read(move |conn| draw(conn, &inner, id, into, Some(form.clone())));
            cx.show_again(&page.await?)
        }
    }
}

/// Where somebody will sleep: the prison that is to receive them if the actor works there, else the one
/// that owns the custody.
fn prison_of(conn: &mut Conn<'_>, cx: &Cx, custody: &Custody) -> Result<PrisonId> {
    if custody.state == State::InTransfer {
        let sent_to =
            store::open_absence_of(conn, custody.id)?.and_then(|absence| absence.to_prison);
        if let Some(there) = sent_to
            && cx.actor.scope.prison().is_none_or(|own| own == there)
        {
            return Ok(there);
        }
    }
    Ok(custody.prison)
}

fn draw(
    conn: &mut Conn<'_>,
    cx: &Cx,
    id: CustodyId,
    into: Into,
    typed: Option<Form>,
) -> Result<MovingPage> {
    let doing = Doing::of(cx);
    let custody = custody::store::get(conn, id)?;
    let prison = prison_of(conn, cx, &custody)?;
    doing.may(into.needs(), conn, prison)?;
    let person = people::store::get(conn, custody.person)?;
    let who = estate::service::newcomer(conn, &person, &custody, cx.now)?;
    let (proposal, wards) = estate::service::propose_for(conn, prison, &who, cx.now.date())?;
    // Somebody who sleeps in the best ward is shown that, and the next best is offered.
    let elsewhere = |choice: &&Proposed| custody.ward != Some(choice.ward);
    let first = proposal
        .best
        .iter()
        .find(elsewhere)
        .map(|choice| choice.ward.to_string());
    let form = typed.unwrap_or_else(|| Form::from_pairs(first.map(|ward| ("ward", ward))));
    let page = cx.page(cx.t(into.title()));
    let open_to_choice = wards.iter().filter(|now| custody.ward != Some(now.ward.id));
    Ok(MovingPage {
        person: super::person_row(cx, &head(conn, &custody)?),
        form,
        action: format!("/custodies/{id}/{}", into.path()),
        leave: format!("/people/{}", custody.person),
        wards: open_to_choice.map(|now| ward_choice(cx, now)).collect(),
        proposed: proposal
            .best
            .iter()
            .filter_map(|best| proposed(cx, &wards, best, custody.ward))
            .collect(),
        others: proposal
            .others
            .iter()
            .filter_map(|other| refused(cx, &wards, other))
            .collect(),
        reason_needed: into == Into::Recapture,
        page,
    })
}

fn ward_choice(cx: &Cx, now: &WardNow) -> Choice {
    let page = cx.page(String::new());
    let filled = page.t2(
        "ward-of",
        "total",
        now.total,
        "working",
        now.ward.capacity.working,
    );
    Choice::new(
        now.ward.id.to_string(),
        format!("{} — {filled}", now.ward.name.show(cx.lang)),
    )
}

fn find(wards: &[WardNow], id: WardId) -> Option<&WardNow> {
    wards.iter().find(|now| now.ward.id == id)
}

fn proposed(
    cx: &Cx,
    wards: &[WardNow],
    best: &Proposed,
    here: Option<WardId>,
) -> Option<ProposedPart> {
    let now = find(wards, best.ward)?;
    let texts = &cx.app.texts;
    let speaks_for = best
        .reasons_for
        .iter()
        .map(|reason| Reason::new(true, reason.said().text(texts, cx.lang)));
    let against = best
        .reasons_against
        .iter()
        .map(|reason| Reason::new(false, reason.said().text(texts, cx.lang)));
    Some(ProposedPart {
        name: now.ward.name.show(cx.lang).to_owned(),
        total: now.total,
        working: now.ward.capacity.working,
        is_here: here == Some(now.ward.id),
        reasons: speaks_for.chain(against).collect(),
    })
}

fn refused(cx: &Cx, wards: &[WardNow], other: &Other) -> Option<OtherPart> {
    let now = find(wards, other.ward)?;
    Some(OtherPart {
        name: now.ward.name.show(cx.lang).to_owned(),
        why_not: other
            .why_not
            .iter()
            .map(|why| why.said().text(&cx.app.texts, cx.lang))
            .collect(),
    })
}

fn perform(tx: &mut Tx<'_>, cx: &Cx, id: CustodyId, into: Into, form: &Form) -> Result<PersonId> {
    let doing = &Doing::of(cx);
    let custody = custody::store::get(tx, id)?;
    let ward = form
        .required("ward")?
        .parse()
        .map_err(|_| Error::invalid("ward", "err-choice"))?;
    let reason = form.value("reason").to_owned();
    match into {
        Into::Ward => service::move_ward(
            tx,
            doing,
            &MoveTo {
                custody: id,
                ward,
                reason,
            },
        )?,
        Into::Receive => {
            let at = prison_of(tx, cx, &custody)?;
            service::receive(
                tx,
                doing,
                &Receive {
                    custody: id,
                    at,
                    ward,
                    reason,
                },
            )?;
        }
        Into::Recapture => service::recapture(
            tx,
            doing,
            &Recapture {
                custody: id,
                ward,
                reason,
            },
        )?,
    }
    Ok(custody.person)
}
