//! Sheets about one person.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::PersonId;
use printing::sheets::{AdmissionSlip, HistoryTicket, PropertyReceipt};
use printing::{Document, Photo};
use web::parts::BodyChart;
use web::{Cx, Page};

use super::pdf;
use crate::Doing;
use crate::record::Mark;
use crate::record::pages::marks_chart;
use crate::roll::service::{self, File};
use crate::roll::{Format, Paper, sheets};

async fn paper(cx: &Cx, id: &str, paper: Paper, format: Format) -> web::Result<File> {
    let id: PersonId = id.parse()?;
    let inner = cx.clone();
    Ok(cx
        .app
        .db
        .write(move |tx| service::paper(tx, &Doing::of(&inner), id, paper, format))
        .await?)
}

/// Where a sheet's page leads.
struct Ways {
    back: String,
    pdf: String,
}

impl Ways {
    fn of(file: &File, paper: Paper) -> Self {
        let back = format!("/people/{}", file.person.id);
        Self {
            pdf: format!("{back}/{paper}.pdf"),
            back,
        }
    }
}

#[derive(Template)]
#[template(path = "roll/ticket.html")]
struct TicketPage {
    page: Page,
    sheet: HistoryTicket,
    ways: Ways,
    photo: Option<String>,
    marks: Vec<Mark>,
    chart: BodyChart,
}

pub(super) async fn ticket(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Ticket, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-history-ticket"));
    let sheet = sheets::ticket(&page, &file);
    let photo = file.photo.map(|hash| format!("/photos/{hash}"));
    cx.show(&TicketPage {
        page,
        sheet,
        ways: Ways::of(&file, Paper::Ticket),
        photo,
        chart: marks_chart(&file.marks),
        marks: file.marks,
    })
}

pub(super) async fn ticket_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Ticket, Format::Pdf).await?;
    let mut sheet = sheets::ticket(&cx.page(String::new()), &file);
    if let Some(hash) = file.photo {
        // A photo that is gone shows in the check of the files; the ticket is printed without it.
        sheet.photo = cx
            .app
            .blobs
            .get(hash)
            .await
            .ok()
            .map(|bytes| Photo { bytes });
    }
    pdf(
        &cx,
        Document::HistoryTicket(Box::new(sheet)),
        "ticket.pdf",
        &format!("/people/{id}/ticket"),
    )
    .await
}

#[derive(Template)]
#[template(path = "roll/slip.html")]
struct SlipPage {
    page: Page,
    sheet: AdmissionSlip,
    ways: Ways,
}

pub(super) async fn slip(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Slip, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-admission-slip"));
    let sheet = sheets::slip(&page, &file);
    cx.show(&SlipPage {
        page,
        sheet,
        ways: Ways::of(&file, Paper::Slip),
    })
}

pub(super) async fn slip_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Slip, Format::Pdf).await?;
    let sheet = sheets::slip(&cx.page(String::new()), &file);
    pdf(
        &cx,
        Document::AdmissionSlip(Box::new(sheet)),
        "slip.pdf",
        &format!("/people/{id}/slip"),
    )
    .await
}

#[derive(Template)]
#[template(path = "roll/receipt.html")]
struct ReceiptPage {
    page: Page,
    sheet: PropertyReceipt,
    ways: Ways,
}

pub(super) async fn receipt(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Receipt, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-property-receipt"));
    let sheet = sheets::receipt(&page, &file)?;
    cx.show(&ReceiptPage {
        page,
        sheet,
        ways: Ways::of(&file, Paper::Receipt),
    })
}

pub(super) async fn receipt_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Receipt, Format::Pdf).await?;
    let sheet = sheets::receipt(&cx.page(String::new()), &file)?;
    pdf(
        &cx,
        Document::PropertyReceipt(Box::new(sheet)),
        "receipt.pdf",
        &format!("/people/{id}/receipt"),
    )
    .await
}

/// From the code that a reader of QR codes types to the person's own page.
pub(super) async fn by_code(cx: Cx, Path(code): Path<String>) -> web::Result<Response> {
    let inner = cx.clone();
    let person = cx
        .app
        .db
        .read(move |conn| service::find_code(conn, &Doing::of(&inner), &code))
        .await?;
    Ok(cx.go(&format!("/people/{person}")))
}
