//! What every handler can reach.

use std::sync::Arc;

use access::Access;
use blobs::Blobs;
use db::Db;
use kernel::{Result, World};

use crate::api::Offer;
use crate::system::{MenuItem, System};
use crate::{Live, Places, Texts, floor_locales};

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The records.
    pub db: Db,
    /// Time, ids, randomness.
    pub world: World,
    /// Who may do what.
    pub access: Access,
    /// Photos and papers.
    pub blobs: Blobs,
    /// The words.
    pub texts: Arc<Texts>,
    /// Who listens to what.
    pub live: Live,
    /// The names of prisons.
    pub places: Places,
    /// What prints PDFs, where the worker is installed.
    pub printer: Option<Arc<printing::Printer>>,
    /// Who follows the journal: the health page lets one of them try a line again.
    pub readers: Arc<[journal::Reader]>,
    /// What the API can tell: what an administrator grants to programs.
    pub offers: Arc<[Offer]>,
    /// The rail.
    pub menu: Arc<[MenuItem]>,
    /// Whether readers come over TLS, so that cookies must not travel without it.
    pub secure: bool,
    /// Whether a proxy of ours stands in front, whose `x-forwarded-for` tells the reader's address.
    pub proxied: bool,
}

impl App {
    /// The app of `systems`, for readers without TLS; set the other fields afterwards.
    ///
    /// # Errors
    /// A bug, when a text or a policy cannot be read.
    pub fn new(db: Db, world: World, blobs: Blobs, systems: &[System]) -> Result<Self> {
        let locales = systems.iter().flat_map(|system| system.locales);
        let menu = systems.iter().flat_map(|system| system.menu);
        let readers = systems.iter().flat_map(|system| system.readers);
        let offers = systems.iter().flat_map(|system| system.offers);
        let floor = crate::account::MENU.iter().chain(crate::office::MENU);
        Ok(Self {
            db,
            world,
            access: Access::new()?,
            blobs,
            texts: Arc::new(Texts::load(floor_locales().chain(locales.copied()))?),
            live: Live::default(),
            places: Places::default(),
            printer: None,
            readers: readers.copied().collect(),
            offers: offers.copied().collect(),
            menu: menu.chain(floor).copied().collect(),
            secure: false,
            proxied: false,
        })
    }
}
