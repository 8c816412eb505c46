//! The data of each document, field by field as it stands on paper.
//!
//! Every value is text in the reader's language, digits and dates included. An empty value leaves a line to be filled in
//! by hand, which is how these sheets were used before and how they are used when a fact is not known yet.

use serde::{Deserialize, Serialize};

use crate::document::Photo;
use crate::labels::Labels;

mod head_count;

pub use self::head_count::{
    Convicted, Count, DayMovement, HeadCount, Offences, Population, UnderTrial,
};

/// The language of a sheet: it chooses the script's fonts and the digits of page numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bangla.
    Bn,
    /// English.
    En,
}

/// What every sheet has at its top and foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The reader's language.
    pub lang: Lang,
    /// The service as it is called on the day of printing.
    pub department: String,
    /// The prison as it is called on the day of printing.
    pub prison: String,
    /// The document's own number or memo number; may be empty.
    pub reference: String,
    /// Who printed it.
    pub printed_by: String,
    /// When it was printed.
    pub printed_at: String,
    /// The words of the sheet.
    pub labels: Labels,
}

/// A prisoner's history ticket (A5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryTicket {
    /// Top and foot.
    pub head: Head,
    /// Prisoner number, as the prison writes it.
    pub number: String,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin letters.
    pub name_en: String,
    /// Father's name.
    pub father: String,
    /// Mother's name.
    pub mother: String,
    /// Husband's or wife's name.
    pub spouse: String,
    /// Sex and age on the day of admission.
    pub sex_age: String,
    /// Permanent address on one line.
    pub address: String,
    /// Marks by which the person is known.
    pub marks: String,
    /// Under-trial, convict, detenu and so on.
    pub legal_status: String,
    /// Day and hour of admission.
    pub admitted: String,
    /// Ward on the day of printing.
    pub ward: String,
    /// QR code of an opaque id, as an SVG document; empty for none.
    pub qr_svg: String,
    /// Face. On the wire only its presence is part of the data: the bytes follow in a frame of their own.
    #[serde(default, with = "presence")]
    pub photo: Option<Photo>,
    /// One line for each case.
    pub cases: Vec<CaseRow>,
    /// One line for each movement, oldest first.
    pub movements: Vec<MovementRow>,
}

/// A photo within the data: whether there is one.
mod presence {
    use serde::de::IgnoredAny;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::document::Photo;

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(super) fn serialize<S: Serializer>(
        photo: &Option<Photo>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(photo.is_some())
    }

    /// The bytes were elsewhere, so what is read back has none.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Photo>, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|IgnoredAny| None)
    }
}

/// A case under which a prisoner is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRow {
    /// Court that has the case.
    pub court: String,
    /// Case number with its police station or court series.
    pub case_number: String,
    /// Law and sections.
    pub law: String,
    /// Next date before the court.
    pub next_date: String,
}

/// A movement in or out of the prison, or between its wards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovementRow {
    /// Day and hour.
    pub date: String,
    /// What happened.
    pub movement: String,
    /// From where to where.
    pub from_to: String,
    /// Officer who ordered or recorded it.
    pub officer: String,
}

/// The slip of one admission (A5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdmissionSlip {
    /// Top and foot.
    pub head: Head,
    /// Prisoner number.
    pub number: String,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin letters.
    pub name_en: String,
    /// Father's name.
    pub father: String,
    /// Sex and age.
    pub sex_age: String,
    /// Address on one line.
    pub address: String,
    /// Legal status.
    pub legal_status: String,
    /// Day and hour of admission.
    pub admitted: String,
    /// Escort or prison that brought the person.
    pub brought_by: String,
    /// Warrant number and date.
    pub warrant: String,
    /// Court that issued it.
    pub court: String,
    /// Case number.
    pub case_number: String,
    /// Law and sections.
    pub law: String,
    /// Ward given.
    pub ward: String,
    /// QR code of an opaque id, as an SVG document; empty for none.
    pub qr_svg: String,
    /// What is still to be done, and by when.
    pub tasks: Vec<TaskRow>,
}

/// A task that an admission leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskRow {
    /// What is to be done.
    pub task: String,
    /// Whose task it is.
    pub owner: String,
    /// When it falls due.
    pub due: String,
}

/// The receipt for property and cash (A5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyReceipt {
    /// Top and foot.
    pub head: Head,
    /// Prisoner number.
    pub number: String,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin letters.
    pub name_en: String,
    /// Father's name.
    pub father: String,
    /// Day and hour of the deposit.
    pub received: String,
    /// One line for each thing.
    pub items: Vec<PropertyRow>,
    /// Cash in figures, with its sign.
    pub cash: String,
    /// Cash in words.
    pub cash_words: String,
}

/// A thing taken into keeping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyRow {
    /// Line number.
    pub serial: String,
    /// What it is.
    pub item: String,
    /// How many.
    pub quantity: String,
    /// Colour, make, condition.
    pub description: String,
    /// Where it is kept.
    pub place: String,
}

/// The nominal roll (A4 across).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalRoll {
    /// Top and foot.
    pub head: Head,
    /// The moment that the roll describes.
    pub as_of: String,
    /// Which part of the prison: all, or a ward, or a class.
    pub scope: String,
    /// How many lines.
    pub total: String,
    /// Hash of the journal at that moment; empty for none.
    pub seal: String,
    /// One line for each prisoner.
    pub rows: Vec<RollRow>,
}

/// A line of the nominal roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollRow {
    /// Line number.
    pub serial: String,
    /// Prisoner number.
    pub number: String,
    /// Name in the reader's script.
    pub name: String,
    /// Father's name.
    pub father: String,
    /// Legal status.
    pub legal_status: String,
    /// Case number and sections.
    pub case: String,
    /// Day of admission.
    pub admitted: String,
    /// Ward.
    pub ward: String,
    /// Next date before a court.
    pub next_date: String,
}
