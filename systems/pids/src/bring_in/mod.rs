//! Records from files of earlier databases: `alor import people.csv`.
//!
//! 1. [`read`] turns CSV or XLSX into rows of text.
//! 2. [`Mapping`] says which column is which field: guessed by the header's words in either language, or
//!    kept under a name.
//! 3. [`record`] reads each row, with every error of the row at once.
//! 4. [`service::check`] looks for duplicates and gives the report; a dry run ends here.
//! 5. [`service::run`] writes the whole file in one transaction, or nothing when any row is wrong.
//! 6. [`mend`] writes the rows again with an `error` column, to be mended and brought in once more.
//!
//! Where a record came from is kept: the file and its hash, the line of each person, and the number under
//! which the earlier database knew them. A person who may be known already becomes a record of their own
//! and a pair that a supervisor decides about; only the same number of the same source is the same person.

mod look;
pub mod mend;
pub mod read;
pub mod record;
pub mod service;
pub mod store;

use std::collections::BTreeMap;

use kernel::{Error, Result, words};

/// Bytes of a file.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Rows of a file: it goes in as one transaction, which holds up other writers of a small installation.
pub const ROWS_MAX: usize = 50_000;
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
    }
}

impl Field {
    /// Headers that mean this field, as [`folded`] compares them.
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["name", "namebn", "fullname", "prisonername", "inmatename", "নাম", "নামবাংলা", "বন্দিরনাম", "বন্দীরনাম"],
            Self::NameOther => &["nameen", "nameenglish", "englishname", "নামইংরেজি", "ইংরেজিনাম"],
            Self::Father => &["father", "fathername", "fathersname", "fatherbn", "পিতা", "পিতারনাম", "বাবা"],
            Self::FatherOther => &["fatheren", "fathernameen", "পিতারনামইংরেজি"],
            Self::Mother => &["mother", "mothername", "mothersname", "মাতা", "মাতারনাম", "মা"],
            Self::Spouse => &["spouse", "husband", "wife", "স্বামী", "স্ত্রী", "স্বামীস্ত্রী", "স্বামীস্ত্রীরনাম"],
            Self::Sex => &["sex", "gender", "লিঙ্গ"],
            Self::Birth => &["birth", "dob", "dateofbirth", "birthdate", "age", "জন্মতারিখ", "বয়স"],
            Self::Nid => &["nid", "nidno", "nationalid", "এনআইডি", "জাতীয়পরিচয়পত্র", "জাতীয়পরিচয়পত্রনম্বর"],
            Self::BirthReg => &["birthreg", "birthregistration", "birthregistrationno", "জন্মনিবন্ধন", "জন্মনিবন্ধননম্বর"],
            Self::Passport => &["passport", "passportno", "পাসপোর্ট", "পাসপোর্টনম্বর"],
            Self::Phone => &["phone", "mobile", "phoneno", "মোবাইল", "ফোন", "মোবাইলনম্বর"],
            Self::Nationality => &["nationality", "country", "জাতীয়তা"],
            Self::Occupation => &["occupation", "profession", "পেশা"],
            Self::Place => &["place", "upazila", "district", "union", "উপজেলা", "জেলা", "ইউনিয়ন", "থানাউপজেলা"],
            Self::Village => &["village", "address", "গ্রাম", "ঠিকানা"],
            Self::External => &["id", "externalid", "pdmsid", "oldid", "আইডি", "পুরোনোআইডি", "পুরাতননম্বর"],
            Self::Prison => &["prison", "prisoncode", "jail", "কারাগার", "কারাগারকোড"],
            Self::Number => &["number", "prisonerno", "prisonernumber", "বন্দিনম্বর", "বন্দীনম্বর", "হাজতিনম্বর", "কয়েদিনম্বর"],
            Self::Status => &["status", "legalstatus", "আইনগতঅবস্থা", "ধরন", "শ্রেণি"],
            Self::Admitted => &["admitted", "admissiondate", "admittedon", "ভর্তি", "ভর্তিরতারিখ", "আমদানিরতারিখ"],
            Self::Ward => &["ward", "ওয়ার্ড"],
            Self::Case => &["case", "caseno", "casenumber", "মামলা", "মামলানম্বর"],
            Self::Court => &["court", "আদালত"],
            Self::Station => &["policestation", "thana", "ps", "থানা"],
            Self::Sections => &["sections", "section", "law", "ধারা", "আইনওধারা"],
            Self::NextDate => &["nextdate", "nextcourtdate", "hearing", "পরবর্তীতারিখ", "হাজিরা", "হাজিরারতারিখ"],
        }
    }

    fn is_called(self, column: &str) -> bool {
        let text = folded(column);
        self.word() == column.trim() || self.headers().iter().any(|known| folded(known) == text)
    }
}

/// Headers of the column in which a report of errors was written: never read.
const ERROR_HEADERS: [&str; 2] = ["error", "ত্রুটি"];

/// A header as it is compared: letters with their signs and digits alone, lower case.
fn folded(header: &str) -> String {
    let text = bangla::normalise::text(header);
    let is_sign = |c: char| ('\u{981}'..='\u{9cd}').contains(&c) || c == '\u{9d7}';
    text.chars().filter(|c| c.is_alphanumeric() || is_sign(*c)).flat_map(char::to_lowercase).collect()
}

/// Which column holds which field: column as its header is written → field.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<String, Field>);

impl Mapping {
    /// What the headers say by themselves; a column that says nothing is left out, and so is a second one
    /// that says the same.
    ///
    /// ```
    /// use pids::bring_in::{Field, Mapping};
    /// let header = ["বন্দির নাম", "Father's name", "NID No.", "মন্তব্য"].map(str::to_owned);
    /// let mapping = Mapping::guess(&header);
    /// assert_eq!(mapping.0.len(), 3);
    /// assert_eq!(mapping.0["NID No."], Field::Nid);
    /// ```
    pub fn guess(header: &[String]) -> Self {
        let mut mapping = Self::default();
        for column in header {
            if let Some(field) = Field::ALL.iter().find(|field| field.is_called(column))
                && !mapping.0.values().any(|taken| taken == field)
            {
                mapping.0.insert(column.clone(), *field);
            }
        }
        mapping
    }

    /// The same with `column=field` pairs of a command line over it.
    ///
    /// # Errors
    /// Invalid, naming `map`: no `=`, or a field that is none.
    pub fn with(mut self, pairs: &[String]) -> Result<Self> {
        for pair in pairs {
            let (column, field) = pair.rsplit_once('=').ok_or_else(|| Error::invalid("map", "err-import-map").with("pair", pair))?;
            let field =
                Field::parse("map", field).map_err(|_| Error::invalid("map", "err-import-field").with("field", field))?;
            self.0.retain(|_, taken| *taken != field);
            self.0.insert(column.trim().to_owned(), field);
        }
        Ok(self)
    }

    /// For each column of `header`, its field.
    ///
    /// # Errors
    /// Invalid, naming `file`: no column is the name, or two are the same field.
    fn columns(&self, header: &[String]) -> Result<Vec<Option<Field>>> {
        let fields: Vec<Option<Field>> =
            header.iter().map(|column| self.0.get(column).copied().filter(|_| !is_error_column(column))).collect();
        if !fields.contains(&Some(Field::Name)) {
            return Err(Error::invalid("file", "err-import-no-name"));
        }
        for (at, (column, field)) in header.iter().zip(&fields).enumerate() {
            if field.is_some() && fields.iter().skip(at + 1).any(|other| other == field) {
                return Err(Error::invalid("file", "err-import-twice").with("column", column));
            }
        }
        Ok(fields)
    }
}

fn is_error_column(column: &str) -> bool {
    let text = folded(column);
    ERROR_HEADERS.iter().any(|known| folded(known) == text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_own_word_and_no_header_means_two() {
        let header: Vec<String> = Field::ALL.iter().map(|field| field.word().to_owned()).collect();
        assert_eq!(Mapping::guess(&header).0.len(), Field::ALL.len());
        let mut all: Vec<String> = Field::ALL.iter().flat_map(|field| field.headers()).map(|known| folded(known)).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_mapping_says_what_is_wrong_with_it() {
        let header = ["নাম", "Name", "x"].map(str::to_owned);
        let both = Mapping::guess(&header).with(&["Name=name".to_owned()]).unwrap();
        assert_eq!(both.0.len(), 1, "the last one holds");
        assert!(Mapping::guess(&["x".to_owned()]).columns(&header).is_err());
        assert!(Mapping::default().with(&["no sign".to_owned()]).is_err());
        assert!(Mapping::default().with(&["x=nothing".to_owned()]).is_err());
    }
}
