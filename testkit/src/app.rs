#![expect(
    clippy::expect_used,
    reason = "a story that cannot be set up must stop and say why"
)]

use access::{Actor, Doing, NewUser, Role, Scope, Secret};
use axum::Router;
use blobs::Blobs;
use db::Migrations;
use journal::Reader;
use tempfile::TempDir;
use web::{App, System};

use crate::{TestDb, Visitor};

/// What every actor's password is at first, when the administrator has set it, and after that.
const FIRST_PASSWORD: &str = "a lantern by the east wall";
const PASSWORD: &str = "seven keys on one iron ring";

/// The tables of the floor and of `systems`, in the order in which they are made.
pub fn migrations(systems: &[System]) -> Vec<Migrations> {
    let floor = [
        journal::migrations(),
        access::migrations(),
        blobs::migrations(),
    ];
    let theirs = systems.iter().map(|system| system.migrations);
    floor.into_iter().chain(theirs).collect()
}

/// The whole server over a test's database, without a socket.
///
/// ```no_run
/// # fn systems() -> Vec<web::System> { Vec::new() }
/// use access::{Role, Scope};
/// use testkit::{TestApp, TestDb, both};
///
/// both! { &testkit::migrations(&systems());
///     async fn an_inspector_finds_the_arrivals(t: &TestDb) {
///         let app = TestApp::new(t, &systems());
///         let dipak = app.login_as(Role::Inspector, Scope::All).await;
///         dipak.get("/arrivals").await.good().sees("আজকের আমদানি");
///         app.stranger().get("/arrivals").await.goes_to("/login");
///         app.settle().await;
///     }
/// }
/// ```
pub struct TestApp<'t> {
    /// The database, the clock and the randomness.
    pub t: &'t TestDb,
    /// What the handlers reach; tests of services use it too.
    pub app: App,
    router: Router,
    readers: Vec<Reader>,
    _files: TempDir,
}

impl<'t> TestApp<'t> {
    /// The server of `systems`.
    ///
    /// # Panics
    /// When a text or a policy cannot be read.
    pub fn new(t: &'t TestDb, systems: &[System]) -> Self {
        let files = TempDir::with_prefix("alor-files-").expect("a temporary folder");
        let blobs = Blobs::folder(files.path()).expect("a folder for files");
        let app =
            App::new(t.db.clone(), t.world.clone(), blobs, systems).expect("the house stands");
        Self {
            t,
            router: web::house(&app, systems),
            readers: systems
                .iter()
                .flat_map(|system| system.readers)
                .copied()
                .collect(),
            app,
            _files: files,
        }
    }

    /// Somebody who is not logged in.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(self.router.clone())
    }

    /// A new user of `role` who has logged in and changed the first password, as everybody must.
    ///
    /// # Panics
    /// When the user cannot be made or cannot log in.
    pub async fn login_as(&self, role: Role, scope: Scope) -> Visitor {
        let number = u32::from_be_bytes(self.t.world.bytes());
        let login = format!("{role}_{number:08x}");
        self.user(&login, role, scope).await;
        self.login(&login).await
    }

    /// Makes a user with the login `login`, whose first password waits to be changed.
    async fn user(&self, login: &str, role: Role, scope: Scope) {
        let world = self.t.world.clone();
        let first = access::hash(&world, login, Secret::new(FIRST_PASSWORD)).await;
        let first = first.expect("the first password can be hashed");
        let division = scope
            .prison()
            .and_then(|prison| self.app.places.division_of(prison));
        let new = NewUser {
            login: login.to_owned(),
            name_bn: "শিউলি বেগম".to_owned(),
            name_en: "Shiuli Begum".to_owned(),
            role,
            scope,
            division,
        };
        let access = self.app.access.clone();
        let made = self.t.db.write(move |tx| {
            let actor = Actor::system("test");
            let doing = Doing::new(&actor, &access, &world);
            access::create_user(tx, &doing, new.clone(), &first)
        });
        made.await.expect("the user can be made");
    }

    async fn login(&self, login: &str) -> Visitor {
        let (db, world) = (&self.t.db, &self.t.world);
        let attempt = access::Attempt {
            login: login.to_owned(),
            password: Secret::new(FIRST_PASSWORD),
            ip: std::net::Ipv4Addr::LOCALHOST.into(),
            agent: "test".to_owned(),
            request: None,
        };
        let begun = access::log_in(db, world, attempt).await;
        let token = begun.expect("the user can log in").token;
        let (old, new) = (Secret::new(FIRST_PASSWORD), Secret::new(PASSWORD));
        access::change_password(db, world, &token, old, new, None)
            .await
            .expect("the first password can be changed");
        Visitor::new(self.router.clone()).with_cookie(web::cookies::SESSION, token.reveal())
    }

    /// Seals the journal and lets every reader follow it to the end, as the server's own tasks do by
    /// themselves; then checks the whole chain. Every story ends with it.
    ///
    /// # Panics
    /// When a reader fails on a line, or the journal contradicts itself.
    pub async fn settle(&self) {
        let (db, world) = (self.t.db.clone(), self.t.world.clone());
        let readers = self.readers.clone();
        let settled = tokio::task::spawn_blocking(move || {
            // What a reader writes is told too, so that another may have to follow once more.
            while journal::seal_all(&db)? > 0 {
                for reader in &readers {
                    while journal::follow(&db, &world, reader)? > 0 {}
                }
            }
            db.read_now(|conn| {
                let mut problems = Vec::new();
                journal::verify(conn, &mut |problem| problems.push(problem))?;
                assert!(problems.is_empty(), "{problems:?}");
                let parked = journal::parked(conn)?;
                assert!(parked.is_empty(), "{parked:?}");
                Ok(())
            })
        });
        let settled: kernel::Result<()> = settled.await.expect("the journal is whole");
        settled.expect("the readers have followed");
    }
}
