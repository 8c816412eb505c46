use access::Action;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use db::Conn;
use jiff::ToSpan as _;
use kernel::{CustodyId, Date, Error, Result, parse_date};
use web::parts::{Tile, Tone};
use web::{Cx, Form, Page};

use super::{Asked, Row};
use crate::custody::State;
use crate::life::service::{SentMany, send_many_to_court};
use crate::life::store::{self, Hearing};
use crate::life::{Absence, AbsenceKind};
use crate::{Doing, estate};

#[derive(Template)]
#[template(path = "life/court.html")]
struct CourtPage {
    page: Page,
    form: Form,
    prison_code: String,
    prison_name: String,
    day: Date,
    is_today: bool,
    may_send: bool,
    tiles: Vec<Tile>,
    listed: Vec<Listed>,
    out: Vec<Out>,
    missed: Vec<Row>,
    left: Vec<String>,
}

/// Somebody who is to be in court on the day.
struct Listed {
    row: Row,
    hearings: Vec<Hearing>,
    can_go: bool,
}

/// Somebody who is at court now.
struct Out {
    row: Row,
    absence: Absence,
    overdue: bool,
}

/// Who goes to court on a day (tomorrow's production the evening before), who is out, who was missed.
pub(super) async fn day(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, &asked, Form::empty(), Vec::new()));
    cx.show(&page.await?)
}

/// The day that a list is about: `today`, `tomorrow` or a date; today where nothing is said.
fn day_asked(cx: &Cx, text: Option<&str>) -> Result<Date> {
    let today = cx.now.date();
    match text.unwrap_or_default() {
        "" | "today" => Ok(today),
        "tomorrow" => today
            .checked_add(1.day())
            .map_err(|error| Error::bug("no tomorrow").because(error)),
        date => parse_date("day", date, today),
    }
}

fn draw(
    conn: &mut Conn<'_>,
    cx: &Cx,
    asked: &Asked,
    form: Form,
    left: Vec<String>,
) -> Result<CourtPage> {
    let doing = Doing::of(cx);
    let prison = estate::service::prison_wanted(conn, &doing, asked.prison.as_deref())?;
    doing.may(Action::PersonRead, conn, prison.id)?;
    let today = cx.now.date();
    let day = day_asked(cx, asked.day.as_deref())?;
    let may_send = cx.could(Action::MovementCourt);
    let mut hearings = store::hearings(conn, prison.id, day)?;
    let listed: Vec<_> = store::court_day(conn, prison.id, day)?
        .into_iter()
        .map(|line| Listed {
            hearings: hearings.remove(&line.custody).unwrap_or_default(),
            can_go: may_send && day == today && line.state == State::Present,
            row: Row::new(cx, line),
        })
        .collect();
    let out: Vec<_> = store::away(conn, prison.id, AbsenceKind::Court)?
        .into_iter()
        .map(|(absence, line)| Out {
            overdue: absence.is_overdue(cx.now),
            row: Row::new(cx, line),
            absence,
        })
        .collect();
    let missed = store::missed(conn, prison.id, today)?;
    let page = cx.page(cx.t("court"));
    Ok(CourtPage {
        tiles: tiles(&page, &listed, &out, missed.len()),
        form,
        prison_name: prison.name.show(cx.lang).to_owned(),
        prison_code: prison.code,
        day,
        is_today: day == today,
        may_send: may_send && day == today,
        listed,
        out,
        missed: missed.into_iter().map(|line| Row::new(cx, line)).collect(),
        left,
        page,
    })
}

fn tiles(page: &Page, listed: &[Listed], out: &[Out], missed: usize) -> Vec<Tile> {
    let late = out.iter().filter(|out| out.overdue).count();
    let tile = |key: &str, value: usize, bad: bool| Tile {
        label: page.t(key),
        value: page.n(value),
        note: String::new(),
        tone: if bad { Tone::Bad } else { Tone::Info },
    };
    vec![
        tile("court-listed", listed.len(), false),
        tile("court-out", out.len(), false),
        tile("court-late", late, late > 0),
        tile("court-missed", missed, missed > 0),
    ]
}

/// Sends everybody who was ticked.
pub(super) async fn send(cx: Cx, form: Form) -> web::Result<Response> {
    cx.may_here(Action::MovementCourt)?;
    let (inner, typed) = (cx.clone(), form.clone());
    let sent = cx.app.db.write(move |tx| {
        let ids: Vec<CustodyId> = typed
            .all("custody")
            .filter_map(|id| id.parse().ok())
            .collect();
        send_many_to_court(tx, &Doing::of(&inner), &ids, typed.value("order_ref"))
    });
    let asked = Asked {
        prison: form.given("prison").map(str::to_owned),
        day: None,
    };
    let (form, many) = match sent.await {
        Ok(many) if many.left.is_empty() => {
            let code = asked.prison.unwrap_or_default();
            return Ok(cx.go_saying(&format!("/court?prison={code}"), "court-sent"));
        }
        Ok(many) => (form, many),
        Err(error) => (form.or_fail(error)?, SentMany::default()),
    };
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let left = names_of(conn, &inner, &many)?;
        draw(conn, &inner, &asked, form.clone(), left)
    });
    cx.show_again(&page.await?)
}

/// Who was left out, and why, in words.
fn names_of(conn: &mut Conn<'_>, cx: &Cx, many: &SentMany) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for (custody, why) in &many.left {
        let custody = crate::custody::store::get(conn, *custody)?;
        let person = crate::people::store::get(conn, custody.person)?;
        let why = cx.app.texts.message(cx.lang, why.key, &why.args);
        names.push(format!("{}: {why}", person.name.show(cx.lang)));
    }
    Ok(names)
}
