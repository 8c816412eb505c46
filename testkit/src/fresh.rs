use std::path::Path;

/// The environment variable that lets [`assert_fresh`] rewrite a stale file: `ALOR_UPDATE=1`.
pub const UPDATE: &str = "ALOR_UPDATE";

/// Checks that a generated file in the repository is what the code would generate now. With
/// [`UPDATE`] set it is rewritten.
///
/// # Panics
/// When the file is stale, naming the first line that differs and how to rewrite it.
pub fn assert_fresh(path: impl AsRef<Path>, wanted: &str) {
    let path = path.as_ref();
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found == wanted {
        return;
    }
    if std::env::var_os(UPDATE).is_some() {
        if let Err(error) = std::fs::write(path, wanted) {
            panic!("{}: {error}", path.display());
        }
        return;
    }
    let differs = wanted
        .lines()
        .zip(found.lines())
        .position(|(wanted, found)| wanted != found)
        .unwrap_or_else(|| wanted.lines().count().min(found.lines().count()));
    panic!(
        "{} is stale from line {}: rewrite it with {UPDATE}=1 cargo test",
        path.display(),
        differs + 1
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_file_passes_and_a_stale_one_names_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "one\ntwo\n").unwrap();
        assert_fresh(file.path(), "one\ntwo\n");
        let stale = std::panic::catch_unwind(|| assert_fresh(file.path(), "one\n2\n"));
        let words = stale.unwrap_err();
        let words = words.downcast_ref::<String>().unwrap();
        assert!(words.contains("stale from line 2"), "{words}");
    }
}
