//! Stories of files about people who are known already, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use jail::{Jail, jail};
use kernel::{PersonId, Result};
use pids::bring_in::report::Report;
use pids::bring_in::service::{self, Bring, Prepared};
use pids::bring_in::store;
use pids::matching::service::DecideSame;
use pids::{estate, find, matching};
use testkit::{TestDb, both};

const HEADER: &str = "id,name,father,sex,birth,nid,prison,number,status,admitted,released,ward\n";

fn bring(text: &str) -> Bring<'_> {
    Bring {
        file_name: "people.csv",
        bytes: text.as_bytes(),
        source: "PDMS",
        mapping: None,
        stays: None,
    }
}

fn run(jail: &Jail, rows: &str) -> Result<Report> {
    let actor = access::Actor::system("import");
    let cx = jail.doing(&actor);
    let text = format!("{HEADER}{rows}");
    service::run(&jail.db, &cx, &bring(&text), &mut |_, _| {})
}

fn prepare(jail: &Jail, rows: &str) -> Prepared {
    let (system, text) = (access::Actor::system("import"), format!("{HEADER}{rows}"));
    let prepared = jail.ask(&system, |conn, cx| {
        let looked = service::look(conn, cx, &bring(&text), &mut |_, _| {})?;
        Ok(service::prepare(cx, &bring(&text), looked))
    });
    prepared.unwrap()
}

fn write(jail: &Jail, prepared: &Prepared) -> Result<()> {
    let system = access::Actor::system("import");
    jail.by(&system, |tx, cx| {
        service::write(tx, cx, prepared, &mut |_, _| {})
    })
}

fn of_number(jail: &Jail, number: &str) -> PersonId {
    let read = jail
        .db
        .read_now(|conn| store::by_external(conn, "PDMS", number));
    read.unwrap().unwrap()
}

/// How many pairs wait for a supervisor.
fn waiting(jail: &Jail) -> usize {
    let read = jail
        .db
        .read_now(|conn| matching::store::pairs(conn, &find::Scope::All, None, 10));
    read.unwrap().len()
}

fn decide(jail: &Jail, (a, b): (PersonId, PersonId), same: bool) {
    let system = access::Actor::system("supervisor");
    jail.by(&system, |tx, cx| {
        let cmd = DecideSame {
            a,
            b,
            same,
            rationale: "দুজনের নথি মেলানো হয়েছে",
        };
        matching::service::decide_same(tx, cx, &cmd)
    })
    .unwrap();
}

/// Two lines that say the same human being under two numbers.
const TWINS: &str = "P-1,Abdur Rahim,Kala Mia,m,1996-01-01,1234567890,,,,,,\n\
    P-2,Abdur Rahim,Kala Mia,m,1996-01-01,1234567890,,,,,,\n";

/// Brings both in, and has them found to be one: the record that stays.
fn one_of_two(jail: &Jail) -> PersonId {
    run(jail, TWINS).unwrap();
    let (kept, gone) = (of_number(jail, "P-1"), of_number(jail, "P-2"));
    decide(jail, (kept, gone), true);
    let system = access::Actor::system("supervisor");
    jail.by(&system, |tx, cx| {
        matching::service::merge(tx, cx, kept, gone)
    })
    .unwrap();
    kept
}

both! { &jail::migrations();
    fn a_pair_that_was_decided_does_not_come_back(t: &TestDb) {
        let jail = jail(t);
        assert_eq!(run(&jail, TWINS).unwrap().duplicates.len(), 1);
        assert_eq!(waiting(&jail), 1);
        decide(&jail, (of_number(&jail, "P-1"), of_number(&jail, "P-2")), false);
        let again = TWINS.replace("Kala Mia", "Kala Miah");
        let report = run(&jail, &again).unwrap();
        assert_eq!((report.known, report.duplicates.len(), waiting(&jail)), (2, 0, 0));
    }

    fn two_numbers_of_one_person_are_no_pair(t: &TestDb) {
        let jail = jail(t);
        let kept = one_of_two(&jail);
        assert_eq!(of_number(&jail, "P-2"), kept);
        let report = run(&jail, &TWINS.replace("Kala Mia", "Kala Miah")).unwrap();
        assert_eq!((report.known, report.duplicates.len(), waiting(&jail)), (2, 0, 0));
    }

    fn two_lines_of_one_known_person_are_held_against_each_other(t: &TestDb) {
        let jail = jail(t);
        one_of_two(&jail);
        let stays = "P-1,Abdur Rahim,Kala Mia,m,,,TAN-D,1/2019,ut,2019-01-01,2019-03-01,\n\
            P-2,Abdur Rahim,Kala Mia,m,,,FEN-D,2/2019,ut,2019-02-01,2019-04-01,\n";
        let report = run(&jail, stays).unwrap();
        let wrong: Vec<_> = report.errors.iter().map(|bad| (bad.line, bad.fields[0].key)).collect();
        assert_eq!(wrong, [(3, "err-import-overlap")]);
        let after = stays.replace("2019-02-01", "2019-03-01");
        assert_eq!(run(&jail, &after).unwrap().stays, 2);
    }

    fn what_changed_since_the_look_keeps_the_file_out(t: &TestDb) {
        let jail = jail(t);
        run(&jail, TWINS).unwrap();
        let held = "P-1,Abdur Rahim,,m,,,TAN-D,5/2026,ut,2026-01-01,,মেঘনা ১\n";
        let former = "P-1,Abdur Rahim,,m,,,TAN-D,6/2019,ut,2019-01-01,2019-03-01,\n";
        let prepared = prepare(&jail, held);
        jail.by(&jail.habib, |tx, cx| estate::service::close_ward(tx, cx, jail.meghna, "ছাদ ফুটো")).unwrap();
        assert_eq!(write(&jail, &prepared).unwrap_err().key, "err-import-meanwhile");
        // Looked at again, the row says which ward is closed.
        let report = run(&jail, held).unwrap();
        assert_eq!(report.errors[0].fields[0].key, "err-import-ward-closed");
        // Two officers with two files about one person.
        let (first, second) = (prepare(&jail, former), prepare(&jail, &former.replace("6/2019", "7/2019")));
        write(&jail, &first).unwrap();
        assert_eq!(write(&jail, &second).unwrap_err().key, "err-import-meanwhile");
    }

    fn who_came_on_record_since_the_look_waits_beside_the_files_people(t: &TestDb) {
        let jail = jail(t);
        let (one, other) = TWINS.split_at(TWINS.find("P-2").unwrap());
        let prepared = prepare(&jail, one);
        run(&jail, other).unwrap();
        write(&jail, &prepared).unwrap();
        assert_eq!(waiting(&jail), 1);
    }
}
