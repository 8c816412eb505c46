//! Whether the journal is sealed and followed, and what a reader could not handle.

use ::journal::{Entry, Head, Parked, Reader};
use access::Action;
use askama::Template;
use data_encoding::HEXLOWER;
use db::Conn;
use kernel::{BdTime, Error, Result, Uuid};

use crate::parts::{Tile, Tone};
use crate::{Cx, Form, Page};

/// Seconds that a line may wait for its seal before the page calls it late: the notary looks every second.
const UNSEALED_SECONDS_MAX: i64 = 10;

#[derive(Template)]
#[template(path = "office/health.html")]
pub(super) struct HealthPage {
    pub(super) page: Page,
    pub(super) form: Form,
    pub(super) tiles: Vec<Tile>,
    /// The hash at the end of the chain, to be held against the published one.
    pub(super) hash: String,
    pub(super) parked: Vec<Parked>,
}

/// How the journal stands.
pub(super) struct Health {
    pub(super) unsealed_seconds: i64,
    pub(super) head: Head,
    pub(super) parked: Vec<Parked>,
}

impl Health {
    fn read(conn: &mut Conn<'_>, now: BdTime) -> Result<Self> {
        Ok(Self {
            unsealed_seconds: ::journal::unsealed_seconds(conn, now)?,
            head: ::journal::head(conn)?,
            parked: ::journal::parked(conn)?,
        })
    }

    pub(super) fn page(self, page: Page, form: Form) -> HealthPage {
        let tile = |key: &str, value: String, is_well: bool| Tile {
            label: page.t(key),
            value,
            note: String::new(),
            tone: if is_well { Tone::Good } else { Tone::Bad },
        };
        let tiles = vec![
            tile(
                "health-unsealed",
                page.n(self.unsealed_seconds),
                self.unsealed_seconds <= UNSEALED_SECONDS_MAX,
            ),
            tile("health-head", page.n(self.head.pos), true),
            tile(
                "health-parked",
                page.n(self.parked.len()),
                self.parked.is_empty(),
            ),
        ];
        HealthPage {
            tiles,
            hash: HEXLOWER.encode(&self.head.hash),
            parked: self.parked,
            form,
            page,
        }
    }
}

async fn page(cx: &Cx, form: Form) -> Result<HealthPage> {
    let now = cx.now;
    let health = cx.app.db.read(move |conn| Health::read(conn, now)).await?;
    Ok(health.page(cx.page(cx.t("menu-health")), form))
}

/// `GET /health`
pub(super) async fn show(cx: Cx) -> crate::Result {
    cx.may_here(Action::SystemHealth)?;
    cx.show(&page(&cx, Form::empty()).await?)
}

/// `POST /health/retry`: lets a reader handle a line again on which it has failed.
pub(super) async fn retry(cx: Cx, form: Form) -> crate::Result {
    cx.may_here(Action::SystemHealth)?;
    match tried(&cx, &form).await {
        Ok(()) => Ok(cx.go_saying("/health", "health-retried")),
        // Whatever the reader failed on is what this page is about.
        Err(error) => {
            tracing::warn!(%error, "a parked line failed again");
            let form = form.with_error(error);
            cx.show_again(&page(&cx, form).await?)
        }
    }
}

async fn tried(cx: &Cx, form: &Form) -> Result<()> {
    let wanted = form.required("reader")?;
    let wrong = |field| Error::invalid(field, "err-choice");
    let mut readers = cx.app.readers.iter().copied();
    let reader = readers
        .find(|reader| reader.name == wanted)
        .ok_or_else(|| wrong("reader"))?;
    let pos: i64 = form.required("pos")?.parse().map_err(|_| wrong("pos"))?;
    let cx = cx.clone();
    tokio::task::spawn_blocking(move || retry_now(&cx, &reader, pos))
        .await
        .unwrap_or_else(|error| Err(Error::bug("a reader panicked").because(error)))
}

/// The order to try again stands even if the reader fails once more.
fn retry_now(cx: &Cx, reader: &Reader, pos: i64) -> Result<()> {
    #[derive(serde::Serialize)]
    struct Retry<'a> {
        reader: &'a str,
        pos: i64,
    }
    cx.app.db.write_now(|tx| {
        let body = Retry {
            reader: reader.name,
            pos,
        };
        ::journal::append(
            tx,
            &Entry {
                at: cx.now,
                prison: None,
                by: cx.actor.by(),
                system: super::SYSTEM,
                kind: "journal.retried",
                subject: Uuid::from(cx.actor.user),
                version: 0,
                body: &body,
                reason: None,
                request: Some(cx.request_id()),
            },
        )
    })?;
    ::journal::retry(&cx.app.db, reader, pos)
}
