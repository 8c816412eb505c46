//! The API's reference page, drawn by the server out of the OpenAPI document: it needs no script and no
//! internet.

use std::sync::Arc;

use access::Action;
use askama::Template;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use utoipa::openapi::{Info, OpenApi, OpenApiBuilder};

use crate::{App, Cx, Page};

/// Where the API lies.
pub(crate) const PREFIX: &str = "/api/v1";

/// The methods of HTTP, in the order in which the page shows them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document before any system has added to it.
pub(crate) fn head() -> OpenApi {
    let mut info = Info::new("Alorpoth API", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "People in custody, their custodies, movements, prisons and arrivals. Errors are \
         application/problem+json; each program sees the fields that were granted to it."
            .to_owned(),
    );
    OpenApiBuilder::new().info(info).build()
}

/// `GET /api/v1/openapi.json` and `GET /api/v1/docs`.
pub(crate) fn routes(description: Arc<OpenApi>) -> Router<App> {
    let document = serde_json::to_value(&*description).unwrap_or_default();
    let operations: Arc<[Operation]> = operations(&document).into();
    Router::new()
        .route(
            "/api/v1/openapi.json",
            get(async move || Json(description.as_ref().clone())),
        )
        .route(
            "/api/v1/docs",
            get(async move |cx: Cx| {
                cx.show(&ReferencePage {
                    page: cx.page(cx.t("api-title")),
                    may_issue: cx.could(Action::ApiclientWrite),
                    operations: operations.clone(),
                })
            }),
        )
}

#[derive(Template)]
#[template(path = "reference.html")]
pub(crate) struct ReferencePage {
    page: Page,
    /// Whether the reader may give a program its token.
    may_issue: bool,
    operations: Arc<[Operation]>,
}

/// One thing that a program can ask for.
#[derive(Debug)]
struct Operation {
    method: String,
    path: String,
    summary: String,
    fields: Vec<Field>,
    answers: Vec<(String, String)>,
}

/// One thing that a program sends with it.
#[derive(Debug)]
struct Field {
    name: String,
    place: String,
    kind: String,
    needed: bool,
    text: String,
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                found.push(read_operation(document, method, path, operation));
            }
        }
    }
    found
}

fn read_operation(document: &Value, method: &str, path: &str, operation: &Value) -> Operation {
    let list = |name: &str| operation.get(name).and_then(Value::as_array).cloned();
    let parameters = list("parameters").unwrap_or_default();
    let mut fields: Vec<Field> = parameters.iter().map(read_parameter).collect();
    let body = operation.pointer("/requestBody/content/application~1json/schema");
    fields.extend(
        body.map(|schema| read_body(document, schema))
            .unwrap_or_default(),
    );
    let responses = operation.get("responses").and_then(Value::as_object);
    let summary = match text(operation, "summary") {
        summary if summary.is_empty() => text(operation, "description"),
        summary => summary,
    };
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary,
        fields,
        answers: responses
            .into_iter()
            .flatten()
            .map(|(status, answer)| (status.clone(), text(answer, "description")))
            .collect(),
    }
}

fn read_parameter(parameter: &Value) -> Field {
    Field {
        name: text(parameter, "name"),
        place: text(parameter, "in"),
        kind: kind(parameter.get("schema").unwrap_or(&Value::Null)),
        needed: parameter
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        text: text(parameter, "description"),
    }
}

fn read_body(document: &Value, schema: &Value) -> Vec<Field> {
    let schema = resolve(document, schema);
    let needed = schema.get("required").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    let is_needed = |name: &str| needed.is_some_and(|all| all.iter().any(|one| one == name));
    properties
        .into_iter()
        .flatten()
        .map(|(name, property)| Field {
            name: name.clone(),
            place: "body".to_owned(),
            kind: kind(property),
            needed: is_needed(name),
            text: text(property, "description"),
        })
        .collect()
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema.get("$ref").and_then(Value::as_str);
    target
        .and_then(|target| document.pointer(target.trim_start_matches('#')))
        .unwrap_or(schema)
}

/// A schema's type in a word: `string`, `integer or null`, `Person`, `list of Person`.
fn kind(schema: &Value) -> String {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    match schema.get("type") {
        Some(Value::String(name)) if name == "array" => {
            format!(
                "list of {}",
                kind(schema.get("items").unwrap_or(&Value::Null))
            )
        }
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => {
            let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
            names.join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn text(value: &Value, name: &str) -> String {
    let found = value.get(name).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

#[cfg(test)]
pub(crate) fn sample(page: Page) -> ReferencePage {
    let field = Field {
        name: "name".to_owned(),
        place: "body".to_owned(),
        kind: "string".to_owned(),
        needed: true,
        text: "As in the warrant".to_owned(),
    };
    let operation = Operation {
        method: "POST".to_owned(),
        path: "/api/v1/arrivals".to_owned(),
        summary: "Announce an arrival".to_owned(),
        fields: vec![field],
        answers: vec![("201".to_owned(), "Made".to_owned())],
    };
    ReferencePage {
        page,
        may_issue: true,
        operations: Arc::new([operation]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_read_with_its_parameters_and_body() {
        let document = serde_json::json!({
            "paths": {"/api/v1/arrivals/{id}": {"post": {
                "summary": "Announce an arrival",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}},
                "responses": {"201": {"description": "Made"}},
            }}},
            "components": {"schemas": {"New": {
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "age": {"type": ["integer", "null"]}},
            }}},
        });
        let found = operations(&document);
        let [operation] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(
            (operation.method.as_str(), operation.summary.as_str()),
            ("POST", "Announce an arrival")
        );
        let mut names: Vec<_> = operation
            .fields
            .iter()
            .map(|f| (f.name.as_str(), f.kind.as_str(), f.needed))
            .collect();
        // The order is that of the map, which features of serde_json decide.
        names.sort_unstable();
        assert_eq!(
            names,
            [
                ("age", "integer or null", false),
                ("id", "string", true),
                ("name", "string", true)
            ]
        );
        assert_eq!(operation.answers, [("201".to_owned(), "Made".to_owned())]);
    }
}
