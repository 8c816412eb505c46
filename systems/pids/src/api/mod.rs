//! `/api/v1`: what other agencies' programs may ask and tell.
//!
//! * A program sends a token. What it may do, whose data it may see and **which fields** of them stand in
//!   the token's own list ([`OFFERS`] has the names); a field that is not listed is not in the answer. A
//!   field that is listed and not known is `null`.
//! * What lies outside its scope answers like what does not exist.
//! * Every answer with somebody's data leaves a line in the journal: which fields of whom, to whom.
//! * Errors are `application/problem+json`. Whatever is sent, it is taken as the document says or refused
//!   with a reason; nothing that is sent is a server error.
//!
//! One file for each resource: its shape, its operations, its tests' stories in `tests/api.rs`.

mod arrival_body;
mod arrivals;
mod ask;
mod custody;
mod estate;
mod movements;
mod people;
mod shown;
mod store;

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, Info, OpenApi, OpenApiBuilder, Ref, RefOr, Response,
    ResponseBuilder,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::App;
use web::api::{Problem, ProblemField};

pub use shown::{OFFERS, fields};

/// The name of the security scheme in the document.
const TOKEN: &str = "token";
/// The kind of every error.
const PROBLEM: &str = "application/problem+json";

/// The operations with their description.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(document())
        .routes(routes!(people::search))
        .routes(routes!(people::get))
        .routes(routes!(custody::get))
        .routes(routes!(custody::of_prison))
        .routes(routes!(movements::of_custody))
        .routes(routes!(estate::prisons))
        .routes(routes!(estate::wards))
        .routes(routes!(arrivals::announce, arrivals::list))
        .routes(routes!(arrivals::get))
}

fn document() -> OpenApi {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "The token that headquarters issued for the program: `alor_…`.",
        ))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(TOKEN, SecurityScheme::Http(token))
        .schema_from::<Problem>()
        .schema_from::<ProblemField>()
        .build();
    OpenApiBuilder::new()
        .info(Info::new("", ""))
        .components(Some(components))
        .security(Some([SecurityRequirement::new(
            TOKEN,
            Vec::<String>::new(),
        )]))
        .build()
}

/// What every operation may answer instead of what was asked for.
struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let all = [
            ("401", "No token, or one that is unknown, over or void."),
            ("403", "The token does not allow this."),
            ("404", "Not there, or outside the token's scope."),
            (
                "422",
                "Something that was sent cannot be taken; `errors` says what.",
            ),
            ("429", "Too many at once. Try again in a moment."),
            (
                "503",
                "The database cannot be reached just now. Try again later.",
            ),
        ];
        all.map(|(status, words)| (status.to_owned(), problem(words)))
            .into()
    }
}

/// What an operation that takes a body may answer as well.
struct BodyProblems;

impl IntoResponses for BodyProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Problems::responses();
        all.insert(
            "409".to_owned(),
            problem("The key was used for something else, nobody is expected on that day, or the prison is closed."),
        );
        all.insert("413".to_owned(), problem("The body is too large."));
        all
    }
}

fn problem(words: &str) -> RefOr<Response> {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    ResponseBuilder::new()
        .description(words)
        .content(PROBLEM, content)
        .build()
        .into()
}
