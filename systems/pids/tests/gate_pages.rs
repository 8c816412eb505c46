//! Stories of "the same person?" on the pages of the gate, through the whole server, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod newcomer;

use access::{Role, Scope};
use futures_util::{FutureExt as _, StreamExt as _};
use kernel::Lang;
use newcomer::{
    at_gate, decide_at_gate, expected, house, inside, known_before, migrations, note, read, server,
    to_court, why,
};
use pids::admission::{Step, service};
use testkit::{TestDb, both};
use web::{Heard, Listener};

both! { &migrations();
    fn the_panel_shows_no_reason_that_stands_no_more(t: &TestDb) {
        let house = house(t);
        let app = server(t, &house);
        let (person, id) = (known_before(&house), at_gate(&house));
        decide_at_gate(&house, id, Some(person), Some(&why(true, "marks", ""))).unwrap();
        let clerk = house.doing(&house.shiuli);
        t.db.write_now(|tx| service::go_to(tx, &clerk, id, Step::Identity)).unwrap();
        let page = format!("/admissions/{id}?step=identity");
        let words = "আঙুলের ছাপ বা শনাক্তকারী চিহ্ন মেলে — ";
        let see = || testkit::block_on(async {
            let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
            shiuli.get(&page).await
        });
        see().good().sees(words);
        for (field, value) in [("name_bn", "কামাল হোসেন"), ("name_en", "Kamal Hossain"), ("father_bn", "জয়নাল আবেদীন"), ("village", "ফাজিলপুর"), ("mother_bn", "জাহানারা"), ("birth", "৫০")] {
            note(&house, id, field, value);
        }
        decide_at_gate(&house, id, None, None).unwrap();
        see().good().never_sees(words);
    }

    fn the_journal_hears_whom_the_panel_shows_wherever_it_stands(t: &TestDb) {
        let house = house(t);
        let app = server(t, &house);
        let (person, id) = (known_before(&house), at_gate(&house));
        let see = |page: String| testkit::block_on(async {
            let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
            shiuli.get(&page).await.good().sees("আব্দুর রহিম");
        });
        see(format!("/admissions/{id}?step=identity"));
        assert_eq!(read(&house, person), ["match"], "another step is stored than is shown");
        see(format!("/admissions/{id}/same"));
        assert_eq!(read(&house, person), ["match"], "once for each admission");
        let second = at_gate(&house);
        see(format!("/admissions/{second}/same"));
        assert_eq!(read(&house, person), ["match", "match"]);
        testkit::block_on(app.settle());
    }

    fn the_board_hears_of_an_admission_that_ends_before_the_roll(t: &TestDb) {
        let house = house(t);
        let app = server(t, &house);
        let (person, custody) = inside(&house, ("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "1/2026");
        to_court(&house, custody);
        let ((_, id), given_up) = (expected(&house), at_gate(&house));
        testkit::block_on(async {
        let mut board = Box::pin(app.app.live.listen(Listener {
            session: house.world.id(),
            topic: "arrivals".to_owned(),
            scope: Scope::Prison(house.tangail),
            places: app.app.places.clone(),
        }).unwrap());
        let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        let who = person.to_string();
        let back = [("person", who.as_str()), ("back", "yes"), ("same_reason", "marks")];
        shiuli.post(&format!("/admissions/{id}/decide"), &back).await.goes_to(&format!("/custodies/{custody}/back"));
        assert_eq!(board.next().now_or_never(), Some(Some(Heard::Changed)), "taken back");
        shiuli.post(&format!("/admissions/{given_up}/abandon"), &[("reason", "ভুল ফটক")]).await.goes_to("/arrivals");
        assert_eq!(board.next().now_or_never(), Some(Some(Heard::Changed)), "given up");
        shiuli.post("/admissions", &[]).await.is(303);
        assert_eq!(board.next().now_or_never(), Some(Some(Heard::Changed)), "begun");
        app.settle().await;
        });
    }

    fn the_panel_asks_why_and_the_file_shows_it(t: &TestDb) {
        let house = house(t);
        let app = server(t, &house);
        let (person, id) = (known_before(&house), at_gate(&house));
        testkit::block_on(async {
        let shiuli = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await;
        let page = format!("/admissions/{id}?step=identity");
        for lang in Lang::ALL {
            let reader = app.login_as(Role::AdmissionClerk, Scope::Prison(house.tangail)).await.reading(lang);
            reader.get(&page).await.good().never_sees("⟦").never_sees("required checked").never_sees("autofocus checked").sees("autofocus");
        }
        let (address, who) = (format!("/admissions/{id}/decide"), person.to_string());
        shiuli.post(&format!("/admissions/{id}/step"), &[("from", "warrant"), ("to", "identity")]).await.goes_to(&format!("/admissions/{id}"));
        shiuli.post(&address, &[("person", who.as_str())]).await.is(422).sees("id=\"same_reason\"");
        let short = [("person", who.as_str()), ("same_reason", "other"), ("same_words", "দেখেছি")];
        shiuli.post(&address, &short).await.is(422).sees("value=\"দেখেছি\"");
        shiuli.post(&address, &[("person", who.as_str()), ("same_reason", "photo_differs")]).await.is(422);
        shiuli.post(&address, &[("person", who.as_str()), ("same_reason", "marks")]).await.goes_to(&format!("/admissions/{id}"));
        shiuli.get(&page).await.good().sees("আঙুলের ছাপ বা শনাক্তকারী চিহ্ন মেলে — ");
        let rolled = shiuli.post(&format!("/admissions/{id}/roll"), &[("warrant_signed", "yes")]).await;
        rolled.goes_to(&format!("/admissions/{id}"));
        for lang in Lang::ALL {
            let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(house.tangail)).await.reading(lang);
            let words = lang.pick("ফটকে: এই ব্যক্তিই ধরা হয়েছে", "At the gate: taken as this person");
            for part in ["", "/timeline"] {
                anwar.get(&format!("/people/{person}{part}")).await.good().never_sees("⟦").sees(words);
            }
        }
        app.settle().await;
        });
    }
}
