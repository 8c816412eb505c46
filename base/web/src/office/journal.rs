//! Who has done what: the journal for those who watch over others, newest first.
//!
//! It shows that something was done, by whom, when and where; what was written is on the record's own page,
//! which asks for its own class of data. Why it was done may tell of relatives or of an illness, so it is shown
//! only to those who may read the journal's sensitive class. Looking is itself a line.

use ::journal::{Before, Entry, Filter, Line};
use access::{Action, DataClass, Scope};
use askama::Template;
use axum::extract::Query;
use db::{Conn, Tx};
use kernel::{BdTime, Error, PrisonId, Result, UserId, Uuid};
use serde::{Deserialize, Serialize};

use crate::page::encode;
use crate::pager::{self, Cursor, From, Paging, Slice};
use crate::{Cx, Form, Page};

/// Characters of a kind that may be asked for.
const KIND_CHARS_MAX: usize = 100;

/// What was asked for.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    actor: Option<String>,
    kind: Option<String>,
    day: Option<String>,
    after: Option<String>,
}

/// A line in words.
pub(super) struct Shown {
    pub(super) pos: Option<i64>,
    pub(super) at: BdTime,
    pub(super) what: String,
    pub(super) kind: String,
    pub(super) who: String,
    /// The address that shows what this officer did; empty where nobody is known.
    pub(super) who_href: String,
    pub(super) place: String,
    pub(super) reason: String,
}

#[derive(Template)]
#[template(path = "office/journal.html")]
pub(super) struct JournalPage {
    pub(super) page: Page,
    pub(super) form: Form,
    pub(super) slice: Slice<Shown>,
    /// The list's own address, which ends where a cursor can follow.
    pub(super) address: String,
}

/// Those who look are told, with what they looked for.
#[derive(Serialize)]
struct Looked<'a> {
    actor: Option<UserId>,
    kind: Option<&'a str>,
    since: Option<BdTime>,
    until: Option<BdTime>,
    lines: usize,
}

/// `GET /journal`
pub(super) async fn show(cx: Cx, Query(asked): Query<Asked>) -> crate::Result {
    cx.may_here(Action::JournalRead)?;
    let form = form(&asked);
    let page = cx.page(cx.t("menu-journal"));
    match lines(&cx, &asked).await {
        Ok(lines) => cx.show(&JournalPage {
            slice: shown(&cx, lines),
            address: address(&form),
            page,
            form,
        }),
        Err(error) => cx.show_again(&JournalPage {
            slice: Slice {
                rows: Vec::new(),
                prev: None,
                next: None,
            },
            address: String::new(),
            page,
            form: form.or_fail(error)?,
        }),
    }
}

fn form(asked: &Asked) -> Form {
    let typed = [
        ("actor", &asked.actor),
        ("kind", &asked.kind),
        ("day", &asked.day),
    ];
    Form::from_pairs(
        typed
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.clone()?))),
    )
}

/// The address of this list, which ends where a cursor can follow.
fn address(form: &Form) -> String {
    let asked = ["actor", "kind", "day"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}&", encode(form.given(name)?))));
    std::iter::once("/journal?".to_owned())
        .chain(asked)
        .collect()
}

async fn lines(cx: &Cx, asked: &Asked) -> Result<Slice<Line>> {
    let filter = filter(cx, asked)?;
    let from = match &asked.after {
        Some(text) => From::After(Cursor::decode("after", text)?),
        None => From::Start,
    };
    let paging = Paging {
        from,
        limit: pager::ROWS,
    };
    let before = match &paging.from {
        From::After(cursor) => Some(before(cursor)?),
        From::Start | From::Before(_) => None,
    };
    let limit = paging.limit.saturating_add(1);
    // The search may pass over the whole journal, so no writer waits for it. Nothing of it is shown before it is told.
    let wanted = filter.clone();
    let search = move |conn: &mut Conn<'_>| ::journal::tail(conn, &wanted, before, limit);
    let slice = Slice {
        prev: None,
        ..paging.slice(cx.app.db.read(search).await?, cursor)
    };
    let (asker, lines) = (cx.clone(), slice.rows.len());
    let tell = move |tx: &mut Tx<'_>| tell_looked(tx, &asker, &filter, lines);
    cx.app.db.write(tell).await?;
    Ok(slice)
}

fn tell_looked(tx: &mut Tx<'_>, cx: &Cx, filter: &Filter, lines: usize) -> Result<()> {
    let looked = Looked {
        actor: filter.actor,
        kind: filter.kind.as_deref(),
        since: filter.since,
        until: filter.until,
        lines,
    };
    ::journal::append(
        tx,
        &Entry {
            at: cx.now,
            prison: cx.actor.scope.prison(),
            by: cx.actor.by(),
            system: super::SYSTEM,
            kind: "journal.read",
            subject: Uuid::from(cx.actor.user),
            version: 0,
            body: &looked,
            reason: None,
            request: Some(cx.request_id()),
        },
    )
}

/// The place of a line: its moment, and its number where moments are equal.
fn cursor(line: &Line) -> Cursor {
    Cursor {
        key: line.at.0.to_string(),
        id: Uuid::from_u128(u128::try_from(line.seq).unwrap_or_default()),
    }
}

fn before(cursor: &Cursor) -> Result<Before> {
    let wrong = || Error::invalid("after", "err-cursor");
    Ok(Before {
        at: BdTime(cursor.key.parse().map_err(|_| wrong())?),
        seq: i64::try_from(cursor.id.as_u128()).map_err(|_| wrong())?,
    })
}

fn filter(cx: &Cx, asked: &Asked) -> Result<Filter> {
    let given = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default().trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let kind = given(&asked.kind);
    if kind
        .as_ref()
        .is_some_and(|kind| kind.chars().count() > KIND_CHARS_MAX)
    {
        return Err(Error::invalid("kind", "err-journal-kind").with("max", KIND_CHARS_MAX));
    }
    let actor = given(&asked.actor).map(|id| id.parse::<UserId>());
    let actor = actor
        .transpose()
        .map_err(|_| Error::invalid("actor", "err-choice"))?;
    let today = cx.now.date();
    let day = given(&asked.day).map(|text| kernel::parse_date("day", &text, today));
    let since = day.transpose()?.map(BdTime::start_of);
    Ok(Filter {
        prisons: prisons(cx),
        actor,
        kind,
        since,
        until: since.map(|since| since.plus(BdTime::DAY)),
        ..Filter::default()
    })
}

/// The prisons whose lines the reader may see; all, and what belongs to none, where that is everything.
fn prisons(cx: &Cx) -> Option<Vec<PrisonId>> {
    match &cx.actor.scope {
        Scope::All => None,
        Scope::Prison(prison) => Some(vec![*prison]),
        Scope::Division(code) => {
            let all = cx.app.places.all();
            let own = all.iter().filter(|place| place.division == *code);
            Some(own.map(|place| place.prison).collect())
        }
    }
}

fn shown(cx: &Cx, lines: Slice<Line>) -> Slice<Shown> {
    let may_why = cx
        .app
        .access
        .could(&cx.actor, Action::JournalRead, DataClass::Sensitive);
    let rows = lines
        .rows
        .into_iter()
        .map(|line| one(cx, line, may_why))
        .collect();
    Slice {
        rows,
        prev: lines.prev,
        next: lines.next,
    }
}

fn one(cx: &Cx, line: Line, may_why: bool) -> Shown {
    let key = format!("did-{}", line.kind.replace(['.', '_'], "-"));
    // An event of a later version, or of a system that is not here any more, still has its name.
    let what = if cx.app.texts.has(cx.lang, &key) {
        cx.t(&key)
    } else {
        line.kind.clone()
    };
    let place = line
        .prison
        .and_then(|prison| cx.app.places.name(&Scope::Prison(prison), cx.lang));
    Shown {
        pos: line.pos,
        at: line.at,
        what,
        who_href: line
            .actor
            .map(|actor| format!("/journal?actor={actor}"))
            .unwrap_or_default(),
        kind: line.kind,
        who: line.actor_name,
        place: place.unwrap_or_default(),
        reason: line.reason.filter(|_| may_why).unwrap_or_default(),
    }
}
