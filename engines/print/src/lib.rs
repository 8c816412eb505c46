//! Typesets the prison's documents: data in, PDF out, nothing else.
//!
//! [`Renderer`] holds what is the same for every job (the standard library, the fonts, the templates) and is built once.
//! [`serve()`] is the loop of the worker `alor-print`. What can be printed, and how it travels, is the crate `printing`'s
//! to say: the server depends on that one alone and never compiles this one.
//!
//! A template sees three files: its own sources, `/data.json` and `/photo`. There is no path, network, clock or package
//! behind them, so whatever people type can only ever become ink.

mod fonts;
mod render;
mod serve;
mod templates;
mod world;

pub use crate::render::{PAGES_MAX, RenderError, Rendered, Renderer};
pub use crate::serve::serve;
