//! What is owed in a prison, by whom and by when.

use access::{Action, DataClass};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use db::Conn;
use kernel::{BdTime, Kind, PrisonId, Result, TaskId};
use web::parts::Tone;
use web::{App, Cx, Form, Page};

use super::store::Whose;
use super::{Task, TaskKind, service, store};
use crate::admission::READ_BACK;
use crate::admission::facts::name_typed;
use crate::{Doing, admission, estate, life};

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
    name: String,
    /// Where the name leads; empty where the reader can open nothing.
    href: String,
    note: String,
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
        doing.may(Action::TaskRead, conn, prison.id)?;
        let role = if asked.all.is_some() {
            ""
        } else {
            inner.actor.role.name()
        };
        let tasks = store::open(conn, prison.id, role, SHOWN_MAX)?;
        let whose = store::whose(conn, &tasks)?;
        let reads_here = allowed(doing.may(Action::PersonRead, conn, prison.id))?;
        let mut rows = Vec::with_capacity(tasks.len());
        for task in tasks {
            let about = match task.custody.and_then(|custody| whose.get(&custody)) {
                Some(whose) => of_somebody(conn, &inner, whose, (prison.id, reads_here))?,
                None => at_gate(conn, &inner, &task)?,
            };
            rows.push(row(conn, &inner, task, about)?);
        }
        Ok(ListPage {
            page: inner.page(inner.t("tasks")),
            rows,
        })
    });
    cx.show(&page.await?)
}

/// The name of somebody on record, and where it leads: to their file, which the prison that expects them may open
/// as well, or nowhere once another prison keeps it.
fn of_somebody(
    conn: &mut Conn<'_>,
    cx: &Cx,
    whose: &Whose,
    (here, reads_here): (PrisonId, bool),
) -> Result<(String, String)> {
    let opens = if whose.state.is_open() && whose.prison == here {
        reads_here
    } else {
        let file = (Action::PersonRead, DataClass::Ordinary);
        let read = life::service::may_read(conn, &Doing::of(cx), file, whose.person);
        allowed(read.map(drop))?
    };
    let href = if opens {
        format!("/people/{}", whose.person)
    } else {
        String::new()
    };
    Ok((whose.name.show(cx.lang).to_owned(), href))
}

/// The name of somebody who is being admitted, which leads nowhere.
fn at_gate(conn: &mut Conn<'_>, cx: &Cx, task: &Task) -> Result<(String, String)> {
    let Some(admission) = task.admission else {
        return Ok((String::new(), String::new()));
    };
    let typed = admission::store::typed(conn, admission)?;
    Ok((name_typed(&typed, cx.lang), String::new()))
}

/// Whether something may be done; any error but a refusal goes on.
fn allowed(asked: Result<()>) -> Result<bool> {
    match asked {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind, Kind::Denied | Kind::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

fn row(conn: &mut Conn<'_>, cx: &Cx, task: Task, (name, href): (String, String)) -> Result<Row> {
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
        note: note(conn, cx, &task)?,
        task,
        name,
        href,
        tone,
    })
}

/// What is said beside a task: of who is late from where they went and where to, of a difference in which field,
/// else what was noted.
fn note(conn: &mut Conn<'_>, cx: &Cx, task: &Task) -> Result<String> {
    if task.kind == TaskKind::Difference {
        return Ok(difference(cx, &task.note));
    }
    let is_late = matches!(task.kind, TaskKind::NotArrived | TaskKind::NotBack);
    let absence = match task.custody.filter(|_| is_late) {
        Some(custody) => life::store::open_absence_of(conn, custody)?,
        None => None,
    };
    let Some(absence) = absence else {
        return Ok(task.note.clone());
    };
    let from = estate::store::prison(conn, absence.prison)?;
    let to = match absence.to_prison {
        Some(there) => estate::store::prison(conn, there)?
            .name
            .show(cx.lang)
            .to_owned(),
        None => absence.place,
    };
    Ok(format!("{} → {to}", from.name.show(cx.lang)))
}

/// `birth: ২৬`, with the field by its name in the reader's language.
fn difference(cx: &Cx, note: &str) -> String {
    let named = note.split_once(": ").and_then(|(field, read)| {
        let (_, key) = READ_BACK.iter().find(|(name, _)| *name == field)?;
        Some(format!("{}: {read}", cx.t(key)))
    });
    named.unwrap_or_else(|| note.to_owned())
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
