//! Tasks: work that somebody owes by a time. Admission in two stages rests on them: what was not asked
//! at the gate is owed by a named role, and shows until it is done.

pub mod pages;
pub mod service;
pub mod store;

use access::{DataClass, Role};
use kernel::{AdmissionId, BdTime, CustodyId, PrisonId, TaskId, words};

words! {
    /// What is owed.
    pub enum TaskKind: "task" {
        /// Medical examination (Prisons Act 1894 s. 24; Mandela Rules 30): within 24 hours.
        Medical = "medical",
        /// The record completed (Mandela Rules 7): within 24 hours.
        FullRecord = "full_record",
        /// The case table: the superintendent sees everybody who came, the next morning.
        CaseTable = "case_table",
        /// The next date in court obtained.
        NextDate = "next_date",
        /// A difference found at the read-back.
        Difference = "difference",
        /// Signs that this is not the person in the warrant: a supervisor decides.
        Identity = "identity",
        /// A child at the gate: referral to a development centre.
        ChildReferral = "child_referral",
        /// Sent to another prison and not there by the time: both prisons ask where they are.
        NotArrived = "not_arrived",
        /// Taken to court and not back by the evening.
        NotBack = "not_back",
    }
}

/// The hour in Dhaka at which the case table sits.
const CASE_TABLE_HOUR: i8 = 9;

impl TaskKind {
    /// The role that owes it.
    pub const fn role(self) -> Role {
        match self {
            Self::Medical => Role::MedicalOfficer,
            Self::FullRecord | Self::NextDate | Self::Difference => Role::AdmissionClerk,
            Self::CaseTable | Self::NotArrived | Self::NotBack => Role::Jailer,
            Self::Identity | Self::ChildReferral => Role::DeputyJailer,
        }
    }

    /// The class of what it is about.
    pub const fn class(self) -> DataClass {
        match self {
            Self::Medical => DataClass::Medical,
            _ => DataClass::Ordinary,
        }
    }

    /// For work that closes by being done elsewhere, the key of the words that say where. A hand that
    /// only wrote "done" would hide that it was not.
    pub const fn closed_by(self) -> Option<&'static str> {
        match self {
            Self::Medical => Some("err-task-medical"),
            Self::FullRecord => Some("err-task-full-record"),
            Self::Identity => Some("err-task-identity"),
            Self::NotArrived => Some("err-task-not-arrived"),
            Self::NotBack => Some("err-task-not-back"),
            Self::CaseTable | Self::NextDate | Self::Difference | Self::ChildReferral => None,
        }
    }

    /// When it is due, if it came up at `now`.
    pub fn due(self, now: BdTime) -> BdTime {
        match self {
            Self::Medical | Self::FullRecord | Self::NextDate => now.plus(BdTime::DAY),
            Self::CaseTable => {
                let tomorrow = now.date().tomorrow().unwrap_or(now.date());
                BdTime::from_local(tomorrow.at(CASE_TABLE_HOUR, 0, 0, 0))
            }
            Self::Difference => now.plus(4 * BdTime::HOUR),
            Self::Identity | Self::ChildReferral | Self::NotArrived | Self::NotBack => {
                now.plus(BdTime::HOUR)
            }
        }
    }
}

/// Whether an officer of `role` may close what `owes` owes: that role itself, and the officers above it
/// in the same prison.
pub fn answers_for(role: Role, owes: &str) -> bool {
    if role.name() == owes {
        return true;
    }
    match owes.parse().ok().and_then(rank) {
        Some(below) => rank(role).is_some_and(|own| own > below),
        None => false,
    }
}

/// The order of command within a prison. The medical officer stands outside it: nobody else answers for
/// what is medical.
const fn rank(role: Role) -> Option<u8> {
    match role {
        Role::GateClerk | Role::AdmissionClerk => Some(0),
        Role::DeputyJailer => Some(1),
        Role::Jailer => Some(2),
        Role::Superintendent => Some(3),
        _ => None,
    }
}

/// Whom work is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Somebody in custody.
    Custody(CustodyId),
    /// Somebody who is being admitted.
    Admission(AdmissionId),
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Where.
    pub prison: PrisonId,
    /// About whose custody.
    pub custody: Option<CustodyId>,
    /// From which admission.
    pub admission: Option<AdmissionId>,
    /// What.
    pub kind: TaskKind,
    /// Who owes it.
    pub role: String,
    /// In words.
    pub note: String,
    /// By when.
    pub due_at: BdTime,
    /// When it was done.
    pub done_at: Option<BdTime>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn officers_answer_for_those_below_them() {
        let may = |role: Role, owes: Role| answers_for(role, owes.name());
        assert!(may(Role::DeputyJailer, Role::AdmissionClerk));
        assert!(may(Role::Superintendent, Role::Jailer));
        assert!(may(Role::MedicalOfficer, Role::MedicalOfficer));
        assert!(
            !may(Role::GateClerk, Role::AdmissionClerk),
            "an equal is not above"
        );
        assert!(!may(Role::DeputyJailer, Role::Jailer));
        assert!(!may(Role::Superintendent, Role::MedicalOfficer));
        assert!(
            !may(Role::Headquarters, Role::AdmissionClerk),
            "not of that prison"
        );
        assert!(!answers_for(Role::Superintendent, "nobody"));
    }

    #[test]
    fn the_case_table_sits_the_next_morning() {
        let night = BdTime::from_local(date(2026, 11, 24).at(23, 50, 0, 0));
        assert_eq!(
            TaskKind::CaseTable.due(night).rfc3339(),
            "2026-11-25T09:00:00+06:00"
        );
        assert_eq!(TaskKind::Medical.due(night).since(night), BdTime::DAY);
    }
}
