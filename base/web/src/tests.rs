//! Tests over the whole crate: every page in both languages, the stylesheet's colours, the outer layers.

mod colours;
mod layers;
mod pages;

use std::sync::Arc;

use access::{Actor, NewUser, Role, Scope, Secret};
use kernel::bangla::Lang;
use kernel::{BdTime, PrisonId, Uuid, World};

use crate::{
    App, MenuGroup, MenuLink, Page, Place, Places, System, Texts, Toast, Who, floor_locales,
};

pub(crate) const TANGAIL: PrisonId = PrisonId(Uuid::from_u128(1));
pub(crate) const FENI: PrisonId = PrisonId(Uuid::from_u128(2));

/// Tangail lies in Dhaka division, Feni in Chattogram.
pub(crate) fn places() -> Places {
    let place = |prison, name: &str, division: &str| Place {
        prison,
        name_bn: name.to_owned(),
        name_en: name.to_owned(),
        division: division.to_owned(),
        division_bn: division.to_owned(),
        division_en: division.to_owned(),
    };
    let places = Places::default();
    places.set(vec![
        place(TANGAIL, "Tangail District Jail", "30"),
        place(FENI, "Feni District Jail", "20"),
    ]);
    places
}

/// A system that brings nothing, for tests to add to.
pub(crate) const TRIAL: System = System {
    name: "trial",
    routes: axum::Router::new,
    api: utoipa_axum::router::OpenApiRouter::new,
    menu: &[],
    migrations: db::Migrations {
        part: "trial",
        steps: &[],
    },
    locales: &[],
    readers: &[],
    timers: &[],
    offers: &[],
};

/// 24 November 2026, 14:07 in Dhaka.
pub(crate) fn now() -> BdTime {
    BdTime::parse_rfc3339("now", "2026-11-24T14:07:00+06:00").unwrap()
}

pub(crate) fn texts() -> Arc<Texts> {
    Arc::new(Texts::load(floor_locales()).unwrap())
}

/// A page as a clerk sees it.
pub(crate) fn page(lang: Lang) -> Page {
    let who = Who {
        name: lang.pick("শিউলি বেগম", "Shiuli Begum").to_owned(),
        role: lang.pick("ভর্তি ক্লার্ক", "Admission clerk").to_owned(),
        place: lang
            .pick(
                "ঢাকা কেন্দ্রীয় কারাগার, কেরানীগঞ্জ",
                "Dhaka Central Jail, Keraniganj",
            )
            .to_owned(),
    };
    let link = |key, href, icon| MenuLink {
        key,
        href,
        icon,
        current: href == "/styleguide",
    };
    Page {
        who: Some(who),
        csrf: "token".to_owned(),
        path: "/styleguide".to_owned(),
        request: "0192".to_owned(),
        menu: vec![
            MenuGroup {
                key: "",
                links: vec![link("home", "/", "home"), link("search", "/find", "search")],
            },
            MenuGroup {
                key: "group-admin",
                links: vec![
                    link("menu-users", "/users", "people"),
                    link("styleguide", "/styleguide", "swatch"),
                ],
            },
        ],
        toasts: vec![Toast {
            tone: "good",
            text: texts().tr(lang, "saved", &[]),
        }],
        ..Page::bare(texts(), lang, now(), "…".to_owned())
    }
}

/// An app over an empty embedded database, with two prisons and a clock that stands still.
pub(crate) fn app() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = db::Options {
        create: true,
        ..db::Options::default()
    };
    let url = db::Url::Sqlite(folder.path().join("alor.db"));
    let db = db::Db::open(&url, options).unwrap();
    db.migrate(&[
        journal::migrations(),
        access::migrations(),
        blobs::migrations(),
    ])
    .unwrap();
    let blobs = blobs::Blobs::folder(&folder.path().join("blobs")).unwrap();
    let mut app = App::new(db, World::fake(7, now()).0, blobs, &[]).unwrap();
    app.places = places();
    (app, folder)
}

/// Makes a user, whose first password is `first`.
pub(crate) async fn appoint(app: &App, login: &str, role: Role, scope: Scope, first: &str) {
    let hashed = access::hash(&app.world, login, Secret::new(first)).await;
    let (access, world, hashed) = (app.access.clone(), app.world.clone(), hashed.unwrap());
    let division = scope
        .prison()
        .and_then(|prison| app.places.division_of(prison));
    let new = NewUser {
        login: login.to_owned(),
        name_bn: "শিউলি বেগম".to_owned(),
        name_en: "Shiuli Begum".to_owned(),
        role,
        scope,
        division,
    };
    let operator = Actor::system("test");
    let create = move |tx: &mut db::Tx<'_>| {
        let doing = access::Doing::new(&operator, &access, &world);
        access::create_user(tx, &doing, new.clone(), &hashed)
    };
    app.db.write(create).await.unwrap();
}
