//! Access: who may do what, and who it is that asks.
//!
//! | to … | use |
//! | --- | --- |
//! | ask whether somebody may do something, first in every verb and every read | [`Access::may`] |
//! | show or hide a menu entry | [`Access::could`] |
//! | add something that can be done | a line in `src/actions.rs`, one in `policies/schema.cedarschema`, permits in the roles' files, then `ALOR_UPDATE=1 cargo test -p access` for `matrix.txt` |
//! | log somebody in | [`log_in`], then [`give_code`] or [`change_password`] where the session [`Need`]s it |
//! | know who sends a request | [`session_actor`], [`touch`], [`csrf_ok`]; for programs [`client_actor`] |
//! | keep users | [`users()`], [`create_user`], [`change_user`], [`reset_password`] … |
//! | move a prison into another division | [`prison_moved`], in the transaction that moves it |
//! | keep programs of other agencies | [`clients`], [`issue_client`], [`change_client`], [`renew_client`], [`revoke_client`] |
//! | say who changes something, and by which request | a [`Doing`], the argument of every verb |
//! | end logins | [`log_out`], [`revoke`], [`revoke_all`] |
//!
//! Everything is denied that no policy permits. The policies are texts in `policies/`, made to be read by
//! an inspector; `matrix.txt` shows what they come to, role by role, and a test keeps it true.
//!
//! What lies outside an actor's scope answers like what does not exist.
//!
//! ```
//! use access::{Access, Action, Actor, DataClass, Resource, Role, Scope};
//! use kernel::{Kind, PrisonId, Uuid};
//!
//! # fn main() -> kernel::Result<()> {
//! let access = Access::new()?;
//! let [here, there] = [1, 2].map(|number| PrisonId(Uuid::from_u128(number)));
//! let clerk = Actor {
//!     role: Role::AdmissionClerk,
//!     scope: Scope::Prison(here),
//!     ..Actor::system("example")
//! };
//! let may = |action, prison| {
//!     access.may(&clerk, action, Resource::at(prison, "dhaka", DataClass::Ordinary))
//! };
//! may(Action::AdmissionStart, here)?;
//! assert_eq!(may(Action::AdmissionVerify, here).unwrap_err().kind, Kind::Denied);
//! assert_eq!(may(Action::AdmissionStart, there).unwrap_err().kind, Kind::NotFound);
//! # Ok(()) }
//! ```
//!
//! Every verb here leaves a line in the journal under the system's name `access`, failed logins included.

mod actions;
mod api_client;
mod csrf;
mod doing;
mod login;
mod password;
mod policy;
mod roles;
mod secret;
mod session;
mod store;
mod tell;
mod throttle;
mod totp;
mod totp_verbs;
mod typed;
mod users;
mod words;

pub use actions::{Action, DataClass};
pub use api_client::{
    ApiActor, Client, ClientState, ClientToken, Grant, NewClient, change_client, client,
    client_actor, clients, issue_client, renew_client, revoke_client, touch_client,
};
pub use csrf::{csrf_ok, csrf_token};
pub use doing::Doing;
pub use login::{Attempt, LoggedIn, change_password, give_code, log_in};
pub use password::{Hashed, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, check_rules, hash};
pub use policy::{Access, Resource};
pub use roles::{Actor, Role, Scope, ScopeKind};
pub use secret::Secret;
pub use session::{
    IDLE_MAX, LIFE_MAX, Need, Session, SessionRow, log_out, revoke, revoke_all, session,
    session_actor, sessions_of, touch,
};
pub use totp::{RECOVERY_CODES, TotpOffer, code_at};
pub use totp_verbs::{totp_confirm, totp_offer, totp_remove};
pub use users::{
    NewUser, User, appoints, change_user, create_user, disable_user, enable_user, prison_moved,
    reset_password, user, user_by_login, users,
};

/// The name under which this part tells the journal.
pub const SYSTEM: &str = "access";

/// The tables of access.
pub fn migrations() -> db::Migrations {
    db::Migrations {
        part: "access",
        steps: &[
            db::Migration {
                name: "V1__access",
                sql: include_str!("../migrations/V1__access.sql"),
            },
            db::Migration {
                name: "V2__api_clients",
                sql: include_str!("../migrations/V2__api_clients.sql"),
            },
        ],
    }
}

/// The words of this part: errors, roles, classes of data.
pub const LOCALES: &[(kernel::Lang, &str)] = &[
    (kernel::Lang::Bn, include_str!("../locales/bn.ftl")),
    (kernel::Lang::En, include_str!("../locales/en.ftl")),
];

#[cfg(test)]
mod matrix;
