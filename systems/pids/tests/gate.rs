//! Stories of who it is at the gate: a person decides, says why, and it stands for good. On both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod newcomer;

use contracts::pids::PersonCorrected;
use kernel::{BdTime, Birth, Kind};
use newcomer::{
    PHONE, at_gate, candidates_of, decide_at_gate, expected, facts_of, held, house, inside, judged,
    known_before, migrations, much_like_him, note, read, roll, to_court, two_alike, why,
};
use pids::admission::{AdmissionState, service, store};
use pids::arrivals;
use pids::custody::Source;
use pids::matching::store::{Compared, decided_at_gate};
use pids::matching::why::Reason;
use pids::matching::{MatchFacts, candidates};
use pids::people;
use testkit::{TestDb, both};

both! { &migrations();
    fn the_same_person_is_decided_for_a_reason_that_stays(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        let silent = decide_at_gate(&house, id, Some(person), None).unwrap_err();
        assert_eq!((silent.fields[0].field.as_str(), silent.fields[0].key), ("same_reason", "err-same-reason"));
        assert!(!t.db.read_now(|conn| store::get(conn, id)).unwrap().decided);
        decide_at_gate(&house, id, Some(person), Some(&why(true, "photo", "বাঁ ভ্রু কাটা"))).unwrap();
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

    fn what_is_told_anew_at_the_gate_is_told_to_the_journal(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        let photo = "a".repeat(64);
        note(&house, id, "languages", "bn ccp");
        note(&house, id, "photo", &photo);
        decide_at_gate(&house, id, Some(person), Some(&why(true, "photo", ""))).unwrap();
        assert_eq!(roll(&house, id), person);
        let lines = t.db.read_now(|conn| journal::lines_of(conn, person.into(), None, 10)).unwrap();
        let line = lines.iter().find(|line| line.kind == "person.corrected").unwrap();
        let told = line.body::<PersonCorrected>().unwrap().fields;
        let of = |field: &str| told.iter().find(|one| one.field == field).map(|one| (one.old.as_str(), one.new.as_str()));
        assert_eq!(of("languages"), Some(("", "bn ccp")));
        assert_eq!(of("photo"), Some(("", photo.as_str())));
    }

    fn somebody_new_though_alike_is_never_asked_about_again(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        assert_eq!(decide_at_gate(&house, id, None, None).unwrap_err().fields[0].field, "same_reason");
        decide_at_gate(&house, id, None, Some(&why(false, "family_differs", ""))).unwrap();
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
        decide_at_gate(&house, id, None, None).unwrap();
        let new = roll(&house, id);
        assert_eq!(judged(&house, new), []);
    }

    fn a_second_thought_is_kept_beside_the_first(t: &TestDb) {
        let house = house(t);
        let (person, id) = (known_before(&house), at_gate(&house));
        decide_at_gate(&house, id, Some(person), Some(&why(true, "remembers", ""))).unwrap();
        t.clock.advance(BdTime::MINUTE);
        decide_at_gate(&house, id, None, Some(&why(false, "other", "পুরোনো ছবিতে অন্য মুখ, ভাইয়ের নামে এসেছেন"))).unwrap();
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
        decide_at_gate(&house, id, Some(first), Some(&same)).unwrap();
        assert_eq!((held(&house, id, "phone"), held(&house, id, "occupation")), (PHONE.to_owned(), "কৃষক".to_owned()));
        decide_at_gate(&house, id, None, Some(&other)).unwrap();
        assert_eq!((held(&house, id, "phone"), held(&house, id, "occupation")), (String::new(), String::new()));
        assert_eq!(held(&house, id, "mother_bn"), "রহিমা খাতুন", "what was typed stays");

        decide_at_gate(&house, id, Some(first), Some(&same)).unwrap();
        note(&house, id, "occupation", "দর্জি");
        decide_at_gate(&house, id, Some(second), Some(&same)).unwrap();
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
        let refused = decide_at_gate(&house, id, Some(stranger), Some(&same)).unwrap_err();
        assert_eq!((refused.kind, refused.key), (Kind::Conflict, "err-not-alike"));
        assert_eq!(held(&house, id, "occupation"), "");
        assert_eq!(read(&house, stranger), Vec::<String>::new());

        decide_at_gate(&house, id, Some(first), Some(&same)).unwrap();
        assert_eq!(read(&house, first), ["admission"]);
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
        decide_at_gate(&house, id, None, Some(&why(false, "photo_differs", ""))).unwrap();
        assert_eq!(judged(&house, person), [(Compared::Gate, false, Reason::PhotoDiffers)]);
        assert_eq!(judged(&house, unsure), []);
    }
}
