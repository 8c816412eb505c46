use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::ArrivalId;
use web::{Cx, Form, Page};

use crate::Doing;
use crate::arrivals::{Arrival, service};

#[derive(Template)]
#[template(path = "arrivals/cancel.html")]
struct CancelPage {
    page: Page,
    form: Form,
    arrival: Arrival,
}

async fn draw(cx: &Cx, id: ArrivalId, form: Form) -> web::Result<CancelPage> {
    let inner = cx.clone();
    let arrival = cx
        .app
        .db
        .read(move |conn| service::to_cancel(conn, &Doing::of(&inner), id))
        .await?;
    Ok(CancelPage {
        page: cx.page(cx.t("arrival-cancel")),
        form,
        arrival,
    })
}

/// Asks why somebody is not coming.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    cx.show(&draw(&cx, id.parse()?, Form::empty()).await?)
}

/// Says that somebody is not coming.
pub(super) async fn send(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: ArrivalId = id.parse()?;
    let reason = form.value("reason").to_owned();
    let inner = cx.clone();
    let done = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let prison = service::to_cancel(tx, &doing, id)?.prison;
        service::cancel(tx, &doing, id, &reason)?;
        Ok(prison)
    });
    match done.await {
        Ok(prison) => {
            cx.app.live.tell("arrivals", prison);
            Ok(cx.go_saying("/arrivals", "arrival-cancelled-done"))
        }
        Err(error) => {
            let form = form.or_fail(error)?;
            cx.show_again(&draw(&cx, id, form).await?)
        }
    }
}
