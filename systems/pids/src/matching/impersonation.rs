//! Signs that the body at the gate is not the person in the warrant.
//!
//! People have gone to prison for others for money; photos and fingerprints caught some of them years
//! later. Papers alone show signs and no proof, so a sign never blocks: a supervisor looks, decides and
//! says why.

use kernel::{Date, words};

use super::MatchFacts;
use super::weigh::{NAME_OTHER, likeness, same_nid};

/// Years by which two ages of one person may differ before it is a sign.
pub const AGE_OFF_YEARS: u16 = 5;

words! {
    /// One sign.
    pub enum Sign: "impersonation-sign" {
        /// Another national identity number.
        NidDiffers = "nid_differs",
        /// Another sex.
        SexDiffers = "sex_differs",
        /// An age more than [`AGE_OFF_YEARS`] off.
        AgeOff = "age_off",
        /// Another father's name.
        FatherDiffers = "father_differs",
    }
}

words! {
    /// What a supervisor decided.
    pub enum Ruling: "impersonation-ruling" {
        /// It is the person; the admission goes on.
        Accepted = "accepted",
        /// It is somebody else; nobody is admitted.
        Refused = "refused",
        /// The admission goes on and the court that issued the warrant is told.
        CourtTold = "court_told",
    }
}

impl Ruling {
    /// Whether the admission goes on.
    pub fn admits(self) -> bool {
        self != Self::Refused
    }
}

/// What speaks against `new`, as found at the gate, being the person `known` from the record. What one of
/// them does not say is no sign.
pub fn signs(new: &MatchFacts, known: &MatchFacts, today: Date) -> Vec<Sign> {
    let mut signs = Vec::new();
    let nids = new.nid.as_ref().zip(known.nid.as_ref());
    if nids.and_then(|(a, b)| same_nid(a, b)) == Some(false) {
        signs.push(Sign::NidDiffers);
    }
    if new.sex.zip(known.sex).is_some_and(|(a, b)| a != b) {
        signs.push(Sign::SexDiffers);
    }
    let ages = new.birth.zip(known.birth);
    if ages.is_some_and(|(a, b)| a.age_on(today).abs_diff(b.age_on(today)) > AGE_OFF_YEARS) {
        signs.push(Sign::AgeOff);
    }
    if likeness(&new.father, &known.father).is_some_and(|score| score < NAME_OTHER) {
        signs.push(Sign::FatherDiffers);
    }
    signs
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::{Birth, Nid};

    use super::*;
    use crate::people::{Sex, TwoNames};

    const TODAY: Date = date(2026, 11, 24);

    fn facts(nid: &str, sex: Sex, age: i16, father: &str) -> MatchFacts {
        MatchFacts {
            nid: Nid::parse("nid", nid).ok(),
            sex: Some(sex),
            birth: Some(Birth::About { age, on: TODAY }),
            father: TwoNames::new(father, ""),
            ..MatchFacts::default()
        }
    }

    #[test]
    fn each_sign_by_itself_and_all_together() {
        let known = facts("19982694812345678", Sex::Male, 28, "সোলায়মান আলী");
        assert_eq!(
            signs(
                &facts("2694812345678", Sex::Male, 33, "সোলাইমান আলী"),
                &known,
                TODAY
            ),
            []
        );
        assert_eq!(
            signs(
                &facts("2694812345678", Sex::Male, 34, "সোলাইমান আলী"),
                &known,
                TODAY
            ),
            [Sign::AgeOff]
        );
        assert_eq!(
            signs(
                &facts("1112223334445", Sex::Hijra, 10, "ইদ্রিস মিয়া"),
                &known,
                TODAY
            ),
            Sign::ALL
        );
    }

    #[test]
    fn what_is_not_known_is_no_sign() {
        let known = facts("19982694812345678", Sex::Male, 28, "সোলায়মান আলী");
        assert_eq!(signs(&MatchFacts::default(), &known, TODAY), []);
    }
}
