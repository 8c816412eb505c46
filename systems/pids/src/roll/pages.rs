//! Sheets on the screen, as PDFs and as spreadsheets.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kernel::{Date, Error, Kind, PersonId, Result, WardId};
use printing::sheets::{AdmissionSlip, HistoryTicket, NominalRoll, PropertyReceipt};
use printing::{Document, Photo, PrintError};
use web::pager::{Cursor, From, Paging};
use web::parts::Choice;
use web::{App, Cx, Page};

use super::count::Heads;
use super::service::{self, File, Return, Roll};
use super::{Filter, Format, Paper, sheets, xlsx};
use crate::custody::LegalStatus;
use crate::estate::Prison;
use crate::{Doing, estate};

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{id}/ticket", get(ticket))
        .route("/people/{id}/ticket.pdf", get(ticket_pdf))
        .route("/people/{id}/slip", get(slip))
        .route("/people/{id}/slip.pdf", get(slip_pdf))
        .route("/people/{id}/receipt", get(receipt))
        .route("/people/{id}/receipt.pdf", get(receipt_pdf))
        .route("/tickets/{code}", get(by_code))
        .route("/roll", get(roll))
        .route("/roll.pdf", get(roll_pdf))
        .route("/roll.xlsx", get(roll_xlsx))
        .route("/headcount", get(headcount))
        .route("/headcount.pdf", get(headcount_pdf))
        .route("/headcount.xlsx", get(headcount_xlsx))
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
                tracing::warn!(name, missing = printed.missing_glyphs, "a sheet has letters that no font has");
            }
            Ok(file(PDF, name, printed.pdf)?)
        }
        Err(error @ PrintError::NoWorker { .. }) => {
            tracing::error!(%error, "no PDF worker");
            Ok(cx.go_saying(instead, "print-no-worker"))
        }
        Err(error @ (PrintError::Busy { .. } | PrintError::TimedOut { .. } | PrintError::Crashed { .. })) => {
            tracing::error!(%error, "the PDF worker failed");
            Ok(cx.go_saying(instead, "print-failed"))
        }
        Err(error) => Err(Error::bug("a sheet cannot be printed").because(error).into()),
    }
}

// ── One person ──────────────────────────────────────────────────────────────────────────────────

async fn paper(cx: &Cx, id: &str, paper: Paper, format: Format) -> web::Result<File> {
    let id: PersonId = id.parse()?;
    let inner = cx.clone();
    Ok(cx.app.db.write(move |tx| service::paper(tx, &Doing::of(&inner), id, paper, format)).await?)
}

/// Where a sheet's page leads.
struct Ways {
    back: String,
    pdf: String,
}

impl Ways {
    fn of(file: &File, paper: Paper) -> Self {
        let back = format!("/people/{}", file.person.id);
        Self { pdf: format!("{back}/{paper}.pdf"), back }
    }
}

#[derive(Template)]
#[template(path = "roll/ticket.html")]
struct TicketPage {
    page: Page,
    sheet: HistoryTicket,
    ways: Ways,
    photo: Option<String>,
}

async fn ticket(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Ticket, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-history-ticket"));
    let sheet = sheets::ticket(&page, &file);
    let photo = file.photo.map(|hash| format!("/photos/{hash}"));
    cx.show(&TicketPage { page, sheet, ways: Ways::of(&file, Paper::Ticket), photo })
}

async fn ticket_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Ticket, Format::Pdf).await?;
    let mut sheet = sheets::ticket(&cx.page(String::new()), &file);
    if let Some(hash) = file.photo {
        // A photo that is gone shows in the check of the files; the ticket is printed without it.
        sheet.photo = cx.app.blobs.get(hash).await.ok().map(|bytes| Photo { bytes });
    }
    pdf(&cx, Document::HistoryTicket(Box::new(sheet)), "ticket.pdf", &format!("/people/{id}/ticket")).await
}

#[derive(Template)]
#[template(path = "roll/slip.html")]
struct SlipPage {
    page: Page,
    sheet: AdmissionSlip,
    ways: Ways,
}

async fn slip(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Slip, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-admission-slip"));
    let sheet = sheets::slip(&page, &file);
    cx.show(&SlipPage { page, sheet, ways: Ways::of(&file, Paper::Slip) })
}

async fn slip_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Slip, Format::Pdf).await?;
    let sheet = sheets::slip(&cx.page(String::new()), &file);
    pdf(&cx, Document::AdmissionSlip(Box::new(sheet)), "slip.pdf", &format!("/people/{id}/slip")).await
}

#[derive(Template)]
#[template(path = "roll/receipt.html")]
struct ReceiptPage {
    page: Page,
    sheet: PropertyReceipt,
    ways: Ways,
}

async fn receipt(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Receipt, Format::Print).await?;
    let page = cx.page(cx.t("sheet-title-property-receipt"));
    let sheet = sheets::receipt(&page, &file)?;
    cx.show(&ReceiptPage { page, sheet, ways: Ways::of(&file, Paper::Receipt) })
}

async fn receipt_pdf(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let file = paper(&cx, &id, Paper::Receipt, Format::Pdf).await?;
    let sheet = sheets::receipt(&cx.page(String::new()), &file)?;
    pdf(&cx, Document::PropertyReceipt(Box::new(sheet)), "receipt.pdf", &format!("/people/{id}/receipt")).await
}

/// From the code that a reader of QR codes types to the person's own page.
async fn by_code(cx: Cx, Path(code): Path<String>) -> web::Result<Response> {
    let inner = cx.clone();
    let person = cx.app.db.read(move |conn| service::find_code(conn, &Doing::of(&inner), &code)).await?;
    Ok(cx.go(&format!("/people/{person}")))
}

// ── The roll ────────────────────────────────────────────────────────────────────────────────────

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
        Ok(Paging { from, limit: web::pager::ROWS })
    }

    /// The prison of every link on the page: `?prison=DHK-C`.
    fn prison_query(prison: &Prison) -> String {
        format!("?prison={}", prison.code)
    }
}

/// A roll with what its page needs beside it.
struct Read {
    roll: Roll,
    wards: Vec<(WardId, crate::people::TwoNames)>,
    seal: String,
}

impl Read {
    fn scope(&self, page: &Page, filter: &Filter) -> String {
        let ward = self.wards.iter().find(|(id, _)| Some(*id) == filter.ward).map(|(_, name)| name.show(page.lang));
        sheets::scope(page, filter, ward)
    }
}

async fn read_roll(cx: &Cx, asked: &Asked, format: Format) -> web::Result<(Read, Filter)> {
    let filter = Filter::read(&asked.ward, &asked.status)?;
    let paging = asked.paging()?;
    let (inner, wanted, code) = (cx.clone(), filter.clone(), asked.prison.clone());
    let read = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let prison = estate::service::prison_wanted(tx, &doing, Some(&code))?;
        let wards = estate::store::wards_of(tx, prison.id)?.into_iter().map(|ward| (ward.id, ward.name)).collect();
        let roll = match format {
            Format::Screen => service::roll_page(tx, &doing, prison, &wanted, &paging)?,
            _ => service::roll_whole(tx, &doing, prison, &wanted, format)?,
        };
        Ok(Read { roll, wards, seal: seal(&journal::head(tx)?) })
    });
    Ok((read.await?, filter))
}

/// The journal's head as it stands on paper: position and the beginning of the hash.
fn seal(head: &journal::Head) -> String {
    /// Bytes of the hash on paper: enough that no two are taken for one another.
    const SHOWN: usize = 8;
    let start = head.hash.iter().take(SHOWN);
    let start: String = start.map(|byte| format!("{byte:02x}")).collect();
    format!("{} · {start}", head.pos)
}

#[derive(Template)]
#[template(path = "roll/roll.html")]
struct RollPage {
    page: Page,
    sheet: NominalRoll,
    people: Vec<PersonId>,
    slice: web::pager::Slice<()>,
    form: web::Form,
    wards: Vec<Choice>,
    statuses: Vec<Choice>,
    prison: String,
    query: String,
    address: String,
    whole: bool,
}

async fn roll(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let whole = !asked.all.is_empty();
    let (read, filter) = read_roll(&cx, &asked, if whole { Format::Print } else { Format::Screen }).await?;
    let page = cx.page(cx.t("sheet-title-nominal-roll"));
    let scope = read.scope(&page, &filter);
    let sheet = sheets::roll(&page, &read.roll, scope, read.seal.clone());
    let choice = |id: &WardId, name: &crate::people::TwoNames| Choice::new(id.to_string(), name.show(cx.lang));
    let slice = &read.roll.slice;
    let statuses = LegalStatus::ALL.iter().map(|status| Choice::new(status.word(), page.t(status.key())));
    let query = format!("{}{}", Asked::prison_query(&read.roll.prison), filter.query());
    let view = RollPage {
        people: slice.rows.iter().map(|row| row.person).collect(),
        slice: web::pager::Slice { rows: Vec::new(), prev: slice.prev.clone(), next: slice.next.clone() },
        form: web::Form::from_pairs([("ward", asked.ward.clone()), ("status", asked.status.clone())]),
        wards: read.wards.iter().map(|(id, name)| choice(id, name)).collect(),
        statuses: statuses.collect(),
        address: format!("/roll{query}&"),
        query,
        prison: read.roll.prison.code.clone(),
        page,
        sheet,
        whole,
    };
    cx.show(&view)
}

async fn roll_pdf(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (read, filter) = read_roll(&cx, &asked, Format::Pdf).await?;
    let page = cx.page(String::new());
    let scope = read.scope(&page, &filter);
    let sheet = sheets::roll(&page, &read.roll, scope, read.seal.clone());
    let prison = &read.roll.prison;
    let instead = format!("/roll{}{}&all=yes", Asked::prison_query(prison), filter.query());
    pdf(&cx, Document::NominalRoll(Box::new(sheet)), &format!("roll-{}.pdf", prison.code), &instead).await
}

async fn roll_xlsx(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (read, filter) = read_roll(&cx, &asked, Format::Xlsx).await?;
    let page = cx.page(String::new());
    let scope = read.scope(&page, &filter);
    let name = format!("roll-{}.xlsx", read.roll.prison.code);
    let bytes = xlsx::roll(&page, &read.roll, &scope)?;
    Ok(file(XLSX, &name, bytes)?)
}

// ── The return ──────────────────────────────────────────────────────────────────────────────────

async fn read_count(cx: &Cx, asked: &Asked, format: Format) -> web::Result<(Return, String)> {
    let today = cx.now.date();
    let day = match asked.day.trim() {
        "" => today,
        text => kernel::parse_date("day", text, today)?,
    };
    let (inner, code) = (cx.clone(), asked.prison.clone());
    let read = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let prison = estate::service::prison_wanted(tx, &doing, Some(&code))?;
        let found = service::headcount(tx, &doing, prison, day, format)?;
        Ok((found, seal(&journal::head(tx)?)))
    });
    Ok(read.await?)
}

#[derive(Template)]
#[template(path = "roll/headcount.html")]
struct HeadCountPage {
    page: Page,
    form: web::Form,
    day: Date,
    at: String,
    capacity: String,
    prison: String,
    prison_name: String,
    lists: Vec<(&'static str, Vec<(&'static str, i64)>)>,
    blocks: Vec<(&'static str, Vec<(&'static str, Heads)>)>,
    seal: String,
    query: String,
}

fn count_page(cx: &Cx, found: Return, seal: String, form: web::Form) -> HeadCountPage {
    let page = cx.page(cx.t("sheet-title-head-count"));
    HeadCountPage {
        at: page.moment(found.at),
        capacity: found.prison.certified.map(|places| page.n(places)).unwrap_or_default(),
        lists: xlsx::lists(&found.count).into(),
        blocks: xlsx::blocks(&found.count).into_iter().map(|block| (block.key, block.rows)).collect(),
        query: format!("{}&day={}", Asked::prison_query(&found.prison), found.day),
        day: found.day,
        prison_name: found.prison.name.show(page.lang).to_owned(),
        prison: found.prison.code,
        page,
        form,
        seal,
    }
}

async fn headcount(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let form = web::Form::from_pairs([("day", asked.day.clone())]);
    match read_count(&cx, &asked, Format::Print).await {
        Ok((found, seal)) => cx.show(&count_page(&cx, found, seal, form)),
        Err(web::Error(error)) if error.kind == Kind::Invalid => {
            // The day cannot be counted: today's return stands below what was typed.
            let today = Asked { day: String::new(), ..asked };
            let (found, seal) = read_count(&cx, &today, Format::Print).await?;
            cx.show_again(&count_page(&cx, found, seal, form.with_error(error)))
        }
        Err(error) => Err(error),
    }
}

async fn headcount_pdf(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (found, seal) = read_count(&cx, &asked, Format::Pdf).await?;
    let sheet = sheets::headcount(&cx.page(String::new()), &found, seal);
    let instead = format!("/headcount{}&day={}", Asked::prison_query(&found.prison), found.day);
    let name = format!("headcount-{}-{}.pdf", found.prison.code, found.day);
    pdf(&cx, Document::HeadCount(Box::new(sheet)), &name, &instead).await
}

async fn headcount_xlsx(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (found, _) = read_count(&cx, &asked, Format::Xlsx).await?;
    let name = format!("headcount-{}-{}.xlsx", found.prison.code, found.day);
    let bytes = xlsx::headcount(&cx.page(String::new()), &found)?;
    Ok(file(XLSX, &name, bytes)?)
}
