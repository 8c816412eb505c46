//! What a system brings into the house.

use std::time::Duration;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use crate::api::Offer;
use crate::texts::Locale;

/// One system: everything that the house must know of it, in one place.
#[derive(Clone, Copy)]
pub struct System {
    /// Its short name, as in `systems/`.
    pub name: &'static str,
    /// Its pages.
    pub routes: fn() -> Router<App>,
    /// Its part of the API, relative to `/api/v1`.
    pub api: fn() -> OpenApiRouter<App>,
    /// Its links in the rail.
    pub menu: &'static [MenuItem],
    /// Its tables.
    pub migrations: db::Migrations,
    /// Its texts in both languages.
    pub locales: &'static [Locale],
    /// What it does when the journal tells of events.
    pub readers: &'static [journal::Reader],
    /// What it does by the clock.
    pub timers: &'static [Timer],
    /// What its API can tell, so that an administrator can grant it piece by piece.
    pub offers: &'static [Offer],
}

/// A link of the rail.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// The text's key.
    pub key: &'static str,
    /// Where it goes; it is marked on every page under that path.
    pub href: &'static str,
    /// The icon's name in `icons.svg`.
    pub icon: &'static str,
    /// Shown only to roles that may do this.
    pub action: access::Action,
    /// The heading's key under which it stands; empty at the top.
    pub group: &'static str,
}

/// Something that is done by the clock. It runs on a blocking thread, one run at a time.
#[derive(Clone, Copy, Debug)]
pub struct Timer {
    /// A name for the log and the health page.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
    /// The work.
    pub run: fn(&App) -> kernel::Result<()>,
}
