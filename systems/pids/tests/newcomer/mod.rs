//! Somebody at the gate of Tangail who is much like people on record.

use contracts::Event as _;
use contracts::pids::PersonRead;
use kernel::{AdmissionId, ArrivalId, Birth, CustodyId, PersonId, Phone, Result};
use pids::admission::on_roll::{OnRoll, put_on_roll};
use pids::admission::{service, store};
use pids::arrivals::{self, service::Expected};
use pids::custody::{self, EndKind, Source};
use pids::life::service::{ToCourt, send_to_court};
use pids::matching::store::{Compared, decisions_about};
use pids::matching::why::{Reason, Why};
use pids::people::Person;

#[path = "../known/mod.rs"]
mod known;

pub(crate) use known::*;

pub(crate) fn why(same: bool, reason: &str, words: &str) -> Why {
    Why::read(same, reason, words, |reason| format!("[{reason}]")).unwrap()
}

pub(crate) fn rahim() -> [(&'static str, &'static str); 14] {
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
pub(crate) fn known_before(house: &House) -> PersonId {
    let person = house.add(&much_like_him(house));
    let custody = house.hold(person, house.tangail, "1/2025");
    let at = house.world.now();
    house
        .write(|tx| custody::store::end_past(tx, custody, EndKind::Bail, at))
        .unwrap();
    person
}

/// A man at the gate who is written down much like him.
pub(crate) fn at_gate(house: &House) -> AdmissionId {
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
pub(crate) const PHONE: &str = "01712345678";

/// Abdur Rahim of Shambhuganj.
pub(crate) fn much_like_him(house: &House) -> Person {
    let mut person = house.person(("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "শম্ভুগঞ্জ");
    person.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    person
}

/// Two on record who are much like the man at the gate; of the first more is known.
pub(crate) fn two_alike(house: &House) -> (PersonId, PersonId) {
    let mut first = much_like_him(house);
    first.phone = Some(Phone::parse("phone", PHONE).unwrap());
    first.occupation = Some("কৃষক".to_owned());
    (house.add(&first), house.add(&much_like_him(house)))
}

/// Somebody in Tangail.
pub(crate) fn inside(
    house: &House,
    name: (&str, &str),
    father: &str,
    number: &str,
) -> (PersonId, CustodyId) {
    let person = house.add(&house.person(name, father, "শম্ভুগঞ্জ"));
    (person, house.hold(person, house.tangail, number))
}

pub(crate) fn to_court(house: &House, custody: CustodyId) {
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
pub(crate) fn expected(house: &House) -> (ArrivalId, AdmissionId) {
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
pub(crate) fn held(house: &House, id: AdmissionId, field: &str) -> String {
    let typed = house.db.read_now(|conn| store::typed(conn, id)).unwrap();
    typed.get(field).cloned().unwrap_or_default()
}

pub(crate) fn note(house: &House, id: AdmissionId, field: &str, value: &str) {
    let fields = [(field.to_owned(), value.to_owned())];
    let clerk = house.doing(&house.shiuli);
    house
        .db
        .write_now(|tx| service::note(tx, &clerk, id, &fields))
        .unwrap();
}

/// Which parts of somebody's record the journal says were read.
pub(crate) fn read(house: &House, person: PersonId) -> Vec<String> {
    let lines = house
        .db
        .read_now(|conn| journal::lines_of(conn, person.into(), None, 20))
        .unwrap();
    let reads = lines.iter().filter(|line| line.kind == PersonRead::KIND);
    reads
        .map(|line| line.body::<PersonRead>().unwrap().part)
        .collect()
}

/// Decides at the gate who it is.
pub(crate) fn decide_at_gate(
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

pub(crate) fn roll(house: &House, id: AdmissionId) -> PersonId {
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
pub(crate) fn judged(house: &House, person: PersonId) -> Vec<(Compared, bool, Reason)> {
    let found = house
        .db
        .read_now(|conn| decisions_about(conn, person))
        .unwrap();
    found
        .into_iter()
        .map(|(compared, decision)| (compared, decision.same, decision.reason))
        .collect()
}
