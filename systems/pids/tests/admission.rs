//! Stories of admission, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod house;

use std::sync::{Arc, Barrier, mpsc};
use std::time::Duration;

use house::{House, house, migrations};
use kernel::{AdmissionId, ArrivalId, BdTime, CustodyId, Kind, PersonId, Result};
use pids::admission::on_roll::{OnRoll, put_on_roll};
use pids::admission::{AdmissionState, Step, service, store};
use pids::arrivals::{self, ArrivalState};
use pids::custody;
use pids::matching::{self, impersonation::Ruling, why::Why};
use pids::tasks;
use pids::tasks::{About, TaskKind};
use testkit::{TestDb, both};

impl House {
    fn today(&self) -> kernel::Date {
        self.world.now().date()
    }

    fn arrival(&self, name: &str) -> ArrivalId {
        let told = self.told(name);
        self.by(&self.shiuli, |tx, cx| {
            arrivals::service::expect(tx, cx, &told)
        })
        .unwrap()
    }

    fn start(&self, arrival: ArrivalId) -> AdmissionId {
        self.by(&self.shiuli, |tx, cx| service::start(tx, cx, arrival))
            .unwrap()
    }

    fn note(&self, id: AdmissionId, fields: &[(&str, &str)]) {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.by(&self.shiuli, |tx, cx| service::note(tx, cx, id, &fields))
            .unwrap();
    }

    fn decide(&self, id: AdmissionId, person: Option<PersonId>) -> Result<()> {
        let reason = if person.is_some() {
            "photo"
        } else {
            "photo_differs"
        };
        let why = Why::read(person.is_some(), reason, "", |reason| reason.to_string()).unwrap();
        self.by(&self.shiuli, |tx, cx| {
            service::decide(tx, cx, id, person, Some(&why))
        })
    }

    /// A supervisor rules on a doubt.
    fn rule(&self, id: AdmissionId, ruling: Ruling) {
        self.by(&self.habib, |tx, cx| {
            matching::service::rule(tx, cx, id, ruling, "থানায় মিলিয়ে দেখা হয়েছে")
        })
        .unwrap();
    }

    /// Somebody taken for a person who was here before, whom two signs speak against.
    fn doubted(&self) -> AdmissionId {
        let (_, first) = self.admitted("মো. আব্দুর রহিম");
        let person = self.out_on_bail(first);
        let again = self.start(self.arrival("আবদুর রহীম"));
        self.decide(again, Some(person)).unwrap();
        self.note(again, &[("birth", "৪৫"), ("sex", "female")]);
        assert_eq!(self.roll(again).unwrap(), OnRoll::Doubted);
        again
    }

    /// Ends a custody, and says whose it was.
    fn out_on_bail(&self, custody: CustodyId) -> PersonId {
        self.write(|tx| {
            let at = self.world.now();
            custody::store::end_past(tx, custody, custody::EndKind::Bail, at)?;
            Ok(custody::store::get(tx, custody)?.person)
        })
        .unwrap()
    }

    fn roll(&self, id: AdmissionId) -> Result<OnRoll> {
        self.by(&self.shiuli, |tx, cx| put_on_roll(tx, cx, id))
    }

    /// Somebody on the roll, with the village that the arrival does not tell.
    fn admitted(&self, name: &str) -> (AdmissionId, CustodyId) {
        let id = self.start(self.arrival(name));
        self.note(id, &[("village", "চর কালিবাড়ী")]);
        self.decide(id, None).unwrap();
        match self.roll(id).unwrap() {
            OnRoll::Admitted(custody) => (id, custody),
            stopped => panic!("{name}: {stopped:?}"),
        }
    }

    /// Chain and tables agree, as after every story.
    fn verified(&self) {
        journal::seal_all(&self.db).unwrap();
        let mut problems = Vec::new();
        self.db
            .read_now(|conn| journal::verify(conn, &mut |problem| problems.push(problem)))
            .unwrap();
        assert_eq!(problems, []);
        assert_eq!(
            self.db.read_now(pids::check::problems).unwrap(),
            Vec::<String>::new()
        );
    }
}

both! { &migrations();
    fn an_arrival_is_admitted_and_verified(t: &TestDb) {
        let house = house(t);
        let arrival = house.arrival("মো. আব্দুর রহিম");
        let id = house.start(arrival);
        t.clock.advance(2 * BdTime::MINUTE);
        house.by(&house.shiuli, |tx, cx| service::go_to(tx, cx, id, Step::Identity)).unwrap();
        t.clock.advance(BdTime::MINUTE);
        house.note(id, &[("village", "চর কালিবাড়ী"), ("cash", "৫০০"), ("articles", "হাতঘড়ি ১")]);
        house.decide(id, None).unwrap();
        let OnRoll::Admitted(custody) = house.roll(id).unwrap() else { panic!("no child") };
        // Pressed twice, it is done once.
        assert_eq!(house.roll(id).unwrap(), OnRoll::Admitted(custody));

        let held = t.db.read_now(|conn| custody::store::get(conn, custody)).unwrap();
        assert_eq!(held.number, format!("1/{}", house.today().year()));
        let owed = t.db.read_now(|conn| tasks::store::of_custody(conn, custody)).unwrap();
        assert_eq!(owed.len(), 4, "medical, full record, case table, next date");
        let times = t.db.read_now(|conn| store::step_times(conn, id, house.world.now())).unwrap();
        assert_eq!(times, [(Step::Warrant, 2 * BdTime::MINUTE), (Step::Identity, BdTime::MINUTE)]);
        assert_eq!(t.db.read_now(|conn| arrivals::store::get(conn, arrival)).unwrap().state, ArrivalState::Admitted);

        let own = house.by(&house.shiuli, |tx, cx| service::verify(tx, cx, id, &[])).unwrap_err();
        assert_eq!(own.kind, Kind::Denied);
        let differs = [("birth".to_owned(), "২৬".to_owned())];
        house.by(&house.anwar, |tx, cx| service::verify(tx, cx, id, &differs)).unwrap();
        let owed = t.db.read_now(|conn| tasks::store::of_custody(conn, custody)).unwrap();
        assert!(owed.iter().any(|task| task.note == "birth: ২৬"));
        let is_verified = || t.db.read_now(|conn| custody::store::get(conn, custody)).unwrap().verified_at.is_some();
        assert!(!is_verified(), "what differs is mended first");
        house.by(&house.anwar, |tx, cx| service::verify(tx, cx, id, &[])).unwrap();
        assert!(is_verified());
        house.verified();
    }

    fn without_a_warrant_nobody_comes_in(t: &TestDb) {
        let house = house(t);
        let id = house.start(house.arrival("শিপন চাকমা"));
        house.note(id, &[("warrant_no", ""), ("village", "বনরূপা"), ("nid", "১২৩")]);
        house.decide(id, None).unwrap();
        let error = house.roll(id).unwrap_err();
        let fields: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["warrant_no", "nid"]);
        // What was typed is still there.
        let typed = t.db.read_now(|conn| store::typed(conn, id)).unwrap();
        assert_eq!(typed.get("nid").map(String::as_str), Some("১২৩"));
        assert_eq!(t.db.read_now(|conn| store::get(conn, id)).unwrap().state, AdmissionState::Open);
        house.verified();
    }

    fn a_child_is_stopped_and_referred(t: &TestDb) {
        let house = house(t);
        let id = house.start(house.arrival("সজীব দাস"));
        house.note(id, &[("birth", "১৭"), ("village", "কালীগঞ্জ")]);
        house.decide(id, None).unwrap();
        assert_eq!(house.roll(id).unwrap(), OnRoll::Child);
        assert_eq!(t.db.read_now(|conn| store::get(conn, id)).unwrap().state, AdmissionState::Stopped);
        let owed = t.db.read_now(|conn| tasks::store::open(conn, house.tangail, "", 10)).unwrap();
        assert_eq!(owed.iter().map(|task| task.kind.word()).collect::<Vec<_>>(), ["child_referral"]);
        assert_eq!(house.roll(id).unwrap_err().kind, Kind::Conflict);
        house.verified();
    }

    fn one_clerks_hand_keeps_the_others_off(t: &TestDb) {
        let house = house(t);
        let arrival = house.arrival("নাসরিন আক্তার");
        let id = house.start(arrival);
        let error = house.by(&house.pranab, |tx, cx| service::start(tx, cx, arrival)).unwrap_err();
        assert_eq!((error.kind, error.key), (Kind::Conflict, "err-arrival-claimed"));
        assert_eq!(error.args, [("name", "শিউলি আক্তার".to_owned())]);
        // The same clerk on another terminal goes on.
        assert_eq!(house.start(arrival), id);
        // Let go with a reason, another clerk can take it.
        let reason = Some("ডিউটি শেষ");
        house.by(&house.pranab, |tx, cx| arrivals::service::release(tx, cx, arrival, reason)).unwrap();
        assert_eq!(house.by(&house.pranab, |tx, cx| service::start(tx, cx, arrival)).unwrap(), id);
        house.verified();
    }

    fn another_prisons_clerk_sees_nothing(t: &TestDb) {
        let house = house(t);
        let id = house.start(house.arrival("বিপ্লব সরকার"));
        let error = house.by(&house.rumana, |tx, cx| service::read(tx, cx, id)).unwrap_err();
        assert_eq!(error.kind, Kind::NotFound);
    }

    fn a_known_person_is_one_person_with_two_custodies(t: &TestDb) {
        let house = house(t);
        let (_, first) = house.admitted("মো. আব্দুর রহিম");
        let person = t.db.read_now(|conn| custody::store::get(conn, first)).unwrap().person;
        let again = house.start(house.arrival("আবদুর রহীম"));
        assert_eq!(house.decide(again, Some(person)).unwrap_err().key, "err-in-custody");
        house.out_on_bail(first);
        house.decide(again, Some(person)).unwrap();
        house.roll(again).unwrap();
        let stays = t.db.read_now(|conn| custody::store::all_of(conn, person)).unwrap();
        assert_eq!(stays.len(), 2);
    }

    fn who_is_decided_otherwise_while_another_signs_is_not_taken_for_the_first(t: &TestDb) {
        let house = house(t);
        let (_, first) = house.admitted("মো. আব্দুর রহিম");
        let person = house.out_on_bail(first);
        let again = house.start(house.arrival("আবদুর রহীম"));
        house.note(again, &[("village", "চর কালিবাড়ী")]);
        house.decide(again, Some(person)).unwrap();
        let (decided, may_sign) = mpsc::channel();
        let why = Why::read(false, "photo_differs", "", |reason| reason.to_string()).unwrap();
        let signed = std::thread::scope(|scope| {
            scope.spawn(|| house.by(&house.shiuli, |tx, cx| {
                service::decide(tx, cx, again, None, Some(&why))?;
                decided.send(()).unwrap();
                // Long enough for a signature that did not wait to read what was decided before.
                std::thread::sleep(Duration::from_millis(200));
                Ok(())
            }).unwrap());
            may_sign.recv().unwrap();
            house.roll(again)
        });
        let OnRoll::Admitted(custody) = signed.unwrap() else { panic!("somebody new") };
        let held = t.db.read_now(|conn| custody::store::get(conn, custody)).unwrap();
        assert_ne!(held.person, person);
        house.verified();
    }

    fn a_doubt_is_lifted_by_a_ruling_alone(t: &TestDb) {
        let house = house(t);
        let again = house.doubted();
        // Typing something else does not make the doubt go away.
        house.note(again, &[("birth", "২৪"), ("sex", "male")]);
        assert_eq!(house.roll(again).unwrap(), OnRoll::Doubted);
        house.rule(again, Ruling::Refused);
        assert_eq!(house.roll(again).unwrap_err().key, "err-not-the-person");
        house.verified();
    }

    fn a_ruling_closes_the_task_and_a_new_doubt_owes_another(t: &TestDb) {
        let house = house(t);
        let again = house.doubted();
        let owed = || t.db.read_now(|conn| tasks::store::open_about(conn, About::Admission(again), TaskKind::Identity)).unwrap().len();
        assert_eq!(owed(), 1);
        assert_eq!(house.roll(again).unwrap(), OnRoll::Doubted);
        assert_eq!(owed(), 1, "what waits is owed once");
        house.rule(again, Ruling::Accepted);
        assert_eq!(owed(), 0);
        house.note(again, &[("father_bn", "ইদ্রিস মিয়া")]);
        assert_eq!(house.roll(again).unwrap(), OnRoll::Doubted);
        assert_eq!(owed(), 1, "the supervisor did not know of this sign");
        house.rule(again, Ruling::CourtTold);
        assert_eq!(owed(), 0);
        assert!(matches!(house.roll(again).unwrap(), OnRoll::Admitted(_)));
        house.verified();
    }

    fn twenty_at_once_admit_one(t: &TestDb) {
        let house = Arc::new(house(t));
        let id = house.start(house.arrival("রহমত আলী"));
        house.note(id, &[("village", "মির্জাপুর")]);
        house.decide(id, None).unwrap();
        let gate = Arc::new(Barrier::new(20));
        let threads: Vec<_> = (0..20)
            .map(|_| {
                let (house, gate) = (Arc::clone(&house), Arc::clone(&gate));
                std::thread::spawn(move || {
                    gate.wait();
                    house.roll(id)
                })
            })
            .collect();
        let done: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let mut custodies: Vec<_> = done.iter().filter_map(|done| match done {
            Ok(OnRoll::Admitted(custody)) => Some(*custody),
            _ => None,
        }).collect();
        custodies.sort();
        custodies.dedup();
        assert_eq!(custodies.len(), 1, "{done:?}");
        let held = t.db.read_now(|conn| conn.query_one("SELECT COUNT(*) FROM custody", db::args![], |row| row.at::<i64>(0)));
        assert_eq!(held.unwrap(), 1);
        house.verified();
    }

    fn the_same_telling_twice_is_one_arrival(t: &TestDb) {
        let house = house(t);
        assert_eq!(house.arrival("শিপন চাকমা"), house.arrival("শিপন চাকমা"));
        let day = t.db.read_now(|conn| arrivals::store::of_day(conn, house.tangail, house.today())).unwrap();
        assert_eq!(day.len(), 1);
    }
}
