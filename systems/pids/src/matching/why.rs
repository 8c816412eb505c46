//! Why somebody was, or was not, taken for a person on record.

use kernel::{Error, Result, words};

/// Letters of a reason in one's own words that is worth keeping: shorter ones are "ok" and "yes".
pub const WORDS_CHARS_MIN: usize = 10;
/// Letters of a reason in one's own words.
pub const WORDS_CHARS_MAX: usize = 2_000;
/// The form's field for the reason.
pub const REASON_FIELD: &str = "same_reason";
/// The form's field for one's own words.
pub const WORDS_FIELD: &str = "same_words";

words! {
    /// On what a decision rests. What clerks look at is ready made, so that a true reason costs one key.
    pub enum Reason: "same-reason" {
        /// The photo on record shows who stands there.
        Photo = "photo",
        /// A fingerprint or an identification mark agrees.
        Marks = "marks",
        /// The father's name and the address agree.
        Family = "family",
        /// They say so, and remember the earlier stay.
        Remembers = "remembers",
        /// The photo on record shows somebody else.
        PhotoDiffers = "photo_differs",
        /// Fingerprints or identification marks differ.
        MarksDiffer = "marks_differ",
        /// The father's name or the address differs.
        FamilyDiffers = "family_differs",
        /// They say that they were never held, and nothing that was seen speaks against it.
        NeverHeld = "never_held",
        /// In one's own words.
        Other = "other",
    }
}

impl Reason {
    /// The reasons that a form offers for "the same", or for "somebody else", in the order of their keys.
    pub const fn offered(same: bool) -> [Self; 5] {
        if same {
            [
                Self::Photo,
                Self::Marks,
                Self::Family,
                Self::Remembers,
                Self::Other,
            ]
        } else {
            [
                Self::PhotoDiffers,
                Self::MarksDiffer,
                Self::FamilyDiffers,
                Self::NeverHeld,
                Self::Other,
            ]
        }
    }
}

/// A reason as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// On what the decision rests.
    pub reason: Reason,
    /// One's own words; may be empty beside a ready-made reason.
    pub words: String,
    /// The whole of it as whoever decided read it, for the journal.
    pub said: String,
}

impl Why {
    /// Reads the reason for "the same", or for "somebody else". `text` gives a ready-made reason's words.
    ///
    /// # Errors
    /// Invalid, naming [`REASON_FIELD`] where none of those offered was given, and [`WORDS_FIELD`] where
    /// one's own words are too short or too long.
    pub fn read(
        same: bool,
        reason: &str,
        words: &str,
        text: impl Fn(Reason) -> String,
    ) -> Result<Self> {
        let reason = Reason::parse(REASON_FIELD, reason)
            .ok()
            .filter(|reason| Reason::offered(same).contains(reason))
            .ok_or_else(|| Error::invalid(REASON_FIELD, "err-same-reason"))?;
        if reason == Reason::Other {
            let words = in_words(WORDS_FIELD, words)?;
            return Ok(Self {
                reason,
                said: words.clone(),
                words,
            });
        }
        let words = bangla::normalise::text(words);
        if words.chars().count() > WORDS_CHARS_MAX {
            return Err(too_long(WORDS_FIELD));
        }
        let mut said = text(reason);
        if !words.is_empty() {
            said.push_str(": ");
            said.push_str(&words);
        }
        Ok(Self {
            reason,
            words,
            said,
        })
    }
}

/// Reads a reason that somebody gives in their own words.
///
/// # Errors
/// Invalid, naming `field`, when it is too short to say anything or too long.
pub fn in_words(field: &str, text: &str) -> Result<String> {
    let text = bangla::normalise::text(text);
    match text.chars().count() {
        ..WORDS_CHARS_MIN => {
            Err(Error::invalid(field, "err-rationale").with("min", WORDS_CHARS_MIN))
        }
        WORDS_CHARS_MIN..=WORDS_CHARS_MAX => Ok(text),
        _ => Err(too_long(field)),
    }
}

fn too_long(field: &str) -> Error {
    Error::invalid(field, "err-rationale-long").with("max", WORDS_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(same: bool, reason: &str, words: &str) -> Result<Why> {
        Why::read(same, reason, words, |reason| reason.word().to_owned())
    }

    #[track_caller]
    fn is_wrong(read: Result<Why>, field: &str, key: &str) {
        let error = read.unwrap_err();
        assert_eq!(
            (error.fields[0].field.as_str(), error.fields[0].key),
            (field, key)
        );
    }

    #[test]
    fn a_ready_made_reason_is_enough_and_none_is_taken_for_granted() {
        assert_eq!(read(true, "photo", "").unwrap().said, "photo");
        assert_eq!(
            read(true, "photo", " বাঁ ভ্রু কাটা ").unwrap().said,
            "photo: বাঁ ভ্রু কাটা"
        );
        is_wrong(read(true, "", ""), REASON_FIELD, "err-same-reason");
    }

    #[test]
    fn a_reason_speaks_for_one_answer_alone() {
        is_wrong(read(false, "photo", ""), REASON_FIELD, "err-same-reason");
        is_wrong(
            read(true, "never_held", ""),
            REASON_FIELD,
            "err-same-reason",
        );
        for reason in Reason::ALL {
            let sides = [true, false].map(|same| Reason::offered(same).contains(reason));
            assert!(sides.contains(&true), "{reason} is offered nowhere");
        }
    }

    #[test]
    fn another_reason_is_said_in_words() {
        is_wrong(read(true, "other", "ok"), WORDS_FIELD, "err-rationale");
        is_wrong(
            read(true, "photo", &"ক".repeat(WORDS_CHARS_MAX + 1)),
            WORDS_FIELD,
            "err-rationale-long",
        );
        let why = read(false, "other", "ভাই এসে তাঁকে চিনেছেন").unwrap();
        assert_eq!(
            (why.words.as_str(), why.said.as_str()),
            ("ভাই এসে তাঁকে চিনেছেন", "ভাই এসে তাঁকে চিনেছেন")
        );
    }
}
