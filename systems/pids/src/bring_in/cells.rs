//! One row by its fields: what a cell says, and what is wrong with each.

use bangla::normalise;
use kernel::{Date, Error, Kind, Result};

use super::Field;
use super::read::Row;

/// The cells of a row by field, and everything that was wrong with those that were read.
pub(crate) struct Cells<'a> {
    row: &'a Row,
    columns: &'a [Option<Field>],
    pub(super) today: Date,
    wrong: Error,
}

impl<'a> Cells<'a> {
    /// A row whose cells are these fields, in order.
    pub(crate) fn new(row: &'a Row, columns: &'a [Option<Field>], today: Date) -> Self {
        Self {
            row,
            columns,
            today,
            wrong: Error::new(Kind::Invalid, "err-invalid"),
        }
    }

    /// What a cell says, normalised; empty where it says nothing or the file has no such column.
    pub(crate) fn text(&self, field: Field) -> String {
        let at = self
            .columns
            .iter()
            .position(|column| *column == Some(field));
        let cell = at.and_then(|at| self.row.cells.get(at));
        cell.map(|cell| normalise::text(cell)).unwrap_or_default()
    }

    /// What a cell says, if it says something.
    pub(crate) fn given(&self, field: Field) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }

    /// Reads a cell that is not empty, and notes what is wrong with it.
    pub(crate) fn read<T>(
        &mut self,
        field: Field,
        read: impl FnOnce(&str) -> Result<T>,
    ) -> Option<T> {
        let text = self.given(field)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong.fields.extend(error.fields);
                None
            }
        }
    }

    /// Reads a cell that must not be empty.
    pub(crate) fn must<T>(
        &mut self,
        field: Field,
        read: impl FnOnce(&str) -> Result<T>,
    ) -> Option<T> {
        if self.given(field).is_none() {
            self.miss(field, "err-required");
        }
        self.read(field, read)
    }

    /// Notes that something is wrong with a field.
    pub(crate) fn miss(&mut self, field: Field, key: &'static str) {
        self.wrong(Error::invalid(field.word(), key));
    }

    /// Notes what is wrong.
    pub(crate) fn wrong(&mut self, error: Error) {
        self.wrong.fields.extend(error.fields);
    }

    /// Reads a date.
    pub(crate) fn date(&mut self, field: Field) -> Option<Date> {
        let today = self.today;
        self.read(field, |text| kernel::parse_date(field.word(), text, today))
    }

    /// The record, unless something was wrong with a field or it could not be made.
    ///
    /// # Errors
    /// Invalid, with every field of the row that cannot be taken.
    pub(crate) fn done<T>(self, record: Option<T>) -> Result<T> {
        match record {
            Some(record) if self.wrong.fields.is_empty() => Ok(record),
            _ => Err(self.wrong),
        }
    }
}
