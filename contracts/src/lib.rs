//! The one seam between the systems: the events that each tells, one module a system.
//!
//! An event is a struct that implements [`Event`]. It says what is true after the change (the new
//! state, not a difference), so that whoever reads the journal needs no other source. A released
//! event grows only by fields with a default. Nothing has been released yet; from the first release on
//! a journal of each is kept with the tests, and every line of it must stay readable.
//!
//! **To tell a new event:** add a struct with `#[derive(Serialize, Deserialize)]` to the system's
//! module, implement [`Event`] with [`event!`], and append it in the verb's own transaction.

pub mod pids;

use serde::Serialize;

/// How far a line of the journal travels from the prison where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travels {
    /// To headquarters.
    Up,
    /// From headquarters to every prison.
    Down,
    /// Nowhere: it concerns this node alone.
    Stays,
}

/// Something that happened, as told to the journal.
pub trait Event: Serialize {
    /// `<noun>.<past participle>`.
    const KIND: &'static str;
    /// How far it travels. Without an answer to this no event can be written.
    const TRAVELS: Travels;
}

/// Gives an event struct its kind and how far it travels.
#[macro_export]
macro_rules! event {
    ($($name:ident = $kind:literal, $travels:ident;)+) => {
        $(impl $crate::Event for $name {
            const KIND: &'static str = $kind;
            const TRAVELS: $crate::Travels = $crate::Travels::$travels;
        })+
    };
}
