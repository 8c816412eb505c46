//! A form as it was typed, with what is wrong beside each field: what a reader typed is never lost.

use kernel::{Error, FieldError, Kind};

use crate::texts::Arg;

/// Fields that one form may send.
pub const FIELDS_MAX: usize = 500;

/// A file that came with a form.
#[derive(Clone)]
pub struct Upload {
    /// The field's name.
    pub field: String,
    /// The name that the reader's machine gave it: to show, never to trust.
    pub file_name: String,
    /// The content; what it is must be read from the bytes, not from the name.
    pub bytes: Vec<u8>,
}

/// What was typed into a form, and what is wrong with it.
///
/// ```
/// use web::Form;
/// let form = Form::from_pairs([("name", " রহিম "), ("risk", "a"), ("risk", "b")]);
/// assert_eq!(form.value("name"), "রহিম");
/// assert!(form.checked("risk", "b"));
/// let form = form.with_error(kernel::Error::invalid("name", "err-required"));
/// assert_eq!(form.error("name").unwrap().key, "err-required");
/// ```
#[derive(Clone, Default)]
pub struct Form {
    typed: Vec<(String, String)>,
    uploads: Vec<Upload>,
    errors: Vec<FieldError>,
    failed: Option<(&'static str, Vec<(&'static str, String)>)>,
}

impl Form {
    /// A form that nobody has typed into.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form that shows what is already known, or one of a test.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let typed = pairs
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self {
            typed,
            ..Self::default()
        }
    }

    /// Adds a value, as when a template's defaults depend on the record.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.typed.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn push_upload(&mut self, upload: Upload) {
        self.uploads.push(upload);
    }

    pub(crate) fn push(&mut self, name: String, value: String) {
        self.typed.push((name, value));
    }

    pub(crate) fn len(&self) -> usize {
        self.typed.len() + self.uploads.len()
    }

    /// What was typed into `name`, without the spaces around it; empty when nothing was.
    pub fn value(&self, name: &str) -> &str {
        self.raw(name).map_or("", str::trim)
    }

    /// What was typed into `name`, spaces and all, if the form had such a field.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.typed
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// What the picker `name` shows: the words that stand for its value.
    pub fn shown(&self, name: &str) -> &str {
        self.value(&format!("{name}_text"))
    }

    /// What was typed into `name`, or nothing when it was left empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }

    /// What was typed into `name`, which must not be empty.
    ///
    /// # Errors
    /// Invalid `err-required`, naming the field.
    pub fn required(&self, name: &str) -> kernel::Result<&str> {
        self.given(name)
            .ok_or_else(|| Error::invalid(name, "err-required"))
    }

    /// The version of the record that the form was made from, so that it does not overwrite what came after.
    ///
    /// # Errors
    /// Conflict `err-stale` when the form tells none.
    pub fn version(&self) -> kernel::Result<i64> {
        let typed = self.value("version");
        typed.parse().map_err(|_| Error::conflict("err-stale"))
    }

    /// Every value of `name`, for boxes that can be ticked together.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.typed
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the box or choice `value` of `name` is taken.
    pub fn checked(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|taken| taken == value)
    }

    /// All that was typed, in the order of the page, without `_csrf`.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.typed
            .iter()
            .filter(|(name, _)| name != crate::csrf::FIELD)
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The file that was put into `name`; none when the field was left empty.
    pub fn upload(&self, name: &str) -> Option<&Upload> {
        self.uploads
            .iter()
            .find(|upload| upload.field == name && !upload.bytes.is_empty())
    }

    /// What is wrong with `name`.
    pub fn error(&self, name: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == name)
    }

    /// All that is wrong, in the order of the checks, for the summary above the form.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// What is wrong with the form as a whole: its key and what it mentions.
    pub fn failed(&self) -> Option<(&'static str, Vec<(&'static str, Arg)>)> {
        self.failed.as_ref().map(|(key, args)| {
            let args = args.iter().map(|(name, value)| (*name, Arg::guess(value)));
            (*key, args.collect())
        })
    }

    /// Whether anything is wrong.
    pub fn is_bad(&self) -> bool {
        self.failed.is_some() || !self.errors.is_empty()
    }

    /// The same form with what `error` says is wrong.
    #[must_use]
    pub fn with_error(mut self, error: Error) -> Self {
        if error.fields.is_empty() {
            self.failed = Some((error.key, error.args));
        }
        self.errors.extend(error.fields);
        self
    }

    /// The same form with the error when the reader can mend it; any other error goes on.
    ///
    /// # Errors
    /// `error` itself, unless it is [`Kind::Invalid`], [`Kind::Conflict`] or [`Kind::Limit`].
    pub fn or_fail(self, error: Error) -> crate::Result<Self> {
        match error.kind {
            Kind::Invalid | Kind::Conflict | Kind::Limit => Ok(self.with_error(error)),
            _ => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_beside_what_is_wrong() {
        let form = Form::from_pairs([("nid", "123"), ("_csrf", "x")]);
        let form = form.or_fail(Error::invalid("nid", "err-nid-length").with("digits", 3));
        let form = form.ok().unwrap();
        assert_eq!(form.value("nid"), "123");
        assert_eq!(
            form.error("nid").unwrap().args,
            [("digits", "3".to_owned())]
        );
        assert_eq!(form.pairs().count(), 1);
        assert!(form.or_fail(Error::denied()).is_err());
    }

    #[test]
    fn an_error_of_the_whole_form_is_kept_apart() {
        let form = Form::empty().with_error(Error::conflict("err-stale"));
        assert!(form.is_bad() && form.errors().is_empty());
        assert_eq!(form.failed().unwrap().0, "err-stale");
    }
}
