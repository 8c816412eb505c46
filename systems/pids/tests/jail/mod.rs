//! Two prisons with wards and officers, for the stories of the estate and of life in custody.

use access::{Access, Actor, Role, Scope};
use db::{Conn, Db, Tx};
use jiff::civil::date;
use kernel::{BdTime, Birth, CaseId, CustodyId, Date, PersonId, PrisonId, Result, WardId, World};
use pids::custody::{self, Custody, LegalStatus, Source, State, Warrant};
use pids::estate::service::{BuildingFacts, WardFacts};
use pids::estate::{Capacity, ForAge, ForSex, ForStatus, WardKind};
use pids::people::{self, Person, Sex, TwoNames};
use pids::{Doing, estate, life};
use testkit::TestDb;

/// The court of every case in these stories.
pub(crate) const COURT: &str = "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট আদালত, টাঙ্গাইল";

pub(crate) fn migrations() -> Vec<db::Migrations> {
    vec![
        journal::migrations(),
        access::migrations(),
        pids::migrations(),
    ]
}

/// Two prisons, their wards, and those who work there.
pub(crate) struct Jail {
    pub(crate) db: Db,
    pub(crate) world: World,
    pub(crate) access: Access,
    pub(crate) tangail: PrisonId,
    pub(crate) feni: PrisonId,
    /// Meghna 1: untried men, 3 certified, 4 in use, 5 at most.
    pub(crate) meghna: WardId,
    /// Padma 1: convicted men.
    pub(crate) padma: WardId,
    /// Untried men in Feni.
    pub(crate) surma: WardId,
    /// Jailer in Tangail.
    pub(crate) habib: Actor,
    /// Deputy jailer in Tangail.
    pub(crate) anwar: Actor,
    /// Gate clerk in Tangail.
    pub(crate) salma: Actor,
    /// Jailer in Feni.
    pub(crate) rumana: Actor,
    /// Headquarters.
    pub(crate) mahmuda: Actor,
}

pub(crate) fn jail(t: &TestDb) -> Jail {
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
    let ward = |prison, name: &str, status| {
        t.db.write_now(|tx| {
            let facts = BuildingFacts {
                name: TwoNames::new(name, ""),
                sort: 1,
            };
            let building = estate::service::add_building(tx, &cx, prison, facts)?;
            let facts = WardFacts {
                building,
                name: TwoNames::new(&format!("{name} ১"), ""),
                sort: 1,
                kind: WardKind::Ward,
                sex: ForSex::Male,
                age: ForAge::Adult,
                status,
                capacity: Capacity {
                    certified: 3,
                    working: 4,
                    most: 5,
                },
                ground_floor: true,
            };
            estate::service::add_ward(tx, &cx, facts)
        })
        .unwrap()
    };
    Jail {
        meghna: ward(tangail, "মেঘনা", ForStatus::Untried),
        padma: ward(tangail, "পদ্মা", ForStatus::Convicted),
        surma: ward(feni, "সুরমা", ForStatus::Untried),
        habib: officer("হাবিবুর রহমান", Role::Jailer, Scope::Prison(tangail)),
        anwar: officer(
            "মো. আনোয়ার হোসেন",
            Role::DeputyJailer,
            Scope::Prison(tangail),
        ),
        salma: officer("সালমা খাতুন", Role::GateClerk, Scope::Prison(tangail)),
        rumana: officer("রুমানা ইসলাম", Role::Jailer, Scope::Prison(feni)),
        mahmuda: officer("মাহমুদা খানম", Role::Headquarters, Scope::All),
        db: t.db.clone(),
        world,
        access,
        tangail,
        feni,
    }
}

impl Jail {
    /// Does a verb as this officer.
    pub(crate) fn by<T>(
        &self,
        actor: &Actor,
        mut verb: impl FnMut(&mut Tx<'_>, &Doing<'_>) -> Result<T>,
    ) -> Result<T> {
        let cx = Doing {
            actor,
            world: &self.world,
            access: &self.access,
            request: None,
        };
        self.db.write_now(|tx| verb(tx, &cx))
    }

    /// Asks something as this officer.
    pub(crate) fn ask<T>(
        &self,
        actor: &Actor,
        mut ask: impl FnMut(&mut Conn<'_>, &Doing<'_>) -> Result<T>,
    ) -> Result<T> {
        let cx = Doing {
            actor,
            world: &self.world,
            access: &self.access,
            request: None,
        };
        self.db.read_now(|conn| ask(conn, &cx))
    }

    pub(crate) fn now(&self) -> BdTime {
        self.world.now()
    }

    /// Days from today.
    pub(crate) fn day(&self, days: i64) -> Date {
        self.now().plus(days * BdTime::DAY).date()
    }

    /// A man of thirty under trial in Tangail with one case, asleep in Meghna 1.
    pub(crate) fn hold(&self, name: &str, number: &str) -> (PersonId, CustodyId) {
        let mut person = Person::new(self.world.id(), TwoNames::new(name, ""), Sex::Male);
        person.birth = Some(Birth::On(date(1996, 1, 1)));
        let custody = Custody {
            id: self.world.id(),
            person: person.id,
            prison: self.tangail,
            number: number.to_owned(),
            legal_status: LegalStatus::UnderTrial,
            state: State::Present,
            ward: None,
            source: Source::Court,
            warrant: Warrant {
                number: "৪৫".to_owned(),
                court: COURT.to_owned(),
                on: Some(self.day(0)),
            },
            next_court_on: None,
            admitted_at: self.now(),
            ended_at: None,
            verified_at: None,
            version: 1,
        };
        self.raw(|tx| {
            people::store::insert(tx, &person, self.now())?;
            custody::store::insert(tx, &custody)
        });
        self.accuse(custody.id, &format!("জিআর {number}"), Some(self.day(0)));
        let to = life::service::MoveTo {
            custody: custody.id,
            ward: self.meghna,
            reason: String::new(),
        };
        self.by(&self.anwar, |tx, cx| life::service::move_ward(tx, cx, &to))
            .unwrap();
        (person.id, custody.id)
    }

    /// Accuses somebody in a case that is heard on a day.
    pub(crate) fn accuse(
        &self,
        custody: CustodyId,
        case_no: &str,
        next_on: Option<Date>,
    ) -> CaseId {
        let (id, at) = (self.world.id(), self.now());
        let mut known = self.custody(custody);
        known.next_court_on = known.next_court_on.or(next_on);
        self.raw(|tx| {
            let case = custody::store::case_for(tx, id, COURT, case_no, "টাঙ্গাইল সদর", at)?;
            custody::store::accuse(tx, self.tangail, custody, case, next_on, &[])?;
            life::store::put_custody(tx, &known, None)?;
            Ok(case)
        })
    }

    pub(crate) fn custody(&self, id: CustodyId) -> Custody {
        self.db
            .read_now(|conn| custody::store::get(conn, id))
            .unwrap()
    }

    /// Writes rows without a verb: the fixtures of a story.
    fn raw<T>(&self, mut write: impl FnMut(&mut Tx<'_>) -> Result<T>) -> T {
        self.db
            .write_now(|tx| {
                let done = write(tx)?;
                tx.told();
                Ok(done)
            })
            .unwrap()
    }
}
