//! PDFs for the rest of the house, without compiling a typesetter.
//!
//! The typesetter is heavy to build and reads what people typed, so it lives in a process of its own: the worker
//! `alor-print` (crate `print`). This crate is the other side of the pipe. It says what can be printed ([`Document`]),
//! how a job travels ([`wire`]), and keeps a small pool of workers that are killed when they take too long and replaced
//! when they die ([`Printer`]).
//!
//! Nothing here formats: digits, dates and names arrive as they shall be read, and every printed word that is not data
//! comes from the caller as a [label](Labels).
//!
//! # To add a document
//! 1. Its data as a struct in [`sheets`], every field a string or rows of strings.
//! 2. A variant in [`Document`] and in [`Template`], and its label keys in `labels.rs`.
//! 3. A template `engines/print/templates/<name>.typ` and its line in `templates.rs` there.
//! 4. A sample in both languages in `engines/print/samples/`; the tests there render it, and look at the page yourself.

mod document;
mod error;
mod labels;
mod printer;
pub mod sheets;
pub mod wire;
mod worker;

pub use crate::document::{Document, PHOTO_BYTES_MAX, Photo, Template};
pub use crate::error::PrintError;
pub use crate::labels::Labels;
pub use crate::printer::{Limits, Printed, Printer, WORKERS_MAX};
