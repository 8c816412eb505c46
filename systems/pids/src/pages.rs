//! What the pages of several rooms draw alike.

use askama::Template;
use kernel::{Error, Lang, Result};
use web::parts::{Choice, PersonRow, Tone, initials};
use web::{Form, Page};

use crate::admission::facts::Typed;
use crate::custody::State;
use crate::find::Stay;
use crate::people::TwoNames;

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

/// Somebody as the list's component draws them, still without a link and a photo: their custody's line, or the
/// words for whom none is shown of.
pub(crate) fn person_row(
    page: &Page,
    name: &TwoNames,
    stay: Option<&Stay>,
    unheld: impl FnOnce() -> String,
) -> PersonRow {
    let (shown, other) = (name.show(page.lang), name.show(page.lang.other()));
    let (line, state, tone) = match stay {
        Some(stay) => (
            format!(
                "{} · {}",
                page.digits(&format!("{} {}", stay.code, stay.number)),
                stay.prison_name.show(page.lang)
            ),
            page.t(stay.state.key()),
            state_tone(stay.state),
        ),
        None => (unheld(), String::new(), Tone::Plain),
    };
    PersonRow {
        initials: initials(shown),
        name: shown.to_owned(),
        other_name: if other == shown {
            String::new()
        } else {
            other.to_owned()
        },
        line,
        href: String::new(),
        photo: None,
        photo_note: String::new(),
        state,
        tone,
        reasons: Vec::new(),
    }
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
