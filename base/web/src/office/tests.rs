//! The pages of health and of the journal, through the whole server.

use access::{Role, Scope, Secret};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use db::Tx;
use http_body_util::BodyExt as _;
use journal::{By, Entry, Line, Reader};
use kernel::{PrisonId, Result, Uuid};
use tower::ServiceExt as _;

use crate::tests::{FENI, TANGAIL, app, appoint};
use crate::{App, cookies, csrf, house};

const PASSWORD: &str = "rain on a tin roof in shraban";
/// Fails on what a prison tells, until somebody has mended it, which a line of its own says.
const STUMBLES: Reader = Reader {
    name: "stumbles",
    handle: stumble,
};

fn stumble(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    let filter = journal::Filter {
        kind: Some("trial.mended".to_owned()),
        ..journal::Filter::default()
    };
    let is_mended = !journal::tail(tx, &filter, None, 1)?.is_empty();
    if line.kind == "trial.told" && !is_mended {
        return Err(kernel::Error::bug("this line cannot be handled"));
    }
    Ok(())
}

/// A house with [`STUMBLES`] among those who follow the journal.
fn founded() -> (App, tempfile::TempDir) {
    let (mut app, folder) = app();
    app.readers = [STUMBLES].into();
    (app, folder)
}

fn told(app: &App, prison: PrisonId, kind: &str, reason: Option<&str>) {
    app.db
        .write_now(|tx| {
            let entry = Entry {
                at: app.world.now(),
                prison: Some(prison),
                by: By {
                    user: None,
                    name: "somebody",
                },
                system: "trial",
                kind,
                subject: Uuid::from_u128(9),
                version: 1,
                body: "new state",
                reason,
                request: None,
            };
            journal::append(tx, &entry)
        })
        .unwrap();
}

/// The token of somebody of `role` who is logged in.
async fn login(app: &App, role: Role, scope: Scope) -> String {
    const FIRST: &str = "a lantern by the east wall";
    let login = format!("{}_1", role.name());
    appoint(app, &login, role, scope, FIRST).await;
    let attempt = access::Attempt {
        login,
        password: Secret::new(FIRST),
        ip: std::net::Ipv4Addr::LOCALHOST.into(),
        agent: "test".to_owned(),
        request: None,
    };
    let token = access::log_in(&app.db, &app.world, attempt)
        .await
        .unwrap()
        .token;
    let (old, new) = (Secret::new(FIRST), Secret::new(PASSWORD));
    access::change_password(&app.db, &app.world, &token, old, new, None)
        .await
        .unwrap();
    token.reveal().to_owned()
}

async fn send(app: &App, token: &str, request: Request<Body>) -> (StatusCode, String) {
    let (mut parts, body) = request.into_parts();
    let cookie = format!("{}={token}; {}=en", cookies::SESSION, cookies::LANG);
    parts
        .headers
        .insert(header::COOKIE, cookie.parse().unwrap());
    let request = Request::from_parts(parts, body);
    let response = house(app, &[]).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

async fn get(app: &App, token: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    send(app, token, request).await
}

async fn retry(app: &App, token: &str, pos: i64) -> (StatusCode, String) {
    let fields = format!("_csrf={}&reader=stumbles&pos={pos}", csrf::token(token));
    let request = Request::post("/health/retry")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(fields))
        .unwrap();
    send(app, token, request).await
}

#[tokio::test]
async fn a_parked_line_is_shown_and_tried_again() {
    let (app, _folder) = founded();
    let admin = login(&app, Role::Administrator, Scope::All).await;
    told(&app, TANGAIL, "trial.told", None);
    journal::seal_all(&app.db).unwrap();
    for _ in 0..2 * journal::TRIES_MAX {
        let _ = journal::follow(&app.db, &app.world, &STUMBLES);
    }
    let parked = app.db.read_now(journal::parked).unwrap();
    assert!(parked[0].given_up, "{parked:?}");
    let (status, html) = get(&app, &admin, "/health").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("stumbles") && html.contains("this line cannot be handled"));
    let (status, _) = retry(&app, &admin, parked[0].pos).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nothing was mended"
    );
    assert_eq!(app.db.read_now(journal::parked).unwrap().len(), 1);
    told(&app, TANGAIL, "trial.mended", None);
    let (status, _) = retry(&app, &admin, parked[0].pos).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(app.db.read_now(journal::parked).unwrap().is_empty());
    let (_, html) = get(&app, &admin, "/journal?kind=journal.retried").await;
    assert_eq!(html.matches("Had a parked line tried again").count(), 2);
}

#[tokio::test]
async fn a_reader_of_the_journal_sees_the_own_prisons_and_is_told_of() {
    let (app, _folder) = founded();
    told(&app, TANGAIL, "trial.here", Some("a delicate reason"));
    told(&app, FENI, "trial.there", None);
    let jailer = login(&app, Role::Jailer, Scope::Prison(TANGAIL)).await;
    let (status, html) = get(&app, &jailer, "/journal").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("trial.here") && html.contains("Tangail District Jail"));
    assert!(!html.contains("trial.there") && !html.contains("a delicate reason"));
    let dig = login(&app, Role::DivisionalDig, Scope::Division("30".to_owned())).await;
    let (_, html) = get(&app, &dig, "/journal").await;
    assert!(html.contains("trial.here") && html.contains("a delicate reason"));
    assert!(!html.contains("trial.there"));
    let inspector = login(&app, Role::Inspector, Scope::All).await;
    let (_, html) = get(&app, &inspector, "/journal?kind=journal.read").await;
    assert!(
        html.contains("Tangail District Jail"),
        "the jailer has looked: {html}"
    );
    let (_, html) = get(&app, &inspector, "/journal?kind=trial.there").await;
    assert!(html.contains("Feni District Jail") && !html.contains("trial.here"));
    let (_, html) = get(&app, &inspector, "/journal?day=1/1/2020").await;
    assert!(html.contains("Nothing was done"));
    let clerk = login(&app, Role::AdmissionClerk, Scope::Prison(TANGAIL)).await;
    for path in ["/journal", "/health"] {
        assert_eq!(get(&app, &clerk, path).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_long_journal_has_pages_and_a_wrong_question_is_said() {
    let (app, _folder) = founded();
    for number in 0..=crate::pager::ROWS {
        told(&app, TANGAIL, &format!("trial.n{number}x"), None);
    }
    let inspector = login(&app, Role::Inspector, Scope::All).await;
    let today = "/journal?day=24/11/2026";
    let (_, first) = get(&app, &inspector, today).await;
    let (_, rest) = first.split_once("rel=\"next\" href=\"").unwrap();
    let next = rest.split('"').next().unwrap();
    let next = next.replace("&#38;", "&").replace("&amp;", "&");
    assert!(
        next.starts_with("/journal?day=24%2F11%2F2026&after="),
        "{next}"
    );
    let (status, second) = get(&app, &inspector, &next).await;
    assert_eq!(status, StatusCode::OK);
    assert!(second.contains("trial.n0x") && !first.contains("trial.n0x"));
    let long = format!("kind={}", "x".repeat(101));
    for wrong in ["day=x", "actor=x", "after=x", &long] {
        let (status, _) = get(&app, &inspector, &format!("/journal?{wrong}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}
