//! Stories of "the same person?", on both engines.

#![cfg(test)]

mod known;

use std::collections::BTreeMap;

use kernel::{AdmissionId, Birth, BdTime, Kind, Nid, PersonId, Value};
use known::{House, house, made, migrations, record};
use pids::admission::facts::Typed;
use pids::admission::service::start_unexpected;
use pids::find::look::{Ask, look};
use pids::find::{Scope, store::reindex_person};
use pids::matching::impersonation::{Ruling, Sign};
use pids::matching::service::{self, DecideSame};
use pids::matching::{MatchFacts, Outcome, candidates, store, weigh};
use pids::people::{self, Person, TwoNames};
use testkit::{TestDb, both};

const WHY: &str = "একই ছবি, একই দাগ, পিতার নাম ও গ্রাম মেলে";

/// The same man, written down in two prisons.
fn twice(house: &House) -> (PersonId, PersonId) {
    let mut first = house.person(("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "শম্ভুগঞ্জ");
    first.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    first.mother = TwoNames::new("রহিমা খাতুন", "");
    let mut second = house.person(("আবদুর রহীম", "Abdur Rohim"), "মোঃ সোলাইমান আলী", "শম্ভুগঞ্জ");
    second.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    second.mother = TwoNames::new("রহিমা খাতুন", "");
    (house.add(&first), house.add(&second))
}

fn candidates_of(house: &House, facts: &MatchFacts) -> Vec<PersonId> {
    let today = house.world.now().date();
    let found = house.db.read_now(|conn| candidates(conn, facts, today)).unwrap();
    found.into_iter().map(|candidate| candidate.person).collect()
}

fn facts_of(house: &House, person: PersonId) -> MatchFacts {
    MatchFacts::of_person(&house.db.read_now(|conn| people::store::get(conn, person)).unwrap())
}

fn decide(house: &House, actor: &access::Actor, (a, b): (PersonId, PersonId), same: bool) -> kernel::Result<()> {
    let cmd = DecideSame { a, b, same, rationale: WHY };
    house.db.write_now(|tx| service::decide_same(tx, &house.doing(actor), &cmd)).map(drop)
}

/// Every row that a merge could touch, but for versions, the index's own numbers and what tells of the
/// merge itself.
fn tables(house: &House) -> BTreeMap<String, Vec<Vec<Value>>> {
    let mut all = BTreeMap::new();
    for (table, columns) in [
        ("person", "id, name_bn, name_en, nid, phone, merged_into"),
        ("alias", "id, person, name_bn"),
        ("mark", "id, person, note"),
        ("contact", "id, person, name"),
        ("child", "id, person, name"),
        ("custody", "id, person, number, state"),
        ("external_id", "system, number, person"),
        ("match_pair", "person_a, person_b, weight, found_at"),
        ("find_key k JOIN find_doc d ON d.doc = k.doc", "d.person, k.key, k.prison"),
        ("find_number n JOIN find_doc d ON d.doc = n.doc", "d.person, n.number, n.kind"),
        ("find_doc", "person, names, fathers, villages, prison, custody"),
    ] {
        let count = columns.split(',').count();
        let order: Vec<String> = (1..=count).map(|at| at.to_string()).collect();
        let sql = format!("SELECT {columns} FROM {table} ORDER BY {}", order.join(", "));
        let rows = house.db.read_now(|conn| conn.query(&sql, db::args![], |row| Ok(row.cells().to_vec()))).unwrap();
        all.insert(table.to_owned(), rows);
    }
    all
}

/// Gives a person one row in each table that hangs on a person.
fn furnish(house: &House, person: PersonId, word: &str) {
    house
        .write(|tx| {
            let at = house.world.now();
            let id = || house.world.id::<kernel::Uuid>();
            tx.exec(
                "INSERT INTO alias (id, person, name_bn, name_en) VALUES ($1, $2, $3, '')",
                db::args![id(), person, format!("কালা {word}")],
            )?;
            tx.exec(
                "INSERT INTO mark (id, person, kind, side, x, y, note, at) VALUES ($1, $2, 'scar', 'front', 1, 2, $3, $4)",
                db::args![id(), person, word, at],
            )?;
            tx.exec(
                "INSERT INTO contact (id, person, name, relation, address, emergency, consent, at) \
                 VALUES ($1, $2, $3, 'mother', '', 1, 1, $4)",
                db::args![id(), person, word, at],
            )?;
            tx.exec(
                "INSERT INTO child (id, person, name, age, inside, carer, place, at) VALUES ($1, $2, $3, 4, 0, '', '', $4)",
                db::args![id(), person, word, at],
            )?;
            tx.exec(
                "INSERT INTO external_id (system, number, person) VALUES ('PDMS', $1, $2)",
                db::args![word, person],
            )?;
            reindex_person(tx, person)
        })
        .unwrap();
}

both! { &migrations();
    fn another_spelling_is_a_candidate_and_a_stranger_is_not(t: &TestDb) {
        let house = house(t);
        let (first, second) = twice(&house);
        house.add(&house.person(("আব্দুর রহিম", "Abdur Rahim"), "কেরামত শেখ", "কালিহাতী"));
        assert_eq!(candidates_of(&house, &facts_of(&house, first)), [second]);
        let stranger = MatchFacts { name: TwoNames::new("নাসরিন আক্তার", ""), ..MatchFacts::default() };
        assert_eq!(candidates_of(&house, &stranger), []);
        let found = house.db.read_now(|conn| candidates(conn, &stranger, house.world.now().date())).unwrap();
        assert_eq!(Outcome::of(found), Outcome::New);
    }

    fn who_is_only_in_the_same_case_is_somebody_else(t: &TestDb) {
        let house = house(t);
        let (first, _) = twice(&house);
        let custody = house.hold(first, house.tangail, "1/2026");
        house.accuse(first, custody, house.tangail, "জিআর ২১১/২৬");
        let co_accused = MatchFacts {
            name: TwoNames::new("সুমন সরকার", ""),
            father: TwoNames::new("নিতাই সরকার", ""),
            case: Some("GR 211/2026".to_owned()),
            ..MatchFacts::default()
        };
        assert_eq!(candidates_of(&house, &co_accused), []);
        let himself = MatchFacts {
            name: TwoNames::new("আব্দুর রহিম", ""),
            father: TwoNames::new("সোলাইমান", ""),
            ..co_accused
        };
        assert_eq!(candidates_of(&house, &himself).first(), Some(&first));
    }

    fn what_a_person_decided_goes_before_every_weight(t: &TestDb) {
        let house = house(t);
        let (first, second) = twice(&house);
        house.hold(first, house.tangail, "1/2026");
        decide(&house, &house.anwar, (first, second), false).unwrap();
        assert_eq!(candidates_of(&house, &facts_of(&house, first)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, second)), []);
        t.clock.advance(BdTime::MINUTE);
        decide(&house, &house.anwar, (second, first), true).unwrap();
        let facts = facts_of(&house, second);
        let found = house.db.read_now(|conn| candidates(conn, &facts, house.world.now().date())).unwrap();
        assert!(found[0].decided && found[0].person == first);
        let lines = house.db.read_now(|conn| journal::lines_of(conn, first.min(second).into(), None, 10)).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].kind, "match.decided");
        assert_eq!(lines[0].reason.as_deref(), Some(WHY));
    }

    fn only_a_supervisor_of_one_of_them_decides_and_says_why(t: &TestDb) {
        let house = house(t);
        let pair = twice(&house);
        house.hold(pair.0, house.tangail, "1/2026");
        assert_eq!(decide(&house, &house.shiuli, pair, true).unwrap_err().kind, Kind::Denied);
        assert_eq!(decide(&house, &house.rumana, pair, true).unwrap_err().kind, Kind::NotFound);
        let curt = DecideSame { a: pair.0, b: pair.1, same: true, rationale: "ok" };
        let error = house.db.write_now(|tx| service::decide_same(tx, &house.doing(&house.anwar), &curt)).unwrap_err();
        assert_eq!(error.fields[0].key, "err-rationale");
        let merged = house.db.write_now(|tx| service::merge(tx, &house.doing(&house.anwar), pair.0, pair.1));
        assert_eq!(merged.unwrap_err().key, "err-merge-undecided");
    }

    fn a_merge_moves_everything_and_undoing_it_leaves_no_trace(t: &TestDb) {
        let house = house(t);
        let (kept, gone) = twice(&house);
        for (person, word) in [(kept, "এক"), (gone, "দুই")] {
            furnish(&house, person, word);
        }
        house.hold(kept, house.tangail, "1/2026");
        house.write(|tx| service::note_likely(tx, kept, house.world.now())).unwrap();
        let third = house.add(&house.person(("আঃ রহিম", "Abdur Raheem"), "সোলেমান আলী", "শম্ভুগঞ্জ"));
        house.write(|tx| service::note_likely(tx, third, house.world.now())).unwrap();
        decide(&house, &house.anwar, (kept, gone), true).unwrap();
        let before = tables(&house);
        let doing = house.doing(&house.anwar);
        let merge = house.db.write_now(|tx| service::merge(tx, &doing, kept, gone)).unwrap();
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, gone)).unwrap(), kept);
        let merged = tables(&house);
        for table in ["alias", "mark", "contact", "child", "external_id"] {
            let of_kept = |row: &Vec<Value>| row.contains(&kept.into());
            assert!(merged[table].iter().all(of_kept) && merged[table].len() == 2, "{table}");
        }
        for query in ["Abdur Rohim", "কালা দুই", "কালা এক"] {
            let ask = Ask { text: query, limit: 10, ..Ask::default() };
            let found = house.db.read_now(|conn| look(conn, &Scope::All, &ask)).unwrap();
            let people: Vec<PersonId> = found.hits.iter().map(|hit| hit.person).collect();
            assert!(people.contains(&kept) && !people.contains(&gone), "{query}");
        }
        let twice = house.db.write_now(|tx| service::merge(tx, &doing, kept, gone));
        assert_eq!(twice.unwrap_err().key, "err-merge-gone");
        house.db.write_now(|tx| service::undo_merge(tx, &doing, merge, "ছবি দেখে বোঝা গেল আলাদা মানুষ")).unwrap();
        assert_eq!(tables(&house), before);
        let again = house.db.write_now(|tx| service::undo_merge(tx, &doing, merge, "আবার আলাদা করা যাক"));
        assert_eq!(again.unwrap_err().key, "err-merge-undone");
    }

    fn two_who_are_both_inside_are_not_merged_and_chains_part_from_the_end(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let c = house.add(&house.person(("আঃ রহিম", "Abdur Raheem"), "সোলেমান আলী", "শম্ভুগঞ্জ"));
        house.hold(a, house.tangail, "1/2026");
        house.hold(c, house.tangail, "2/2026");
        for pair in [(a, b), (b, c), (a, c)] {
            decide(&house, &house.anwar, pair, true).unwrap();
        }
        let doing = house.doing(&house.anwar);
        let merge = |kept, gone| house.db.write_now(|tx| service::merge(tx, &doing, kept, gone));
        assert_eq!(merge(a, c).unwrap_err().key, "err-merge-both-inside");
        let into_b = merge(b, c).unwrap();
        let undo = |id| house.db.write_now(|tx| service::undo_merge(tx, &doing, id, "আলাদা মানুষ বলে জানা গেছে"));
        assert_eq!(merge(a, b).unwrap_err().key, "err-merge-both-inside");
        undo(into_b).unwrap();
        let first = merge(b, c).unwrap();
        let d = house.add(&house.person(("আব্দুর রহিম", ""), "সোলায়মান আলী", "শম্ভুগঞ্জ"));
        decide(&house, &house.anwar, (b, d), true).unwrap();
        let second = merge(d, b).unwrap();
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, c)).unwrap(), d);
        assert_eq!(undo(first).unwrap_err().key, "err-merge-later");
        undo(second).unwrap();
        undo(first).unwrap();
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, c)).unwrap(), c);
    }

    fn a_decision_about_a_record_that_went_holds_for_the_one_that_stayed(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let c = house.add(&house.person(("আঃ রহিম", "Abdur Raheem"), "সোলেমান আলী", "শম্ভুগঞ্জ"));
        house.hold(a, house.tangail, "1/2026");
        decide(&house, &house.mahmuda, (b, c), false).unwrap();
        decide(&house, &house.mahmuda, (a, b), true).unwrap();
        house.db.write_now(|tx| service::merge(tx, &house.doing(&house.mahmuda), a, b)).unwrap();
        assert_eq!(candidates_of(&house, &facts_of(&house, c)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, a)), []);
    }

    fn the_queue_holds_pairs_until_they_are_decided(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        house.hold(a, house.tangail, "1/2026");
        house.write(|tx| service::note_likely(tx, a, house.world.now())).unwrap();
        house.write(|tx| service::note_likely(tx, b, house.world.now())).unwrap();
        let waiting = |scope: Scope| house.db.read_now(|conn| store::pairs(conn, &scope, None, 10)).unwrap();
        assert_eq!(waiting(Scope::Prisons(vec![house.tangail])).len(), 1);
        assert_eq!(waiting(Scope::Prisons(vec![house.feni])).len(), 0);
        let pair = waiting(Scope::All).remove(0);
        assert!(house.db.read_now(|conn| store::pairs(conn, &Scope::All, Some(&pair), 10)).unwrap().is_empty());
        decide(&house, &house.anwar, (b, a), false).unwrap();
        assert!(waiting(Scope::All).is_empty());
        assert_eq!(house.write(|tx| service::note_likely(tx, a, house.world.now())).unwrap(), 0);
    }

    fn the_queue_fills_itself_from_the_journal(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let custody = house.hold(a, house.tangail, "1/2026");
        let event = contracts::pids::Admitted {
            custody,
            person: a,
            prison: house.tangail,
            number: "1/2026".to_owned(),
            legal_status: "under_trial".to_owned(),
            ward: None,
            name_bn: String::new(),
            name_en: String::new(),
            next_court_on: None,
            at: house.world.now(),
            admission: None,
        };
        let doing = house.doing(&house.anwar);
        house.db.write_now(|tx| doing.tell(tx, Some(house.tangail), custody.into(), &event, None)).unwrap();
        journal::seal(&house.db).unwrap();
        journal::follow(&house.db, &house.world, &pids::matching::reader::READER).unwrap();
        let waiting = house.db.read_now(|conn| store::pairs(conn, &Scope::All, None, 10)).unwrap();
        assert_eq!((waiting[0].a, waiting[0].b), (a.min(b), a.max(b)));
    }

    fn a_suspicion_waits_for_a_supervisor_and_is_never_silent(t: &TestDb) {
        let house = house(t);
        let mut person = house.person(("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "");
        person.nid = Nid::parse("nid", "19982694812345678").ok();
        let known = house.add(&person);
        let clerk = house.doing(&house.shiuli);
        let id: AdmissionId = house.db.write_now(|tx| start_unexpected(tx, &clerk, house.tangail)).unwrap();
        let mut admission = house.db.read_now(|conn| pids::admission::store::get(conn, id)).unwrap();
        admission.person = Some(known);
        let typed = |father: &str| -> Typed {
            [("nid", "1112223334445"), ("father_bn", father)].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
        };
        let suspect = |typed: &Typed| house.db.write_now(|tx| service::suspect(tx, &clerk, &admission, typed)).unwrap();
        assert_eq!(suspect(&typed("সোলায়মান আলী")), [Sign::NidDiffers]);
        let cleared = || house.db.read_now(|conn| service::cleared(conn, id));
        assert_eq!(cleared().unwrap_err().key, "err-impersonation-waits");
        let rule = |actor: &access::Actor, ruling| {
            house.db.write_now(|tx| service::rule(tx, &house.doing(actor), id, ruling, "কার্ডটি পুরোনো, ছবি মেলে"))
        };
        assert_eq!(rule(&house.shiuli, Ruling::Accepted).unwrap_err().kind, Kind::Denied);
        assert_eq!(rule(&house.rumana, Ruling::Accepted).unwrap_err().kind, Kind::NotFound);
        rule(&house.kamal, Ruling::Accepted).unwrap();
        assert_eq!(rule(&house.kamal, Ruling::Refused).unwrap_err().key, "err-stale");
        cleared().unwrap();
        suspect(&typed("সোলায়মান আলী"));
        cleared().unwrap();
        assert_eq!(suspect(&typed("ইদ্রিস মিয়া")), [Sign::NidDiffers, Sign::FatherDiffers]);
        assert_eq!(cleared().unwrap_err().key, "err-impersonation-waits");
        rule(&house.kamal, Ruling::Refused).unwrap();
        assert_eq!(cleared().unwrap_err().key, "err-impersonation-refused");
    }
}

/// What was measured, as floors and ceilings: of 100 people who come a second time and are written down by
/// another clerk, so many are proposed and so many are shown; of 100 arrivals, so many times a wrong person is.
struct Pinned {
    joined_min: usize,
    asked_min: usize,
    joined_wrong_max: usize,
    asked_wrong_max: usize,
}

const WITH_PAPERS: Pinned = Pinned { joined_min: 98, asked_min: 99, joined_wrong_max: 0, asked_wrong_max: 1 };
const WITHOUT_PAPERS: Pinned = Pinned { joined_min: 90, asked_min: 98, joined_wrong_max: 0, asked_wrong_max: 1 };

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
        for candidate in house.db.read_now(|conn| candidates(conn, facts, today)).unwrap() {
            let right = truth == Some(candidate.person);
            let likely = candidate.weight >= weigh::JOIN;
            self.joined += usize::from(right && likely);
            self.asked += usize::from(right);
            self.joined_wrong += usize::from(!right && likely);
            self.asked_wrong += usize::from(!right);
        }
    }

    fn check(&self, what: &str, returned: usize, arrivals: usize, pinned: &Pinned) {
        let Self { joined, asked, joined_wrong, asked_wrong } = self;
        println!("{what}: of {returned} who return {joined} are proposed and {asked} shown");
        println!("{what}: among {arrivals} arrivals {joined_wrong} wrong people are proposed and {asked_wrong} shown");
        assert!(joined * 100 >= pinned.joined_min * returned, "{what}");
        assert!(asked * 100 >= pinned.asked_min * returned, "{what}");
        assert!(joined_wrong * 100 <= pinned.joined_wrong_max * arrivals, "{what}");
        assert!(asked_wrong * 100 <= pinned.asked_wrong_max * arrivals, "{what}");
    }
}

#[test]
fn precision_and_recall_on_people_whose_truth_is_known() {
    testkit::on(db::Engine::Sqlite, &migrations(), |t| {
        let house = house(t);
        let today = house.world.now().date();
        let crowd = made(today, 2_000);
        let all: Vec<Person> = crowd.iter().map(|made| record(&house.world, made)).collect();
        house
            .write(|tx| {
                for person in &all {
                    people::store::insert(tx, person, house.world.now())?;
                }
                let docs: Vec<pids::find::Doc> = all.iter().map(pids::find::Doc::of).collect();
                pids::find::store::index_many(tx, &docs)
            })
            .unwrap();
        let (mut papers, mut none) = (Tally::default(), Tally::default());
        let mut both = |typed: &population::MadePerson, truth: Option<PersonId>| {
            let facts = MatchFacts { of: None, ..MatchFacts::of_person(&record(&house.world, typed)) };
            papers.count(&house, &facts, truth);
            none.count(&house, &MatchFacts { nid: None, phone: None, ..facts }, truth);
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
    });
}

/// A table with a `person` column that a merge forgets would leave rows with a record that is gone.
#[test]
fn every_table_that_belongs_to_a_person_is_moved() {
    let schema = testkit::schema_text(&[pids::migrations()]);
    let tables = schema.split("CREATE TABLE ").skip(1).filter_map(|text| {
        let name = text.split_whitespace().next()?;
        let body = text.split(") STRICT").next()?;
        let has = body.lines().any(|line| line.trim_start().starts_with("person BLOB"));
        has.then_some(name)
    });
    // The index is made anew from the tables.
    let by_key = ["external_id", "import_row", "find_doc"];
    let forgotten: Vec<&str> =
        tables.filter(|table| !store::TABLES.contains(table) && !by_key.contains(table)).collect();
    assert_eq!(forgotten, Vec::<&str>::new());
}
