use askama::Template;
use db::Conn;
use kernel::Result;
use web::{Cx, Page};

use super::View;
use super::corrected::languages;
use crate::life::{Order, store};
use crate::matching::pages::{Judged, judged};
use crate::people::TwoNames;

#[derive(Template)]
#[template(path = "life/summary.html")]
pub(super) struct SummaryPage {
    page: Page,
    view: View,
    aliases: String,
    father: String,
    mother: String,
    spouse: String,
    height: Option<i64>,
    /// Each with whether the person should be out by now.
    orders: Vec<(Order, bool)>,
    present: String,
    permanent: String,
    religion: String,
    occupation: String,
    education: String,
    languages: String,
    nationality: String,
    judged: Vec<Judged>,
}

pub(super) fn summary_page(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    view: View,
) -> Result<SummaryPage> {
    let person = &view.file.person;
    let term = |table: &'static [reference::Term], code: Option<&str>| {
        let known = table.iter().find(|term| Some(term.code) == code);
        let shown = known.map(|term| cx.lang.pick(term.name_bn, term.name_en));
        or_unknown(cx, shown.or(code).unwrap_or_default().to_owned())
    };
    let show = |name: &TwoNames| name.show(cx.lang).to_owned();
    let with_overdue = |order: Order| {
        let overdue = order.is_overdue(cx.now);
        (order, overdue)
    };
    let orders = store::orders_of(conn, view.file.custody.id)?;
    let aliases = store::aliases(conn, person.id)?;
    Ok(SummaryPage {
        aliases: aliases.iter().map(show).collect::<Vec<_>>().join(", "),
        father: or_unknown(cx, show(&person.father)),
        mother: or_unknown(cx, show(&person.mother)),
        spouse: show(&person.spouse),
        height: person.height_cm.map(i64::from),
        orders: orders.into_iter().map(with_overdue).collect(),
        present: or_unknown(cx, person.present.in_words(cx.lang)),
        permanent: or_unknown(cx, person.permanent.in_words(cx.lang)),
        religion: term(reference::religions(), person.religion.as_deref()),
        occupation: term(reference::occupations(), person.occupation.as_deref()),
        education: term(reference::education(), person.education.as_deref()),
        languages: languages(cx.lang, person.languages.iter().map(String::as_str)),
        nationality: term(reference::countries(), Some(&person.nationality)),
        judged: judged(conn, &page, person.id)?,
        page,
        view,
    })
}

/// A fact, or the words for one that is not known: an empty place on a page could be either.
fn or_unknown(cx: &Cx, fact: String) -> String {
    if fact.is_empty() {
        cx.t("unknown")
    } else {
        fact
    }
}
