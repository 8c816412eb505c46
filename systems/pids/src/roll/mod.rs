//! Paper and spreadsheets: tickets, slips, receipts, the nominal roll, the daily head-count return, and
//! the sealed roll that is written to a second place every hour.
//!
//! Each document is made once, as a sheet of [`printing`], and shown three ways: as a page that prints, as
//! a PDF from the worker, and, for the roll and the return, as a spreadsheet. What the page says and what
//! the PDF says cannot differ.
//!
//! | file | what it does |
//! | --- | --- |
//! | [`stays`] | from when to when somebody was in one prison, out of the intervals that are kept |
//! | [`moves`] | what the journal tells of one custody |
//! | [`sentence`] | how long a sentence is, read from its words |
//! | [`count`] | the return's numbers, a pure function over stays |
//! | `sheets` | rows and numbers as sheets, in the reader's language |
//! | [`xlsx`] | the same as spreadsheets, with numbers as numbers |
//! | [`seal`] | the hourly file that needs no server to be read |

pub mod count;
pub mod moves;
pub mod pages;
pub mod seal;
pub mod sentence;
pub mod service;
mod sheets;
pub mod stays;
pub mod store;
pub mod xlsx;

pub use seal::write_sealed;

use kernel::{BdTime, Birth, CustodyId, Date, Error, PersonId, Result, WardId, words};

use crate::custody::{Charge, LegalStatus, State};
use crate::people::{Sex, TwoNames};

/// People on one roll. The largest prison has held eleven thousand.
pub const ROWS_MAX: usize = 20_000;

words! {
    /// How a document leaves the system.
    pub enum Format: "export" {
        /// A page of a list on the screen.
        Screen = "screen",
        /// The whole as a page that prints.
        Print = "print",
        /// PDF.
        Pdf = "pdf",
        /// A spreadsheet.
        Xlsx = "xlsx",
    }
}

words! {
    /// A sheet about one custody.
    pub enum Paper: "paper" {
        /// The history ticket (হিস্ট্রি টিকিট).
        Ticket = "ticket",
        /// The admission slip (ভর্তি স্লিপ).
        Slip = "slip",
        /// The receipt for property and cash.
        Receipt = "receipt",
    }
}

/// Which part of a prison a roll lists; nothing chosen is everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this ward.
    pub ward: Option<WardId>,
    /// Only this status.
    pub status: Option<LegalStatus>,
}

impl Filter {
    /// Reads what a form or an address gives; empty is no filter.
    ///
    /// # Errors
    /// Not found for a ward that is none; invalid, naming `status`.
    pub fn read(ward: &str, status: &str) -> Result<Self> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Self {
            ward: given(ward).map(|id| id.parse()).transpose()?,
            status: given(status)
                .map(|word| LegalStatus::parse("status", &word))
                .transpose()?,
        })
    }

    /// The filter as an address carries it.
    pub fn query(&self) -> String {
        let ward = self.ward.map(|ward| format!("&ward={ward}"));
        let status = self.status.map(|status| format!("&status={status}"));
        ward.into_iter().chain(status).collect()
    }
}

/// Somebody on the roll.
#[derive(Clone, Debug, PartialEq)]
pub struct RollRow {
    /// Their custody.
    pub custody: CustodyId,
    /// Who.
    pub person: PersonId,
    /// Number in this prison.
    pub number: String,
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: Option<Birth>,
    /// In what right.
    pub legal_status: LegalStatus,
    /// Inside, or where else.
    pub state: State,
    /// The ward's name; empty without one.
    pub ward: TwoNames,
    /// Through the gate.
    pub admitted_at: BdTime,
    /// Next date in court.
    pub next_court_on: Option<Date>,
    /// Case numbers, the oldest first.
    pub cases: Vec<String>,
    /// What is charged.
    pub charges: Vec<Charge>,
    /// The place in the list's order.
    pub sort: String,
}

/// Refuses a day on which nothing can have been counted yet.
///
/// # Errors
/// Invalid, naming `day`.
pub fn check_day(day: Date, today: Date) -> Result<()> {
    if day > today {
        return Err(Error::invalid("day", "err-headcount-day"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_an_address() {
        let ward = WardId(kernel::Uuid::from_u128(7));
        let filter = Filter {
            ward: Some(ward),
            status: Some(LegalStatus::Convict),
        };
        assert_eq!(filter.query(), format!("&ward={ward}&status=convict"));
        assert_eq!(
            Filter::read(&ward.to_string(), " convict ").unwrap(),
            filter
        );
        assert_eq!(Filter::read("", "").unwrap(), Filter::default());
        assert!(Filter::read("x", "").is_err() && Filter::read("", "x").is_err());
    }
}
