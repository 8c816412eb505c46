//! Stories of two records made one, and two again, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod known;

use std::collections::BTreeMap;

use access::Role;
use kernel::{PersonId, Value};
use known::{House, decide, house, migrations, twice};
use pids::find::look::{Ask, look};
use pids::find::{Scope, store::reindex_person};
use pids::matching::{service, store};
use testkit::{TestApp, TestDb, both};

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
        (
            "find_key k JOIN find_doc d ON d.doc = k.doc",
            "d.person, k.key, k.prison",
        ),
        (
            "find_number n JOIN find_doc d ON d.doc = n.doc",
            "d.person, n.number, n.kind",
        ),
        (
            "find_doc",
            "person, names, fathers, villages, prison, custody",
        ),
    ] {
        let count = columns.split(',').count();
        let order: Vec<String> = (1..=count).map(|at| at.to_string()).collect();
        let sql = format!(
            "SELECT {columns} FROM {table} ORDER BY {}",
            order.join(", ")
        );
        let rows = house
            .db
            .read_now(|conn| conn.query(&sql, db::args![], |row| Ok(row.cells().to_vec())))
            .unwrap();
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
            decide(&house, &house.mahmuda, pair, true).unwrap();
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
        decide(&house, &house.mahmuda, (b, d), true).unwrap();
        let second = merge(d, b).unwrap();
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, c)).unwrap(), d);
        assert_eq!(undo(first).unwrap_err().key, "err-merge-later");
        undo(second).unwrap();
        undo(first).unwrap();
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, c)).unwrap(), c);
    }
}

both! { &migrations();
    fn two_merges_of_the_same_two_at_once_are_one(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        decide(&house, &house.mahmuda, (a, b), true).unwrap();
        let start = std::sync::Barrier::new(2);
        let merge = |kept, gone| {
            start.wait();
            let doing = house.doing(&house.mahmuda);
            house.db.write_now(|tx| service::merge(tx, &doing, kept, gone))
        };
        let done = std::thread::scope(|scope| {
            let one = scope.spawn(|| merge(a, b));
            let other = scope.spawn(|| merge(b, a));
            [one.join().unwrap(), other.join().unwrap()]
        });
        let refused: Vec<_> = done.iter().filter_map(|done| done.as_ref().err()).collect();
        assert_eq!(refused.len(), 1, "{done:?}");
        assert_eq!(refused[0].key, "err-merge-gone");
        let stands = |id| house.db.read_now(|conn| store::resolve(conn, id)).unwrap();
        assert_eq!(stands(a), stands(b), "one record stands for both");
    }
}

both! { &migrations();
    fn neither_the_answer_nor_the_record_that_stays_is_guessed(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let app = TestApp::new(t, &[pids::system()]);
        let (page, kept) = (format!("/matches/{a}/{b}"), b.to_string());
        let posted = |fields: &[(&str, &str)]| testkit::block_on(async {
            let mahmuda = app.login_as(Role::Headquarters, access::Scope::All).await;
            let mut all = vec![("rationale", known::WHY)];
            all.extend(fields);
            mahmuda.post(&page, &all).await
        });
        let decided = || house.db.read_now(|conn| store::latest(conn, a, b)).unwrap();
        posted(&[]).is(422).never_sees("⟦");
        posted(&[("same", "yes")]).is(422).never_sees("⟦");
        posted(&[("same", "yes"), ("keep", "1")]).is(422);
        assert_eq!(decided(), None);
        posted(&[("same", "yes"), ("keep", &kept)]).goes_to("/matches");
        assert_eq!(house.db.read_now(|conn| store::resolve(conn, a)).unwrap(), b);
    }
}

/// A table with a `person` column that a merge forgets would leave rows with a record that is gone.
#[test]
fn every_table_that_belongs_to_a_person_is_moved() {
    let schema = testkit::schema_text(&[pids::migrations()]);
    let tables = schema.split("CREATE TABLE ").skip(1).filter_map(|text| {
        let name = text.split_whitespace().next()?;
        let body = text.split(") STRICT").next()?;
        let has = body
            .lines()
            .any(|line| line.trim_start().starts_with("person BLOB"));
        has.then_some(name)
    });
    // The index is made anew from the tables.
    let by_key = ["external_id", "import_row", "find_doc"];
    let forgotten: Vec<&str> = tables
        .filter(|table| !store::TABLES.contains(table) && !by_key.contains(table))
        .collect();
    assert_eq!(forgotten, Vec::<&str>::new());
}
