//! The nominal roll.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{PersonId, WardId};
use printing::Document;
use printing::sheets::NominalRoll;
use web::parts::Choice;
use web::{Cx, Page};

use super::{Asked, XLSX, file, pdf, seal};
use crate::custody::LegalStatus;
use crate::people::TwoNames;
use crate::roll::service::{self, Roll};
use crate::roll::{Filter, Format, sheets, xlsx};
use crate::{Doing, estate};

/// A roll with what its page needs beside it.
struct Read {
    roll: Roll,
    wards: Vec<(WardId, TwoNames)>,
    seal: String,
}

impl Read {
    fn scope(&self, page: &Page, filter: &Filter) -> String {
        let ward = self
            .wards
            .iter()
            .find(|(id, _)| Some(*id) == filter.ward)
            .map(|(_, name)| name.show(page.lang));
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
        let wards = estate::store::wards_of(tx, prison.id)?
            .into_iter()
            .map(|ward| (ward.id, ward.name))
            .collect();
        let roll = match format {
            Format::Screen => service::roll_page(tx, &doing, prison, &wanted, &paging)?,
            _ => service::roll_whole(tx, &doing, prison, &wanted, format)?,
        };
        Ok(Read {
            roll,
            wards,
            seal: seal(&journal::head(tx)?),
        })
    });
    Ok((read.await?, filter))
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

pub(super) async fn roll(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let whole = !asked.all.is_empty();
    let (read, filter) = read_roll(
        &cx,
        &asked,
        if whole { Format::Print } else { Format::Screen },
    )
    .await?;
    let page = cx.page(cx.t("sheet-title-nominal-roll"));
    let scope = read.scope(&page, &filter);
    let sheet = sheets::roll(&page, &read.roll, scope, read.seal.clone());
    let choice = |id: &WardId, name: &TwoNames| Choice::new(id.to_string(), name.show(cx.lang));
    let slice = &read.roll.slice;
    let statuses = LegalStatus::ALL
        .iter()
        .map(|status| Choice::new(status.word(), page.t(status.key())));
    let query = format!(
        "{}{}",
        Asked::prison_query(&read.roll.prison),
        filter.query()
    );
    let view = RollPage {
        people: slice.rows.iter().map(|row| row.person).collect(),
        slice: web::pager::Slice {
            rows: Vec::new(),
            prev: slice.prev.clone(),
            next: slice.next.clone(),
        },
        form: web::Form::from_pairs([
            ("ward", asked.ward.clone()),
            ("status", asked.status.clone()),
        ]),
        wards: read
            .wards
            .iter()
            .map(|(id, name)| choice(id, name))
            .collect(),
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

pub(super) async fn roll_pdf(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (read, filter) = read_roll(&cx, &asked, Format::Pdf).await?;
    let page = cx.page(String::new());
    let scope = read.scope(&page, &filter);
    let sheet = sheets::roll(&page, &read.roll, scope, read.seal.clone());
    let prison = &read.roll.prison;
    let instead = format!(
        "/roll{}{}&all=yes",
        Asked::prison_query(prison),
        filter.query()
    );
    pdf(
        &cx,
        Document::NominalRoll(Box::new(sheet)),
        &format!("roll-{}.pdf", prison.code),
        &instead,
    )
    .await
}

pub(super) async fn roll_xlsx(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let (read, filter) = read_roll(&cx, &asked, Format::Xlsx).await?;
    let page = cx.page(String::new());
    let scope = read.scope(&page, &filter);
    let name = format!("roll-{}.xlsx", read.roll.prison.code);
    let bytes = xlsx::roll(&page, &read.roll, &scope)?;
    Ok(file(XLSX, &name, bytes)?)
}
