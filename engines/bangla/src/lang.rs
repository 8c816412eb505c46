//! The two languages of a page.

use std::fmt;
use std::str::FromStr;

/// A language that text is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Lang {
    /// Bangla, the language of the office.
    #[default]
    Bn,
    /// English.
    En,
}

/// A language code other than `bn` and `en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {0:?}: expected bn or en")]
pub struct UnknownLang(String);

impl Lang {
    /// Both languages, Bangla first.
    pub const ALL: [Self; 2] = [Self::Bn, Self::En];

    /// The ISO 639-1 code, as it stands in `<html lang>` and in file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bn => "bn",
            Self::En => "en",
        }
    }

    /// The language that a page offers to switch to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Bn => Self::En,
            Self::En => Self::Bn,
        }
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, bn: T, en: T) -> T {
        match self {
            Self::Bn => bn,
            Self::En => en,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads `bn` or `en`, with or without a region (`bn-BD`, `en_GB`), in any case.
    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.code()))
            .ok_or_else(|| UnknownLang(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_and_without_region() {
        for (text, lang) in [
            ("bn", Lang::Bn),
            ("BN-bd", Lang::Bn),
            ("en", Lang::En),
            ("en_GB", Lang::En),
        ] {
            assert_eq!(text.parse(), Ok(lang), "{text}");
        }
        for text in ["", "b", "hi", "bnx"] {
            assert_eq!(text.parse::<Lang>(), Err(UnknownLang(text.to_owned())));
        }
    }

    #[test]
    fn code_and_parse_agree() {
        for lang in Lang::ALL {
            assert_eq!(lang.to_string().parse(), Ok(lang));
            assert_ne!(lang.other(), lang);
        }
    }
}
