//! Every line of the workspace's dependencies says what it is for.

use super::{Finding, Repository};

/// The lines, from 1, that name a dependency and nothing about it.
fn silent(manifest: &str) -> Vec<(usize, &str)> {
    (1..)
        .zip(manifest.lines())
        .skip_while(|(_, line)| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| {
            let words = line
                .rsplit_once(" # ")
                .map_or("", |(_, words)| words.trim());
            let names_a_crate = line.starts_with(char::is_alphabetic);
            names_a_crate && words.is_empty()
        })
        .map(|(number, line)| (number, line.split([' ', '=']).next().unwrap_or(line)))
        .collect()
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .files
        .iter()
        .filter(|file| file.path == "Cargo.toml")
        .flat_map(|file| {
            silent(&file.text).into_iter().map(|(line, name)| {
                Finding::new(&file.path, line, format!("what is `{name}` for?"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::silent;

    #[test]
    fn only_dependencies_are_asked() {
        let manifest = "[workspace]\na = 1\n[workspace.dependencies]\n# --- text ---\ncsv = \"1\" # tables\ntoml = \"1\"\n[profile.dev]\nb = 1\n";
        assert_eq!(silent(manifest), [(6, "toml")]);
    }
}
