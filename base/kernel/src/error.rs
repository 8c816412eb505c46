use std::error::Error as StdError;
use std::fmt;

/// What went wrong, in the few ways that a caller can act on. The HTTP status and the words follow
/// from the kind and the message key, in one place (`web`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What was asked for does not exist, or may not be known to exist by the one who asks.
    NotFound,
    /// Nobody is logged in, or the session has ended.
    Unauthenticated,
    /// The one who asks may not do this.
    Denied,
    /// Somebody else was first, or the record has moved on.
    Conflict,
    /// What was typed cannot be taken; `fields` says where and why.
    Invalid,
    /// Too many at once; trying again later may work.
    Busy,
    /// A named limit was passed.
    Limit,
    /// The database, a worker or a neighbour cannot be reached just now.
    Unavailable,
    /// Stored data contradict themselves.
    Corrupt,
    /// A mistake in this program.
    Bug,
}

/// One thing that is wrong with one field of a form or a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, as in the form and in the API.
    pub field: String,
    /// The message's key in the locale files; it names the remedy.
    pub key: &'static str,
    /// What the message mentions, by name.
    pub args: Vec<(&'static str, String)>,
}

/// The one error type of the house.
///
/// ```
/// use kernel::{Error, Kind};
/// let error = Error::invalid("phone", "err-phone").and("nid", "err-nid-length");
/// assert_eq!(error.kind, Kind::Invalid);
/// assert_eq!(error.fields.len(), 2);
/// ```
#[derive(Debug)]
pub struct Error {
    /// How a caller can act on it.
    pub kind: Kind,
    /// The message's key in the locale files.
    pub key: &'static str,
    /// What the message mentions, by name.
    pub args: Vec<(&'static str, String)>,
    /// For [`Kind::Invalid`]: each field and what is wrong with it.
    pub fields: Vec<FieldError>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What fallible functions of the house return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind` with the message `key`.
    pub fn new(kind: Kind, key: &'static str) -> Self {
        Self {
            kind,
            key,
            args: Vec::new(),
            fields: Vec::new(),
            source: None,
        }
    }

    /// Nothing is there, or nothing that this reader may know of.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "err-not-found")
    }

    /// This actor may not do this.
    pub fn denied() -> Self {
        Self::new(Kind::Denied, "err-denied")
    }

    /// Nobody is logged in.
    pub fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated, "err-unauthenticated")
    }

    /// The record has moved on, or somebody else was first.
    pub fn conflict(key: &'static str) -> Self {
        Self::new(Kind::Conflict, key)
    }

    /// One field cannot be taken.
    pub fn invalid(field: impl Into<String>, key: &'static str) -> Self {
        Self::new(Kind::Invalid, "err-invalid").and(field, key)
    }

    /// A named limit was passed.
    pub fn limit(key: &'static str) -> Self {
        Self::new(Kind::Limit, key)
    }

    /// Something that should be reachable is not, for now.
    pub fn unavailable(key: &'static str) -> Self {
        Self::new(Kind::Unavailable, key)
    }

    /// Stored data contradict themselves; `what` is for the log, not for the reader.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::new(Kind::Corrupt, "err-corrupt").because(Note::new(what))
    }

    /// This program made a mistake; `what` is for the log, not for the reader.
    pub fn bug(what: impl Into<String>) -> Self {
        Self::new(Kind::Bug, "err-bug").because(Note::new(what))
    }

    /// Adds a field that cannot be taken.
    #[must_use]
    pub fn and(mut self, field: impl Into<String>, key: &'static str) -> Self {
        self.fields.push(FieldError {
            field: field.into(),
            key,
            args: Vec::new(),
        });
        self
    }

    /// Adds a value that the message mentions: to the last field if there is one, else to the whole.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let args = match self.fields.last_mut() {
            Some(field) => &mut field.args,
            None => &mut self.args,
        };
        args.push((name, value.to_string()));
        self
    }

    /// Keeps the cause for the log, behind the words of [`Error::corrupt`] and [`Error::bug`].
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let cause = cause.into();
        let note = self
            .source
            .and_then(|source| source.downcast::<Note>().ok());
        self.source = Some(match note {
            Some(note) => Box::new(Note {
                words: note.words,
                cause: Some(cause),
            }),
            None => cause,
        });
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        for field in &self.fields {
            write!(f, " [{}: {}]", field.field, field.key)?;
        }
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| {
            let source: &(dyn StdError + 'static) = source;
            source
        })
    }
}

/// What the house itself says of an error, and what it says that of.
#[derive(Debug)]
struct Note {
    words: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Note {
    fn new(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            cause: None,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl StdError for Note {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| {
            let cause: &(dyn StdError + 'static) = cause;
            cause
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_stands_behind_the_words_and_not_in_their_place() {
        let cause = "12".parse::<bool>().unwrap_err();
        let error = Error::corrupt("the flag of a ward").because(cause.clone());
        assert_eq!(
            error.to_string(),
            format!("Corrupt: err-corrupt: the flag of a ward: {cause}")
        );
        let words = error.source().unwrap();
        assert_eq!(words.source().unwrap().to_string(), cause.to_string());
        let plain = Error::unavailable("err-db-down").because(cause.clone());
        assert_eq!(
            plain.to_string(),
            format!("Unavailable: err-db-down: {cause}")
        );
    }
}
