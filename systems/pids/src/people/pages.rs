//! Photos. Profiles are drawn by [`crate::life`].

use access::{Action, DataClass, Resource};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kernel::{BlobHash, Error};
use web::{App, Cx};

use super::store;
use crate::Doing;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new().route("/photos/{hash}", get(photo))
}

/// Whether the reader may see photos at all: of others there would be an empty frame.
pub(crate) fn sees_photos(cx: &Cx) -> bool {
    cx.app
        .access
        .could(&cx.actor, Action::PersonReadSensitive, DataClass::Sensitive)
}

/// A photo, to those who may see the person's sensitive part.
async fn photo(cx: Cx, Path(hash): Path<String>) -> web::Result<Response> {
    let hash: BlobHash = hash.parse()?;
    let inner = cx.clone();
    let row = cx
        .app
        .db
        .read(move |conn| {
            // Asked before the photo is looked for, so that nobody learns which there are.
            let own = Resource::own(&inner.actor, DataClass::Sensitive);
            inner.may(Action::PersonReadSensitive, own)?;
            let prison = store::photo_prison(conn, hash)?.ok_or_else(Error::not_found)?;
            Doing::of(&inner).may_class(
                Action::PersonReadSensitive,
                conn,
                prison,
                DataClass::Sensitive,
            )?;
            blobs::find(conn, hash)?.ok_or_else(Error::not_found)
        })
        .await?;
    let bytes = cx.app.blobs.get(hash).await?;
    let headers = [
        (header::CONTENT_TYPE, row.media_type),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
