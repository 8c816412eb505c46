//! The story of a login, through the whole server.

use access::{Actor, Role, Scope, ScopeKind};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::tests::{TANGAIL, app};
use crate::{App, house};

const FIRST: &str = "first password of hers";
/// Tangail, as a form says it.
const PRISON: &str = "prison:00000000-0000-0000-0000-000000000001";
const OWN: &str = "rain on a tin roof in shraban";

/// A browser: it keeps cookies and knows the token of the page that it last saw.
struct Browser {
    server: Router,
    cookies: Vec<(String, String)>,
    token: String,
}

struct Seen {
    status: StatusCode,
    to: String,
    html: String,
}

impl Browser {
    fn new(app: &App) -> Self {
        Self {
            server: house(app, &[]),
            cookies: Vec::new(),
            token: String::new(),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Seen {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(body)).unwrap();
        let response = self.server.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let to = response.headers().get(header::LOCATION);
        let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((_, rest)) = html.split_once("name=\"csrf\" content=\"") {
            self.token = rest.split('"').next().unwrap().to_owned();
        }
        Seen { status, to, html }
    }

    async fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path), String::new()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields).append_pair("_csrf", &self.token);
        self.send(Request::post(path), body.finish()).await
    }

    async fn log_in(&mut self, login: &str, password: &str) -> Seen {
        self.get("/login").await;
        self.post(
            "/login",
            &[
                ("login", login),
                ("password", password),
                ("back", "/sessions"),
            ],
        )
        .await
    }
}

impl Browser {
    /// Logs in with the first password and gives an own one.
    async fn begin(&mut self, login: &str) {
        self.log_in(login, FIRST).await;
        self.get("/password").await;
        let typed = [("old", FIRST), ("password", OWN), ("again", OWN)];
        self.post("/password", &typed).await;
    }
}

/// Makes a user whose first password is [`FIRST`].
async fn appoint(app: &App, login: &str, role: Role) {
    let scope = match role.scope_kind() {
        Some(ScopeKind::Prison) => Scope::Prison(TANGAIL),
        _ => Scope::All,
    };
    crate::tests::appoint(app, login, role, scope, FIRST).await;
}

#[tokio::test]
async fn a_first_login_asks_for_an_own_password_and_then_works() {
    let (app, _folder) = app();
    appoint(&app, "shiuli", Role::Administrator).await;
    let mut browser = Browser::new(&app);
    let seen = browser.get("/sessions?x=1").await;
    assert_eq!(
        (seen.status, seen.to.as_str()),
        (StatusCode::SEE_OTHER, "/login?back=%2Fsessions%3Fx%3D1")
    );
    let seen = browser.log_in("shiuli", FIRST).await;
    assert_eq!(seen.to, "/password", "{}", seen.html);
    assert_eq!(
        browser.get("/users").await.to,
        "/password",
        "nothing else is open yet"
    );
    browser.get("/password").await;
    let typed = [("old", FIRST), ("password", OWN), ("again", "other")];
    let seen = browser.post("/password", &typed).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!seen.html.contains(OWN), "a password is never sent back");
    let seen = browser
        .post(
            "/password",
            &[("old", FIRST), ("password", OWN), ("again", OWN)],
        )
        .await;
    assert_eq!(seen.to, "/", "{}", seen.html);
    let seen = browser.get("/users").await;
    assert!(seen.html.contains("শিউলি বেগম") && seen.html.contains("aria-current=\"page\""));
    let lost = browser.get("/nowhere").await;
    assert!(
        lost.html.contains("href=\"/users\""),
        "an error page keeps the rail"
    );
    browser.post("/logout", &[]).await;
    assert!(browser.get("/users").await.to.starts_with("/login"));
}

#[tokio::test]
async fn a_wrong_password_keeps_the_login_typed_and_tells_nothing() {
    let (app, _folder) = app();
    appoint(&app, "shiuli", Role::Jailer).await;
    let mut browser = Browser::new(&app);
    let known = browser.log_in("shiuli", "wrong password").await;
    let unknown = browser.log_in("nobody", "wrong password").await;
    assert_eq!(
        (known.status, unknown.status),
        (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED)
    );
    assert!(known.html.contains("value=\"shiuli\"") && !known.html.contains("wrong password"));
    assert_eq!(known.html.replace("shiuli", "nobody"), unknown.html);
}

#[tokio::test]
async fn an_administrator_makes_a_user_who_sees_no_users() {
    let (app, _folder) = app();
    appoint(&app, "admin", Role::Administrator).await;
    let mut admin = Browser::new(&app);
    admin.begin("admin").await;
    admin.get("/users/new").await;
    let fields = [
        ("login", "Rahim"),
        ("name_bn", "আব্দুর রহিম"),
        ("name_en", "Abdur Rahim"),
        ("role", "gate_clerk"),
        ("scope", PRISON),
    ];
    let seen = admin.post("/users", &fields).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.html);
    let password = seen
        .html
        .rsplit_once("<code>")
        .unwrap()
        .1
        .split('<')
        .next()
        .unwrap();
    let mut clerk = Browser::new(&app);
    assert_eq!(clerk.log_in("rahim", password).await.to, "/password");
    clerk.get("/password").await;
    clerk
        .post(
            "/password",
            &[
                ("old", password),
                ("password", "jackfruit in the month of jaistha"),
                ("again", "jackfruit in the month of jaistha"),
            ],
        )
        .await;
    assert_eq!(clerk.get("/users").await.status, StatusCode::FORBIDDEN);
    assert!(
        !clerk
            .get("/sessions")
            .await
            .html
            .contains("href=\"/users\""),
        "the rail shows what the role may"
    );
    let nowhere = PRISON.replace("001", "0ff");
    let elsewhere = fields.map(|(name, value)| match name {
        "scope" => (name, nowhere.as_str()),
        _ => (name, value),
    });
    assert_eq!(
        admin.post("/users", &elsewhere).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nobody knows that prison"
    );
    let again = admin.post("/users", &fields).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the login is taken"
    );
    assert!(
        again.html.contains("value=\"Rahim\""),
        "what was typed stays"
    );
}

#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let (app, _folder) = app();
    let mut browser = Browser::new(&app);
    browser.get("/login").await;
    let request = Request::post("/logout").header("sec-fetch-site", "cross-site");
    assert_eq!(
        browser.send(request, String::new()).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_refused_change_takes_over_nothing_that_came_between() {
    let (app, _folder) = app();
    appoint(&app, "admin", Role::Administrator).await;
    appoint(&app, "shiuli", Role::Jailer).await;
    let system = Actor::system("test");
    let find =
        |conn: &mut db::Conn<'_>| access::user_by_login(conn, &app.access, &system, "shiuli");
    let at = format!("/users/{}", app.db.read_now(find).unwrap().id);
    let mut admin = Browser::new(&app);
    admin.begin("admin").await;
    let seen = admin.get(&at).await;
    let version = r#"name="version" value="1""#;
    assert!(seen.html.contains(version), "{}", seen.html);
    let typed = |name| {
        [
            ("name_bn", "শিউলি আক্তার"),
            ("name_en", name),
            ("role", "jailer"),
            ("scope", PRISON),
            ("version", "1"),
        ]
    };
    let first = admin.post(&at, &typed("Shiuli Akter")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.html);
    for name in ["", "Shiuli Begum", "Shiuli Begum"] {
        let late = admin.post(&at, &typed(name)).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(late.html.contains(version), "what was seen, not what is");
    }
    assert_eq!(app.db.read_now(find).unwrap().name_en, "Shiuli Akter");
}
