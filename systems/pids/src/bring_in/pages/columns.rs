use kernel::{Error, Kind, Result};
use web::parts::Choice;
use web::{Form, Page};

use crate::bring_in::read::Table;
use crate::bring_in::{Field, Mapping};

/// Values of a column that are shown, so that somebody sees what it holds.
const SAMPLES: usize = 2;
/// Characters of a value that are shown.
const SAMPLE_CHARS_MAX: usize = 40;

/// A column of a file as its owner decides about it.
pub(super) struct ColumnRow {
    /// The name of its choice in the form.
    pub(super) name: String,
    /// Its header.
    pub(super) header: String,
    /// The first values that are not empty.
    pub(super) samples: Vec<String>,
}

/// The name of a column's choice: `column-3`, `stays-column-3`.
fn name(prefix: &str, at: usize) -> String {
    format!("{prefix}column-{at}")
}

/// The columns of a file with what they hold.
pub(super) fn rows(prefix: &str, table: &Table) -> Vec<ColumnRow> {
    table
        .header
        .iter()
        .enumerate()
        .map(|(at, header)| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
            let samples = cells
                .filter(|cell| !cell.is_empty())
                .take(SAMPLES)
                .map(|cell| cell.chars().take(SAMPLE_CHARS_MAX).collect())
                .collect();
            ColumnRow {
                name: name(prefix, at),
                header: header.clone(),
                samples,
            }
        })
        .collect()
}

/// Every field as a choice.
pub(super) fn choices(page: &Page) -> Vec<Choice> {
    Field::ALL
        .iter()
        .map(|field| Choice::new(field.word(), page.t(field.key())))
        .collect()
}

/// What was chosen for the columns of a file; none where the form had no choices.
///
/// # Errors
/// Invalid, naming each column whose field is none, or is another column's too.
pub(super) fn chosen(form: &Form, prefix: &str, table: &Table) -> Result<Option<Mapping>> {
    let mut mapping = Mapping::default();
    let mut wrong = Error::new(Kind::Invalid, "err-invalid");
    let mut any = false;
    for (at, header) in table.header.iter().enumerate() {
        let name = name(prefix, at);
        let Some(word) = form.raw(&name) else {
            continue;
        };
        any = true;
        if word.is_empty() {
            continue;
        }
        let field = Field::parse(&name, word)?;
        let other = mapping.0.iter().find(|(_, taken)| **taken == field);
        if let Some((other, _)) = other {
            let error = Error::invalid(name, "err-import-twice").with("column", other);
            wrong.fields.extend(error.fields);
        } else {
            mapping.0.insert(header.clone(), field);
        }
    }
    if !wrong.fields.is_empty() {
        return Err(wrong);
    }
    Ok(any.then_some(mapping))
}

/// The form with the choices that a mapping makes, over those it had.
pub(super) fn filled(form: Form, prefix: &str, table: &Table, mapping: &Mapping) -> Form {
    let ours: Vec<String> = (0..table.header.len()).map(|at| name(prefix, at)).collect();
    let others = form
        .pairs()
        .filter(|(name, _)| !ours.iter().any(|own| own == name));
    let mut filled = Form::from_pairs(others);
    for (name, field) in ours.iter().zip(mapping.fields(&table.header)) {
        filled = filled.with(name, field.map(Field::word).unwrap_or_default());
    }
    filled
}
