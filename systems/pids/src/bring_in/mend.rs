//! The file of errors: every row of the file with one more column, so that it can be mended and brought in.

use std::collections::BTreeMap;

use kernel::{Error, Lang, Result};
use web::Texts;

use super::mapping::is_error_column;
use super::read::Table;
use super::report::{Part, Report, in_words};

/// Excel reads Bangla from a CSV only behind this sign.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The rows of one of the two files as CSV with a column of errors in `lang`; empty there for rows that are right. All
/// rows are in it, since a file comes in whole or not at all.
///
/// # Errors
/// A bug, when memory cannot be written.
pub fn csv(report: &Report, part: Part, texts: &Texts, lang: Lang) -> Result<Vec<u8>> {
    let none = Table::default();
    let table = match part {
        Part::People => &report.table,
        Part::Stays => report.stays_table.as_ref().unwrap_or(&none),
    };
    let failed = |error| Error::bug("a file of errors cannot be written").because(error);
    let mut out = csv::Writer::from_writer(Vec::from(BYTE_ORDER_MARK));
    let keep: Vec<bool> = table
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
    let mut header = kept(&table.header);
    header.push(lang.pick("ত্রুটি", "error").to_owned());
    out.write_record(&header).map_err(failed)?;
    let wrong = report.errors.iter().filter(|wrong| wrong.part == part);
    let wrong: BTreeMap<_, _> = wrong.map(|wrong| (wrong.line, &wrong.fields)).collect();
    for row in &table.rows {
        let mut cells = kept(&row.cells);
        let fields = wrong.get(&row.line);
        cells.push(fields.map_or_else(String::new, |fields| in_words(texts, lang, fields)));
        out.write_record(&cells).map_err(failed)?;
    }
    out.into_inner()
        .map_err(|error| Error::bug("a file of errors cannot be ended").because(error.into_error()))
}
