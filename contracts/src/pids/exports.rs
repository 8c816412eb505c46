//! What leaves the system, on paper or over the wire, and what is brought in.

use kernel::{BatchId, CustodyId, Date, PersonId, PrisonId, WardId};
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
    StayBroughtIn = "custody.brought_in", Up;
    MappingKept = "import.mapping_kept", Stays;
    FileStaged = "import.staged", Stays;
    DraftsGone = "import.drafts_gone", Stays;
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
    /// Stays in custody that came in, former ones and those that go on.
    #[serde(default)]
    pub stays: usize,
    /// The name of the second file; empty without one.
    #[serde(default)]
    pub stays_file: String,
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

/// A former stay in custody was brought in from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayBroughtIn {
    /// The stay.
    pub custody: CustodyId,
    /// Whose.
    pub person: PersonId,
    /// With which files.
    pub batch: BatchId,
    /// Which of the two: `people` or `stays`.
    pub file: String,
    /// In which of its lines.
    pub line: usize,
    /// In which prison it was.
    pub prison: PrisonId,
    /// The number there.
    pub number: String,
    /// A word of the legal statuses.
    pub legal_status: String,
    /// In.
    pub admitted: Date,
    /// Out.
    pub ended: Date,
    /// How it ended; `unknown` where the earlier database does not say.
    pub how: String,
    /// Number of the order to hold; may be empty.
    pub warrant: String,
}

/// Files that somebody checks before they are brought in are kept for a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStaged {
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The name of the second file; empty without one.
    pub stays_file: String,
}

/// Files that nobody brought in within a day were taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftsGone {
    /// Of how many users.
    pub count: u64,
}

/// How a file's columns are read was kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingKept {
    /// The name.
    pub name: String,
    /// Their column and our field, one pair after another.
    pub columns: Vec<(String, String)>,
}
