//! The ward board, a ward's page now and at any moment, and the forms that change the estate.

/// A list of words as the choices of a form, in the reader's language.
macro_rules! choices {
    ($page:expr, $words:ty) => {
        <$words>::ALL
            .iter()
            .map(|word| Choice::new(word.word(), $page.t(word.key())))
            .collect::<Vec<_>>()
    };
}

mod edit;
mod prison;
mod ward;

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};
use db::Conn;
use kernel::{BuildingId, Result};
use web::parts::{Choice, Tile, Tone};
use web::{App, Cx, Page};

use super::service::{self, Board};
use super::{Count, ForAge, ForSex, ForStatus, Prison, Ward, WardKind};
use crate::Doing;

pub(crate) use ward::clock;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/estate", get(board))
        .route("/estate/prisons", get(overview))
        .route(
            "/estate/prisons/{id}",
            get(prison::show).post(prison::change),
        )
        .route("/estate/prisons/{id}/withdraw", post(prison::withdraw))
        .route(
            "/estate/buildings/new",
            get(edit::new_building).post(edit::add_building),
        )
        .route(
            "/estate/buildings/{id}/edit",
            get(edit::building).post(edit::save_building),
        )
        .route(
            "/estate/wards/new",
            get(edit::new_ward).post(edit::add_ward),
        )
        .route("/estate/wards/{id}", get(ward::show))
        .route(
            "/estate/wards/{id}/edit",
            get(edit::ward).post(edit::save_ward),
        )
        .route("/estate/wards/{id}/close", post(edit::close))
        .route("/estate/wards/{id}/open", post(edit::open))
}

kernel::words! {
    /// Which wards the board shows.
    enum Shown: "estate-show" {
        /// Every ward.
        All = "all",
        /// Those with a place in use left.
        Room = "room",
        /// Those above the places in use.
        Over = "over",
        /// Closed ones.
        Closed = "closed",
    }
}

impl Shown {
    fn lets(self, ward: &Ward, count: Count) -> bool {
        let closed = ward.closed.is_some();
        match self {
            Self::All => true,
            Self::Room => !closed && count.total() < ward.capacity.working,
            Self::Over => count.total() > ward.capacity.working,
            Self::Closed => closed,
        }
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    prison: Option<String>,
    show: Option<String>,
}

#[derive(Template)]
#[template(path = "estate/board.html")]
struct BoardPage {
    page: Page,
    prison: Prison,
    prison_name: String,
    tiles: Vec<Tile>,
    filters: Vec<Filter>,
    buildings: Vec<BuildingPart>,
    may_write: bool,
    sees_many: bool,
}

struct Filter {
    show: Shown,
    current: bool,
}

struct BuildingPart {
    id: BuildingId,
    name: String,
    total: i64,
    working: i64,
    wards: Vec<WardRow>,
}

struct WardRow {
    ward: Ward,
    name: String,
    count: Count,
    tone: Tone,
}

async fn board(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    if asked.prison.is_none() && cx.actor.scope.prison().is_none() {
        return Ok(cx.go("/estate/prisons"));
    }
    let inner = cx.clone();
    let page = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, &asked))
        .await?;
    cx.show(&page)
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, asked: &Asked) -> Result<BoardPage> {
    let doing = Doing::of(cx);
    let prison = service::prison_wanted(conn, &doing, asked.prison.as_deref())?;
    let show = asked
        .show
        .as_deref()
        .map_or(Ok(Shown::All), |word| Shown::parse("show", word))?;
    let board = service::board(conn, &doing, prison.id)?;
    let prison_name = prison.name.show(cx.lang).to_owned();
    let page = cx.page(cx.t("estate"));
    let filters = Shown::ALL
        .iter()
        .map(|filter| Filter {
            show: *filter,
            current: *filter == show,
        })
        .collect();
    Ok(BoardPage {
        tiles: tiles(&page, &board),
        buildings: board
            .buildings
            .into_iter()
            .map(|(building, wards)| {
                part(cx, (building.id, building.name.show(cx.lang)), wards, show)
            })
            .collect(),
        filters,
        prison,
        prison_name,
        may_write: may_write(cx),
        sees_many: cx.actor.scope.prison().is_none(),
        page,
    })
}

fn part(
    cx: &Cx,
    (id, name): (BuildingId, &str),
    wards: Vec<(Ward, Count)>,
    show: Shown,
) -> BuildingPart {
    let total = wards.iter().map(|(_, count)| count.total()).sum();
    let working = wards.iter().map(|(ward, _)| ward.capacity.working).sum();
    let wards = wards
        .into_iter()
        .filter(|(ward, count)| show.lets(ward, *count))
        .map(|(ward, count)| WardRow {
            name: ward.name.show(cx.lang).to_owned(),
            tone: fullness(&ward, count),
            ward,
            count,
        })
        .collect();
    BuildingPart {
        id,
        name: name.to_owned(),
        total,
        working,
        wards,
    }
}

/// What the colour of a ward says: above the places in use, above the certified ones, or within both.
fn fullness(ward: &Ward, count: Count) -> Tone {
    if count.total() > ward.capacity.working {
        Tone::Bad
    } else if count.total() > ward.capacity.certified {
        Tone::Warn
    } else {
        Tone::Good
    }
}

fn tiles(page: &Page, board: &Board) -> Vec<Tile> {
    let wards = || board.buildings.iter().flat_map(|(_, wards)| wards);
    let working: i64 = wards().map(|(ward, _)| ward.capacity.working).sum();
    let certified: i64 = wards().map(|(ward, _)| ward.capacity.certified).sum();
    let closed = wards().filter(|(ward, _)| ward.closed.is_some()).count();
    let crowded = board.total.total() > working;
    let tile = |key: &str, value: String, note: String, tone| Tile {
        label: page.t(key),
        value,
        note,
        tone,
    };
    vec![
        tile(
            "estate-inside",
            page.n(board.total.present),
            page.t2("estate-places", "certified", certified, "working", working),
            if crowded { Tone::Bad } else { Tone::Good },
        ),
        tile(
            "estate-at-court",
            page.n(board.total.at_court),
            String::new(),
            Tone::Info,
        ),
        tile(
            "estate-in-hospital",
            page.n(board.total.in_hospital),
            String::new(),
            Tone::Info,
        ),
        tile(
            "estate-in-transfer",
            page.n(board.total.in_transfer),
            String::new(),
            Tone::Info,
        ),
        tile(
            "estate-unplaced",
            page.n(board.unplaced.total()),
            String::new(),
            if board.unplaced.total() > 0 {
                Tone::Warn
            } else {
                Tone::Info
            },
        ),
        tile("estate-closed", page.n(closed), String::new(), Tone::Info),
    ]
}

fn may_write(cx: &Cx) -> bool {
    cx.app.access.could(
        &cx.actor,
        access::Action::EstateWrite,
        access::DataClass::Ordinary,
    )
}

#[derive(Template)]
#[template(path = "estate/prisons.html")]
struct OverviewPage {
    page: Page,
    tiles: Vec<Tile>,
    rows: Vec<PrisonRow>,
    /// Closed prisons with their names, for those who may open them again.
    closed: Vec<(Prison, String)>,
    may_change: bool,
}

struct PrisonRow {
    prison: Prison,
    name: String,
    count: Count,
    /// In custody for each hundred certified places, where their number is known.
    per_cent: Option<i64>,
    tone: Tone,
}

async fn overview(cx: Cx) -> web::Result<Response> {
    let inner = cx.clone();
    let may_change = cx.could(access::Action::PrisonChange);
    let read = cx.app.db.read(move |conn| {
        let doing = Doing::of(&inner);
        let (rows, total) = service::overview(conn, &doing)?;
        let closed = if may_change {
            service::closed_seen(conn, &doing)?
        } else {
            Vec::new()
        };
        Ok((rows, total, closed))
    });
    let (rows, total, closed) = read.await?;
    let page = cx.page(cx.t("prisons"));
    let tile = |key: &str, value: i64, tone| Tile {
        label: page.t(key),
        value: page.n(value),
        note: String::new(),
        tone,
    };
    let tiles = vec![
        tile(
            "estate-total",
            total.total().saturating_add(total.in_transfer),
            Tone::Info,
        ),
        tile("estate-inside", total.present, Tone::Good),
        tile("estate-at-court", total.at_court, Tone::Info),
        tile("estate-in-hospital", total.in_hospital, Tone::Info),
        tile("estate-in-transfer", total.in_transfer, Tone::Warn),
    ];
    let rows = rows
        .into_iter()
        .map(|(prison, count)| prison_row(&cx, prison, count))
        .collect();
    let closed = closed
        .into_iter()
        .map(|prison| {
            let name = prison.name.show(cx.lang).to_owned();
            (prison, name)
        })
        .collect();
    cx.show(&OverviewPage {
        page,
        tiles,
        rows,
        closed,
        may_change,
    })
}

fn prison_row(cx: &Cx, prison: Prison, count: Count) -> PrisonRow {
    let per_cent = prison
        .certified
        .and_then(|places| count.total().saturating_mul(100).checked_div(places));
    let tone = match per_cent {
        Some(101..) => Tone::Bad,
        Some(_) => Tone::Good,
        None => Tone::Plain,
    };
    PrisonRow {
        name: prison.name.show(cx.lang).to_owned(),
        prison,
        count,
        per_cent,
        tone,
    }
}

/// What a ward may be and for whom, as the choices of its form.
struct WardChoices {
    kinds: Vec<Choice>,
    sexes: Vec<Choice>,
    ages: Vec<Choice>,
    statuses: Vec<Choice>,
}

impl WardChoices {
    fn new(page: &Page) -> Self {
        Self {
            kinds: choices!(page, WardKind),
            sexes: choices!(page, ForSex),
            ages: choices!(page, ForAge),
            statuses: choices!(page, ForStatus),
        }
    }
}
