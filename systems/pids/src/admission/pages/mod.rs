//! The pages of an admission: one a step, the read-back, and what comes after.

mod pick;
mod placing;
mod read_back;
mod same;
mod steps;
mod view;

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Json, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::{AdmissionId, Error, Kind, Result};
use web::{App, Cx, Form};

use super::facts::Facts;
use super::on_roll::{OnRoll, put_on_roll};
use super::{Step, service, store};
use crate::Doing;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admissions", post(begin))
        .route("/admissions/{id}", get(show))
        .route("/admissions/{id}/field", post(field))
        .route("/admissions/{id}/step", post(step))
        .route("/admissions/{id}/same", get(same::panel))
        .route("/admissions/{id}/decide", post(same::decide))
        .route("/admissions/{id}/photo", post(photo))
        .route("/admissions/{id}/roll", post(roll))
        .route("/admissions/{id}/verify", post(verify))
        .route("/admissions/{id}/slow", post(slow))
        .route("/admissions/{id}/abandon", post(abandon))
        .route("/suggest/name", get(pick::suggest_name))
        .route("/pick/place", get(pick::pick_place))
        .route("/pick/section", get(pick::pick_section))
}

/// Somebody is at the gate whom nobody expected.
async fn begin(cx: Cx, _form: Form) -> web::Result<Response> {
    let prison = crate::own_prison(&cx.actor)?;
    let inner = cx.clone();
    let id = cx
        .app
        .db
        .write(move |tx| service::start_unexpected(tx, &Doing::of(&inner), prison))
        .await?;
    cx.app.live.tell("arrivals", prison);
    Ok(cx.go(&format!("/admissions/{id}")))
}

/// Does a verb in one transaction and tells the board of arrivals, on which the admission and its arrival stand.
async fn done<T: Send + 'static>(
    cx: &Cx,
    id: AdmissionId,
    mut verb: impl FnMut(&mut Tx<'_>, &Doing<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let inner = cx.clone();
    let done = cx.app.db.write(move |tx| {
        let done = verb(tx, &Doing::of(&inner))?;
        Ok((done, store::get(tx, id)?.prison))
    });
    let (done, prison) = done.await?;
    cx.app.live.tell("arrivals", prison);
    Ok(done)
}

#[derive(serde::Deserialize)]
struct At {
    step: Option<String>,
}

async fn show(cx: Cx, Path(id): Path<String>, Query(at): Query<At>) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let step = at
        .step
        .as_deref()
        .and_then(|text| Step::parse("step", text).ok());
    steps::page(&cx, id, step, None).await
}

/// Asked before a form is read, so that its errors tell nobody of an admission that they may not write.
async fn may_write(cx: &Cx, id: AdmissionId) -> web::Result<()> {
    let inner = cx.clone();
    let seen = cx
        .app
        .db
        .read(move |conn| service::read(conn, &Doing::of(&inner), id).map(drop));
    Ok(seen.await?)
}

/// Keeps what a form carries, by itself: what is wrong further on does not take it back.
async fn keep(cx: &Cx, id: AdmissionId, form: &Form) -> web::Result<()> {
    let fields = typed(form, |_| true);
    if fields.is_empty() {
        return Ok(());
    }
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::note(tx, &Doing::of(&inner), id, &fields))
        .await?;
    Ok(())
}

/// One field saves itself. What is wrong with it is said at once; that it is still empty is not.
async fn field(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    may_write(&cx, id).await?;
    let name = form.required("field")?.to_owned();
    if !super::is_field(&name) {
        return Err(Error::new(Kind::Invalid, "err-field-unknown").into());
    }
    let typed = typed(&form, |field| {
        field == name || field.strip_suffix("_text") == Some(&name)
    });
    let inner = cx.clone();
    let today = cx.now.date();
    let wrong = cx
        .app
        .db
        .write(move |tx| {
            service::note(tx, &Doing::of(&inner), id, &typed)?;
            Ok(Facts::read(&store::typed(tx, id)?, today).err())
        })
        .await?;
    let wrong = wrong.into_iter().flat_map(|error| error.fields);
    let wrong = wrong
        .into_iter()
        .find(|error| error.field == name && !is_missing(error.key));
    match wrong {
        Some(error) => {
            let said = cx.page(String::new()).field_error(&error);
            Ok(Json(serde_json::json!({ "error": said })).into_response())
        }
        None => Ok(axum::http::StatusCode::NO_CONTENT.into_response()),
    }
}

fn is_missing(key: &str) -> bool {
    matches!(
        key,
        "err-required" | "err-name" | "err-father" | "err-place-required" | "err-warrant"
    )
}

/// The fields of the admission that a form carries.
fn typed(form: &Form, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let fields = crate::pages::typed(form, |name| super::is_field(name) && wanted(name));
    fields.into_iter().collect()
}

/// Saves the page and goes on, or back. Going on asks that this step's own fields are right.
async fn step(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    may_write(&cx, id).await?;
    let from = Step::parse("from", form.value("from"))?;
    let to = Step::parse("to", form.value("to"))?;
    keep(&cx, id, &form).await?;
    let inner = cx.clone();
    let today = cx.now.date();
    let moved = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        let mut wrong = Facts::read(&store::typed(tx, id)?, today).err();
        if let Some(error) = &mut wrong {
            error
                .fields
                .retain(|error| view::step_of(&error.field) == from);
        }
        if let Some(wrong) = wrong.filter(|error| !error.fields.is_empty() && to > from) {
            return Err(wrong);
        }
        if from == Step::Identity && to > from {
            service::decide_if_nobody(tx, &doing, id)?;
        }
        service::go_to(tx, &doing, id, to)
    });
    match moved.await {
        Ok(()) => Ok(cx.go(&format!("/admissions/{id}"))),
        Err(error) if error.kind == Kind::Invalid || error.key == "err-undecided" => {
            steps::page(&cx, id, Some(from), Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a photo: decoded, re-encoded and freed of what the camera wrote into it before it is kept.
async fn photo(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let Some(upload) = form.upload("photo_file") else {
        return steps::page(
            &cx,
            id,
            None,
            Some(Error::invalid("photo_file", "err-required")),
        )
        .await;
    };
    let inner = cx.clone();
    cx.app
        .db
        .read(move |conn| service::read(conn, &Doing::of(&inner), id))
        .await?;
    let kept = cx
        .app
        .blobs
        .put_image("photo_file", upload.bytes.clone(), blobs::Class::Sensitive)
        .await;
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) if error.kind == Kind::Invalid => {
            return steps::page(&cx, id, None, Some(error)).await;
        }
        Err(error) => return Err(error.into()),
    };
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| {
            blobs::record(tx, &kept.full, inner.now)?;
            blobs::record(tx, &kept.thumbnail, inner.now)?;
            let fields = [("photo".to_owned(), kept.full.hash.to_string())];
            service::note(tx, &Doing::of(&inner), id, &fields)
        })
        .await?;
    Ok(cx.go_saying(&format!("/admissions/{id}"), "photo-saved"))
}

async fn roll(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    match keep(&cx, id, &form).await {
        // Pressed twice: the second finds it done.
        Err(error) if error.0.key == "err-admission-closed" => {}
        kept => kept?,
    }
    match done(&cx, id, move |tx, cx| put_on_roll(tx, cx, id)).await {
        Ok(OnRoll::Admitted(_)) => Ok(cx.go_saying(&format!("/admissions/{id}"), "admitted")),
        Ok(OnRoll::Doubted) => {
            let inner = cx.clone();
            cx.app
                .db
                .write(move |tx| service::go_to(tx, &Doing::of(&inner), id, Step::Identity))
                .await?;
            Ok(cx.go_saying(&format!("/admissions/{id}"), "impersonation-waits"))
        }
        Ok(OnRoll::Child) => Ok(cx.go(&format!("/admissions/{id}"))),
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            steps::page(&cx, id, None, Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn verify(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let differences: Vec<(String, String)> = form
        .pairs()
        .filter_map(|(name, value)| {
            Some((
                name.strip_prefix("differs_")?.to_owned(),
                value.trim().to_owned(),
            ))
        })
        .filter(|(_, value)| !value.is_empty())
        .collect();
    done(&cx, id, move |tx, cx| {
        service::verify(tx, cx, id, &differences)
    })
    .await?;
    Ok(cx.go_saying("/arrivals", "verified"))
}

async fn slow(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    may_write(&cx, id).await?;
    let reason = form.required("slow_reason")?.to_owned();
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::explain_slow(tx, &Doing::of(&inner), id, &reason))
        .await?;
    Ok(cx.go_saying(&format!("/admissions/{id}"), "saved"))
}

async fn abandon(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: AdmissionId = id.parse()?;
    let reason = form.value("reason").to_owned();
    match done(&cx, id, move |tx, cx| service::abandon(tx, cx, id, &reason)).await {
        Ok(()) => Ok(cx.go_saying("/arrivals", "abandoned")),
        Err(error) if error.kind == Kind::Invalid => steps::page(&cx, id, None, Some(error)).await,
        Err(error) => Err(error.into()),
    }
}
