//! The API's side: problems as `application/problem+json` (RFC 9457), and bodies read within limits.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::ask::Ask;
use crate::error::status;

/// What one permission of a system's API can tell.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The permission: an action of [`access::Action::of_programs`].
    pub action: access::Action,
    /// The fields of its answers, such as `person.name_bn`, each of which is granted by itself; none where it
    /// tells nothing that could be kept back. The text of `person.name_bn` is `api-field-person-name_bn`.
    pub fields: &'static [&'static str],
}

/// What went wrong, for programs: RFC 9457.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// What kind of problem: the message's key, stable over time.
    #[serde(rename = "type")]
    #[schema(example = "err-not-found")]
    pub kind: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// In words, in the language of the request.
    pub title: String,
    /// The request's id, to quote when asking for help.
    pub instance: String,
    /// Each field that cannot be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One field that cannot be taken.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// The field's name, as in the request.
    #[schema(example = "phone")]
    pub field: String,
    /// The message's key, stable over time.
    #[schema(example = "err-phone")]
    pub kind: String,
    /// In words.
    pub title: String,
}

impl Problem {
    pub(crate) fn of(app: &App, ask: &Ask, error: &kernel::Error) -> Self {
        let errors = error.fields.iter().map(|wrong| ProblemField {
            field: wrong.field.clone(),
            kind: wrong.key.to_owned(),
            title: app.texts.field_error(ask.lang, wrong),
        });
        Self {
            kind: error.key.to_owned(),
            status: status(error.kind).as_u16(),
            title: app.texts.message(ask.lang, error.key, &error.args),
            instance: ask.id.clone(),
            errors: errors.collect(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = axum::http::StatusCode::from_u16(self.status)
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
