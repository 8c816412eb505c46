//! Stories of an administrator who lets other agencies' programs in, and shuts them out, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Role, Scope};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use jail::{Jail, jail, migrations, server};
use kernel::{BdTime, Lang, PersonId};
use pids::system;
use serde_json::{Value, json};
use testkit::{Answer, TestApp, TestDb, Visitor, both};
use tokio::task::block_in_place;
use tower::ServiceExt as _;

/// What the court's token names, as the form sends it.
const COURT: [(&str, &str); 8] = [
    ("name", "সিজেএম আদালত, টাঙ্গাইল"),
    ("purpose", "কারা আটক তার তালিকা"),
    ("scope", "all"),
    ("expires_at", "২৪/১২/২০২৬"),
    ("actions", "api.people.read"),
    ("actions", "api.estate.read"),
    ("fields-api-people-read", "person.name_bn"),
    ("fields-api-people-read", "person.nid"),
];

struct House<'t> {
    app: TestApp<'t>,
    router: Router,
    jail: Jail,
    person: PersonId,
}

impl<'t> House<'t> {
    /// These stories run on the server's runtime, and set themselves up without it.
    fn new(t: &'t TestDb) -> Self {
        let jail = block_in_place(|| jail(t));
        let (person, _) = block_in_place(|| jail.hold("আব্দুর রহিম", "১/২০২৬"));
        let app = server(t, &jail);
        Self {
            router: web::house(&app.app, &[system()]),
            app,
            jail,
            person,
        }
    }

    async fn administrator(&self) -> Visitor {
        let admin = self.app.login_as(Role::Administrator, Scope::All).await;
        admin.reading(Lang::En)
    }

    /// What the API says of the person to who brings `token`: status, kind and body.
    async fn asks(&self, token: &str) -> (u16, String, Value) {
        let request = Request::get(format!("/api/v1/people/{}", self.person))
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        let (parts, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let kind = parts.headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .to_owned();
        (
            parts.status.as_u16(),
            kind,
            serde_json::from_slice(&bytes).unwrap(),
        )
    }

    async fn is_let_in(&self, token: &str, wanted: Value) {
        let (status, _, body) = self.asks(token).await;
        assert_eq!((status, body), (200, wanted));
    }

    async fn is_shut_out(&self, token: &str) {
        let (status, kind, body) = self.asks(token).await;
        assert_eq!((status, kind.as_str()), (401, "application/problem+json"));
        assert_eq!(
            (&body["status"], &body["type"]),
            (&json!(401), &json!("err-unauthenticated"))
        );
    }

    /// What [`COURT`] may see of the person.
    fn seen(&self) -> Value {
        json!({"id": self.person.to_string(), "name_bn": "আব্দুর রহিম", "nid": null})
    }
}

/// The token on the page that shows it.
fn token(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("<code>alor_").unwrap();
    format!("alor_{}", rest.split('<').next().unwrap())
}

/// The address of the one client in the list.
async fn address(admin: &Visitor) -> String {
    let list = admin.get("/apiclients").await;
    let mut found = list.text.split("href=\"/apiclients/").skip(1);
    let id = found.find(|rest| !rest.starts_with("new")).unwrap();
    format!("/apiclients/{}", id.split('"').next().unwrap())
}

/// [`COURT`] with other values of some fields.
fn changed<'a>(values: &[(&str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let other = |name: &str| values.iter().find(|(field, _)| *field == name);
    COURT
        .iter()
        .map(|(name, value)| (*name, other(name).map_or(*value, |(_, value)| value)))
        .collect()
}

both! { &migrations();
    async fn a_court_is_let_in_and_sees_what_was_ticked(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        admin.get("/apiclients").await.good().sees("No program holds a token");
        let page = admin.post("/apiclients", &COURT).await;
        page.is(200).sees("shown once and never again").sees("24 December 2026");
        let token = token(&page);
        house.is_let_in(&token, house.seen()).await;
        let list = admin.get("/apiclients").await;
        list.sees("সিজেএম আদালত, টাঙ্গাইল").sees("কারা আটক তার তালিকা").sees("All prisons").sees("People (2 fields)");
        list.sees("Prisons and wards (0 fields)").sees("শিউলি বেগম").sees("just now").sees("In force").never_sees(&token);
        let one = admin.get(&address(&admin).await).await;
        let issued = journal::Filter { kind: Some("api_client.issued".to_owned()), ..journal::Filter::default() };
        let told = block_in_place(|| t.db.read_now(|conn| journal::tail(conn, &issued, None, 1))).unwrap();
        assert!(told[0].request.as_deref().is_some_and(|id| !id.is_empty()), "{told:?}");
        one.good().sees("value=\"person.nid\" checked").never_sees("value=\"person.sex\" checked").never_sees(&token);
        house.app.settle().await;
    }

    async fn a_change_holds_at_once(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let token = token(&admin.post("/apiclients", &COURT).await);
        let address = address(&admin).await;
        let prison = format!("prison:{}", house.jail.feni);
        let narrower = [("version", "1"), ("purpose", "কেবল ফেনী"), ("scope", &prison), ("actions", "api.people.read"), ("fields-api-people-read", "person.sex")];
        admin.post(&address, &narrower).await.goes_to("/apiclients");
        assert_eq!(house.asks(&token).await.0, 404, "he is held elsewhere");
        let stale = admin.post(&address, &narrower).await;
        stale.is(422).sees("কেবল ফেনী");
        let here = format!("prison:{}", house.jail.tangail);
        let wider = [("version", "2"), ("purpose", "কেবল টাঙ্গাইল"), ("scope", &here), ("actions", "api.people.read"), ("fields-api-people-read", "person.sex")];
        admin.post(&address, &wider).await.goes_to("/apiclients");
        house.is_let_in(&token, json!({"id": house.person.to_string(), "sex": "male"})).await;
        house.app.settle().await;
    }

    async fn a_new_token_shuts_the_old_one_out(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let first = token(&admin.post("/apiclients", &COURT).await);
        let address = format!("{}/renew", address(&admin).await);
        admin.post(&address, &[("version", "1"), ("expires_at", "১/১/২০২০")]).await.is(422).sees("must lie in the future").sees("১/১/২০২০");
        let page = admin.post(&address, &[("version", "1"), ("expires_at", "1/6/2027")]).await;
        page.is(200).sees("1 June 2027");
        let second = token(&page);
        house.is_shut_out(&first).await;
        house.is_let_in(&second, house.seen()).await;
        admin.post(&address, &[("version", "1"), ("expires_at", "1/6/2027")]).await.is(422).never_sees("<code>alor_");
        house.is_let_in(&second, house.seen()).await;
    }

    async fn a_token_is_revoked_with_a_reason_and_for_good(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let token = token(&admin.post("/apiclients", &COURT).await);
        let address = address(&admin).await;
        let revoke = format!("{address}/revoke");
        admin.post(&revoke, &[("version", "1"), ("reason", " ")]).await.is(422).sees("id=\"reason-error\"");
        house.is_let_in(&token, house.seen()).await;
        admin.post(&revoke, &[("version", "1"), ("reason", "চুক্তি শেষ")]).await.goes_to("/apiclients");
        house.is_shut_out(&token).await;
        admin.get("/apiclients").await.sees("Revoked");
        admin.get(&address).await.good().sees("চুক্তি শেষ").never_sees("/revoke");
        admin.post(&revoke, &[("version", "2"), ("reason", "আবার")]).await.is(422).sees("revoked for good");
        let inspector = house.app.login_as(Role::Inspector, Scope::All).await.reading(Lang::En);
        let told = inspector.get("/journal?kind=api_client.revoked").await;
        told.sees("Took a program&#39;s token away").sees("চুক্তি শেষ");
        house.app.settle().await;
    }

    async fn a_token_ends_with_its_last_day(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let page = admin.post("/apiclients", &changed(&[("expires_at", "24/11/2026")])).await;
        let token = token(&page);
        let end = BdTime::start_of(jiff::civil::date(2026, 11, 25));
        t.clock.advance(end.since(t.world.now()) - BdTime::SECOND);
        house.is_let_in(&token, house.seen()).await;
        t.clock.advance(BdTime::SECOND);
        house.is_shut_out(&token).await;
        let admin = house.administrator().await;
        admin.get("/apiclients").await.sees("Over");
        admin.get(&address(&admin).await).await.good().sees("Issue a new token");
    }

    async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let elsewhere = format!("prison:{}", kernel::Uuid::nil());
        let far = "1/1/2030";
        for (field, value, at) in [
            ("name", "", "name"),
            ("purpose", " ", "purpose"),
            ("scope", "", "scope"),
            ("scope", elsewhere.as_str(), "scope"),
            ("expires_at", "tomorrow", "expires_at"),
            ("expires_at", "23/11/2026", "expires_at"),
            ("expires_at", far, "expires_at"),
            ("actions", "person.read", "actions"),
            ("actions", "api.custody.read", "fields-api-people-read"),
            ("fields-api-people-read", "person.religion", "fields-api-people-read"),
        ] {
            let page = admin.post("/apiclients", &changed(&[(field, value)])).await;
            page.is(422).sees(&format!("id=\"{at}-error\"")).never_sees("⟦").never_sees("<code>alor_");
            if field != "purpose" {
                page.sees("কারা আটক তার তালিকা</textarea>");
            }
            if field == "name" {
                page.sees("value=\"person.nid\" checked").sees("value=\"২৪/১২/২০২৬\"");
            }
        }
        admin.get("/apiclients").await.sees("No program holds a token");
        admin.post("/apiclients", &COURT).await.is(200);
        admin.post("/apiclients", &COURT).await.is(422).sees("id=\"name-error\"");
    }

    async fn every_field_that_can_be_granted_has_its_words(t: &TestDb) {
        let house = House::new(t);
        for lang in Lang::ALL {
            let admin = house.administrator().await.reading(lang);
            let page = admin.get("/apiclients/new").await;
            page.good().never_sees("⟦").sees("value=\"api.arrivals.write\"");
            for field in pids::api::fields() {
                page.sees(&format!("value=\"{field}\""));
            }
        }
    }

    async fn whom_the_matrix_does_not_name_is_refused(t: &TestDb) {
        let house = House::new(t);
        let admin = house.administrator().await;
        let token = token(&admin.post("/apiclients", &COURT).await);
        let address = address(&admin).await;
        let reason = [("version", "1"), ("reason", "x"), ("expires_at", "1/6/2027")];
        let here = Scope::Prison(house.jail.tangail);
        for (role, scope) in [(Role::Superintendent, here.clone()), (Role::AdmissionClerk, here), (Role::Inspector, Scope::All)] {
            let other = house.app.login_as(role, scope).await;
            for path in ["/apiclients", "/apiclients/new"] {
                other.get(path).await.is(403).never_sees("সিজেএম আদালত");
            }
            // Whoever reaches one prison is not told what lies beyond it.
            let hidden = other.get(&address).await;
            assert!(matches!(hidden.status.as_u16(), 403 | 404), "{hidden}");
            other.post("/apiclients", &changed(&[("name", "other")])).await.is(403);
            for verb in ["", "/renew", "/revoke"] {
                other.post(&format!("{address}{verb}"), &reason).await.is(403);
            }
        }
        house.is_let_in(&token, house.seen()).await;
        house.app.stranger().get("/apiclients").await.goes_to("/login");
    }
}
