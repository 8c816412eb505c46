//! What a prison was called and was, from a day on. A term ends the day before the next one begins; nothing of
//! it is ever written over, so that a paper of a past day says what was true on that day.

use kernel::{BdTime, Date, Error, PrisonId, Result};

use super::{NAME_CHARS_MAX, PLACES_MAX, Prison, PrisonKind, REASON_CHARS_MAX};
use crate::people::TwoNames;

/// Certified places of a whole prison; more is a typing error.
pub const PRISON_PLACES_MAX: i64 = 10 * PLACES_MAX;
/// Characters that a prison's name may have.
pub const PRISON_NAME_CHARS_MAX: usize = 2 * NAME_CHARS_MAX;

/// What a prison is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrisonFacts {
    /// Name.
    pub name: TwoNames,
    /// What sort of prison.
    pub kind: PrisonKind,
    /// Code of the DIG's division.
    pub division: String,
    /// Places by official capacity, where one was published.
    pub certified: Option<i64>,
    /// Whether it is closed.
    pub closed: bool,
}

impl PrisonFacts {
    /// What a prison is today.
    pub fn of(prison: &Prison) -> Self {
        Self {
            name: prison.name.clone(),
            kind: prison.kind,
            division: prison.division.clone(),
            certified: prison.certified,
            closed: prison.closed_on.is_some(),
        }
    }

    /// The facts with names normalised, once everything about them can be taken.
    ///
    /// # Errors
    /// Invalid, naming every field that cannot.
    pub fn check(self) -> Result<Self> {
        let mut wrong = Error::new(kernel::Kind::Invalid, "err-invalid");
        let name = TwoNames::new(&self.name.bn, &self.name.en);
        // Papers are in both languages, so a prison has its name in both.
        for (field, text) in [("name_bn", &name.bn), ("name_en", &name.en)] {
            let error = if text.is_empty() {
                Error::invalid(field, "err-required")
            } else if text.chars().count() > PRISON_NAME_CHARS_MAX {
                Error::invalid(field, "err-text-long").with("max", PRISON_NAME_CHARS_MAX)
            } else {
                continue;
            };
            wrong.fields.extend(error.fields);
        }
        if reference::divisions().get(&self.division).is_none() {
            wrong
                .fields
                .extend(Error::invalid("division", "err-choice").fields);
        }
        let places = 0..=PRISON_PLACES_MAX;
        if self.certified.is_some_and(|count| !places.contains(&count)) {
            let error = Error::invalid("certified", "err-places").with("max", PRISON_PLACES_MAX);
            wrong.fields.extend(error.fields);
        }
        if wrong.fields.is_empty() {
            Ok(Self { name, ..self })
        } else {
            Err(wrong)
        }
    }
}

/// What a prison was, is or will be from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Which prison.
    pub prison: PrisonId,
    /// From this day.
    pub valid_from: Date,
    /// What it is from then on.
    pub facts: PrisonFacts,
    /// Whether its day has come and the prison is, or was, what it says.
    pub in_force: bool,
    /// Where the fact comes from: an order, a note of the shipped list; `unverified` where nobody has said so.
    pub source: String,
    /// Why, in the words of whoever wrote it; empty for terms of the shipped list.
    pub reason: String,
    /// Who wrote it; empty for terms of the shipped list.
    pub by_name: String,
    /// When it was written.
    pub at: Option<BdTime>,
}

/// A change of a prison as somebody orders it.
#[derive(Clone, Debug)]
pub struct Change {
    /// What the prison is from then on.
    pub facts: PrisonFacts,
    /// From this day: one that has been, today, or one that lies ahead.
    pub from: Date,
    /// The order or gazette behind it, as it is cited; may be empty.
    pub order: String,
    /// Why.
    pub reason: String,
    /// The beginning of the last term that its author saw.
    pub after: Option<Date>,
}

impl Change {
    /// Checks a change against the terms that are known, and gives its facts and order normalised.
    ///
    /// # Errors
    /// Conflict `err-stale` when another term was written meanwhile; invalid, naming `from` for a day that is not
    /// after the last term's, or the fields of the facts; conflict `err-prison-same` when nothing would change.
    pub fn check(&self, known: &[Term]) -> Result<(PrisonFacts, String)> {
        let last = known.last();
        if last.map(|term| term.valid_from) != self.after {
            return Err(Error::conflict("err-stale"));
        }
        let facts = self.facts.clone().check()?;
        let order = bangla::normalise::text(&self.order);
        if order.chars().count() > REASON_CHARS_MAX {
            return Err(Error::invalid("order", "err-text-long").with("max", REASON_CHARS_MAX));
        }
        if let Some(last) = last {
            if self.from <= last.valid_from {
                return Err(Error::invalid("from", "err-term-before").with("day", last.valid_from));
            }
            if facts == last.facts {
                return Err(Error::conflict("err-prison-same"));
            }
        }
        Ok((facts, order))
    }
}

/// What keeps a prison from being closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeepsOpen {
    /// Those for whom it answers: inside, away, and on the way to it.
    pub held: i64,
    /// Those who are expected today or later.
    pub expected: i64,
    /// Whether somebody is being admitted.
    pub is_admitting: bool,
}

impl KeepsOpen {
    /// Whether nothing does.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Why the prison cannot be closed, by what must go first.
    pub(super) fn refusal(self) -> Error {
        if self.held > 0 {
            Error::invalid("closed", "err-prison-holds").with("n", self.held)
        } else if self.expected > 0 {
            Error::invalid("closed", "err-prison-expects").with("n", self.expected)
        } else {
            Error::invalid("closed", "err-prison-admits")
        }
    }
}

/// The term in which a day lies. One that still waits was never true of any day.
pub fn on(terms: &[Term], day: Date) -> Option<&Term> {
    let mut newest_first = terms.iter().rev();
    newest_first.find(|term| term.in_force && term.valid_from <= day)
}

/// The terms that follow the last one in force: those to come, and a closing that waits.
pub fn to_come(terms: &[Term]) -> &[Term] {
    terms
        .rsplit(|term| term.in_force)
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::Uuid;

    use super::*;

    fn facts(bn: &str) -> PrisonFacts {
        PrisonFacts {
            name: TwoNames::new(bn, "Tangail District Jail"),
            kind: PrisonKind::District,
            division: "30".to_owned(),
            certified: Some(456),
            closed: false,
        }
    }

    fn term(bn: &str, valid_from: Date) -> Term {
        Term {
            prison: PrisonId(Uuid::nil()),
            valid_from,
            facts: facts(bn),
            in_force: true,
            source: String::new(),
            reason: String::new(),
            by_name: String::new(),
            at: None,
        }
    }

    fn change(bn: &str, from: Date, after: Date) -> Change {
        Change {
            facts: facts(bn),
            from,
            order: String::new(),
            reason: "নতুন নাম".to_owned(),
            after: Some(after),
        }
    }

    #[test]
    fn a_day_lies_in_the_last_term_that_began() {
        let terms = [term("ক", date(1894, 7, 1)), term("খ", date(2026, 8, 1))];
        let name = |day| on(&terms, day).map(|term| term.facts.name.bn.as_str());
        assert_eq!(name(date(2026, 7, 31)), Some("ক"));
        assert_eq!(name(date(2026, 8, 1)), Some("খ"));
        assert_eq!(name(date(1800, 1, 1)), None);
    }

    #[test]
    fn no_day_lies_in_a_term_that_waits() {
        let (old, day) = (date(1894, 7, 1), date(2026, 8, 1));
        let waits = Term {
            in_force: false,
            ..term("খ", day)
        };
        let terms = [term("ক", old), waits];
        assert_eq!(on(&terms, day), terms.first());
        assert_eq!(to_come(&terms), &terms[1..]);
        assert_eq!(to_come(&terms[..1]), []);
    }

    #[test]
    fn a_change_comes_after_what_is_known_and_changes_something() {
        let (old, day) = (date(2026, 8, 1), date(2026, 9, 1));
        let terms = [term("ক", old)];
        assert!(change("খ", day, old).check(&terms).is_ok());
        assert_eq!(
            change("খ", old, old).check(&terms).unwrap_err().fields[0].field,
            "from"
        );
        assert_eq!(
            change("ক", day, old).check(&terms).unwrap_err().key,
            "err-prison-same"
        );
        assert_eq!(
            change("খ", day, day).check(&terms).unwrap_err().key,
            "err-stale"
        );
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let wrong = PrisonFacts {
            name: TwoNames::default(),
            division: "99".to_owned(),
            certified: Some(-1),
            ..facts("")
        };
        let error = wrong.check().unwrap_err();
        let fields = testkit::fields(&error);
        assert_eq!(fields, ["name_bn", "name_en", "division", "certified"]);
    }
}
