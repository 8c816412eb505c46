use access::{Access, Actor, Role, Scope};
use anyhow::Result;
use db::{Db, Migrations};
use kernel::{PrisonId, World};
use pids::Doing;

use crate::place::Place;

/// Connections of the pool, as `alor serve` has them unless told otherwise.
const CONNECTIONS: u32 = 16;

/// The program's own parts, over the database under measure.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) world: World,
    pub(crate) access: Access,
}

impl House {
    /// Opens the database, with its tables and the real prisons.
    pub(crate) fn open(place: &Place) -> Result<Self> {
        let house = Self {
            db: place.open(CONNECTIONS)?,
            world: World::real(),
            access: Access::new()?,
        };
        house.db.migrate(&migrations())?;
        let system = Actor::system("benches");
        let cx = house.doing(&system);
        house
            .db
            .write_now(|tx| pids::estate::service::found(tx, &cx))?;
        Ok(house)
    }

    /// What `actor` does.
    pub(crate) fn doing<'a>(&'a self, actor: &'a Actor) -> Doing<'a> {
        Doing::new(actor, &self.access, &self.world)
    }

    /// Somebody at headquarters, who may find everybody.
    pub(crate) fn headquarters(&self) -> Actor {
        self.officer(Role::Headquarters, Scope::All)
    }

    /// A clerk of one prison.
    pub(crate) fn clerk(&self, prison: PrisonId) -> Actor {
        self.officer(Role::AdmissionClerk, Scope::Prison(prison))
    }

    fn officer(&self, role: Role, scope: Scope) -> Actor {
        Actor {
            user: self.world.id(),
            name_bn: "শিউলি আক্তার".to_owned(),
            name_en: "Shiuli Akter".to_owned(),
            role,
            scope,
            session: None,
        }
    }
}

fn migrations() -> [Migrations; 4] {
    [
        journal::migrations(),
        access::migrations(),
        blobs::migrations(),
        pids::migrations(),
    ]
}
