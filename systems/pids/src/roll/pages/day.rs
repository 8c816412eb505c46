//! The daily return.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{Date, Kind};
use printing::Document;
use web::{Cx, Page};

use super::{Asked, XLSX, file, pdf, seal};
use crate::roll::count::Heads;
use crate::roll::service::{self, Return};
use crate::roll::{Format, sheets, xlsx};
use crate::{Doing, estate};

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
        capacity: found
            .prison
            .certified
            .map(|places| page.n(places))
            .unwrap_or_default(),
        lists: xlsx::lists(&found.count).into(),
        blocks: xlsx::blocks(&found.count)
            .into_iter()
            .map(|block| (block.key, block.rows))
            .collect(),
        query: format!("{}&day={}", Asked::prison_query(&found.prison), found.day),
        day: found.day,
        prison_name: found.prison.name.show(page.lang).to_owned(),
        prison: found.prison.code,
        page,
        form,
        seal,
    }
}

pub(super) async fn headcount(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let form = web::Form::from_pairs([("day", asked.day.clone())]);
    match read_count(&cx, &asked, Format::Print).await {
        Ok((found, seal)) => cx.show(&count_page(&cx, found, seal, form)),
        Err(web::Error(error)) if error.kind == Kind::Invalid => {
            // The day cannot be counted: today's return stands below what was typed.
            let today = Asked {
                day: String::new(),
                ..asked
            };
            let (found, seal) = read_count(&cx, &today, Format::Print).await?;
            cx.show_again(&count_page(&cx, found, seal, form.with_error(error)))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn headcount_pdf(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (found, seal) = read_count(&cx, &asked, Format::Pdf).await?;
    let sheet = sheets::headcount(&cx.page(String::new()), &found, seal);
    let instead = format!(
        "/headcount{}&day={}",
        Asked::prison_query(&found.prison),
        found.day
    );
    let name = format!("headcount-{}-{}.pdf", found.prison.code, found.day);
    pdf(&cx, Document::HeadCount(Box::new(sheet)), &name, &instead).await
}

pub(super) async fn headcount_xlsx(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (found, _) = read_count(&cx, &asked, Format::Xlsx).await?;
    let name = format!("headcount-{}-{}.xlsx", found.prison.code, found.day);
    let bytes = xlsx::headcount(&cx.page(String::new()), &found)?;
    Ok(file(XLSX, &name, bytes)?)
}
