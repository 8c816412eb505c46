//! What leaves the system, on paper or over the wire, and what is brought in.

use kernel::{BatchId, CustodyId, Date, PersonId, WardId};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    RollExported = "roll.exported", Up;
    RollSealed = "roll.sealed", Up;
    HeadCountExported = "headcount.exported", Up;
    PaperPrinted = "paper.printed", Up;
    Disclosed = "api.disclosed", Up;
    FileBroughtIn = "import.finished", Up;
    PersonBroughtIn = "person.brought_in", Up;
    MappingKept = "import.mapping_kept", Stays;
}

/// A nominal roll, or a page of it, was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollExported {
    /// `screen`, `print`, `pdf` or `xlsx`.
    pub format: String,
    /// Only this ward.
    pub ward: Option<WardId>,
    /// Only this word of the legal statuses.
    pub legal_status: Option<String>,
    /// Lines on it.
    pub rows: usize,
}

/// A roll was written to the second place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollSealed {
    /// The file, under the folder of rolls.
    pub file: String,
    /// SHA-256 of the whole file, in hexadecimal.
    pub sha256: String,
    /// Lines on it.
    pub rows: usize,
    /// The journal's last sealed position that the file names.
    pub journal_pos: i64,
}

/// A head-count return was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCountExported {
    /// `print`, `pdf` or `xlsx`.
    pub format: String,
    /// Of which day.
    pub day: Date,
    /// The total that it gave.
    pub total: i64,
}

/// A ticket, slip or receipt was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPrinted {
    /// `ticket`, `slip` or `receipt`.
    pub paper: String,
    /// `print` or `pdf`.
    pub format: String,
    /// About which custody.
    pub custody: CustodyId,
}

/// Another agency's program was given somebody's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// To whom: the client's name.
    pub client: String,
    /// Whose.
    pub person: PersonId,
    /// Which fields.
    pub fields: Vec<String>,
    /// By which request.
    pub by: String,
}

/// A file of records was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileBroughtIn {
    /// The batch.
    pub batch: BatchId,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Where it comes from.
    pub source: String,
    /// Records in it.
    pub rows: usize,
    /// Of these, records of people who may be known already.
    pub duplicates: usize,
}

/// A person's record was brought in from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonBroughtIn {
    /// Who.
    pub person: PersonId,
    /// With which file.
    pub batch: BatchId,
    /// In which of its lines.
    pub line: usize,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin script.
    pub name_en: String,
    /// Whether the record was there before and the line only adds to it.
    pub known: bool,
}

/// How a file's columns are read was kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingKept {
    /// The name.
    pub name: String,
    /// Their column and our field, one pair after another.
    pub columns: Vec<(String, String)>,
}
