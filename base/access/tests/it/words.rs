//! Every word that access asks for stands in both languages.

use access::{DataClass, Role};
use kernel::Lang;

/// The keys of errors in this crate's sources.
fn keys_in_sources() -> Vec<String> {
    let mut keys = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(path).unwrap();
                let quoted = source.split('"').filter(|text| text.starts_with("err-"));
                keys.extend(quoted.map(str::to_owned));
            }
        }
    }
    keys
}

#[test]
fn every_key_is_said_in_both_languages() {
    // These are the whole floor's, and web says them.
    let elsewhere = ["err-stale", "err-unauthenticated"];
    let mut wanted = keys_in_sources();
    wanted.retain(|key| !elsewhere.contains(&key.as_str()));
    wanted.extend(Role::ALL.iter().map(|role| format!("role-{role}")));
    wanted.extend(DataClass::ALL.iter().map(|class| format!("class-{class}")));
    assert!(wanted.len() > 30);
    for lang in [Lang::Bn, Lang::En] {
        let texts: Vec<&str> = access::LOCALES
            .iter()
            .filter(|(of, _)| *of == lang)
            .map(|(_, text)| *text)
            .collect();
        let said = |key: &str| {
            let start = format!("{key} = ");
            texts
                .iter()
                .any(|text| text.lines().any(|line| line.starts_with(&start)))
        };
        let missing: Vec<_> = wanted.iter().filter(|key| !said(key)).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}
