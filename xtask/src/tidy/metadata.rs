//! What `cargo metadata` tells.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::run;

/// The crates of the workspace and all that they use.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

/// A crate.
#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
    manifest_path: String,
}

/// What a crate's manifest names.
#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Nothing for an ordinary dependency, else `dev` or `build`.
    pub(super) kind: Option<String>,
    path: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

impl Metadata {
    /// Asks cargo, for the platform of this machine.
    pub(super) fn read() -> Result<Self> {
        let host = host()?;
        let args = ["metadata", "--format-version=1", "--filter-platform", &host];
        let told = run::cargo(&args).output()?;
        if !told.status.success() {
            bail!("cargo metadata: {}", String::from_utf8_lossy(&told.stderr));
        }
        serde_json::from_slice(&told.stdout).context("cargo metadata tells something new")
    }

    /// The workspace's own crates.
    pub(super) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }

    /// Everything that is compiled into `root` or for its tests, by id, with the one that asked for
    /// it first. The tests of others are not compiled.
    pub(super) fn built_for<'a>(&'a self, root: &'a str) -> BTreeMap<&'a str, &'a str> {
        let nodes: BTreeMap<&str, &Node> = self
            .resolve
            .nodes
            .iter()
            .map(|node| (node.id.as_str(), node))
            .collect();
        let mut asked_by = BTreeMap::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            let edges = nodes.get(id).map_or(&[][..], |node| &node.deps);
            for edge in edges {
                let is_dev = |kind: &EdgeKind| kind.kind.as_deref() == Some("dev");
                let counts = id == root || !edge.dep_kinds.iter().all(is_dev);
                if counts && edge.pkg != root && !asked_by.contains_key(edge.pkg.as_str()) {
                    asked_by.insert(edge.pkg.as_str(), id);
                    open.push(&edge.pkg);
                }
            }
        }
        asked_by
    }

    /// The name and version of the crate with this id.
    pub(super) fn title(&self, id: &str) -> String {
        self.packages
            .iter()
            .find(|package| package.id == id)
            .map_or_else(
                || id.to_owned(),
                |found| format!("{} {}", found.name, found.version),
            )
    }
}

impl Package {
    /// The folder of one of our own crates, from the repository's folder.
    pub(super) fn folder(&self) -> &str {
        folder(&self.manifest_path)
    }
}

impl Dependency {
    /// The folder of one of our own crates that is named here; nothing for another's.
    pub(super) fn folder(&self) -> Option<&str> {
        self.path.as_deref().map(folder)
    }
}

/// A path inside the repository, without `Cargo.toml` at its end.
fn folder(path: &str) -> &str {
    static ROOT: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| run::root().to_string_lossy().into_owned());
    let inside = path.strip_prefix(ROOT.as_str()).unwrap_or(path);
    inside.trim_end_matches("Cargo.toml").trim_matches('/')
}

fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = std::process::Command::new(rustc).arg("-vV").output()?;
    String::from_utf8(told.stdout)?
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("rustc does not name its host")
}
