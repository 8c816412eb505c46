//! Divisions, districts, upazilas with metropolitan thanas, and unions. Codes nest: `93` ⊃ `9307` ⊃ `930704`.

use std::sync::LazyLock;

use crate::table::{Record, Row, Table, TableError, shipped};

/// বিভাগ
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Two digits of the statistics bureau.
    pub code: &'static str,
    /// In Bangla.
    pub name_bn: &'static str,
    /// In English.
    pub name_en: &'static str,
    /// Older and other spellings.
    pub aliases: Vec<&'static str>,
}

/// জেলা
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Two digits of the statistics bureau; a 13-digit NID begins with them.
    pub code: &'static str,
    /// Code of its division.
    pub division: &'static str,
    /// Three letters, as in prison codes.
    pub short: &'static str,
    /// In Bangla.
    pub name_bn: &'static str,
    /// In English.
    pub name_en: &'static str,
    /// Older and other spellings.
    pub aliases: Vec<&'static str>,
}

/// Whether a row is a civil upazila or a thana inside a metropolitan area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UpazilaKind {
    /// উপজেলা
    Upazila,
    /// মহানগর থানা; has no unions
    MetroThana,
}

impl UpazilaKind {
    fn from_code(code: &str) -> Option<Self> {
        match code {
            "upazila" => Some(Self::Upazila),
            "metro_thana" => Some(Self::MetroThana),
            _ => None,
        }
    }
}

/// উপজেলা বা মহানগর থানা
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upazila {
    /// The district's code and two digits of ours.
    pub code: &'static str,
    /// Code of its district.
    pub district: &'static str,
    /// Upazila or metropolitan thana.
    pub kind: UpazilaKind,
    /// In Bangla.
    pub name_bn: &'static str,
    /// In English.
    pub name_en: &'static str,
    /// Older and other spellings.
    pub aliases: Vec<&'static str>,
}

impl Upazila {
    /// The police station of this place in Bangla: a thana is called as its upazila, without "সদর".
    pub fn station_bn(&self) -> &'static str {
        self.name_bn.strip_suffix(" সদর").unwrap_or(self.name_bn)
    }

    /// The police station of this place in English.
    pub fn station_en(&self) -> &'static str {
        self.name_en.strip_suffix(" Sadar").unwrap_or(self.name_en)
    }
}

/// ইউনিয়ন
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    /// The upazila's code and two digits of ours.
    pub code: &'static str,
    /// Code of its upazila.
    pub upazila: &'static str,
    /// In Bangla.
    pub name_bn: &'static str,
    /// In English.
    pub name_en: &'static str,
    /// Older and other spellings.
    pub aliases: Vec<&'static str>,
}

impl Record for Division {
    const COLUMNS: &'static [&'static str] = &["code", "name_bn", "name_en", "aliases"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            name_bn: row.text()?,
            name_en: row.text()?,
            aliases: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

impl Record for District {
    const COLUMNS: &'static [&'static str] =
        &["code", "division", "short", "name_bn", "name_en", "aliases"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            division: row.text()?,
            short: row.text()?,
            name_bn: row.text()?,
            name_en: row.text()?,
            aliases: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

impl Record for Upazila {
    const COLUMNS: &'static [&'static str] =
        &["code", "district", "kind", "name_bn", "name_en", "aliases"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            district: row.text()?,
            kind: row.word(UpazilaKind::from_code)?,
            name_bn: row.text()?,
            name_en: row.text()?,
            aliases: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

impl Record for Union {
    const COLUMNS: &'static [&'static str] = &["code", "upazila", "name_bn", "name_en", "aliases"];

    fn read(row: &mut Row) -> Result<Self, TableError> {
        Ok(Self {
            code: row.text()?,
            upazila: row.text()?,
            name_bn: row.text()?,
            name_en: row.text()?,
            aliases: row.list()?,
        })
    }

    fn code(&self) -> &'static str {
        self.code
    }
}

/// The 8 divisions, by code.
pub fn divisions() -> &'static Table<Division> {
    static TABLE: LazyLock<Table<Division>> =
        LazyLock::new(|| shipped(include_str!("../../../data/divisions.tsv")));
    &TABLE
}

/// The 64 districts, by code.
pub fn districts() -> &'static Table<District> {
    static TABLE: LazyLock<Table<District>> =
        LazyLock::new(|| shipped(include_str!("../../../data/districts.tsv")));
    &TABLE
}

/// Upazilas and metropolitan thanas, by code.
pub fn upazilas() -> &'static Table<Upazila> {
    static TABLE: LazyLock<Table<Upazila>> =
        LazyLock::new(|| shipped(include_str!("../../../data/upazilas.tsv")));
    &TABLE
}

/// Unions, by code.
pub fn unions() -> &'static Table<Union> {
    static TABLE: LazyLock<Table<Union>> =
        LazyLock::new(|| shipped(include_str!("../../../data/unions.tsv")));
    &TABLE
}

/// The upazilas and thanas of a district; empty when there is no such district.
pub fn upazilas_of(district: &str) -> &'static [Upazila] {
    children(upazilas(), district, |row| row.district)
}

/// The unions of an upazila; empty for a metropolitan thana.
pub fn unions_of(upazila: &str) -> &'static [Union] {
    children(unions(), upazila, |row| row.upazila)
}

/// Codes nest and the files are in code order, so the children of one place lie together.
fn children<'t, T>(rows: &'t [T], parent: &str, parent_of: fn(&T) -> &'static str) -> &'t [T] {
    let from = rows.partition_point(|row| parent_of(row) < parent);
    let rows = rows.get(from..).unwrap_or_default();
    let len = rows.partition_point(|row| parent_of(row) == parent);
    rows.get(..len).unwrap_or_default()
}

/// How deep a [`PlacePath`] goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// জেলা
    District,
    /// উপজেলা বা মহানগর থানা
    Upazila,
    /// ইউনিয়ন
    Union,
}

/// A place with all that it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacePath {
    /// Always known.
    pub division: &'static Division,
    /// Always known.
    pub district: &'static District,
    /// Set from [`Level::Upazila`] down.
    pub upazila: Option<&'static Upazila>,
    /// Set at [`Level::Union`].
    pub union: Option<&'static Union>,
}

impl PlacePath {
    /// The path of a district's, upazila's or union's code.
    pub fn of(code: &str) -> Option<Self> {
        let union = unions().get(code);
        let upazila = upazilas().get(union.map_or(code, |union| union.upazila));
        let district = districts().get(upazila.map_or(code, |upazila| upazila.district))?;
        let division = divisions().get(district.division)?;
        Some(Self {
            division,
            district,
            upazila,
            union,
        })
    }

    /// The level of the smallest place.
    pub fn level(&self) -> Level {
        match (self.upazila, self.union) {
            (_, Some(_)) => Level::Union,
            (Some(_), None) => Level::Upazila,
            (None, None) => Level::District,
        }
    }

    /// The code of the smallest place; [`Self::of`] turns it back.
    pub fn code(&self) -> &'static str {
        match (self.upazila, self.union) {
            (_, Some(union)) => union.code,
            (Some(upazila), None) => upazila.code,
            (None, None) => self.district.code,
        }
    }

    /// From the smallest to the division, in Bangla: "মির্জাপুর, টাঙ্গাইল, ঢাকা".
    pub fn label_bn(&self) -> String {
        label([
            self.union.map(|union| union.name_bn),
            self.upazila.map(|upazila| upazila.name_bn),
            Some(self.district.name_bn),
            Some(self.division.name_bn),
        ])
    }

    /// From the smallest to the division, in English.
    pub fn label_en(&self) -> String {
        label([
            self.union.map(|union| union.name_en),
            self.upazila.map(|upazila| upazila.name_en),
            Some(self.district.name_en),
            Some(self.division.name_en),
        ])
    }
}

fn label(names: [Option<&'static str>; 4]) -> String {
    names.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_lies_in_one_above_it() {
        assert_eq!((divisions().len(), districts().len()), (8, 64));
        for union in unions().iter() {
            let path = PlacePath::of(union.code).unwrap();
            assert_eq!(path.level(), Level::Union);
            assert_eq!(path.code(), union.code);
            assert!(union.code.starts_with(union.upazila));
        }
        for upazila in upazilas().iter() {
            let path = PlacePath::of(upazila.code).unwrap();
            assert_eq!(path.code(), upazila.code);
            assert!(upazila.code.starts_with(path.district.code));
        }
    }

    #[test]
    fn children_of_all_parents_are_all_rows() {
        let upazilas_found: usize = districts()
            .iter()
            .map(|row| upazilas_of(row.code).len())
            .sum();
        assert_eq!(upazilas_found, upazilas().len());
        let unions_found: usize = upazilas().iter().map(|row| unions_of(row.code).len()).sum();
        assert_eq!(unions_found, unions().len());
        assert!(upazilas_of("99").is_empty());
    }

    #[test]
    fn a_thana_is_called_as_its_upazila_without_sadar() {
        let sadar = upazilas()
            .iter()
            .find(|row| row.name_en == "Tangail Sadar")
            .unwrap();
        assert_eq!(
            (sadar.station_bn(), sadar.station_en()),
            ("টাঙ্গাইল", "Tangail")
        );
    }
}
