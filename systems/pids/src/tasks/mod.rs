//! Tasks: work that somebody owes by a time. Admission in two stages rests on them: what was not asked
//! at the gate is owed by a named role, and shows until it is done.

pub mod pages;
pub mod service;
pub mod store;

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
    }
}

/// The hour in Dhaka at which the case table sits.
const CASE_TABLE_HOUR: i8 = 9;

impl TaskKind {
    /// The role that owes it.
    pub const fn role(self) -> &'static str {
        match self {
            Self::Medical => "medical_officer",
            Self::FullRecord | Self::NextDate | Self::Difference => "admission_clerk",
            Self::CaseTable => "jailer",
            Self::Identity | Self::ChildReferral => "deputy_jailer",
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
            Self::Identity | Self::ChildReferral => now.plus(BdTime::HOUR),
        }
    }
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
    fn the_case_table_sits_the_next_morning() {
        let night = BdTime::from_local(date(2026, 11, 24).at(23, 50, 0, 0));
        assert_eq!(
            TaskKind::CaseTable.due(night).rfc3339(),
            "2026-11-25T09:00:00+06:00"
        );
        assert_eq!(TaskKind::Medical.due(night).since(night), BdTime::DAY);
    }
}
