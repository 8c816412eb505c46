//! PIDS, the Prison Inmate Database System: a person once, each stay in custody, and everything that
//! happens between the gate in and the gate out.
//!
//! | room | what happens there |
//! | --- | --- |
//! | [`estate`] | prisons, buildings, wards, head-count, the ward proposal |
//! | [`people`] | a human being, once |
//! | [`custody`] | one stay: number, status, warrant, cases |
//! | [`arrivals`] | who is expected at the gate today, and whose hand is on whom |
//! | [`admission`] | from the gate to the roll in under seven minutes |
//! | [`matching`] | is this the same person? |
//! | [`life`] | court, hospital, transfer, release, corrections, timeline |
//! | [`record`] | what is added to a record later: relatives, marks, belongings, examinations |
//! | [`tasks`] | work that somebody owes by a time |
//! | [`times`] | how long admissions take, and why the slow ones were slow |
//! | [`find`] | one box, any spelling |
//! | [`roll`] | tickets, slips, rolls and returns on paper and in spreadsheets |
//! | [`bring_in`] | records from files |
//!
//! Every room has the same furniture: `mod.rs` the words and rules, `store.rs` all the SQL,
//! `service.rs` the verbs, `pages.rs` what people see. What programs see is in [`api`].
//!
//! * **To add a page:** a template under `templates/<room>/`, a struct and a handler in `pages.rs`, a
//!   line in the room's `routes()`, its words in `locales/`.
//! * **To add an event:** see [`contracts`]; then call [`Doing::tell`] in the verb.
//! * **To add a table:** a new migration file, its SQL in `store.rs`, `cargo xtask schema`.

pub mod admission;
pub mod api;
pub mod arrivals;
pub mod bring_in;
pub mod check;
pub mod custody;
pub mod estate;
pub mod find;
pub mod life;
pub mod matching;
mod pages;
pub mod people;
pub mod record;
pub mod roll;
mod system;
pub mod tasks;
pub mod times;

pub use system::{migrations, system};

use std::ops::Deref;

use access::{Access, Action, Actor, DataClass, Resource};
use contracts::Event;
use db::{Conn, Tx};
use kernel::{PrisonId, Result, Uuid, World};

/// An [`access::Doing`] that asks by prison and tells as this system does: the first argument of every
/// verb after the database.
#[derive(Clone, Copy)]
pub struct Doing<'a>(access::Doing<'a>);

impl<'a> Deref for Doing<'a> {
    type Target = access::Doing<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> Doing<'a> {
    /// By no request of the web: a timer or a command does it.
    pub fn new(actor: &'a Actor, access: &'a Access, world: &'a World) -> Self {
        Self(access::Doing::new(actor, access, world))
    }

    /// The reader of a request.
    pub fn of(cx: &'a web::Cx) -> Self {
        Self(cx.doing())
    }
}

/// The prison that the actor works in, for pages that are about one.
///
/// # Errors
/// Denied `err-no-prison` to actors of a division or of headquarters.
pub fn own_prison(actor: &Actor) -> Result<PrisonId> {
    actor
        .scope
        .prison()
        .ok_or_else(|| kernel::Error::new(kernel::Kind::Denied, "err-no-prison"))
}

impl Doing<'_> {
    /// The actor's name as the journal and the pages keep it.
    pub fn actor_name(&self) -> String {
        self.actor.name_bn.clone()
    }

    /// Who has the work in hand, for the clocks.
    fn hand(&self) -> (kernel::UserId, &str) {
        (self.actor.user, &self.actor.name_bn)
    }

    /// Asks whether the actor may do `action` to ordinary data of `prison`.
    ///
    /// # Errors
    /// Not found outside the actor's scope; denied inside it.
    pub fn may(&self, action: Action, conn: &mut Conn<'_>, prison: PrisonId) -> Result<()> {
        self.may_class(action, conn, prison, DataClass::Ordinary)
    }

    /// Asks whether the actor may do `action` to data of this class of `prison`.
    ///
    /// # Errors
    /// Not found outside the actor's scope; denied inside it.
    pub fn may_class(
        &self,
        action: Action,
        conn: &mut Conn<'_>,
        prison: PrisonId,
        class: DataClass,
    ) -> Result<()> {
        let division = estate::store::division_of(conn, prison)?;
        self.0.may(action, Resource::at(prison, division, class))
    }

    /// Tells the journal, in the verb's own transaction.
    ///
    /// # Errors
    /// Those of the journal.
    pub fn tell<E: Event>(
        &self,
        tx: &mut Tx<'_>,
        prison: Option<PrisonId>,
        subject: Uuid,
        event: &E,
        reason: Option<&str>,
    ) -> Result<()> {
        journal::append(
            tx,
            &journal::Entry {
                at: self.now(),
                prison,
                by: self.actor.by(),
                system: "pids",
                kind: E::KIND,
                subject,
                version: 0,
                body: event,
                reason: reason.filter(|reason| !reason.is_empty()),
                request: self.request,
            },
        )
    }
}
