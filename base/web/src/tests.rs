//! Tests over the whole crate: every page in both languages, the stylesheet's colours, the outer layers.

mod colours;
mod layers;
mod pages;

use std::sync::Arc;

use kernel::bangla::Lang;
use kernel::{BdTime, World};

use crate::{App, MenuGroup, MenuLink, Page, Texts, Toast, Who, floor_locales};

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

/// An app over an empty embedded database, with a clock that stands still.
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
    let app = App::new(db, World::fake(7, now()).0, blobs, &[]).unwrap();
    (app, folder)
}
