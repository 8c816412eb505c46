//! Custody: one stay, from the gate in to the gate out, with its number, status, warrant and cases.

pub mod law;
pub mod store;

use contracts::pids::Admitted;
use kernel::{AdmissionId, BdTime, CaseId, CustodyId, Date, PersonId, PrisonId, WardId, words};

use crate::people::TwoNames;

words! {
    /// In what right somebody is held. The first six are the kinds that the Jail Code keeps apart
    /// (rule 616) and that the head-count return counts; "released awaiting repatriation" is its RP.
    pub enum LegalStatus: "status" {
        /// Awaiting or in trial (বিচারাধীন, হাজতি).
        UnderTrial = "under_trial",
        /// Sentenced (সাজাপ্রাপ্ত, কয়েদি).
        Convict = "convict",
        /// Held by order of the executive (আটকাদেশপ্রাপ্ত).
        Detenu = "detenu",
        /// Held for debt or contempt by a civil court (সিভিল).
        Civil = "civil",
        /// Sentenced to death (মৃত্যুদণ্ডপ্রাপ্ত).
        Condemned = "condemned",
        /// Sentence served, waiting to be taken home abroad (প্রত্যাবাসনের অপেক্ষায়).
        ReleasedAwaiting = "released_awaiting",
        /// Kept for their own safety by order of a court (নিরাপদ হেফাজত).
        SafeCustody = "safe_custody",
    }
}

words! {
    /// Where somebody in custody is, or how the custody ended.
    pub enum State: "state" {
        /// In the prison.
        Present = "present",
        /// Taken to court.
        AtCourt = "at_court",
        /// In a hospital outside.
        InHospital = "in_hospital",
        /// On the way to another prison.
        InTransfer = "in_transfer",
        /// Released on bail.
        Bailed = "bailed",
        /// Released.
        Released = "released",
        /// Escaped.
        Escaped = "escaped",
        /// Dead.
        Dead = "dead",
    }
}

impl State {
    /// Whether the custody goes on.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Present | Self::AtCourt | Self::InHospital | Self::InTransfer
        )
    }
}

words! {
    /// Where an arrival comes from.
    pub enum Source: "source" {
        /// From a court, new to this custody.
        Court = "court",
        /// From another prison.
        Transfer = "transfer",
        /// Arrested now, by a magistrate's order.
        NewArrest = "new_arrest",
        /// Back from the court or hospital they were taken to.
        Return = "return",
    }
}

words! {
    /// How a case stands for one accused.
    pub enum CaseState: "case" {
        /// Going on.
        Pending = "pending",
        /// Ended with a sentence.
        Convicted = "convicted",
        /// Ended without one.
        Acquitted = "acquitted",
        /// Going on, with bail granted in it.
        Bailed = "bailed",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// How a custody ended.
    pub enum EndKind: "end" {
        /// Bail.
        Bail = "bail",
        /// Acquittal.
        Acquittal = "acquittal",
        /// The sentence was served.
        TermOver = "term_over",
        /// Discharged, or an order of detention withdrawn.
        Discharged = "discharged",
        /// Taken home to serve the rest abroad.
        Abroad = "transfer_abroad",
        /// Escape.
        Escape = "escape",
        /// Death.
        Death = "death",
        /// Not known: an earlier database did not say.
        Unknown = "unknown",
    }
}

impl EndKind {
    /// How the custody stands after it.
    pub fn state(self) -> State {
        match self {
            Self::Bail => State::Bailed,
            Self::Escape => State::Escaped,
            Self::Death => State::Dead,
            Self::Acquittal | Self::TermOver | Self::Discharged | Self::Abroad | Self::Unknown => {
                State::Released
            }
        }
    }

    /// How the case stands after it, where the end says so.
    pub fn case_state(self) -> CaseState {
        match self {
            Self::Bail => CaseState::Bailed,
            Self::Acquittal => CaseState::Acquitted,
            Self::TermOver | Self::Abroad => CaseState::Convicted,
            Self::Discharged => CaseState::Withdrawn,
            Self::Escape | Self::Death | Self::Unknown => CaseState::Pending,
        }
    }
}

/// One stay in custody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    /// Its id.
    pub id: CustodyId,
    /// Whose.
    pub person: PersonId,
    /// The prison that owns it now.
    pub prison: PrisonId,
    /// As the prison writes it, without its code: `4512/2026`.
    pub number: String,
    /// In what right.
    pub legal_status: LegalStatus,
    /// Where, or how it ended.
    pub state: State,
    /// Their ward; none before the first placement and after the end.
    pub ward: Option<WardId>,
    /// Where they came from.
    pub source: Source,
    /// The order to hold them.
    pub warrant: Warrant,
    /// The earliest next date in court.
    pub next_court_on: Option<Date>,
    /// Through the gate.
    pub admitted_at: BdTime,
    /// Out of it.
    pub ended_at: Option<BdTime>,
    /// When a second officer signed.
    pub verified_at: Option<BdTime>,
    /// Rises with each change.
    pub version: i64,
}

/// What is told of a custody that begins: of whom it is, and the admission that they came in by, if any.
pub fn admitted(custody: &Custody, name: &TwoNames, admission: Option<AdmissionId>) -> Admitted {
    Admitted {
        custody: custody.id,
        person: custody.person,
        prison: custody.prison,
        number: custody.number.clone(),
        legal_status: custody.legal_status.word().to_owned(),
        ward: custody.ward,
        name_bn: name.bn.clone(),
        name_en: name.en.clone(),
        next_court_on: custody.next_court_on,
        at: custody.admitted_at,
        admission,
    }
}

/// The order to hold somebody, without which nobody is admitted (Mandela Rules 7).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Warrant {
    /// Its number.
    pub number: String,
    /// The court or authority.
    pub court: String,
    /// Its date.
    pub on: Option<Date>,
}

/// A case as one accused is in it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Case {
    /// The case, shared by all accused.
    pub id: CaseId,
    /// The court that hears it.
    pub court: String,
    /// As the court writes it.
    pub case_no: String,
    /// Police station (থানা).
    pub police_station: String,
    /// How it stands for this accused.
    pub state: CaseState,
    /// Next date.
    pub next_on: Option<Date>,
    /// The sentence in words, if there is one.
    pub sentence: String,
    /// What is charged: law and section codes of `reference`.
    pub charges: Vec<Charge>,
}

/// A law and a section of it.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Charge {
    /// Code of the law in `reference`'s acts, or the law in words.
    pub act: String,
    /// Section, as written: `302`, `36(1) table 8(c)`.
    pub section: String,
}

/// What makes two ways of writing a case number the same: letters and digits only, Latin digits,
/// lower case.
pub fn case_key(case_no: &str) -> String {
    bangla::digits::to_latin(&bangla::normalise::text(case_no))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The series in which a prison numbers a custody: convicts apart from everybody else.
pub fn series(status: LegalStatus) -> &'static str {
    match status {
        LegalStatus::Convict | LegalStatus::Condemned => "convict",
        _ => "under_trial",
    }
}

/// A prisoner's number as prisons write it: serial and year, with the series' letter before a
/// convict's (`A` for the convict register; the letters differ between prisons and are unverified, so
/// the bare number is what is searched).
pub fn number(status: LegalStatus, serial: i64, year: i16) -> String {
    match series(status) {
        "convict" => format!("A-{serial}/{year}"),
        _ => format!("{serial}/{year}"),
    }
}
