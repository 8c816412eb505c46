//! Who may know whom. The house is wide, not tall: systems stand side by side on contracts and base,
//! and engines know nobody but engines.

use super::{Finding, Repository};

/// The room that a crate lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    System,
    Contracts,
    Base,
    Engine,
    App,
    Tools,
}

impl Room {
    fn of(folder: &str) -> Self {
        match folder.split('/').next() {
            Some("systems") => Self::System,
            Some("contracts") => Self::Contracts,
            Some("base") => Self::Base,
            Some("engines") => Self::Engine,
            Some("app") => Self::App,
            _ => Self::Tools,
        }
    }

    /// Whether a crate of this room may use one of `other`, apart from its tests.
    fn may_use(self, other: Self) -> bool {
        match self {
            Self::Engine => other == Self::Engine,
            Self::Base => matches!(other, Self::Base | Self::Engine),
            Self::Contracts => matches!(other, Self::Base | Self::Engine),
            Self::System => matches!(other, Self::Contracts | Self::Base | Self::Engine),
            Self::App => other != Self::Tools,
            Self::Tools => true,
        }
    }
}

/// The crates that speak to a database, and the one that may name them.
const DRIVERS: [&str; 5] = [
    "postgres",
    "r2d2",
    "refinery",
    "rusqlite",
    "tokio-postgres-rustls",
];
const DRIVERS_BELONG_TO: &str = "base/db";

fn breach(from: &str, to: &str, kind: Option<&str>) -> Option<String> {
    let (room, other) = (Room::of(from), Room::of(to));
    let in_tests = kind == Some("dev");
    // A system's tests reach others through their events, like the system itself.
    let side_by_side = room == Room::System && other == Room::System;
    let is_allowed = if in_tests {
        !side_by_side && (room != Room::Engine || other == Room::Engine)
    } else {
        room.may_use(other)
    };
    (!is_allowed).then(|| format!("{room:?} `{from}` may not depend on {other:?} `{to}`"))
}

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in repository.metadata.members() {
        let from = package.folder();
        for dependency in &package.dependencies {
            let Some(to) = dependency.folder() else {
                continue;
            };
            if let Some(words) = breach(from, to, dependency.kind.as_deref()) {
                found.push(Finding::new(format!("{from}/Cargo.toml"), 0, words));
            }
        }
    }
    found
}

pub(super) fn check_drivers(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in repository.metadata.members() {
        let folder = package.folder();
        for dependency in &package.dependencies {
            if folder != DRIVERS_BELONG_TO && DRIVERS.contains(&dependency.name.as_str()) {
                let words = format!("only {DRIVERS_BELONG_TO} names `{}`", dependency.name);
                found.push(Finding::new(format!("{folder}/Cargo.toml"), 0, words));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::breach;

    #[test]
    fn systems_stand_side_by_side() {
        assert!(breach("systems/pids", "systems/shop", None).is_some());
        assert!(breach("systems/pids", "systems/shop", Some("dev")).is_some());
        assert!(breach("systems/pids", "contracts", None).is_none());
        assert!(breach("systems/pids", "engines/names", None).is_none());
        assert!(breach("systems/pids", "testkit", Some("dev")).is_none());
        assert!(breach("systems/pids", "testkit", None).is_some());
    }

    #[test]
    fn engines_know_only_engines() {
        assert!(breach("engines/names", "engines/bangla", None).is_none());
        assert!(breach("engines/names", "base/kernel", None).is_some());
        assert!(breach("engines/names", "base/db", Some("dev")).is_some());
        assert!(breach("base/kernel", "engines/bangla", None).is_none());
        assert!(breach("base/web", "systems/pids", None).is_some());
        assert!(breach("contracts", "systems/pids", None).is_some());
        assert!(breach("app", "systems/pids", None).is_none());
    }
}
