//! Searching for people as another clerk would type them, and what simpler searches do.

use anyhow::Result;
use db::Engine;
use kernel::PersonId;
use pids::find::look::Ask;
use pids::find::{Found, service};
use population::{MadePerson, variant_of};

use crate::country::Wanted;
use crate::house::House;
use crate::samples::Samples;
use crate::{process, row, store};

/// People on the first page.
const SHOWN: usize = 10;
/// Searches before the clock runs.
const WARM_UP: usize = 100;
/// A search that reads everybody takes seconds; so many of them say enough.
const SCANS: usize = 12;
/// Searches with PostgreSQL's index of trigrams.
const TRIGRAM_SEARCHES: usize = 100;
/// Scores that differ by less are equal.
const EQUAL: f64 = 1e-6;

/// What a clerk types.
type Typed = fn(&MadePerson, bool) -> String;

/// The last two words of the name: a title before them is left out.
fn two_words(made: &MadePerson, bangla: bool) -> String {
    let name = if bangla { &made.name_bn } else { &made.name_en };
    let words: Vec<&str> = name.split_whitespace().collect();
    let from = words.len().saturating_sub(2);
    words.get(from..).unwrap_or_default().join(" ")
}

fn with_father(made: &MadePerson, bangla: bool) -> String {
    let (name, father) = if bangla {
        (&made.name_bn, &made.father_bn)
    } else {
        (&made.name_en, &made.father_en)
    };
    format!("{name} {father}")
}

fn with_village(made: &MadePerson, bangla: bool) -> String {
    let (name, village) = if bangla {
        (&made.name_bn, &made.village_bn)
    } else {
        (&made.name_en, &made.village_en)
    };
    format!("{name} {village}")
}

/// What is typed to find these people: each as another clerk writes them, in turn in both scripts.
fn queries(wanted: &[Wanted], typed: Typed) -> Vec<(String, &Wanted)> {
    (0..)
        .zip(wanted)
        .map(|(turn, wanted)| {
            let other = variant_of(&wanted.made, turn);
            (typed(&other, turn % 2 == 0), wanted)
        })
        .collect()
}

/// Times every kind of search.
pub(crate) fn measure(house: &House, wanted: &[Wanted]) -> Result<()> {
    let kinds: [(&str, Typed); 3] = [
        ("name of two words", two_words),
        ("name and father", with_father),
        ("name and village", with_village),
    ];
    let first = queries(wanted, two_words);
    let first = first.get(..WARM_UP.min(first.len())).unwrap_or_default();
    search(house, first, true)?;
    for (kind, typed) in kinds {
        let queries = queries(wanted, typed);
        for whole_country in [true, false] {
            let whose = if whole_country {
                "country"
            } else {
                "one prison"
            };
            let cpu = process::cpu_seconds(std::process::id())?;
            let (samples, hits) = search(house, &queries, whole_country)?;
            let micros = samples.share(process::cpu_seconds(std::process::id())? - cpu);
            row(
                &format!("search, {kind}, {whose}"),
                &format!("{samples}; {micros:.0} µs of CPU each; {hits}"),
            );
        }
    }
    Ok(())
}

fn search(
    house: &House,
    queries: &[(String, &Wanted)],
    whole_country: bool,
) -> Result<(Samples, Hits)> {
    let find = |text: &str, wanted: &Wanted| -> Result<Found> {
        let actor = if whole_country {
            house.headquarters()
        } else {
            house.clerk(wanted.prison.id)
        };
        let ask = Ask {
            text,
            limit: SHOWN,
            ..Ask::default()
        };
        let found = house
            .db
            .read_now(|conn| service::search(conn, &house.doing(&actor), &ask))?;
        Ok(found)
    };
    let (mut samples, mut hits) = (Samples::default(), Hits::default());
    for (text, wanted) in queries {
        let found = samples.time(|| find(text, wanted))?;
        hits.count(text, wanted, &found);
    }
    Ok((samples, hits))
}

/// How often the one who was meant is shown.
#[derive(Default)]
struct Hits {
    searches: usize,
    first: usize,
    shown: usize,
    /// Not shown, but all who are bear names that fit what was typed at least as well.
    crowded_out: usize,
}

impl Hits {
    fn count(&mut self, text: &str, wanted: &Wanted, found: &Found) {
        self.searches += 1;
        let place = found.hits.iter().position(|hit| hit.person == wanted.id);
        self.first += usize::from(place == Some(0));
        if place.is_some() {
            self.shown += 1;
        } else if found.hits.len() == SHOWN {
            let fit = |bn: &str, en: &str| names::score(text, bn).max(names::score(text, en));
            let own = fit(&wanted.made.name_bn, &wanted.made.name_en);
            let all_fit = found
                .hits
                .iter()
                .all(|hit| fit(&hit.name.bn, &hit.name.en) >= own - EQUAL);
            self.crowded_out += usize::from(all_fit);
        }
    }
}

impl std::fmt::Display for Hits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "recall@{SHOWN} {}, first {}, crowded out by ten who fit as well {}",
            percent(self.shown, self.searches),
            percent(self.first, self.searches),
            percent(self.crowded_out, self.searches)
        )
    }
}

fn percent(part: usize, whole: usize) -> String {
    let permille = part * 1_000 / whole.max(1);
    format!("{}.{} %", permille / 10, permille % 10)
}

/// What the engine does without the index of names: its own point select and the searches that everybody
/// writes first.
pub(crate) fn baselines(house: &House, wanted: &[Wanted]) -> Result<()> {
    let mut points = Samples::default();
    for wanted in wanted {
        points.time(|| Ok(house.db.read_now(|conn| store::point(conn, wanted.id))?))?;
    }
    row("baseline: the engine's point select", &points.to_string());
    let queries = queries(wanted, two_words);
    let limit = i64::try_from(SHOWN)?;
    let step = (queries.len() / SCANS).max(1);
    let (samples, shown) = compare(queries.iter().step_by(step), |text| {
        let (first, last) = text.split_once(' ').unwrap_or((text, ""));
        Ok(house
            .db
            .read_now(|conn| store::like(conn, (first, last), limit))?)
    })?;
    row(
        "baseline: LIKE on both words, name of two words",
        &format!("{samples}; recall@{SHOWN} {shown}"),
    );
    if house.db.engine() == Engine::Postgres {
        store::index_trigrams(&house.db)?;
        let some = queries.iter().take(TRIGRAM_SEARCHES);
        let (samples, shown) = compare(some, |text| {
            Ok(house
                .db
                .read_now(|conn| store::trigrams(conn, text, limit))?)
        })?;
        row(
            "baseline: pg_trgm with its index, name of two words",
            &format!("{samples}; recall@{SHOWN} {shown}"),
        );
        store::drop_trigrams(&house.db)?;
    }
    Ok(())
}

fn compare<'a>(
    queries: impl Iterator<Item = &'a (String, &'a Wanted)>,
    find: impl Fn(&str) -> Result<Vec<PersonId>>,
) -> Result<(Samples, String)> {
    let (mut samples, mut shown, mut searches) = (Samples::default(), 0, 0);
    for (text, wanted) in queries {
        let found = samples.time(|| find(text))?;
        searches += 1;
        shown += usize::from(found.contains(&wanted.id));
    }
    Ok((samples, percent(shown, searches)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_leaves_the_title_out_and_is_typed_in_either_script() {
        let mut made = population::Population::new(1, kernel::Date::constant(2026, 11, 24))
            .prison("TAN-D", 1)
            .map(|(person, _)| person)
            .next()
            .unwrap();
        made.name_en = "Md. Abdur Rahim".to_owned();
        made.father_en = "Solaiman Ali".to_owned();
        made.name_bn = "রহিম".to_owned();
        assert_eq!(two_words(&made, false), "Abdur Rahim");
        assert_eq!(two_words(&made, true), "রহিম");
        assert_eq!(with_father(&made, false), "Md. Abdur Rahim Solaiman Ali");
        assert_eq!(percent(2, 3), "66.6 %");
    }
}
