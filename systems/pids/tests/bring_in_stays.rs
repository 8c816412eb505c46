//! Stories of former stays and warrants that come in with a file of people, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Role, Scope};
use jail::{Jail, jail};
use jiff::civil::date;
use kernel::{CustodyId, Lang, Result};
use pids::bring_in::report::{Part, Report};
use pids::bring_in::service::{self, Bring, Stays};
use pids::bring_in::{Mapping, mend, store};
use pids::custody::{self, CaseState, Custody, State};
use pids::find::look::Ask;
use pids::{find, system};
use testkit::{TestApp, TestDb, both};

const PEOPLE: &str = "আইডি,নাম,লিঙ্গ,কারাগার,বন্দি নম্বর,আইনগত অবস্থা,ভর্তির তারিখ,পরোয়ানা,পরোয়ানার আদালত,পরোয়ানার তারিখ,মুক্তির তারিখ,মুক্তির ধরন\n\
    P-1,আব্দুর রহিম,পুরুষ,TAN-D,৪৫১২/২০২৬,হাজতি,০১/০২/২০২৬,৮১/২৬,সিজেএম টাঙ্গাইল,৩১/০১/২০২৬,,\n\
    P-2,রাহেলা বেগম,মহিলা,ফেনী জেলা কারাগার,৭/২০২০,কয়েদি,০৫/০৬/২০২০,,,,০৫/১২/২০২০,সাজা শেষ\n";
const STAYS: &str = "id,prison,prisoner number,status,in date,out date,how released,case,court,sections,warrant no\n\
    P-1,FEN-D,12/2015,ut,2015-03-01,2015-04-09,bail,GR 5/15,CJM Feni,379,77\n\
    P-1,TAN-D,40/2019,convicted,2019-01-02,2020-01-02,,,,,\n";

fn run(jail: &Jail, people: &str, stays: &str, mapping: Option<&Mapping>) -> Result<Report> {
    let actor = access::Actor::system("import");
    let cx = jail.doing(&actor);
    let bring = Bring {
        file_name: "people.csv",
        bytes: people.as_bytes(),
        source: "PDMS",
        mapping: None,
        stays: Some(Stays {
            file_name: "stays.csv",
            bytes: stays.as_bytes(),
            mapping,
        }),
    };
    service::run(&jail.db, &cx, &bring, &mut |_, _| {})
}

/// All stays of the one with this number, the latest first.
fn stays_of(jail: &Jail, number: &str) -> Vec<Custody> {
    let read = jail.db.read_now(|conn| {
        let person = store::by_external(conn, "PDMS", number)?.unwrap();
        custody::store::all_of(conn, person)
    });
    read.unwrap()
}

fn origin(jail: &Jail, custody: CustodyId) -> (String, String, i64) {
    let origin = jail.db.read_now(|conn| store::origin_of(conn, custody));
    origin.unwrap().unwrap()
}

fn wrong(report: &Report) -> Vec<(Part, usize, &str, &str)> {
    let all = report.errors.iter();
    all.map(|bad| {
        (
            bad.part,
            bad.line,
            bad.fields[0].field.as_str(),
            bad.fields[0].key,
        )
    })
    .collect()
}

both! { &jail::migrations();
    fn former_stays_come_in_with_their_people_and_say_where_from(t: &TestDb) {
        let jail = jail(t);
        let report = run(&jail, PEOPLE, STAYS, None).unwrap();
        assert_eq!((report.records, report.stays), (2, 4));
        let rahim = stays_of(&jail, "P-1");
        let states: Vec<State> = rahim.iter().map(|stay| stay.state).collect();
        assert_eq!(states, [State::Present, State::Released, State::Bailed]);
        assert_eq!((rahim[0].warrant.number.as_str(), rahim[0].warrant.on), ("৮১/২৬", Some(date(2026, 1, 31))));
        assert_eq!((rahim[2].prison, rahim[2].warrant.number.as_str()), (jail.feni, "77"));
        assert_eq!(rahim[2].ended_at.map(kernel::BdTime::date), Some(date(2015, 4, 9)));
        let cases = jail.db.read_now(|conn| custody::store::cases_of(conn, rahim[2].id)).unwrap();
        assert_eq!((cases[0].state, cases[0].next_on), (CaseState::Bailed, None));
        // The last stay of somebody who is free stands in the first file; its prison by its name.
        let rahela = stays_of(&jail, "P-2");
        assert_eq!((rahela[0].state, rahela[0].prison), (State::Released, jail.feni));
        assert_eq!(origin(&jail, rahim[2].id), ("PDMS".to_owned(), "stays.csv".to_owned(), 2));
        assert_eq!(origin(&jail, rahela[0].id), ("PDMS".to_owned(), "people.csv".to_owned(), 3));
        let told: i64 = jail.db
            .read_now(|conn| conn.query_one("SELECT COUNT(*) FROM journal WHERE kind = 'custody.brought_in'", db::args![], |row| row.at(0)))
            .unwrap();
        assert_eq!(told, 3);
        assert_eq!(jail.db.read_now(pids::check::problems).unwrap(), Vec::<String>::new());
    }

    fn an_old_number_finds_the_person(t: &TestDb) {
        let jail = jail(t);
        run(&jail, PEOPLE, STAYS, None).unwrap();
        for text in ["12/2015", "FEN-D 12/2015", "P-1"] {
            let ask = Ask { text, limit: 5, ..Ask::default() };
            let found = jail.ask(&jail.mahmuda, |conn, _| find::look::look(conn, &find::Scope::All, &ask)).unwrap();
            let names: Vec<_> = found.hits.iter().map(|hit| hit.name.bn.as_str()).collect();
            assert_eq!(names, ["আব্দুর রহিম"], "{text}");
        }
    }

    fn a_wrong_stay_keeps_both_files_out(t: &TestDb) {
        let jail = jail(t);
        let stays = format!(
            "{STAYS}P-7,TAN-D,1/2001,ut,2001-01-01,2001-02-01,bail,,,,\n\
             P-1,TAN-D,2/2019,ut,2019-12-30,2020-02-01,bail,,,,\n\
             P-2,TAN-D,40/2019,ut,2001-01-01,2001-02-01,bail,,,,\n\
             P-2,Nowhere,3/2001,ut,2001-01-01,2000-12-31,by rope,,,,\n"
        );
        let report = run(&jail, PEOPLE, &stays, None).unwrap();
        assert_eq!(wrong(&report), [
            (Part::Stays, 4, "external", "err-import-stay-nobody"),
            (Part::Stays, 5, "admitted", "err-import-overlap"),
            (Part::Stays, 6, "number", "err-import-number"),
            (Part::Stays, 7, "released_how", "err-import-release"),
        ]);
        assert_eq!(report.batch, None);
        let nobody = jail.db.read_now(|conn| store::by_external(conn, "PDMS", "P-1"));
        assert_eq!(nobody.unwrap(), None);
        // The file of errors is that of the stays, and mended it comes in.
        let texts = web::Texts::load(web::LOCALES.iter().chain(system().locales).copied()).unwrap();
        let mended = mend::csv(&report, Part::Stays, &texts, kernel::Lang::En).unwrap();
        let mended = String::from_utf8(mended).unwrap();
        assert!(mended.contains("How released: Write bail") && !mended.contains('⟦'), "{mended}");
        let right: Vec<&str> = mended.lines().take(3).collect();
        assert_eq!(run(&jail, PEOPLE, &right.join("\n"), None).unwrap().stays, 4);
    }

    fn a_stay_says_when_it_is_the_row_of_its_person_that_is_wrong(t: &TestDb) {
        let jail = jail(t);
        let report = run(&jail, &PEOPLE.replace("পুরুষ", "রোবট"), STAYS, None).unwrap();
        assert_eq!(wrong(&report), [
            (Part::People, 2, "sex", "err-import-sex"),
            (Part::Stays, 2, "external", "err-import-stay-wrong-row"),
            (Part::Stays, 3, "external", "err-import-stay-wrong-row"),
        ]);
    }

    fn columns_that_say_nothing_are_named(t: &TestDb) {
        let jail = jail(t);
        let stays = STAYS.replace("in date", "A").replace("out date", "B");
        let report = run(&jail, PEOPLE, &stays, None).unwrap();
        assert_eq!(report.errors.len(), 2, "no column was read as the days");
        let mut mapping = report.stays_mapping;
        mapping = mapping.with(&["A=admitted".to_owned(), "B=released".to_owned()]).unwrap();
        assert_eq!(run(&jail, PEOPLE, &stays, Some(&mapping)).unwrap().stays, 4);
    }
}

both! { &jail::migrations();
    fn a_stay_says_on_its_page_where_it_came_from(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[system()]);
        run(&jail, PEOPLE, STAYS, None).unwrap();
        let person = stays_of(&jail, "P-1")[0].person;
        testkit::block_on(async {
        for lang in Lang::ALL {
            let reader = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await.reading(lang);
            let stays = reader.get(&format!("/people/{person}/cases")).await;
            for (file, bn, en) in [("people.csv", "২", "2"), ("stays.csv", "২", "2"), ("stays.csv", "৩", "3")] {
                let line = lang.pick(format!("লাইন {bn}"), format!("line {en}"));
                stays.good().never_sees("⟦").sees(&format!("PDMS · {file}, {line}"));
            }
        }
        app.settle().await;
        });
    }
}
