//! The fields of a verb's form, as data: one template draws the form of every verb.

use web::parts::Choice;

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Area,
    Date,
    Select,
    Checks,
    Place,
}

/// One field of a form.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) required: bool,
    pub(super) choices: Vec<Choice>,
    kind: Kind,
}

impl Input {
    fn new(kind: Kind, name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            hint: "",
            required: false,
            choices: Vec::new(),
            kind,
        }
    }

    pub(super) fn text(name: &'static str, label: &'static str) -> Self {
        Self::new(Kind::Text, name, label)
    }

    pub(super) fn area(name: &'static str, label: &'static str) -> Self {
        Self::new(Kind::Area, name, label)
    }

    pub(super) fn date(name: &'static str, label: &'static str) -> Self {
        Self::new(Kind::Date, name, label)
    }

    pub(super) fn place(name: &'static str, label: &'static str) -> Self {
        Self::new(Kind::Place, name, label)
    }

    pub(super) fn select(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(Kind::Select, name, label)
        }
    }

    /// Boxes of which several can be ticked.
    pub(super) fn checks(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(Kind::Checks, name, label)
        }
    }

    pub(super) fn needed(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    pub(super) fn is_area(&self) -> bool {
        self.kind == Kind::Area
    }

    pub(super) fn is_date(&self) -> bool {
        self.kind == Kind::Date
    }

    pub(super) fn is_select(&self) -> bool {
        self.kind == Kind::Select
    }

    pub(super) fn is_checks(&self) -> bool {
        self.kind == Kind::Checks
    }
}
