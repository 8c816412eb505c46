//! Persons: a name, other names, and the father's name, which in Bangladesh is the second key.

use crate::compare::score_names;
use crate::name::Name;

/// What an alias counts beside the name of record.
const ALIAS_FACTOR: f64 = 0.97;
/// The share of the father's name where both are known.
const FATHER_SHARE: f64 = 0.35;

/// What is known of a person's names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person<'a> {
    /// The name of record, in either script.
    pub name: &'a str,
    /// Other names and other spellings, such as the name in the other script.
    pub aliases: &'a [&'a str],
    /// The father's name.
    pub father: Option<&'a str>,
}

/// How likely two persons are the same by their names: 0 to 1, symmetric.
///
/// The best pair of names counts; where both fathers are known their likeness counts for about a third, so that two men
/// called Abdul Karim with different fathers come out clearly below one.
///
/// ```
/// use names::{Person, score_person};
///
/// let karim = Person { name: "Abdul Karim", aliases: &["Kala Mia"], father: Some("Abdur Rahim") };
/// let same = Person { name: "আব্দুল করিম", aliases: &[], father: Some("মৃত আব্দুর রহিম") };
/// let other = Person { father: Some("Sultan Talukder"), ..same };
/// assert!(score_person(&karim, &same) > 0.9);
/// assert!(score_person(&karim, &other) < 0.75);
/// ```
pub fn score_person(a: &Person<'_>, b: &Person<'_>) -> f64 {
    let names = best_name(a, b);
    match (father(a), father(b)) {
        (Some(of_a), Some(of_b)) => {
            names * (1.0 - FATHER_SHARE + FATHER_SHARE * score_names(&of_a, &of_b))
        }
        _ => names,
    }
}

fn father(person: &Person<'_>) -> Option<Name> {
    person
        .father
        .map(Name::parse)
        .filter(|name| !name.is_empty())
}

fn best_name(a: &Person<'_>, b: &Person<'_>) -> f64 {
    let all = |person: &Person<'_>| -> Vec<(Name, f64)> {
        std::iter::once((Name::parse(person.name), 1.0))
            .chain(
                person
                    .aliases
                    .iter()
                    .map(|alias| (Name::parse(alias), ALIAS_FACTOR)),
            )
            .collect()
    };
    let (of_a, of_b) = (all(a), all(b));
    let pairs = of_a.iter().flat_map(|a| of_b.iter().map(move |b| (a, b)));
    pairs
        .map(|((a, of_a), (b, of_b))| score_names(a, b) * of_a.min(*of_b))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KARIM: Person<'_> = Person {
        name: "Abdul Karim",
        aliases: &[],
        father: None,
    };

    #[test]
    fn an_alias_finds_a_person() {
        let known = Person {
            name: "Sultan Mia",
            aliases: &["আব্দুল করিম"],
            father: None,
        };
        assert!(score_person(&KARIM, &known) > 0.9);
        assert!(score_person(&KARIM, &known) < 1.0);
    }

    #[test]
    fn an_unknown_father_says_nothing() {
        let with_father = Person {
            father: Some("Rahim"),
            ..KARIM
        };
        let with_blank = Person {
            father: Some(" - "),
            ..KARIM
        };
        assert!((score_person(&KARIM, &with_father) - 1.0).abs() < 1e-12);
        assert!((score_person(&with_blank, &with_father) - 1.0).abs() < 1e-12);
    }
}
