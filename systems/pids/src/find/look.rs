//! One search, from the words to the hits.

use std::cmp::Reverse;
use std::collections::HashMap;

use db::Conn;
use kernel::Result;

use super::keys::{self, Word};
use super::plan::{Plan, Probe};
use super::query::Query;
use super::rank::{Ranker, Rough, Texts};
use super::store::{self, Detail, Stored};
use super::{Cursor, Filter, Found, Hit, NumberKind, Scope, Why};

/// Documents that one search fetches and scores word by word.
const DOCS_MAX: usize = 150;
/// Documents whose whole names are compared, the best by their words: all that can be shown.
const SCORED_MAX: usize = 100;
/// With so many people under pairs of the words, single words are not looked up.
const ENOUGH: usize = 12;
/// Hits on one page.
pub const HITS_MAX: usize = 100;
/// How much better than the next somebody must fit to be the one who is meant.
const STANDS_OUT: f64 = 0.1;
/// The score of somebody whose number fits wholly, beside words that do not fit.
const NUMBER_SCORE: f64 = 0.95;
/// The score of somebody whose number begins as typed.
const NUMBER_START_SCORE: f64 = 0.8;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Ask<'a> {
    /// As typed.
    pub text: &'a str,
    /// Which of those found are shown.
    pub filter: Filter,
    /// Reasons for which nobody is found, since the asker may not know of them.
    pub hidden: &'a [Why],
    /// The last hit of the page before.
    pub after: Option<Cursor>,
    /// Hits wanted, at most [`HITS_MAX`].
    pub limit: usize,
}

/// A document with its score.
struct Scored {
    doc: i64,
    score: f64,
    why: Vec<Why>,
}

impl Scored {
    fn place(&self) -> (Reverse<i64>, i64) {
        (Reverse(millionths(self.score)), self.doc)
    }
}

/// Searches within `scope`. Who may search where is asked before, in the service.
///
/// # Errors
/// Those of the database.
pub fn look(conn: &mut Conn<'_>, scope: &Scope, ask: &Ask<'_>) -> Result<Found> {
    let query = Query::read(ask.text);
    let text = query.text();
    let words = keys::words(&text);
    let mut ranker = Ranker::new(&text, words.clone());
    let numbered = by_number(conn, &query, scope, ask.hidden)?;
    let gathered = if !numbered.of_doc.is_empty() {
        let docs: Vec<i64> = numbered.of_doc.keys().copied().collect();
        Gathered {
            docs: store::docs(conn, &docs)?,
            cut: numbered.cut,
        }
    } else if words.is_empty() {
        Gathered::default()
    } else {
        gather(conn, &plan(&words, ask.hidden), scope, DOCS_MAX)?
    };
    let mut rough: Vec<(&Stored, Rough)> = gathered
        .docs
        .iter()
        .filter(|stored| scope.holds(stored.prison) && passes(&ask.filter, stored))
        .map(|stored| (stored, ranker.rough(&seen(stored, ask.hidden))))
        .collect();
    rough.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.doc.cmp(&b.0.doc)));
    rough.truncate(SCORED_MAX);
    let mut scored: Vec<Scored> = rough
        .iter()
        .filter_map(|(stored, rough)| {
            let texts = seen(stored, ask.hidden);
            score(
                &mut ranker,
                (stored.doc, &texts),
                rough,
                numbered.of_doc.get(&stored.doc),
            )
        })
        .collect();
    scored.sort_by_key(Scored::place);
    let too_common = gathered.cut && !stands_out(&scored);
    page(conn, scored, ask, too_common)
}

/// Whether one person fits so much better than the next that nobody needs to type more.
fn stands_out(scored: &[Scored]) -> bool {
    match scored {
        [] => false,
        [_] => true,
        [first, second, ..] => first.score - second.score >= STANDS_OUT,
    }
}

/// The lists to read. Those of a name with a father's name hold its places too, so where the father's name is
/// hidden names alone are looked up: else it could still decide who of many is looked at.
fn plan(words: &[Word], hidden: &[Why]) -> Plan {
    if hidden.contains(&Why::Father) {
        Plan::of_facts(words, &[], &[])
    } else {
        Plan::of_query(words)
    }
}

/// The texts of a document without those that are hidden: a score that rose by one would tell of it.
fn seen<'s>(stored: &'s Stored, hidden: &[Why]) -> Texts<'s> {
    let unless = |why: Why, text: &'s str| if hidden.contains(&why) { "" } else { text };
    let all = stored.texts();
    Texts {
        names: all.names,
        fathers: unless(Why::Father, all.fathers),
        spouses: unless(Why::Spouse, all.spouses),
        villages: unless(Why::Place, all.villages),
        places: unless(Why::Place, all.places),
    }
}

fn passes(filter: &Filter, stored: &Stored) -> bool {
    filter.sex.is_none_or(|sex| stored.sex == sex)
        && filter
            .prison
            .is_none_or(|prison| stored.prison == Some(prison))
}

fn score(
    ranker: &mut Ranker,
    (doc, texts): (i64, &Texts<'_>),
    rough: &Rough,
    number: Option<&Numbered>,
) -> Option<Scored> {
    let by_words = ranker.score(texts, rough);
    let (score, why) = match (number, by_words) {
        (None, by_words) => by_words?,
        (Some(number), None) => (number.score, vec![number.kind.into()]),
        (Some(number), Some((score, mut why))) => {
            why.insert(0, number.kind.into());
            (number.score + (1.0 - number.score) * score, why)
        }
    };
    Some(Scored { doc, score, why })
}

/// A number of a document that fits what was typed.
struct Numbered {
    kind: NumberKind,
    score: f64,
}

/// Documents by number.
#[derive(Default)]
struct ByNumber {
    of_doc: HashMap<i64, Numbered>,
    /// Whether more people have such numbers than are shown.
    cut: bool,
}

impl ByNumber {
    fn of(found: Vec<(i64, NumberKind)>, score: f64) -> Self {
        let read = found.len();
        let mut of_doc = HashMap::with_capacity(read);
        for (doc, kind) in found {
            of_doc.entry(doc).or_insert(Numbered { kind, score });
        }
        Self {
            cut: read == DOCS_MAX || of_doc.len() > SCORED_MAX,
            of_doc,
        }
    }
}

/// Exact ones of the likeliest reading that has any, else those that begin so.
fn by_number(
    conn: &mut Conn<'_>,
    query: &Query,
    scope: &Scope,
    hidden: &[Why],
) -> Result<ByNumber> {
    let mut kinds = NumberKind::ALL.to_vec();
    kinds.retain(|kind| !hidden.contains(&Why::from(*kind)));
    if kinds.is_empty() {
        return Ok(ByNumber::default());
    }
    let exact = if query.words.is_empty() {
        1.0
    } else {
        NUMBER_SCORE
    };
    for number in &query.numbers {
        let found = store::numbered(conn, number, (scope, &kinds), DOCS_MAX)?;
        if !found.is_empty() {
            return Ok(ByNumber::of(found, exact));
        }
    }
    for start in query.prefixes() {
        let found = store::numbered_from(conn, start, (scope, &kinds), DOCS_MAX)?;
        if !found.is_empty() {
            return Ok(ByNumber::of(found, NUMBER_START_SCORE));
        }
    }
    Ok(ByNumber::default())
}

/// Documents that stand in the lists of a plan.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) docs: Vec<Stored>,
    /// Whether more people stand in the lists than were read.
    pub(crate) cut: bool,
}

/// Reads the lists of a plan, the shortest first, and fetches the documents that stand in most of them.
pub(crate) fn gather(
    conn: &mut Conn<'_>,
    plan: &Plan,
    scope: &Scope,
    most: usize,
) -> Result<Gathered> {
    let mut tally = Tally::default();
    tally.read(conn, &plan.triples, scope)?;
    tally.read(conn, &plan.pairs, scope)?;
    if tally.docs.len() < ENOUGH {
        tally.read(conn, &plan.singles, scope)?;
    }
    let cut = tally.cut || tally.docs.len() > most;
    let docs = store::docs(conn, &tally.best(most))?;
    Ok(Gathered { docs, cut })
}

/// How much speaks for each document before anything is scored.
#[derive(Default)]
struct Tally {
    docs: HashMap<i64, Points>,
    cut: bool,
}

#[derive(Clone, Copy, Default)]
struct Points {
    weight: u32,
    groups: u64,
}

impl Tally {
    fn read(&mut self, conn: &mut Conn<'_>, probes: &[Probe], scope: &Scope) -> Result<()> {
        let of_key: HashMap<i64, Probe> = probes.iter().map(|probe| (probe.key, *probe)).collect();
        let keys: Vec<i64> = probes.iter().map(|probe| probe.key).collect();
        let most = store::postings_of_each(keys.len());
        // The groups of another kind are others.
        for points in self.docs.values_mut() {
            points.groups = 0;
        }
        // A list comes in one piece, so what belongs to its key is looked up once.
        let mut list: Option<(Probe, usize)> = None;
        for posting in store::postings(conn, &keys, scope)? {
            let count = match list {
                Some((probe, count)) if probe.key == posting.key => count,
                _ => 0,
            };
            if count == 0 {
                list = of_key.get(&posting.key).map(|probe| (*probe, 0));
            }
            let Some((probe, count)) = &mut list else {
                continue;
            };
            *count += 1;
            self.cut |= *count >= most;
            let points = self.docs.entry(posting.doc).or_default();
            let group = 1_u64.checked_shl(probe.group).unwrap_or_default();
            // Two spellings of one pair of words count once.
            if points.groups & group == 0 {
                points.groups |= group;
                points.weight += probe.weight;
            }
        }
        Ok(())
    }

    /// The documents with the most weight; among equals the oldest, so that a search repeats.
    fn best(&self, most: usize) -> Vec<i64> {
        let mut all: Vec<(Reverse<u32>, i64)> = self
            .docs
            .iter()
            .map(|(doc, points)| (Reverse(points.weight), *doc))
            .collect();
        if all.len() > most {
            all.select_nth_unstable(most);
            all.truncate(most);
        }
        all.into_iter().map(|(_, doc)| doc).collect()
    }
}

/// The page of hits after the cursor.
fn page(
    conn: &mut Conn<'_>,
    mut scored: Vec<Scored>,
    ask: &Ask<'_>,
    too_common: bool,
) -> Result<Found> {
    let limit = ask.limit.clamp(1, HITS_MAX);
    if let Some(after) = ask.after {
        scored.retain(|hit| after.is_before(millionths(hit.score), hit.doc));
    }
    // The state is the custody's and not kept in the index: to filter by it, all are fetched.
    let fetched = if ask.filter.state.is_some() {
        scored.len()
    } else {
        limit + 1
    };
    scored.truncate(fetched);
    let docs: Vec<i64> = scored.iter().map(|hit| hit.doc).collect();
    let details = if docs.is_empty() {
        Vec::new()
    } else {
        store::details(conn, &docs)?
    };
    let mut details: HashMap<i64, Detail> = details
        .into_iter()
        .map(|detail| (detail.doc, detail))
        .collect();
    let in_state = |hit: &Hit| {
        ask.filter
            .state
            .is_none_or(|state| hit.stay.as_ref().is_some_and(|stay| stay.state == state))
    };
    let mut hits: Vec<Hit> = scored
        .into_iter()
        .filter_map(|scored| {
            details
                .remove(&scored.doc)
                .map(|detail| hit(scored, detail))
        })
        .filter(in_state)
        .take(limit + 1)
        .collect();
    let more = hits.len() > limit;
    hits.truncate(limit);
    let last = hits.last().map(|hit| Cursor {
        score: millionths(hit.score),
        doc: hit.doc,
    });
    Ok(Found {
        next: last.filter(|_| more),
        hits,
        too_common,
    })
}

fn hit(scored: Scored, detail: Detail) -> Hit {
    Hit {
        person: detail.person,
        name: detail.name,
        father: detail.father,
        sex: detail.sex,
        birth: detail.birth,
        photo: detail.photo,
        home: detail.home,
        stay: detail.stay,
        score: scored.score,
        why: scored.why,
        doc: scored.doc,
    }
}

/// A score as a whole number, so that a cursor compares exactly.
fn millionths(score: f64) -> i64 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "a score lies between 0 and 1, and there is no checked way from a float to an integer"
    )]
    let whole = (score * 1_000_000.0).round() as i64;
    whole
}
