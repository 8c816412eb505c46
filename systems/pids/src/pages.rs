//! What the pages of several rooms draw alike.

use askama::Template;
use kernel::{Error, Lang, Result};
use web::parts::{Choice, Tone};
use web::{Form, Page};

use crate::admission::facts::Typed;
use crate::custody::State;

/// A template as HTML, for what is read in the transaction that draws it.
pub(crate) fn html(template: &impl Template) -> Result<String> {
    template
        .render()
        .map_err(|error| Error::bug("a template cannot be written").because(error))
}

/// Words as the choices of a form, in the reader's language.
pub(crate) fn choices<T: Copy + std::fmt::Display>(
    page: &Page,
    all: &[T],
    key: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter()
        .map(|word| Choice::new(word.to_string(), page.t(key(*word))))
        .collect()
}

/// What was typed into the fields that are `wanted`; boxes that can be ticked together come one by one, and are
/// kept with a space between.
pub(crate) fn typed(form: &Form, wanted: impl Fn(&str) -> bool) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in form.pairs().filter(|(name, _)| wanted(name)) {
        let held = typed.entry(name.to_owned()).or_default();
        if !held.is_empty() {
            held.push(' ');
        }
        held.push_str(value);
    }
    typed
}

/// A list of `reference` as the choices of a form.
pub(crate) fn terms(lang: Lang, table: &'static reference::Table<reference::Term>) -> Vec<Choice> {
    table
        .iter()
        .map(|term| Choice::new(term.code, lang.pick(term.name_bn, term.name_en)))
        .collect()
}

/// What the colour of a custody's state says.
pub(crate) fn state_tone(state: State) -> Tone {
    match state {
        State::Present => Tone::Good,
        State::AtCourt | State::InHospital => Tone::Info,
        State::InTransfer => Tone::Warn,
        State::Escaped | State::Dead => Tone::Bad,
        State::Bailed | State::Released => Tone::Plain,
    }
}
