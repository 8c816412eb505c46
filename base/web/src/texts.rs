//! The words of the pages, in both languages, from the Fluent files of every part of the house.

use std::collections::BTreeSet;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::bangla::digits;
use kernel::{Error, FieldError, Lang, Result};
use unic_langid::LanguageIdentifier;

use crate::page::Count;

/// One part's Fluent file in one language.
pub type Locale = (Lang, &'static str);

/// What a text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words, shown as they are.
    Text(String),
    /// A count: shown in the reader's digits, grouped in lakh and crore, and it chooses plural forms.
    Number(i64),
}

impl Arg {
    /// Reads what an error mentions: a count where it is one, else words.
    pub(crate) fn guess(text: &str) -> Self {
        text.parse()
            .map_or_else(|_| Self::Text(text.to_owned()), Self::Number)
    }
}

impl<T: Count> From<T> for Arg {
    fn from(number: T) -> Self {
        Self::Number(number.count())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// All texts of the house.
pub struct Texts {
    bn: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Texts {
    /// Loads the files of every part.
    ///
    /// # Errors
    /// A bug, when a file cannot be read as Fluent or a key is there twice.
    pub fn load(locales: impl IntoIterator<Item = Locale>) -> Result<Self> {
        let mut texts = Self {
            bn: bundle(Lang::Bn)?,
            en: bundle(Lang::En)?,
        };
        for (lang, source) in locales {
            let resource = FluentResource::try_new(source.to_owned())
                .map_err(|(_, errors)| Error::bug(format!("texts in {lang}: {errors:?}")))?;
            let bundle = lang.pick(&mut texts.bn, &mut texts.en);
            bundle
                .add_resource(resource)
                .map_err(|errors| Error::bug(format!("texts in {lang}: {errors:?}")))?;
        }
        Ok(texts)
    }

    /// Whether `key` has a text in `lang`.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        lang.pick(&self.bn, &self.en).has_message(key)
    }

    /// The text of `key` in `lang`. A missing key is logged and shown as `⟦key⟧`, which the tests of
    /// every page look for.
    pub fn tr(&self, lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
        let bundle = lang.pick(&self.bn, &self.en);
        let Some(pattern) = bundle.get_message(key).and_then(|text| text.value()) else {
            tracing::warn!(key, %lang, "a text is missing");
            return format!("⟦{key}⟧");
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => given.set(*name, text.clone()),
                Arg::Number(number) => given.set(*name, *number),
            }
        }
        let mut faults = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&given), &mut faults)
            .into_owned();
        if !faults.is_empty() {
            tracing::warn!(key, %lang, ?faults, "a text lacks what it mentions");
        }
        text
    }

    /// The words for one wrong field.
    pub fn field_error(&self, lang: Lang, error: &FieldError) -> String {
        self.message(lang, error.key, &error.args)
    }

    /// The words for an error's key and what it mentions.
    pub fn message(&self, lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
        let args: Vec<_> = args
            .iter()
            .map(|(name, value)| (*name, Arg::guess(value)))
            .collect();
        self.tr(lang, key, &args)
    }
}

fn bundle(lang: Lang) -> Result<FluentBundle<FluentResource>> {
    let id: LanguageIdentifier =
        lang.code()
            .parse()
            .map_err(|error: unic_langid::LanguageIdentifierError| {
                Error::bug("a language without a tag").because(error)
            })?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks guard right-to-left text; ours is all left to right and gets copied into forms.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Bn => |value, _| number(value, Lang::Bn),
        Lang::En => |value, _| number(value, Lang::En),
    }));
    Ok(bundle)
}

fn number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let shown = number.as_string();
    Some(shown.parse().map_or_else(
        |_| digits::localise(&shown, lang),
        |whole| digits::number(whole, lang),
    ))
}

/// What is wrong with a part's two files taken together: a key that only one of them has, or that
/// mentions different things in each. Empty when all is well; every part tests its own.
pub fn gaps(locales: &[Locale]) -> Vec<String> {
    let [bn, en] = Lang::ALL.map(|lang| mentions(locales, lang));
    let one_sided = bn.symmetric_difference(&en);
    one_sided
        .map(|(key, names)| format!("{key} {{{names}}} is not the same in both languages"))
        .collect()
}

/// Each key with the sorted names of what it mentions.
fn mentions(locales: &[Locale], lang: Lang) -> BTreeSet<(String, String)> {
    use fluent_syntax::ast::Entry;
    let sources = locales.iter().filter(|(of, _)| *of == lang);
    let mut found = BTreeSet::new();
    for (_, source) in sources {
        let parsed = fluent_syntax::parser::parse(*source).unwrap_or_else(|(partly, _)| partly);
        for entry in parsed.body {
            let (key, names) = match &entry {
                Entry::Message(message) => (message.id.name, placeables(&entry)),
                Entry::Junk { content } => (*content, String::new()),
                _ => continue,
            };
            found.insert((key.to_owned(), names));
        }
    }
    found
}

/// The `$names` of a message: its own text written out again has them whatever they are nested in.
fn placeables(entry: &fluent_syntax::ast::Entry<&str>) -> String {
    let alone = fluent_syntax::ast::Resource {
        body: vec![entry.clone()],
    };
    let text = fluent_syntax::serializer::serialize(&alone);
    let names: BTreeSet<&str> = text
        .split('$')
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
            rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
        })
        .collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_readers_digits_and_choose_the_form() {
        let en = "n = { $n ->\n    [one] one person\n   *[other] { $n } people\n }\n";
        let texts = Texts::load([(Lang::Bn, "n = { $n } জন"), (Lang::En, en)]).unwrap();
        let args = |n: i64| [("n", Arg::from(n))];
        assert_eq!(texts.tr(Lang::Bn, "n", &args(123_456)), "১,২৩,৪৫৬ জন");
        assert_eq!(texts.tr(Lang::En, "n", &args(123_456)), "1,23,456 people");
        assert_eq!(texts.tr(Lang::En, "n", &args(1)), "one person");
        assert_eq!(texts.tr(Lang::En, "no-such", &[]), "⟦no-such⟧");
    }

    #[test]
    fn gaps_are_named() {
        let locales = [
            (Lang::Bn, "a = ক\nb = { $n } টি\nc = গ"),
            (Lang::En, "a = A\nb = { $m } pieces"),
        ];
        let found = gaps(&locales).join("\n");
        assert!(found.contains("b {n}") && found.contains("b {m}") && found.contains("c {}"));
        assert!(gaps(&[(Lang::Bn, "a = ক"), (Lang::En, "a = A")]).is_empty());
    }

    #[test]
    fn a_key_that_is_there_twice_is_refused() {
        assert!(Texts::load([(Lang::Bn, "a = ক"), (Lang::Bn, "a = খ")]).is_err());
    }
}
