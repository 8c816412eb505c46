//! Two prisons with wards and officers, for the stories of the estate and of life in custody.

use std::ops::Deref;

use access::Actor;
use jiff::civil::date;
use kernel::{BdTime, Birth, CaseId, CustodyId, Date, PersonId, PrisonId, WardId};
use pids::custody::{self, Custody, Warrant};
use pids::estate::service::{BuildingFacts, WardFacts};
use pids::estate::{Capacity, ForAge, ForSex, ForStatus, WardKind};
use pids::life::service::ToPrison;
use pids::people::{self, Person, Sex, TwoNames};
use pids::{estate, life};
use testkit::TestDb;

#[path = "../house/mod.rs"]
mod house;

pub(crate) use house::*;

/// The court of every case in these stories.
pub(crate) const COURT: &str = "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট আদালত, টাঙ্গাইল";

/// The house and its wards.
pub(crate) struct Jail {
    house: House,
    /// Meghna 1: untried men, 3 certified, 4 in use, 5 at most.
    pub(crate) meghna: WardId,
    /// Padma 1: convicted men.
    pub(crate) padma: WardId,
    /// Untried men in Feni.
    pub(crate) surma: WardId,
}

impl Deref for Jail {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

pub(crate) fn jail(t: &TestDb) -> Jail {
    let (house, system) = (house(t), Actor::system("test"));
    let ward = |prison, name: &str, status| {
        house
            .by(&system, |tx, cx| {
                let facts = BuildingFacts {
                    name: TwoNames::new(name, ""),
                    sort: 1,
                };
                let building = estate::service::add_building(tx, cx, prison, facts)?;
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
                estate::service::add_ward(tx, cx, facts)
            })
            .unwrap()
    };
    Jail {
        meghna: ward(house.tangail, "মেঘনা", ForStatus::Untried),
        padma: ward(house.tangail, "পদ্মা", ForStatus::Convicted),
        surma: ward(house.feni, "সুরমা", ForStatus::Untried),
        house,
    }
}

impl Jail {
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
            warrant: Warrant {
                number: "৪৫".to_owned(),
                court: COURT.to_owned(),
                on: Some(self.day(0)),
            },
            ..self.brought(person.id, self.tangail, number)
        };
        self.write(|tx| {
            people::store::insert(tx, &person, self.now())?;
            custody::store::insert(tx, &custody)
        })
        .unwrap();
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

    /// The order that sends somebody to another prison, with the doctor's leave of today.
    pub(crate) fn order(&self, custody: CustodyId, to: PrisonId) -> ToPrison {
        ToPrison {
            custody,
            to,
            order_ref: "স্মারক ৭৭".to_owned(),
            reason: "বিচার সেখানে".to_owned(),
            certified_by: "ডা. নাজমা".to_owned(),
            certified_on: Some(self.day(0)),
            due_at: None,
        }
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
        self.write(|tx| {
            let case = custody::store::case_for(tx, id, COURT, case_no, "টাঙ্গাইল সদর", at)?;
            custody::store::accuse(tx, self.tangail, custody, case, next_on, &[])?;
            life::store::put_custody(tx, &known, None)?;
            Ok(case)
        })
        .unwrap()
    }

    pub(crate) fn custody(&self, id: CustodyId) -> Custody {
        self.db
            .read_now(|conn| custody::store::get(conn, id))
            .unwrap()
    }
}
