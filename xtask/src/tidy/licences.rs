//! Every crate that we build may be given on under its licence together with ours (AGPL-3.0).

use std::iter::Peekable;

use super::{Finding, Repository};

/// Licences that need nothing from us but their notice; `deny.toml` has the same list.
const ALLOWED: [&str; 16] = [
    "0BSD",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Exceptions that only give more rights.
const EXCEPTIONS: [&str; 1] = ["LLVM-exception"];

/// Whether an SPDX expression leaves a choice of which every part is allowed. One that cannot be read
/// allows nothing.
fn is_allowed(expression: &str) -> bool {
    // Old manifests write `MIT/Apache-2.0` for a choice.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any(&mut words) == Some(true) && words.next().is_none()
}

/// `all OR all OR …`. Every part is read to its end even when the answer is known.
fn any<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<bool> {
    let mut allowed = all(words)?;
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words)?;
    }
    Some(allowed)
}

/// `one AND one AND …`
fn all<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<bool> {
    let mut allowed = one(words)?;
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words)?;
    }
    Some(allowed)
}

/// A licence with or without an exception, or an expression in parentheses.
fn one<'a>(words: &mut Peekable<impl Iterator<Item = &'a str>>) -> Option<bool> {
    let first = words.next()?;
    if first == "(" {
        let allowed = any(words)?;
        return (words.next() == Some(")")).then_some(allowed);
    }
    let known = ALLOWED.contains(&first);
    if words.next_if_eq(&"WITH").is_none() {
        return Some(known);
    }
    let exception = words.next()?;
    Some(known && EXCEPTIONS.contains(&exception))
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .metadata
        .packages
        .iter()
        .filter_map(|package| {
            let licence = package.license.as_deref().unwrap_or("no licence");
            let words = format!("`{licence}` is not on the list of licences");
            let name = format!("{} {}", package.name, package.version);
            (!is_allowed(licence)).then(|| Finding::new(name, 0, words))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ALLOWED, is_allowed};

    #[test]
    fn deny_toml_has_the_same_list() {
        let deny = include_str!("../../../deny.toml");
        let (_, after) = deny.split_once("\nallow = [").unwrap();
        let (list, _) = after.split_once(']').unwrap();
        let theirs: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        let plain: Vec<&str> = theirs
            .iter()
            .copied()
            .filter(|licence| !licence.contains(" WITH "))
            .collect();
        assert_eq!(plain, ALLOWED);
        assert!(theirs.iter().all(|licence| is_allowed(licence)));
    }

    #[test]
    fn expressions() {
        for allowed in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "Zlib OR (GPL-2.0-only AND ISC)",
        ] {
            assert!(is_allowed(allowed), "{allowed}");
        }
        for forbidden in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "MIT OR",
            "(MIT",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "(MIT OR Apache-2.0) AND OpenSSL",
            "no licence",
        ] {
            assert!(!is_allowed(forbidden), "{forbidden}");
        }
    }
}
