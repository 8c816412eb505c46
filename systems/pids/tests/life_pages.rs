//! The pages of the estate and of life in custody, through the whole server: every page in both
//! languages, the forms that lead from one state to the next, and what another prison's officer sees.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use access::{Role, Scope};
use jail::{Jail, jail, migrations, server};
use kernel::Lang;
use pids::life::correct::{CorrectPerson, Field, correct_person};
use testkit::{Answer, TestDb, Visitor, both};

/// The page is whole: no key without a text.
#[track_caller]
fn whole(page: &Answer) {
    page.good().never_sees("⟦").sees("</html>");
}

/// The only case of a custody.
async fn first_case(jail: &Jail, custody: kernel::CustodyId) -> kernel::CaseId {
    let cases = jail
        .db
        .read(move |conn| pids::custody::store::cases_of(conn, custody))
        .await;
    cases.unwrap()[0].id
}

async fn every_page(reader: &Visitor, paths: &[String]) {
    for path in paths {
        whole(&reader.get(path).await);
    }
}

both! { &migrations();
    fn every_page_is_whole_in_both_languages(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
        testkit::block_on(async {
        let mut paths: Vec<String> = ["/estate", "/court", "/court?day=tomorrow", "/releases", "/hospital", "/transfers"]
            .map(str::to_owned)
            .to_vec();
        paths.extend(["", "/cases", "/timeline", "/family", "/medical", "/property", "/correct"].map(|part| format!("/people/{person}{part}")));
        paths.extend(["court", "hospital", "transfer", "order", "escape", "death", "status", "warrant", "ward"].map(|act| format!("/custodies/{custody}/{act}")));
        paths.extend([
            format!("/estate/wards/{}", jail.meghna),
            format!("/estate/wards/{}?day=24/11/2026&hour=9", jail.meghna),
            format!("/estate/wards/{}/edit", jail.meghna),
            "/estate/buildings/new".to_owned(),
        ]);
        for lang in Lang::ALL {
            let chief = app.login_as(Role::Superintendent, Scope::Prison(jail.tangail)).await.reading(lang);
            every_page(&chief, &paths).await;
            let headquarters = app.login_as(Role::Headquarters, Scope::All).await.reading(lang);
            every_page(&headquarters, &["/estate/prisons".to_owned(), "/estate?prison=TAN-D".to_owned()]).await;
            headquarters.get("/estate").await.goes_to("/estate/prisons");
        }
        app.settle().await;
        });
    }

    fn a_prisoner_goes_to_court_and_comes_back_through_the_pages(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
        testkit::block_on(async {
        let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(jail.tangail)).await;
        shiuli.get("/court").await.good().sees("আব্দুর রহিম");
        let id = custody.to_string();
        shiuli.post("/court/send", &[("custody", id.as_str()), ("order_ref", "তালিকা ৯")]).await.good();
        shiuli.post("/court/send", &[("custody", id.as_str())]).await.is(422).sees("আব্দুর রহিম");
        let back = format!("/custodies/{custody}/back");
        whole(&shiuli.get(&back).await);
        shiuli.post(&back, &[]).await.is(422).never_sees("⟦");
        let case = first_case(&jail, custody).await;
        let next = format!("next-{case}");
        shiuli.post(&back, &[(next.as_str(), "গতকাল")]).await.is(422).sees("গতকাল");
        shiuli.post(&back, &[(next.as_str(), "07/12/2026")]).await.goes_to(&format!("/people/{person}"));
        shiuli.get(&format!("/people/{person}")).await.good().sees("৭ ডিসেম্বর ২০২৬");
        app.settle().await;
        });
    }

    fn a_release_runs_from_the_order_to_the_gate(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
        testkit::block_on(async {
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await;
        let case = first_case(&jail, custody).await.to_string();
        let order = [("kind", "bail"), ("case", case.as_str()), ("court", jail::COURT), ("order_ref", "১২/২৬")];
        anwar.post(&format!("/custodies/{custody}/order"), &order).await.goes_to(&format!("/people/{person}"));
        let orders = jail.db.read(move |conn| pids::life::store::orders_of(conn, custody)).await.unwrap();
        let address = format!("/orders/{}", orders[0].id);
        whole(&anwar.get(&address).await);
        anwar.post(&format!("{address}/check"), &[]).await.is(422);
        anwar.post(&format!("{address}/check"), &[("genuine", "yes")]).await.goes_to(&address);
        anwar.post(&format!("{address}/gate"), &[("identity", "yes")]).await.is(422);
        let salma = app.login_as(Role::GateClerk, Scope::Prison(jail.tangail)).await;
        salma.post(&format!("{address}/gate"), &[("identity", "yes"), ("belongings", "yes")]).await.goes_to("/releases");
        salma.get("/releases").await.good().sees("আব্দুর রহিম");
        app.settle().await;
        });
    }

    fn a_correction_is_told_in_the_readers_words(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, _) = jail.hold("আব্দুর রহিম", "1/2026");
        let given = CorrectPerson {
            person,
            version: 1,
            fields: vec![
                (Field::Sex, "hijra".to_owned()),
                (Field::Birth, "2001-03-26".to_owned()),
                (Field::Religion, "islam".to_owned()),
                (Field::Languages, "bn ccp bn".to_owned()),
            ],
            reason: "এনআইডি দেখে".to_owned(),
        };
        jail.by(&jail.anwar, |tx, cx| correct_person(tx, cx, &given)).unwrap();
        testkit::block_on(async {
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await;
        let timeline = format!("/people/{person}/timeline");
        let page = anwar.get(&timeline).await;
        page.good().sees("পুরুষ → হিজড়া").sees("২৬ মার্চ ২০০১").sees("জানা নেই → ইসলাম");
        page.sees("জানা নেই → বাংলা, চাকমা").never_sees("2001-03-26").never_sees("→ islam");
        let form = format!("/people/{person}/correct");
        anwar.get(&form).await.good().sees("value=\"ccp\" checked").never_sees("value=\"mrm\" checked");
        let fewer = [("version", "2"), ("languages", ""), ("languages", "bn"), ("reason", "নিজে বলেছেন")];
        anwar.post(&form, &fewer).await.goes_to(&format!("/people/{person}"));
        anwar.get(&format!("/people/{person}")).await.good().sees("<dd>বাংলা</dd>");
        let wrong = [("version", "3"), ("languages", ""), ("languages", "klingon"), ("reason", "নিজে বলেছেন")];
        anwar.post(&form, &wrong).await.is(422);
        });
    }

    fn another_prisons_prisoner_is_not_there(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
        testkit::block_on(async {
        let rumana = app.login_as(Role::Jailer, Scope::Prison(jail.feni)).await;
        let mut paths: Vec<String> = ["", "/cases", "/timeline", "/family", "/property", "/correct"].map(|part| format!("/people/{person}{part}")).to_vec();
        paths.extend(["court", "ward", "order", "back", "escape"].map(|act| format!("/custodies/{custody}/{act}")));
        paths.extend([format!("/estate/wards/{}", jail.meghna), "/court?prison=TAN-D".to_owned()]);
        for path in paths {
            rumana.get(&path).await.is(404);
        }
        rumana.post(&format!("/custodies/{custody}/death"), &[("reason", "x")]).await.is(404);
        rumana.get("/court").await.good().never_sees("আব্দুর রহিম");
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await;
        anwar.get(&format!("/people/{person}/correct")).await.good();
        let told = jail.db.read(move |conn| journal::lines_of(conn, person.into(), None, 1)).await.unwrap();
        let read: contracts::pids::PersonRead = told[0].body().unwrap();
        assert_eq!(read.part, "correct", "the form shows the whole record");
        let inspector = app.login_as(Role::Inspector, Scope::All).await;
        inspector.post(&format!("/custodies/{custody}/escape"), &[("reason", "x")]).await.is(403);
        app.stranger().get(&format!("/people/{person}")).await.goes_to("/login");
        });
    }
}
