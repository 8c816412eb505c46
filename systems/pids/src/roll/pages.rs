//! Sheets on the screen, as PDFs and as spreadsheets.

mod day;
mod list;
mod person;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use kernel::{Error, Result};
use printing::{Document, PrintError};
use web::pager::{Cursor, From, Paging};
use web::{App, Cx};

use crate::estate::Prison;

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{id}/ticket", get(person::ticket))
        .route("/people/{id}/ticket.pdf", get(person::ticket_pdf))
        .route("/people/{id}/slip", get(person::slip))
        .route("/people/{id}/slip.pdf", get(person::slip_pdf))
        .route("/people/{id}/receipt", get(person::receipt))
        .route("/people/{id}/receipt.pdf", get(person::receipt_pdf))
        .route("/tickets/{code}", get(person::by_code))
        .route("/roll", get(list::roll))
        .route("/roll.pdf", get(list::roll_pdf))
        .route("/roll.xlsx", get(list::roll_xlsx))
        .route("/headcount", get(day::headcount))
        .route("/headcount.pdf", get(day::headcount_pdf))
        .route("/headcount.xlsx", get(day::headcount_xlsx))
}

/// A file for the reader's machine. Its name is plain letters, since old browsers spoil others.
fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Result<Response> {
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}\""))
        .map_err(|error| Error::bug("a file's name is no header").because(error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// The document as a PDF; without a worker, the page that prints the same sheet, with a word about why.
async fn pdf(cx: &Cx, document: Document, name: &str, instead: &str) -> web::Result<Response> {
    let Some(printer) = cx.app.printer.clone() else {
        return Ok(cx.go_saying(instead, "print-no-worker"));
    };
    match printer.print(document).await {
        Ok(printed) => {
            if printed.missing_glyphs > 0 {
                tracing::warn!(
                    name,
                    missing = printed.missing_glyphs,
                    "a sheet has letters that no font has"
                );
            }
            Ok(file(PDF, name, printed.pdf)?)
        }
        Err(error @ PrintError::NoWorker { .. }) => {
            tracing::error!(%error, "no PDF worker");
            Ok(cx.go_saying(instead, "print-no-worker"))
        }
        Err(
            error @ (PrintError::Busy { .. }
            | PrintError::TimedOut { .. }
            | PrintError::Crashed { .. }),
        ) => {
            tracing::error!(%error, "the PDF worker failed");
            Ok(cx.go_saying(instead, "print-failed"))
        }
        Err(error) => Err(Error::bug("a sheet cannot be printed")
            .because(error)
            .into()),
    }
}

/// What an address asks for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
struct Asked {
    #[serde(default)]
    prison: String,
    #[serde(default)]
    ward: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    all: String,
    after: Option<String>,
    before: Option<String>,
    #[serde(default)]
    day: String,
}

impl Asked {
    fn paging(&self) -> Result<Paging> {
        let from = match (&self.after, &self.before) {
            (Some(after), _) => From::After(Cursor::decode("after", after)?),
            (None, Some(before)) => From::Before(Cursor::decode("before", before)?),
            (None, None) => From::Start,
        };
        Ok(Paging {
            from,
            limit: web::pager::ROWS,
        })
    }

    /// The prison of every link on the page: `?prison=DHK-C`.
    fn prison_query(prison: &Prison) -> String {
        format!("?prison={}", prison.code)
    }
}

/// The journal's head as it stands on paper: position and the beginning of the hash.
fn seal(head: &journal::Head) -> String {
    /// Bytes of the hash on paper: enough that no two are taken for one another.
    const SHOWN: usize = 8;
    let start = head
        .hash
        .get(..SHOWN)
        .map(|start| HEXLOWER.encode(start))
        .unwrap_or_default();
    format!("{} · {start}", head.pos)
}
