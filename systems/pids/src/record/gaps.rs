use kernel::{Error, Result, words};

use super::{Reasons, Typed};
use crate::life::said;
use crate::people::{Address, Person};

words! {
    /// A fact that a full record has (Mandela Rules 7 and 8; Jail Code's admission register).
    pub enum Gap: "gap" {
        /// Mother's name.
        Mother = "mother",
        /// When they were born.
        Birth = "birth",
        /// NID, birth registration or passport.
        Paper = "paper",
        /// Where they come from.
        Permanent = "permanent",
        /// Religion.
        Religion = "religion",
        /// Education.
        Education = "education",
        /// Occupation.
        Occupation = "occupation",
        /// Height.
        Height = "height",
        /// Photo.
        Photo = "photo",
        /// A mark by which the body is known.
        Mark = "mark",
        /// Somebody to tell in an emergency.
        Relative = "relative",
    }
}

impl Gap {
    /// The field in which the reason is typed why it cannot be filled.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Mother => "why_mother",
            Self::Birth => "why_birth",
            Self::Paper => "why_paper",
            Self::Permanent => "why_permanent",
            Self::Religion => "why_religion",
            Self::Education => "why_education",
            Self::Occupation => "why_occupation",
            Self::Height => "why_height",
            Self::Photo => "why_photo",
            Self::Mark => "why_mark",
            Self::Relative => "why_relative",
        }
    }
}

/// What is known beside the person's own row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Somebody can be told in an emergency.
    pub relative: bool,
    /// A mark is on the body map.
    pub mark: bool,
}

/// What a record lacks, in the order in which a page lists it.
pub fn gaps(person: &Person, known: Known) -> Vec<Gap> {
    let lacks = |gap: &Gap| match gap {
        Gap::Mother => person.mother.is_empty(),
        Gap::Birth => person.birth.is_none(),
        Gap::Paper => {
            person.nid.is_none() && person.birth_reg.is_none() && person.passport.is_none()
        }
        Gap::Permanent => person.permanent == Address::default(),
        Gap::Religion => person.religion.is_none(),
        Gap::Education => person.education.is_none(),
        Gap::Occupation => person.occupation.is_none(),
        Gap::Height => person.height_cm.is_none(),
        Gap::Photo => person.photo.is_none(),
        Gap::Mark => !known.mark,
        Gap::Relative => !known.relative,
    };
    Gap::ALL.iter().copied().filter(lacks).collect()
}

/// Why each of `gaps` cannot be filled, as typed.
///
/// # Errors
/// Invalid, naming every gap that has neither been filled nor given a reason.
pub fn reasons_for(gaps: &[Gap], typed: &Typed) -> Result<Reasons> {
    let mut reasons = Reasons::new();
    let mut wrong = Error::new(kernel::Kind::Invalid, "err-invalid");
    for gap in gaps {
        let text = typed.get(gap.field()).map_or("", String::as_str);
        match said(gap.field(), text) {
            Ok(reason) => {
                reasons.insert(*gap, reason);
            }
            Err(_) if text.trim().is_empty() => wrong = wrong.and(gap.field(), "err-gap"),
            Err(error) => wrong.fields.extend(error.fields),
        }
    }
    if wrong.fields.is_empty() {
        Ok(reasons)
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Sex, TwoNames};
    use proptest::prelude::*;

    fn person() -> Person {
        Person::new(
            kernel::Uuid::nil().into(),
            TwoNames::new("রহিম", ""),
            Sex::Male,
        )
    }

    #[test]
    fn a_new_person_lacks_everything_and_each_fact_fills_its_own_gap() {
        let nothing = Known {
            relative: false,
            mark: false,
        };
        assert_eq!(gaps(&person(), nothing), Gap::ALL);
        let mut known = person();
        known.passport = Some("A0123".to_owned());
        known.height_cm = Some(165);
        let left = gaps(
            &known,
            Known {
                relative: true,
                mark: false,
            },
        );
        assert!(!left.contains(&Gap::Paper) && !left.contains(&Gap::Height));
        assert!(!left.contains(&Gap::Relative) && left.contains(&Gap::Mark));
    }

    proptest! {
        #[test]
        fn a_record_is_complete_when_every_gap_has_a_reason(given in proptest::collection::vec(any::<bool>(), Gap::ALL.len())) {
            let typed: Typed = Gap::ALL
                .iter()
                .zip(&given)
                .filter(|(_, given)| **given)
                .map(|(gap, _)| (gap.field().to_owned(), "জানেন না".to_owned()))
                .collect();
            match reasons_for(Gap::ALL, &typed) {
                Ok(reasons) => prop_assert!(given.iter().all(|given| *given) && reasons.len() == given.len()),
                Err(error) => prop_assert_eq!(error.fields.len(), given.iter().filter(|given| !**given).count()),
            }
        }
    }
}
