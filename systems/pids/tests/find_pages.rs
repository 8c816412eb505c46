//! The pages of finding, matching and admission through the whole server, in both languages, and what each reader
//! sees of them.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod known;

use access::{Role, Scope};
use kernel::Lang;
use known::{WHY, apart, decide, house, migrations, server, twice};
use pids::matching::service;
use testkit::{Answer, TestDb, both};

/// The page is whole: no key without a text.
#[track_caller]
fn whole(page: &Answer) -> &Answer {
    page.good().never_sees("⟦").sees("</html>")
}

both! { &migrations();
    async fn a_clerk_finds_and_sees_why(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        let (rahim, _) = apart(|| twice(&house));
        apart(|| house.hold(rahim, house.tangail, "4512/2026"));
        let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        for lang in Lang::ALL {
            let reader = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await.reading(lang);
            whole(&reader.get("/find").await);
            whole(&reader.get("/find?q=Rohim+Solaiman&state=present&sex=male").await).sees(&rahim.to_string());
            whole(&reader.get("/find?q=nobody+whatever").await);
            let headquarters = app.login_as(Role::Headquarters, Scope::All).await.reading(lang);
            whole(&headquarters.get("/find?q=4512&prison=TAN-D").await).sees(&rahim.to_string());
        }
        shiuli.get("/find?q=4512%2F2026").await.good().sees("আব্দুর রহিম").sees("বন্দি নম্বর");
        let feni = app.login_as(Role::AdmissionClerk, Scope::Prison(house.feni)).await;
        feni.get("/find?q=4512%2F2026").await.good().never_sees("আব্দুর রহিম");
        feni.get("/find?q=x&prison=TAN-D").await.is(404);
        shiuli.get("/find?q=x&state=gone").await.is(422);
        shiuli.get("/find?q=x&after=y").await.is(422);
        app.settle().await;
    }

    async fn the_bar_suggests_a_few_of_the_readers_own_people(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        apart(|| {
            for number in 0..12 {
                let father = format!("সোলাইমান {number}");
                let one = house.add(&house.person(("আব্দুর রহিম", "Abdur Rahim"), &father, "শম্ভুগঞ্জ"));
                house.hold(one, house.tangail, &format!("{number}/2026"));
            }
        });
        for lang in Lang::ALL {
            let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await.reading(lang);
            let list = shiuli.get("/find/suggest?q=abdur+rahim").await;
            list.good().never_sees("⟦").sees("role=\"option\"").never_sees("</html>");
            assert_eq!(list.text.matches("role=\"option\"").count(), 8);
            let why = lang.pick("নাম হুবহু", "Same name");
            assert_eq!(list.text.matches(why).count(), 8, "each row says why it is there");
        }
        let feni = app.login_as(Role::AdmissionClerk, Scope::Prison(house.feni)).await;
        feni.get("/find/suggest?q=abdur+rahim").await.good().never_sees("role=\"option\"");
        app.stranger().get("/find/suggest?q=abdur").await.goes_to("/login");
    }

    async fn a_photo_kept_elsewhere_is_said_and_not_shown(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        let (known, _) = apart(|| twice(&house));
        let photo = kernel::BlobHash([7; 32]);
        apart(|| house.write(|tx| {
            let mut person = pids::people::store::get(tx, known)?;
            person.photo = Some(photo);
            pids::people::store::update(tx, &person)
        })).unwrap();
        apart(|| house.hold(known, house.feni, "7/2026"));
        for (prison, sees) in [(house.tangail, false), (house.feni, true)] {
            let clerk = app.login_as(Role::AdmissionClerk, Scope::Prison(prison)).await;
            let admission = clerk.post("/admissions", &[]).await.location.unwrap();
            for (name, value) in [("name_bn", "আব্দুর রহিম"), ("father_bn", "সোলাইমান আলী")] {
                clerk.post(&format!("{admission}/field"), &[("field", name), (name, value)]).await;
            }
            let panel = clerk.get(&format!("{admission}/same")).await;
            panel.good().never_sees("⟦").sees("৭/২০২৬");
            assert_eq!(panel.text.contains(&format!("/photos/{photo}")), sees, "{panel}");
            assert_eq!(panel.text.contains("ছবি রাখা আছে: "), !sees, "{panel}");
        }
    }

    async fn a_field_that_no_admission_has_is_refused(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        let clerk = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        let admission = clerk.post("/admissions", &[]).await.location.unwrap();
        let field = format!("{admission}/field");
        clerk.post(&field, &[("field", "favourite_colour"), ("favourite_colour", "সবুজ")]).await
            .is(422).sees("এই ঘরটি ভর্তির নয়");
        clerk.post(&field, &[("field", "village"), ("village", "শম্ভুগঞ্জ")]).await.is(204);
    }

    async fn a_supervisor_compares_merges_and_parts(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        let (kept, gone) = apart(|| twice(&house));
        let with_nid = |tx: &mut db::Tx<'_>| {
            for person in [kept, gone] {
                let mut known = pids::people::store::get(tx, person)?;
                known.nid = kernel::Nid::parse("nid", "19982694812345678").ok();
                pids::people::store::update(tx, &known)?;
            }
            Ok(())
        };
        apart(|| house.write(with_nid)).unwrap();
        apart(|| house.hold(kept, house.tangail, "4512/2026"));
        apart(|| house.write(|tx| service::note_likely(tx, kept, house.world.now()))).unwrap();
        let (a, b) = (kept.min(gone), kept.max(gone));
        let pair = format!("/matches/{a}/{b}");
        for lang in Lang::ALL {
            let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(house.tangail)).await.reading(lang);
            whole(&anwar.get("/matches").await).sees(&pair);
            whole(&anwar.get(&pair).await).never_sees("94812345678").never_sees("৯৪৮১২৩৪৫৬৭৮");
            whole(&anwar.get("/merges").await);
        }
        let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        for path in ["/matches", "/merges", pair.as_str()] {
            shiuli.get(path).await.is(403);
        }
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(house.tangail)).await;
        let keep = kept.to_string();
        let fields = |rationale: &'static str| [("same", "yes"), ("keep", keep.as_str()), ("rationale", rationale)];
        anwar.post(&pair, &fields("হ্যাঁ")).await.is(422).sees("হ্যাঁ");
        anwar.post(&pair, &fields(WHY)).await.goes_to("/matches");
        whole(&anwar.get("/merges").await).sees(WHY);
        anwar.get(&format!("/people/{gone}")).await.goes_to(&format!("/people/{kept}"));
        let feni = app.login_as(Role::DeputyJailer, Scope::Prison(house.feni)).await;
        for path in [format!("/people/{gone}"), pair.clone()] {
            feni.get(&path).await.is(404);
        }
        let merge = apart(|| house.db.read_now(|conn| pids::matching::store::gone_from(conn, gone))).unwrap().unwrap();
        let undo = format!("/merges/{}/undo", merge.id);
        t.clock.advance(kernel::BdTime::MINUTE);
        anwar.post(&undo, &[("why", "ভুল")]).await.is(422).sees("ভুল");
        anwar.post(&undo, &[("why", "ছবি মিলিয়ে দেখা গেল আলাদা মানুষ"), ("different", "yes")]).await.goes_to("/merges");
        whole(&anwar.get("/merges").await);
        let after = apart(|| house.db.read_now(|conn| pids::matching::store::latest(conn, a, b))).unwrap().unwrap();
        assert!(!after.same);
        app.settle().await;
    }

    async fn the_panel_shows_who_it_may_be_and_what_speaks_against_it(t: &TestDb) {
        let house = apart(|| house(t));
        let app = server(t, &house);
        let (known, other) = apart(|| twice(&house));
        apart(|| decide(&house, &house.mahmuda, (known, other), true)).unwrap();
        let clerk = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        clerk.post("/admissions", &[]).await;
        let find = "SELECT id FROM admission";
        let id: kernel::AdmissionId =
            apart(|| house.db.read_now(|conn| conn.query_one(find, db::args![], |row| row.at(0)))).unwrap();
        let field = format!("/admissions/{id}/field");
        let panel = format!("/admissions/{id}/same");
        clerk.get(&panel).await.good().never_sees("⟦");
        for (name, value) in [("name_bn", "আব্দুর রহিম"), ("father_bn", "সোলাইমান আলী"), ("village", "শম্ভুগঞ্জ"), ("birth", "২৮")] {
            clerk.post(&field, &[("field", name), (name, value)]).await;
        }
        clerk.get(&panel).await.good().never_sees("⟦").sees(&known.to_string()).sees("আবদুর রহীম");
        let decide = format!("/admissions/{id}/decide");
        clerk.post(&decide, &[("person", &known.to_string()), ("same_reason", "photo")]).await;
        clerk.post(&field, &[("field", "birth"), ("birth", "৪৮")]).await;
        clerk.get(&panel).await.good().never_sees("⟦").sees("বয়সে পাঁচ বছরের বেশি তফাত");
    }
}
