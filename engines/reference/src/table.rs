//! Tab-separated text into typed rows. The text is part of the program, so everything borrows from it.

use std::collections::HashMap;
use std::ops::Deref;

use jiff::civil::Date;

/// What is wrong with a table's text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TableError {
    /// The first line does not name the columns that the type reads.
    #[error("the header is {found:?}, expected {expected:?}")]
    Header {
        /// The first line of the text.
        found: String,
        /// The column names of [`Record::COLUMNS`], joined by tabs.
        expected: String,
    },
    /// A row has too few or too many fields.
    #[error("line {line} has {found} fields")]
    Width {
        /// Counted from 1, the header being line 1.
        line: usize,
        /// How many fields the line has.
        found: usize,
    },
    /// A field is empty where it must not be, or is no value of its type.
    #[error("line {line}, {column}: {value:?} is not allowed")]
    Field {
        /// Counted from 1, the header being line 1.
        line: usize,
        /// The column's name.
        column: &'static str,
        /// What stood there.
        value: String,
    },
}

/// A type that one line of a table becomes.
pub trait Record: Sized {
    /// The column names, in order.
    const COLUMNS: &'static [&'static str];

    /// Reads the fields in the order of [`Self::COLUMNS`].
    fn read(row: &mut Row) -> Result<Self, TableError>;

    /// The key by which [`Table::get`] finds it.
    fn code(&self) -> &'static str;
}

/// One line, read field by field from the left.
#[derive(Debug)]
pub struct Row {
    line: usize,
    fields: std::str::Split<'static, char>,
    columns: std::slice::Iter<'static, &'static str>,
}

impl Row {
    fn field<T>(&mut self, read: impl FnOnce(&'static str) -> Option<T>) -> Result<T, TableError> {
        let column = self
            .columns
            .next()
            .copied()
            .unwrap_or("(past the last column)");
        let value = self.fields.next().unwrap_or_default();
        read(value).ok_or_else(|| TableError::Field {
            line: self.line,
            column,
            value: value.to_owned(),
        })
    }

    /// A field that must say something.
    pub fn text(&mut self) -> Result<&'static str, TableError> {
        self.field(|value| (!value.is_empty()).then_some(value))
    }

    /// A field that may be empty.
    pub fn note(&mut self) -> Result<&'static str, TableError> {
        self.field(Some)
    }

    /// Aliases separated by `|`.
    pub fn list(&mut self) -> Result<Vec<&'static str>, TableError> {
        self.field(|value| Some(value.split('|').filter(|item| !item.is_empty()).collect()))
    }

    /// `yes` or `no`.
    pub fn flag(&mut self) -> Result<bool, TableError> {
        self.field(|value| match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    /// A whole number, or empty for "not known".
    pub fn number<N: std::str::FromStr>(&mut self) -> Result<Option<N>, TableError> {
        self.optional(|value| value.parse().ok())
    }

    /// A day as `2016-04-10`, or empty for "not known".
    pub fn date(&mut self) -> Result<Option<Date>, TableError> {
        self.optional(|value| value.parse().ok())
    }

    /// A word of a closed list.
    pub fn word<T>(&mut self, read: fn(&str) -> Option<T>) -> Result<T, TableError> {
        self.field(read)
    }

    fn optional<T>(
        &mut self,
        read: impl FnOnce(&'static str) -> Option<T>,
    ) -> Result<Option<T>, TableError> {
        self.field(|value| {
            if value.is_empty() {
                Some(None)
            } else {
                read(value).map(Some)
            }
        })
    }
}

/// The rows of one file, in the file's order; a slice with look-up by code.
#[derive(Debug)]
pub struct Table<T> {
    rows: Vec<T>,
    by_code: HashMap<&'static str, usize>,
}

impl<T: Record> Table<T> {
    /// Reads a whole table. Where a code occurs twice (dated rows), look-up finds the later row.
    pub fn parse(text: &'static str) -> Result<Self, TableError> {
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default();
        if !header.split('\t').eq(T::COLUMNS.iter().copied()) {
            return Err(TableError::Header {
                found: header.to_owned(),
                expected: T::COLUMNS.join("\t"),
            });
        }
        let rows = lines
            .zip(2..)
            .map(|(text, line)| read_line(text, line))
            .collect::<Result<Vec<T>, _>>()?;
        let by_code = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.code(), at))
            .collect();
        Ok(Self { rows, by_code })
    }

    /// The row with this code.
    pub fn get(&self, code: &str) -> Option<&T> {
        self.by_code.get(code).and_then(|&at| self.rows.get(at))
    }
}

fn read_line<T: Record>(text: &'static str, line: usize) -> Result<T, TableError> {
    let found = text.split('\t').count();
    if found != T::COLUMNS.len() {
        return Err(TableError::Width { line, found });
    }
    T::read(&mut Row {
        line,
        fields: text.split('\t'),
        columns: T::COLUMNS.iter(),
    })
}

impl<T> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

/// Reads a table that is compiled in.
#[expect(
    clippy::panic,
    reason = "the text is part of the program and the tests read every row"
)]
pub(crate) fn shipped<T: Record>(text: &'static str) -> Table<T> {
    Table::parse(text).unwrap_or_else(|error| panic!("a table of the program: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Term;

    #[test]
    fn says_where_a_table_is_wrong() {
        let wrong = |text| Table::<Term>::parse(text).unwrap_err();
        assert!(matches!(wrong("code\tname\n"), TableError::Header { .. }));
        assert_eq!(
            wrong("code\tname_bn\tname_en\taliases\na\tখ\n"),
            TableError::Width { line: 2, found: 2 }
        );
        assert_eq!(
            wrong("code\tname_bn\tname_en\taliases\na\tখ\tB\t\nc\t\tD\t\n"),
            TableError::Field {
                line: 3,
                column: "name_bn",
                value: String::new()
            }
        );
    }
}
