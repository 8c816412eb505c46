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

/// What is told of somebody at the gate, and who on record they are.
type Arrival = (MatchFacts, Option<PersonId>);
/// A way of coming: its name, what it leaves of what is known, and how often it is right.
type Way = (&'static str, fn(&MatchFacts) -> MatchFacts, &'static Pinned);

const WAYS: [Way; 3] = [
    ("with papers", MatchFacts::clone, &WITH_PAPERS),
    ("without papers", without_papers, &WITHOUT_PAPERS),
    ("as in a warrant", as_in_a_warrant, &AS_IN_A_WARRANT),
];

/// Somebody who says all that is on record, and is not on record.
fn with_papers(person: &Person) -> MatchFacts {
    MatchFacts {
        of: None,
        ..MatchFacts::of_person(person)
    }
}

fn without_papers(facts: &MatchFacts) -> MatchFacts {
    MatchFacts {
        nid: None,
        phone: None,
        ..facts.clone()
    }
}

/// A warrant has the name and the father's in one script, sex and an age.
fn as_in_a_warrant(facts: &MatchFacts) -> MatchFacts {
    let in_bangla = |name: &TwoNames| TwoNames::new(&name.bn, "");
    MatchFacts {
        name: in_bangla(&facts.name),
        father: in_bangla(&facts.father),
        sex: facts.sex,
        birth: facts.birth,
        ..MatchFacts::default()
    }
}

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
        let again = crowd.iter().zip(&all).step_by(5);
        let returned = again.len();
        let again = again.map(|(made, person)| (population::variant_of(made, 7), Some(person.id)));
        let strangers = population::Population::new(2026, today).former("TAN-D", returned);
        let strangers = strangers.map(|(made, _)| (made, None));
        let arrivals: Vec<Arrival> = again
            .chain(strangers)
            .map(|(made, truth)| (with_papers(&record(&house.world, &made)), truth))
            .collect();
        // Side by side: each of them searches for seconds.
        std::thread::scope(|scope| {
            for (what, told, pinned) in WAYS {
                let (house, arrivals) = (&house, &arrivals);
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    for (facts, truth) in arrivals {
                        tally.count(house, &told(facts), *truth);
                    }
                    tally.check(what, returned, arrivals.len(), pinned);
                });
            }
        });
    });
}
