//! Words as somebody typed them, within their limits.

use kernel::{Error, Result};

/// Letters that a name may have, of a user or of a program.
pub(crate) const NAME_CHARS_MAX: usize = 120;

/// The words in `field` as they are kept.
///
/// # Errors
/// Invalid `wrong`, naming the field, when there are none or more than `max` letters.
pub(crate) fn words(field: &str, text: &str, wrong: &'static str, max: usize) -> Result<String> {
    let text = kernel::bangla::normalise::text(text);
    if text.is_empty() || text.chars().count() > max {
        return Err(Error::invalid(field, wrong).with("max", max));
    }
    Ok(text)
}
