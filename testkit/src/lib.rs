//! What tests stand on: a fresh, migrated database on either engine, a clock that is set by hand and
//! randomness that repeats.
//!
//! ```no_run
//! # const MIGRATIONS: &[db::Migrations] = &[];
//! // One test for each engine, named `a_ward_is_found::sqlite` and `a_ward_is_found::postgres`.
//! testkit::both! { MIGRATIONS;
//!     fn a_ward_is_found(t: &testkit::TestDb) {
//!         let found = t.db.read_now(|c| c.query_one("SELECT 1", db::args![], |row| row.at::<i64>(0)));
//!         assert!(found.is_ok());
//!     }
//! }
//! ```
//!
//! `both!` takes `async fn` as well. PostgreSQL is started once per test process and ends with it;
//! `cargo xtask test` starts one for all processes and names it in [`SHARED_SERVER`]. Each test has a
//! database of its own, cloned from a template that was migrated once.
//!
//! With the feature `app` there is the whole server too, without a socket: `TestApp` and its
//! `Visitor`s, for stories with named actors.
//!
//! A file under `tests/` begins with `#![cfg(test)]`: that is how clippy knows that its helpers, too,
//! may unwrap.

#[cfg(feature = "app")]
mod app;
mod database;
mod fresh;
mod schema;
#[cfg(feature = "app")]
mod visitor;

#[cfg(feature = "app")]
pub use app::{TestApp, migrations};
pub use database::{TestDb, on, on_both};
pub use fresh::{UPDATE, assert_fresh};
pub use schema::schema_text;
pub use throwaway::{Postgres, free_port};
#[cfg(feature = "app")]
pub use visitor::{Answer, Visitor};

/// The environment variable that names a PostgreSQL server shared by all test processes, such as
/// `postgres://postgres@127.0.0.1:5432/postgres`.
pub const SHARED_SERVER: &str = "ALOR_TEST_PG";

/// Declares a test that runs on both engines: `both! { MIGRATIONS; fn name(t: &TestDb) { … } }`.
#[macro_export]
macro_rules! both {
    ($migrations:expr; $($(#[$meta:meta])* fn $name:ident($t:ident : $kind:ty) $body:block)+) => {
        $(
            $(#[$meta])*
            #[cfg(test)]
            mod $name {
                use super::*;

                fn body($t: $kind) $body

                #[test]
                fn sqlite() {
                    $crate::on(::db::Engine::Sqlite, $migrations, body);
                }

                #[test]
                fn postgres() {
                    $crate::on(::db::Engine::Postgres, $migrations, body);
                }
            }
        )+
    };
    ($migrations:expr; $($(#[$meta:meta])* async fn $name:ident($t:ident : $kind:ty) $body:block)+) => {
        $(
            $(#[$meta])*
            #[cfg(test)]
            mod $name {
                use super::*;

                async fn body($t: $kind) $body

                #[test]
                fn sqlite() {
                    $crate::on(::db::Engine::Sqlite, $migrations, |t| $crate::block_on(body(t)));
                }

                #[test]
                fn postgres() {
                    $crate::on(::db::Engine::Postgres, $migrations, |t| $crate::block_on(body(t)));
                }
            }
        )+
    };
}

/// Runs `future` on a runtime like the server's, with two worker threads.
///
/// # Panics
/// When the machine gives no threads.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    #[expect(
        clippy::expect_used,
        reason = "a test without its runtime cannot go on"
    )]
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be built")
        .block_on(future)
}

/// The fields that an error is about.
pub fn fields(error: &kernel::Error) -> Vec<&str> {
    let named = error.fields.iter();
    named.map(|field| field.field.as_str()).collect()
}
