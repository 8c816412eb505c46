#![doc = include_str!("../README.md")]
#![expect(
    clippy::unicode_not_nfc,
    reason = "NFC takes ড় ঢ় য় apart; the form that this crate defines keeps them whole"
)]

pub mod calendar;
pub mod collate;
pub mod digits;
mod lang;
pub mod normalise;

pub use calendar::BanglaDate;
pub use lang::{Lang, UnknownLang};
