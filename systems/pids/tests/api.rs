//! Stories of other agencies' programs, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use std::collections::BTreeSet;

use access::{Action, Actor, Grant, NewClient, Scope};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use contracts::pids::Disclosed;
use http_body_util::BodyExt as _;
use jail::{Jail, jail};
use kernel::{BdTime, CustodyId, PersonId};
use pids::system;
use serde_json::{Value, json};
use testkit::{TestApp, TestDb, both};
use tokio::task::block_in_place;
use tower::ServiceExt as _;

/// A program with its token.
struct Program {
    router: Router,
    token: String,
}

struct Answer {
    status: u16,
    kind: String,
    body: Value,
}

impl Program {
    fn new(t: &TestDb, app: &TestApp<'_>, name: &str, scope: Scope, fields: &[&str]) -> Self {
        let new = NewClient {
            name: name.to_owned(),
            purpose: "a story".to_owned(),
            grant: Grant {
                actions: Action::of_programs().collect(),
                fields: fields.iter().map(|field| (*field).to_owned()).collect(),
                scope,
                division: Some("30".to_owned()),
            },
            expires_at: t.world.now().plus(30 * BdTime::DAY),
        };
        let system = Actor::system("test");
        let issue = |tx: &mut db::Tx<'_>| {
            let doing = access::Doing::new(&system, &app.app.access, &t.world);
            access::issue_client(tx, &doing, new.clone())
        };
        let issued = block_in_place(|| t.db.write_now(issue)).unwrap();
        Self {
            router: web::house(&app.app, &[pids::system()]),
            token: issued.token.reveal().to_owned(),
        }
    }

    async fn send(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let kind = parts
            .headers
            .get(header::CONTENT_TYPE)
            .map(|kind| kind.to_str().unwrap().to_owned());
        Answer {
            status: parts.status.as_u16(),
            kind: kind.unwrap_or_default(),
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(format!("/api/v1{path}")), String::new())
            .await
    }

    async fn announce(&self, key: &str, body: &Value) -> Answer {
        let request = Request::post("/api/v1/arrivals").header("idempotency-key", key);
        self.send(
            request.header(header::CONTENT_TYPE, "application/json"),
            body.to_string(),
        )
        .await
    }
}

fn disclosures(t: &TestDb, person: PersonId) -> Vec<Disclosed> {
    let read = |conn: &mut db::Conn<'_>| journal::lines_of(conn, person.into(), None, 50);
    let lines = block_in_place(|| t.db.read_now(read)).unwrap();
    lines
        .iter()
        .filter(|line| line.kind == "api.disclosed")
        .map(|line| line.body().unwrap())
        .collect()
}

/// These stories run on the server's runtime, and set themselves up without it.
fn house(t: &TestDb) -> (Jail, TestApp<'_>) {
    (block_in_place(|| jail(t)), TestApp::new(t, &[system()]))
}

fn hold(jail: &Jail) -> (PersonId, CustodyId) {
    block_in_place(|| jail.hold("আব্দুর রহিম", "১/২০২৬"))
}

fn arrival() -> Value {
    json!({"prison": "TAN-D", "day": "2026-11-24", "source": "court", "name": "আব্দুর রহিম", "case_no": "জিআর ২১১/২৬", "sections": ["379"]})
}

both! { &jail::migrations();
    async fn a_program_sees_its_own_fields_and_the_journal_says_so(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, custody) = hold(&jail);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &["person.name_bn", "person.nid", "custody.number"]);
        let seen = court.get(&format!("/people/{person}")).await;
        assert_eq!((seen.status, seen.body), (200, json!({"id": person.to_string(), "name_bn": "আব্দুর রহিম", "nid": null})));
        let told = disclosures(t, person);
        assert_eq!(told[0].fields, ["person.name_bn", "person.nid"]);
        assert_eq!((told[0].client.as_str(), told[0].person), ("সিজেএম আদালত", person));
        let seen = court.get(&format!("/custodies/{custody}")).await;
        assert_eq!(seen.body, json!({"id": custody.to_string(), "number": "১/২০২৬"}));
        let list = court.get(&format!("/prisons/{}/custodies?limit=1", jail.tangail)).await;
        assert_eq!(list.body["custodies"][0]["number"], "১/২০২৬");
        assert_eq!(list.body["next"], custody.to_string());
        let rest = court.get(&format!("/prisons/{}/custodies?after={custody}", jail.tangail)).await;
        assert_eq!(rest.body, json!({"custodies": [], "next": null}));
        app.settle().await;
    }

    async fn nothing_listed_is_nothing_seen(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, _) = hold(&jail);
        let blind = Program::new(t, &app, "অন্ধ", Scope::All, &[]);
        assert_eq!(blind.get(&format!("/people/{person}")).await.body, json!({"id": person.to_string()}));
        assert_eq!(blind.get(&format!("/prisons/{}/wards", jail.tangail)).await.body["wards"][0].as_object().unwrap().len(), 1);
    }

    async fn what_lies_outside_the_scope_is_not_there(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, custody) = hold(&jail);
        let feni = Program::new(t, &app, "ফেনী আদালত", Scope::Prison(jail.feni), &["person.name_bn"]);
        for path in [
            format!("/people/{person}"),
            format!("/custodies/{custody}"),
            format!("/custodies/{custody}/movements"),
            format!("/prisons/{}/custodies", jail.tangail),
            format!("/prisons/{}/wards", jail.tangail),
            "/people/not-an-id".to_owned(),
            "/people/%ff".to_owned(),
        ] {
            let answer = feni.get(&path).await;
            assert_eq!((answer.status, answer.kind.as_str()), (404, "application/problem+json"), "{path}");
        }
        assert_eq!(feni.get("/people?q=রহিম").await.body["people"], json!([]));
        assert_eq!(feni.get("/prisons").await.body["prisons"].as_array().unwrap().len(), 1);
        let elsewhere = feni.announce("1", &arrival()).await;
        assert_eq!(elsewhere.status, 404);
        assert!(disclosures(t, person).is_empty());
    }

    async fn nobody_is_found_by_what_the_token_does_not_list(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, _) = hold(&jail);
        let known = |tx: &mut db::Tx<'_>| {
            let mut known = pids::people::store::get(tx, person)?;
            known.nid = kernel::Nid::parse("nid", "19982694812345678").ok();
            known.phone = kernel::Phone::parse("phone", "01712345678").ok();
            known.father = pids::people::TwoNames::new("কেরামত শেখ", "");
            pids::people::store::update(tx, &known)?;
            tx.told();
            pids::find::store::reindex_person(tx, person)
        };
        block_in_place(|| t.db.write_now(known)).unwrap();
        let names = Program::new(t, &app, "নাম", Scope::All, &["person.name_bn"]);
        let more = Program::new(t, &app, "সব", Scope::All, &["person.nid", "person.father_bn", "custody.number"]);
        let why = |answer: &Answer| answer.body["people"][0]["why"].clone();
        for (question, reason) in [("19982694812345678", "nid"), ("TAN-D%201/2026", "prisoner"), ("কেরামত%20শেখ", "father")] {
            let path = format!("/people?q={question}");
            assert_eq!(names.get(&path).await.body["people"], json!([]), "{question}");
            assert_eq!(why(&more.get(&path).await), json!([reason]), "{question}");
        }
        for program in [&names, &more] {
            assert_eq!(program.get("/people?q=01712345678").await.body["people"], json!([]), "no token lists phones");
        }
        let by_name = names.get("/people?q=আব্দুর%20রহিম").await;
        let with_father = names.get("/people?q=আব্দুর%20রহিম%20কেরামত").await;
        let with_other = names.get("/people?q=আব্দুর%20রহিম%20জমির").await;
        assert_eq!(why(&by_name), json!(["name_same"]));
        assert_eq!(with_father.body["people"][0]["why"], with_other.body["people"][0]["why"]);
        assert!(more.get("/people?q=রহিম%20কেরামত").await.body["people"][0]["why"].as_array().unwrap().contains(&json!("father")));
        app.settle().await;
    }

    async fn a_token_is_needed_and_a_revoked_one_is_none(t: &TestDb) {
        let (_, app) = house(t);
        let mut court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &[]);
        t.clock.advance(31 * BdTime::DAY);
        assert_eq!(court.get("/prisons").await.status, 401);
        court.token = "alor_nothing".to_owned();
        let answer = court.get("/prisons").await;
        assert_eq!((answer.status, answer.body["status"].as_u64()), (401, Some(401)));
        app.stranger().get("/api/v1/prisons").await.is(401);
        let clerk = app.login_as(access::Role::Headquarters, Scope::All).await;
        clerk.get("/api/v1/prisons").await.is(401);
    }

    async fn movements_are_read_on_from_where_one_stopped(t: &TestDb) {
        let (jail, app) = house(t);
        let (_, custody) = hold(&jail);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &["movement.kind", "movement.prison"]);
        let path = format!("/custodies/{custody}/movements");
        assert_eq!(court.get(&path).await.body, json!({"movements": []}), "nothing is sealed yet");
        block_in_place(|| journal::seal_all(&t.db)).unwrap();
        let seen = court.get(&path).await.body;
        assert_eq!((&seen["movements"][0]["kind"], &seen["movements"][0]["prison"]), (&json!("moved"), &json!("TAN-D")));
        let last = seen["movements"][0]["position"].as_i64().unwrap();
        assert_eq!(court.get(&format!("{path}?since={last}")).await.body, json!({"movements": []}));
    }

    async fn an_arrival_is_noted_once_however_often_it_is_sent(t: &TestDb) {
        let (_, app) = house(t);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &[]);
        let first = court.announce("k-1", &arrival()).await;
        assert_eq!((first.status, first.body["state"].as_str()), (201, Some("expected")), "{}", first.body);
        let mut again = arrival();
        again["age"] = Value::Null;
        let second = court.announce("k-1", &again).await;
        assert_eq!((second.status, &second.body), (200, &first.body));
        let mut other = arrival();
        other["name"] = json!("আব্দুল করিম");
        let clash = court.announce("k-1", &other).await;
        assert_eq!((clash.status, clash.body["type"].as_str()), (409, Some("err-api-key-used")));
        for change in [json!({"court": "দায়রা জজ"}), json!({"sections": ["302"]}), json!({"sex": "male"}), json!({"van": "২"})] {
            let mut other = arrival();
            other.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            assert_eq!(court.announce("k-1", &other).await.status, 409, "{change} would be lost");
        }
        let id = first.body["id"].as_str().unwrap().to_owned();
        assert_eq!(court.get(&format!("/arrivals/{id}")).await.body, first.body);
        assert_eq!(court.get("/arrivals").await.body["arrivals"], json!([first.body]));
        let police = Program::new(t, &app, "থানা", Scope::All, &[]);
        assert_eq!(police.get(&format!("/arrivals/{id}")).await.status, 404);
        assert_eq!(police.announce("k-1", &arrival()).await.status, 201, "each program has its own keys");
        app.settle().await;
    }

    async fn what_the_prison_has_learnt_of_an_arrival_is_no_other_arrival(t: &TestDb) {
        let (jail, app) = house(t);
        let (_, custody) = hold(&jail);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &[]);
        let first = court.announce("k-1", &arrival()).await;
        let id: kernel::ArrivalId = first.body["id"].as_str().unwrap().parse().unwrap();
        block_in_place(|| jail.write(|tx| pids::arrivals::store::is_return_of(tx, id, custody))).unwrap();
        let again = court.announce("k-1", &arrival()).await;
        assert_eq!((again.status, again.body), (200, first.body));
    }

    async fn nobody_is_announced_to_a_closed_prison(t: &TestDb) {
        let (jail, app) = house(t);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &[]);
        let first = court.announce("k-1", &arrival()).await;
        block_in_place(|| jail.write(|tx| {
            tx.exec("UPDATE prison SET closed_on = '2026-11-24' WHERE id = $1", db::args![jail.tangail])
        })).unwrap();
        let refused = court.announce("k-2", &arrival()).await;
        assert_eq!((refused.status, refused.body["type"].as_str()), (409, Some("err-prison-closed")));
        assert!(!refused.body.to_string().contains('⟦'), "{}", refused.body);
        let again = court.announce("k-1", &arrival()).await;
        assert_eq!((again.status, again.body), (200, first.body), "what was noted before is told again");
    }

    async fn what_cannot_be_taken_is_named_field_by_field(t: &TestDb) {
        let (_, app) = house(t);
        let court = Program::new(t, &app, "সিজেএম আদালত", Scope::All, &[]);
        let cases = [
            (json!({"name": "\u{200d}"}), "name"),
            (json!({"name": "Ra\u{0}him"}), "name"),
            (json!({"father": "x".repeat(201)}), "father"),
            (json!({"age": 200}), "age"),
            (json!({"age": 1e300}), "body"),
            (json!({"age": 24.5}), "body"),
            (json!({"prison": "dhaka"}), "prison"),
            (json!({"day": "24/11/2026"}), "day"),
            (json!({"next_court_on": "2026-13-01"}), "next_court_on"),
            (json!({"sections": vec!["1"; 51]}), "sections"),
            (json!({"unknown": 1}), "body"),
            (json!({"sex": "robot"}), "body"),
        ];
        for (change, field) in cases {
            let mut body = arrival();
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = court.announce("k", &body).await;
            assert_eq!((answer.status, answer.body["errors"][0]["field"].as_str()), (422, Some(field)), "{}", answer.body);
            assert!(!answer.body.to_string().contains('⟦'));
        }
        let mut far = arrival();
        far["day"] = json!("2031-01-01");
        assert_eq!(court.announce("k", &far).await.status, 409);
        assert_eq!(court.announce("", &arrival()).await.status, 422);
        for path in ["/people?q=", "/people", "/people?q=a&limit=0", "/arrivals?after=x", "/arrivals?limit=1000", "/people?q=a&after=z"] {
            assert_eq!(court.get(path).await.status, 422, "{path}");
        }
        for text in ["", "{", "[]", "null", "\"\\ud800\""] {
            let request = Request::post("/api/v1/arrivals").header("idempotency-key", "k");
            let answer = court.send(request.header(header::CONTENT_TYPE, "application/json"), text.to_owned()).await;
            assert_eq!((answer.status, answer.kind.as_str()), (422, "application/problem+json"), "{text}");
        }
    }

    async fn the_document_describes_what_is_there(t: &TestDb) {
        let (_, app) = house(t);
        let answer = app.stranger().get("/api/v1/openapi.json").await;
        let document: Value = serde_json::from_str(&answer.text).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
        let fields = |name: &str| document["components"]["schemas"][name]["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        for (resource, schema) in [("person", "Person"), ("custody", "Custody"), ("movement", "Movement"), ("prison", "Prison"), ("ward", "Ward")] {
            let listed = pids::api::fields().filter_map(|field| field.strip_prefix(resource)?.strip_prefix('.'));
            let mut listed: BTreeSet<String> = listed.map(str::to_owned).collect();
            listed.insert(if resource == "movement" { "position" } else { "id" }.to_owned());
            assert_eq!(fields(schema), listed, "{resource}");
        }
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let statuses = operation["responses"].as_object().unwrap();
                for status in ["401", "403", "404", "422", "429", "503"] {
                    assert!(statuses.contains_key(status), "{method} {path} does not say {status}");
                }
            }
        }
    }
}
