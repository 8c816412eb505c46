//! Stories of files that are brought in, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use db::args;
use jail::{Jail, jail};
use kernel::{Kind, Lang, Nid, Result};
use pids::bring_in::report::{Known, Part, Report};
use pids::bring_in::service::{self, Bring};
use pids::bring_in::{Mapping, mend};
use pids::find::look::Ask;
use pids::people::{self, Person, Sex, TwoNames};
use pids::{Doing, custody, estate, find, matching, system};
use testkit::{TestDb, both};

const GOOD: &str = "আইডি,নাম,name en,পিতার নাম,লিঙ্গ,বয়স,এনআইডি,কারাগার,বন্দি নম্বর,আইনগত অবস্থা,ভর্তির তারিখ,ওয়ার্ড,মামলা,আদালত,ধারা\n\
    P-1,আব্দুর রহিম,Abdur Rahim,কালা মিয়া,পুরুষ,৩০,1234567890,TAN-D,৪৫১২/২০২৬,হাজতি,০১/০২/২০২৬,মেঘনা ১,জিআর ২১১/২৬,সিজেএম,৩৭৯\n\
    P-2,রাহেলা বেগম,,জব্বার আলী,মহিলা,২৪,,,,,,,,,\n";

fn bring(bytes: &[u8]) -> Bring<'_> {
    Bring {
        file_name: "people.csv",
        bytes,
        source: "PDMS",
        mapping: None,
        stays: None,
    }
}

fn headquarters<T>(
    jail: &Jail,
    verb: impl FnMut(&mut db::Tx<'_>, &Doing<'_>) -> Result<T>,
) -> Result<T> {
    jail.by(&access::Actor::system("import"), verb)
}

/// Brings files in as the command line does.
fn run_as(jail: &Jail, actor: &access::Actor, bring: &Bring<'_>) -> Result<Report> {
    let cx = jail.doing(actor);
    service::run(&jail.db, &cx, bring, &mut |_, _| {})
}

fn run(jail: &Jail, text: &str) -> Result<Report> {
    let system = access::Actor::system("import");
    run_as(jail, &system, &bring(text.as_bytes()))
}

fn people(t: &TestDb) -> i64 {
    t.db.read_now(|conn| conn.query_one("SELECT COUNT(*) FROM person", args![], |row| row.at(0)))
        .unwrap()
}

fn find_one(jail: &Jail, text: &str) -> Vec<kernel::PersonId> {
    let ask = Ask {
        text,
        limit: 5,
        ..Ask::default()
    };
    let found = jail
        .ask(&jail.mahmuda, |conn, _| {
            find::look::look(conn, &find::Scope::All, &ask)
        })
        .unwrap();
    found.hits.into_iter().map(|hit| hit.person).collect()
}

both! { &jail::migrations();
    fn a_file_comes_in_whole_and_everybody_in_it_is_found(t: &TestDb) {
        let jail = jail(t);
        let report = run(&jail, GOOD).unwrap();
        assert_eq!((report.records, report.errors.len(), report.duplicates.len()), (2, 0, 0));
        let rahim = find_one(&jail, "Rohim kala mia");
        assert_eq!(rahim.len(), 1);
        assert_eq!(find_one(&jail, "4512/2026"), rahim);
        assert_eq!(find_one(&jail, "রাহেলা").len(), 1);
        let held = t.db.read_now(|conn| custody::store::open_of(conn, rahim[0])).unwrap().unwrap();
        assert_eq!((held.prison, held.ward), (jail.tangail, Some(jail.meghna)));
        let cases = t.db.read_now(|conn| custody::store::cases_of(conn, held.id)).unwrap();
        assert_eq!(cases[0].charges[0].section, "379");
        // The next number that the prison gives is not one that came in.
        let serial = jail.by(&jail.habib, |tx, _| {
            tx.told();
            custody::store::next_serial(tx, jail.tangail, "under_trial", 2026)
        });
        assert_eq!(serial.unwrap(), 4513);
        let kinds: Vec<String> = t.db
            .read_now(|conn| conn.query("SELECT kind FROM journal WHERE actor_name = 'import' ORDER BY seq", args![], |row| row.at(0)))
            .unwrap();
        assert_eq!(kinds, ["person.brought_in", "custody.admitted", "person.brought_in", "import.finished"]);
    }

    fn the_same_file_is_not_brought_in_twice_and_its_numbers_are_known_again(t: &TestDb) {
        let jail = jail(t);
        run(&jail, GOOD).unwrap();
        assert_eq!(run(&jail, GOOD).unwrap_err().key, "err-import-known");
        let later = "আইডি,নাম,লিঙ্গ\nP-2,রাহেলা বেগম,মহিলা\n";
        let report = run(&jail, later).unwrap();
        assert_eq!((report.known, people(t)), (1, 2));
        let held = format!("{}P-1,আব্দুর রহিম,,,পুরুষ,,,TAN-D,৯৯/২০২৬,হাজতি,০১/০২/২০২৬,,,,\n", GOOD.lines().next().map(|line| format!("{line}\n")).unwrap());
        assert_eq!(run(&jail, &held).unwrap().errors[0].fields[0].key, "err-import-in-custody");
    }

    fn half_a_file_is_never_half_in_and_its_errors_can_be_mended(t: &TestDb) {
        let jail = jail(t);
        let bad = GOOD.replace("মহিলা", "রোবট").replace("মেঘনা ১", "যমুনা ৯");
        let report = run(&jail, &bad).unwrap();
        assert_eq!((report.batch, report.errors.len(), people(t)), (None, 2, 0));
        let texts = web::Texts::load(web::LOCALES.iter().chain(system().locales).copied()).unwrap();
        let file = mend::csv(&report, Part::People, &texts, Lang::Bn).unwrap();
        let text = String::from_utf8(file).unwrap();
        assert!(text.contains("ত্রুটি") && text.contains("ওয়ার্ড: কারাগারে") && !text.contains('⟦'), "{text}");
        // Mended in the same file, its column of errors is passed over.
        let mended = text.replace("রোবট", "মহিলা").replace("যমুনা ৯", "মেঘনা ১");
        assert_eq!(run(&jail, &mended).unwrap().records, 2);
        assert_eq!(people(t), 2);
    }

    fn a_dry_run_reports_and_writes_nothing(t: &TestDb) {
        let jail = jail(t);
        let mut known = Person::new(t.world.id(), TwoNames::new("আব্দুর রহিম", "Abdur Rahim"), Sex::Male);
        known.father = TwoNames::new("কালা মিয়া", "");
        known.nid = Nid::parse("nid", "1234567890").ok();
        headquarters(&jail, |tx, cx| {
            people::store::insert(tx, &known, cx.now())?;
            tx.told();
            find::store::reindex_person(tx, known.id)
        })
        .unwrap();
        let system = access::Actor::system("import");
        let report = jail.ask(&system, |conn, cx| service::check(conn, cx, &bring(GOOD.as_bytes()), &mut |_, _| {})).unwrap();
        assert_eq!(report.duplicates.len(), 1);
        assert_eq!((report.duplicates[0].line, report.duplicates[0].known), (2, Known::Person(known.id)));
        assert_eq!(people(t), 1);

        // Brought in, the two stay two, and a supervisor has them to decide about.
        run(&jail, GOOD).unwrap();
        assert_eq!(people(t), 3);
        let pairs = jail.ask(&jail.mahmuda, |conn, _| matching::store::pairs(conn, &find::Scope::All, None, 10)).unwrap();
        assert!(pairs.iter().any(|pair| pair.a == known.id || pair.b == known.id), "{pairs:?}");
    }

    fn a_large_file_is_planned_for_what_it_holds(t: &TestDb) {
        let jail = jail(t);
        let mut text = "id,name,sex,prison,number,status,admitted,case,court\n".to_owned();
        text.extend((1..=200).map(|n| format!("P-{n},Rahim,m,TAN-D,{n}/2026,ut,2026-01-01,GR {n}/26,CJM\n")));
        assert_eq!(run(&jail, &text).unwrap().records, 200);
        if t.db.engine() == db::Engine::Postgres {
            // PostgreSQL measures by itself only what was committed, and not for a minute.
            let measured = "SELECT reltuples FROM pg_class WHERE relname IN ('person', 'custody', 'court_case') ORDER BY 1";
            let rows = t.db.read_now(|conn| conn.query(measured, args![], |row| row.at::<f64>(0)));
            assert_eq!(rows.unwrap(), [200.0, 200.0, 200.0]);
        }
    }

    fn one_file_names_a_number_once(t: &TestDb) {
        let jail = jail(t);
        let header = "id,name,sex,nid,prison,number,status,admitted\n";
        let text = format!(
            "{header}1,Rahim,m,1234567890,TAN-D,7/2026,ut,2026-01-01\n2,Karim,m,1234567890,TAN-D,7/2026,ut,2026-01-01\n1,Salam,m,,,,,\n3,Jamal,m,,ZZZ-D,8/2026,ut,2026-01-01\n"
        );
        let report = run(&jail, &text).unwrap();
        let keys: Vec<_> = report.errors.iter().map(|bad| (bad.line, bad.fields[0].key)).collect();
        assert_eq!(keys, [(3, "err-import-number"), (4, "err-import-external-twice"), (5, "err-import-prison")]);
        let twice = format!("{header}1,Rahim,m,1234567890,,,,\n2,Karim,m,1234567890,,,,\n");
        let report = run(&jail, &twice).unwrap();
        assert_eq!(report.duplicates[0].known, Known::Line(2));
    }

    fn a_ward_is_found_by_a_name_that_it_alone_has(t: &TestDb) {
        let jail = jail(t);
        let (meghna, padma) = t.db.read_now(|conn| Ok((estate::store::ward(conn, jail.meghna)?, estate::store::ward(conn, jail.padma)?))).unwrap();
        assert!(meghna.name.en.is_empty(), "a sign for nothing would find it");
        let named = |name: &str| run(&jail, &GOOD.replace("মেঘনা ১", name)).unwrap();
        assert_eq!(named("—").errors[0].fields[0].key, "err-import-ward");
        let again = |name: &TwoNames| estate::service::WardFacts {
            building: padma.building,
            name: name.clone(),
            sort: padma.sort,
            kind: padma.kind,
            sex: padma.sex,
            age: padma.age,
            status: padma.status,
            capacity: padma.capacity,
            ground_floor: padma.ground_floor,
        };
        jail.by(&jail.habib, |tx, cx| estate::service::edit_ward(tx, cx, (padma.id, padma.version), again(&meghna.name))).unwrap();
        assert_eq!(named("মেঘনা ১").errors[0].fields[0].key, "err-import-ward-two");
        // A ward that is closed is not the one that is meant.
        jail.by(&jail.habib, |tx, cx| estate::service::close_ward(tx, cx, padma.id, "ছাদ ফুটো")).unwrap();
        assert_eq!(named("মেঘনা ১").records, 2);
        let rahim = find_one(&jail, "4512/2026");
        let held = t.db.read_now(|conn| custody::store::open_of(conn, rahim[0])).unwrap().unwrap();
        assert_eq!(held.ward, Some(meghna.id));
    }

    fn a_mapping_is_kept_under_a_name(t: &TestDb) {
        let jail = jail(t);
        let mapping = Mapping::default().with(&["Inmate=name".to_owned(), "G=sex".to_owned()]).unwrap();
        headquarters(&jail, |tx, cx| service::keep_mapping(tx, cx, "RAB", &mapping)).unwrap();
        let system = access::Actor::system("import");
        let kept = jail.ask(&system, |conn, cx| service::mapping(conn, cx, "RAB")).unwrap();
        assert_eq!(kept, mapping);
        let bring = Bring { mapping: Some(&kept), ..bring(b"Inmate;G\nRahim;m\n") };
        assert_eq!(run_as(&jail, &system, &bring).unwrap().records, 1);
        assert_eq!(run_as(&jail, &jail.salma, &bring).unwrap_err().kind, Kind::Denied);
    }
}

both! { &jail::migrations();
    fn while_a_file_is_worked_out_others_write(t: &TestDb) {
        let jail = jail(t);
        let system = access::Actor::system("import");
        let (mut steps, mut noted) = (Vec::new(), 0);
        let prepared = jail.ask(&system, |conn, cx| {
            let bring = bring(GOOD.as_bytes());
            let looked = service::look(conn, cx, &bring, &mut |done, of| {
                steps.push((done, of));
                jail.by(&jail.habib, |tx, cx| estate::service::close_ward(tx, cx, jail.padma, "ছাদ ফুটো"))
                    .and_then(|()| jail.by(&jail.habib, |tx, cx| estate::service::open_ward(tx, cx, jail.padma, "মেরামত")))
                    .unwrap();
                noted += 1;
            })?;
            Ok(service::prepare(cx, &bring, looked))
        });
        assert_eq!((steps.last(), noted), (Some(&(2, 2)), 2));
        let prepared = prepared.unwrap();
        let written = headquarters(&jail, |tx, cx| service::write(tx, cx, &prepared, &mut |_, _| {}));
        written.unwrap();
        assert_eq!((prepared.report.records, people(t)), (2, 2));
    }

    fn what_somebody_else_wrote_meanwhile_keeps_the_whole_file_out(t: &TestDb) {
        let jail = jail(t);
        let system = access::Actor::system("import");
        let prepare = |text: &str| {
            let bring = bring(text.as_bytes());
            let prepared = jail.ask(&system, |conn, cx| {
                let looked = service::look(conn, cx, &bring, &mut |_, _| {})?;
                Ok(service::prepare(cx, &bring, looked))
            });
            prepared.unwrap()
        };
        let write = |prepared: &service::Prepared| headquarters(&jail, |tx, cx| service::write(tx, cx, prepared, &mut |_, _| {}));
        // Two officers with two files that give one number, and then with the same file.
        let other = GOOD.replace("P-1", "P-8").replace("P-2", "P-9");
        let (first, second, same) = (prepare(GOOD), prepare(&other), prepare(GOOD));
        write(&first).unwrap();
        for late in [&second, &same] {
            assert_eq!(write(late).unwrap_err().key, "err-import-meanwhile");
        }
        assert_eq!(people(t), 2, "half a file is never half in");
        let wrong = prepare(&GOOD.replace("মহিলা", "রোবট").replace("P-", "Q-"));
        assert_eq!(write(&wrong).unwrap_err().fields[0].key, "err-import-rows-wrong");
    }
}
