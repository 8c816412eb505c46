//! The page of times.

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use db::Conn;
use kernel::{BdTime, PrisonId, Result};
use web::parts::{Tile, Tone};
use web::{App, Cx, Page};

use super::{Summary, Timed, by, by_step, store, summary};
use crate::admission::TARGET;
use crate::estate::Prison;
use crate::{Doing, estate};

/// Days back that can be asked for.
const DAYS_MAX: i64 = 366;
/// Slow admissions that the page lists.
const SLOW_MAX: usize = 50;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new().route("/times", get(show))
}

#[derive(Template)]
#[template(path = "times/page.html")]
struct TimesPage {
    page: Page,
    tiles: Vec<Tile>,
    count: usize,
    tables: Vec<Table>,
    slow: Vec<Timed>,
    /// Whether the reader may open an admission to say why it was slow.
    may_open: bool,
}

struct Table {
    key: &'static str,
    first: &'static str,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    summary: Summary,
}

#[derive(serde::Deserialize)]
struct Asked {
    days: Option<i64>,
}

async fn show(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let days = asked.days.unwrap_or(30).clamp(1, DAYS_MAX);
    let inner = cx.clone();
    let (timed, prisons) = cx.app.db.read(move |conn| read(conn, &inner, days)).await?;
    let page = cx.page(cx.t("times"));
    let all = summary(timed.iter().map(|one| one.total).collect());
    let tables = tables(&page, &timed, &prisons);
    let tiles = tiles(&page, all);
    let slow = timed
        .into_iter()
        .filter(Timed::is_slow)
        .take(SLOW_MAX)
        .collect();
    cx.show(&TimesPage {
        page,
        tiles,
        count: all.count,
        tables,
        slow,
        may_open: cx.could(access::Action::AdmissionWrite),
    })
}

/// The timed admissions of the last days in every prison that the reader sees.
fn read(conn: &mut Conn<'_>, cx: &Cx, days: i64) -> Result<(Vec<Timed>, Vec<Prison>)> {
    cx.may_here(access::Action::TimesRead)?;
    let seen = estate::service::prisons_seen(conn, &Doing::of(cx))?;
    let since = cx.now.plus(-days * BdTime::DAY);
    let prisons: Vec<PrisonId> = seen.iter().map(|prison| prison.id).collect();
    Ok((store::since(conn, &prisons, since)?, seen))
}

fn tables(page: &Page, timed: &[Timed], prisons: &[Prison]) -> Vec<Table> {
    let row = |(label, summary)| Row { label, summary };
    let name = |id| {
        let prison = prisons.iter().find(|prison| prison.id == id);
        prison
            .map(|prison| prison.name.show(page.lang).to_owned())
            .unwrap_or_default()
    };
    let steps = by_step(timed)
        .into_iter()
        .map(|(step, summary)| row((page.t(step.key()), summary)));
    let operators = by(timed, |one| one.operator.clone()).into_iter().map(row);
    let by_prison = by(timed, |one| one.prison)
        .into_iter()
        .map(|(id, summary)| row((name(id), summary)));
    vec![
        Table {
            key: "times-by-step",
            first: "col-step",
            rows: steps.collect(),
        },
        Table {
            key: "times-by-operator",
            first: "col-clerk",
            rows: operators.collect(),
        },
        Table {
            key: "times-by-prison",
            first: "col-prison",
            rows: by_prison.collect(),
        },
    ]
}

fn tiles(page: &Page, all: Summary) -> Vec<Tile> {
    let clock = |key: &str, spent: i64| Tile {
        label: page.t(key),
        value: page.duration_clock(spent),
        note: page.t("admission-target"),
        tone: if spent <= TARGET {
            Tone::Good
        } else {
            Tone::Bad
        },
    };
    let count = |key: &str, count: usize, tone| Tile {
        label: page.t(key),
        value: page.n(count),
        note: String::new(),
        tone,
    };
    vec![
        clock("times-median", all.median),
        clock("times-p90", all.p90),
        count("times-count", all.count, Tone::Plain),
        count(
            "times-slow",
            all.slow,
            if all.slow == 0 { Tone::Good } else { Tone::Bad },
        ),
    ]
}
