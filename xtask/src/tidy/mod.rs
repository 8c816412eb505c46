//! The rules of the house, as checks. `cargo xtask tidy` runs them all.

use std::fmt;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

mod attributes;
mod fluent;
mod forbidden;
mod layers;
mod licences;
mod manifest;
mod metadata;
mod sizes;
mod sql;
mod templates;
mod words;

use metadata::Metadata;

use crate::run;

/// Something that breaks a rule, and where.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// A path from the repository's folder, or a crate's name.
    place: String,
    /// From 1; 0 where the whole place is meant.
    line: usize,
    words: String,
}

impl Finding {
    fn new(place: impl Into<String>, line: usize, words: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            line,
            words: words.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.place, self.words),
            line => write!(f, "{}:{line}: {}", self.place, self.words),
        }
    }
}

/// A text file of the repository.
struct File {
    /// From the repository's folder, with `/`.
    path: String,
    text: String,
}

impl File {
    fn has_extension(&self, wanted: &str) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extension == wanted)
    }

    /// The lines with their numbers from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// The lines of a Rust file before its unit tests, which keep other rules.
    fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]" && line.trim() != "#![cfg(test)]")
    }
}

/// What the rules look at.
struct Repository {
    files: Vec<File>,
    metadata: Metadata,
}

/// One rule: its name and what it finds.
type Rule = (&'static str, fn(&Repository) -> Vec<Finding>);

const RULES: [Rule; 12] = [
    ("layers", layers::check),
    ("drivers", layers::check_drivers),
    ("sql", sql::check),
    ("words", words::check),
    ("machine paths", words::check_paths),
    ("sizes", sizes::check),
    ("allow with a reason", attributes::check),
    ("texts in both languages", fluent::check),
    ("templates", templates::check),
    ("dependencies say what for", manifest::check),
    ("licences", licences::check),
    ("forbidden crates", forbidden::check),
];

/// Runs every rule.
///
/// # Errors
/// When a rule is broken; each place is printed.
pub(crate) fn run() -> Result<()> {
    let repository = read()?;
    let mut broken = 0_usize;
    for (name, check) in RULES {
        for finding in check(&repository) {
            broken += 1;
            println!("{finding} [{name}]");
        }
    }
    if broken > 0 {
        bail!("{broken} breaches of the house's rules");
    }
    println!("{} files, {} rules", repository.files.len(), RULES.len());
    Ok(())
}

/// Reads the files that git knows or would add, where they are text.
fn read() -> Result<Repository> {
    let root = run::root();
    let listed = Command::new("git")
        .current_dir(&root)
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git cannot be started")?;
    if !listed.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    }
    let files = String::from_utf8(listed.stdout)?
        .split_terminator('\0')
        // A file that is gone or holds no text is for no rule.
        .filter_map(|path| {
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            let path = path.to_owned();
            Some(File { path, text })
        })
        .collect();
    Ok(Repository {
        files,
        metadata: Metadata::read()?,
    })
}

/// A file for a rule's own tests.
#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
