//! Every line of the workspace's dependencies says what it is for, and some crate uses it.

use std::collections::BTreeSet;

use super::{File, Finding, Repository};

/// What is wrong with the workspace's dependencies, with the lines from 1; `used` are those of its crates.
fn look_at(manifest: &str, used: &BTreeSet<&str>) -> Vec<(usize, String)> {
    let lines = (1..)
        .zip(manifest.lines())
        .skip_while(|(_, line)| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| line.starts_with(char::is_alphabetic));
    let mut found = Vec::new();
    for (number, line) in lines {
        let name = line.split([' ', '=']).next().unwrap_or(line);
        let words = line.rsplit_once(" # ").map_or("", |(_, words)| words);
        if words.trim().is_empty() {
            found.push((number, format!("what is `{name}` for?")));
        }
        if !used.contains(name) {
            found.push((number, format!("no crate uses `{name}`")));
        }
    }
    found
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let members = repository.metadata.members();
    let used = members
        .flat_map(|package| &package.dependencies)
        .map(|dependency| dependency.name.as_str())
        .collect();
    let root = |file: &&File| file.path == "Cargo.toml";
    let files = repository.files.iter().filter(root);
    files
        .flat_map(|file| look_at(&file.text, &used))
        .map(|(line, words)| Finding::new("Cargo.toml", line, words))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::look_at;

    #[test]
    fn only_dependencies_are_asked() {
        let manifest = "[workspace]\na = 1\n[workspace.dependencies]\n# --- text ---\ncsv = \"1\" # tables\ntoml = \"1\"\n[profile.dev]\nb = 1\n";
        let used = ["csv", "toml"].into();
        let found = look_at(manifest, &used);
        assert_eq!(found, [(6, "what is `toml` for?".to_owned())]);
        let found = look_at(manifest, &["toml"].into());
        assert_eq!(found[0], (5, "no crate uses `csv`".to_owned()));
    }
}
