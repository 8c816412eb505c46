//! What a file holds, what is wrong with it, and what became of it.

use kernel::{BatchId, Error, FieldError, Lang, PersonId, Result, words};
use web::Texts;

use super::Mapping;
use super::read::Table;
use crate::people::TwoNames;

words! {
    /// Which of the two files of a batch.
    pub enum Part: "import-part" {
        /// The people, each with the stay that goes on, or with their last one.
        People = "people",
        /// Their former stays.
        Stays = "stays",
    }
}

/// What is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// In which file.
    pub part: Part,
    /// Its line there.
    pub line: usize,
    /// Field by field.
    pub fields: Vec<FieldError>,
}

/// What is wrong with a row, each field by its name.
pub fn in_words(texts: &Texts, lang: Lang, fields: &[FieldError]) -> String {
    let words = fields.iter().map(|error| {
        let column = texts.tr(lang, &format!("import-field-{}", error.field), &[]);
        format!("{column}: {}", texts.field_error(lang, error))
    });
    words.collect::<Vec<_>>().join(" | ")
}

/// Somebody who may be known already.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// The record's line in the file.
    pub line: usize,
    /// Who is known: in the database, or on an earlier line of the file.
    pub known: Known,
    /// The known name; of somebody whose record the reader may not open, the name of their prison, empty where they
    /// were never held.
    pub name: TwoNames,
    /// Evidence in bits; none where the NID of two lines is the same.
    pub weight: Option<f64>,
}

/// Where the known one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A person of the database whose record the reader may open.
    Person(PersonId),
    /// Somebody of the database whose record the reader may not open.
    Elsewhere,
    /// A line of the same file.
    Line(usize),
}

/// What a file holds, what is wrong with it, and what became of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The file as it was read.
    pub table: Table,
    /// Which column was read as which field.
    pub mapping: Mapping,
    /// The second file as it was read, if there is one.
    pub stays_table: Option<Table>,
    /// Which of its columns was read as which field.
    pub stays_mapping: Mapping,
    /// Rows that are right.
    pub records: usize,
    /// Stays in custody of these, former ones with those that go on.
    pub stays: usize,
    /// Rows that are not right.
    pub errors: Vec<BadRow>,
    /// Records of people who may be known already.
    pub duplicates: Vec<Duplicate>,
    /// Records that add to a person whom the source's own number names.
    pub known: usize,
    /// The batch, once it was written.
    pub batch: Option<BatchId>,
}

impl Report {
    /// Notes what is wrong with a row; what is wrong with more than a row ends the reading.
    pub(super) fn wrong(&mut self, part: Part, line: usize, error: Error) -> Result<()> {
        if error.fields.is_empty() {
            return Err(error);
        }
        self.errors.push(BadRow {
            part,
            line,
            fields: error.fields,
        });
        Ok(())
    }
}
