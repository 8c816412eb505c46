//! Admission: from the gate to the roll in under seven minutes.
//!
//! It happens in two stages. Twelve fields put a person on the roll ([`ROLL_FIELDS`]); everything else
//! becomes a task that somebody owes by a time ([`crate::tasks`]). While a clerk types, each field is
//! kept as typed, so that nothing is lost and another terminal can go on; [`facts::Facts`] reads the
//! fields when the person is put on the roll.

pub mod facts;
#[cfg(test)]
mod facts_tests;
pub mod on_roll;
pub mod pages;
mod prefill;
mod reader;
pub mod service;
pub mod store;

pub(crate) use reader::Reader;

use kernel::{AdmissionId, ArrivalId, BdTime, CustodyId, PersonId, PrisonId, UserId, words};

/// From the gate to the roll; today it takes 15 to 25 minutes and the plan asks for half of that
/// (Prisons Directorate's plan, PIDS, short term). Microseconds.
pub const TARGET: i64 = 7 * BdTime::MINUTE;

words! {
    /// The steps, in order.
    pub enum Step: "step" {
        /// The order to hold, the case, the law.
        Warrant = "warrant",
        /// Who it is.
        Identity = "identity",
        /// Address, relatives, property.
        Facts = "facts",
        /// Risk questions and injuries.
        Risk = "risk",
        /// Where they will sleep.
        Ward = "ward",
        /// Read back and signed.
        Sign = "sign",
    }
}

impl Step {
    /// The step after this one; the last stays.
    #[must_use]
    pub fn next(self) -> Self {
        self.beside(1)
    }

    /// The step before this one; the first stays.
    #[must_use]
    pub fn back(self) -> Self {
        self.beside(-1)
    }

    fn beside(self, by: isize) -> Self {
        let at = Self::ALL
            .iter()
            .position(|step| *step == self)
            .unwrap_or_default();
        let to = at.saturating_add_signed(by);
        Self::ALL.get(to).copied().unwrap_or(self)
    }
}

words! {
    /// How an admission stands.
    pub enum AdmissionState: "admission" {
        /// Being typed.
        Open = "open",
        /// Stopped because the law forbids it.
        Stopped = "stopped",
        /// On the roll, waiting for a second officer.
        OnRoll = "on_roll",
        /// Read back and signed by a second officer.
        Verified = "verified",
        /// Given up.
        Abandoned = "abandoned",
    }
}

/// An admission under way or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Its id.
    pub id: AdmissionId,
    /// Where.
    pub prison: PrisonId,
    /// The arrival it is for; none when nobody expected it.
    pub arrival: Option<ArrivalId>,
    /// How it stands.
    pub state: AdmissionState,
    /// The step that the clerk is at.
    pub step: Step,
    /// Whom a clerk said this is, among those known.
    pub person: Option<PersonId>,
    /// Whether it was decided who this is.
    pub decided: bool,
    /// The custody that came of it.
    pub custody: Option<CustodyId>,
    /// The clerk who began.
    pub by_user: UserId,
    /// The clerk's name as shown then.
    pub by_name: String,
    /// When it began.
    pub started_at: BdTime,
    /// When the person was on the roll.
    pub on_roll_at: Option<BdTime>,
    /// Rises with each change.
    pub version: i64,
}

/// The fields without which nobody is on the roll. Twelve at most: this is what makes it fast.
pub const ROLL_FIELDS: [&str; 12] = [
    "name_bn",
    "name_en",
    "father_bn",
    "sex",
    "birth",
    "place",
    "legal_status",
    "court",
    "case_no",
    "sections",
    "warrant_no",
    "next_on",
];

/// Every field that an admission may hold as typed.
pub const FIELDS: [&str; 52] = [
    "name_bn",
    "name_en",
    "father_bn",
    "father_en",
    "mother_bn",
    "mother_en",
    "spouse_bn",
    "spouse_en",
    "sex",
    "birth",
    "nid",
    "passport",
    "phone",
    "place",
    "place_text",
    "village",
    "permanent_place",
    "permanent_village",
    "religion",
    "nationality",
    "education",
    "occupation",
    "languages",
    "disability",
    "height_cm",
    "alias",
    "legal_status",
    "court",
    "case_no",
    "police_station",
    "sections",
    "warrant_no",
    "warrant_on",
    "warrant_signed",
    "next_on",
    "source",
    "cash",
    "articles",
    "relatives",
    "consent",
    "children_inside",
    "children_outside",
    PREGNANT,
    "ward",
    "ward_reason",
    "external_id",
    "photo",
    "marks",
    "marks_note",
    "injuries",
    "injury_note",
    "permanent_place_text",
];

/// The fields that are read back to the prisoner, and by the second officer, with the keys of their labels.
pub const READ_BACK: [(&str, &str); 14] = [
    ("name_bn", "field-name-bn"),
    ("name_en", "field-name-en"),
    ("father_bn", "field-father-bn"),
    ("sex", "field-sex"),
    ("birth", "field-birth"),
    ("nid", "field-nid"),
    ("place", "field-place"),
    ("legal_status", "field-legal-status"),
    ("warrant_no", "field-warrant-no"),
    ("court", "field-court"),
    ("case_no", "field-case-no"),
    ("sections", "field-sections"),
    ("next_on", "field-next-on"),
    ("cash", "field-cash"),
];

/// Bytes that one field may hold.
pub const FIELD_BYTES_MAX: usize = 4_000;

/// The eight risk questions asked of everybody at the gate; the answers are for the medical officer
/// and the officer who places the person (Mandela Rules 30 and 93). The wording is in the locale files.
pub const RISK_QUESTIONS: [&str; 8] = [
    "self_harm",
    "illness",
    "medicine",
    "drugs",
    "enemies",
    "first_time",
    "violence",
    "contagious",
];

/// The question that is asked of women as well, and the field of its answer (Bangkok Rule 6).
pub const PREGNANT: &str = "pregnant";

/// Whether `field` may be typed into an admission.
pub fn is_field(field: &str) -> bool {
    FIELDS.contains(&field)
        || field.strip_prefix("risk_").is_some_and(|rest| {
            RISK_QUESTIONS.contains(&rest.strip_suffix("_note").unwrap_or(rest))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_follow_each_other() {
        let mut step = Step::Warrant;
        for expected in Step::ALL {
            assert_eq!(step, *expected);
            step = step.next();
        }
        assert_eq!(Step::Sign.next(), Step::Sign);
        assert_eq!(Step::Warrant.back(), Step::Warrant);
        assert_eq!(Step::Sign.back(), Step::Ward);
    }

    #[test]
    fn only_known_fields_are_taken() {
        assert!(ROLL_FIELDS.iter().all(|field| is_field(field)));
        assert!(is_field("risk_self_harm") && is_field("risk_drugs_note"));
        assert!(!is_field("risk_") && !is_field("password") && !is_field(""));
    }
}
