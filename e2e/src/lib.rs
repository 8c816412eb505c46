//! Journeys in a real browser against the real program.
//!
//! ```no_run
//! # async fn journey() -> anyhow::Result<()> {
//! use e2e::{Browser, Demo, Key, Lang, View};
//!
//! let demo = Demo::start(2, 30)?;
//! let browser = Browser::open(&demo, View::Wide).await?;
//! browser.login(&demo, "admission_clerk").await?;
//! browser.read_in(Lang::Bn).await?;
//! browser.goto("/arrivals").await?;
//! browser.press(Key::Enter).await?;
//! let counts = browser.counts().await?;
//! assert!(counts.keys <= 25, "{counts}");
//! browser.close().await
//! # }
//! ```
//!
//! Each test starts its own [`Demo`], so tests run side by side and none sees another's prisoners.
//! The program, the driver and the browser end with the test, however it ends.
//! `cargo xtask test` builds the program first; `cargo test -p e2e` takes the one that was built last.

mod axe;
mod browser;
mod counts;
mod demo;
mod driver;
mod log;
mod picture;
mod tour;
mod walk;

pub use axe::{Impact, Violation};
pub use browser::{Browser, Lang, View};
pub use counts::Counts;
pub use demo::{Demo, Login};
pub use fantoccini::key::Key;
pub use log::Traffic;
pub use picture::smaller;
pub use tour::{Stop, main_pages};

/// The most that a first view may bring over a slow line, in bytes.
pub const FIRST_VIEW_BYTES_MAX: u64 = 60 * 1024;

/// Runs a journey on a runtime of its own.
///
/// # Errors
/// Those of the journey.
pub fn run(journey: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(journey)
}
