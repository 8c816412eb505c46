//! Crates that never come into the server, not even through another's default features.

use super::{Finding, Repository};

/// Each with its reason.
const FORBIDDEN: [(&str, &str); 4] = [
    (
        "openssl-sys",
        "needs a system library that a prison's node may lack",
    ),
    ("native-tls", "leads to openssl-sys"),
    ("aws-lc-sys", "needs CMake and minutes to build"),
    (
        "sqlx-core",
        "a second database layer; see docs/decisions/0001-database-layer.md",
    ),
];

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let metadata = &repository.metadata;
    let mut found = Vec::new();
    for member in metadata.members() {
        for (id, asked_by) in metadata.built_for(&member.id) {
            let Some(package) = metadata.packages.iter().find(|package| package.id == id) else {
                continue;
            };
            if let Some((name, why)) = FORBIDDEN.iter().find(|(name, _)| *name == package.name) {
                let words = format!("`{name}` through `{}`: {why}", metadata.title(asked_by));
                found.push(Finding::new(member.folder(), 0, words));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::FORBIDDEN;

    #[test]
    fn deny_toml_has_the_same_list() {
        let deny = include_str!("../../../deny.toml");
        let theirs: Vec<(&str, &str)> = deny
            .lines()
            .filter(|line| line.trim_start().starts_with("{ crate = "))
            .map(|line| {
                let mut quoted = line.split('"').skip(1).step_by(2);
                (quoted.next().unwrap(), quoted.next().unwrap())
            })
            .collect();
        assert_eq!(theirs, FORBIDDEN);
    }
}
