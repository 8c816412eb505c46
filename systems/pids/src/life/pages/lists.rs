use access::Action;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use db::Conn;
use kernel::{BdTime, Result};
use web::parts::Tone;
use web::{Cx, Page};

use super::{Asked, Row};
use crate::estate::Prison;
use crate::life::{Absence, AbsenceKind, Order, store};
use crate::{Doing, estate};

/// How far back a list shows what is done, in microseconds.
const DONE_SHOWN: i64 = BdTime::DAY;

#[derive(Template)]
#[template(path = "life/releases.html")]
struct ReleasesPage {
    page: Page,
    prison_name: String,
    open: Vec<OrderRow>,
    done: Vec<OrderRow>,
    overdue: usize,
}

struct OrderRow {
    row: Row,
    order: Order,
    waited: i64,
    tone: Tone,
    step: &'static str,
}

impl OrderRow {
    fn new(cx: &Cx, order: Order, row: Row) -> Self {
        let (tone, step) = if order.gate_at.is_some() {
            (Tone::Good, "order-out")
        } else if order.held_reason.is_some() {
            (Tone::Warn, "order-held")
        } else if order.is_overdue(cx.now) {
            (Tone::Bad, "order-overdue")
        } else if order.checked_at.is_some() {
            (Tone::Info, "order-checked")
        } else {
            (Tone::Plain, "order-received")
        };
        Self {
            row,
            waited: order.waited(cx.now),
            order,
            tone,
            step,
        }
    }
}

/// The prison that a list is about. A list shows people, so reading it needs what reading a file needs;
/// each verb that it leads to asks for its own.
fn wanted(conn: &mut Conn<'_>, cx: &Cx, asked: &Asked) -> Result<Prison> {
    let doing = Doing::of(cx);
    let prison = estate::service::prison_wanted(conn, &doing, asked.prison.as_deref())?;
    doing.may(Action::PersonRead, conn, prison.id)?;
    Ok(prison)
}

/// Orders that open the gate, with their clocks.
pub(super) async fn releases(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let prison = wanted(conn, &inner, &asked)?;
        let rows = |orders: Vec<(Order, store::Line)>| -> Vec<OrderRow> {
            orders
                .into_iter()
                .map(|(order, line)| OrderRow::new(&inner, order, Row::new(&inner, line)))
                .collect()
        };
        let open = rows(store::orders_open(conn, prison.id)?);
        Ok(ReleasesPage {
            page: inner.page(inner.t("releases")),
            prison_name: prison.name.show(inner.lang).to_owned(),
            overdue: open
                .iter()
                .filter(|row| row.order.is_overdue(inner.now))
                .count(),
            open,
            done: rows(store::orders_done(
                conn,
                prison.id,
                inner.now.plus(-DONE_SHOWN),
            )?),
        })
    });
    cx.show(&page.await?)
}

struct AwayRow {
    row: Row,
    absence: Absence,
    overdue: bool,
    days: i64,
}

impl AwayRow {
    fn all(cx: &Cx, away: Vec<(Absence, store::Line)>) -> Vec<Self> {
        away.into_iter()
            .map(|(absence, line)| Self {
                row: Row::new(cx, line),
                overdue: absence.is_overdue(cx.now),
                days: absence.to_at.unwrap_or(cx.now).since(absence.from_at) / BdTime::DAY,
                absence,
            })
            .collect()
    }
}

#[derive(Template)]
#[template(path = "life/hospital.html")]
struct HospitalPage {
    page: Page,
    prison_name: String,
    rows: Vec<AwayRow>,
    medical: bool,
}

/// Who is in a hospital outside, the longest past the doctor's day first. The reason is medical.
pub(super) async fn hospital(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let prison = wanted(conn, &inner, &asked)?;
        let away = store::away(conn, prison.id, AbsenceKind::Hospital)?;
        let medical = access::DataClass::Medical;
        Ok(HospitalPage {
            page: inner.page(inner.t("hospital")),
            prison_name: prison.name.show(inner.lang).to_owned(),
            rows: AwayRow::all(&inner, away),
            medical: inner
                .app
                .access
                .could(&inner.actor, Action::PersonReadMedical, medical),
        })
    });
    cx.show(&page.await?)
}

#[derive(Template)]
#[template(path = "life/transfers.html")]
struct TransfersPage {
    page: Page,
    prison_name: String,
    coming: Vec<AwayRow>,
    received: Vec<AwayRow>,
    sent: Vec<AwayRow>,
    lost: usize,
}

/// Who is on the way here, who came, who was sent, and who has not arrived when they should.
pub(super) async fn transfers(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let prison = wanted(conn, &inner, &asked)?;
        let here = store::coming(conn, prison.id, inner.now.plus(-DONE_SHOWN))?;
        let sent = store::away(conn, prison.id, AbsenceKind::Transfer)?;
        let (coming, received) = here
            .into_iter()
            .partition(|(absence, _)| absence.to_at.is_none());
        let (coming, sent) = (AwayRow::all(&inner, coming), AwayRow::all(&inner, sent));
        Ok(TransfersPage {
            page: inner.page(inner.t("transfers")),
            prison_name: prison.name.show(inner.lang).to_owned(),
            lost: coming.iter().chain(&sent).filter(|row| row.overdue).count(),
            coming,
            received: AwayRow::all(&inner, received),
            sent,
        })
    });
    cx.show(&page.await?)
}
