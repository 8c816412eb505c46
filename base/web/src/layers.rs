//! The outer layers of the server: what every request passes through, whatever answers it.

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use kernel::{Error, Uuid, World};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Level, Span};

use crate::{App, ask, csrf, failure, intake};

/// Bytes of any request's body; forms and API bodies have smaller limits of their own.
pub const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Time in which an answer must begin.
pub const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);

/// Nothing but what this server itself sends runs, is shown or is sent to; a photo under the camera is a
/// blob of the page's own.
const CONTENT_POLICY: &str = "default-src 'self'; img-src 'self' blob:; object-src 'none'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const PERMISSIONS: &str =
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_POLICY),
    ("permissions-policy", PERMISSIONS),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
/// A year, once a reader has come over TLS.
const TRANSPORT_SECURITY: &str = "max-age=31536000";

/// The routes inside all layers, ready to serve. The last layer named is the first that a request meets.
pub(crate) fn dress(routes: Router<App>, app: &App) -> Router {
    let secure = app.secure;
    routes
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(from_fn(intake::no_nul))
        .layer(from_fn(csrf::same_origin))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(failure::panicked))
        .layer(from_fn_with_state(app.clone(), failure::say))
        .layer(from_fn_with_state(app.clone(), ask::note))
        .layer(CompressionLayer::new())
        .layer(map_response(move |response: Response| async move {
            guarded(response, secure)
        }))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::COOKIE,
            header::AUTHORIZATION,
        ]))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(Ids(app.world.clone())))
        .with_state(app.clone())
}

/// What the log says of a request. Not its query, which may hold the name that was searched for.
fn span(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = request.uri().path(),
    )
}

/// Ids of requests, from the same source as all others.
#[derive(Clone)]
struct Ids(World);

impl MakeRequestId for Ids {
    fn make_request_id<B>(&mut self, _request: &axum::http::Request<B>) -> Option<RequestId> {
        let id: Uuid = self.0.id();
        HeaderValue::from_str(&id.to_string())
            .ok()
            .map(RequestId::new)
    }
}

/// Adds the headers that keep a browser from being turned against its reader.
fn guarded(mut response: Response, secure: bool) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    if secure {
        let value = HeaderValue::from_static(TRANSPORT_SECURITY);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    // Pages are about people: no shared machine may show them after the login has ended.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers.append(header::VARY, HeaderValue::from_static("cookie, hx-request"));
    response
}

/// Middleware: an answer that does not begin in time is given up, and its reader told.
async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(ANSWER_TIME_MAX, next.run(request))
        .await
        .unwrap_or_else(|_| crate::Error(Error::unavailable("err-timeout")).into_response())
}

/// Takes back the toast cookie once a page has shown it.
pub(crate) async fn forget_toast(State(app): State<App>, request: Request, next: Next) -> Response {
    let shown = crate::cookies::get(request.headers(), crate::cookies::TOAST).is_some();
    let mut response = next.run(request).await;
    if shown && is_page(response.headers()) {
        let gone = crate::cookies::set(
            crate::cookies::TOAST,
            "",
            crate::cookies::Lasts::Gone,
            app.secure,
        );
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
