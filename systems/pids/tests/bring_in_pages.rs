//! The page that brings files in, through the whole server, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Role, Scope};
use db::args;
use jail::jail;
use kernel::{BdTime, Lang};
use pids::bring_in::PAGE_LIMITS;
use pids::bring_in::service::{DRAFTS_GO, Draft};
use pids::system;
use testkit::{Answer, TestApp, TestDb, Visitor, both};

/// A file whose headers say nothing to a machine.
const ODD: &str = "A,B,C\nরহিম উদ্দিন,m,কালা মিয়া\nসালমা খাতুন,f,\n";

async fn send(hq: &Visitor, file: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("source", "PDMS")];
    all.extend(fields);
    hq.post_file("/import", &all, ("file", "people.csv", file.as_bytes()))
        .await
}

/// Posts the page again, with no file chosen.
async fn again(hq: &Visitor, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("source", "PDMS")];
    all.extend(fields);
    hq.post("/import", &all).await
}

/// By what these files are told from others, as the page carries it.
fn mark(file: &str, stays: &str) -> String {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let draft = Draft {
        file_name: String::new(),
        bytes: bytes(file),
        stays_name: String::new(),
        stays_bytes: bytes(stays),
        at: BdTime(0),
    };
    draft.mark()
}

async fn count(t: &TestDb, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let read =
        t.db.read(move |conn| conn.query_one(&sql, args![], |row| row.at(0)));
    read.await.unwrap()
}

const COLUMNS: [(&str, &str); 3] = [
    ("column-0", "name"),
    ("column-1", "sex"),
    ("column-2", "father"),
];

both! { &jail::migrations();
    async fn the_page_is_for_those_who_may_and_says_what_is_missing(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        let hq = app.login_as(Role::Administrator, Scope::All).await;
        hq.get("/import").await.is(200).never_sees("⟦");
        hq.post("/import", &[("wish", "check"), ("source", "PDMS")]).await.is(422).sees("PDMS");
        let nurse = app.login_as(Role::MedicalOfficer, Scope::Prison(t.world.id())).await;
        nurse.get("/import").await.is(403);
    }
}

both! { &jail::migrations();
    fn columns_are_chosen_kept_and_taken_up_next_time(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await;
            // No column is read as the name: the columns show with what they hold, to be chosen.
            let first = send(&hq, ODD, &[("wish", "check")]).await;
            first.is(422).sees("id=\"column-0\"").sees("রহিম উদ্দিন").sees("কালা মিয়া").never_sees("⟦");
            let twice = again(&hq, &[("wish", "check"), ("column-0", "name"), ("column-1", "name")]).await;
            twice.is(422).sees("id=\"column-1-error\"").never_sees("⟦");
            let mut fields = COLUMNS.to_vec();
            fields.push(("wish", "check"));
            again(&hq, &fields).await.is(200).sees("<option value=\"father\" selected>").never_sees("⟦");
            *fields.last_mut().unwrap() = ("wish", "keep");
            again(&hq, &fields).await.is(422).sees("id=\"mapping_name-error\"");
            fields.push(("mapping_name", "জেলখানার খাতা"));
            again(&hq, &fields).await.is(200).sees("<option value=\"জেলখানার খাতা\"").never_sees("⟦");
            assert_eq!(count(t, "person").await, 0, "nothing was asked to be written");
            let checked = mark(ODD, "");
            again(&hq, &[COLUMNS.to_vec(), vec![("wish", "run"), ("checked", &checked)]].concat()).await.goes_to("/import");
            assert_eq!((count(t, "person").await, count(t, "import_draft").await), (2, 0));

            // The next file of the same kind.
            let next = ODD.replace("রহিম উদ্দিন", "করিম শেখ");
            let taken = send(&hq, &next, &[("wish", "run"), ("mapping", "জেলখানার খাতা")]).await;
            taken.goes_to("/import");
            assert_eq!(count(t, "person").await, 4);
            app.settle().await;
        });
    }

    fn a_file_and_its_stays_come_in_from_the_page(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let chief = app.login_as(Role::Superintendent, Scope::Prison(jail.tangail)).await.reading(Lang::En);
            let people = "id,name,sex\nP-1,Abdur Rahim,m\n";
            send(&chief, people, &[("wish", "check")]).await.is(200).never_sees("⟦");
            let stays = "id,prison,number,status,indate,outdate\nP-1,TAN-D,9/2019,ut,2019-01-01,2019-02-01\nP-1,FEN-D,8/2018,ut,2018-01-01,2018-02-01\n";
            let fields = [("source", "PDMS"), ("wish", "check")];
            let both = |stays: &str| stays.to_owned();
            let answer = chief.post_file("/import", &fields, ("stays", "stays.csv", both(stays).as_bytes())).await;
            // Another prison is as unknown to the chief of this one as none.
            answer.is(200).sees("3 (former stays)").sees("stays-column-5").never_sees("⟦");
            chief.post("/import", &[("source", "PDMS"), ("wish", "stays_errors")]).await.is(200).sees("There is no prison with this code");
            let own: String = stays.split_inclusive('\n').take(2).collect();
            let fields = [("source", "PDMS"), ("wish", "run")];
            chief.post_file("/import", &fields, ("stays", "stays.csv", own.as_bytes())).await.goes_to("/import");
            assert_eq!((count(t, "person").await, count(t, "import_stay").await), (1, 1));
            app.settle().await;
        });
    }

    fn only_the_files_that_were_checked_come_in(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await.reading(Lang::En);
            let (a, b) = ("name,sex\nAbdur Rahim,m\n", "name,sex\nSalma Khatun,f\n");
            let (of_a, of_b) = (mark(a, ""), mark(b, ""));
            send(&hq, a, &[("wish", "check")]).await.is(200).sees(&of_a).never_sees("⟦");
            send(&hq, b, &[("wish", "check")]).await.is(200).sees(&of_b);
            let late = again(&hq, &[("wish", "run"), ("checked", &of_a)]).await;
            late.is(422).sees("not the files that were checked").never_sees(&of_b).never_sees("⟦");
            again(&hq, &[("wish", "run"), ("checked", "")]).await.is(422);
            assert_eq!(count(t, "person").await, 0);
            again(&hq, &[("wish", "run"), ("checked", &of_b)]).await.goes_to("/import");
            assert_eq!((count(t, "person").await, count(t, "import_draft").await), (1, 0));
        });
    }

    fn a_mended_first_file_keeps_the_second_until_it_is_taken_away(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await.reading(Lang::En);
            let people = "id,name,sex\nP-1,Abdur Rahim,m\n";
            send(&hq, &people.replace(",m", ",robot"), &[("wish", "check")]).await.is(200).never_sees("stays_off");
            let stays = "id,prison,number,status,indate,outdate\nP-1,TAN-D,9/2019,ut,2019-01-01,2019-02-01\n";
            let fields = [("source", "PDMS"), ("wish", "check")];
            hq.post_file("/import", &fields, ("stays", "stays.csv", stays.as_bytes())).await.is(200).sees("Their row in the first file is wrong");
            send(&hq, people, &[("wish", "check")]).await.is(200).sees("stays.csv").sees("stays_off").never_sees("⟦");
            again(&hq, &[("wish", "check"), ("stays_off", "yes")]).await.is(200).never_sees("stays.csv").never_sees("stays_off");
        });
    }

    fn a_long_file_is_for_the_command_line(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await.reading(Lang::En);
            let file = format!("name,sex\n{}", "Abdur Rahim,m\n".repeat(PAGE_LIMITS.rows + 1));
            send(&hq, &file, &[("wish", "check")]).await.is(422).sees("alor import").never_sees("⟦");
        });
    }

    fn names_of_other_prisons_stay_there_and_each_that_is_shown_is_told(t: &TestDb) {
        let jail = jail(t);
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await;
            let known = "name,father,sex,nid,prison,number,status,indate\nআব্দুর রহিম,কালা মিয়া,m,1234567890,TAN-D,7/2026,ut,2026-01-01\n";
            send(&hq, known, &[("wish", "run")]).await.goes_to("/import");
            let file = "name,father,sex,nid\nআব্দুর রহিম,কালা মিয়া,m,1234567890\n";
            let told = || async {
                let sql = "SELECT COUNT(*) FROM journal WHERE kind = 'person.read'";
                t.db.read(move |conn| conn.query_one(sql, args![], |row| row.at::<i64>(0))).await.unwrap()
            };
            let far = app.login_as(Role::Superintendent, Scope::Prison(jail.feni)).await.reading(Lang::En);
            let answer = send(&far, file, &[("wish", "check")]).await;
            answer.is(200).sees("somebody on record at").never_sees("/people/").never_sees("⟦");
            assert_eq!(told().await, 0);
            let own = app.login_as(Role::Superintendent, Scope::Prison(jail.tangail)).await.reading(Lang::En);
            send(&own, file, &[("wish", "check")]).await.is(200).sees("/people/").never_sees("⟦");
            assert_eq!(told().await, 1);
        });
    }

    fn files_that_nobody_brings_in_go_after_a_day(t: &TestDb) {
        let app = TestApp::new(t, &[system()]);
        testkit::block_on(async {
            let hq = app.login_as(Role::Administrator, Scope::All).await;
            let other = app.login_as(Role::Administrator, Scope::All).await;
            send(&hq, ODD, &[("wish", "check")]).await.is(422);
            hq.get("/import").await.is(200).sees("people.csv").never_sees("⟦");
            other.get("/import").await.is(200).never_sees("people.csv");
            again(&other, &[("wish", "check")]).await.is(422).sees("id=\"file-error\"");
        });
        (DRAFTS_GO.run)(&app.app).unwrap();
        assert_eq!(testkit::block_on(count(t, "import_draft")), 1);
        t.clock.advance(BdTime::DAY + 1);
        (DRAFTS_GO.run)(&app.app).unwrap();
        assert_eq!(testkit::block_on(count(t, "import_draft")), 0);
    }
}
