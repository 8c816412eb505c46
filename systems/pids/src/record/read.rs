//! Reading what was typed into a form of this room: every field at once, so that an officer sees all that
//! is wrong together.

use kernel::{Error, Kind, Phone, Result, Taka};

use super::{
    ARTICLES_MAX, Answer, Article, Finding, HandBack, Health, InjuryKind, Labour, MarkKind,
    NewChild, NewInjuries, NewMarks, NewProperty, NewRelative, SPOTS_MAX, Spot, Typed,
    child_age_max,
};
use crate::admission::{article, spot_on_map};
use crate::custody::LegalStatus;
use crate::life::{maybe_said, said};
use crate::people::Sex;

/// Reads field by field and gathers what is wrong.
struct Reader<'a> {
    typed: &'a Typed,
    errors: Error,
}

impl<'a> Reader<'a> {
    fn new(typed: &'a Typed) -> Self {
        Self {
            typed,
            errors: Error::new(Kind::Invalid, "err-invalid"),
        }
    }

    fn raw(&self, field: &str) -> &'a str {
        self.typed.get(field).map_or("", |text| text.trim())
    }

    fn is_ticked(&self, field: &str) -> bool {
        self.raw(field) == "yes"
    }

    fn wrong(&mut self, error: Error) {
        self.errors.fields.extend(error.fields);
    }

    fn keep<T>(&mut self, read: Result<T>) -> Option<T> {
        read.map_err(|error| self.wrong(error)).ok()
    }

    fn must(&mut self, field: &'static str) -> String {
        self.keep(said(field, self.raw(field))).unwrap_or_default()
    }

    fn may(&mut self, field: &'static str) -> String {
        self.keep(maybe_said(field, self.raw(field)))
            .unwrap_or_default()
    }

    /// A word that must be chosen; `otherwise` is never used, since the error is kept.
    fn word<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str, &str) -> Result<T>,
        otherwise: T,
    ) -> T {
        let text = self.raw(field);
        let read = if text.is_empty() {
            Err(Error::invalid(field, "err-required"))
        } else {
            parse(field, text)
        };
        self.keep(read).unwrap_or(otherwise)
    }

    /// What is typed into an optional field, read.
    fn given<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str, &str) -> Result<T>,
    ) -> Option<T> {
        let text = self.raw(field);
        if text.is_empty() {
            None
        } else {
            self.keep(parse(field, text))
        }
    }

    /// The points of a body map, at least one.
    fn spots(&mut self, field: &'static str) -> Vec<Spot> {
        let marks: Vec<_> = self
            .raw(field)
            .split(';')
            .map(str::trim)
            .filter(|mark| !mark.is_empty())
            .collect();
        if marks.is_empty() {
            self.wrong(Error::invalid(field, "err-spot-required"));
        }
        if marks.len() > SPOTS_MAX {
            self.wrong(Error::invalid(field, "err-lines").with("max", SPOTS_MAX));
        }
        let mut spots = Vec::new();
        for mark in marks {
            match spot_on_map(mark) {
                Some((side, x, y)) => spots.push(Spot { side, x, y }),
                None => self.wrong(Error::invalid(field, "err-body-map")),
            }
        }
        spots
    }

    fn done<T>(self, read: T) -> Result<T> {
        if self.errors.fields.is_empty() {
            Ok(read)
        } else {
            Err(self.errors)
        }
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
                .map(|term| term.code)
                .ok_or_else(|| Error::invalid(field, "err-choice"))
        };
        let relative = Self {
            name: reader.must("name"),
            relation: reader.word("relation", relation, ""),
            phone: reader.given("phone", Phone::parse),
            address: reader.may("address"),
            emergency: reader.is_ticked("emergency"),
            consent: reader.is_ticked("consent"),
        };
        let unreachable = reader.raw("phone").is_empty() && relative.address.is_empty();
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
        let inside = reader.raw("where") == "inside";
        let most = child_age_max(inside);
        let age = |field: &str, text: &str| {
            kernel::bangla::digits::to_latin(text)
                .parse()
                .ok()
                .filter(|age| (0..=most).contains(age))
                .ok_or_else(|| Error::invalid(field, "err-child-age").with("max", most))
        };
        let child = Self {
            name: reader.must("name"),
            age: reader.word("age", age, 0),
            inside,
            carer: reader.may("carer"),
            place: reader.may("place"),
        };
        if !matches!(reader.raw("where"), "inside" | "outside") {
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
            kind: reader.word("kind", MarkKind::parse, MarkKind::Mark),
            spots: reader.spots("spots"),
            note: reader.must("note"),
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
            kind: reader.word("kind", InjuryKind::parse, InjuryKind::Other),
            spots: reader.spots("spots"),
            note: reader.must("note"),
            alleged: reader.may("alleged"),
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
        let cash = reader.given("cash", Taka::parse).unwrap_or_default();
        let articles: Vec<Article> = reader
            .raw("articles")
            .split(['\n', ';', '।'])
            .map(kernel::bangla::normalise::text)
            .filter(|line| !line.is_empty())
            .map(|line| article(&line))
            .collect();
        if articles.len() > ARTICLES_MAX {
            reader.wrong(Error::invalid("articles", "err-lines").with("max", ARTICLES_MAX));
        }
        for given in &articles {
            reader.keep(maybe_said("articles", &given.what));
        }
        if reader.errors.fields.is_empty() && cash == Taka(0) && articles.is_empty() {
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
        let things = reader
            .raw("things")
            .split_whitespace()
            .map(|id| {
                id.parse()
                    .map_err(|_| Error::invalid("things", "err-choice"))
            })
            .collect::<Result<Vec<_>>>();
        let things = reader.keep(things).unwrap_or_default();
        if reader.raw("things").is_empty() {
            reader.wrong(Error::invalid("things", "err-hand-back-nothing"));
        }
        let to = reader.must("to");
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
            health: reader.word("health", Health::parse, Health::Good),
            wounds: reader.may("wounds"),
            labour: reader.given("labour", Labour::parse),
            pregnancy: match sex {
                Sex::Female => Some(reader.word("pregnancy", Answer::parse, Answer::Unknown)),
                Sex::Hijra => reader.given("pregnancy", Answer::parse),
                Sex::Male => None,
            },
            contagious: reader.word("contagious", Answer::parse, Answer::Unknown),
            notes: reader.may("notes"),
        };
        if status == LegalStatus::Convict && reader.raw("labour").is_empty() {
            reader.wrong(Error::invalid("labour", "err-labour"));
        }
        reader.done(finding)
    }
}

#[cfg(test)]
mod tests;
