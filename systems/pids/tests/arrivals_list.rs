//! Stories of lists of arrivals, pasted or out of a file, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Role, Scope};
use jail::{Jail, jail};
use kernel::PrisonId;
use pids::arrivals::{Arrival, store};
use testkit::{TestApp, TestDb, Visitor, both};

const FILE: &str = "নাম,পিতার নাম,বয়স,লিঙ্গ,মামলা,ধারা,পরোয়ানা,পরবর্তী তারিখ,আদালত,থানা\n\
    আব্দুর রহিম,কালা মিয়া,৩০,পুরুষ,জিআর ২১১/২৬,৩৭৯; ৩২৩,৪৫,১০/১২/২০২৬,সিজেএম,মির্জাপুর\n\
    শিপন চাকমা,বিজয় চাকমা,২৪,,,,,,,\n";

async fn expected(jail: &Jail, prison: PrisonId) -> Vec<Arrival> {
    let day = jail.day(0);
    let rows = jail.db.read(move |conn| store::of_day(conn, prison, day));
    let rows = rows.await.unwrap().into_iter();
    rows.map(|(arrival, _)| arrival).collect()
}

/// Sends a file with the fields of the form.
async fn send(clerk: &Visitor, bytes: &[u8], fields: &[(&str, &str)]) -> testkit::Answer {
    let mut all = vec![("source", "court"), ("van", "প্রিজন ভ্যান ২")];
    all.extend(fields);
    clerk
        .post_file("/arrivals/paste", &all, ("file", "list", bytes))
        .await
}

fn spreadsheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(FILE.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

both! { &jail::migrations();
    fn a_file_and_the_same_rows_pasted_are_the_same_arrivals(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            let clerk = app.login_as(Role::GateClerk, Scope::Prison(jail.tangail)).await;
            send(&clerk, &spreadsheet(), &[]).await.goes_to("/arrivals");
            let rows = expected(&jail, jail.tangail).await;
            assert_eq!(rows.len(), 2);
            let rahim = rows.iter().find(|row| row.name == "আব্দুর রহিম").unwrap();
            assert_eq!((rahim.age, rahim.sex.as_str(), rahim.sections.as_str()), (Some(30), "male", "৩৭৯\n৩২৩"));
            assert_eq!((rahim.court.as_str(), rahim.police_station.as_str(), rahim.warrant_no.as_str()), ("সিজেএম", "মির্জাপুর", "৪৫"));
            // The CSV of the same list, and a row of it pasted, add nobody.
            send(&clerk, FILE.as_bytes(), &[]).await.goes_to("/arrivals");
            let again = [("source", "court"), ("list", "শিপন চাকমা\tবিজয় চাকমা\t২৪")];
            clerk.post("/arrivals/paste", &again).await.goes_to("/arrivals");
            assert_eq!(expected(&jail, jail.tangail).await.len(), 2);
            clerk.get("/arrivals").await.good().sees("আব্দুর রহিম").never_sees("⟦");
            app.settle().await;
        });
    }

    fn a_wrong_row_keeps_the_whole_list_out_and_says_why(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            let clerk = app.login_as(Role::GateClerk, Scope::Prison(jail.tangail)).await;
            let bad = FILE.replace("১০/১২/২০২৬", "কাল").replace(",২৪,", ",অনেক,");
            let answer = send(&clerk, bad.as_bytes(), &[]).await;
            answer.is(422).sees("id=\"list-error\"").sees("পরবর্তী তারিখ: ").sees("জন্মতারিখ বা বয়স: ").never_sees("⟦");
            // The rows stand in the list, where they can be mended.
            answer.sees("কাল").sees("আব্দুর রহিম | কালা মিয়া");
            assert!(expected(&jail, jail.tangail).await.is_empty());
            // A row without a name is not read as its father's, however often it is sent.
            let nameless = [("source", "court"), ("list", "\tকালা মিয়া\t৩০")];
            clerk.post("/arrivals/paste", &nameless).await.is(422).sees(">|কালা মিয়া").never_sees("⟦");
        });
    }

    fn each_row_is_matched_before_it_is_taken(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = jail.hold("আব্দুর রহিম", "২১১/২৬");
        jail.by(&jail.anwar, |tx, _| {
            tx.told();
            tx.exec("UPDATE person SET father_bn = 'কালা মিয়া' WHERE id = $1", db::args![person])?;
            pids::find::store::reindex_person(tx, person)
        })
        .unwrap();
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            let clerk = app.login_as(Role::GateClerk, Scope::Prison(jail.tangail)).await;
            let answer = send(&clerk, FILE.as_bytes(), &[("wish", "check")]).await;
            answer.is(200).sees("chip warn").never_sees("⟦");
            assert!(expected(&jail, jail.tangail).await.is_empty(), "looking takes nothing");
            let english = clerk.reading(kernel::Lang::En);
            send(&english, FILE.as_bytes(), &[("wish", "check")]).await.is(200).sees(">New</span>").never_sees("⟦");
        });
    }

    fn what_is_no_list_is_refused_beside_its_field(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[pids::system()]);
        testkit::block_on(async {
            let clerk = app.login_as(Role::GateClerk, Scope::Prison(jail.tangail)).await;
            let beside = "id=\"file-error\"";
            send(&clerk, b"a,b\n1,2\n", &[]).await.is(422).sees(beside).sees("প্রিজন ভ্যান ২");
            send(&clerk, FILE.as_bytes(), &[("list", "রহিম")]).await.is(422).sees(beside).sees("রহিম");
            let long = format!("নাম\n{}", "রহিম\n".repeat(501));
            send(&clerk, long.as_bytes(), &[]).await.is(422).sees("৫০০");
            send(&clerk, &vec![b'x'; 2 * 1024 * 1024 + 1], &[]).await.is(422);
            clerk.post("/arrivals/paste", &[("source", "court"), ("list", "")]).await.is(422).sees("id=\"list-error\"");
            let doctor = app.login_as(Role::MedicalOfficer, Scope::Prison(jail.tangail)).await;
            send(&doctor, FILE.as_bytes(), &[]).await.is(403);
        });
    }
}
