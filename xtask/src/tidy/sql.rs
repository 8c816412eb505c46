//! SQL lives in `store.rs` and in the base crates that own tables, so that a reader knows where the
//! statements are and a change of table is a change of one file.

use super::{Finding, Repository};

/// Where statements belong, beside `store*.rs`, `store/` and tests.
const OWNERS: [&str; 9] = [
    "base/access/",
    "base/blobs/",
    "base/db/",
    "base/journal/",
    "benches/",
    "e2e/",
    "testkit/",
    // This rule names the words that it looks for.
    "xtask/",
    "docs/",
];

/// Beginnings of statements; in capitals, as the house writes them.
const STATEMENTS: [&str; 8] = [
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "UPDATE ",
];

fn may_hold_sql(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    OWNERS.iter().any(|owner| path.starts_with(owner))
        || name.starts_with("store")
        || name == "tests.rs"
        || path.contains("/store/")
        || path.contains("/tests/")
        || path.contains("/migrations/")
}

/// The statement that a line of code holds, if it does.
fn statement(line: &str) -> Option<&'static str> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return None;
    }
    STATEMENTS.into_iter().find(|word| {
        code.find(word).is_some_and(|at| {
            let before = code.get(..at).unwrap_or_default();
            !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && (*word != "UPDATE " || code.contains(" SET "))
        })
    })
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &repository.files {
        if !file.has_extension("rs") || may_hold_sql(&file.path) {
            continue;
        }
        for (number, line) in file.lines_before_tests() {
            if let Some(word) = statement(line) {
                let words = format!("`{}` belongs in store.rs", word.trim_end());
                found.push(Finding::new(&file.path, number, words));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{may_hold_sql, statement};

    #[test]
    fn stores_and_tests_hold_sql_and_pages_do_not() {
        assert!(may_hold_sql("systems/pids/src/custody/store.rs"));
        assert!(may_hold_sql("systems/pids/src/find/store/keys.rs"));
        assert!(may_hold_sql("systems/pids/tests/stories.rs"));
        assert!(!may_hold_sql("systems/pids/src/custody/pages.rs"));
        assert!(!may_hold_sql("app/src/restore.rs"));
    }

    #[test]
    fn statements_are_seen_and_words_are_not() {
        assert!(statement(r#"let sql = "SELECT id FROM person";"#).is_some());
        assert!(statement("    UPDATE person SET version = $1").is_some());
        assert!(statement("// SELECT is a word in a comment").is_none());
        assert!(statement("const UPDATE: &str").is_none());
        assert!(statement("RESELECT x").is_none());
    }
}
