//! The arrivals board, and the list of who is expected.

mod cancel;
mod list;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use db::Conn;
use kernel::{ArrivalId, Date, PrisonId, Result};
use web::parts::{Tile, Tone};
use web::{App, Cx, Form, Page};

use super::{Arrival, ArrivalState, Claim, service, store};
use crate::admission::facts::name_typed;
use crate::admission::{self, AdmissionState, Step};
use crate::custody::{self, Source};
use crate::{Doing, estate, matching};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/arrivals", get(board))
        .route("/arrivals/paste", get(list::form).post(list::send))
        .route("/arrivals/{id}/start", post(start))
        .route("/arrivals/{id}/release", post(release))
        .route(
            "/arrivals/{id}/cancel",
            get(cancel::show).post(cancel::send),
        )
}

/// Admissions under way that the board lists.
const OPEN_MAX: i64 = 30;

#[derive(Template)]
#[template(path = "arrivals/board.html")]
struct BoardPage {
    page: Page,
    prison: PrisonId,
    day: Date,
    /// On which day the prison is to be closed, if it is.
    closing: Option<Date>,
    tiles: Vec<Tile>,
    rows: Vec<ArrivalRow>,
    open: Vec<AdmissionRow>,
    waiting: Vec<AdmissionRow>,
    /// Whether the reader starts at what waits for a second officer.
    verifies: bool,
    expected: i64,
    admitted: i64,
    /// Whether the reader may note who else is expected.
    may_expect: bool,
}

struct ArrivalRow {
    name: String,
    father: String,
    source: Source,
    /// The court or the prison that sends them.
    sender: String,
    case_no: String,
    match_label: String,
    match_tone: Tone,
    waited: i64,
    admitted: bool,
    claimed_by: Option<String>,
    /// Where the row leads; who comes in a custody that goes on only opens a page, since the next date or the
    /// ward is asked there.
    action: String,
    action_label: &'static str,
    returns: bool,
    /// Whether the reader may take this one in hand: who comes from another prison, an officer receives.
    may_take: bool,
    /// The day, where it is not the board's.
    due: Option<String>,
    /// Where the reader says that they are not coming, if the reader may.
    cancel: Option<String>,
    /// The first row that somebody can take in hand: where a reader starts.
    first: bool,
}

struct AdmissionRow {
    id: kernel::AdmissionId,
    name: String,
    step: Step,
    clerk: String,
    running: i64,
}

#[derive(serde::Deserialize)]
struct Asked {
    prison: Option<String>,
}

async fn board(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, asked.prison.as_deref()))
        .await?;
    cx.show(&page)
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, prison: Option<&str>) -> Result<BoardPage> {
    let doing = Doing::of(cx);
    let prison = estate::service::prison_wanted(conn, &doing, prison)?;
    doing.may(access::Action::ArrivalRead, conn, prison.id)?;
    let page = cx.page(cx.t("arrivals"));
    let day = cx.now.date();
    let arrivals = store::of_day(conn, prison.id, day)?;
    let admitted = count(&arrivals, ArrivalState::Admitted);
    let expected = count(&arrivals, ArrivalState::Expected);
    let open = running(conn, cx, prison.id, AdmissionState::Open)?;
    let waiting = running(conn, cx, prison.id, AdmissionState::OnRoll)?;
    let tile = |key: &str, value: i64, tone| Tile {
        label: page.t(key),
        value: page.n(value),
        note: String::new(),
        tone,
    };
    let tiles = vec![
        tile("tile-expected", expected, Tone::Info),
        tile("tile-admitted", admitted, Tone::Good),
        tile("tile-running", len(&open), Tone::Warn),
        tile("tile-to-verify", len(&waiting), Tone::Plain),
    ];
    let mut rows = Vec::with_capacity(arrivals.len());
    for (arrival, claim) in arrivals {
        rows.push(row(conn, cx, &page, arrival, claim)?);
    }
    let verifies = cx.could(access::Action::AdmissionVerify) && !waiting.is_empty();
    let free = |row: &&mut ArrivalRow| {
        !verifies && !row.admitted && row.may_take && row.claimed_by.is_none()
    };
    if let Some(row) = rows.iter_mut().find(free) {
        row.first = true;
    }
    Ok(BoardPage {
        page,
        prison: prison.id,
        day,
        closing: estate::service::closing_ahead(conn, prison.id)?,
        tiles,
        rows,
        open,
        waiting,
        verifies,
        expected,
        admitted,
        may_expect: list::may_expect(cx).is_ok(),
    })
}

fn count(arrivals: &[(Arrival, Option<Claim>)], state: ArrivalState) -> i64 {
    let number = arrivals
        .iter()
        .filter(|(arrival, _)| arrival.state == state)
        .count();
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn len<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}

fn running(
    conn: &mut Conn<'_>,
    cx: &Cx,
    prison: PrisonId,
    state: AdmissionState,
) -> Result<Vec<AdmissionRow>> {
    let mut rows = Vec::new();
    for admission in admission::store::in_state(conn, prison, state, OPEN_MAX)? {
        let typed = admission::store::typed(conn, admission.id)?;
        let name = Some(name_typed(&typed, cx.lang)).filter(|name| !name.is_empty());
        rows.push(AdmissionRow {
            id: admission.id,
            name: name.unwrap_or_else(|| cx.t("admission-new")),
            step: admission.step,
            clerk: admission.by_name.clone(),
            running: cx.now.since(admission.started_at),
        });
    }
    Ok(rows)
}

fn row(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: &Page,
    arrival: Arrival,
    claim: Option<Claim>,
) -> Result<ArrivalRow> {
    let admitted = arrival.state == ArrivalState::Admitted;
    let outcome = if admitted {
        None
    } else {
        Some(matching::service::outcome_of(conn, cx, &arrival)?)
    };
    let (action, action_label, returns) = match (arrival.source, arrival.custody) {
        (Source::Return, Some(custody)) => (format!("/custodies/{custody}/back"), "receive", true),
        (Source::Transfer, Some(custody)) => {
            (format!("/custodies/{custody}/receive"), "receive", true)
        }
        _ => (format!("/arrivals/{}/start", arrival.id), "admit", false),
    };
    let claim_by_another = claim.filter(|claim| claim.by_user != cx.actor.user);
    Ok(ArrivalRow {
        match_label: outcome
            .as_ref()
            .map(|outcome| outcome.label(page))
            .unwrap_or_default(),
        match_tone: outcome
            .as_ref()
            .map(matching::Outcome::tone)
            .unwrap_or_default(),
        waited: cx.now.since(arrival.at),
        admitted,
        sender: sender(conn, cx, &arrival)?,
        cancel: may_cancel(cx, &arrival, claim_by_another.is_some())
            .then(|| format!("/arrivals/{}/cancel", arrival.id)),
        claimed_by: claim_by_another.map(|claim| claim.by_name),
        may_take: arrival.source != Source::Transfer
            || arrival.custody.is_none()
            || cx.could(access::Action::MovementTransfer),
        due: (arrival.day != cx.now.date() && !admitted)
            .then(|| page.t1("arrival-due", "day", page.date(arrival.day))),
        action,
        action_label,
        returns,
        first: false,
        name: arrival.name,
        father: arrival.father,
        source: arrival.source,
        case_no: arrival.case_no,
    })
}

/// Who comes in a custody from another prison is told with its name: their court says nothing of the way. Once they are
/// here the custody is this prison's.
fn sender(conn: &mut Conn<'_>, cx: &Cx, arrival: &Arrival) -> Result<String> {
    match (arrival.source, arrival.custody, arrival.state) {
        (Source::Transfer, Some(custody), ArrivalState::Expected) => {
            let from = custody::store::get(conn, custody)?.prison;
            let name = estate::service::name_on(conn, from, cx.now.date())?;
            Ok(name.show(cx.lang).to_owned())
        }
        _ => Ok(arrival.court.clone()),
    }
}

/// Who comes in a custody that goes on is called back by whoever sent them.
fn may_cancel(cx: &Cx, arrival: &Arrival, is_in_another_hand: bool) -> bool {
    arrival.state == ArrivalState::Expected
        && arrival.custody.is_none()
        && !is_in_another_hand
        && cx.could(access::Action::ArrivalWrite)
}

async fn start(cx: Cx, Path(id): Path<String>, _form: Form) -> web::Result<Response> {
    let id: ArrivalId = id.parse()?;
    let inner = cx.clone();
    let (admission, prison) = cx
        .app
        .db
        .write(move |tx| {
            let admission = admission::service::start(tx, &Doing::of(&inner), id)?;
            Ok((admission, store::get(tx, id)?.prison))
        })
        .await?;
    cx.app.live.tell("arrivals", prison);
    Ok(cx.go(&format!("/admissions/{admission}")))
}

async fn release(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: ArrivalId = id.parse()?;
    let reason = form.given("reason").map(str::to_owned);
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::release(tx, &Doing::of(&inner), id, reason.as_deref()))
        .await?;
    Ok(cx.go_saying("/arrivals", "arrival-released"))
}
