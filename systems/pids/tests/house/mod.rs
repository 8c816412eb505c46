//! The house of every story: two prisons on a test's database, and those who work there.

use access::{Access, Actor, Role, Scope};
use db::{Conn, Db, Tx};
use kernel::{PersonId, PrisonId, Result, World};
use pids::arrivals::service::Expected;
use pids::custody::{Custody, LegalStatus, Source, State, Warrant};
use pids::{Doing, estate};
use testkit::{TestApp, TestDb};

pub(crate) fn migrations() -> Vec<db::Migrations> {
    testkit::migrations(&[pids::system()])
}

/// The whole server, with the prisons' names known as after a start.
pub(crate) fn server<'t>(t: &'t TestDb, house: &House) -> TestApp<'t> {
    let app = TestApp::new(t, &[pids::system()]);
    app.app
        .places
        .set(apart(|| house.db.read_now(estate::service::places)).unwrap());
    app
}

/// Runs what blocks on a thread of its own: a PostgreSQL client may not wait on a thread of the server's.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap()
}

/// Two prisons and the officers who play in the stories.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) world: World,
    pub(crate) access: Access,
    pub(crate) tangail: PrisonId,
    pub(crate) feni: PrisonId,
    /// Admission clerk in Tangail.
    pub(crate) shiuli: Actor,
    /// Admission clerk in Tangail.
    pub(crate) pranab: Actor,
    /// Gate clerk in Tangail.
    pub(crate) salma: Actor,
    /// Deputy jailer in Tangail.
    pub(crate) anwar: Actor,
    /// Jailer in Tangail.
    pub(crate) habib: Actor,
    /// Jailer in Feni.
    pub(crate) rumana: Actor,
    /// Headquarters.
    pub(crate) mahmuda: Actor,
}

pub(crate) fn house(t: &TestDb) -> House {
    let (world, access) = (t.world.clone(), Access::new().unwrap());
    let system = Actor::system("test");
    let cx = Doing::new(&system, &access, &world);
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
    let here = |name: &str, role: Role| officer(name, role, Scope::Prison(tangail));
    House {
        shiuli: here("শিউলি আক্তার", Role::AdmissionClerk),
        pranab: here("প্রণব কুমার দাস", Role::AdmissionClerk),
        salma: here("সালমা খাতুন", Role::GateClerk),
        anwar: here("মো. আনোয়ার হোসেন", Role::DeputyJailer),
        habib: here("হাবিবুর রহমান", Role::Jailer),
        rumana: officer("রুমানা ইসলাম", Role::Jailer, Scope::Prison(feni)),
        mahmuda: officer("মাহমুদা খানম", Role::Headquarters, Scope::All),
        db: t.db.clone(),
        world,
        access,
        tangail,
        feni,
    }
}

impl House {
    /// An officer at work.
    pub(crate) fn doing<'a>(&'a self, actor: &'a Actor) -> Doing<'a> {
        Doing::new(actor, &self.access, &self.world)
    }

    /// Does a verb as this officer.
    pub(crate) fn by<T>(
        &self,
        actor: &Actor,
        mut verb: impl FnMut(&mut Tx<'_>, &Doing<'_>) -> Result<T>,
    ) -> Result<T> {
        self.db.write_now(|tx| verb(tx, &self.doing(actor)))
    }

    /// Asks something as this officer.
    pub(crate) fn ask<T>(
        &self,
        actor: &Actor,
        mut ask: impl FnMut(&mut Conn<'_>, &Doing<'_>) -> Result<T>,
    ) -> Result<T> {
        self.db.read_now(|conn| ask(conn, &self.doing(actor)))
    }

    /// Writes rows without a verb, for a story to begin with: of those the journal need not know.
    pub(crate) fn write<T>(&self, mut f: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.db.write_now(|tx| {
            let done = f(tx)?;
            tx.told();
            Ok(done)
        })
    }

    /// What a court tells of a man whom it sends to Tangail today.
    pub(crate) fn told(&self, name: &str) -> Expected {
        Expected {
            prison: self.tangail,
            day: self.world.now().date(),
            source: Source::Court,
            van: "1".to_owned(),
            name: name.to_owned(),
            father: "মো. সোলায়মান আলী".to_owned(),
            age: Some(24),
            sex: "male".to_owned(),
            court: "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট, টাঙ্গাইল".to_owned(),
            case_no: "জিআর ২১১/২৬".to_owned(),
            police_station: "টাঙ্গাইল সদর".to_owned(),
            sections: "দণ্ডবিধি ৩৭৯".to_owned(),
            next_on: None,
            warrant_no: "৪৫৬".to_owned(),
            client: "test".to_owned(),
            key: name.to_owned(),
        }
    }

    /// What is kept of somebody who was brought from court today, with no paper yet and no ward.
    pub(crate) fn brought(&self, person: PersonId, prison: PrisonId, number: &str) -> Custody {
        Custody {
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
        }
    }
}
