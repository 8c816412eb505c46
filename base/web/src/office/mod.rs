//! The pages of those who watch over the house: whether it is well, who has done what, and which programs of
//! other agencies are let in.

mod clients;
mod health;
mod journal;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use access::Action;
use axum::Router;
use axum::routing::{get, post};

use crate::App;
use crate::system::MenuItem;

#[cfg(test)]
pub(crate) use samples::samples;

/// The links of this module in the rail.
pub(crate) const MENU: &[MenuItem] = &[
    MenuItem {
        key: "menu-apiclients",
        href: "/apiclients",
        icon: "key",
        action: Action::ApiclientWrite,
        group: "group-admin",
    },
    MenuItem {
        key: "menu-journal",
        href: "/journal",
        icon: "journal",
        action: Action::JournalRead,
        group: "group-admin",
    },
    MenuItem {
        key: "menu-health",
        href: "/health",
        icon: "gear",
        action: Action::SystemHealth,
        group: "group-admin",
    },
];

/// The routes of this module.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/apiclients", get(clients::list).post(clients::issue))
        .route("/apiclients/new", get(clients::new_page))
        .route(
            "/apiclients/{id}",
            get(clients::edit_page).post(clients::change),
        )
        .route("/apiclients/{id}/renew", post(clients::renew))
        .route("/apiclients/{id}/revoke", post(clients::revoke))
        .route("/journal", get(journal::show))
        .route("/health", get(health::show))
        .route("/health/retry", post(health::retry))
}

/// The name under which this module tells the journal.
const SYSTEM: &str = "web";
