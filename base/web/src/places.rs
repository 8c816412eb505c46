//! The names of prisons and divisions, as the bar and the lists of choices show them. The system that
//! keeps the prisons sets them when it starts and whenever they change.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use access::Scope;
use kernel::{Lang, PrisonId};

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

    /// Every scope as a choice: `division:<code>` and `prison:<id>`, divisions first.
    pub fn choices(&self, lang: Lang) -> Vec<Choice> {
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
        let divisions = divisions
            .into_iter()
            .map(|(code, name)| Choice::new(format!("division:{code}"), name));
        let prisons = all.iter().map(|place| {
            let name = lang.pick(&place.name_bn, &place.name_en);
            Choice::new(format!("prison:{}", place.prison), name)
        });
        divisions.chain(prisons).collect()
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
pub(crate) fn read_scope(field: &str, text: &str) -> kernel::Result<Scope> {
    let wrong = || kernel::Error::invalid(field, "err-choice");
    match text.split_once(':') {
        None if text == "all" => Ok(Scope::All),
        Some(("division", code)) if !code.is_empty() => Ok(Scope::Division(code.to_owned())),
        Some(("prison", id)) => id.parse().map(Scope::Prison).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Uuid;

    #[test]
    fn scopes_survive_a_form() {
        let prison = Scope::Prison(PrisonId(Uuid::from_u128(7)));
        for scope in [Scope::All, Scope::Division("30".to_owned()), prison] {
            assert_eq!(read_scope("scope", &scope_value(&scope)).unwrap(), scope);
        }
        for text in ["", "prison:", "prison:x", "division:", "everything"] {
            assert!(read_scope("scope", text).is_err(), "{text}");
        }
    }
}
