//! What can be printed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::labels;
use crate::sheets::{AdmissionSlip, Head, HeadCount, HistoryTicket, NominalRoll, PropertyReceipt};

/// The largest photo that a document carries, in bytes. Stored photos are re-encoded well below it.
pub const PHOTO_BYTES_MAX: usize = 2 * 1024 * 1024;

/// One document, complete: nothing is looked up, counted or formatted on the way to paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", content = "data", rename_all = "kebab-case")]
pub enum Document {
    /// The card that follows a prisoner through the prison.
    HistoryTicket(Box<HistoryTicket>),
    /// What the gate hands on when a prisoner is on the roll.
    AdmissionSlip(Box<AdmissionSlip>),
    /// Property and cash taken into keeping.
    PropertyReceipt(Box<PropertyReceipt>),
    /// Everyone in custody, a line each.
    NominalRoll(Box<NominalRoll>),
    /// The daily return of how many are held.
    HeadCount(Box<HeadCount>),
}

impl Document {
    /// The template that lays this document out.
    pub fn template(&self) -> Template {
        match self {
            Self::HistoryTicket(_) => Template::HistoryTicket,
            Self::AdmissionSlip(_) => Template::AdmissionSlip,
            Self::PropertyReceipt(_) => Template::PropertyReceipt,
            Self::NominalRoll(_) => Template::NominalRoll,
            Self::HeadCount(_) => Template::HeadCount,
        }
    }

    /// What stands at the top and foot of its pages.
    pub fn head(&self) -> &Head {
        match self {
            Self::HistoryTicket(sheet) => &sheet.head,
            Self::AdmissionSlip(sheet) => &sheet.head,
            Self::PropertyReceipt(sheet) => &sheet.head,
            Self::NominalRoll(sheet) => &sheet.head,
            Self::HeadCount(sheet) => &sheet.head,
        }
    }

    /// The photo, which travels beside the data.
    pub fn photo(&self) -> Option<&Photo> {
        match self {
            Self::HistoryTicket(sheet) => sheet.photo.as_ref(),
            _ => None,
        }
    }

    /// The data alone, as the template reads it.
    pub(crate) fn data(&self) -> serde_json::Result<Vec<u8>> {
        match self {
            Self::HistoryTicket(sheet) => serde_json::to_vec(sheet),
            Self::AdmissionSlip(sheet) => serde_json::to_vec(sheet),
            Self::PropertyReceipt(sheet) => serde_json::to_vec(sheet),
            Self::NominalRoll(sheet) => serde_json::to_vec(sheet),
            Self::HeadCount(sheet) => serde_json::to_vec(sheet),
        }
    }

    /// Refuses what could only print wrongly: a label without a text, a photo past [`PHOTO_BYTES_MAX`].
    pub(crate) fn check(&self) -> Result<(), PrintError> {
        let template = self.template();
        let labels = &self.head().labels;
        if let Some(key) = template
            .label_keys()
            .find(|key| labels.get(*key).is_none_or(String::is_empty))
        {
            return Err(PrintError::MissingLabel { template, key });
        }
        match self.photo() {
            Some(photo) if photo.bytes.len() > PHOTO_BYTES_MAX => Err(PrintError::TooLarge {
                what: "photo",
                bytes: photo.bytes.len(),
                bytes_max: PHOTO_BYTES_MAX,
            }),
            _ => Ok(()),
        }
    }
}

/// The name of a layout; the worker knows each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// A5, one prisoner.
    HistoryTicket,
    /// A5, one admission.
    AdmissionSlip,
    /// A5, one deposit.
    PropertyReceipt,
    /// A4 across, some thirty lines a page.
    NominalRoll,
    /// A4, one day.
    HeadCount,
}

impl Template {
    /// Every template there is.
    pub const ALL: [Self; 5] = [
        Self::HistoryTicket,
        Self::AdmissionSlip,
        Self::PropertyReceipt,
        Self::NominalRoll,
        Self::HeadCount,
    ];

    /// Its name in files and in the caller's texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::HistoryTicket => "history-ticket",
            Self::AdmissionSlip => "admission-slip",
            Self::PropertyReceipt => "property-receipt",
            Self::NominalRoll => "nominal-roll",
            Self::HeadCount => "head-count",
        }
    }

    /// The labels that the caller must give, in the reader's language.
    pub fn label_keys(self) -> impl Iterator<Item = &'static str> {
        labels::COMMON.iter().chain(labels::own(self)).copied()
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A face, as the file store holds it: JPEG or PNG.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// The encoded picture, at most [`PHOTO_BYTES_MAX`].
    pub bytes: Vec<u8>,
}

/// A face does not belong in a log line.
impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Photo({} bytes)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn a_template_has_one_name_on_the_wire_and_in_files() {
        for template in Template::ALL {
            assert_eq!(serde_json::to_value(template).unwrap(), template.name());
        }
    }

    #[test]
    fn label_keys_are_given_once() {
        for template in Template::ALL {
            let mut keys: Vec<_> = template.label_keys().collect();
            let given = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), given, "{template}");
        }
    }
}
