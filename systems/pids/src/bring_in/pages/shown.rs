use web::parts::{Tile, Tone};
use web::{Page, Texts};

use crate::bring_in::report::{Known, Part, Report, in_words};
use crate::bring_in::service::SHOWN_MAX as SHOWN;
use crate::people::TwoNames;

/// A report in the reader's words.
pub(super) struct Shown {
    pub(super) tiles: Vec<Tile>,
    /// Where, and what is wrong there.
    pub(super) errors: Vec<(String, String)>,
    pub(super) duplicates: Vec<(usize, String, String)>,
    pub(super) is_whole: bool,
}

/// A report as the page shows it.
pub(super) fn shown(page: &Page, texts: &Texts, report: &Report) -> Shown {
    let tile = |key: &str, value: usize, tone| Tile {
        label: page.t(key),
        value: page.n(value),
        note: String::new(),
        tone,
    };
    let wrong = if report.errors.is_empty() {
        Tone::Plain
    } else {
        Tone::Bad
    };
    let errors = report.errors.iter().take(SHOWN);
    let duplicates = report.duplicates.iter().take(SHOWN);
    Shown {
        tiles: vec![
            tile("import-records", report.records, Tone::Good),
            tile("import-wrong", report.errors.len(), wrong),
            tile("import-duplicates", report.duplicates.len(), Tone::Warn),
            tile("import-known", report.known, Tone::Info),
            tile("import-stays-count", report.stays, Tone::Plain),
        ],
        errors: errors
            .map(|bad| {
                let line = match bad.part {
                    Part::People => page.n(bad.line),
                    Part::Stays => page.t1("import-line-of-stays", "line", bad.line),
                };
                (line, in_words(texts, page.lang, &bad.fields))
            })
            .collect(),
        duplicates: duplicates
            .map(|one| match one.known {
                Known::Person(person) => (
                    one.line,
                    one.name.show(page.lang).to_owned(),
                    format!("/people/{person}"),
                ),
                Known::Elsewhere => (one.line, elsewhere(page, &one.name), String::new()),
                Known::Line(line) => (
                    one.line,
                    page.t1("import-same-line", "line", line),
                    String::new(),
                ),
            })
            .collect(),
        is_whole: report.errors.is_empty(),
    }
}

/// Somebody of whom the reader may know no more than where they are.
fn elsewhere(page: &Page, prison: &TwoNames) -> String {
    if prison.is_empty() {
        page.t("import-elsewhere")
    } else {
        page.t1("import-elsewhere-at", "prison", prison.show(page.lang))
    }
}
