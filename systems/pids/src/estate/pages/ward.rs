use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use db::Conn;
use kernel::{BdTime, Error, Result, WardId, parse_date};
use web::{Cx, Form, Page};

use super::may_write;
use crate::Doing;
use crate::estate::service;
use crate::estate::store::{self, Here};
use crate::estate::{Count, Ward};

#[derive(Template)]
#[template(path = "estate/ward.html")]
struct WardPage {
    page: Page,
    form: Form,
    ward: Ward,
    building_name: String,
    prison_code: String,
    count: Count,
    /// The moment asked about; none for now.
    asked_at: Option<BdTime>,
    here: Vec<HereRow>,
    may_write: bool,
}

struct HereRow {
    here: Here,
    name: String,
    other_name: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Moment {
    day: Option<String>,
    hour: Option<String>,
}

/// Who is in a ward now, or was there on a day at an hour.
pub(super) async fn show(
    cx: Cx,
    Path(id): Path<String>,
    Query(asked): Query<Moment>,
) -> web::Result<Response> {
    let id: WardId = id.parse()?;
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, id, &asked))
        .await?;
    if page.form.is_bad() {
        return cx.show_again(&page);
    }
    cx.show(&page)
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, id: WardId, asked: &Moment) -> Result<WardPage> {
    let doing = Doing::of(cx);
    let ward = service::ward(conn, &doing, id)?;
    let building = store::building(conn, ward.building)?;
    let prison = store::prison(conn, ward.prison)?;
    let count = store::of_ward(conn, id)?;
    let day = asked.day.as_deref().unwrap_or_default().trim().to_owned();
    let hour = asked.hour.as_deref().unwrap_or_default().trim().to_owned();
    let mut form = Form::from_pairs([("day", day.as_str()), ("hour", hour.as_str())]);
    let mut asked_at = None;
    let mut here = Vec::new();
    let found = moment(cx, &day, &hour).and_then(|at| {
        asked_at = at;
        service::here_at(conn, &doing, id, at.unwrap_or(cx.now))
    });
    match found {
        Ok(rows) => here = rows,
        Err(error) if error.kind == kernel::Kind::Invalid => form = form.with_error(error),
        Err(error) => return Err(error),
    }
    Ok(WardPage {
        page: cx.page(ward.name.show(cx.lang).to_owned()),
        form,
        building_name: building.name.show(cx.lang).to_owned(),
        prison_code: prison.code,
        count,
        asked_at,
        here: here.into_iter().map(|here| row(cx, here)).collect(),
        may_write: may_write(cx),
        ward,
    })
}

fn row(cx: &Cx, here: Here) -> HereRow {
    HereRow {
        name: here.name.show(cx.lang).to_owned(),
        other_name: here.name.show(cx.lang.other()).to_owned(),
        here,
    }
}

/// The moment that a day and an hour name; none when no day was given. Without an hour: noon.
fn moment(cx: &Cx, day: &str, hour: &str) -> Result<Option<BdTime>> {
    if day.is_empty() {
        return Ok(None);
    }
    let date = parse_date("day", day, cx.now.date())?;
    let (hour, minute) = clock(hour).ok_or_else(|| Error::invalid("hour", "err-hour"))?;
    Ok(Some(BdTime::from_local(date.at(hour, minute, 0, 0))))
}

/// Reads `14`, `14:30` or `১৪:৩০`.
pub(crate) fn clock(text: &str) -> Option<(i8, i8)> {
    if text.is_empty() {
        return Some((12, 0));
    }
    let latin = kernel::bangla::digits::to_latin(text);
    let (hour, minute) = latin.split_once([':', '.']).unwrap_or((&latin, "0"));
    let hour: i8 = hour
        .trim()
        .parse()
        .ok()
        .filter(|hour| (0..24).contains(hour))?;
    let minute: i8 = minute
        .trim()
        .parse()
        .ok()
        .filter(|minute| (0..60).contains(minute))?;
    Some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn hours_as_clerks_type_them() {
        assert_eq!(clock(""), Some((12, 0)));
        assert_eq!(clock("9"), Some((9, 0)));
        assert_eq!(clock("১৪:৩০"), Some((14, 30)));
        for wrong in ["24", "-1", "9:60", "noon"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }
}
