//! The SQL of matching.

mod decisions;
mod merge;
mod people;
mod suspicion;

use crate::find::store::placeholders;

pub(crate) use decisions::ordered;
pub use decisions::{
    Compared, Decision, Pair, decide, decided, decided_at_gate, decisions_about, latest, note_pair,
    pairs, settle, waits,
};
pub use merge::{
    Merge, Moved, NewMerge, TABLES, gone_from, merge, merge_of, merges, move_all, part,
};
pub(crate) use people::{Known, known};
pub use people::{hold, prison_of, resolve, set_merged};
pub use suspicion::{Suspicion, rule, suspect, suspicion_of, suspicions};

/// The condition that one of two columns lies in a reader's prisons, and its arguments from `$from` on.
fn within(scope: &crate::find::Scope, columns: &[&str], from: usize) -> (String, Vec<db::Value>) {
    match scope {
        crate::find::Scope::All => (String::new(), Vec::new()),
        crate::find::Scope::Prisons(prisons) => {
            let mut values: Vec<db::Value> =
                prisons.iter().map(|prison| (*prison).into()).collect();
            // An empty list is no SQL, and no prison has this id.
            values.push(kernel::Uuid::nil().into());
            let list = placeholders(from, values.len());
            let any: Vec<String> = columns
                .iter()
                .map(|column| format!("{column} IN ({list})"))
                .collect();
            (format!(" AND ({})", any.join(" OR ")), values)
        }
    }
}
