//! The floor that every page stands on: the frame, the components, forms, texts in both languages, error
//! pages, live updates, the API's description.
//!
//! # To add a page
//! 1. Write `templates/<capability>/<page>.html`: `{% extends "frame.html" %}`,
//!    `{% import "components.html" as c %}`, and a `{% block main %}`. Your crate's `askama.toml` says
//!    `dirs = ["templates", "../../base/web/templates"]`.
//! 2. Write the template's struct in `pages.rs` with the fields `page: web::Page` and, where there is a
//!    form, `form: web::Form`, and a handler that ends in `cx.show(&…)`.
//! 3. Every word is a key in `locales/bn.ftl` and `locales/en.ftl`.
//! 4. Add the route to your system's `routes` and, if clerks come to it from the rail, a [`MenuItem`].
//!
//! ```ignore
//! async fn save(cx: Cx, form: Form) -> web::Result<Response> {
//!     match service::save(&cx, &form).await {
//!         Ok(id) => Ok(cx.go_saying(&format!("/wards/{id}"), "saved")),
//!         Err(error) => cx.show_again(&WardPage { page: cx.page("ward-edit"), form: form.or_fail(error)? }),
//!     }
//! }
//! ```

mod account;
pub mod api;
mod app;
mod ask;
mod assets;
pub mod cookies;
pub mod csrf;
mod cx;
mod error;
mod failure;
mod form;
mod frame;
mod house;
mod intake;
mod layers;
mod live;
mod office;
mod page;
pub mod pager;
pub mod parts;
mod places;
mod prefs;
mod reference;
mod styleguide;
mod system;
#[cfg(test)]
mod tests;
mod texts;

use kernel::Lang;

pub use app::App;
pub use ask::{Ask, Wants};
pub use cx::Cx;
pub use error::{Error, Result, status};
pub use form::{FIELDS_MAX, Form, Upload};
pub use house::{house, house_with};
pub use intake::{FORM_BYTES_MAX, UPLOAD_BYTES_MAX};
pub use layers::{ANSWER_TIME_MAX, BODY_BYTES_MAX};
pub use live::{Heard, LISTENERS_MAX, Listener, Live};
pub use page::{Count, MenuGroup, MenuLink, Page, Theme, Toast, Who};
pub use places::{Place, Places};
pub use system::{MenuItem, System, Timer};
pub use texts::{Arg, Locale, Texts, gaps};

/// The texts of the frame, the components and the errors of the whole floor.
pub const LOCALES: &[Locale] = &[
    (Lang::Bn, include_str!("../locales/bn.ftl")),
    (Lang::En, include_str!("../locales/en.ftl")),
    (Lang::Bn, include_str!("../locales/account.bn.ftl")),
    (Lang::En, include_str!("../locales/account.en.ftl")),
    (Lang::Bn, include_str!("../locales/office.bn.ftl")),
    (Lang::En, include_str!("../locales/office.en.ftl")),
    (Lang::Bn, include_str!("../locales/styleguide.bn.ftl")),
    (Lang::En, include_str!("../locales/styleguide.en.ftl")),
];

/// The texts of the whole floor: this crate's, those of the journal, of access and of blobs. A system's tests load them with its own.
pub fn floor_locales() -> impl Iterator<Item = Locale> {
    LOCALES
        .iter()
        .chain(journal::LOCALES)
        .chain(access::LOCALES)
        .chain(blobs::LOCALES)
        .copied()
}
