//! A house with one officer, Karim, and an administrator at the machine.

use access::{
    Access, Actor, Attempt, Doing, Hashed, LoggedIn, NewUser, Role, Scope, Secret, User,
    change_password, create_user, give_code, log_in, session, session_actor, totp_confirm,
    totp_offer, touch,
};
use db::{Db, Migrations};
use kernel::{Error, Kind, PrisonId, Result, UserId, Uuid, World};
use testkit::{TestDb, block_on};

pub(crate) fn migrations() -> [Migrations; 2] {
    [journal::migrations(), access::migrations()]
}
/// A password that keeps the rules, and one that was given by somebody else.
pub(crate) const GOOD: &str = "নদীর ওপারে কাশফুল";
pub(crate) const FIRST: &str = "first-entry-4471";
pub(crate) const DHAKA: PrisonId = PrisonId(Uuid::from_u128(0xd));
pub(crate) const CUMILLA: PrisonId = PrisonId(Uuid::from_u128(0xc));

pub(crate) struct House<'a> {
    pub(crate) t: &'a TestDb,
    pub(crate) access: Access,
    pub(crate) admin: Actor,
    pub(crate) karim: UserId,
}

pub(crate) async fn try_login(
    db: &Db,
    world: &World,
    login: &str,
    password: &str,
) -> Result<LoggedIn> {
    let attempt = Attempt {
        login: login.to_owned(),
        password: password.into(),
        ip: "10.1.2.3".parse().unwrap(),
        agent: "Firefox".to_owned(),
        request: Some("request-1".to_owned()),
    };
    log_in(db, world, attempt).await
}

impl<'a> House<'a> {
    pub(crate) fn new(t: &'a TestDb) -> Self {
        let mut house = Self {
            t,
            access: Access::new().unwrap(),
            admin: Actor::system("test"),
            karim: UserId(Uuid::nil()),
        };
        house.karim = house.new_user("karim", Role::DeputyJailer).unwrap();
        let begun = house.login("karim", FIRST).unwrap();
        house.change_password(&begun.token, FIRST, GOOD).unwrap();
        house
    }

    pub(crate) fn new_user(&self, login: &str, role: Role) -> Result<UserId> {
        let first = self.hashed(FIRST);
        let new = NewUser {
            login: login.to_owned(),
            name_bn: "করিম".to_owned(),
            name_en: "Karim".to_owned(),
            role,
            scope: Scope::Prison(DHAKA),
            division: Some("dhaka".to_owned()),
        };
        self.create(&self.admin, &new, &first)
    }

    pub(crate) fn create(&self, actor: &Actor, new: &NewUser, first: &Hashed) -> Result<UserId> {
        let doing = self.doing(actor);
        self.t
            .db
            .write_now(|tx| create_user(tx, &doing, new.clone(), first))
    }

    /// What `actor` does by a request.
    pub(crate) fn doing<'b>(&'b self, actor: &'b Actor) -> Doing<'b> {
        Doing {
            request: Some("request-1"),
            ..Doing::new(actor, &self.access, &self.t.world)
        }
    }

    /// A password that keeps the rules of every login in these tests.
    pub(crate) fn hashed(&self, password: &str) -> Hashed {
        block_on(access::hash(&self.t.world, "karim", password.into())).unwrap()
    }

    pub(crate) fn login(&self, login: &str, password: &str) -> Result<LoggedIn> {
        block_on(try_login(&self.t.db, &self.t.world, login, password))
    }

    pub(crate) fn change_password(&self, token: &Secret, old: &str, new: &str) -> Result<()> {
        let (db, world) = (&self.t.db, &self.t.world);
        let (old, new) = (old.into(), new.into());
        block_on(change_password(
            db,
            world,
            token,
            old,
            new,
            Some("request-1"),
        ))
    }

    pub(crate) fn give_code(&self, token: &Secret, code: &str) -> Result<(), &'static str> {
        let (db, world, code) = (&self.t.db, &self.t.world, code.into());
        block_on(give_code(db, world, token, &code, Some("request-1"))).map_err(|error| error.key)
    }

    /// A request with `token`.
    pub(crate) fn request(&self, token: &Secret) {
        let now = self.t.world.now();
        let found = self
            .t
            .db
            .read_now(|conn| session(conn, token, now))
            .unwrap();
        block_on(touch(&self.t.db, &found, now)).unwrap();
    }

    pub(crate) fn actor(&self, token: &Secret) -> Result<Actor> {
        let now = self.t.world.now();
        self.t.db.read_now(|conn| session_actor(conn, token, now))
    }

    pub(crate) fn user(&self, id: UserId) -> User {
        self.t
            .db
            .read_now(|conn| access::user(conn, &self.access, &self.admin, id))
            .unwrap()
    }

    /// Gives a user one-time codes; gives the phone's secret and the recovery codes.
    pub(crate) fn enrol(&self, login: &str) -> (Secret, Vec<Secret>) {
        let (db, world) = (&self.t.db, &self.t.world);
        let actor = self.actor(&self.login(login, GOOD).unwrap().token).unwrap();
        let none = Secret::new("");
        let phone = block_on(totp_offer(db, &self.doing(&actor), &none))
            .unwrap()
            .text;
        let code = Secret::new(access::code_at(&phone, world.now()).unwrap());
        let codes = block_on(totp_confirm(db, &self.doing(&actor), &code)).unwrap();
        (phone, codes)
    }
}

/// What the journal says of a subject, newest first.
pub(crate) fn kinds(t: &TestDb, subject: Uuid) -> Vec<String> {
    let lines =
        t.db.read_now(|conn| journal::lines_of(conn, subject, None, 50))
            .unwrap();
    lines.into_iter().map(|line| line.kind).collect()
}

/// The kind of a refusal, and its key or that of the field that it names.
pub(crate) fn wrong<T: std::fmt::Debug>(result: Result<T>) -> (Kind, &'static str) {
    let error: Error = result.unwrap_err();
    (
        error.kind,
        error.fields.first().map_or(error.key, |field| field.key),
    )
}
