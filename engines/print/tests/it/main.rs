//! Every sheet in both languages, what stops one, and the worker as the server meets it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test cannot do without is there, or the test fails"
)]

mod documents;
mod refusals;
mod support;
mod worker;
