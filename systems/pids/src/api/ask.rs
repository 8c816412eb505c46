//! What a program sends: its token, ids, queries.

use access::{Action, ApiActor, DataClass, Resource};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use db::Conn;
use kernel::{Error, PrisonId, Result, Uuid};
use web::{App, Cx};

use crate::{Doing, estate};

/// Characters of an id as it is written: with its hyphens, as the document says.
const ID_CHARS: usize = 36;

/// The program that asks. Officers use the pages.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) cx: Cx,
    pub(super) program: ApiActor,
}

impl Client {
    /// The program as an actor of the verbs.
    pub(super) fn doing(&self) -> Doing<'_> {
        Doing(access::Doing {
            actor: &self.program.actor,
            ..self.cx.doing()
        })
    }

    /// Whether it may do `action` in a prison.
    ///
    /// # Errors
    /// Not found outside its scope, denied within.
    pub(super) fn may(&self, conn: &mut Conn<'_>, action: Action, prison: PrisonId) -> Result<()> {
        let division = estate::store::division_of(conn, prison)?;
        self.program.may(
            &self.cx.app.access,
            action,
            Resource::at(prison, division, DataClass::Ordinary),
        )
    }

    /// Whether it may do `action` at all; what it sees of it, the query narrows.
    ///
    /// # Errors
    /// Denied.
    pub(super) fn could(&self, action: Action) -> Result<()> {
        let own = Resource::own(&self.program.actor, DataClass::Ordinary);
        self.program.may(&self.cx.app.access, action, own)
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> web::Result<Self> {
        let cx = Cx::from_request_parts(parts, app).await?;
        let program = cx.program.clone().ok_or_else(Error::unauthenticated)?;
        Ok(Self { cx, program })
    }
}

/// The one id in an address. One that is malformed names nothing.
pub(super) struct Id(pub(super) Uuid);

impl FromRequestParts<App> for Id {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> web::Result<Self> {
        let found = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::not_found())?;
        let id = found
            .iter()
            .find(|(name, _)| *name == "id")
            .map(|(_, id)| id.to_owned());
        Ok(Self(
            id.as_deref()
                .and_then(read_id)
                .ok_or_else(Error::not_found)?,
        ))
    }
}

fn read_id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text)
        .ok()
        .filter(|_| text.len() == ID_CHARS)
}

/// The query of a list: where it goes on, and how many.
#[derive(Clone, Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// The id of the last one of the page before.
    #[param(format = Uuid)]
    after: Option<String>,
    /// How many at most; 50 where nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Rows of a list where the program does not say.
const ROWS: i64 = 50;
/// Rows that it may ask for: each one leaves a line in the journal.
pub(super) const ROWS_MAX: i64 = 100;

impl After {
    /// The id after which the page begins, nil for the first page, and its rows.
    ///
    /// # Errors
    /// Invalid, naming the field.
    pub(super) fn read(&self) -> Result<(Uuid, i64)> {
        let after = match &self.after {
            None => Uuid::nil(),
            Some(text) => read_id(text).ok_or_else(|| Error::invalid("after", "err-cursor"))?,
        };
        Ok((after, limit(self.limit)?))
    }
}

/// The rows of a list.
///
/// # Errors
/// Invalid, naming `limit`.
pub(super) fn limit(asked: Option<i64>) -> Result<i64> {
    let limit = asked.unwrap_or(ROWS);
    if (1..=ROWS_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Error::invalid("limit", "err-page-rows").with("max", ROWS_MAX))
}
