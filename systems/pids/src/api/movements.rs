//! Movements of one custody, as the journal tells them.

use access::Action;
use axum::Json;
use axum::extract::Query;
use kernel::{CustodyId, Error, Result};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Problems;
use super::ask::{Client, Id, limit};
use super::shown::{Shown, disclose, only};
use crate::roll::moves;
use crate::{custody, estate};

/// A movement. Besides `position`, only the fields that the token lists are present.
#[derive(Serialize, ToSchema)]
pub(super) struct Movement {
    /// Its place in the journal, for `since`.
    #[schema(minimum = 1)]
    position: i64,
    /// When.
    #[schema(required = false, format = DateTime)]
    at: String,
    /// `admitted`, `sent_to_court`, `came_from_court`, `moved`, `released` …
    #[schema(required = false)]
    kind: String,
    /// The prison that answers for the person afterwards, by its code.
    #[schema(required = false)]
    prison: String,
    /// Their number there.
    #[schema(required = false)]
    number: String,
    /// The state of the custody afterwards.
    #[schema(required = false)]
    state: String,
    /// The court, hospital or prison they were taken to; empty where there is none.
    #[schema(required = false)]
    place: String,
}

/// Movements in the journal's order.
#[derive(Serialize, ToSchema)]
pub(super) struct Movements {
    /// The oldest first.
    #[schema(value_type = Vec<Movement>)]
    movements: Vec<Value>,
}

/// From where on.
#[derive(serde::Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Since {
    /// Only what came after this position of the journal.
    #[param(minimum = 0)]
    since: Option<i64>,
    /// How many at most; 50 where nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

impl Since {
    fn read(&self) -> Result<(i64, usize)> {
        let since = self.since.unwrap_or(0);
        if since < 0 {
            return Err(Error::invalid("since", "err-cursor"));
        }
        Ok((
            since,
            usize::try_from(limit(self.limit)?).unwrap_or(usize::MAX),
        ))
    }
}

/// What happened to one custody, since a position of the journal.
///
/// A movement appears once the journal has sealed it, within seconds, and never moves afterwards: asking
/// again with the last position seen misses nothing and repeats nothing.
#[utoipa::path(
    get, path = "/custodies/{id}/movements", tag = "movements", operation_id = "movements",
    params(("id" = String, Path, format = Uuid, description = "The custody."), Since),
    responses((status = 200, body = Movements, description = "The oldest first."), Problems)
)]
pub(super) async fn of_custody(
    client: Client,
    Id(id): Id,
    Query(asked): Query<Since>,
) -> web::Result<Json<Movements>> {
    let (since, limit) = asked.read()?;
    let db = client.cx.app.db.clone();
    let found = db.write(move |tx| {
        let held = custody::store::get(tx, CustodyId(id))?;
        client.may(tx, Action::ApiMovementsRead, held.prison)?;
        let mut movements = Vec::new();
        let mut told = Shown {
            value: Value::Null,
            fields: Vec::new(),
        };
        let sealed = moves::of(tx, held.id)?
            .into_iter()
            .filter_map(|moved| Some((moved.pos?, moved)));
        for (position, moved) in sealed.filter(|(position, _)| *position > since).take(limit) {
            let movement = Movement {
                position,
                at: moved.at.rfc3339(),
                kind: moved.kind.word().to_owned(),
                prison: estate::store::prison(tx, moved.prison)?.code,
                number: moved.number,
                state: moved.state,
                place: moved.place,
            };
            let shown = only(&client.program, "movement", &["position"], &movement)?;
            movements.push(shown.value);
            told.fields = shown.fields;
        }
        disclose(
            tx,
            &client,
            Some(held.prison),
            held.person,
            &told,
            "movements",
        )?;
        Ok(Movements { movements })
    });
    Ok(Json(found.await?))
}
