use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::Conn;
use kernel::{OrderId, Result};
use web::parts::PersonRow;
use web::{Cx, Form, Page};

use super::acts::head;
use crate::Doing;
use crate::custody;
use crate::life::service::{self, AtGate, check_order, open_gate};
use crate::life::{Order, RELEASE_DUE, blockers, store};

#[derive(Template)]
#[template(path = "life/order.html")]
struct OrderPage {
    page: Page,
    form: Form,
    person: PersonRow,
    order: Order,
    waited: i64,
    overdue: bool,
    due: i64,
    case_no: String,
    /// Numbers and courts of the cases that hold the person now.
    held_by: Vec<String>,
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, id: OrderId, form: Form) -> Result<OrderPage> {
    let order = store::order(conn, id)?;
    let custody =
        service::custody_for(conn, &Doing::of(cx), Action::MovementRelease, order.custody)?;
    let cases = custody::store::cases_of(conn, custody.id)?;
    let freed = cases.iter().find(|case| Some(case.id) == order.case);
    let held_by = blockers(order.kind, order.case, &cases);
    Ok(OrderPage {
        page: cx.page(cx.t("order-title")),
        form,
        person: super::person_row(cx, &head(conn, &custody)?),
        waited: order.waited(cx.now),
        overdue: order.is_overdue(cx.now),
        due: RELEASE_DUE,
        case_no: freed.map(|case| case.case_no.clone()).unwrap_or_default(),
        held_by: held_by
            .iter()
            .map(|case| format!("{}, {}", case.case_no, case.court))
            .collect(),
        order,
    })
}

/// An order, its clock, and what is to be done next.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: OrderId = id.parse()?;
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, id, Form::empty()));
    cx.show(&page.await?)
}

/// Checks an order.
pub(super) async fn check(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: OrderId = id.parse()?;
    let genuine = form.checked("genuine", "yes");
    let inner = cx.clone();
    let done = cx
        .app
        .db
        .write(move |tx| check_order(tx, &Doing::of(&inner), id, genuine))
        .await;
    match done {
        Ok(order) => {
            let said = if order.held_reason.is_some() {
                "order-was-held"
            } else {
                "order-was-checked"
            };
            Ok(cx.go_saying(&format!("/orders/{id}"), said))
        }
        Err(error) => again(&cx, id, form.or_fail(error)?).await,
    }
}

/// Opens the gate.
pub(super) async fn gate(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: OrderId = id.parse()?;
    let said = AtGate {
        identity: form.checked("identity", "yes"),
        belongings: form.checked("belongings", "yes"),
    };
    let inner = cx.clone();
    let done = cx
        .app
        .db
        .write(move |tx| open_gate(tx, &Doing::of(&inner), id, said))
        .await;
    match done {
        Ok(()) => Ok(cx.go_saying("/releases", "order-was-out")),
        Err(error) => again(&cx, id, form.or_fail(error)?).await,
    }
}

async fn again(cx: &Cx, id: OrderId, form: Form) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, id, form.clone()));
    cx.show_again(&page.await?)
}
