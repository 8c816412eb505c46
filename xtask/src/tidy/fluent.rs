//! Every text stands in both languages and mentions the same things in both.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Repository};

/// One text: where it stands and the variables that it mentions.
#[derive(Debug, Default, PartialEq, Eq)]
struct Text {
    line: usize,
    variables: BTreeSet<String>,
}

/// The texts of a Fluent file by key; an attribute's key is `key.attribute`. The second part has the
/// keys that stand there twice.
fn texts(source: &str) -> (BTreeMap<String, Text>, Vec<(usize, String)>) {
    let mut found = BTreeMap::new();
    let mut twice = Vec::new();
    let (mut message, mut current) = (String::new(), String::new());
    for (line, words) in (1..).zip(source.lines()) {
        if words.starts_with('#') {
            continue;
        }
        if let Some(key) = key(words) {
            current = if let Some(attribute) = key.strip_prefix('.') {
                format!("{message}.{attribute}")
            } else {
                key.clone_into(&mut message);
                message.clone()
            };
            let text = Text {
                line,
                ..Text::default()
            };
            if found.insert(current.clone(), text).is_some() {
                twice.push((line, current.clone()));
            }
        }
        if let Some(text) = found.get_mut(&current) {
            text.variables.extend(variables(words));
        }
    }
    (found, twice)
}

/// The key that a line begins: `key =`, `-term =`, or `.attribute =` further in.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let name = key.trim_start();
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let is_key = match name.strip_prefix('.') {
        Some(attribute) => is_name(attribute) && name.len() < key.len(),
        None => is_name(name.strip_prefix('-').unwrap_or(name)) && name.len() == key.len(),
    };
    is_key.then_some(name)
}

/// The variables of a line, such as `$count`.
fn variables(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|after| {
        after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
            .collect()
    })
}

/// What differs between a Bangla file and its English counterpart.
fn compare(bn: (&str, &str), en: (&str, &str)) -> Vec<Finding> {
    let (bn_texts, bn_twice) = texts(bn.1);
    let (en_texts, en_twice) = texts(en.1);
    let mut found = Vec::new();
    for (path, twice) in [(bn.0, bn_twice), (en.0, en_twice)] {
        for (line, key) in twice {
            found.push(Finding::new(
                path,
                line,
                format!("`{key}` stands here twice"),
            ));
        }
    }
    for (mine, other, here, there) in [
        (&bn_texts, &en_texts, bn.0, en.0),
        (&en_texts, &bn_texts, en.0, bn.0),
    ] {
        for (key, text) in mine {
            if !other.contains_key(key) {
                let words = format!("`{key}` is missing in {there}");
                found.push(Finding::new(here, text.line, words));
            }
        }
    }
    for (key, text) in &bn_texts {
        if let Some(english) = en_texts.get(key)
            && english.variables != text.variables
        {
            let words = format!(
                "`{key}` mentions {:?} here and {:?} in {}:{}",
                text.variables, english.variables, en.0, english.line
            );
            found.push(Finding::new(bn.0, text.line, words));
        }
    }
    found
}

/// The path of the same file in English: of `locales/bn.ftl`, `locales/visits.bn.ftl` or
/// `locales/bn/visits.ftl`.
fn counterpart(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    if let Some(before) = name.strip_suffix("bn.ftl")
        && (before.is_empty() || before.ends_with('.'))
    {
        return Some(format!("{folder}/{before}en.ftl"));
    }
    let above = folder.strip_suffix("/bn")?;
    Some(format!("{above}/en/{name}"))
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let files: BTreeMap<&str, &str> = repository
        .files
        .iter()
        .filter(|file| file.has_extension("ftl"))
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect();
    let pairs: BTreeMap<&str, String> = files
        .keys()
        .filter_map(|path| Some((*path, counterpart(path)?)))
        .collect();
    let mut found = Vec::new();
    for (bn, en) in &pairs {
        let text = |path: &str| files.get(path).copied().unwrap_or_default();
        found.extend(compare((bn, text(bn)), (en, text(en))));
    }
    for path in files.keys() {
        let is_known = pairs.contains_key(path) || pairs.values().any(|en| en == path);
        if !is_known {
            found.push(Finding::new(*path, 0, "has no counterpart in Bangla"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{compare, counterpart, texts};

    #[test]
    fn keys_attributes_and_variables_are_read() {
        let source = "# note = no\na = x { $n }\n    .title = y { $who }\n-term = z\nb =\n    { $count ->\n        [one] one\n       *[other] { $count } of { $max }\n    }\n";
        let (found, twice) = texts(source);
        let keys: Vec<_> = found.keys().map(String::as_str).collect();
        assert_eq!(keys, ["-term", "a", "a.title", "b"]);
        assert_eq!(found["b"].variables.len(), 2);
        assert_eq!(found["a.title"].variables.len(), 1);
        assert!(twice.is_empty());
        assert_eq!(texts("a = 1\na = 2\n").1, [(2, "a".to_owned())]);
    }

    #[test]
    fn differences_are_named_where_they_stand() {
        let found = compare(
            ("bn.ftl", "a = ক\nb = { $n } জন\n"),
            ("en.ftl", "a = A\nb = { $m } people\nc = C\n"),
        );
        let lines: Vec<_> = found
            .iter()
            .map(|finding| (finding.place.as_str(), finding.line))
            .collect();
        assert_eq!(lines, [("en.ftl", 3), ("bn.ftl", 2)]);
        assert!(compare(("bn.ftl", "a = ক"), ("en.ftl", "a = A")).is_empty());
    }

    #[test]
    fn files_are_paired() {
        assert_eq!(counterpart("x/locales/bn.ftl").unwrap(), "x/locales/en.ftl");
        assert_eq!(
            counterpart("x/locales/v.bn.ftl").unwrap(),
            "x/locales/v.en.ftl"
        );
        assert_eq!(
            counterpart("x/locales/bn/v.ftl").unwrap(),
            "x/locales/en/v.ftl"
        );
        assert!(counterpart("x/locales/en.ftl").is_none());
    }
}
