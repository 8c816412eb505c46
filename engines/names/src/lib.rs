#![doc = include_str!("../README.md")]
#![expect(
    clippy::unicode_not_nfc,
    reason = "the dictionary and its tests keep ড় ঢ় য় whole, as the bangla crate does"
)]

mod compare;
mod dictionary;
mod distance;
mod explain;
pub mod index;
mod joins;
mod key;
mod name;
mod person;
pub mod romanise;
mod sound;
mod words;

pub use compare::{keys_match, score};
pub use explain::{Explanation, How, PartMatch, explain};
pub use key::{KEY_BYTES_MAX, KEYS_PER_PART_MAX};
pub use name::{Name, PARTS_MAX, Part, PartKind};
pub use person::{Person, score_person};
