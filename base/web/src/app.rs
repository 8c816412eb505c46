//! What every handler can reach.

use std::sync::Arc;

use db::Db;
use kernel::World;

use crate::{Live, Texts};

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The records.
    pub db: Db,
    /// Time, ids, randomness.
    pub world: World,
    /// The words.
    pub texts: Arc<Texts>,
    /// Who listens to what.
    pub live: Live,
    /// Whether readers come over TLS, so that cookies must not travel without it.
    pub secure: bool,
}
