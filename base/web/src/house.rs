//! All systems under one roof: their routes, the floor's own pages, the API and its description.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::intake::UPLOAD_BYTES_MAX;
use crate::system::System;
use crate::{App, Cx, account, assets, layers, live, office, prefs, reference, styleguide};

/// Files that one form may bring, each of them within [`UPLOAD_BYTES_MAX`].
const UPLOADS_MAX: usize = 2;

/// The whole server: every system's pages and API, inside the outer layers.
pub fn house(app: &App, systems: &[System]) -> Router {
    house_with(app, systems, Router::new())
}

/// [`house`] with routes of the program's own, inside the same layers.
pub fn house_with(app: &App, systems: &[System], own: Router<App>) -> Router {
    let mut routes = own_routes()
        .merge(account::routes())
        .merge(office::routes())
        .merge(own);
    let mut api = OpenApiRouter::with_openapi(reference::head());
    for system in systems {
        routes = routes.merge((system.routes)());
        api = api.nest(reference::PREFIX, (system.api)());
    }
    let (api_routes, description) = api.split_for_parts();
    let routes = routes
        .merge(api_routes)
        .merge(reference::routes(Arc::new(description)))
        .layer(DefaultBodyLimit::max(UPLOADS_MAX * UPLOAD_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), layers::forget_toast));
    layers::dress(routes, app)
}

fn own_routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/static/{hash}/{name}", get(assets::serve))
        .route("/lang/{code}", get(prefs::lang))
        .route("/theme/{name}", get(prefs::theme))
        .route("/live", get(live::stream))
        .route("/styleguide", get(styleguide::show).post(styleguide::send))
        .route("/styleguide/now", get(styleguide::now))
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(ready))
}

/// `GET /`: the first link of the reader's rail, which is what that role does most; the reader's own
/// logins where the rail is empty.
async fn home(cx: Cx) -> Response {
    let page = cx.page(String::new());
    let first = page.menu.iter().flat_map(|group| &group.links).next();
    cx.go(first.map_or("/sessions", |link| link.href))
}

/// `GET /readyz`: whether the database answers.
async fn ready(State(app): State<App>) -> crate::Result<StatusCode> {
    app.db.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}
