//! Photos and papers, kept by the hash of their content: the same bytes are kept once, nothing is ever
//! overwritten by something else, and a file that was changed or lost shows in [`Blobs::verify`].
//!
//! 1. [`Blobs::put_image`] or [`Blobs::put_file`] checks what the bytes are and makes them durable.
//! 2. [`record`] writes the row in the caller's own transaction, next to the record that names the hash.
//! 3. [`find`] gives the row, with the class that decides who may read it; [`Blobs::get`] gives the bytes.
//!
//! A picture is decoded within limits and encoded anew, so that where and with what it was taken is gone,
//! and so is whatever else was hidden in the file.

mod picture;
mod place;
mod rows;
#[cfg(feature = "s3")]
mod s3;
mod sniff;
mod store;
mod verify;

pub use picture::{PIXELS_MAX, SIDE_MAX, THUMBNAIL_SIDE};
pub use place::{Access, Place};
pub use rows::{Class, Row, find, record};
pub use store::{Blobs, FILE_BYTES_MAX, Picture, Stored};
pub use verify::Problem;

/// The words of this part's errors.
pub const LOCALES: &[(kernel::Lang, &str)] = &[
    (kernel::Lang::Bn, include_str!("../locales/bn.ftl")),
    (kernel::Lang::En, include_str!("../locales/en.ftl")),
];

/// The table of blobs.
pub fn migrations() -> db::Migrations {
    db::Migrations {
        part: "blobs",
        steps: &[db::Migration {
            name: "V1__blobs",
            sql: include_str!("../migrations/V1__blobs.sql"),
        }],
    }
}
