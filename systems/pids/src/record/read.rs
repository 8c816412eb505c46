//! Reading what was typed into a form of this room: every field at once, so that an officer sees all that
//! is wrong together.

use kernel::{Error, Phone, Result, Taka};

use super::{
    Answer, Finding, HandBack, Health, InjuryKind, Labour, MarkKind, NewChild, NewInjuries,
    NewMarks, NewProperty, NewRelative, Spot, Typed, child_age_max,
};
use crate::admission::Reader;
use crate::custody::LegalStatus;
use crate::life::{maybe_said, said};
use crate::people::Sex;

impl Reader<'_> {
    fn said(&mut self, field: &'static str) -> String {
        self.keep(said(field, &self.text(field)))
            .unwrap_or_default()
    }

    fn maybe_said(&mut self, field: &'static str) -> String {
        self.keep(maybe_said(field, &self.text(field)))
            .unwrap_or_default()
    }

    fn is_ticked(&self, field: &str) -> bool {
        self.text(field) == "yes"
    }

    /// The points of a body map, at least one.
    fn marked(&mut self, field: &str) -> Vec<Spot> {
        if self.lines(field).is_empty() {
            self.wrong(Error::invalid(field, "err-spot-required"));
        }
        self.spots(field)
    }
}

impl NewRelative {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read; an emergency contact must be
    /// within reach, by phone or at an address.
    pub fn read(typed: &Typed) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let relation = |field: &str, code: &str| {
            reference::relations()
                .get(code)
                .map(|term| term.code.to_owned())
                .ok_or_else(|| Error::invalid(field, "err-choice"))
        };
        let relative = Self {
            name: reader.said("name"),
            relation: reader.must("relation", relation).unwrap_or_default(),
            phone: reader.may("phone", Phone::parse),
            address: reader.maybe_said("address"),
            emergency: reader.is_ticked("emergency"),
            consent: reader.is_ticked("consent"),
        };
        let unreachable = reader.given("phone").is_none() && relative.address.is_empty();
        if relative.emergency && unreachable {
            reader.wrong(Error::invalid("phone", "err-emergency-reach"));
        }
        reader.done(relative)
    }
}

impl NewChild {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read. A child inside is at most six years
    /// old and a woman's; of a child outside somebody must be named who looks after it.
    pub fn read(typed: &Typed, parent: Sex) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let inside = reader.text("where") == "inside";
        let most = child_age_max(inside);
        let age = |field: &str, text: &str| {
            kernel::bangla::digits::to_latin(text)
                .parse()
                .ok()
                .filter(|age| (0..=most).contains(age))
                .ok_or_else(|| Error::invalid(field, "err-child-age").with("max", most))
        };
        let child = Self {
            name: reader.said("name"),
            age: reader.must("age", age).unwrap_or_default(),
            inside,
            carer: reader.maybe_said("carer"),
            place: reader.maybe_said("place"),
        };
        if !matches!(reader.text("where").as_str(), "inside" | "outside") {
            reader.wrong(Error::invalid("where", "err-required"));
        }
        if inside && parent == Sex::Male {
            reader.wrong(Error::invalid("where", "err-child-mother"));
        }
        if !inside && child.carer.is_empty() {
            reader.wrong(Error::invalid("carer", "err-child-carer"));
        }
        reader.done(child)
    }
}

impl NewMarks {
    /// Reads what was typed; the picture comes by itself.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read.
    pub fn read(typed: &Typed) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let marks = Self {
            kind: reader
                .must("kind", MarkKind::parse)
                .unwrap_or(MarkKind::Mark),
            spots: reader.marked("spots"),
            note: reader.said("note"),
            photo: None,
        };
        reader.done(marks)
    }
}

impl NewInjuries {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read.
    pub fn read(typed: &Typed) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let injuries = Self {
            kind: reader
                .must("kind", InjuryKind::parse)
                .unwrap_or(InjuryKind::Other),
            spots: reader.marked("spots"),
            note: reader.said("note"),
            alleged: reader.maybe_said("alleged"),
        };
        reader.done(injuries)
    }
}

impl NewProperty {
    /// Reads what was typed: an amount, and an article on each line with its number at the end.
    ///
    /// # Errors
    /// Invalid, naming what cannot be read, or when there is neither money nor an article.
    pub fn read(typed: &Typed) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let cash = reader.may("cash", Taka::parse).unwrap_or_default();
        let articles = reader.articles();
        for given in &articles {
            reader.keep(maybe_said("articles", &given.what));
        }
        if reader.is_right() && cash == Taka(0) && articles.is_empty() {
            reader.wrong(Error::invalid("articles", "err-property-nothing"));
        }
        reader.done(Self { cash, articles })
    }
}

impl HandBack {
    /// Reads what was typed: the ids of the things, with a space between, and who signs.
    ///
    /// # Errors
    /// Invalid, when nothing is chosen or nobody signs.
    pub fn read(typed: &Typed) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let chosen = reader.text("things");
        let things = chosen
            .split_whitespace()
            .map(|id| {
                id.parse()
                    .map_err(|_| Error::invalid("things", "err-choice"))
            })
            .collect::<Result<Vec<_>>>();
        let things = reader.keep(things).unwrap_or_default();
        if chosen.is_empty() {
            reader.wrong(Error::invalid("things", "err-hand-back-nothing"));
        }
        let to = reader.said("to");
        reader.done(Self { things, to })
    }
}

impl Finding {
    /// Reads what was typed of somebody of this sex, held in this right.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read. Pregnancy is asked of women and may
    /// be asked of hijra; a convict's class of labour must be said.
    pub fn read(typed: &Typed, sex: Sex, status: LegalStatus) -> Result<Self> {
        let mut reader = Reader::new(typed);
        let finding = Self {
            health: reader.must("health", Health::parse).unwrap_or(Health::Good),
            wounds: reader.maybe_said("wounds"),
            labour: reader.may("labour", Labour::parse),
            pregnancy: match sex {
                Sex::Female => Some(
                    reader
                        .must("pregnancy", Answer::parse)
                        .unwrap_or(Answer::Unknown),
                ),
                Sex::Hijra => reader.may("pregnancy", Answer::parse),
                Sex::Male => None,
            },
            contagious: reader
                .must("contagious", Answer::parse)
                .unwrap_or(Answer::Unknown),
            notes: reader.maybe_said("notes"),
        };
        if status == LegalStatus::Convict && reader.given("labour").is_none() {
            reader.wrong(Error::invalid("labour", "err-labour"));
        }
        reader.done(finding)
    }
}

#[cfg(test)]
mod tests;
