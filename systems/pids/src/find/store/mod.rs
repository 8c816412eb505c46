//! The SQL of finding.

mod gather;
mod index;
mod read;

pub use gather::{doc_of, people_after, people_count};
pub use index::{Indexed, index, index_many, insert_indexed, reindex_person, remove, rewrite};
pub use read::prisons_of_division;
pub(crate) use read::{
    Detail, Stored, details, docs, numbered, numbered_from, postings, postings_of_each, stay,
};

/// `$from, $from+1, …`, `count` placeholders with commas between.
pub(crate) fn placeholders(from: usize, count: usize) -> String {
    let all: Vec<String> = (from..from + count).map(|at| format!("${at}")).collect();
    all.join(", ")
}

/// The next of few sizes, so that few different statements are prepared.
fn rounded(count: usize) -> usize {
    count.next_power_of_two().max(4)
}
