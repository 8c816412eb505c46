//! Words that are not left behind.

use super::{File, Finding, Repository};

/// Marks of unfinished work: an issue is the place for it. Split, so that this file does not hold
/// what it forbids.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
];

/// Folders of one machine, which mean nothing on another.
const MACHINE: [&str; 3] = [
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/ro", "ot/"),
];

/// Extensions of files that people write.
const WRITTEN: [&str; 14] = [
    "css", "ftl", "html", "js", "json", "md", "rs", "sh", "sql", "svg", "toml", "tsv", "txt", "typ",
];

fn find(file: &File, needles: &[&'static str]) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for needle in needles {
            if has_word(line, needle) {
                found.push((number, *needle));
            }
        }
    }
    found
}

/// Whether `line` holds `needle` where it is not part of a longer word.
fn has_word(line: &str, needle: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(needle).any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at + needle.len()..).unwrap_or_default();
        !(before.ends_with(joins) || needle.ends_with(joins) && after.starts_with(joins))
    })
}

fn report(
    repository: &Repository,
    needles: &[&'static str],
    words: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let written = |file: &&File| {
        let is_written = WRITTEN
            .iter()
            .any(|extension| file.has_extension(extension))
            || file.path.starts_with(".ci/");
        is_written && !file.path.contains("/vendor/")
    };
    repository
        .files
        .iter()
        .filter(written)
        .flat_map(|file| {
            let path = &file.path;
            find(file, needles)
                .into_iter()
                .map(|(line, needle)| Finding::new(path, line, words(needle)))
                .collect::<Vec<_>>()
        })
        .collect()
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    report(repository, &UNFINISHED, |word| {
        format!("`{word}`: finish it or file an issue")
    })
}

pub(super) fn check_paths(repository: &Repository) -> Vec<Finding> {
    report(repository, &MACHINE, |folder| {
        format!("`{folder}` is a folder of one machine")
    })
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::{UNFINISHED, find, has_word};

    #[test]
    fn unfinished_work_is_found_with_its_line() {
        let text = format!("fn a() {{}}\n// {}: later\n", UNFINISHED[0]);
        assert_eq!(
            find(&file("a.rs", &text), &UNFINISHED),
            [(2, UNFINISHED[0])]
        );
        assert!(!has_word(&format!("ME{}", UNFINISHED[0]), UNFINISHED[0]));
        assert!(!has_word("a phone: 01XXXXXXXXX", UNFINISHED[2]));
    }
}
