use access::Action;
use askama::Template;
use axum::response::Response;
use db::Conn;
use kernel::{Date, Error, PrisonId, Result};
use web::parts::{Choice, Tone};
use web::{Cx, Form, Page};

use crate::arrivals::list::{LIMITS, Line, List, Listed};
use crate::arrivals::service::{self, Expected};
use crate::arrivals::store;
use crate::bring_in::report::in_words;
use crate::custody::Source;
use crate::{Doing, matching, own_prison};

/// Who sends a list, pasted or as a file: a row that came both ways is one arrival.
const CLIENT: &str = "paste";

#[derive(Template)]
#[template(path = "arrivals/paste.html")]
struct ListPage {
    page: Page,
    form: Form,
    sources: Vec<Choice>,
    rows: Vec<RowShown>,
    wrong: usize,
    rows_max: usize,
    mib_max: usize,
}

/// A row of the list in the reader's words: what is wrong with it, or whom it is like.
struct RowShown {
    number: usize,
    name: String,
    father: String,
    case_no: String,
    label: String,
    tone: Tone,
    wrong: String,
}

/// What was sent, read.
#[derive(Clone)]
struct Sent {
    /// The form with the rows of a file in its list, where they can be mended.
    form: Form,
    shared: Shared,
    lines: Vec<Line>,
}

/// What holds for every row.
#[derive(Clone)]
struct Shared {
    prison: PrisonId,
    day: Date,
    source: Source,
    van: String,
    court: String,
    case_no: String,
    sections: String,
}

/// The reader's own prison, where they may note who is expected. Asked before the list is read.
pub(super) fn may_expect(cx: &Cx) -> Result<PrisonId> {
    let prison = own_prison(&cx.actor)?;
    cx.may_here(Action::ArrivalWrite)?;
    Ok(prison)
}

fn page(cx: &Cx, form: Form, rows: Vec<RowShown>) -> ListPage {
    let page = cx.page(cx.t("arrivals-paste"));
    let sources = [Source::Court, Source::NewArrest, Source::Transfer];
    let sources = sources
        .map(|source| Choice::new(source.word(), page.t(source.key())))
        .to_vec();
    ListPage {
        wrong: rows.iter().filter(|row| !row.wrong.is_empty()).count(),
        rows_max: LIMITS.rows,
        mib_max: LIMITS.bytes / (1024 * 1024),
        page,
        form,
        sources,
        rows,
    }
}

/// The empty form.
pub(super) async fn form(cx: Cx) -> web::Result<Response> {
    may_expect(&cx)?;
    let form = Form::from_pairs([("source", Source::Court.word())]);
    cx.show(&page(&cx, form, Vec::new()))
}

/// Takes a list whole, or shows it: each row with whom it is like, or with what is wrong with it. While one
/// row is wrong nothing is taken.
pub(super) async fn send(cx: Cx, form: Form) -> web::Result<Response> {
    let prison = may_expect(&cx)?;
    let (inner, asked) = (cx.clone(), form.clone());
    // A spreadsheet is inflated and read, which takes long for what other requests wait for on this thread.
    let reading = tokio::task::spawn_blocking(move || read(&inner, prison, asked));
    let sent = reading
        .await
        .unwrap_or_else(|error| Err(Error::bug("a list was not read").because(error)));
    let sent = match sent {
        Ok(sent) => sent,
        Err(error) => return cx.show_again(&page(&cx, form.or_fail(error)?, Vec::new())),
    };
    let wrong = sent.lines.iter().filter(|line| line.said.is_err()).count();
    let only_look = sent.form.value("wish") == "check";
    if wrong > 0 || only_look {
        let (inner, lines) = (cx.clone(), sent.clone());
        let rows = cx.app.db.read(move |conn| shown(conn, &inner, &lines));
        let rows = rows.await?;
        if wrong == 0 {
            return cx.show(&page(&cx, sent.form, rows));
        }
        let error = Error::invalid("list", "err-list-rows").with("n", wrong);
        return cx.show_again(&page(&cx, sent.form.with_error(error), rows));
    }
    let (inner, form) = (cx.clone(), sent.form.clone());
    let taken = cx.app.db.write(move |tx| {
        let doing = Doing::of(&inner);
        for listed in sent.lines.iter().flat_map(|line| &line.said) {
            service::expect(tx, &doing, &sent.shared.expected(listed))?;
        }
        Ok(())
    });
    if let Err(error) = taken.await {
        return cx.show_again(&page(&cx, form.or_fail(error)?, Vec::new()));
    }
    cx.app.live.tell("arrivals", prison);
    Ok(cx.go_saying("/arrivals", "arrivals-noted"))
}

fn read(cx: &Cx, prison: PrisonId, form: Form) -> Result<Sent> {
    let today = cx.now.date();
    let source = Source::parse("source", form.required("source")?)?;
    let day = form
        .given("day")
        .map_or(Ok(today), |text| kernel::parse_date("day", text, today))?;
    let (list, form) = match form.upload("file") {
        Some(_) if form.given("list").is_some() => {
            return Err(Error::invalid("file", "err-list-both"));
        }
        Some(upload) => {
            let list = List::of_file(&upload.bytes)?;
            let others = form.pairs().filter(|(name, _)| *name != "list");
            let form = Form::from_pairs(others).with("list", list.as_text());
            // Shown again, the rows stand in the list, which counts its own lines.
            (pasted(&form)?, form)
        }
        None => {
            let list = pasted(&form)?;
            (list, keeping_first_cell(form))
        }
    };
    Ok(Sent {
        lines: list.read(today),
        shared: Shared {
            prison,
            day,
            source,
            van: form.value("van").to_owned(),
            court: form.value("court").to_owned(),
            case_no: form.value("case_no").to_owned(),
            sections: form.value("sections").to_owned(),
        },
        form,
    })
}

fn pasted(form: &Form) -> Result<List> {
    List::pasted(form.raw("list").unwrap_or_default())
}

/// A text is shown again without the spaces around it. An empty first cell would go with its tab, and the
/// father would stand where the name belongs.
fn keeping_first_cell(form: Form) -> Form {
    let Some(rest) = form.raw("list").and_then(|text| text.strip_prefix('\t')) else {
        return form;
    };
    let list = format!("|{rest}");
    let others = form.pairs().filter(|(name, _)| *name != "list");
    Form::from_pairs(others).with("list", list)
}

impl Shared {
    /// A row with what holds for all: its own words come first.
    fn expected(&self, row: &Listed) -> Expected {
        let or = |own: &str, shared: &str| if own.is_empty() { shared } else { own }.to_owned();
        Expected {
            prison: self.prison,
            day: self.day,
            source: self.source,
            van: self.van.clone(),
            name: row.name.clone(),
            father: row.father.clone(),
            age: row.age,
            sex: row.sex.map(|sex| sex.word().to_owned()).unwrap_or_default(),
            court: or(&row.court, &self.court),
            case_no: or(&row.case_no, &self.case_no),
            police_station: row.station.clone(),
            sections: or(&row.sections, &self.sections),
            next_on: row.next_on,
            warrant_no: row.warrant_no.clone(),
            client: CLIENT.to_owned(),
            // The same row sent twice on one day is the same arrival.
            key: format!(
                "{}/{}/{}/{}/{}",
                self.prison, self.day, row.name, row.father, row.warrant_no
            ),
        }
    }
}

fn shown(conn: &mut Conn<'_>, cx: &Cx, sent: &Sent) -> Result<Vec<RowShown>> {
    let page = cx.page(String::new());
    let mut rows = Vec::with_capacity(sent.lines.len());
    for line in &sent.lines {
        rows.push(match &line.said {
            Ok(listed) => matched(conn, cx, &page, line.number, &sent.shared.expected(listed))?,
            Err(wrong) => RowShown {
                number: line.number,
                name: line.name.clone(),
                father: String::new(),
                case_no: String::new(),
                label: String::new(),
                tone: Tone::Bad,
                wrong: in_words(&cx.app.texts, cx.lang, wrong),
            },
        });
    }
    Ok(rows)
}

fn matched(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: &Page,
    number: usize,
    told: &Expected,
) -> Result<RowShown> {
    let is_known = store::by_key(conn, &told.client, &told.key)?.is_some();
    let (label, tone) = if is_known {
        (page.t("arrival-noted-before"), Tone::Plain)
    } else {
        let outcome = matching::service::outcome_of(conn, cx, &told.arrival(&Doing::of(cx)))?;
        (outcome.label(page), outcome.tone())
    };
    Ok(RowShown {
        number,
        name: told.name.clone(),
        father: told.father.clone(),
        case_no: told.case_no.clone(),
        label,
        tone,
        wrong: String::new(),
    })
}
