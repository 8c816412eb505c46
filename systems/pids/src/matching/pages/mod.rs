//! The pages of matching: the panel beside an admission, the supervisors' queue, two records side by
//! side, merges and their undoing.

mod judged;
mod merges;
mod pair;
mod panel;
mod side;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use db::Conn;
use kernel::{AdmissionId, BdTime, Error, PersonId, Result};
use web::pager::{Cursor, From, ROWS, Wanted};
use web::{App, Cx, Form, Page};

use super::impersonation::Ruling;
use super::service;
use super::store::{self, Pair, Suspicion};
use crate::find::service::scope;
use crate::pages::choices;
use crate::{Doing, people};

pub use judged::{Judged, judged};
pub use panel::{SamePanel, panel};
use side::Side;

/// Suspicions that the queue shows; they are few, and the oldest come first.
const SUSPICIONS_MAX: i64 = 50;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/matches", get(queue))
        .route("/matches/{a}/{b}", get(pair::pair).post(pair::decide))
        .route("/impersonations/{admission}/rule", post(rule))
        .route("/merges", get(merges::merges))
        .route("/merges/{id}/undo", post(merges::undo))
}

// ── The queue ────────────────────────────────────────────────────────────────────────────────────

#[derive(Template)]
#[template(path = "matching/queue.html")]
struct QueuePage {
    page: Page,
    pairs: Vec<PairRow>,
    next: Option<String>,
    suspicions: Vec<SuspicionRow>,
    form: Form,
    ruled: Option<AdmissionId>,
    rulings: Vec<web::parts::Choice>,
}

struct PairRow {
    a: Side,
    b: Side,
    href: String,
    bits: i64,
    at: BdTime,
}

struct SuspicionRow {
    admission: AdmissionId,
    name: String,
    href: String,
    signs: Vec<String>,
    at: BdTime,
}

async fn queue(cx: Cx, Query(wanted): Query<Wanted>) -> web::Result<Response> {
    queue_page(&cx, wanted, Form::empty(), None).await
}

async fn queue_page(
    cx: &Cx,
    wanted: Wanted,
    form: Form,
    ruled: Option<AdmissionId>,
) -> web::Result<Response> {
    let after = match wanted.paging()?.from {
        From::After(cursor) => Some(cursor),
        From::Start | From::Before(_) => None,
    };
    let (inner, typed, failed) = (cx.clone(), form.clone(), form.is_bad());
    let page = cx
        .app
        .db
        .read(move |conn| read_queue(conn, &inner, after.as_ref(), typed.clone(), ruled))
        .await?;
    if failed {
        cx.show_again(&page)
    } else {
        cx.show(&page)
    }
}

fn read_queue(
    conn: &mut Conn<'_>,
    cx: &Cx,
    after: Option<&Cursor>,
    form: Form,
    ruled: Option<AdmissionId>,
) -> Result<QueuePage> {
    let doing = Doing::of(cx);
    service::may_see_queue(&doing)?;
    let scope = scope(conn, &doing)?;
    let page = cx.page(cx.t("matches"));
    let after = after.map(pair_after).transpose()?;
    let limit = i64::try_from(ROWS).unwrap_or(i64::MAX);
    let mut found = store::pairs(conn, &scope, after.as_ref(), limit.saturating_add(1))?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found
        .last()
        .filter(|_| more)
        .map(|pair| pair_cursor(pair).encode());
    let pairs = pair_rows(conn, cx, &page, &found)?;
    let waiting = store::suspicions(conn, &scope, SUSPICIONS_MAX)?;
    let suspicions = suspicion_rows(conn, &page, waiting)?;
    let rulings = choices(&page, Ruling::ALL, Ruling::key);
    Ok(QueuePage {
        page,
        pairs,
        next,
        suspicions,
        form,
        ruled,
        rulings,
    })
}

/// The place of a pair in the queue; the second person's id stands in the key with the weight.
fn pair_cursor(pair: &Pair) -> Cursor {
    Cursor {
        key: format!("{}/{}", pair.weight, pair.b),
        id: pair.a.into(),
    }
}

fn pair_after(cursor: &Cursor) -> Result<Pair> {
    let wrong = || Error::invalid("after", "err-cursor");
    let (weight, b) = cursor.key.split_once('/').ok_or_else(wrong)?;
    Ok(Pair {
        a: cursor.id.into(),
        b: b.parse().map_err(|_| wrong())?,
        weight: weight.parse().map_err(|_| wrong())?,
        found_at: BdTime::default(),
    })
}

fn pair_rows(conn: &mut Conn<'_>, cx: &Cx, page: &Page, pairs: &[Pair]) -> Result<Vec<PairRow>> {
    let people: Vec<PersonId> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    let known = side::known_by_id(conn, &people)?;
    let row = |pair: &Pair| {
        Some(PairRow {
            a: Side::of(page, cx, known.get(&pair.a)?),
            b: Side::of(page, cx, known.get(&pair.b)?),
            href: format!("/matches/{}/{}", pair.a, pair.b),
            bits: pair.weight / 1_000,
            at: pair.found_at,
        })
    };
    Ok(pairs.iter().filter_map(row).collect())
}

fn suspicion_rows(
    conn: &mut Conn<'_>,
    page: &Page,
    waiting: Vec<Suspicion>,
) -> Result<Vec<SuspicionRow>> {
    let mut rows = Vec::with_capacity(waiting.len());
    for suspicion in waiting {
        let name = match suspicion.person {
            Some(person) => people::store::get(conn, person)?
                .name
                .show(page.lang)
                .to_owned(),
            None => page.t("impersonation-unknown"),
        };
        rows.push(SuspicionRow {
            admission: suspicion.admission,
            name,
            href: format!("/admissions/{}", suspicion.admission),
            signs: suspicion
                .signs
                .iter()
                .map(|sign| page.t(sign.key()))
                .collect(),
            at: suspicion.at,
        });
    }
    Ok(rows)
}

/// A supervisor rules on a suspicion of impersonation.
async fn rule(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    cx.may_here(access::Action::ImpersonationDecide)?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx
        .app
        .db
        .write(move |tx| {
            let ruling = Ruling::parse("ruling", typed.value("ruling"))?;
            service::rule(tx, &Doing::of(&inner), id, ruling, typed.value("rationale"))
        })
        .await;
    match done {
        Ok(()) => Ok(cx.go_saying("/matches", "impersonation-ruled")),
        Err(error) => queue_page(&cx, Wanted::default(), form.or_fail(error)?, Some(id)).await,
    }
}
