//! Offence, status and the rest must not tell anything about community, religion or name.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use jiff::civil::{Date, date};
use population::{Community, LegalStatus, MadeCustody, MadePerson, Population, Sex};

const PEOPLE: usize = 100_000;
const TODAY: Date = date(2026, 1, 1);
/// Categories rarer than this are lumped together, as the test wants some five expected in each cell.
const SHARE_MIN: f64 = 0.01;

/// A chi-squared test of independence by the Wilson–Hilferty normal approximation: how many standard deviations above what
/// independence would give. Above 4 is chance once in 30,000 times.
fn deviations<A: Hash + Eq + Copy, B: Hash + Eq + Clone + Ord>(pairs: &[(A, B)]) -> f64 {
    let total = count(pairs.len());
    let (mut rows, mut columns) = (HashMap::new(), BTreeMap::new());
    for (a, b) in pairs {
        *rows.entry(*a).or_insert(0_u32) += 1;
        *columns.entry(b.clone()).or_insert(0_u32) += 1;
    }
    let common = |b: &B| columns.get(b).map_or(0.0, |found| f64::from(*found)) / total > SHARE_MIN;
    let mut cells: HashMap<(A, Option<B>), u32> = HashMap::new();
    let mut lumped: BTreeMap<Option<B>, u32> = BTreeMap::new();
    for (a, b) in pairs {
        let b = Some(b.clone()).filter(common);
        *cells.entry((*a, b.clone())).or_insert(0) += 1;
        *lumped.entry(b).or_insert(0) += 1;
    }
    let mut chi = 0.0;
    for (a, row) in &rows {
        for (b, column) in &lumped {
            let expected = f64::from(*row) * f64::from(*column) / total;
            let found = f64::from(cells.get(&(*a, b.clone())).copied().unwrap_or(0));
            chi += (found - expected).powi(2) / expected;
        }
    }
    let freedom = (count(rows.len()) - 1.0) * (count(lumped.len()) - 1.0);
    let spread = 2.0 / (9.0 * freedom);
    ((chi / freedom).cbrt() - (1.0 - spread)) / spread.sqrt()
}

fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX))
}

/// The larger communities by themselves, the smaller as one, so that every cell is filled.
fn group(person: &MadePerson) -> &'static str {
    match person.community {
        Community::BengaliMuslim => "muslim",
        Community::Hindu => "hindu",
        _ => "others",
    }
}

/// Men who are citizens: sex and foreign nationality do bear on offence and status, and names tell the sex.
fn men(prison: &str) -> Vec<(MadePerson, MadeCustody)> {
    let people = Population::new(7, TODAY).prison(prison, PEOPLE);
    people
        .filter(|(person, _)| person.nationality == "BD" && person.sex == Sex::Male)
        .collect()
}

#[test]
fn custody_and_circumstances_are_the_same_for_every_community() {
    let people = men("TAN-D");
    let check = |what: &str, of: &dyn Fn(&MadePerson, &MadeCustody) -> String| {
        let by_group: Vec<_> = people.iter().map(|(p, c)| (group(p), of(p, c))).collect();
        let by_religion: Vec<_> = people
            .iter()
            .map(|(p, c)| (p.religion == "islam", of(p, c)))
            .collect();
        let by_letter: Vec<_> = people
            .iter()
            .map(|(p, c)| (p.name_en.as_bytes()[0] < b'N', of(p, c)))
            .collect();
        for found in [
            deviations(&by_group),
            deviations(&by_religion),
            deviations(&by_letter),
        ] {
            assert!(
                found < 4.0,
                "{what} depends on who a person is: {found} deviations"
            );
        }
    };
    check("offence", &|_, c| format!("{:?}", c.cases[0].group));

    check("section", &|_, c| c.cases[0].sections[0].to_owned());
    check("legal status", &|_, c| format!("{:?}", c.legal_status));
    check("number of cases", &|_, c| c.cases.len().to_string());
    check("year of admission", &|_, c| {
        c.admitted_on.year().to_string()
    });
    check("sentence", &|_, c| {
        format!("{:?}", c.sentence.map(|sentence| sentence.kind))
    });
    check("schooling", &|p, _| p.education.to_owned());
    check("work", &|p, _| p.occupation.to_owned());
    check("home", &|p, _| p.district.unwrap_or_default().to_owned());
}

#[test]
fn the_test_itself_can_see_a_difference() {
    let people = men("TAN-D");
    let biased: Vec<_> = people
        .iter()
        .zip(0_usize..)
        .map(|((p, c), at)| {
            // One in ten of one community is made to look like a drug case.
            let forced = group(p) == "hindu" && at % 10 == 0;
            (
                group(p),
                if forced {
                    "Drugs".to_owned()
                } else {
                    format!("{:?}", c.cases[0].group)
                },
            )
        })
        .collect();
    assert!(deviations(&biased) > 4.0);
}

#[test]
fn shares_are_those_of_the_country_and_its_jails() {
    let people: Vec<_> = Population::new(11, TODAY).prison("CTG-C", PEOPLE).collect();
    let share = |of: &dyn Fn(&MadePerson, &MadeCustody) -> bool| {
        count(people.iter().filter(|(p, c)| of(p, c)).count()) / count(people.len())
    };
    let near = |found: f64, expected: f64, off: f64| {
        assert!(
            (found - expected).abs() < off,
            "{found} is not near {expected}"
        );
    };
    near(share(&|p, _| p.sex == Sex::Female), 0.04, 0.004);
    near(
        share(&|_, c| c.legal_status == LegalStatus::UnderTrial),
        0.75,
        0.02,
    );
    near(share(&|p, _| p.religion == "islam"), 0.905, 0.01);
    near(share(&|p, _| p.religion == "hinduism"), 0.08, 0.01);
    near(share(&|p, _| p.nationality != "BD"), 0.006, 0.002);
    near(share(&|p, _| p.birth.age_on(TODAY) < 21), 0.10, 0.01);
}
