//! Which column of a file is which field.

use std::collections::BTreeMap;

use kernel::{Error, Result};

use super::Field;

/// Headers that mean a field, as [`folded`] compares them.
const HEADERS: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "name",
            "namebn",
            "fullname",
            "prisonername",
            "inmatename",
            "নাম",
            "নামবাংলা",
            "বন্দিরনাম",
            "বন্দীরনাম",
        ],
    ),
    (
        Field::NameOther,
        &[
            "nameen",
            "nameenglish",
            "englishname",
            "নামইংরেজি",
            "ইংরেজিনাম",
        ],
    ),
    (
        Field::Father,
        &[
            "father",
            "fathername",
            "fathersname",
            "fatherbn",
            "পিতা",
            "পিতারনাম",
            "বাবা",
        ],
    ),
    (
        Field::FatherOther,
        &["fatheren", "fathernameen", "পিতারনামইংরেজি"],
    ),
    (
        Field::Mother,
        &["mother", "mothername", "mothersname", "মাতা", "মাতারনাম", "মা"],
    ),
    (
        Field::Spouse,
        &[
            "spouse",
            "husband",
            "wife",
            "স্বামী",
            "স্ত্রী",
            "স্বামীস্ত্রী",
            "স্বামীস্ত্রীরনাম",
        ],
    ),
    (Field::Sex, &["sex", "gender", "লিঙ্গ"]),
    (
        Field::Birth,
        &[
            "birth",
            "dob",
            "dateofbirth",
            "birthdate",
            "age",
            "জন্মতারিখ",
            "বয়স",
        ],
    ),
    (
        Field::Nid,
        &[
            "nid",
            "nidno",
            "nationalid",
            "এনআইডি",
            "জাতীয়পরিচয়পত্র",
            "জাতীয়পরিচয়পত্রনম্বর",
        ],
    ),
    (
        Field::BirthReg,
        &[
            "birthreg",
            "birthregistration",
            "birthregistrationno",
            "জন্মনিবন্ধন",
            "জন্মনিবন্ধননম্বর",
        ],
    ),
    (
        Field::Passport,
        &["passport", "passportno", "পাসপোর্ট", "পাসপোর্টনম্বর"],
    ),
    (
        Field::Phone,
        &["phone", "mobile", "phoneno", "মোবাইল", "ফোন", "মোবাইলনম্বর"],
    ),
    (Field::Nationality, &["nationality", "country", "জাতীয়তা"]),
    (Field::Occupation, &["occupation", "profession", "পেশা"]),
    (
        Field::Place,
        &[
            "place",
            "upazila",
            "district",
            "union",
            "উপজেলা",
            "জেলা",
            "ইউনিয়ন",
            "থানাউপজেলা",
        ],
    ),
    (Field::Village, &["village", "address", "গ্রাম", "ঠিকানা"]),
    (
        Field::External,
        &[
            "id",
            "externalid",
            "pdmsid",
            "oldid",
            "আইডি",
            "পুরোনোআইডি",
            "পুরাতননম্বর",
        ],
    ),
    (
        Field::Prison,
        &["prison", "prisoncode", "jail", "কারাগার", "কারাগারকোড"],
    ),
    (
        Field::Number,
        &[
            "number",
            "prisonerno",
            "prisonernumber",
            "বন্দিনম্বর",
            "বন্দীনম্বর",
            "হাজতিনম্বর",
            "কয়েদিনম্বর",
        ],
    ),
    (
        Field::Status,
        &["status", "legalstatus", "আইনগতঅবস্থা", "ধরন", "শ্রেণি"],
    ),
    (
        Field::Admitted,
        &[
            "admitted",
            "admissiondate",
            "admittedon",
            "indate",
            "datein",
            "ভর্তি",
            "ভর্তিরতারিখ",
            "আমদানিরতারিখ",
        ],
    ),
    (Field::Ward, &["ward", "ওয়ার্ড"]),
    (
        Field::Case,
        &["case", "caseno", "casenumber", "মামলা", "মামলানম্বর"],
    ),
    (Field::Court, &["court", "আদালত"]),
    (Field::Station, &["policestation", "thana", "ps", "থানা"]),
    (
        Field::Sections,
        &["sections", "section", "law", "ধারা", "আইনওধারা"],
    ),
    (
        Field::NextDate,
        &[
            "nextdate",
            "nextcourtdate",
            "hearing",
            "পরবর্তীতারিখ",
            "হাজিরা",
            "হাজিরারতারিখ",
        ],
    ),
    (
        Field::Warrant,
        &["warrantno", "warrantnumber", "পরোয়ানা", "পরোয়ানানম্বর"],
    ),
    (
        Field::WarrantCourt,
        &["warrantcourt", "issuingcourt", "পরোয়ানারআদালত"],
    ),
    (
        Field::WarrantOn,
        &["warranton", "warrantdate", "পরোয়ানারতারিখ"],
    ),
    (
        Field::Released,
        &[
            "releasedate",
            "releasedon",
            "outdate",
            "dateout",
            "মুক্তি",
            "মুক্তিরতারিখ",
        ],
    ),
    (
        Field::ReleasedHow,
        &[
            "releasedhow",
            "howreleased",
            "releasetype",
            "releasereason",
            "মুক্তিরধরন",
            "মুক্তিরকারণ",
        ],
    ),
];

impl Field {
    fn headers(self) -> impl Iterator<Item = &'static str> {
        HEADERS
            .iter()
            .filter(move |(field, _)| *field == self)
            .flat_map(|(_, names)| names.iter().copied())
    }

    fn is_called(self, column: &str) -> bool {
        let text = folded(column);
        self.word() == column.trim() || self.headers().any(|known| folded(known) == text)
    }
}

/// Headers of the column in which a report of errors was written: never read.
const ERROR_HEADERS: [&str; 2] = ["error", "ত্রুটি"];

/// A header as it is compared: letters with their signs and digits alone, lower case.
pub(super) fn folded(header: &str) -> String {
    let text = bangla::normalise::text(header);
    let is_sign = |c: char| ('\u{981}'..='\u{9cd}').contains(&c) || c == '\u{9d7}';
    text.chars()
        .filter(|c| c.is_alphanumeric() || is_sign(*c))
        .flat_map(char::to_lowercase)
        .collect()
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

    /// Whether one of the columns is the name.
    pub(crate) fn has_name(&self) -> bool {
        self.0.values().any(|field| *field == Field::Name)
    }

    /// The same with `column=field` pairs of a command line over it.
    ///
    /// # Errors
    /// Invalid, naming `map`: no `=`, or a field that is none.
    pub fn with(mut self, pairs: &[String]) -> Result<Self> {
        for pair in pairs {
            let (column, field) = pair
                .rsplit_once('=')
                .ok_or_else(|| Error::invalid("map", "err-import-map").with("pair", pair))?;
            let field = Field::parse("map", field)
                .map_err(|_| Error::invalid("map", "err-import-field").with("field", field))?;
            self.0.retain(|_, taken| *taken != field);
            self.0.insert(column.trim().to_owned(), field);
        }
        Ok(self)
    }

    /// For each column of `header`, its field.
    pub(crate) fn fields(&self, header: &[String]) -> Vec<Option<Field>> {
        header
            .iter()
            .map(|column| {
                self.0
                    .get(column)
                    .copied()
                    .filter(|_| !is_error_column(column))
            })
            .collect()
    }

    /// What the mapping says of these columns; none where it knows none of them, as that of another file.
    pub(crate) fn within(&self, header: &[String]) -> Option<Self> {
        let known = self
            .0
            .iter()
            .filter(|(column, _)| header.contains(column))
            .map(|(column, field)| (column.clone(), *field));
        Some(Self(known.collect())).filter(|mapping| !mapping.0.is_empty())
    }

    /// For each column of `header`, its field, once they can be the columns of a file of people.
    ///
    /// # Errors
    /// Invalid, naming `file`: no column is the name, or two are the same field.
    pub(crate) fn columns(&self, header: &[String]) -> Result<Vec<Option<Field>>> {
        let fields = self.fields(header);
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

pub(super) fn is_error_column(column: &str) -> bool {
    let text = folded(column);
    ERROR_HEADERS.iter().any(|known| folded(known) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_own_word_and_no_header_means_two() {
        let header: Vec<String> = Field::ALL
            .iter()
            .map(|field| field.word().to_owned())
            .collect();
        assert_eq!(Mapping::guess(&header).0.len(), Field::ALL.len());
        let mut all: Vec<String> = Field::ALL
            .iter()
            .flat_map(|field| field.headers())
            .map(folded)
            .collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_mapping_says_what_is_wrong_with_it() {
        let header = ["নাম", "Name", "x"].map(str::to_owned);
        let both = Mapping::guess(&header)
            .with(&["Name=name".to_owned()])
            .unwrap();
        assert_eq!(both.0.len(), 1, "the last one holds");
        assert!(Mapping::guess(&["x".to_owned()]).columns(&header).is_err());
        assert!(Mapping::default().with(&["no sign".to_owned()]).is_err());
        assert!(Mapping::default().with(&["x=nothing".to_owned()]).is_err());
    }
}
