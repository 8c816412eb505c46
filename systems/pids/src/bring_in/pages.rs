//! The page that checks files and brings them in: which column is which field, what would happen, and then all of
//! it or nothing. The files are kept while they are being checked, so that they are chosen once.

mod columns;
mod looking;
mod shown;

use access::Action;
use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kernel::{Error, Result, words};
use web::parts::Choice;
use web::{App, Cx, Form, Page};

use super::mend;
use super::report::{Part, Report};
use super::service::{self, Draft};
use crate::Doing;
use columns::ColumnRow;
use looking::{Chosen, Looked, look_at};
use shown::{Shown, shown};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new().route("/import", get(form).post(send))
}

words! {
    /// What the button asks for.
    enum Wish: "import-wish" {
        /// The report, and nothing written.
        Check = "check",
        /// The columns as a kept mapping says, and the report.
        Use = "use",
        /// The columns kept under a name, and the report.
        Keep = "keep",
        /// The people's file with its errors, to be mended.
        Errors = "errors",
        /// The same of the former stays.
        StaysErrors = "stays_errors",
        /// All of it, or nothing.
        Run = "run",
    }
}

/// The tick that takes the second file away.
const STAYS_OFF: &str = "stays_off";

/// What a form asks for.
struct Want {
    wish: Wish,
    /// The mark of the files that came with it, if any did.
    staged: Option<String>,
}

#[derive(Template)]
#[template(path = "bring_in/page.html")]
struct ImportPage {
    page: Page,
    form: Form,
    mappings: Vec<Choice>,
    /// The names of the files that are kept.
    kept: Vec<String>,
    /// Whether a second file is among them.
    has_stays: bool,
    /// By what the files that the page was made for are told from others; empty where none were looked at.
    mark: String,
    fields: Vec<Choice>,
    /// The columns of each file with its name.
    columns: Vec<(String, Vec<ColumnRow>)>,
    report: Option<Shown>,
    /// A key of what was just done.
    said: &'static str,
}

fn may(cx: &Cx) -> Result<()> {
    cx.may_here(Action::ImportRun)
}

async fn draw(cx: &Cx, form: Form, looked: Option<Looked>) -> web::Result<ImportPage> {
    let page = cx.page(cx.t("import-title"));
    let inner = cx.clone();
    let read = cx.app.db.read(move |conn| {
        let doing = Doing::of(&inner);
        Ok((
            service::mappings(conn, &doing)?,
            service::draft(conn, &doing)?,
        ))
    });
    let (names, draft) = read.await?;
    let kept = draft.map(|draft| [draft.file_name, draft.stays_name]);
    let has_stays = kept.as_ref().is_some_and(|[_, stays]| !stays.is_empty());
    let (columns, mark, report) = match looked {
        Some(looked) => (
            looked.columns,
            looked.mark,
            looked
                .found
                .map(|(_, found)| shown(&page, &cx.app.texts, &found.report)),
        ),
        None => (Vec::new(), String::new(), None),
    };
    Ok(ImportPage {
        mappings: names
            .into_iter()
            .map(|name| Choice::new(name.clone(), name))
            .collect(),
        kept: kept
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .collect(),
        has_stays,
        mark,
        fields: columns::choices(&page),
        columns,
        report,
        page,
        form,
        said: "",
    })
}

async fn form(cx: Cx) -> web::Result<Response> {
    may(&cx)?;
    cx.show(&draw(&cx, Form::empty(), None).await?)
}

async fn send(cx: Cx, form: Form) -> web::Result<Response> {
    may(&cx)?;
    let want = match begin(&cx, &form).await {
        Ok(want) => want,
        Err(error) => {
            let form = form.or_fail(error)?;
            return cx.show_again(&draw(&cx, form, None).await?);
        }
    };
    let (inner, asked, wish) = (cx.clone(), form.clone(), want.wish);
    let looked = cx
        .app
        .db
        .read(move |conn| look_at(conn, &inner, &asked, &want))
        .await;
    let looked = match looked {
        Ok(looked) => looked,
        Err(error) => {
            let form = form.or_fail(error)?;
            return cx.show_again(&draw(&cx, form, None).await?);
        }
    };
    answer(&cx, wish, looked).await
}

/// Reads what is asked for, and keeps files that were sent.
async fn begin(cx: &Cx, form: &Form) -> Result<Want> {
    let wish = Wish::parse("wish", form.value("wish"))?;
    form.required("source")?;
    let sent = |name: &str| {
        form.upload(name)
            .map(|upload| (upload.file_name.clone(), upload.bytes.clone()))
    };
    let (people, stays) = (sent("file"), sent("stays"));
    let is_off = form.checked(STAYS_OFF, "yes");
    if people.is_none() && stays.is_none() && !is_off {
        return Ok(Want { wish, staged: None });
    }
    let inner = cx.clone();
    let staged = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        // A file sent by itself goes with the other that is kept.
        let (kept, kept_stays) = service::draft(tx, &doing)?
            .map(|draft| {
                let people = (draft.file_name, draft.bytes);
                (people, (draft.stays_name, draft.stays_bytes))
            })
            .unzip();
        let people = people.clone().or(kept);
        let (file_name, bytes) = people.ok_or_else(|| Error::invalid("file", "err-required"))?;
        let kept_stays = kept_stays.filter(|_| !is_off);
        let (stays_name, stays_bytes) = stays.clone().or(kept_stays).unwrap_or_default();
        let draft = Draft {
            file_name,
            bytes,
            stays_name,
            stays_bytes,
            at: doing.now(),
        };
        service::stage(tx, &doing, &draft)?;
        Ok(draft.mark())
    });
    Ok(Want {
        wish,
        staged: Some(staged.await?),
    })
}

async fn answer(cx: &Cx, wish: Wish, mut looked: Looked) -> web::Result<Response> {
    let mut form = std::mem::take(&mut looked.form);
    let mut said = "";
    if wish == Wish::Keep {
        match keep(cx, &form, &looked).await {
            Ok(()) => said = "import-mapping-kept",
            Err(error) => form = form.or_fail(error)?,
        }
    }
    let whole = looked
        .found
        .take_if(|(_, found)| wish == Wish::Run && found.report.errors.is_empty());
    if let Some((chosen, found)) = whole {
        match bring_in(cx, chosen, found).await {
            Ok(()) => return Ok(cx.go_saying("/import", "import-done")),
            Err(error) => form = form.or_fail(error)?,
        }
    }
    if let Some((_, found)) = &looked.found {
        let part = match wish {
            Wish::Errors => Some(Part::People),
            Wish::StaysErrors => Some(Part::Stays),
            Wish::Check | Wish::Use | Wish::Keep | Wish::Run => None,
        };
        if let Some(part) = part {
            let bytes = mend::csv(&found.report, part, &cx.app.texts, cx.lang)?;
            return Ok(file(bytes));
        }
        tell_shown(cx, &found.report).await?;
    }
    let is_bad = form.is_bad();
    let mut page = draw(cx, form, Some(looked)).await?;
    page.said = said;
    if is_bad {
        cx.show_again(&page)
    } else {
        cx.show(&page)
    }
}

/// Writes what was looked at; it is worked out first, when no transaction waits for it.
async fn bring_in(cx: &Cx, chosen: Chosen, found: service::Looked) -> Result<()> {
    let (inner, mark) = (cx.clone(), chosen.mark());
    let working = move || chosen.prepare(&Doing::of(&inner), found);
    let prepared = tokio::task::spawn_blocking(working)
        .await
        .map_err(|error| Error::bug("a file was not worked out").because(error))?;
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| {
            let doing = Doing::of(&inner);
            service::write(tx, &doing, &prepared, &mut |_, _| {})?;
            service::drop_draft(tx, &doing, &mark)
        })
        .await
}

/// Tells the journal whose names the page is about to show.
async fn tell_shown(cx: &Cx, report: &Report) -> Result<()> {
    let (inner, people) = (cx.clone(), service::shown_people(report));
    if people.is_empty() {
        return Ok(());
    }
    cx.app
        .db
        .write(move |tx| service::tell_shown(tx, &Doing::of(&inner), &people))
        .await
}

/// Keeps the columns of both files under the name that was typed.
async fn keep(cx: &Cx, form: &Form, looked: &Looked) -> Result<()> {
    let name = form.required("mapping_name")?.to_owned();
    let Some(mapping) = looked.mapping.clone() else {
        return Ok(());
    };
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::keep_mapping(tx, &Doing::of(&inner), &name, &mapping))
        .await
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
