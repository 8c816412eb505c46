//! Records that were made one, and their parting.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use db::Conn;
use kernel::{BdTime, Error, Result, Uuid};
use web::pager::{Cursor, From, ROWS, Wanted};
use web::{Cx, Form, Page};

use crate::find::service::scope;
use crate::matching::service::{self, DecideSame};
use crate::matching::store::{self, Merge};
use crate::{Doing, people};

#[derive(Template)]
#[template(path = "matching/merges.html")]
struct MergesPage {
    page: Page,
    rows: Vec<MergeRow>,
    next: Option<String>,
    form: Form,
    open: Option<Uuid>,
}

struct MergeRow {
    id: Uuid,
    kept: String,
    kept_href: String,
    gone: String,
    rationale: String,
    by: String,
    at: BdTime,
    undone: Option<Undone>,
}

struct Undone {
    when: String,
    why: String,
}

pub(super) async fn merges(cx: Cx, Query(wanted): Query<Wanted>) -> web::Result<Response> {
    merges_page(&cx, wanted, Form::empty(), None).await
}

async fn merges_page(
    cx: &Cx,
    wanted: Wanted,
    form: Form,
    open: Option<Uuid>,
) -> web::Result<Response> {
    let after = match wanted.paging()?.from {
        From::After(cursor) => Some(cursor),
        From::Start | From::Before(_) => None,
    };
    let before = after.map(|cursor| {
        let at = cursor
            .key
            .parse()
            .map_err(|_| Error::invalid("after", "err-cursor"))?;
        Ok::<_, Error>((BdTime(at), cursor.id))
    });
    let before = before.transpose()?;
    let (inner, typed, failed) = (cx.clone(), form.clone(), form.is_bad());
    let page = cx
        .app
        .db
        .read(move |conn| read_merges(conn, &inner, before, typed.clone(), open))
        .await?;
    if failed {
        cx.show_again(&page)
    } else {
        cx.show(&page)
    }
}

fn read_merges(
    conn: &mut Conn<'_>,
    cx: &Cx,
    before: Option<(BdTime, Uuid)>,
    form: Form,
    open: Option<Uuid>,
) -> Result<MergesPage> {
    let doing = Doing::of(cx);
    service::may_see_queue(&doing)?;
    let scope = scope(conn, &doing)?;
    let limit = i64::try_from(ROWS).unwrap_or(i64::MAX);
    let mut found = store::merges(conn, &scope, before, limit.saturating_add(1))?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found.last().filter(|_| more).map(|merge| {
        Cursor {
            key: merge.at.0.to_string(),
            id: merge.id,
        }
        .encode()
    });
    let page = cx.page(cx.t("merges"));
    let mut rows = Vec::with_capacity(found.len());
    for merge in found {
        rows.push(merge_row(conn, &page, merge)?);
    }
    Ok(MergesPage {
        page,
        rows,
        next,
        form,
        open,
    })
}

fn merge_row(conn: &mut Conn<'_>, page: &Page, merge: Merge) -> Result<MergeRow> {
    let mut name = |person| -> Result<String> {
        Ok(people::store::get(conn, person)?
            .name
            .show(page.lang)
            .to_owned())
    };
    Ok(MergeRow {
        id: merge.id,
        kept: name(merge.kept)?,
        kept_href: format!("/people/{}", merge.kept),
        gone: name(merge.gone)?,
        rationale: merge.rationale,
        by: merge.by_name,
        at: merge.at,
        undone: merge
            .undone_at
            .zip(merge.undone_why)
            .map(|(at, why)| Undone {
                when: page.t1("merge-undone-at", "when", page.moment(at)),
                why,
            }),
    })
}

/// Undoes a merge; where the two are different people, that is decided too.
pub(super) async fn undo(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id = Uuid::parse_str(&id).map_err(|_| Error::not_found())?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx
        .app
        .db
        .write(move |tx| {
            let doing = Doing::of(&inner);
            let why = typed.value("why");
            let merge = service::undo_merge(tx, &doing, id, why)?;
            if typed.checked("different", "yes") {
                let cmd = DecideSame {
                    a: merge.kept,
                    b: merge.gone,
                    same: false,
                    rationale: why,
                };
                service::decide_same(tx, &doing, &cmd)?;
            }
            Ok(())
        })
        .await;
    match done {
        Ok(()) => Ok(cx.go_saying("/merges", "merge-undone")),
        Err(error) => merges_page(&cx, Wanted::default(), form.or_fail(error)?, Some(id)).await,
    }
}
