//! The outer layers, through the whole server.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use axum::{Router, http::Method};
use http_body_util::BodyExt as _;
use kernel::{Error, Kind};
use tower::ServiceExt as _;

use super::{TRIAL, app};
use crate::{App, Form, System, csrf, house, status};

fn trial() -> System {
    System {
        routes: || {
            Router::new()
                .route("/panic", get(panics))
                .route(
                    "/bug",
                    get(|| async { refuse(Error::bug("secret detail")) }),
                )
                .route(
                    "/api/v1/gone",
                    get(|| async { refuse(Error::invalid("phone", "err-phone")) }),
                )
                .route(
                    "/form",
                    axum::routing::post(|form: Form| async move { form.value("a").to_owned() }),
                )
        },
        ..TRIAL
    }
}

async fn panics() -> &'static str {
    panic!("on purpose")
}

fn refuse(error: Error) -> crate::Result<()> {
    Err(error.into())
}

async fn send(app: &App, request: Request<Body>) -> (Response, String) {
    let response = house(app, &[trial()]).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (Response::from_parts(parts, Body::empty()), text)
}

fn ask(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, cookie: &str, body: String) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::COOKIE, format!("alor_guest={cookie}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers() {
    let (app, _folder) = app();
    for path in [
        "/healthz",
        "/nowhere",
        "/panic",
        &crate::assets::url("app.css"),
    ] {
        let (response, _) = send(&app, ask(path)).await;
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert!(response.headers().contains_key("x-request-id"), "{path}");
    }
}

#[tokio::test]
async fn a_stranger_gets_an_error_page_in_the_language_of_the_cookie() {
    let (app, _folder) = app();
    let (response, html) = send(&app, ask("/nowhere")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(html.contains("<html lang=\"bn\"") && html.contains("যা খুঁজছেন তা এখানে নেই।"));
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let mut request = ask("/nowhere");
    request
        .headers_mut()
        .insert(header::COOKIE, "lang=en".parse().unwrap());
    let (_, html) = send(&app, request).await;
    assert!(html.contains("What you are looking for is not here."));
}

#[tokio::test]
async fn a_panic_and_a_bug_show_the_requests_id_and_no_detail() {
    let (app, _folder) = app();
    for path in ["/panic", "/bug"] {
        let (response, html) = send(&app, ask(path)).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = response.headers()["x-request-id"].to_str().unwrap();
        assert!(html.contains(id), "{path}");
        assert!(!html.contains("secret detail") && !html.contains("on purpose"));
    }
}

#[tokio::test]
async fn the_api_answers_with_a_problem() {
    let (app, _folder) = app();
    let (response, body) = send(&app, ask("/api/v1/gone")).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
    let problem: crate::api::Problem = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (problem.kind.as_str(), problem.status),
        ("err-invalid", 422)
    );
    assert_eq!(
        (
            problem.errors[0].field.as_str(),
            problem.errors[0].kind.as_str()
        ),
        ("phone", "err-phone")
    );
    let (response, _) = send(&app, ask("/api/v1/nowhere")).await;
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
}

#[tokio::test]
async fn a_script_gets_a_part_and_not_a_page() {
    let (app, _folder) = app();
    let mut request = ask("/bug");
    request
        .headers_mut()
        .insert("hx-request", "true".parse().unwrap());
    let (_, html) = send(&app, request).await;
    assert!(html.starts_with("<p class=\"note bad\""), "{html}");
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_cookie() {
    let (app, _folder) = app();
    let token = csrf::token("mine");
    let (response, body) = send(
        &app,
        post("/form", "mine", format!("a=%E0%A6%95&_csrf={token}")),
    )
    .await;
    assert_eq!((response.status(), body.as_str()), (StatusCode::OK, "ক"));
    for (cookie, body) in [
        ("mine", "a=1".to_owned()),
        ("other", format!("a=1&_csrf={token}")),
        ("", format!("a=1&_csrf={}", csrf::token(""))),
    ] {
        let (response, _) = send(&app, post("/form", cookie, body)).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{cookie}");
    }
}

#[tokio::test]
async fn a_form_past_its_limits_is_refused() {
    let (app, _folder) = app();
    let token = csrf::token("mine");
    let many = "a=1&".repeat(crate::FIELDS_MAX + 1);
    let large = format!("a={}", "x".repeat(crate::FORM_BYTES_MAX));
    for body in [many, large] {
        let (response, _) =
            send(&app, post("/form", "mine", format!("{body}&_csrf={token}"))).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn a_nul_is_refused_wherever_it_stands() {
    let (app, _folder) = app();
    for path in ["/nowhere?q=a%00", "/nowhere%00"] {
        let (response, text) = send(&app, ask(path)).await;
        assert_eq!(
            response.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path}"
        );
        assert!(text.contains("অদৃশ্য"), "{text}");
    }
    for body in ["a=x%00", "%00=x"] {
        let (response, _) = send(&app, post("/form", "", body.to_owned())).await;
        assert_eq!(
            response.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{body}"
        );
    }
    let (response, _) = send(&app, ask("/nowhere?q=%2500")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_method_is_405_and_says_which() {
    let (app, _folder) = app();
    let (response, html) = send(&app, ask("/form")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[header::ALLOW], "POST");
    assert!(html.contains("<html"));
}

#[tokio::test]
async fn a_choice_of_language_goes_back_to_our_own_page_only() {
    let (app, _folder) = app();
    let (response, _) = send(&app, ask("/lang/en?back=/find?q=x")).await;
    assert_eq!(response.headers()[header::LOCATION], "/find?q=x");
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("lang=en;") && cookie.contains("HttpOnly"));
    let (response, _) = send(&app, ask("/lang/en?back=//evil.example")).await;
    assert_eq!(response.headers()[header::LOCATION], "/");
    let (response, _) = send(&app, ask("/lang/xx")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn static_files_are_kept_for_ever_under_their_hash() {
    let (app, _folder) = app();
    let (response, css) = send(&app, ask(&crate::assets::url("app.css"))).await;
    assert!(
        response.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(css.contains("--paper"));
    let (response, _) = send(&app, ask("/static/0000/app.css")).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
    let (response, _) = send(&app, ask("/static/0000/none.css")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn readiness_asks_the_database() {
    let (app, _folder) = app();
    assert_eq!(
        send(&app, ask("/readyz")).await.0.status(),
        StatusCode::NO_CONTENT
    );
}

#[test]
fn each_kind_has_one_status() {
    let table = [
        (Kind::NotFound, 404),
        (Kind::Unauthenticated, 401),
        (Kind::Denied, 403),
        (Kind::Conflict, 409),
        (Kind::Invalid, 422),
        (Kind::Busy, 429),
        (Kind::Limit, 413),
        (Kind::Unavailable, 503),
        (Kind::Corrupt, 500),
        (Kind::Bug, 500),
    ];
    for (kind, code) in table {
        assert_eq!(status(kind).as_u16(), code, "{kind:?}");
    }
}

#[tokio::test]
async fn after_a_form_the_way_back_is_the_page_that_sent_it() {
    let (app, _folder) = app();
    for (referer, back) in [
        (
            "http://alor.example/wards?x=1",
            "/lang/en?back=%2Fwards%3Fx%3D1",
        ),
        ("http://evil.example/wards", "/lang/en?back=%2Fform"),
    ] {
        let mut request = post("/form", "mine", "a=1".to_owned());
        request
            .headers_mut()
            .insert(header::HOST, "alor.example".parse().unwrap());
        request
            .headers_mut()
            .insert(header::REFERER, referer.parse().unwrap());
        let (_, html) = send(&app, request).await;
        assert!(html.contains(back), "{html}");
    }
}

#[tokio::test]
async fn a_program_is_answered_in_the_language_it_asks_for() {
    let (app, _folder) = app();
    let mut request = ask("/api/v1/gone");
    request
        .headers_mut()
        .insert(header::ACCEPT_LANGUAGE, "en-GB,bn;q=0.5".parse().unwrap());
    let (_, body) = send(&app, request).await;
    assert!(body.contains("Some fields are not right."), "{body}");
}

/// Bytes that a phone on a slow line fetches before the first page stands.
const FIRST_VIEW_BYTES_MAX: usize = 60 * 1024;

#[tokio::test]
async fn the_first_view_is_small() {
    let (app, _folder) = app();
    let server = house(&app, &[]);
    let files = [
        "app.css",
        "app.js",
        "keys.js",
        "parts.js",
        "icons.svg",
        "mark.svg",
        "noto-sans-bengali.woff2",
    ];
    let mut paths = vec!["/login".to_owned()];
    paths.extend(files.map(crate::assets::url));
    let mut sizes = Vec::new();
    for path in paths {
        let request = Request::get(&path).header(header::ACCEPT_ENCODING, "br");
        let response = server
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        sizes.push((path, bytes.len()));
    }
    let sum: usize = sizes.iter().map(|(_, size)| size).sum();
    assert!(sum <= FIRST_VIEW_BYTES_MAX, "{sum} bytes: {sizes:?}");
}
