//! What this system brings into the house.

use kernel::Lang;
use web::{App, MenuItem, System};

/// The inmate database.
pub fn system() -> System {
    System {
        name: "pids",
        routes,
        api: crate::api::api,
        menu: MENU,
        migrations: migrations(),
        locales: LOCALES,
        readers: &[crate::matching::reader::READER],
        timers: &[
            crate::bring_in::service::DRAFTS_GO,
            crate::estate::service::PRISON_CHANGES,
            crate::life::service::LATE,
        ],
        offers: crate::api::OFFERS,
    }
}

fn routes() -> axum::Router<App> {
    axum::Router::new()
        .merge(crate::admission::pages::routes())
        .merge(crate::arrivals::pages::routes())
        .merge(crate::bring_in::pages::routes())
        .merge(crate::estate::pages::routes())
        .merge(crate::find::pages::routes())
        .merge(crate::life::pages::routes())
        .merge(crate::matching::pages::routes())
        .merge(crate::people::pages::routes())
        .merge(crate::record::pages::routes())
        .merge(crate::roll::pages::routes())
        .merge(crate::tasks::pages::routes())
        .merge(crate::times::pages::routes())
}

const fn item(
    key: &'static str,
    href: &'static str,
    icon: &'static str,
    action: access::Action,
) -> MenuItem {
    MenuItem {
        key,
        href,
        icon,
        group: "",
        action,
    }
}

const MENU: &[MenuItem] = &[
    item(
        "menu-arrivals",
        "/arrivals",
        "arrival",
        access::Action::ArrivalRead,
    ),
    item("menu-find", "/find", "search", access::Action::PersonFind),
    item("menu-estate", "/estate", "ward", access::Action::EstateRead),
    item(
        "menu-court",
        "/court",
        "court",
        access::Action::MovementCourt,
    ),
    item(
        "menu-releases",
        "/releases",
        "release",
        access::Action::MovementRelease,
    ),
    item(
        "menu-hospital",
        "/hospital",
        "medical",
        access::Action::MovementHospital,
    ),
    item(
        "menu-transfers",
        "/transfers",
        "export",
        access::Action::MovementTransfer,
    ),
    item("menu-tasks", "/tasks", "task", access::Action::TaskRead),
    item("menu-roll", "/roll", "print", access::Action::ExportRoll),
    item(
        "menu-headcount",
        "/headcount",
        "journal",
        access::Action::ExportHeadcount,
    ),
    item(
        "menu-matches",
        "/matches",
        "people",
        access::Action::PersonMerge,
    ),
    item(
        "menu-import",
        "/import",
        "import",
        access::Action::ImportRun,
    ),
    item("menu-times", "/times", "clock", access::Action::TimesRead),
];

macro_rules! locales {
    ($($room:literal),* $(,)?) => {
        &[$(
            (Lang::Bn, include_str!(concat!("../locales/", $room, ".bn.ftl"))),
            (Lang::En, include_str!(concat!("../locales/", $room, ".en.ftl"))),
        )*]
    };
}

const LOCALES: &[web::Locale] = locales![
    "admission",
    "api",
    "arrivals",
    "bring_in",
    "estate",
    "find",
    "journal",
    "life",
    "matching",
    "record",
    "roll"
];

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        &[$(db::Migration {
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }),*]
    };
}

/// The steps of this system's schema.
pub fn migrations() -> db::Migrations {
    db::Migrations {
        part: "pids",
        steps: steps![
            "V1__inmates",
            "V2__indexes",
            "V3__same_reason",
            "V4__terms_and_files",
            "V5__not_arrived",
        ],
    }
}
