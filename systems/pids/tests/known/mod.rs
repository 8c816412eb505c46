//! People whom the tests know, for the stories of finding and matching.

use access::Actor;
use jiff::civil::Date;
use kernel::{Birth, CustodyId, Nid, PersonId, Phone, PrisonId, World};
use pids::matching::service::{self, DecideSame};
use pids::matching::{MatchFacts, candidates};
use pids::people::{self, Address, Person, Sex, TwoNames};
use pids::{custody, find};
use population::{MadePerson, Population};

#[path = "../house/mod.rs"]
mod house;

pub(crate) use house::*;

impl House {
    /// Somebody new: name in both scripts, father, village.
    pub(crate) fn person(&self, (bn, en): (&str, &str), father: &str, village: &str) -> Person {
        let mut person = Person::new(self.world.id(), TwoNames::new(bn, en), Sex::Male);
        person.father = TwoNames::new(father, "");
        person.permanent = Address {
            place: String::new(),
            village: bangla::normalise::text(village),
        };
        person
    }

    pub(crate) fn add(&self, person: &Person) -> PersonId {
        let at = self.world.now();
        self.write(|tx| {
            people::store::insert(tx, person, at)?;
            find::store::reindex_person(tx, person.id)
        })
        .unwrap();
        person.id
    }

    /// Puts somebody into custody with this number.
    pub(crate) fn hold(&self, person: PersonId, prison: PrisonId, number: &str) -> CustodyId {
        let custody = self.brought(person, prison, number);
        self.write(|tx| {
            custody::store::insert(tx, &custody)?;
            find::store::reindex_person(tx, person)
        })
        .unwrap();
        custody.id
    }

    /// Puts a custody into a case.
    pub(crate) fn accuse(
        &self,
        person: PersonId,
        custody: CustodyId,
        prison: PrisonId,
        case_no: &str,
    ) {
        let (id, at) = (self.world.id(), self.world.now());
        self.write(|tx| {
            let case = custody::store::case_for(tx, id, "সিজেএম আদালত", case_no, "টাঙ্গাইল সদর", at)?;
            custody::store::accuse(tx, prison, custody, case, None, &[])?;
            find::store::reindex_person(tx, person)
        })
        .unwrap();
    }
}

/// A made-up person as a record.
pub(crate) fn record(world: &World, made: &MadePerson) -> Person {
    let mut person = Person::new(
        world.id(),
        TwoNames::new(&made.name_bn, &made.name_en),
        sex(made),
    );
    person.father = TwoNames::new(&made.father_bn, &made.father_en);
    person.mother = TwoNames::new(&made.mother_bn, &made.mother_en);
    if let Some(spouse) = &made.spouse {
        person.spouse = TwoNames::new(&spouse.bn, &spouse.en);
    }
    person.birth = Some(match made.birth {
        population::Birth::Exact(date) => Birth::On(date),
        population::Birth::Estimated { age, on } => Birth::About {
            age: age.into(),
            on,
        },
    });
    person.nid = made
        .nid
        .as_ref()
        .and_then(|digits| Nid::parse("nid", digits).ok());
    person.phone = made
        .phone
        .as_ref()
        .and_then(|digits| Phone::parse("phone", digits).ok());
    let place = made
        .union
        .or(made.upazila)
        .or(made.district)
        .unwrap_or_default();
    person.permanent = Address {
        place: place.to_owned(),
        village: bangla::normalise::text(&made.village_bn),
    };
    person
}

fn sex(made: &MadePerson) -> Sex {
    match made.sex {
        population::Sex::Male => Sex::Male,
        population::Sex::Female => Sex::Female,
        population::Sex::Hijra => Sex::Hijra,
    }
}

/// The first people of a made-up prison.
pub(crate) fn made(today: Date, n: usize) -> Vec<MadePerson> {
    Population::new(1971, today)
        .prison("TAN-D", n)
        .map(|(person, _)| person)
        .collect()
}

pub(crate) const WHY: &str = "একই ছবি, একই দাগ, পিতার নাম ও গ্রাম মেলে";

/// The same man, written down in two prisons.
pub(crate) fn twice(house: &House) -> (PersonId, PersonId) {
    let mut first = house.person(("মো. আব্দুর রহিম", "Md. Abdur Rahim"), "সোলায়মান আলী", "শম্ভুগঞ্জ");
    first.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    first.mother = TwoNames::new("রহিমা খাতুন", "");
    let mut second = house.person(("আবদুর রহীম", "Abdur Rohim"), "মোঃ সোলাইমান আলী", "শম্ভুগঞ্জ");
    second.birth = Some(Birth::On(jiff::civil::date(1998, 3, 12)));
    second.mother = TwoNames::new("রহিমা খাতুন", "");
    (house.add(&first), house.add(&second))
}

pub(crate) fn candidates_of(house: &House, facts: &MatchFacts) -> Vec<PersonId> {
    let today = house.world.now().date();
    let found = house
        .db
        .read_now(|conn| candidates(conn, facts, today))
        .unwrap();
    found
        .into_iter()
        .map(|candidate| candidate.person)
        .collect()
}

pub(crate) fn facts_of(house: &House, person: PersonId) -> MatchFacts {
    MatchFacts::of_person(
        &house
            .db
            .read_now(|conn| people::store::get(conn, person))
            .unwrap(),
    )
}

pub(crate) fn decide(
    house: &House,
    actor: &Actor,
    (a, b): (PersonId, PersonId),
    same: bool,
) -> kernel::Result<()> {
    let cmd = DecideSame {
        a,
        b,
        same,
        rationale: WHY,
    };
    house
        .db
        .write_now(|tx| service::decide_same(tx, &house.doing(actor), &cmd))
        .map(drop)
}
