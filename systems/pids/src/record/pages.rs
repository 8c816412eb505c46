//! The forms of this room, and the links to them from a person's file.

mod draw;
mod shown;

use access::{Action, DataClass};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use blobs::Picture;
use db::Tx;
use kernel::{Error, PersonId, Result, words};
use web::{App, Cx, Form};

use self::draw::draw;
use super::service::{self, MEDICAL, ORDINARY, SENSITIVE};
use super::{NewMarks, Typed};
use crate::Doing;
use crate::life::service::Part;
use crate::life::store::InjurySeen;
use crate::pages::typed;

pub(crate) use shown::{injuries_chart, marks_chart, relatives};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people/{id}/add/{part}", get(add).post(save_add))
        .route("/people/{id}/end-relative", get(end).post(save_end))
        .route("/people/{id}/hand-back", get(back).post(save_back))
        .route("/people/{id}/complete", get(complete).post(save_complete))
}

words! {
    /// A form of this room.
    enum Sheet: "add" {
        /// A relative or emergency contact.
        Relative = "relative",
        /// A relative is told nothing more.
        EndRelative = "end_relative",
        /// A child.
        Child = "child",
        /// Marks on the body.
        Mark = "mark",
        /// Belongings come in.
        Property = "property",
        /// Belongings go out.
        HandBack = "hand_back",
        /// The medical officer's examination.
        Examination = "examination",
        /// Injuries.
        Injury = "injury",
        /// The record is complete.
        Complete = "complete",
    }
}

impl Sheet {
    /// What one must be allowed to fill it in.
    fn needs(self) -> (Action, DataClass) {
        match self {
            Self::Relative | Self::EndRelative | Self::Child | Self::Mark => SENSITIVE,
            Self::Property | Self::HandBack | Self::Complete => ORDINARY,
            Self::Examination | Self::Injury => MEDICAL,
        }
    }

    /// The part of a person's file that links to it and that shows what it added.
    fn part(self) -> Part {
        match self {
            Self::Relative | Self::EndRelative | Self::Child | Self::Mark => Part::Family,
            Self::Property | Self::HandBack => Part::Property,
            Self::Examination | Self::Injury => Part::Medical,
            Self::Complete => Part::Summary,
        }
    }

    /// Whether it is about a custody that may have ended.
    fn is_for_all(self) -> bool {
        matches!(self, Self::EndRelative | Self::HandBack)
    }

    fn href(self, person: PersonId) -> String {
        match self {
            Self::EndRelative => format!("/people/{person}/end-relative"),
            Self::HandBack => format!("/people/{person}/hand-back"),
            Self::Complete => format!("/people/{person}/complete"),
            added => format!("/people/{person}/add/{added}"),
        }
    }

    /// The part of the file that one comes from and goes back to.
    fn leave(self, person: PersonId) -> String {
        match self.part() {
            Part::Summary => format!("/people/{person}"),
            part => format!("/people/{person}/{part}"),
        }
    }
}

/// A way from a person's file to a form.
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: &'static str,
}

/// The forms that this actor may fill in from a part of a person's file.
pub(crate) fn links(cx: &Cx, person: PersonId, is_held: bool, part: Part) -> Vec<Link> {
    let may = |sheet: &Sheet| {
        let (action, class) = sheet.needs();
        sheet.part() == part
            && (is_held || sheet.is_for_all())
            && cx.app.access.could(&cx.actor, action, class)
    };
    let link = |sheet: &Sheet| Link {
        href: sheet.href(person),
        label: sheet.key(),
    };
    Sheet::ALL
        .iter()
        .filter(|sheet| may(sheet))
        .map(link)
        .collect()
}

/// The sheet of an address below `add`.
fn added(part: &str) -> Result<Sheet> {
    match Sheet::parse("part", part) {
        Ok(Sheet::EndRelative | Sheet::HandBack | Sheet::Complete) | Err(_) => {
            Err(Error::not_found())
        }
        Ok(sheet) => Ok(sheet),
    }
}

async fn add(cx: Cx, Path((id, part)): Path<(String, String)>) -> web::Result<Response> {
    show(&cx, id.parse()?, added(&part)?).await
}

async fn save_add(
    cx: Cx,
    Path((id, part)): Path<(String, String)>,
    form: Form,
) -> web::Result<Response> {
    save(&cx, id.parse()?, added(&part)?, form).await
}

async fn end(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    show(&cx, id.parse()?, Sheet::EndRelative).await
}

async fn save_end(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    save(&cx, id.parse()?, Sheet::EndRelative, form).await
}

async fn back(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    show(&cx, id.parse()?, Sheet::HandBack).await
}

async fn save_back(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    save(&cx, id.parse()?, Sheet::HandBack, form).await
}

async fn complete(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    show(&cx, id.parse()?, Sheet::Complete).await
}

async fn save_complete(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    save(&cx, id.parse()?, Sheet::Complete, form).await
}

async fn show(cx: &Cx, id: PersonId, sheet: Sheet) -> web::Result<Response> {
    page(cx, id, sheet, StatusCode::OK, draw::start(sheet)).await
}

async fn page(
    cx: &Cx,
    id: PersonId,
    sheet: Sheet,
    status: StatusCode,
    form: Form,
) -> web::Result<Response> {
    let seen = injuries_seen(cx, id, sheet).await?;
    let inner = cx.clone();
    let html = cx
        .app
        .db
        .read(move |conn| draw(conn, &inner, (id, sheet), form.clone(), seen.clone()));
    Ok((status, Html(html.await?)).into_response())
}

/// The injuries that whoever examines is shown. To see them is to read the file, and is told first.
async fn injuries_seen(cx: &Cx, id: PersonId, sheet: Sheet) -> Result<Vec<InjurySeen>> {
    if sheet != Sheet::Examination {
        return Ok(Vec::new());
    }
    let inner = cx.clone();
    let seen = cx
        .app
        .db
        .write(move |tx| service::injuries_seen(tx, &Doing::of(&inner), id));
    seen.await
}

async fn save(cx: &Cx, id: PersonId, sheet: Sheet, form: Form) -> web::Result<Response> {
    let done = match picture(cx, id, sheet, &form).await {
        Ok(photo) => {
            let (inner, typed) = (cx.clone(), typed(&form, |_| true));
            cx.app
                .db
                .write(move |tx| perform(tx, &inner, id, sheet, &typed, photo.as_ref()))
                .await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(cx.go_saying(&sheet.leave(id), &format!("add-done-{sheet}"))),
        Err(error) => {
            let form = form.or_fail(error)?;
            page(cx, id, sheet, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

/// Keeps the picture that came with a form, decoded and encoded anew. Who may not write gets nothing kept.
async fn picture(cx: &Cx, id: PersonId, sheet: Sheet, form: &Form) -> Result<Option<Picture>> {
    let Some(upload) = form.upload("photo").filter(|_| sheet == Sheet::Mark) else {
        return Ok(None);
    };
    let inner = cx.clone();
    cx.app
        .db
        .read(move |conn| service::held(conn, &Doing::of(&inner), sheet.needs(), id))
        .await?;
    let kept = cx
        .app
        .blobs
        .put_image("photo", upload.bytes.clone(), blobs::Class::Sensitive);
    kept.await.map(Some)
}

fn perform(
    tx: &mut Tx<'_>,
    cx: &Cx,
    id: PersonId,
    sheet: Sheet,
    typed: &Typed,
    photo: Option<&Picture>,
) -> Result<()> {
    let doing = &Doing::of(cx);
    match sheet {
        Sheet::Relative => service::add_relative(tx, doing, id, typed).map(drop),
        Sheet::EndRelative => {
            let text = |field: &str| typed.get(field).map_or("", |text| text.trim());
            let relative = text("relative")
                .parse()
                .map_err(|_| Error::invalid("relative", "err-required"))?;
            service::end_relative(tx, doing, id, relative, text("reason"))
        }
        Sheet::Child => service::add_child(tx, doing, id, typed).map(drop),
        Sheet::Mark => {
            let mut marks = NewMarks::read(typed)?;
            if let Some(photo) = photo {
                blobs::record(tx, &photo.full, cx.now)?;
                blobs::record(tx, &photo.thumbnail, cx.now)?;
                marks.photo = Some(photo.full.hash);
            }
            service::add_marks(tx, doing, id, &marks).map(drop)
        }
        Sheet::Property => service::take_property(tx, doing, id, typed).map(drop),
        Sheet::HandBack => service::hand_back(tx, doing, id, typed).map(drop),
        Sheet::Examination => service::examine(tx, doing, id, typed).map(drop),
        Sheet::Injury => service::add_injuries(tx, doing, id, typed).map(drop),
        Sheet::Complete => service::complete(tx, doing, id, typed),
    }
}
