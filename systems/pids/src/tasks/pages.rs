//! What is owed in a prison, by whom and by when.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use db::Conn;
use kernel::{BdTime, Kind, PersonId, Result, TaskId};
use web::parts::Tone;
use web::{App, Cx, Form, Page};

use super::{Task, service, store};
use crate::{Doing, admission, custody, estate, people};

/// Tasks that one page lists.
const SHOWN_MAX: i64 = 200;
/// From this long before it is due, a task is "soon".
const SOON: i64 = 4 * BdTime::HOUR;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/tasks", get(list))
        .route("/tasks/{id}/done", post(done))
}

#[derive(Template)]
#[template(path = "tasks/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    task: Task,
    person: Option<PersonId>,
    name: String,
    tone: Tone,
    hand: Hand,
}

/// Whether the reader may close a task on this page.
enum Hand {
    /// Yes.
    May,
    /// It closes elsewhere: the key of the words that say where.
    Elsewhere(&'static str),
    /// Somebody else does.
    No,
}

impl Hand {
    fn of(conn: &mut Conn<'_>, cx: &Cx, task: &Task) -> Result<Self> {
        match service::may_finish(conn, &Doing::of(cx), task) {
            Ok(()) => Ok(Self::May),
            Err(error) if error.kind == Kind::Conflict => Ok(Self::Elsewhere(error.key)),
            Err(error) if matches!(error.kind, Kind::Denied | Kind::NotFound) => Ok(Self::No),
            Err(error) => Err(error),
        }
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    all: Option<u8>,
    prison: Option<String>,
}

async fn list(cx: Cx, Query(asked): Query<Asked>) -> web::Result<Response> {
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| {
        let doing = Doing::of(&inner);
        let prison = estate::service::prison_wanted(conn, &doing, asked.prison.as_deref())?;
        doing.may(access::Action::TaskRead, conn, prison.id)?;
        let role = if asked.all.is_some() {
            ""
        } else {
            inner.actor.role.name()
        };
        let mut rows = Vec::new();
        for task in store::open(conn, prison.id, role, SHOWN_MAX)? {
            rows.push(row(conn, &inner, task)?);
        }
        Ok(ListPage {
            page: inner.page(inner.t("tasks")),
            rows,
        })
    });
    cx.show(&page.await?)
}

fn row(conn: &mut Conn<'_>, cx: &Cx, task: Task) -> Result<Row> {
    let (person, name) = match (task.custody, task.admission) {
        (Some(custody), _) => {
            let whose = custody::store::get(conn, custody)?.person;
            let person = people::store::get(conn, whose)?;
            (Some(person.id), person.name.show(cx.lang).to_owned())
        }
        (None, Some(admission)) => {
            let typed = admission::store::typed(conn, admission)?;
            (None, typed.get("name_bn").cloned().unwrap_or_default())
        }
        (None, None) => (None, String::new()),
    };
    let left = task.due_at.since(cx.now);
    let tone = if left < 0 {
        Tone::Bad
    } else if left < SOON {
        Tone::Warn
    } else {
        Tone::Plain
    };
    Ok(Row {
        hand: Hand::of(conn, cx, &task)?,
        task,
        person,
        name,
        tone,
    })
}

async fn done(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: TaskId = id.parse()?;
    let result = form.value("result").to_owned();
    let inner = cx.clone();
    cx.app
        .db
        .write(move |tx| service::finish(tx, &Doing::of(&inner), id, &result))
        .await?;
    Ok(cx.go_saying("/tasks", "task-noted"))
}
