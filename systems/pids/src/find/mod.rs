//! Finding people: one box for a name in any script and spelling, a father's name, a village, a number.
//!
//! How one search runs:
//! 1. [`query`] reads what was typed: numbers in every form, and words.
//! 2. [`keys`] turns the words into phonetic keys. Two words make a pair, whose list of people is short
//!    in one prison: name with name, name with father's name, name with place. Three make a list that is
//!    short even among millions.
//! 3. [`plan`] says which lists are read, and [`look`] reads them, at most
//!    [`keys::POSTINGS_PER_KEY_MAX`] people of each, and the documents of those that stand in most of
//!    them.
//! 4. [`rank`] scores each document word by word and says why it was found.
//!
//! `store::index` keeps all this in the transaction that writes a person, a custody or a case, so that
//! what was written is found at once.

mod heard;
pub mod keys;
pub mod look;
pub mod number;
pub mod pages;
pub mod plan;
pub mod query;
pub mod rank;
pub mod service;
pub mod store;

use kernel::{Birth, BlobHash, CustodyId, PersonId, PrisonId, words};

use crate::custody::State;
use crate::people::{Address, Person, Sex, TwoNames};
pub use number::{Number, NumberKind};

/// Names of one kind that one document keeps: aliases past this many are not searched.
const NAMES_MAX: usize = 24;

/// Whose people a search may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    All,
    /// Those whose custody, open or last, belongs to one of these prisons.
    Prisons(Vec<PrisonId>),
}

impl Scope {
    /// Whether somebody whose custody belongs to `prison` may be shown.
    pub fn holds(&self, prison: Option<PrisonId>) -> bool {
        match self {
            Self::All => true,
            Self::Prisons(prisons) => prison.is_some_and(|prison| prisons.contains(&prison)),
        }
    }
}

/// What is searched of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// Whose.
    pub person: PersonId,
    /// Every name, in every script known.
    pub names: Vec<String>,
    /// The father's name, in every script known.
    pub fathers: Vec<String>,
    /// The husband's or wife's name.
    pub spouses: Vec<String>,
    /// Villages, in words.
    pub villages: Vec<String>,
    /// Codes of places in `reference`.
    pub places: Vec<String>,
    /// Sex.
    pub sex: Sex,
    /// Year of birth, exact or estimated.
    pub born: Option<i16>,
    /// The open custody, else the last.
    pub custody: Option<CustodyId>,
    /// The prison of that custody.
    pub prison: Option<PrisonId>,
    /// Numbers, in the form that is searched.
    pub numbers: Vec<Number>,
}

impl Doc {
    /// What a person's own record says.
    pub fn of(person: &Person) -> Self {
        let mut doc = Self {
            person: person.id,
            names: Vec::new(),
            fathers: Vec::new(),
            spouses: Vec::new(),
            villages: Vec::new(),
            places: Vec::new(),
            sex: person.sex,
            born: person.birth.map(|birth| birth.nominal().year()),
            custody: None,
            prison: None,
            numbers: Vec::new(),
        };
        doc.also(person);
        doc
    }

    /// Adds what another record of the same human being says, one that was merged into this one.
    pub fn also(&mut self, person: &Person) {
        add_names(&mut self.names, &person.name);
        add_names(&mut self.fathers, &person.father);
        add_names(&mut self.spouses, &person.spouse);
        for Address { place, village } in [&person.present, &person.permanent] {
            add(&mut self.villages, village);
            add(&mut self.places, place);
        }
        let optional = [
            (NumberKind::Nid, person.nid.as_ref().map(kernel::Nid::core)),
            (
                NumberKind::Phone,
                person.phone.as_ref().map(kernel::Phone::national),
            ),
            (NumberKind::BirthReg, person.birth_reg.as_deref()),
            (NumberKind::Passport, person.passport.as_deref()),
        ];
        for (kind, text) in optional {
            if let Some(text) = text {
                self.add_number(kind, text);
            }
        }
    }

    /// Adds another name.
    pub fn add_alias(&mut self, alias: &TwoNames) {
        add_names(&mut self.names, alias);
    }

    /// Adds a number, in every form in which it is searched.
    pub fn add_number(&mut self, kind: NumberKind, text: &str) {
        for form in number::stored_forms(kind, text) {
            let number = Number { kind, text: form };
            if !self.numbers.contains(&number) {
                self.numbers.push(number);
            }
        }
    }

    /// Adds a prisoner's number, with and without the code of the prison that gave it.
    pub fn add_prisoner_number(&mut self, prison_code: &str, text: &str) {
        self.add_number(NumberKind::Prisoner, text);
        self.add_number(NumberKind::Prisoner, &format!("{prison_code} {text}"));
    }

    /// Says in which custody the person is or was last.
    pub fn held(&mut self, custody: CustodyId, prison: PrisonId) {
        self.custody = Some(custody);
        self.prison = Some(prison);
    }
}

fn add_names(list: &mut Vec<String>, names: &TwoNames) {
    add(list, &names.bn);
    add(list, &names.en);
}

/// Adds a text that is new. A tab would end it in the stored list.
fn add(list: &mut Vec<String>, text: &str) {
    let text = text.replace('\t', " ");
    let text = text.trim();
    if !text.is_empty() && list.len() < NAMES_MAX && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}

words! {
    /// Why somebody was found. One chip each, beside the name.
    pub enum Why: "find-why" {
        /// The prisoner's number, the one in another prison included.
        PrisonerNumber = "prisoner",
        /// The national identity number.
        Nid = "nid",
        /// Phone.
        Phone = "phone",
        /// Case number.
        Case = "case",
        /// Birth registration.
        BirthReg = "birth_reg",
        /// Passport.
        Passport = "passport",
        /// The number of an earlier database.
        External = "external",
        /// The name as it is written.
        NameSame = "name_same",
        /// The name in another spelling.
        NameSpelling = "name_spelling",
        /// The name by its sound.
        NameSound = "name_sound",
        /// The father's name.
        Father = "father",
        /// The husband's or wife's name.
        Spouse = "spouse",
        /// Village, union or upazila.
        Place = "place",
    }
}

impl From<NumberKind> for Why {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Prisoner => Self::PrisonerNumber,
            NumberKind::Nid => Self::Nid,
            NumberKind::Phone => Self::Phone,
            NumberKind::Case => Self::Case,
            NumberKind::BirthReg => Self::BirthReg,
            NumberKind::Passport => Self::Passport,
            NumberKind::External => Self::External,
        }
    }
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: Option<Birth>,
    /// Photo.
    pub photo: Option<BlobHash>,
    /// Home.
    pub home: Address,
    /// The open custody, else the last.
    pub stay: Option<Stay>,
    /// From 0 to 1; a number that fits wholly has 1.
    pub score: f64,
    /// Why, the strongest first.
    pub why: Vec<Why>,
    /// The document's number, for the cursor.
    pub(crate) doc: i64,
}

/// The custody that a hit shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Which.
    pub custody: CustodyId,
    /// The prisoner's number.
    pub number: String,
    /// Where, or how it ended.
    pub state: State,
    /// The prison.
    pub prison: PrisonId,
    /// The prison's code.
    pub code: String,
    /// The prison's name.
    pub prison_name: TwoNames,
}

/// What a search gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Where the next page starts, if there is one.
    pub next: Option<Cursor>,
    /// More people fit than were looked at: a father's name or a village would help.
    pub too_common: bool,
}

/// The place of a hit in the order of one search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The score in millionths.
    pub score: i64,
    /// The document, where scores are equal.
    pub doc: i64,
}

impl Cursor {
    /// Whether a hit with this score and document comes after the cursor: best first, then oldest.
    pub fn is_before(self, score: i64, doc: i64) -> bool {
        (std::cmp::Reverse(score), doc) > (std::cmp::Reverse(self.score), self.doc)
    }

    /// As an address carries it.
    pub fn encode(self) -> String {
        format!("{}-{}", self.score, self.doc)
    }

    /// Reads what [`Cursor::encode`] wrote.
    ///
    /// # Errors
    /// Invalid `err-cursor`, naming `after`.
    pub fn decode(text: &str) -> kernel::Result<Self> {
        let read = || {
            let (score, doc) = text.split_once('-')?;
            Some(Self {
                score: score.parse().ok()?,
                doc: doc.parse().ok()?,
            })
        };
        read().ok_or_else(|| kernel::Error::invalid("after", "err-cursor"))
    }
}

/// Which of those found are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in this prison.
    pub prison: Option<PrisonId>,
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this sex.
    pub sex: Option<Sex>,
}

#[cfg(test)]
mod tests {
    use kernel::{Nid, Phone, Uuid};

    use super::*;

    #[test]
    fn a_document_holds_each_name_and_number_once() {
        let id = PersonId(Uuid::from_u128(1));
        let mut person = Person::new(id, TwoNames::new("আব্দুর রহিম", "Abdur Rahim"), Sex::Male);
        person.nid = Nid::parse("nid", "19982694812345678").ok();
        person.phone = Phone::parse("phone", "+8801712345678").ok();
        person.permanent.village = "চর\tকালিবাড়ী".to_owned();
        let mut doc = Doc::of(&person);
        doc.add_alias(&TwoNames::new("আব্দুর রহিম", "Rahim Boks"));
        doc.add_prisoner_number("DHK-C", "4512/2026");
        assert_eq!(doc.names, ["আব্দুর রহিম", "Abdur Rahim", "Rahim Boks"]);
        assert_eq!(doc.villages, ["চর কালিবাড়ী"]);
        let numbers: Vec<&str> = doc
            .numbers
            .iter()
            .map(|number| number.text.as_str())
            .collect();
        assert_eq!(
            numbers,
            ["2694812345678", "01712345678", "4512/26", "dhkc4512/26"]
        );
    }

    #[test]
    fn a_cursor_survives_text_and_keeps_the_order() {
        let cursor = Cursor {
            score: 812_345,
            doc: 17,
        };
        assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        assert!(cursor.is_before(812_345, 18) && cursor.is_before(700_000, 1));
        assert!(!cursor.is_before(812_345, 17) && !cursor.is_before(900_000, 40));
        assert!(Cursor::decode("x-1").is_err());
    }
}
