//! The page that checks a file and brings it in. The file travels with each question, since nothing of it
//! is kept before it comes in.

use access::{Action, DataClass, Resource};
use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use db::{Conn, Tx};
use kernel::{Error, Result, words};
use web::parts::{Choice, Tile, Tone};
use web::{App, Cx, Form, Page};

use super::mend;
use super::service::{self, Bring, Known, Report};
use super::store;
use crate::Doing;

/// Rows of errors and of duplicates that the page shows; the file of errors has them all.
const SHOWN: usize = 200;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new().route("/import", get(form).post(send))
}

words! {
    /// What the button asks for.
    enum Wish: "import-wish" {
        /// The report, and nothing written.
        Check = "check",
        /// The file with its errors, to be mended.
        Errors = "errors",
        /// All of it, or nothing.
        Run = "run",
    }
}

#[derive(Template)]
#[template(path = "bring_in/page.html")]
struct ImportPage {
    page: Page,
    form: Form,
    mappings: Vec<Choice>,
    report: Option<Shown>,
}

/// A report in the reader's words.
struct Shown {
    tiles: Vec<Tile>,
    columns: Vec<(String, String)>,
    errors: Vec<(usize, String)>,
    duplicates: Vec<(usize, String, String)>,
    is_whole: bool,
}

fn may(cx: &Cx) -> Result<()> {
    cx.may(
        Action::ImportRun,
        Resource::own(&cx.actor, DataClass::Ordinary),
    )
}

async fn draw(cx: &Cx, form: Form, report: Option<Report>) -> web::Result<ImportPage> {
    let page = cx.page(cx.t("import-title"));
    let names = cx.app.db.read(store::mappings).await?;
    Ok(ImportPage {
        mappings: names
            .into_iter()
            .map(|name| Choice::new(name.clone(), name))
            .collect(),
        report: report.map(|report| shown(&page, &report)),
        page,
        form,
    })
}

async fn form(cx: Cx) -> web::Result<Response> {
    may(&cx)?;
    cx.show(&draw(&cx, Form::empty(), None).await?)
}

async fn send(cx: Cx, form: Form) -> web::Result<Response> {
    may(&cx)?;
    let done = match read(&form) {
        Ok(asked) => answer(&cx, asked).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(Done::File(bytes)) => Ok(file(bytes)),
        Ok(Done::Report(report)) if report.batch.is_some() => {
            Ok(cx.go_saying("/import", "import-done"))
        }
        Ok(Done::Report(report)) => cx.show(&draw(&cx, form, Some(*report)).await?),
        Err(error) => {
            let page = draw(&cx, form.or_fail(error)?, None).await?;
            cx.show_again(&page)
        }
    }
}

/// What was sent, apart from the form so that it can go to another thread.
#[derive(Clone)]
struct Asked {
    wish: Wish,
    file_name: String,
    bytes: Vec<u8>,
    source: String,
    mapping: Option<String>,
}

fn read(form: &Form) -> Result<Asked> {
    let upload = form
        .upload("file")
        .ok_or_else(|| Error::invalid("file", "err-required"))?;
    Ok(Asked {
        wish: Wish::parse("wish", form.value("wish"))?,
        file_name: upload.file_name.clone(),
        bytes: upload.bytes.clone(),
        source: form.required("source")?.to_owned(),
        mapping: form.given("mapping").map(str::to_owned),
    })
}

enum Done {
    Report(Box<Report>),
    File(Vec<u8>),
}

async fn answer(cx: &Cx, asked: Asked) -> Result<Done> {
    let inner = cx.clone();
    let wish = asked.wish;
    let report = if wish == Wish::Run {
        let run = move |tx: &mut Tx<'_>| {
            let doing = Doing::of(&inner);
            let mapping = asked.mapping.as_ref();
            let mapping = mapping
                .map(|name| service::mapping(tx, &doing, name))
                .transpose()?;
            service::run(tx, &doing, &bring(&asked, mapping.as_ref()), &mut |_, _| {})
        };
        cx.app.db.write(run).await?
    } else {
        let check = move |conn: &mut Conn<'_>| {
            let doing = Doing::of(&inner);
            let mapping = asked
                .mapping
                .as_ref()
                .map(|name| service::mapping(conn, &doing, name))
                .transpose()?;
            service::check(
                conn,
                &doing,
                &bring(&asked, mapping.as_ref()),
                &mut |_, _| {},
            )
        };
        cx.app.db.read(check).await?
    };
    match wish {
        Wish::Errors => Ok(Done::File(mend::csv(&report, &cx.app.texts, cx.lang)?)),
        Wish::Check | Wish::Run => Ok(Done::Report(Box::new(report))),
    }
}

fn bring<'a>(asked: &'a Asked, mapping: Option<&'a super::Mapping>) -> Bring<'a> {
    Bring {
        file_name: &asked.file_name,
        bytes: &asked.bytes,
        source: &asked.source,
        mapping,
    }
}

fn file(bytes: Vec<u8>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"errors.csv\""),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

fn shown(page: &Page, report: &Report) -> Shown {
    let tile = |key: &str, value: usize, tone| Tile {
        label: page.t(key),
        value: page.n(value),
        note: String::new(),
        tone,
    };
    let wrong = if report.errors.is_empty() {
        Tone::Plain
    } else {
        Tone::Bad
    };
    let errors = report.errors.iter().take(SHOWN);
    let duplicates = report.duplicates.iter().take(SHOWN);
    Shown {
        tiles: vec![
            tile("import-records", report.records, Tone::Good),
            tile("import-wrong", report.errors.len(), wrong),
            tile("import-duplicates", report.duplicates.len(), Tone::Warn),
            tile("import-known", report.known, Tone::Info),
        ],
        columns: report
            .mapping
            .0
            .iter()
            .map(|(column, field)| (column.clone(), page.t(field.key())))
            .collect(),
        errors: errors
            .map(|bad| (bad.line, words_of(page, &bad.fields)))
            .collect(),
        duplicates: duplicates
            .map(|one| match one.known {
                Known::Person(person) => (
                    one.line,
                    one.name.show(page.lang).to_owned(),
                    format!("/people/{person}"),
                ),
                Known::Line(line) => (
                    one.line,
                    page.t1("import-same-line", "line", line),
                    String::new(),
                ),
            })
            .collect(),
        is_whole: report.errors.is_empty(),
    }
}

/// What is wrong with a row, each field by its name.
pub(crate) fn words_of(page: &Page, fields: &[kernel::FieldError]) -> String {
    let words = fields.iter().map(|error| {
        let field = page.t_in("import-field-", &error.field);
        format!("{field}: {}", page.field_error(error))
    });
    words.collect::<Vec<_>>().join(" | ")
}
