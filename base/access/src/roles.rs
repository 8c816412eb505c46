use kernel::{PrisonId, SessionId, UserId, Uuid};
use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What somebody is in the service. What each may do stands in `policies/`, one file per role.
    pub enum Role: "err-role" {
        /// Gate clerk (গেট ক্লার্ক): who comes in and goes out.
        GateClerk = "gate_clerk",
        /// Admission clerk (ভর্তি ক্লার্ক): puts people on the roll.
        AdmissionClerk = "admission_clerk",
        /// Deputy jailer (ডেপুটি জেলার): verifies, moves, answers for the wards.
        DeputyJailer = "deputy_jailer",
        /// Jailer (জেলার): the daily running of one prison.
        Jailer = "jailer",
        /// Superintendent (জেল সুপার): responsible for one prison.
        Superintendent = "superintendent",
        /// Medical officer (চিকিৎসক): the medical class of data.
        MedicalOfficer = "medical_officer",
        /// Deputy inspector general (ডিআইজি প্রিজন্স): one division's prisons.
        DivisionalDig = "divisional_dig",
        /// Headquarters (কারা অধিদপ্তর): all prisons.
        Headquarters = "headquarters",
        /// Inspector or auditor (পরিদর্শক): reads, changes nothing.
        Inspector = "inspector",
        /// Administrator (প্রশাসক): users and the machine, not the prisoners.
        Administrator = "administrator",
        /// Another agency's program, within its own list of fields.
        ApiClient = "api_client",
        /// Timers, imports and the commands of the machine's operator. Never given to a user.
        System = "system",
    }
}

/// The kinds of [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// One prison.
    Prison,
    /// The prisons of one division.
    Division,
    /// Every prison.
    All,
}

impl Role {
    /// How far this role reaches, whoever has it: an officer who works in one prison never reaches
    /// another by having been entered wrongly. Nothing for programs, whose tokens say it one by one.
    pub const fn scope_kind(self) -> Option<ScopeKind> {
        match self {
            Self::GateClerk
            | Self::AdmissionClerk
            | Self::DeputyJailer
            | Self::Jailer
            | Self::Superintendent
            | Self::MedicalOfficer => Some(ScopeKind::Prison),
            Self::DivisionalDig => Some(ScopeKind::Division),
            Self::Headquarters | Self::Inspector | Self::Administrator | Self::System => {
                Some(ScopeKind::All)
            }
            Self::ApiClient => None,
        }
    }
}

/// How far somebody's role reaches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One prison.
    Prison(PrisonId),
    /// The prisons of one division, by its code in the geography.
    Division(String),
    /// Every prison and what belongs to no prison.
    All,
}

impl Scope {
    /// Whether what lies in `prison` of `division` is within this scope. What belongs to no prison and no
    /// division is within [`Scope::All`] alone.
    pub fn covers(&self, prison: Option<PrisonId>, division: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Division(own) => division == Some(own.as_str()),
            Self::Prison(own) => prison == Some(*own),
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> ScopeKind {
        match self {
            Self::Prison(_) => ScopeKind::Prison,
            Self::Division(_) => ScopeKind::Division,
            Self::All => ScopeKind::All,
        }
    }

    /// The one prison, where it is one.
    pub fn prison(&self) -> Option<PrisonId> {
        match self {
            Self::Prison(prison) => Some(*prison),
            Self::Division(_) | Self::All => None,
        }
    }
}

/// Who asks: an officer, a program or the system itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user, or the API client's id; nil for the system.
    pub user: UserId,
    /// The name in Bangla.
    pub name_bn: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The role.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The login behind it, where there is one.
    pub session: Option<SessionId>,
}

impl Actor {
    /// The system itself: a timer, an import, a command. `name` says which and stands in the journal.
    pub fn system(name: &str) -> Self {
        Self {
            user: UserId(Uuid::nil()),
            name_bn: name.to_owned(),
            name_en: name.to_owned(),
            role: Role::System,
            scope: Scope::All,
            session: None,
        }
    }

    /// This actor as the journal names it.
    pub fn by(&self) -> journal::By<'_> {
        journal::By {
            user: (self.role != Role::System).then_some(self.user),
            name: &self.name_bn,
        }
    }
}
