//! How often matching is right, on made-up people of whom it is known who they are.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod known;

use kernel::PersonId;
use known::{House, house, made, migrations, record};
use pids::matching::{MatchFacts, candidates, weigh};
use pids::people::{self, Person, TwoNames};

/// What was measured, as floors and ceilings: of 100 people who come a second time and are written down by
/// another clerk, so many are proposed and so many are shown; of 100 arrivals, so many times a wrong person is.
struct Pinned {
    joined_min: usize,
    asked_min: usize,
    joined_wrong_max: usize,
    asked_wrong_max: usize,
}

const WITH_PAPERS: Pinned = Pinned {
    joined_min: 98,
    asked_min: 99,
    joined_wrong_max: 0,
    asked_wrong_max: 1,
};
const AS_IN_A_WARRANT: Pinned = Pinned {
    joined_min: 60,
    asked_min: 97,
    joined_wrong_max: 0,
    asked_wrong_max: 2,
};
const WITHOUT_PAPERS: Pinned = Pinned {
    joined_min: 90,
    asked_min: 98,
    joined_wrong_max: 0,
    asked_wrong_max: 1,
};

#[derive(Default)]
struct Tally {
    joined: usize,
    asked: usize,
    joined_wrong: usize,
    asked_wrong: usize,
}

impl Tally {
    fn count(&mut self, house: &House, facts: &MatchFacts, truth: Option<PersonId>) {
        let today = house.world.now().date();
        for candidate in house
            .db
            .read_now(|conn| candidates(conn, facts, today))
            .unwrap()
        {
            let right = truth == Some(candidate.person);
            let likely = candidate.weight >= weigh::JOIN;
            self.joined += usize::from(right && likely);
            self.asked += usize::from(right);
            self.joined_wrong += usize::from(!right && likely);
            self.asked_wrong += usize::from(!right);
        }
    }

    fn check(&self, what: &str, returned: usize, arrivals: usize, pinned: &Pinned) {
        let Self {
            joined,
            asked,
            joined_wrong,
            asked_wrong,
        } = self;
        println!("{what}: of {returned} who return {joined} are proposed and {asked} shown");
        println!(
            "{what}: among {arrivals} arrivals {joined_wrong} wrong people are proposed and {asked_wrong} shown"
        );
        assert!(joined * 100 >= pinned.joined_min * returned, "{what}");
        assert!(asked * 100 >= pinned.asked_min * returned, "{what}");
        assert!(
            joined_wrong * 100 <= pinned.joined_wrong_max * arrivals,
            "{what}"
        );
        assert!(
            asked_wrong * 100 <= pinned.asked_wrong_max * arrivals,
            "{what}"
        );
    }
}

#[test]
fn precision_and_recall_on_people_whose_truth_is_known() {
    testkit::on(db::Engine::Sqlite, &migrations(), |t| {
        let house = house(t);
        let today = house.world.now().date();
        let crowd = made(today, 2_000);
        let all: Vec<Person> = crowd
            .iter()
            .map(|made| record(&house.world, made))
            .collect();
        house
            .write(|tx| {
                for person in &all {
                    people::store::insert(tx, person, house.world.now())?;
                }
                let docs: Vec<pids::find::Doc> = all.iter().map(pids::find::Doc::of).collect();
                pids::find::store::index_many(tx, &docs)
            })
            .unwrap();
        let (mut papers, mut none, mut warrant) =
            (Tally::default(), Tally::default(), Tally::default());
        let mut both = |typed: &population::MadePerson, truth: Option<PersonId>| {
            let facts = MatchFacts {
                of: None,
                ..MatchFacts::of_person(&record(&house.world, typed))
            };
            papers.count(&house, &facts, truth);
            let facts = MatchFacts {
                nid: None,
                phone: None,
                ..facts
            };
            none.count(&house, &facts, truth);
            // A warrant has the name and the father's in one script, sex and an age.
            let in_bangla = |name: &TwoNames| TwoNames::new(&name.bn, "");
            let said = MatchFacts {
                name: in_bangla(&facts.name),
                father: in_bangla(&facts.father),
                sex: facts.sex,
                birth: facts.birth,
                ..MatchFacts::default()
            };
            warrant.count(&house, &said, truth);
        };
        let again = crowd.iter().zip(&all).step_by(5);
        let returned = again.len();
        for (made, person) in again {
            both(&population::variant_of(made, 7), Some(person.id));
        }
        let strangers = population::Population::new(2026, today).former("TAN-D", returned);
        for (made, _) in strangers {
            both(&made, None);
        }
        papers.check("with papers", returned, 2 * returned, &WITH_PAPERS);
        none.check("without papers", returned, 2 * returned, &WITHOUT_PAPERS);
        warrant.check("as in a warrant", returned, 2 * returned, &AS_IN_A_WARRANT);
    });
}
