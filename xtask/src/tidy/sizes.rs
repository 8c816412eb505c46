//! A file past 400 lines wants to be two. (Clippy counts the lines of functions.)

use super::{Finding, Repository};

/// Lines of a Rust file, its tests included.
const LINES_MAX: usize = 400;

/// Files that may be longer, each with its reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .files
        .iter()
        .filter(|file| file.has_extension("rs"))
        .filter(|file| !EXCEPTIONS.iter().any(|(path, _)| *path == file.path))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            let words = format!("{lines} lines, more than {LINES_MAX}: make it two files");
            (lines > LINES_MAX).then(|| Finding::new(&file.path, 0, words))
        })
        .collect()
}
