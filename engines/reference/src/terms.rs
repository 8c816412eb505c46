//! The words of the forms: a code that is stored, what is shown in either language, and what else people write.

use std::sync::LazyLock;

use crate::table::{Record, Row, Table, TableError, shipped};

/// One choice of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What the record stores; never changes its meaning.
    pub code: &'static str,
    /// As shown in Bangla.
    pub name_bn: &'static str,
    /// As shown in English.
    pub name_en: &'static str,
    /// Other words for it, in either script.
    pub aliases: Vec<&'static str>,
}

impl Record for Term {
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

/// Countries by ISO 3166 code; `XX` is stateless, `ZZ` not known.
pub fn countries() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/countries.tsv")));
    &TABLE
}

/// Schooling, from none to doctorate.
pub fn education() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/education.tsv")));
    &TABLE
}

/// Languages spoken in the jails.
pub fn languages() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/languages.tsv")));
    &TABLE
}

/// What a person does for a living.
pub fn occupations() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/occupations.tsv")));
    &TABLE
}

/// What a relative or visitor is to the prisoner.
pub fn relations() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/relations.tsv")));
    &TABLE
}

/// Religions, with `other`, `none` and `not_stated`.
pub fn religions() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/religions.tsv")));
    &TABLE
}
