//! Records from files of earlier databases: `alor import people.csv`.
//!
//! 1. [`read`] turns CSV or XLSX into rows of text.
//! 2. [`Mapping`] says which column is which field: guessed by the header's words in either language, or
//!    kept under a name.
//! 3. [`record`] reads each row, with every error of the row at once.
//! 4. A second file may tell the former [`stay`]s of those people, joined by the source's number.
//! 5. [`service::check`] looks for duplicates and gives the report; a dry run ends here.
//! 6. [`service::run`] looks on a connection that reads, works everything out when that is done, and then writes it in
//!    one short transaction, which checks again what may have changed since: the whole file, or nothing when any row is
//!    wrong.
//! 7. [`mend`] writes the rows again with an `error` column, to be mended and brought in once more.
//!
//! Where a record came from is kept: the file and its hash, the line of each person and each stay, and the number
//! under which the earlier database knew them. A person who may be known already becomes a record of their own
//! and a pair that a supervisor decides about; only the same number of the same source is the same person.

mod cells;
mod look;
mod mapping;
pub mod mend;
pub mod pages;
pub mod read;
pub mod record;
pub mod report;
pub(crate) mod said;
pub mod service;
pub mod stay;
pub mod store;

use kernel::{Error, Result, words};

pub(crate) use cells::Cells;
pub use mapping::Mapping;

/// How large a file may be. It goes in as one transaction, which holds up other writers of a small installation.
pub const LIMITS: read::Limits = read::Limits {
    bytes: 64 * 1024 * 1024,
    rows: 50_000,
};
/// How large each file of a page may be. A page has 30 s to answer, and a row may take 18 ms to be compared with two
/// million people (`benches/README.md`); larger files are for `alor import`.
pub const PAGE_LIMITS: read::Limits = read::Limits {
    bytes: 12 * 1024 * 1024,
    rows: 1_000,
};
/// Columns of a file.
pub const COLUMNS_MAX: usize = 200;
/// Characters of one cell.
pub const CELL_CHARS_MAX: usize = 2_000;
/// Characters of the name of a source or of a mapping.
pub const NAME_CHARS_MAX: usize = 80;

words! {
    /// What a column can hold.
    pub enum Field: "import-field" {
        /// Name, in either script.
        Name = "name",
        /// Name in the other script.
        NameOther = "name_other",
        /// Father's name, in either script.
        Father = "father",
        /// Father's name in the other script.
        FatherOther = "father_other",
        /// Mother's name.
        Mother = "mother",
        /// Husband's or wife's name.
        Spouse = "spouse",
        /// Sex.
        Sex = "sex",
        /// Date of birth, or age on the day of admission (else today).
        Birth = "birth",
        /// National identity number.
        Nid = "nid",
        /// Birth registration number.
        BirthReg = "birth_reg",
        /// Passport number.
        Passport = "passport",
        /// Phone.
        Phone = "phone",
        /// Two letters of the nationality.
        Nationality = "nationality",
        /// Occupation, in words.
        Occupation = "occupation",
        /// Union, upazila or district: a code, or words that name one place alone.
        Place = "place",
        /// Village, road, house.
        Village = "village",
        /// The number under which the source knows the person.
        External = "external",
        /// Code of the prison where they are held now; empty for somebody who is free.
        Prison = "prison",
        /// Number in that prison.
        Number = "number",
        /// Legal status.
        Status = "status",
        /// Day of admission.
        Admitted = "admitted",
        /// Name of the ward.
        Ward = "ward",
        /// Case number.
        Case = "case",
        /// Court.
        Court = "court",
        /// Police station.
        Station = "station",
        /// Laws and sections, a semicolon or a new line between.
        Sections = "sections",
        /// Next date in court.
        NextDate = "next_date",
        /// Number of the order to hold.
        Warrant = "warrant",
        /// The court or authority that gave the order.
        WarrantCourt = "warrant_court",
        /// The order's date.
        WarrantOn = "warrant_on",
        /// Day on which the stay ended; empty while it goes on.
        Released = "released",
        /// How the stay ended.
        ReleasedHow = "released_how",
    }
}

/// A name as it may be given to a source or a mapping.
///
/// # Errors
/// Invalid, naming `field`: empty or too long.
fn named(field: &str, text: &str) -> Result<String> {
    let text = bangla::normalise::text(text);
    if text.is_empty() {
        return Err(Error::invalid(field, "err-required"));
    }
    if text.chars().count() > NAME_CHARS_MAX {
        return Err(Error::invalid(field, "err-import-long").with("max", NAME_CHARS_MAX));
    }
    Ok(text)
}
