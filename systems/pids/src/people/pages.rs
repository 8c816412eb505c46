//! Photos. Profiles are drawn by [`crate::life`].

use access::{Action, DataClass, Resource};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use db::Conn;
use kernel::{BlobHash, Error, Kind, Result};
use web::{App, Cx};

use super::store;
use crate::life::service::{Part, may_read};
use crate::{Doing, matching};

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

/// Whether the reader may see a photo: where they may read the sensitive part of a file that it belongs to, and
/// while nobody's file has it, where somebody is being admitted with it.
fn may_see(conn: &mut Conn<'_>, cx: &Cx, photo: BlobHash) -> Result<()> {
    let (doing, needs) = (Doing::of(cx), Part::Family.needs());
    let (action, class) = needs;
    // Asked before the photo is looked for, so that nobody learns which there are.
    cx.may(action, Resource::own(&cx.actor, class))?;
    let mut refused = None;
    for person in store::photographed(conn, photo)? {
        let person = matching::store::resolve(conn, person)?;
        match may_read(conn, &doing, needs, person) {
            Err(error) if matches!(error.kind, Kind::Denied | Kind::NotFound) => {
                refused = Some(error);
            }
            read => return read.map(drop),
        }
    }
    if let Some(refused) = refused {
        return Err(refused);
    }
    let prison = store::photographed_at_gate(conn, photo)?.ok_or_else(Error::not_found)?;
    doing.may_class(action, conn, prison, class)
}

/// A photo, to those who may see the person's sensitive part.
async fn photo(cx: Cx, Path(hash): Path<String>) -> web::Result<Response> {
    let hash: BlobHash = hash.parse()?;
    let inner = cx.clone();
    let row = cx
        .app
        .db
        .read(move |conn| {
            may_see(conn, &inner, hash)?;
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
