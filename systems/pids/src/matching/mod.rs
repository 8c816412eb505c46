//! "Same person?" Whether somebody at the gate is known already, and whether two records are one human
//! being.
//!
//! The machine only weighs ([`weigh`]); people decide. What they decide, with their reason, stands for
//! good and goes before every weight. Two records that are one are made one without losing what each
//! held ([`service::merge`]), so that it can be undone. What speaks against the body at the gate being
//! the person in the warrant ([`impersonation`]) never blocks silently: a supervisor decides.

pub mod candidates;
mod facts;
pub mod impersonation;
pub mod pages;
pub mod reader;
pub mod service;
pub mod store;
pub mod weigh;
pub mod why;

use kernel::{Birth, BlobHash, Nid, PersonId, Phone, words};
use web::parts::Tone;

use crate::custody::State;
use crate::find::Stay;
use crate::people::{Address, Person, Sex, TwoNames, homes};

pub use candidates::candidates;

/// What is known of the one who is looked for. What is empty is not compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchFacts {
    /// The record that these facts are of, if there is one: it is no candidate for itself.
    pub of: Option<PersonId>,
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Mother's name.
    pub mother: TwoNames,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth.
    pub birth: Option<Birth>,
    /// National identity number.
    pub nid: Option<Nid>,
    /// Phone.
    pub phone: Option<Phone>,
    /// Where they live and come from.
    pub homes: Vec<Address>,
    /// A case number, as written in the warrant.
    pub case: Option<String>,
}

impl MatchFacts {
    /// The facts of a record.
    pub fn of_person(person: &Person) -> Self {
        Self {
            of: Some(person.id),
            name: person.name.clone(),
            father: person.father.clone(),
            mother: person.mother.clone(),
            sex: Some(person.sex),
            birth: person.birth,
            nid: person.nid.clone(),
            phone: person.phone.clone(),
            homes: homes(person.permanent.clone(), person.present.clone()),
            case: None,
        }
    }
}

words! {
    /// What was compared.
    pub enum Field: "match-field" {
        /// Name.
        Name = "name",
        /// Father's name.
        Father = "father",
        /// Mother's name.
        Mother = "mother",
        /// Sex.
        Sex = "sex",
        /// Date of birth or age.
        Birth = "birth",
        /// National identity number.
        Nid = "nid",
        /// Phone.
        Phone = "phone",
        /// Union, upazila, district.
        Place = "place",
        /// Village.
        Village = "village",
        /// A case that both are in.
        Case = "case",
    }
}

words! {
    /// How far it agrees.
    pub enum How: "match-how" {
        /// The same.
        Same = "same",
        /// The same in another spelling, a date with swapped or slipped digits, a phone alike.
        Alike = "alike",
        /// Not far off: an age within a few years, the same district.
        Near = "near",
        /// Something else.
        Differs = "differs",
    }
}

impl How {
    /// Whether it speaks for the same person.
    pub fn agrees(self) -> bool {
        self != Self::Differs
    }
}

/// One field of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Which.
    pub field: Field,
    /// How far.
    pub how: How,
    /// Evidence in bits: what it adds to the weight, negative against.
    pub bits: f64,
}

/// Somebody who may be the one who is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Evidence in bits that they are the same.
    pub weight: f64,
    /// Whether a person has decided that they are.
    pub decided: bool,
    /// Field by field, in the order of [`Field::ALL`].
    pub agrees: Vec<Agreement>,
    /// What the comparison shows of them, and no more.
    pub shown: Shown,
}

impl Candidate {
    /// Whether the evidence is enough to propose "the same" and not only to ask.
    pub fn is_likely(&self) -> bool {
        self.decided || self.weight >= weigh::JOIN
    }
}

/// What a comparison shows of a known person: nothing else of their file.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Mother's name.
    pub mother: TwoNames,
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
}

/// What follows from the candidates, each with its own short way through admission.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nobody known is like this.
    New,
    /// One is.
    One(Candidate),
    /// Several are.
    Several(Vec<Candidate>),
    /// Somebody who was taken to court is back.
    CourtReturn(Candidate),
    /// Somebody comes from another prison.
    Transfer(Candidate),
}

impl Outcome {
    /// Sorts candidates, the likeliest first, into one of the four ways.
    pub fn of(mut candidates: Vec<Candidate>) -> Self {
        let mut likely = candidates.iter().filter(|candidate| candidate.is_likely());
        let away = match (likely.next(), likely.next()) {
            (Some(only), None) => only.shown.stay.as_ref().map(|stay| stay.state),
            _ => None,
        };
        match (candidates.len(), away) {
            (0, _) => Self::New,
            (_, Some(State::AtCourt)) => Self::CourtReturn(candidates.swap_remove(0)),
            (_, Some(State::InTransfer)) => Self::Transfer(candidates.swap_remove(0)),
            (1, _) => Self::One(candidates.swap_remove(0)),
            _ => Self::Several(candidates),
        }
    }

    /// The outcome in the reader's words: `নতুন`, `২ জনের মিল`.
    pub fn label(&self, page: &web::Page) -> String {
        page.t1(self.key(), "n", self.candidates().len())
    }

    /// What the outcome's colour says.
    pub fn tone(&self) -> Tone {
        match self {
            Self::New => Tone::Plain,
            Self::CourtReturn(_) | Self::Transfer(_) => Tone::Good,
            Self::One(_) | Self::Several(_) => Tone::Warn,
        }
    }

    /// The key of its text in the locale files, which mentions the number of candidates as `n`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::New => "match-outcome-new",
            Self::One(_) => "match-outcome-one",
            Self::Several(_) => "match-outcome-several",
            Self::CourtReturn(_) => "match-outcome-court",
            Self::Transfer(_) => "match-outcome-transfer",
        }
    }

    /// Who is shown.
    pub fn people(&self) -> Vec<PersonId> {
        let candidates = self.candidates().iter();
        candidates.map(|candidate| candidate.person).collect()
    }

    /// The candidates to show.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::New => &[],
            Self::One(one) | Self::CourtReturn(one) | Self::Transfer(one) => {
                std::slice::from_ref(one)
            }
            Self::Several(several) => several,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::{CustodyId, PrisonId, Uuid};

    use super::*;

    pub(crate) fn candidate(number: u128, weight: f64, state: Option<State>) -> Candidate {
        Candidate {
            person: PersonId(Uuid::from_u128(number)),
            weight,
            decided: false,
            agrees: Vec::new(),
            shown: Shown {
                name: TwoNames::new("রহিম", "Rahim"),
                father: TwoNames::default(),
                mother: TwoNames::default(),
                sex: Sex::Male,
                birth: None,
                photo: None,
                home: Address::default(),
                stay: state.map(|state| Stay {
                    custody: CustodyId(Uuid::from_u128(number)),
                    number: "1/2026".to_owned(),
                    state,
                    prison: PrisonId(Uuid::from_u128(1)),
                    code: "DHK-C".to_owned(),
                    prison_name: TwoNames::default(),
                }),
            },
        }
    }

    #[test]
    fn five_outcomes() {
        let likely = weigh::JOIN + 1.0;
        let asked = weigh::ASK + 1.0;
        assert_eq!(Outcome::of(Vec::new()).key(), "match-outcome-new");
        let one = Outcome::of(vec![candidate(1, likely, Some(State::Released))]);
        assert_eq!(one.key(), "match-outcome-one");
        let court = vec![
            candidate(1, likely, Some(State::AtCourt)),
            candidate(2, asked, None),
        ];
        assert_eq!(Outcome::of(court).key(), "match-outcome-court");
        let sent = vec![candidate(1, likely, Some(State::InTransfer))];
        assert_eq!(Outcome::of(sent).key(), "match-outcome-transfer");
        let several = vec![
            candidate(1, likely, Some(State::AtCourt)),
            candidate(2, likely, None),
        ];
        assert_eq!(Outcome::of(several).candidates().len(), 2);
        let unsure = Outcome::of(vec![candidate(1, asked, Some(State::AtCourt))]);
        assert_eq!(unsure.key(), "match-outcome-one");
    }
}
