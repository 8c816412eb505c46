//! The names of prisons and divisions, as the bar and the lists of choices show them. The system that
//! keeps the prisons sets them when it starts and whenever they change.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use access::Scope;
use kernel::{Lang, PrisonId};

use crate::Form;
use crate::parts::Choice;

/// One prison and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The prison.
    pub prison: PrisonId,
    /// Its name in Bangla.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Its division's code.
    pub division: String,
    /// Its division's name in Bangla.
    pub division_bn: String,
    /// Its division's name in English.
    pub division_en: String,
}

/// All prisons. Cheap to clone; all clones see what is set.
#[derive(Clone, Default)]
pub struct Places(Arc<RwLock<Arc<[Place]>>>);

impl Places {
    /// Replaces all names.
    pub fn set(&self, places: Vec<Place>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = places.into();
    }

    /// All prisons, in the order in which they were set.
    pub fn all(&self) -> Arc<[Place]> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The name of a scope, unless it is all of them or unknown.
    pub fn name(&self, scope: &Scope, lang: Lang) -> Option<String> {
        let all = self.all();
        let named = |place: &Place| match scope {
            Scope::Prison(prison) if *prison == place.prison => {
                Some(lang.pick(&place.name_bn, &place.name_en).clone())
            }
            Scope::Division(code) if *code == place.division => {
                Some(lang.pick(&place.division_bn, &place.division_en).clone())
            }
            _ => None,
        };
        all.iter().find_map(named)
    }

    /// The division in which a prison lies.
    pub fn division_of(&self, prison: PrisonId) -> Option<String> {
        let all = self.all();
        let place = all.iter().find(|place| place.prison == prison)?;
        Some(place.division.clone())
    }

    /// Every scope as a choice: `all`, which `everywhere` says in words, then divisions and prisons.
    pub(crate) fn choices(&self, everywhere: String, lang: Lang) -> Vec<Choice> {
        let all = self.all();
        let divisions: BTreeMap<&str, &str> = all
            .iter()
            .map(|place| {
                (
                    place.division.as_str(),
                    lang.pick(&place.division_bn, &place.division_en).as_str(),
                )
            })
            .collect();
        let choice = |scope, name: &str| Choice::new(scope_value(&scope), name);
        let divisions = divisions
            .into_iter()
            .map(|(code, name)| choice(Scope::Division(code.to_owned()), name));
        let prisons = all.iter().map(|place| {
            let name = lang.pick(&place.name_bn, &place.name_en);
            choice(Scope::Prison(place.prison), name)
        });
        std::iter::once(choice(Scope::All, &everywhere))
            .chain(divisions)
            .chain(prisons)
            .collect()
    }

    /// Reads the field `scope` of a form, one of the choices, and the division of the one prison.
    ///
    /// # Errors
    /// Invalid, naming the field, when nothing or no such place was chosen.
    pub(crate) fn chosen(&self, form: &Form) -> kernel::Result<(Scope, Option<String>)> {
        const FIELD: &str = "scope";
        let wrong = || kernel::Error::invalid(FIELD, "err-choice");
        let scope = read_scope(form.required(FIELD)?).ok_or_else(wrong)?;
        let division = match &scope {
            Scope::Prison(prison) => Some(self.division_of(*prison).ok_or_else(wrong)?),
            Scope::Division(code) if self.all().iter().any(|place| place.division == *code) => None,
            Scope::Division(_) => return Err(wrong()),
            Scope::All => None,
        };
        Ok((scope, division))
    }
}

/// A scope as a form sends it.
pub(crate) fn scope_value(scope: &Scope) -> String {
    match scope {
        Scope::All => "all".to_owned(),
        Scope::Division(code) => format!("division:{code}"),
        Scope::Prison(prison) => format!("prison:{prison}"),
    }
}

/// Reads what [`scope_value`] wrote.
fn read_scope(text: &str) -> Option<Scope> {
    match text.split_once(':') {
        None => (text == "all").then_some(Scope::All),
        Some(("division", code)) => Some(Scope::Division(code.to_owned())),
        Some(("prison", id)) => id.parse().map(Scope::Prison).ok(),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{TANGAIL, places};

    #[test]
    fn what_can_be_chosen_is_read_back_and_nothing_else() {
        let places = places();
        let chosen = |text: &str| places.chosen(&Form::from_pairs([("scope", text)]));
        let choices = places.choices("everywhere".to_owned(), Lang::En);
        assert_eq!(choices.len(), 5);
        for choice in choices {
            let (scope, division) = chosen(&choice.value).unwrap();
            assert_eq!(scope_value(&scope), choice.value);
            assert_eq!(division.is_some(), scope.prison().is_some());
        }
        let prison = chosen(&scope_value(&Scope::Prison(TANGAIL))).unwrap();
        assert_eq!(prison.1.as_deref(), Some("30"));
        for text in [
            "",
            "prison:",
            "prison:x",
            "prison:00000000-0000-0000-0000-0000000000ff",
            "division:",
            "division:99",
            "everything",
        ] {
            assert_eq!(chosen(text).unwrap_err().fields[0].field, "scope", "{text}");
        }
    }
}
