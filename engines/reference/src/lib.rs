#![doc = include_str!("../README.md")]

mod courts;
mod fold;
mod law;
mod places;
mod prisons;
mod search;
mod table;
mod terms;

pub use courts::courts;
pub use law::{Act, OffenceGroup, Section, acts, search_section, sections, sections_of};
pub use places::{
    District, Division, Level, PlacePath, Union, Upazila, UpazilaKind, districts, divisions,
    unions, unions_of, upazilas, upazilas_of,
};
pub use prisons::{Prison, PrisonKind, prisons, prisons_on};
pub use search::{PlaceMatch, search_place};
pub use table::{Record, Row, Table, TableError};
pub use terms::{Term, countries, education, languages, occupations, relations, religions};
