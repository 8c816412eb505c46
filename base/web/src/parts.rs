//! The small view models that the components of `components.html` draw. All text in them is already in
//! the reader's language.

mod body;

pub use body::{BodyChart, Dot};

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// What a colour says; a word or a mark always stands with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Done, within the limit, go.
    Good,
    /// Wrong or overdue.
    Bad,
    /// Now or soon.
    Warn,
    /// A state.
    Info,
}

impl Tone {
    /// The class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Info => "info",
        }
    }
}

impl std::fmt::Display for Tone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.class())
    }
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind.
    Done,
    /// Under way.
    Now,
    /// Ahead.
    Ahead,
}

/// One step of the bar above a long form.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// How far it has come.
    pub state: StepState,
    /// How long it took or takes: `০:৫৪`; empty when it has not begun.
    pub time: String,
    /// Where a done step can be seen again; empty when it cannot.
    pub href: String,
}

impl Step {
    /// The class in the stylesheet, and the end of the text's key.
    pub fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Ahead => "ahead",
        }
    }

    /// Whether it is under way.
    pub fn is_now(&self) -> bool {
        self.state == StepState::Now
    }
}

/// One number that stands large.
#[derive(Clone, Debug)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The number in the reader's digits.
    pub value: String,
    /// A second line; may be empty.
    pub note: String,
    /// What its colour says.
    pub tone: Tone,
}

/// One thing that happened, for a timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, in words.
    pub when: String,
    /// What.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Who did it; may be empty.
    pub who: String,
    /// What its colour says.
    pub tone: Tone,
}

/// One reason of a suggestion: what speaks for it or against it.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Whether it speaks for the suggestion.
    pub agrees: bool,
    /// In words.
    pub text: String,
}

impl Reason {
    /// A reason.
    pub fn new(agrees: bool, text: impl Into<String>) -> Self {
        Self {
            agrees,
            text: text.into(),
        }
    }
}

/// A person in a list or a panel.
#[derive(Clone, Debug, Default)]
pub struct PersonRow {
    /// The name in the page's language.
    pub name: String,
    /// The name in the other script; may be empty.
    pub other_name: String,
    /// Number, prison, status: the second line.
    pub line: String,
    /// Where the person's page is; empty when there is none to open.
    pub href: String,
    /// The photo's address; initials stand for a missing photo.
    pub photo: Option<String>,
    /// What is said of a photo that this reader may not see; may be empty.
    pub photo_note: String,
    /// One or two letters.
    pub initials: String,
    /// The state, as a chip; may be empty.
    pub state: String,
    /// What the chip's colour says.
    pub tone: Tone,
    /// Why the person is shown.
    pub reasons: Vec<Reason>,
}

/// The first letters of a name, for a person without a photo: whole Bangla syllables, not half of one.
pub fn initials(name: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{981}'..='\u{982}' | '\u{9bc}' | '\u{9be}'..='\u{9cd}' | '\u{9d7}');
    let word = name
        .split_whitespace()
        .find(|word| !word.ends_with('.') && !word.ends_with('ঃ'))
        .or_else(|| name.split_whitespace().next())
        .unwrap_or_default();
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().collect();
    let marks: String = letters
        .take_while(|c| is_mark(*c))
        .filter(|c| *c != '\u{9cd}')
        .collect();
    format!("{first}{marks}").to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_keep_their_vowel_sign_and_pass_the_honorific() {
        assert_eq!(initials("মো. রহিম উদ্দিন"), "র");
        assert_eq!(initials("নাসরিন আক্তার"), "না");
        assert_eq!(initials("মোঃ"), "মো");
        assert_eq!(initials("Md. Abdur Rahim"), "A");
        assert_eq!(initials(""), "");
    }
}
