//! Weighing two sets of facts: additive evidence in bits, after Fellegi and Sunter (1969).
//!
//! Each field adds log₂ of how much more often it agrees so (or differs so) in two records of one person
//! than in records of two. Names count by their rarity: that both are called Mohammad says nothing, that
//! both are called Tanchangya says much. The bits of the other fields are judged from how such facts are
//! written in prisons, and the two limits were then set on made-up people whose second record was written
//! by another clerk; `tests/matching.rs` measures precision and recall there and pins them.

use kernel::{Birth, Date, Nid};
use reference::PlacePath;

use super::{Agreement, Field, How, MatchFacts};
use crate::find::keys::words;
use crate::people::{Address, Sex, TwoNames};

/// From this weight "the same person" is proposed. Among two million people one bit less than 21 would
/// be even odds for a pair picked blindly; candidates are not picked blindly, but a wrong proposal costs
/// more than a question.
pub const JOIN: f64 = 22.0;
/// From this weight a person is asked. Below, a namesake is more likely.
pub const ASK: f64 = 13.0;
/// What a pair of possible twins weighs, whatever else agrees: parents, birth and village always do.
pub const TWINS: f64 = -5.0;

/// Names that score from here are one name in one or two spellings.
const NAME_SAME: f64 = 0.95;
const NAME_SPELLING: f64 = 0.8;
const NAME_SOUND: f64 = 0.65;
/// Names that score below this are two names.
pub const NAME_OTHER: f64 = 0.45;
/// Evidence of one part of a name that every second man has, and of how rare it is.
const PART_BITS: f64 = 2.0;
const RARITY_BITS: f64 = 7.0;

/// Days between two exact births within which children of the same parents are taken for twins. A
/// clerk's date may be the day of registration, so it is not a few days.
const TWIN_DAYS: i32 = 300;

/// How the names of one kind of person weigh.
struct NameRule {
    field: Field,
    most: f64,
    other: f64,
}

const NAME: NameRule = NameRule {
    field: Field::Name,
    most: 16.0,
    other: -6.0,
};
const FATHER: NameRule = NameRule {
    field: Field::Father,
    most: 12.0,
    other: -5.0,
};
/// A mother's name is often left out or guessed.
const MOTHER: NameRule = NameRule {
    field: Field::Mother,
    most: 9.0,
    other: -3.0,
};

/// The evidence that both are facts of one person. `aliases` are other names of the known person.
pub fn weigh(
    new: &MatchFacts,
    known: &MatchFacts,
    aliases: &[&str],
    same_case: bool,
    today: Date,
) -> (f64, Vec<Agreement>) {
    let name = name_likeness(&new.name, &known.name, aliases);
    let father = likeness(&new.father, &known.father);
    let mother = likeness(&new.mother, &known.mother);
    let case = same_case.then_some(Agreement {
        field: Field::Case,
        how: How::Same,
        bits: 2.0,
    });
    let agreements: Vec<Agreement> = [
        by_name(&NAME, &new.name, name),
        by_name(&FATHER, &new.father, father),
        by_name(&MOTHER, &new.mother, mother),
        new.sex.zip(known.sex).map(|(a, b)| by_sex(a, b)),
        new.birth
            .zip(known.birth)
            .map(|(a, b)| by_birth(a, b, today)),
        new.nid
            .as_ref()
            .zip(known.nid.as_ref())
            .and_then(|(a, b)| by_nid(a, b)),
        new.phone
            .as_ref()
            .zip(known.phone.as_ref())
            .map(|(a, b)| by_phone(a == b)),
        by_place(&new.homes, &known.homes),
        by_village(&new.homes, &known.homes),
        case,
    ]
    .into_iter()
    .flatten()
    .collect();
    let sum: f64 = agreements.iter().map(|agreement| agreement.bits).sum();
    let has_same_nid = agreements
        .iter()
        .any(|agreement| agreement.field == Field::Nid && agreement.how == How::Same);
    let other_name = name.is_some_and(|name| name < NAME_SOUND);
    let same_parents = father.is_some_and(|score| score >= NAME_SPELLING)
        && mother.is_none_or(|score| score >= NAME_SPELLING);
    let weight = if other_name && same_parents && !has_same_nid {
        // Brothers and sisters share parents, village and often the case; only a twin shares the birth.
        let near = new
            .birth
            .zip(known.birth)
            .is_some_and(|(a, b)| born_together(a, b));
        if near { TWINS } else { sum.min(ASK - 1.0) }
    } else {
        sum
    };
    (weight, agreements)
}

/// How like two names are in whichever scripts both have; none where one is not known.
pub fn likeness(a: &TwoNames, b: &TwoNames) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let pairs = [
        (&a.bn, &b.bn),
        (&a.en, &b.en),
        (&a.bn, &b.en),
        (&a.en, &b.bn),
    ];
    let known = |(a, b): &(&String, &String)| !a.is_empty() && !b.is_empty();
    let same_script = pairs.iter().take(2).copied().filter(known).count() > 0;
    let of = if same_script { 2 } else { pairs.len() };
    Some(
        pairs
            .iter()
            .take(of)
            .copied()
            .filter(known)
            .map(|(a, b)| names::score(a, b))
            .fold(0.0, f64::max),
    )
}

fn name_likeness(new: &TwoNames, known: &TwoNames, aliases: &[&str]) -> Option<f64> {
    let by_record = likeness(new, known)?;
    let typed = [&new.bn, &new.en];
    let by_alias = aliases.iter().flat_map(|alias| {
        typed
            .iter()
            .filter(|name| !name.is_empty())
            .map(move |name| names::score(name, alias))
    });
    Some(by_alias.fold(by_record, f64::max))
}

/// How much the agreement of a name says, by the rarity of its parts.
pub fn name_bits(name: &TwoNames, most: f64) -> f64 {
    let text = if name.bn.is_empty() {
        &name.en
    } else {
        &name.bn
    };
    let bits: f64 = words(text)
        .iter()
        .map(|word| PART_BITS + RARITY_BITS * word.rarity)
        .sum();
    bits.min(most)
}

fn by_name(rule: &NameRule, name: &TwoNames, score: Option<f64>) -> Option<Agreement> {
    let score = score?;
    let full = name_bits(name, rule.most);
    let (how, bits) = if score >= NAME_SAME {
        (How::Same, full)
    } else if score >= NAME_SPELLING {
        (How::Alike, full * 0.85)
    } else if score >= NAME_SOUND {
        (How::Near, full * 0.45)
    } else if score >= NAME_OTHER {
        (How::Differs, rule.other * 0.4)
    } else {
        (How::Differs, rule.other)
    };
    Some(Agreement {
        field: rule.field,
        how,
        bits,
    })
}

fn by_sex(a: Sex, b: Sex) -> Agreement {
    // Most prisoners are men and a name tells the sex, so agreement says next to nothing.
    let (how, bits) = if a == b {
        (How::Same, 0.1)
    } else {
        (How::Differs, -6.0)
    };
    Agreement {
        field: Field::Sex,
        how,
        bits,
    }
}

fn by_birth(a: Birth, b: Birth, today: Date) -> Agreement {
    let (how, bits) = match (a.exact(), b.exact()) {
        (Some(a), Some(b)) => exact_births(a, b),
        _ => match a.age_on(today).abs_diff(b.age_on(today)) {
            0..=1 => (How::Same, 2.0),
            2..=3 => (How::Near, 1.0),
            4..=5 => (How::Near, 0.0),
            6..=8 => (How::Differs, -1.5),
            _ => (How::Differs, -4.0),
        },
    };
    Agreement {
        field: Field::Birth,
        how,
        bits,
    }
}

fn exact_births(a: Date, b: Date) -> (How, f64) {
    // Many papers say 1 January because nobody knew the day.
    let said_for_want_of_better = |date: Date| (date.month(), date.day()) == (1, 1);
    if a == b {
        return (
            How::Same,
            if said_for_want_of_better(a) { 4.0 } else { 8.0 },
        );
    }
    let swapped = a.year() == b.year() && (a.month(), a.day()) == (b.day(), b.month());
    let equal = [
        a.year() == b.year(),
        a.month() == b.month(),
        a.day() == b.day(),
    ];
    if swapped
        || equal.iter().filter(|equal| **equal).count() == 2 && a.year().abs_diff(b.year()) <= 10
    {
        return (How::Alike, 3.5);
    }
    match a.year().abs_diff(b.year()) {
        0..=1 => (How::Near, 1.0),
        2..=3 => (How::Near, 0.0),
        4..=5 => (How::Differs, -1.5),
        _ => (How::Differs, -5.0),
    }
}

fn born_together(a: Birth, b: Birth) -> bool {
    match (a.exact(), b.exact()) {
        (Some(a), Some(b)) => a
            .until(b)
            .is_ok_and(|span| span.get_days().abs() <= TWIN_DAYS),
        _ => a.nominal().year().abs_diff(b.nominal().year()) <= 1,
    }
}

/// None where one is the ten digits of a smart card and the other an older form: they cannot be compared.
pub fn same_nid(a: &Nid, b: &Nid) -> Option<bool> {
    (a.core().len() == b.core().len()).then(|| a.same_as(b))
}

fn by_nid(a: &Nid, b: &Nid) -> Option<Agreement> {
    let (how, bits) = if same_nid(a, b)? {
        (How::Same, 20.0)
    } else {
        (How::Differs, -8.0)
    };
    Some(Agreement {
        field: Field::Nid,
        how,
        bits,
    })
}

fn by_phone(same: bool) -> Agreement {
    let (how, bits) = if same {
        (How::Same, 7.0)
    } else {
        (How::Differs, -0.3)
    };
    Agreement {
        field: Field::Phone,
        how,
        bits,
    }
}

/// The closest of the places that both may be from.
fn by_place(a: &[Address], b: &[Address]) -> Option<Agreement> {
    let paths = |homes: &[Address]| -> Vec<PlacePath> {
        homes
            .iter()
            .filter_map(|home| PlacePath::of(&home.place))
            .collect()
    };
    let (a, b) = (paths(a), paths(b));
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| places(a, b)));
    let (how, bits) = pairs.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Agreement {
        field: Field::Place,
        how,
        bits,
    })
}

fn places(a: &PlacePath, b: &PlacePath) -> (How, f64) {
    let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    if same(
        a.union.map(|union| union.code),
        b.union.map(|union| union.code),
    ) {
        (How::Same, 4.5)
    } else if same(
        a.upazila.map(|upazila| upazila.code),
        b.upazila.map(|upazila| upazila.code),
    ) {
        let unions_differ = a.union.is_some() && b.union.is_some();
        if unions_differ {
            (How::Near, 1.5)
        } else {
            (How::Same, 3.0)
        }
    } else if a.district.code == b.district.code {
        (How::Near, 0.5)
    } else {
        (How::Differs, -2.0)
    }
}

fn by_village(a: &[Address], b: &[Address]) -> Option<Agreement> {
    let known = |homes: &'_ [Address]| -> Vec<String> {
        homes
            .iter()
            .map(|home| home.village.clone())
            .filter(|village| !village.is_empty())
            .collect()
    };
    let (a, b) = (known(a), known(b));
    let best = a
        .iter()
        .flat_map(|a| b.iter().map(move |b| names::score(a, b)))
        .reduce(f64::max)?;
    let (how, bits) = if best >= NAME_SAME {
        (How::Same, 3.5)
    } else if best >= NAME_SOUND {
        (How::Alike, 2.5)
    } else {
        (How::Differs, -0.7)
    };
    Some(Agreement {
        field: Field::Village,
        how,
        bits,
    })
}

#[cfg(test)]
#[path = "weigh_tests.rs"]
mod tests;
