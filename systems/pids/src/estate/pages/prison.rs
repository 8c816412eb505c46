use access::Action;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use db::Conn;
use kernel::bangla::digits;
use kernel::{Date, Error, Kind, PrisonId, Result};
use web::parts::{Choice, Tone};
use web::{Cx, Form, Page};

use crate::Doing;
use crate::arrivals::{self, Arrival};
use crate::estate::term::{self, Change, KeepsOpen, PrisonFacts, Term};
use crate::estate::{Prison, PrisonKind, service, store};
use crate::people::TwoNames;

/// Those expected at a prison that closes whom the page lists: one day's vans of a large court.
const EXPECTED_MAX: i64 = 200;

#[derive(Template)]
#[template(path = "estate/prison.html")]
struct PrisonPage {
    page: Page,
    form: Form,
    prison: Prison,
    name: String,
    division: String,
    terms: Vec<TermRow>,
    /// The change that may be withdrawn: the last one that is not in force.
    last_waits: Option<Date>,
    /// What a closing to come waits for; none where no closing is to come, or it waits for nothing.
    closing_waits_for: Option<KeepsOpen>,
    /// Those whom the prison expects still, for whoever may read it, where it is to be closed.
    expected: Vec<Arrival>,
    /// Whether the reader may say who of them is not coming.
    may_cancel: bool,
    may_change: bool,
    kinds: Vec<Choice>,
    divisions: Vec<Choice>,
    action: String,
}

struct TermRow {
    term: Term,
    /// The last day of it; none for the last term.
    until: Option<Date>,
    name: String,
    other_name: String,
    division: String,
    state: &'static str,
    tone: Tone,
}

fn division_name(cx: &Cx, code: &str) -> String {
    reference::divisions()
        .get(code)
        .map_or(code, |division| {
            cx.lang.pick(division.name_bn, division.name_en)
        })
        .to_owned()
}

/// What is known last, for a change to begin from: also one that is still to come.
fn filled(last: Option<&Term>, prison: &Prison) -> Form {
    let facts = last.map_or_else(|| PrisonFacts::of(prison), |term| term.facts.clone());
    let certified = facts.certified.map(|places| places.to_string());
    let form = Form::from_pairs([
        ("name_bn", facts.name.bn),
        ("name_en", facts.name.en),
        ("kind", facts.kind.to_string()),
        ("division", facts.division),
        ("certified", certified.unwrap_or_default()),
        (
            "after",
            last.map(|term| term.valid_from.to_string())
                .unwrap_or_default(),
        ),
    ]);
    if facts.closed {
        form.with("closed", "yes")
    } else {
        form
    }
}

fn draw(conn: &mut Conn<'_>, cx: &Cx, id: PrisonId, typed: Option<Form>) -> Result<PrisonPage> {
    let doing = Doing::of(cx);
    let terms = service::history(conn, &doing, id)?;
    let prison = store::prison(conn, id)?;
    let page = cx.page(cx.t("prison-terms"));
    let last = terms.last();
    let form = typed.unwrap_or_else(|| filled(last, &prison));
    let last_waits = terms.iter().rev().find(|term| !term.in_force);
    let last_waits = last_waits.map(|term| term.valid_from);
    let today = cx.now.date();
    let keeps_open = service::keeps_open(conn, id, today)?;
    let closing = term::to_come(&terms).iter().any(|term| term.facts.closed);
    let asks_to_close = prison.closed_on.is_none() && form.checked("closed", "yes");
    let expected = if (closing || asks_to_close) && could(conn, &doing, Action::ArrivalRead, id)? {
        arrivals::store::to_come(conn, id, today, EXPECTED_MAX)?
    } else {
        Vec::new()
    };
    Ok(PrisonPage {
        name: prison.name.show(cx.lang).to_owned(),
        division: division_name(cx, &prison.division),
        closing_waits_for: Some(keeps_open).filter(|left| closing && !left.is_nothing()),
        expected,
        may_cancel: could(conn, &doing, Action::ArrivalWrite, id)?,
        may_change: could(conn, &doing, Action::PrisonChange, id)?,
        kinds: choices!(page, PrisonKind),
        divisions: reference::divisions()
            .iter()
            .map(|division| Choice::new(division.code, division_name(cx, division.code)))
            .collect(),
        action: format!("/estate/prisons/{id}"),
        terms: rows(cx, terms),
        page,
        form,
        prison,
        last_waits,
    })
}

/// Whether the reader, who may see the prison, may do this there too.
fn could(conn: &mut Conn<'_>, doing: &Doing<'_>, action: Action, prison: PrisonId) -> Result<bool> {
    match doing.may(action, conn, prison) {
        Ok(()) => Ok(true),
        Err(error) if error.kind == Kind::Denied => Ok(false),
        Err(error) => Err(error),
    }
}

/// The terms with the last day of each, the newest first.
fn rows(cx: &Cx, terms: Vec<Term>) -> Vec<TermRow> {
    let mut rows = Vec::with_capacity(terms.len());
    let (mut next, mut followed): (Option<Date>, bool) = (None, false);
    for term in terms.into_iter().rev() {
        let until = next.and_then(|from| from.yesterday().ok());
        let (state, tone) = match (term.in_force, followed) {
            (false, false) => ("term-waits", Tone::Warn),
            (false, true) => ("term-overtaken", Tone::Plain),
            (true, false) => ("term-now", Tone::Good),
            (true, true) => ("term-was", Tone::Plain),
        };
        // What was overtaken never began, so it ended nothing.
        if term.in_force || !followed {
            next = Some(term.valid_from);
        }
        followed |= term.in_force;
        let name = term.facts.name.show(cx.lang).to_owned();
        let other = cx.lang.pick(&term.facts.name.en, &term.facts.name.bn);
        rows.push(TermRow {
            other_name: other.clone(),
            division: division_name(cx, &term.facts.division),
            name,
            until,
            state,
            tone,
            term,
        });
    }
    rows
}

/// What a prison is, was and will be; for those who may, the form that changes it from a day on.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    let id: PrisonId = id.parse()?;
    let inner = cx.clone();
    let page = cx.app.db.read(move |conn| draw(conn, &inner, id, None));
    cx.show(&page.await?)
}

fn read(form: &Form, today: Date) -> Result<Change> {
    let mut wrong = Error::new(Kind::Invalid, "err-invalid");
    let mut taken = |error: Error| wrong.fields.extend(error.fields);
    let kind = PrisonKind::parse("kind", form.value("kind")).map_err(&mut taken);
    let from = form
        .required("from")
        .and_then(|text| kernel::parse_date("from", text, today))
        .map_err(&mut taken);
    let certified = match form.given("certified").map(digits::to_latin) {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| taken(Error::invalid("certified", "err-number"))),
    };
    let reason = form.required("reason").map_err(&mut taken);
    let after = form.given("after").map(str::parse::<Date>).transpose();
    let after = after.map_err(|_| Error::conflict("err-stale"))?;
    let (Ok(kind), Ok(from), Ok(certified), Ok(reason)) = (kind, from, certified, reason) else {
        return Err(wrong);
    };
    Ok(Change {
        facts: PrisonFacts {
            name: TwoNames::new(form.value("name_bn"), form.value("name_en")),
            kind,
            division: form.value("division").to_owned(),
            certified,
            closed: form.checked("closed", "yes"),
        },
        from,
        order: form.value("order").to_owned(),
        reason: reason.to_owned(),
        after,
    })
}

/// Changes a prison from a day on.
pub(super) async fn change(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: PrisonId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        doing.may(Action::PrisonChange, tx, id)?;
        let change = read(&typed, inner.now.date())?;
        service::change_prison(tx, &doing, id, &change)
    });
    let done = done.await;
    answer(cx, id, form, done, "prison-changed").await
}

/// Takes back a change that is not in force.
pub(super) async fn withdraw(cx: Cx, Path(id): Path<String>, form: Form) -> web::Result<Response> {
    let id: PrisonId = id.parse()?;
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        doing.may(Action::PrisonChange, tx, id)?;
        let day: Date = typed
            .value("valid_from")
            .parse()
            .map_err(|_| Error::conflict("err-stale"))?;
        service::withdraw_change(tx, &doing, id, day, typed.value("reason"))
    });
    match done.await {
        Err(error) => {
            // The dialog is not the form of the page, which begins again with what is known.
            let inner = cx.clone();
            let page = cx.app.db.read(move |conn| draw(conn, &inner, id, None));
            let mut page = page.await?;
            page.form = page.form.or_fail(error)?;
            cx.show_again(&page)
        }
        Ok(()) => answer(cx, id, form, Ok(()), "prison-change-withdrawn").await,
    }
}

async fn answer(
    cx: Cx,
    id: PrisonId,
    form: Form,
    done: Result<()>,
    said: &str,
) -> web::Result<Response> {
    match done {
        Ok(()) => {
            let places = cx.app.db.read(service::places).await?;
            cx.app.places.set(places);
            Ok(cx.go_saying(&format!("/estate/prisons/{id}"), said))
        }
        Err(error) => {
            let form = form.or_fail(error)?;
            let inner = cx.clone();
            let page = cx
                .app
                .db
                .read(move |conn| draw(conn, &inner, id, Some(form.clone())));
            cx.show_again(&page.await?)
        }
    }
}
