//! How a form comes in: its fields, its files, its token, each within a named limit.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use kernel::{Error, Kind, Result};

use crate::ask::Ask;
use crate::form::{FIELDS_MAX, Form, Upload};
use crate::{App, csrf};

/// Bytes of a form without files.
pub const FORM_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one file that comes with a form.
pub const UPLOAD_BYTES_MAX: usize = 12 * 1024 * 1024;

impl FromRequest<App> for Form {
    type Rejection = crate::Error;

    /// Reads the form and checks its token, in the field `_csrf` or the header `x-csrf`.
    async fn from_request(request: Request, app: &App) -> Result<Self, crate::Error> {
        let headers = request.headers().clone();
        let secret = request
            .extensions()
            .get::<Ask>()
            .and_then(|ask| ask.secret.clone())
            .unwrap_or_default();
        let form = if is_multipart(&headers) {
            with_files(request, app).await?
        } else {
            fields(request).await?
        };
        let token = csrf::in_headers(&headers).unwrap_or_else(|| form.value(csrf::FIELD));
        if !csrf::holds(&secret, token) {
            return Err(csrf::refused().into());
        }
        Ok(form)
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

async fn fields(request: Request) -> Result<Form> {
    let bytes = axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX)
        .await
        .map_err(|error| too_large(FORM_BYTES_MAX).because(error))?;
    let mut form = Form::empty();
    for (name, value) in form_urlencoded::parse(&bytes) {
        without_nul(&name, &value)?;
        form.push(name.into_owned(), value.into_owned());
        within_fields(&form)?;
    }
    Ok(form)
}

async fn with_files(request: Request, app: &App) -> Result<Form> {
    let mut parts = Multipart::from_request(request, app)
        .await
        .map_err(|error| Error::new(Kind::Invalid, "err-form").because(error))?;
    let mut form = Form::empty();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        if let Some(file_name) = file_name {
            without_nul(&field, &file_name)?;
            let bytes = part.bytes().await.map_err(broken)?.to_vec();
            if bytes.len() > UPLOAD_BYTES_MAX {
                return Err(too_large(UPLOAD_BYTES_MAX));
            }
            form.push_upload(Upload {
                field,
                file_name,
                bytes,
            });
        } else {
            let value = part.text().await.map_err(broken)?;
            without_nul(&field, &value)?;
            form.push(field, value);
        }
        within_fields(&form)?;
    }
    Ok(form)
}

/// No key types a NUL and PostgreSQL keeps none, so it is refused here, beside the field, on both engines.
fn without_nul(name: &str, value: &str) -> Result<()> {
    if name.contains('\0') || value.contains('\0') {
        return Err(Error::invalid(name.replace('\0', ""), "err-text-nul"));
    }
    Ok(())
}

/// Middleware: refuses a NUL in the path or the query, of which `%00` is the only spelling.
pub(crate) async fn no_nul(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().contains("%00")) {
        let error = Error::new(Kind::Invalid, "err-text-nul");
        return crate::Error(error).into_response();
    }
    next.run(request).await
}

fn within_fields(form: &Form) -> Result<()> {
    if form.len() > FIELDS_MAX {
        return Err(Error::limit("err-form-fields").with("max", FIELDS_MAX));
    }
    Ok(())
}

fn broken(error: axum::extract::multipart::MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(UPLOAD_BYTES_MAX).because(error);
    }
    Error::new(Kind::Invalid, "err-form").because(error)
}

fn too_large(bytes_max: usize) -> Error {
    Error::limit("err-body-large").with("mib", bytes_max / (1024 * 1024))
}
