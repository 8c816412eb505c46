use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use db::Conn;
use kernel::bangla::digits;
use kernel::{BuildingId, Error, PrisonId, Result, WardId};
use web::parts::Choice;
use web::{Cx, Form, Page};

use super::WardChoices;
use crate::Doing;
use crate::estate::service::{self, BuildingFacts, WardFacts};
use crate::estate::store;
use crate::estate::{Capacity, ForAge, ForSex, ForStatus, WardKind, place_name};

#[derive(Template)]
#[template(path = "estate/building.html")]
struct BuildingPage {
    page: Page,
    form: Form,
    action: String,
    leave: String,
}

#[derive(Template)]
#[template(path = "estate/ward_form.html")]
struct WardFormPage {
    page: Page,
    form: Form,
    action: String,
    leave: String,
    buildings: Vec<Choice>,
    choices: WardChoices,
}

#[derive(serde::Deserialize)]
pub(super) struct InPrison {
    prison: Option<String>,
    building: Option<String>,
}

fn number(form: &Form, name: &str) -> Result<i64> {
    let typed = digits::to_latin(form.required(name)?);
    typed
        .parse()
        .map_err(|_| Error::invalid(name, "err-number"))
}

fn read_building(form: &Form) -> Result<BuildingFacts> {
    Ok(BuildingFacts {
        name: place_name(form.value("name_bn"), form.value("name_en"))?,
        sort: number(form, "sort")?,
    })
}

fn read_ward(form: &Form) -> Result<WardFacts> {
    let building = form.required("building")?.parse();
    Ok(WardFacts {
        building: building.map_err(|_| Error::invalid("building", "err-choice"))?,
        name: place_name(form.value("name_bn"), form.value("name_en"))?,
        sort: number(form, "sort")?,
        kind: WardKind::parse("kind", form.value("kind"))?,
        sex: ForSex::parse("for_sex", form.value("for_sex"))?,
        age: ForAge::parse("for_age", form.value("for_age"))?,
        status: ForStatus::parse("for_status", form.value("for_status"))?,
        capacity: Capacity {
            certified: number(form, "certified")?,
            working: number(form, "working")?,
            most: number(form, "most")?,
        }
        .check()?,
        ground_floor: form.checked("ground_floor", "yes"),
    })
}

fn building_page(cx: &Cx, title: &str, form: Form, action: &str) -> BuildingPage {
    BuildingPage {
        page: cx.page(cx.t(title)),
        form,
        action: action.to_owned(),
        leave: "/estate".to_owned(),
    }
}

/// The empty form of a building.
pub(super) async fn new_building(cx: Cx, Query(at): Query<InPrison>) -> web::Result<Response> {
    let (inner, wanted) = (cx.clone(), at.prison.clone());
    let prison = cx.app.db.read(move |conn| {
        let doing = Doing::of(&inner);
        let prison = service::prison_wanted(conn, &doing, wanted.as_deref())?;
        doing.may(access::Action::EstateWrite, conn, prison.id)?;
        Ok(prison)
    });
    let form = Form::from_pairs([("prison", prison.await?.code), ("sort", "1".to_owned())]);
    cx.show(&building_page(
        &cx,
        "building-new",
        form,
        "/estate/buildings/new",
    ))
}

/// Adds a building.
pub(super) async fn add_building(cx: Cx, form: Form) -> web::Result<Response> {
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let prison = service::prison_wanted(tx, &doing, typed.given("prison"))?;
        doing.may(access::Action::EstateWrite, tx, prison.id)?;
        let facts = read_building(&typed)?;
        service::add_building(tx, &doing, prison.id, facts)?;
        Ok(prison.code)
    });
    match done.await {
        Ok(code) => Ok(cx.go_saying(&format!("/estate?prison={code}"), "estate-saved")),
        Err(error) => {
            let form = form.or_fail(error)?;
            cx.show_again(&building_page(
                &cx,
                "building-new",
                form,
                "/estate/buildings/new",
            ))
        }
    }
}

/// A building's form with what is known.
pub(super) async fn building(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: BuildingId = id.parse()?;
    let inner = cx.clone();
    let building = cx.app.db.read(move |conn| {
        let building = store::building(conn, id)?;
        Doing::of(&inner).may(access::Action::EstateWrite, conn, building.prison)?;
        Ok(building)
    });
    let building = building.await?;
    let form = Form::from_pairs([
        ("name_bn", building.name.bn),
        ("name_en", building.name.en),
        ("sort", building.sort.to_string()),
        ("version", building.version.to_string()),
    ]);
    cx.show(&building_page(
        &cx,
        "building-edit",
        form,
        &format!("/estate/buildings/{id}/edit"),
    ))
}

/// Changes a building.
pub(super) async fn save_building(
    cx: Cx,
    Path(id): Path<String>,
    form: Form,
) -> web::Result<Response> {
    let id: BuildingId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let building = store::building(tx, id)?;
        doing.may(access::Action::EstateWrite, tx, building.prison)?;
        let facts = read_building(&typed)?;
        service::edit_building(tx, &doing, (id, typed.version()?), facts)
    });
    match done.await {
        Ok(()) => Ok(cx.go_saying("/estate", "estate-saved")),
        Err(error) => {
            let form = form.or_fail(error)?;
            cx.show_again(&building_page(
                &cx,
                "building-edit",
                form,
                &format!("/estate/buildings/{id}/edit"),
            ))
        }
    }
}

fn ward_page(
    conn: &mut Conn<'_>,
    cx: &Cx,
    prison: PrisonId,
    form: Form,
    id: Option<WardId>,
) -> Result<WardFormPage> {
    Doing::of(cx).may(access::Action::EstateWrite, conn, prison)?;
    let title = if id.is_some() {
        "ward-edit"
    } else {
        "ward-new"
    };
    let page = cx.page(cx.t(title));
    let buildings = store::buildings_of(conn, prison)?
        .into_iter()
        .map(|building| Choice::new(building.id.to_string(), building.name.show(cx.lang)))
        .collect();
    let ward = id.map(|id| format!("/estate/wards/{id}"));
    Ok(WardFormPage {
        choices: WardChoices::new(&page),
        page,
        form,
        action: ward
            .as_ref()
            .map_or("/estate/wards/new".to_owned(), |ward| {
                format!("{ward}/edit")
            }),
        leave: ward.unwrap_or_else(|| "/estate".to_owned()),
        buildings,
    })
}

/// The empty form of a ward in a building.
pub(super) async fn new_ward(cx: Cx, Query(at): Query<InPrison>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let building: BuildingId = at.building.as_deref().unwrap_or_default().parse()?;
        let prison = store::building(conn, building)?.prison;
        let form = Form::from_pairs([
            ("building", building.to_string()),
            ("kind", WardKind::Ward.word().to_owned()),
            ("sort", "1".to_owned()),
        ]);
        ward_page(conn, &inner, prison, form, None)
    });
    cx.show(&page.await?)
}

/// Adds a ward.
pub(super) async fn add_ward(cx: Cx, form: Form) -> web::Result<Response> {
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let facts = read_ward(&typed)?;
        service::add_ward(tx, &Doing::of(&inner), facts)
    });
    match done.await {
        Ok(id) => Ok(cx.go_saying(&format!("/estate/wards/{id}"), "estate-saved")),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx.app.db.read(move |conn| {
                let building: BuildingId = form.value("building").parse()?;
                let prison = store::building(conn, building)?.prison;
                ward_page(conn, &inner, prison, form.clone(), None)
            });
            cx.show_again(&page.await?)
        }
    }
}

/// A ward's form with what is known.
pub(super) async fn ward(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: WardId = id.parse()?;
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let ward = store::ward(conn, id)?;
        let mut form = Form::from_pairs([
            ("building", ward.building.to_string()),
            ("name_bn", ward.name.bn),
            ("name_en", ward.name.en),
            ("sort", ward.sort.to_string()),
            ("kind", ward.kind.to_string()),
            ("for_sex", ward.sex.to_string()),
            ("for_age", ward.age.to_string()),
            ("for_status", ward.status.to_string()),
            ("certified", ward.capacity.certified.to_string()),
            ("working", ward.capacity.working.to_string()),
            ("most", ward.capacity.most.to_string()),
            ("version", ward.version.to_string()),
        ]);
        if ward.ground_floor {
            form = form.with("ground_floor", "yes");
        }
        ward_page(conn, &inner, ward.prison, form, Some(id))
    });
    cx.show(&page.await?)
}

/// Changes a ward.
pub(super) async fn save_ward(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: WardId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let facts = read_ward(&typed)?;
        service::edit_ward(tx, &Doing::of(&inner), (id, typed.version()?), facts)
    });
    match done.await {
        Ok(()) => Ok(cx.go_saying(&format!("/estate/wards/{id}"), "estate-saved")),
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx.app.db.read(move |conn| {
                let prison = store::ward(conn, id)?.prison;
                ward_page(conn, &inner, prison, form.clone(), Some(id))
            });
            cx.show_again(&page.await?)
        }
    }
}

/// Closes a ward.
pub(super) async fn close(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: WardId = id.parse()?;
    let reason = form.value("reason").to_owned();
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::close_ward(tx, &Doing::of(&inner), id, &reason))
        .await?;
    Ok(cx.go_saying(&format!("/estate/wards/{id}"), "ward-was-closed"))
}

/// Opens a ward.
pub(super) async fn open(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: WardId = id.parse()?;
    let reason = form.value("reason").to_owned();
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::open_ward(tx, &Doing::of(&inner), id, &reason))
        .await?;
    Ok(cx.go_saying(&format!("/estate/wards/{id}"), "ward-was-opened"))
}
