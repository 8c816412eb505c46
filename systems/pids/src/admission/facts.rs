//! Reading what was typed: every field at once, so that a clerk sees all that is wrong together.

use std::collections::BTreeMap;

use kernel::{Birth, BlobHash, Date, Error, Lang, Nid, Phone, Result, Taka};

use super::reader::Reader;
use crate::custody::{Charge, LegalStatus, Warrant};
use crate::people::{Address, CHILD_BELOW, Person, Sex, TwoNames};
use crate::record::{NewChild, NewInjuries, NewMarks, NewProperty, NewRelative};

/// What was typed, by field.
pub type Typed = BTreeMap<String, String>;

/// The name as far as it is typed, in the reader's script or else in the other; empty where none is.
pub fn name_typed(typed: &Typed, lang: Lang) -> String {
    let name = |field: &str| typed.get(field).map_or("", String::as_str);
    let names = TwoNames::new(name("name_bn"), name("name_en"));
    names.show(lang).to_owned()
}

/// What was typed, read.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Mother's name.
    pub mother: TwoNames,
    /// Husband's or wife's name.
    pub spouse: TwoNames,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: Birth,
    /// NID, if it is held.
    pub nid: Option<Nid>,
    /// Phone.
    pub phone: Option<Phone>,
    /// Where they live.
    pub present: Address,
    /// Where they come from; empty where it was not said.
    pub permanent: Address,
    /// In what right they are held.
    pub legal_status: LegalStatus,
    /// The order to hold them.
    pub warrant: Warrant,
    /// The case; none for a detenu without one.
    pub case: Option<CaseFacts>,
    /// Next date in court; none makes a task to obtain it.
    pub next_on: Option<Date>,
    /// Money and articles handed over.
    pub property: NewProperty,
    /// Relatives to tell.
    pub relatives: Vec<NewRelative>,
    /// Children, inside with the mother or outside with somebody.
    pub children: Vec<NewChild>,
    /// Answers to the risk questions.
    pub risks: Vec<Risk>,
    /// Injuries seen at the gate.
    pub injuries: NewInjuries,
    /// Marks, scars and tattoos by which the body is known.
    pub marks: NewMarks,
    /// Other names.
    pub aliases: Vec<String>,
    /// The systems and numbers under which earlier databases know the person.
    pub external: Vec<(String, String)>,
    /// Whatever else was typed, copied into the person as it is.
    pub more: More,
}

/// A case as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// The court.
    pub court: String,
    /// Its number.
    pub case_no: String,
    /// Police station.
    pub police_station: String,
    /// What is charged.
    pub charges: Vec<Charge>,
}

/// An article handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// What.
    pub what: String,
    /// How many.
    pub quantity: i64,
}

/// The answer to one risk question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The question.
    pub question: &'static str,
    /// `yes`, `no` or `unknown`.
    pub answer: String,
    /// In words.
    pub note: String,
}

/// Fields that need no reading.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Passport number.
    pub passport: Option<String>,
    /// Religion.
    pub religion: Option<String>,
    /// Nationality; Bangladesh unless typed.
    pub nationality: Option<String>,
    /// Education.
    pub education: Option<String>,
    /// Occupation.
    pub occupation: Option<String>,
    /// Disability in words.
    pub disability: String,
    /// Centimetres.
    pub height_cm: Option<i16>,
    /// Languages.
    pub languages: Vec<String>,
    /// Photo, which the blob store has already.
    pub photo: Option<BlobHash>,
}

impl Facts {
    /// Reads everything.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read, and what to do about each.
    pub fn read(typed: &Typed, today: Date) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let name = reader.names("name_bn", "name_en");
        if name.is_empty() {
            reader.wrong(Error::invalid("name_bn", "err-name"));
        }
        let father = reader.names("father_bn", "father_en");
        if father.is_empty() {
            reader.wrong(Error::invalid("father_bn", "err-father"));
        }
        let sex = reader.must("sex", Sex::parse);
        let birth = reader.must("birth", |field, text| Birth::parse(field, text, today));
        let legal_status = reader.must("legal_status", LegalStatus::parse);
        let present = reader.address("place", "village");
        let warrant = reader.warrant(today);
        let case = reader.case(legal_status);
        let next_on = reader.date("next_on", today);
        if let Some(next) = next_on
            && next < today
        {
            reader.wrong(Error::invalid("next_on", "err-date-past"));
        }
        let facts = Self {
            mother: reader.names("mother_bn", "mother_en"),
            spouse: reader.names("spouse_bn", "spouse_en"),
            nid: reader.nid(),
            phone: reader.may("phone", Phone::parse),
            permanent: reader.permanent(),
            property: NewProperty {
                cash: reader.may("cash", Taka::parse).unwrap_or_default(),
                articles: reader.articles(),
            },
            relatives: reader.relatives(),
            children: reader.children(sex),
            risks: reader.risks(),
            injuries: reader.injuries(),
            marks: reader.marks(),
            aliases: reader.lines("alias"),
            external: reader.external(),
            more: reader.more(),
            // The defaults are never used: when one is missing, `errors` is not empty.
            sex: sex.unwrap_or(Sex::Male),
            birth: birth.unwrap_or(Birth::On(today)),
            legal_status: legal_status.unwrap_or(LegalStatus::UnderTrial),
            name,
            father,
            present,
            warrant,
            case,
            next_on,
        };
        reader.done(facts)
    }

    /// Whether the law forbids holding this person in a prison at all: a child is sent to a development centre
    /// (Children Act 2013, ch. 7).
    pub fn is_child(&self, today: Date) -> bool {
        self.birth.age_on(today) < CHILD_BELOW
    }

    /// Copies what was typed over what is known of a person; what was left empty stays as it was.
    pub fn fill(&self, person: &mut Person) {
        fn name(known: &mut TwoNames, typed: &TwoNames) {
            if !typed.bn.is_empty() {
                known.bn.clone_from(&typed.bn);
            }
            if !typed.en.is_empty() {
                known.en.clone_from(&typed.en);
            }
        }
        fn given<T: Clone>(known: &mut Option<T>, typed: Option<&T>) {
            if let Some(typed) = typed {
                *known = Some(typed.clone());
            }
        }
        name(&mut person.name, &self.name);
        name(&mut person.father, &self.father);
        name(&mut person.mother, &self.mother);
        name(&mut person.spouse, &self.spouse);
        person.sex = self.sex;
        // A known date of birth is worth more than a new guess.
        if !self.birth.is_estimated() || person.birth.is_none() {
            person.birth = Some(self.birth);
        }
        given(&mut person.nid, self.nid.as_ref());
        given(&mut person.phone, self.phone.as_ref());
        given(&mut person.passport, self.more.passport.as_ref());
        given(&mut person.religion, self.more.religion.as_ref());
        given(&mut person.education, self.more.education.as_ref());
        given(&mut person.occupation, self.more.occupation.as_ref());
        given(&mut person.height_cm, self.more.height_cm.as_ref());
        given(&mut person.photo, self.more.photo.as_ref());
        if let Some(nationality) = &self.more.nationality {
            person.nationality.clone_from(nationality);
        }
        if !self.more.disability.is_empty() {
            person.disability.clone_from(&self.more.disability);
        }
        if !self.more.languages.is_empty() {
            person.languages.clone_from(&self.more.languages);
        }
        if self.present != Address::default() {
            person.present = self.present.clone();
        }
        if self.permanent != Address::default() {
            person.permanent = self.permanent.clone();
        } else if person.permanent == Address::default() {
            // Of somebody new, until it is said otherwise, where they live is where they come from.
            person.permanent = self.present.clone();
        }
    }
}
