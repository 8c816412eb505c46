//! What the sources say of routes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files of the program itself, without its tests.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") && !name.contains("tests") {
            files.push(path);
        }
    }
    files
}

/// Each `.route("…", …)` with its methods.
pub(crate) fn routes_in(text: &str) -> BTreeSet<(String, &'static str)> {
    let code = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let mut found = BTreeSet::new();
    for rest in code.split(".route(").skip(1) {
        let call = balanced(rest);
        let pattern = call.split('"').nth(1).unwrap().to_owned();
        for (word, method) in [
            ("get(", "GET"),
            ("post(", "POST"),
            ("put(", "PUT"),
            ("delete(", "DELETE"),
        ] {
            let named =
                |at: usize| !call[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if call.match_indices(word).any(|(at, _)| named(at)) {
                found.insert((pattern.clone(), method));
            }
        }
    }
    found
}

/// What stands before the bracket that closes a call.
fn balanced(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}
