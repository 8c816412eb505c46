//! The file of errors: every row of the file with one more column, so that it can be mended and brought in.

use kernel::{Error, Lang, Result};
use web::Texts;

use super::mapping::is_error_column;
use super::service::Report;

/// Excel reads Bangla from a CSV only behind this sign.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The rows of the file as CSV with a column of errors in `lang`; empty there for rows that are right. All
/// rows are in it, since a file comes in whole or not at all.
///
/// # Errors
/// A bug, when memory cannot be written.
pub fn csv(report: &Report, texts: &Texts, lang: Lang) -> Result<Vec<u8>> {
    let failed = |error| Error::bug("a file of errors cannot be written").because(error);
    let mut out = csv::Writer::from_writer(Vec::from(BYTE_ORDER_MARK));
    let keep: Vec<bool> = report
        .table
        .header
        .iter()
        .map(|column| !is_error_column(column))
        .collect();
    let kept = |cells: &[String]| -> Vec<String> {
        cells
            .iter()
            .zip(&keep)
            .filter(|(_, keep)| **keep)
            .map(|(cell, _)| cell.clone())
            .collect()
    };
    let mut header = kept(&report.table.header);
    header.push(lang.pick("ত্রুটি", "error").to_owned());
    out.write_record(&header).map_err(failed)?;
    for row in &report.table.rows {
        let mut cells = kept(&row.cells);
        cells.push(words(report, row.line, texts, lang));
        out.write_record(&cells).map_err(failed)?;
    }
    out.into_inner()
        .map_err(|error| Error::bug("a file of errors cannot be ended").because(error.into_error()))
}

fn words(report: &Report, line: usize, texts: &Texts, lang: Lang) -> String {
    let wrong = report
        .errors
        .iter()
        .filter(|wrong| wrong.line == line)
        .flat_map(|wrong| &wrong.fields);
    let words: Vec<String> = wrong
        .map(|error| {
            let column = texts.tr(lang, &format!("import-field-{}", error.field), &[]);
            format!("{column}: {}", texts.field_error(lang, error))
        })
        .collect();
    words.join(" | ")
}
