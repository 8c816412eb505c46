//! Stories of "the same person?", on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod known;

use kernel::{BdTime, Kind, Nid};
use known::{House, WHY, candidates_of, decide, facts_of, house, migrations, twice};
use pids::admission::Admission;
use pids::admission::facts::Typed;
use pids::admission::service::start_unexpected;
use pids::find::Scope;
use pids::matching::impersonation::{Ruling, Sign};
use pids::matching::service::{self, DecideSame};
use pids::matching::{MatchFacts, Outcome, candidates, store};
use pids::people::TwoNames;
use testkit::{TestDb, both};

/// An admission under way of somebody who is on record with an NID.
fn of_somebody_known(house: &House) -> Admission {
    let name = ("মো. আব্দুর রহিম", "Md. Abdur Rahim");
    let mut person = house.person(name, "সোলায়মান আলী", "");
    person.nid = Nid::parse("nid", "19982694812345678").ok();
    let known = house.add(&person);
    let clerk = house.doing(&house.shiuli);
    let started = house.db.write_now(|tx| {
        let id = start_unexpected(tx, &clerk, house.tangail)?;
        pids::admission::store::get(tx, id)
    });
    Admission {
        person: Some(known),
        ..started.unwrap()
    }
}

both! { &migrations();
    fn another_spelling_is_a_candidate_and_a_stranger_is_not(t: &TestDb) {
        let house = house(t);
        let (first, second) = twice(&house);
        house.add(&house.person(("আব্দুর রহিম", "Abdur Rahim"), "কেরামত শেখ", "কালিহাতী"));
        assert_eq!(candidates_of(&house, &facts_of(&house, first)), [second]);
        let stranger = MatchFacts { name: TwoNames::new("নাসরিন আক্তার", ""), ..MatchFacts::default() };
        assert_eq!(candidates_of(&house, &stranger), []);
        let found = house.db.read_now(|conn| candidates(conn, &stranger, house.world.now().date())).unwrap();
        assert_eq!(Outcome::of(found), Outcome::New);
    }

    fn who_is_only_in_the_same_case_is_somebody_else(t: &TestDb) {
        let house = house(t);
        let (first, _) = twice(&house);
        let custody = house.hold(first, house.tangail, "1/2026");
        house.accuse(first, custody, house.tangail, "জিআর ২১১/২৬");
        let co_accused = MatchFacts {
            name: TwoNames::new("সুমন সরকার", ""),
            father: TwoNames::new("নিতাই সরকার", ""),
            case: Some("GR 211/2026".to_owned()),
            ..MatchFacts::default()
        };
        assert_eq!(candidates_of(&house, &co_accused), []);
        let himself = MatchFacts {
            name: TwoNames::new("আব্দুর রহিম", ""),
            father: TwoNames::new("সোলাইমান", ""),
            ..co_accused
        };
        assert_eq!(candidates_of(&house, &himself).first(), Some(&first));
    }

    fn what_a_person_decided_goes_before_every_weight(t: &TestDb) {
        let house = house(t);
        let (first, second) = twice(&house);
        house.hold(first, house.tangail, "1/2026");
        house.write(|tx| service::note_likely(tx, first, house.world.now())).unwrap();
        decide(&house, &house.anwar, (first, second), false).unwrap();
        assert_eq!(candidates_of(&house, &facts_of(&house, first)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, second)), []);
        t.clock.advance(BdTime::MINUTE);
        decide(&house, &house.anwar, (second, first), true).unwrap();
        let facts = facts_of(&house, second);
        let found = house.db.read_now(|conn| candidates(conn, &facts, house.world.now().date())).unwrap();
        assert!(found[0].decided && found[0].person == first);
        let lines = house.db.read_now(|conn| journal::lines_of(conn, first.min(second).into(), None, 10)).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].kind, "match.decided");
        assert_eq!(lines[0].reason.as_deref(), Some(WHY));
    }

    fn only_a_supervisor_of_one_of_them_decides_and_says_why(t: &TestDb) {
        let house = house(t);
        let pair = twice(&house);
        house.hold(pair.0, house.tangail, "1/2026");
        let compare = |actor: &access::Actor| {
            house.db.write_now(|tx| service::compare(tx, &house.doing(actor), pair.0, pair.1)).map(drop)
        };
        assert_eq!(compare(&house.anwar).unwrap_err().kind, Kind::NotFound, "nothing brought these two together");
        compare(&house.mahmuda).unwrap();
        house.write(|tx| service::note_likely(tx, pair.0, house.world.now())).unwrap();
        compare(&house.anwar).unwrap();
        assert_eq!(compare(&house.rumana).unwrap_err().kind, Kind::NotFound);
        assert_eq!(decide(&house, &house.shiuli, pair, true).unwrap_err().kind, Kind::Denied);
        assert_eq!(decide(&house, &house.rumana, pair, true).unwrap_err().kind, Kind::NotFound);
        let curt = DecideSame { a: pair.0, b: pair.1, same: true, rationale: "ok" };
        let error = house.db.write_now(|tx| service::decide_same(tx, &house.doing(&house.anwar), &curt)).unwrap_err();
        assert_eq!(error.fields[0].key, "err-rationale");
        let merged = house.db.write_now(|tx| service::merge(tx, &house.doing(&house.anwar), pair.0, pair.1));
        assert_eq!(merged.unwrap_err().key, "err-merge-undecided");
    }

    fn a_decision_about_a_record_that_went_holds_for_the_one_that_stayed(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let c = house.add(&house.person(("আঃ রহিম", "Abdur Raheem"), "সোলেমান আলী", "শম্ভুগঞ্জ"));
        house.hold(a, house.tangail, "1/2026");
        decide(&house, &house.mahmuda, (b, c), false).unwrap();
        decide(&house, &house.mahmuda, (a, b), true).unwrap();
        house.db.write_now(|tx| service::merge(tx, &house.doing(&house.mahmuda), a, b)).unwrap();
        assert_eq!(candidates_of(&house, &facts_of(&house, c)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, a)), []);
    }

    fn a_decision_holds_through_a_chain_of_merges(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let other = house.add(&house.person(("আঃ রহিম", "Abdur Raheem"), "সোলেমান আলী", "শম্ভুগঞ্জ"));
        let last = house.add(&house.person(("আব্দুর রহিম", "Abdur Rahim"), "সোলায়মান আলী", "শম্ভুগঞ্জ"));
        for (pair, same) in [((b, other), false), ((a, b), true), ((a, last), true)] {
            decide(&house, &house.mahmuda, pair, same).unwrap();
        }
        let merge = |kept, gone| house.db.write_now(|tx| service::merge(tx, &house.doing(&house.mahmuda), kept, gone));
        merge(a, b).unwrap();
        merge(last, a).unwrap();
        assert_eq!(candidates_of(&house, &facts_of(&house, other)), []);
        assert_eq!(candidates_of(&house, &facts_of(&house, last)), []);
    }

    fn the_queue_holds_pairs_until_they_are_decided(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        house.hold(a, house.tangail, "1/2026");
        house.write(|tx| service::note_likely(tx, a, house.world.now())).unwrap();
        house.write(|tx| service::note_likely(tx, b, house.world.now())).unwrap();
        let waiting = |scope: Scope| house.db.read_now(|conn| store::pairs(conn, &scope, None, 10)).unwrap();
        assert_eq!(waiting(Scope::Prisons(vec![house.tangail])).len(), 1);
        assert_eq!(waiting(Scope::Prisons(vec![house.feni])).len(), 0);
        let pair = waiting(Scope::All).remove(0);
        assert!(house.db.read_now(|conn| store::pairs(conn, &Scope::All, Some(&pair), 10)).unwrap().is_empty());
        decide(&house, &house.anwar, (b, a), false).unwrap();
        assert!(waiting(Scope::All).is_empty());
        assert_eq!(house.write(|tx| service::note_likely(tx, a, house.world.now())).unwrap(), 0);
    }

    fn the_queue_fills_itself_from_the_journal(t: &TestDb) {
        let house = house(t);
        let (a, b) = twice(&house);
        let custody = house.hold(a, house.tangail, "1/2026");
        let event = contracts::pids::Admitted {
            custody,
            person: a,
            prison: house.tangail,
            number: "1/2026".to_owned(),
            legal_status: "under_trial".to_owned(),
            ward: None,
            name_bn: String::new(),
            name_en: String::new(),
            next_court_on: None,
            at: house.world.now(),
            admission: None,
        };
        let doing = house.doing(&house.anwar);
        house.db.write_now(|tx| doing.tell(tx, Some(house.tangail), custody.into(), &event, None)).unwrap();
        // A transaction of another test on the same server may hold the sealing up.
        // Founding the prisons was told too, so that what is read at first may be that alone.
        let waiting = (0..200).find_map(|_| {
            journal::seal(&house.db).unwrap();
            journal::follow(&house.db, &house.world, &pids::matching::reader::READER).unwrap();
            let waiting = house.db.read_now(|conn| store::pairs(conn, &Scope::All, None, 10)).unwrap();
            if waiting.is_empty() {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            waiting.first().map(|pair| (pair.a, pair.b))
        });
        assert_eq!(waiting, Some((a.min(b), a.max(b))));
    }

    fn a_suspicion_waits_for_a_supervisor_and_is_never_silent(t: &TestDb) {
        let house = house(t);
        let clerk = house.doing(&house.shiuli);
        let admission = of_somebody_known(&house);
        let id = admission.id;
        let typed = |father: &str| -> Typed {
            [("nid", "1112223334445"), ("father_bn", father)].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
        };
        let suspect = |typed: &Typed| house.db.write_now(|tx| service::suspect(tx, &clerk, &admission, typed)).unwrap();
        assert_eq!(suspect(&typed("সোলায়মান আলী")), [Sign::NidDiffers]);
        let ruling = || house.db.read_now(|conn| store::suspicion_of(conn, id)).unwrap().unwrap().ruling;
        assert_eq!(ruling(), None, "it waits");
        let rule = |actor: &access::Actor, ruling| {
            house.db.write_now(|tx| service::rule(tx, &house.doing(actor), id, ruling, "কার্ডটি পুরোনো, ছবি মেলে"))
        };
        assert_eq!(rule(&house.shiuli, Ruling::Accepted).unwrap_err().kind, Kind::Denied);
        assert_eq!(rule(&house.rumana, Ruling::Accepted).unwrap_err().kind, Kind::NotFound);
        rule(&house.habib, Ruling::Accepted).unwrap();
        assert_eq!(rule(&house.habib, Ruling::Refused).unwrap_err().key, "err-stale");
        assert_eq!(ruling(), Some(Ruling::Accepted));
        suspect(&typed("সোলায়মান আলী"));
        assert_eq!(ruling(), Some(Ruling::Accepted), "what a supervisor has seen is not raised again");
        assert_eq!(suspect(&typed("ইদ্রিস মিয়া")), [Sign::NidDiffers, Sign::FatherDiffers]);
        assert_eq!(ruling(), None);
        rule(&house.habib, Ruling::Refused).unwrap();
        assert_eq!(ruling(), Some(Ruling::Refused));
    }

    fn a_sign_that_waits_is_not_typed_away(t: &TestDb) {
        let house = house(t);
        let clerk = house.doing(&house.shiuli);
        let admission = of_somebody_known(&house);
        let id = admission.id;
        let suspect = |nid: &str, father: &str| {
            let typed: Typed = [("nid", nid), ("father_bn", father)].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
            house.db.write_now(|tx| service::suspect(tx, &clerk, &admission, &typed)).unwrap();
            house.db.read_now(|conn| store::suspicion_of(conn, id)).unwrap().unwrap().signs
        };
        assert_eq!(suspect("1112223334445", "সোলায়মান আলী"), [Sign::NidDiffers]);
        assert_eq!(suspect("19982694812345678", "ইদ্রিস মিয়া"), [Sign::NidDiffers, Sign::FatherDiffers]);
        assert_eq!(suspect("19982694812345678", "সোলায়মান আলী"), [Sign::NidDiffers, Sign::FatherDiffers]);
    }
}
