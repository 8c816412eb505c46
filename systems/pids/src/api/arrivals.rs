//! Expected arrivals: a court or the police says who is coming.

use access::Action;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use db::Tx;
use kernel::{ArrivalId, Date, Error, Kind, PrisonId, Result, Uuid};
use serde::Serialize;
use utoipa::ToSchema;

use super::arrival_body::NewArrival;
use super::ask::{After, Client, Id};
use super::{BodyProblems, Problems, store};
use crate::arrivals::service;
use crate::arrivals::{self, Arrival};
use crate::estate;

/// The header by which a program says that two sendings are one.
const KEY: &str = "idempotency-key";
/// Characters of that key.
const KEY_CHARS_MAX: usize = 128;

/// An arrival that this program announced.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ArrivalSaid {
    /// Its id.
    id: Uuid,
    /// The prison's code.
    prison: String,
    /// The day.
    #[schema(format = Date, value_type = String)]
    day: Date,
    /// Name as it was sent, normalised.
    name: String,
    /// The case as it was sent.
    case_no: String,
    /// `expected`, `admitted` or `cancelled`.
    state: String,
    /// When it was told.
    #[schema(format = DateTime)]
    at: String,
}

/// Arrivals that this program announced.
#[derive(Serialize, ToSchema)]
pub(super) struct ArrivalsSaid {
    /// In the order of announcing.
    arrivals: Vec<ArrivalSaid>,
    /// For `after`, when there may be more.
    next: Option<Uuid>,
}

fn said(tx: &mut db::Conn<'_>, arrival: Arrival) -> Result<ArrivalSaid> {
    Ok(ArrivalSaid {
        id: arrival.id.0,
        prison: estate::store::prison(tx, arrival.prison)?.code,
        day: arrival.day,
        name: arrival.name,
        case_no: arrival.case_no,
        state: arrival.state.word().to_owned(),
        at: arrival.at.rfc3339(),
    })
}

/// The key of a sending: visible letters of ASCII.
fn key(headers: &HeaderMap) -> Result<String> {
    let wrong = || Error::invalid(KEY, "err-api-key").with("max", KEY_CHARS_MAX);
    let text = headers
        .get(KEY)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(wrong)?;
    if text.is_empty()
        || text.len() > KEY_CHARS_MAX
        || !text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(wrong());
    }
    Ok(text.to_owned())
}

/// Reads the body, which must be JSON and say so.
fn body(headers: &HeaderMap, bytes: &Bytes) -> Result<NewArrival> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let is_json = kind
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        return Err(Error::invalid("content-type", "err-api-json-type"));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| Error::invalid("body", "err-api-json").with("why", &error))
}

/// Announces somebody who is coming.
///
/// Sent again with the same key, it is noted once: the second answer is 200 with the arrival as it stands.
#[utoipa::path(
    post, path = "/arrivals", tag = "arrivals", operation_id = "announce",
    params(("Idempotency-Key" = String, Header, description = "The sender's own key for this arrival.",
        min_length = 1, max_length = 128, pattern = "^[!-~]+$")),
    request_body = NewArrival,
    responses(
        (status = 201, body = ArrivalSaid, description = "Noted."),
        (status = 200, body = ArrivalSaid, description = "Noted before, under the same key."),
        BodyProblems,
    )
)]
pub(super) async fn announce(
    client: Client,
    headers: HeaderMap,
    bytes: Bytes,
) -> web::Result<(StatusCode, Json<ArrivalSaid>)> {
    let key = key(&headers)?;
    let told = body(&headers, &bytes)?;
    told.check()?;
    let db = client.cx.app.db.clone();
    let first = note(&db, &client, &key, &told).await;
    let (noted_in, said) = match first {
        // Two sendings of one key met; the one that was second now finds the first.
        Err(error) if error.kind == Kind::Conflict && error.key == "err-exists" => {
            note(&db, &client, &key, &told).await?
        }
        done => done?,
    };
    let status = match noted_in {
        Some(prison) => {
            client.cx.app.live.tell("arrivals", prison);
            StatusCode::CREATED
        }
        None => StatusCode::OK,
    };
    Ok((status, Json(said)))
}

/// The arrival, and the prison where it was noted unless that was done before.
async fn note(
    db: &db::Db,
    client: &Client,
    key: &str,
    told: &NewArrival,
) -> Result<(Option<PrisonId>, ArrivalSaid)> {
    let (client, key, told) = (client.clone(), key.to_owned(), told.clone());
    db.write(move |tx| {
        client.could(Action::ApiArrivalsWrite)?;
        let prison = estate::store::prison_by_code(tx, &told.prison)?;
        client.may(tx, Action::ApiArrivalsWrite, prison.id)?;
        let sender = client.program.actor.name_en.clone();
        let today = client.cx.now.date();
        let expected = told.clone().expected(prison.id, today, &sender, &key)?;
        if let Some(known) = arrivals::store::by_key(tx, &sender, &key)? {
            return again(tx, expected.arrival(&client.doing()), known).map(|said| (None, said));
        }
        let id = service::note(tx, &client.doing(), &expected)?;
        let arrival = arrivals::store::get(tx, id)?;
        Ok((Some(prison.id), said(tx, arrival)?))
    })
    .await
}

/// The answer to a key that was used before: the same arrival, unless something else was sent under it. What the
/// prison has learnt of it since is no difference: who it is, and of a return where from and on which day.
fn again(tx: &mut Tx<'_>, told: Arrival, known: Arrival) -> Result<ArrivalSaid> {
    let (source, day) = match known.custody {
        Some(_) => (known.source, known.day),
        None => (told.source, told.day),
    };
    let told = Arrival {
        id: known.id,
        person: known.person,
        custody: known.custody,
        state: known.state,
        at: known.at,
        source,
        day,
        ..told
    };
    if told == known {
        said(tx, known)
    } else {
        Err(Error::conflict("err-api-key-used"))
    }
}

/// One arrival that this program announced.
#[utoipa::path(
    get, path = "/arrivals/{id}", tag = "arrivals", operation_id = "arrival",
    params(("id" = String, Path, format = Uuid, description = "The arrival.")),
    responses((status = 200, body = ArrivalSaid, description = "How it stands."), Problems)
)]
pub(super) async fn get(client: Client, Id(id): Id) -> web::Result<Json<ArrivalSaid>> {
    let db = client.cx.app.db.clone();
    let found = db.read(move |conn| {
        client.could(Action::ApiArrivalsWrite)?;
        let arrival = arrivals::store::get(conn, ArrivalId(id))?;
        if arrival.client != client.program.actor.name_en {
            return Err(Error::not_found());
        }
        said(conn, arrival)
    });
    Ok(Json(found.await?))
}

/// The arrivals that this program announced.
#[utoipa::path(
    get, path = "/arrivals", tag = "arrivals", operation_id = "arrivals", params(After),
    responses((status = 200, body = ArrivalsSaid, description = "In the order of announcing."), Problems)
)]
pub(super) async fn list(
    client: Client,
    Query(page): Query<After>,
) -> web::Result<Json<ArrivalsSaid>> {
    let (after, limit) = page.read()?;
    let db = client.cx.app.db.clone();
    let found = db.read(move |conn| {
        client.could(Action::ApiArrivalsWrite)?;
        let ids = store::arrivals(conn, &client.program.actor.name_en, after, limit)?;
        let full = i64::try_from(ids.len()).is_ok_and(|count| count == limit);
        let next = ids.last().filter(|_| full).map(|id| id.0);
        let mut arrivals = Vec::with_capacity(ids.len());
        for id in ids {
            let arrival = crate::arrivals::store::get(conn, id)?;
            arrivals.push(said(conn, arrival)?);
        }
        Ok(ArrivalsSaid { arrivals, next })
    });
    Ok(Json(found.await?))
}
