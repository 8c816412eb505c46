//! Kinds of court.

use std::sync::LazyLock;

use crate::table::{Table, shipped};
use crate::terms::Term;

/// The kinds of court that send people to jail or call them out of it; a court is a kind and a place.
pub fn courts() -> &'static Table<Term> {
    static TABLE: LazyLock<Table<Term>> =
        LazyLock::new(|| shipped(include_str!("../../../data/courts.tsv")));
    &TABLE
}
