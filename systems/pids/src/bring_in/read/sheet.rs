mod parts;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use kernel::{Error, Result};

use super::{Limits, Row, clean, too_large};
use crate::bring_in::COLUMNS_MAX;

/// Cells that hold something, by row and column from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// The rows of the first sheet that hold something, one more than may be. Read cell by cell: a sheet of a few cells may
/// have its last one a million rows down and sixteen thousand columns to the right, and its text stands in the file once,
/// however many cells repeat it.
pub(super) fn rows(bytes: &[u8], limits: Limits) -> Result<Vec<Row>> {
    parts::check(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let first = book.sheet_names().into_iter().next();
    let first = first.ok_or_else(|| Error::invalid("file", "err-import-empty"))?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(unreadable)?;
    let (mut found, mut text) = (Cells::new(), 0);
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let said = said(cell.get_value());
        if said.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        if found.len() >= limits.lines() && !found.contains_key(&row) {
            break;
        }
        text += said.len();
        if text > limits.bytes {
            return Err(too_large(limits));
        }
        found.entry(row).or_default().insert(column, said);
    }
    in_columns(found)
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::invalid("file", "err-import-xlsx").because(error)
}

/// The same rows with a text for every column, from the first one that any row uses.
fn in_columns(found: Cells) -> Result<Vec<Row>> {
    let used = found.values().filter_map(|cells| cells.keys().next());
    let first = used.min().copied().unwrap_or_default();
    let mut rows = Vec::with_capacity(found.len());
    for (at, cells) in found {
        let line = index(at).saturating_add(1);
        let mut row = Row {
            line,
            cells: Vec::new(),
        };
        for (column, said) in cells {
            let column = index(column - first);
            if column >= COLUMNS_MAX {
                return Err(if rows.is_empty() {
                    Error::limit("err-import-columns").with("max", COLUMNS_MAX)
                } else {
                    Error::invalid("file", "err-import-cells").with("line", line)
                });
            }
            row.cells.resize(column, String::new());
            row.cells.push(said);
        }
        rows.push(row);
    }
    Ok(rows)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A cell as somebody would type it: whole numbers without a point, dates as dates.
fn said(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::SharedString(text) => clean(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            clean(text)
        }
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}
