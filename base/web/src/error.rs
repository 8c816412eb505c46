//! What went wrong, on its way to the reader. A handler gives [`Error`] up with `?`; the words are
//! chosen further out, by [`crate::failure`], which knows who asked and in which language.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Kind;

/// An error of a handler.
#[derive(Debug)]
pub struct Error(pub kernel::Error);

/// What handlers return.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

impl<E: Into<kernel::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The error inside a response that nobody has put into words yet.
#[derive(Clone)]
pub(crate) struct Unsaid(pub(crate) Arc<kernel::Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = status(self.0.kind).into_response();
        response.extensions_mut().insert(Unsaid(Arc::new(self.0)));
        response
    }
}

/// The one place where a kind of error becomes an HTTP status.
pub const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Denied => StatusCode::FORBIDDEN,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Busy => StatusCode::TOO_MANY_REQUESTS,
        Kind::Limit => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Corrupt | Kind::Bug => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Whether somebody who runs the system must look at it: it is logged as an error, and the reader is
/// given the request's id to pass on.
pub(crate) const fn is_ours(kind: Kind) -> bool {
    matches!(kind, Kind::Bug | Kind::Corrupt | Kind::Unavailable)
}
