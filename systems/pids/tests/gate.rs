//! Stories of who it is at the gate: a person decides, says why, and it stands for good. On both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod known;

use access::{Role, Scope};
use contracts::Event as _;
use contracts::pids::PersonRead;
use futures_util::{FutureExt as _, StreamExt as _};
use kernel::{
    AdmissionId, ArrivalId, BdTime, Birth, CustodyId, Kind, Lang, PersonId, Phone, Result,
};
use known::{House, candidates_of, facts_of, house};
use pids::admission::on_roll::{OnRoll, put_on_roll};
use pids::admission::{AdmissionState, Step, service, store};
use pids::arrivals::{self, service::Expected};
use pids::custody::{self, Source, State};
use pids::life::service::{ToCourt, send_to_court};
use pids::matching::store::{Compared, decided_at_gate, decisions_about};
use pids::matching::why::{Reason, Why};
use pids::matching::{MatchFacts, candidates};
use pids::people::{self, Person};
use testkit::{TestApp, TestDb, both};
use web::{Heard, Listener};

fn systems() -> Vec<web::System> {
    vec![pids::system()]
}

fn migrations() -> Vec<db::Migrations> {
    testkit::migrations(&systems())
}

fn why(same: bool, reason: &str, words: &str) -> Why {
    Why::read(same, reason, words, |reason| format!("[{reason}]")).unwrap()
}

fn rahim() -> [(&'static str, &'static str); 14] {
    [
        ("name_bn", "আবদুর রহীম"),
        ("name_en", "Abdur Rohim"),
        ("father_bn", "সোলাইমান আলী"),
        ("sex", "male"),
        ("birth", "২৮"),
        ("village", "শম্ভুগঞ্জ"),
        ("legal_status", "under_trial"),
        ("court", "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট, টাঙ্গাইল"),
        ("case_no", "জিআর ৩০১/২৬"),
        ("police_station", "টাঙ্গাইল সদর"),
        ("sections", "দণ্ডবিধি ৩৭৯"),
        ("warrant_no", "৪৫৬"),
        ("source", "court"),
        ("mother_bn", "রহিমা খাতুন"),
    ]
}

/// Somebody who was here before and is out on bail.
fn known_before(house: &House) -> PersonId {
    let person = house.add(&much_like_him(house));
    let custody = house.hold(person, house.tangail, "1/2025");
    let at = house.world.now();
    house
        .write(|tx| custody::store::end_past(tx, custody, State::Bailed, "bail", at))
        .unwrap();
    person
}

/// A man at the gate who is written down much like him.
fn at_gate(house: &House) -> AdmissionId {
    let fields = rahim().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let clerk = house.doing(&house.shiuli);
    house
        .db
        .write_now(|tx| {
            let id = service::start_unexpected(tx, &clerk, house.tangail)?;
            service::note(tx, &clerk, id, &fields)?;
            Ok(id)
        })
        .unwrap()
}

/// The phone of the first of [`two_alike`].
const PHONE: &str = "01712345678";

/// Abdur Rahim of Shambhuganj.
fn much_like_him(house: &House) -> Person {
    let mut person = house.person(("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "শম্ভুগঞ্জ");
    person.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    person
}

/// Two on record who are much like the man at the gate; of the first more is known.
fn two_alike(house: &House) -> (PersonId, PersonId) {
    let mut first = much_like_him(house);
    first.phone = Some(Phone::parse("phone", PHONE).unwrap());
    first.occupation = Some("কৃষক".to_owned());
    (house.add(&first), house.add(&much_like_him(house)))
}

/// Somebody in Tangail.
fn inside(house: &House, name: (&str, &str), father: &str, number: &str) -> (PersonId, CustodyId) {
    let person = house.add(&house.person(name, father, "শম্ভুগঞ্জ"));
    (person, house.hold(person, house.tangail, number))
}

fn to_court(house: &House, custody: CustodyId) {
    let to = ToCourt {
        custody,
        place: "সিজেএম আদালত".to_owned(),
        order_ref: String::new(),
        due_at: None,
    };
    house
        .by(&house.shiuli, |tx, cx| send_to_court(tx, cx, &to))
        .unwrap();
}

/// Abdur Rahim, whom a court has told of, with the admission that began.
fn expected(house: &House) -> (ArrivalId, AdmissionId) {
    let told = Expected {
        prison: house.tangail,
        day: house.world.now().date(),
        source: Source::Court,
        van: String::new(),
        name: "আবদুর রহীম".to_owned(),
        father: "সোলাইমান আলী".to_owned(),
        age: None,
        sex: "male".to_owned(),
        court: String::new(),
        case_no: String::new(),
        police_station: String::new(),
        sections: String::new(),
        next_on: None,
        warrant_no: String::new(),
        client: "test".to_owned(),
        key: "1".to_owned(),
    };
    let begun = house.by(&house.shiuli, |tx, cx| {
        let arrival = arrivals::service::expect(tx, cx, &told)?;
        Ok((arrival, service::start(tx, cx, arrival)?))
    });
    begun.unwrap()
}

/// What an admission holds in a field.
fn held(house: &House, id: AdmissionId, field: &str) -> String {
    let typed = house.db.read_now(|conn| store::typed(conn, id)).unwrap();
    typed.get(field).cloned().unwrap_or_default()
}

fn note(house: &House, id: AdmissionId, field: &str, value: &str) {
    let fields = [(field.to_owned(), value.to_owned())];
    let clerk = house.doing(&house.shiuli);
    house
        .db
        .write_now(|tx| service::note(tx, &clerk, id, &fields))
        .unwrap();
}

/// Which parts of somebody's record the journal says were read.
fn read(house: &House, person: PersonId) -> Vec<String> {
    let lines = house
        .db
        .read_now(|conn| journal::lines_of(conn, person.into(), None, 20))
        .unwrap();
    let reads = lines.iter().filter(|line| line.kind == PersonRead::KIND);
    reads
        .map(|line| line.body::<PersonRead>().unwrap().part)
        .collect()
}

fn decide(
    house: &House,
    id: AdmissionId,
    person: Option<PersonId>,
    why: Option<&Why>,
) -> Result<()> {
    let clerk = house.doing(&house.shiuli);
    house
        .db
        .write_now(|tx| service::decide(tx, &clerk, id, person, why))
}

fn roll(house: &House, id: AdmissionId) -> PersonId {
    let clerk = house.doing(&house.shiuli);
    let done = house
        .db
        .write_now(|tx| put_on_roll(tx, &clerk, id))
        .unwrap();
    let OnRoll::Admitted(custody) = done else {
        panic!("{done:?}")
    };
    house
        .db
        .read_now(|conn| custody::store::get(conn, custody))
        .unwrap()
        .person
}

/// What was decided about a person: what was compared, whether they are the same, and the reason.
fn judged(house: &House, person: PersonId) -> Vec<(Compared, bool, Reason)> {
    let found = house
        .db
        .read_now(|conn| decisions_about(conn, person))
        .unwrap();
    found
        .into_iter()
        .map(|(compared, decision)| (compared, decision.same, decision.reason))
        .collect()
}

both! { &migrations();
    fn the_same_person_is_decided_for_a_reason_that_stays(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        let silent = decide(&house, id, Some(person), None).unwrap_err();
        assert_eq!((silent.fields[0].field.as_str(), silent.fields[0].key), ("same_reason", "err-same-reason"));
        assert!(!t.db.read_now(|conn| store::get(conn, id)).unwrap().decided);
        decide(&house, id, Some(person), Some(&why(true, "photo", "বাঁ ভ্রু কাটা"))).unwrap();
        let kept = t.db.read_now(|conn| decided_at_gate(conn, id)).unwrap().unwrap();
        assert_eq!((kept.pair, kept.same, kept.reason), ((person, person), true, Reason::Photo));
        assert_eq!((kept.rationale.as_str(), kept.by, kept.at), ("বাঁ ভ্রু কাটা", house.shiuli.user, house.world.now()));
        assert_eq!(roll(&house, id), person);
        assert_eq!(judged(&house, person), [(Compared::Gate, true, Reason::Photo)]);
        let lines = t.db.read_now(|conn| journal::lines_of(conn, person.into(), None, 10)).unwrap();
        let line = lines.iter().find(|line| line.kind == "match.decided").unwrap();
        assert_eq!(line.reason.as_deref(), Some("[photo]: বাঁ ভ্রু কাটা"));
        assert_eq!(line.actor_name, "শিউলি আক্তার");
    }

    fn somebody_new_though_alike_is_never_asked_about_again(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        assert_eq!(decide(&house, id, None, None).unwrap_err().fields[0].field, "same_reason");
        decide(&house, id, None, Some(&why(false, "family_differs", ""))).unwrap();
        let new = roll(&house, id);
        assert_ne!(new, person);
        assert_eq!(candidates_of(&house, &facts_of(&house, new)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, person)), []);
        assert_eq!(judged(&house, person), [(Compared::Gate, false, Reason::FamilyDiffers)]);
        assert_eq!(judged(&house, new), [(Compared::Newcomer, false, Reason::FamilyDiffers)]);
    }

    fn whom_nobody_is_like_needs_no_reason(t: &TestDb) {
        let house = house(t);
        let id = at_gate(&house);
        decide(&house, id, None, None).unwrap();
        let new = roll(&house, id);
        assert_eq!(judged(&house, new), []);
    }

    fn a_second_thought_is_kept_beside_the_first(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        decide(&house, id, Some(person), Some(&why(true, "remembers", ""))).unwrap();
        t.clock.advance(BdTime::MINUTE);
        decide(&house, id, None, Some(&why(false, "other", "পুরোনো ছবিতে অন্য মুখ, ভাইয়ের নামে এসেছেন"))).unwrap();
        let new = roll(&house, id);
        assert_eq!(judged(&house, person), [
            (Compared::Gate, false, Reason::Other),
            (Compared::Reconsidered, true, Reason::Remembers),
        ]);
        assert_eq!(candidates_of(&house, &facts_of(&house, new)), []);
    }

    fn what_was_taken_over_goes_when_it_is_somebody_else(t: &TestDb) {
        let house = house(t);
        let ((first, second), id) = (two_alike(&house), at_gate(&house));
        let (same, other) = (why(true, "photo", ""), why(false, "photo_differs", ""));
        decide(&house, id, Some(first), Some(&same)).unwrap();
        assert_eq!((held(&house, id, "phone"), held(&house, id, "occupation")), (PHONE.to_owned(), "কৃষক".to_owned()));
        decide(&house, id, None, Some(&other)).unwrap();
        assert_eq!((held(&house, id, "phone"), held(&house, id, "occupation")), (String::new(), String::new()));
        assert_eq!(held(&house, id, "mother_bn"), "রহিমা খাতুন", "what was typed stays");

        decide(&house, id, Some(first), Some(&same)).unwrap();
        note(&house, id, "occupation", "দর্জি");
        decide(&house, id, Some(second), Some(&same)).unwrap();
        assert_eq!((held(&house, id, "phone"), held(&house, id, "occupation")), (String::new(), "দর্জি".to_owned()));
        assert_eq!(roll(&house, id), second);
        let kept = t.db.read_now(|conn| people::store::get(conn, second)).unwrap();
        assert_eq!((kept.phone, kept.occupation.as_deref()), (None, Some("দর্জি")));
    }

    fn nobody_is_taken_for_a_stranger_and_taking_over_is_told(t: &TestDb) {
        let house = house(t);
        let ((first, _), id) = (two_alike(&house), at_gate(&house));
        let mut stranger = house.person(("কামাল হোসেন", "Kamal Hossain"), "জয়নাল আবেদীন", "ফাজিলপুর");
        stranger.occupation = Some("শিক্ষক".to_owned());
        let stranger = house.add(&stranger);
        let same = why(true, "remembers", "");
        let refused = decide(&house, id, Some(stranger), Some(&same)).unwrap_err();
        assert_eq!((refused.kind, refused.key), (Kind::Conflict, "err-not-alike"));
        assert_eq!(held(&house, id, "occupation"), "");
        assert_eq!(read(&house, stranger), Vec::<String>::new());

        decide(&house, id, Some(first), Some(&same)).unwrap();
        assert_eq!(read(&house, first), ["admission"]);
    }

    fn the_panel_shows_no_reason_that_stands_no_more(t: &TestDb) {
        let house = house(t);
        let app = TestApp::new(t, &systems());
        let (person, id) = (known_before(&house), at_gate(&house));
        decide(&house, id, Some(person), Some(&why(true, "marks", ""))).unwrap();
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
        decide(&house, id, None, None).unwrap();
        see().good().never_sees(words);
    }

    fn who_is_back_from_court_is_taken_back_and_not_admitted(t: &TestDb) {
        let house = house(t);
        let (person, custody) = inside(&house, ("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "1/2026");
        let (other, held) = inside(&house, ("কামাল হোসেন", "Kamal Hossain"), "জয়নাল আবেদীন", "2/2026");
        let clerk = house.doing(&house.shiuli);
        let (arrival, id) = expected(&house);
        let agree = why(true, "marks", "");
        let take_for = |person, why| t.db.write_now(|tx| service::take_back(tx, &clerk, id, person, why));
        let take = |why| take_for(person, why);
        assert_eq!(take(Some(&agree)).unwrap_err().key, "err-not-at-court");
        to_court(&house, custody);
        to_court(&house, held);
        assert_eq!(take_for(other, Some(&agree)).unwrap_err().key, "err-not-alike", "nobody like this is at the gate");
        assert_eq!(take(None).unwrap_err().fields[0].key, "err-same-reason");
        assert_eq!(take(Some(&agree)).unwrap(), custody);
        assert_eq!(t.db.read_now(|conn| store::get(conn, id)).unwrap().state, AdmissionState::Abandoned);
        let row = t.db.read_now(|conn| arrivals::store::get(conn, arrival)).unwrap();
        assert_eq!((row.custody, row.source), (Some(custody), Source::Return));
        assert_eq!(judged(&house, person), [(Compared::Gate, true, Reason::Marks)]);
        let again = t.db.write_now(|tx| service::start(tx, &clerk, arrival)).unwrap_err();
        assert_eq!((again.kind, again.key), (Kind::Conflict, "err-arrival-in-custody"));
    }

    fn who_was_not_shown_is_not_decided_about(t: &TestDb) {
        let house = house(t);
        let (person, id) = (house.add(&much_like_him(&house)), at_gate(&house));
        to_court(&house, house.hold(person, house.tangail, "1/2026"));
        let mut father_alone = house.person(("আব্দুর রহিম", ""), "সোলায়মান আলী", "");
        father_alone.birth = Some(Birth::On(jiff::civil::date(1999, 7, 1)));
        let unsure = house.add(&father_alone);
        let facts = MatchFacts::of_typed(&t.db.read_now(|conn| store::typed(conn, id)).unwrap(), house.world.now().date());
        assert_eq!(candidates_of(&house, &facts), [person, unsure]);
        let shown = t.db.read_now(|conn| candidates::outcome(conn, &facts, house.world.now().date())).unwrap();
        assert_eq!(shown.people(), [person], "of who is back from court the panel shows one");
        decide(&house, id, None, Some(&why(false, "photo_differs", ""))).unwrap();
        assert_eq!(judged(&house, person), [(Compared::Gate, false, Reason::PhotoDiffers)]);
        assert_eq!(judged(&house, unsure), []);
    }

    fn the_journal_hears_whom_the_panel_shows_wherever_it_stands(t: &TestDb) {
        let house = house(t);
        let app = TestApp::new(t, &systems());
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
        let app = TestApp::new(t, &systems());
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
        let app = TestApp::new(t, &systems());
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
