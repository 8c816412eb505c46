//! A house with two prisons and people whom the tests know, for the stories of finding and matching.

use access::{Access, Actor, Role, Scope};
use db::{Db, Tx};
use jiff::civil::Date;
use kernel::{Birth, CustodyId, Nid, PersonId, Phone, PrisonId, Result, World};
use pids::custody::{self, Custody, LegalStatus, Source, State, Warrant};
use pids::matching::service::{self, DecideSame};
use pids::matching::{MatchFacts, candidates};
use pids::people::{self, Address, Person, Sex, TwoNames};
use pids::{Doing, estate, find};
use population::{MadePerson, Population};
use testkit::TestDb;

/// Two prisons and the officers who play in the stories.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) world: World,
    pub(crate) access: Access,
    pub(crate) tangail: PrisonId,
    pub(crate) feni: PrisonId,
    /// Admission clerk in Tangail.
    pub(crate) shiuli: Actor,
    /// Deputy jailer in Tangail.
    pub(crate) anwar: Actor,
    /// Jailer in Tangail.
    pub(crate) kamal: Actor,
    /// Deputy jailer in Feni.
    pub(crate) rumana: Actor,
    /// Headquarters.
    pub(crate) mahmuda: Actor,
}

pub(crate) fn migrations() -> Vec<db::Migrations> {
    vec![
        journal::migrations(),
        access::migrations(),
        pids::migrations(),
    ]
}

pub(crate) fn house(t: &TestDb) -> House {
    let (world, access) = (t.world.clone(), Access::new().unwrap());
    let system = Actor::system("test");
    let cx = Doing {
        actor: &system,
        world: &world,
        access: &access,
        request: None,
    };
    t.db.write_now(|tx| estate::service::found(tx, &cx))
        .unwrap();
    let code = |code: &str| {
        t.db.read_now(|conn| estate::store::prison_by_code(conn, code))
            .unwrap()
            .id
    };
    let (tangail, feni) = (code("TAN-D"), code("FEN-D"));
    let officer = |name: &str, role: Role, scope: Scope| Actor {
        user: world.id(),
        name_bn: name.to_owned(),
        name_en: name.to_owned(),
        role,
        scope,
        session: None,
    };
    House {
        shiuli: officer("শিউলি আক্তার", Role::AdmissionClerk, Scope::Prison(tangail)),
        anwar: officer(
            "মো. আনোয়ার হোসেন",
            Role::DeputyJailer,
            Scope::Prison(tangail),
        ),
        kamal: officer("কামাল উদ্দিন", Role::Jailer, Scope::Prison(tangail)),
        rumana: officer("রুমানা ইসলাম", Role::DeputyJailer, Scope::Prison(feni)),
        mahmuda: officer("মাহমুদা খানম", Role::Headquarters, Scope::All),
        db: t.db.clone(),
        world,
        access,
        tangail,
        feni,
    }
}

impl House {
    pub(crate) fn doing<'a>(&'a self, actor: &'a Actor) -> Doing<'a> {
        Doing {
            actor,
            world: &self.world,
            access: &self.access,
            request: None,
        }
    }

    pub(crate) fn write<T>(&self, mut f: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        // The fixtures write rows without a verb, so they say themselves that the journal need not know.
        self.db.write_now(|tx| {
            let done = f(tx)?;
            tx.told();
            Ok(done)
        })
    }

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
        let custody = Custody {
            id: self.world.id(),
            person,
            prison,
            number: number.to_owned(),
            legal_status: LegalStatus::UnderTrial,
            state: State::Present,
            ward: None,
            source: Source::Court,
            warrant: Warrant::default(),
            next_court_on: None,
            admitted_at: self.world.now(),
            ended_at: None,
            verified_at: None,
            version: 1,
        };
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
    actor: &access::Actor,
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
