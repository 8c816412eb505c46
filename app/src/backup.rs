//! Backup and restore of an embedded installation. PostgreSQL has its own tools for this, and its blobs
//! folder is copied as any folder. Files in a bucket are not copied: a bucket is kept by its own versions and copies,
//! and the backup says where they lie.

use std::path::Path;

use anyhow::Context as _;
use blobs::Place;
use db::{Db, Options, Url};

use crate::config::{self, ROLLS, Settings};

/// In a backup without a folder of files: the bucket where they lie.
const FILES: &str = "files.txt";

/// Writes a consistent copy while the server may go on.
pub(crate) fn backup(settings: &Settings, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        anyhow::bail!(
            "{} exists; a backup is never written over anything",
            to.display()
        );
    }
    let Url::Sqlite(_) = &settings.db else {
        anyhow::bail!(
            "this installation is on PostgreSQL: use pg_dump, and {}",
            match &settings.blobs {
                Place::Folder(path) => format!("copy {}", path.display()),
                bucket @ Place::Bucket { .. } => format!("keep versions or a copy of {bucket}"),
            }
        );
    };
    let db = Db::open(&settings.db, Options::default())?;
    let part = to.with_extension("part");
    if part.exists() {
        anyhow::bail!(
            "{} is what a backup that was broken off has left: remove it first",
            part.display()
        );
    }
    std::fs::create_dir_all(&part).with_context(|| format!("{} cannot be made", part.display()))?;
    // The database first: a file that it names is never taken away, one that comes later is only extra.
    db.copy_to(&part.join("alor.db"))?;
    match &settings.blobs {
        Place::Folder(path) => copy_folder(path, &part.join("blobs"))?,
        bucket @ Place::Bucket { .. } => std::fs::write(part.join(FILES), format!("{bucket}\n"))?,
    }
    // Rolls on a second disk are a copy already.
    if settings.rolls == settings.data.join(ROLLS) {
        copy_folder(&settings.rolls, &part.join(ROLLS))?;
    }
    let config = settings.data.join("alor.toml");
    if config.exists() {
        std::fs::copy(&config, part.join("alor.toml"))?;
    }
    std::fs::rename(&part, to).with_context(|| format!("{} cannot be written", to.display()))?;
    println!("{}: written", to.display());
    if let bucket @ Place::Bucket { .. } = &settings.blobs {
        println!(
            "photos and scans stay in {bucket} and are not in it: keep versions or a copy of the bucket"
        );
    }
    Ok(())
}

/// Makes an installation from a backup.
pub(crate) fn restore(settings: &Settings, from: &Path) -> anyhow::Result<()> {
    let Url::Sqlite(database) = &settings.db else {
        anyhow::bail!("a database on PostgreSQL is restored with its own tools");
    };
    if database.exists() {
        anyhow::bail!(
            "{} exists; restore into an empty folder",
            database.display()
        );
    }
    let copy = from.join("alor.db");
    if !copy.exists() {
        anyhow::bail!("{} is no backup: it has no alor.db", from.display());
    }
    let files = from.join("blobs");
    match &settings.blobs {
        Place::Folder(path) => copy_folder(&files, path)?,
        Place::Bucket { .. } if !files.exists() => {}
        bucket @ Place::Bucket { .. } => anyhow::bail!(
            "{} has files, and restore writes none to {bucket}: copy them there with the bucket's own tools (each \
             file's path is its key) and take the folder out of the backup, or restore with --blobs FOLDER",
            files.display()
        ),
    }
    std::fs::create_dir_all(&settings.data)?;
    copy_folder(&from.join(ROLLS), &settings.data.join(ROLLS))?;
    copy_settings(from, &settings.data)?;
    // The database last, under another name until it is whole: its presence says that all is there.
    let part = database.with_extension("part");
    std::fs::copy(&copy, &part)?;
    std::fs::rename(&part, database)?;
    println!(
        "{}: restored; `alor verify` checks it",
        settings.data.display()
    );
    if let Ok(bucket) = std::fs::read_to_string(from.join(FILES)) {
        println!(
            "photos and scans were in {} and are not in the backup: the setting `blobs` must name where they are",
            bucket.trim()
        );
    }
    Ok(())
}

/// Settings come back too, unless some stand there already. Those that name another database or folder of files do
/// not: what was restored would lead to it.
fn copy_settings(from: &Path, to: &Path) -> anyhow::Result<()> {
    let (old, new) = (from.join("alor.toml"), to.join("alor.toml"));
    if !old.exists() || new.exists() {
        return Ok(());
    }
    if config::lead_elsewhere(&old)? {
        println!(
            "{} names a database or a folder of files of its own and is not copied",
            old.display()
        );
        return Ok(());
    }
    std::fs::copy(&old, &new).with_context(|| format!("{} cannot be written", new.display()))?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            match std::fs::copy(entry.path(), &target) {
                // A half-written file had its last name when its turn came.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                copied => drop(copied?),
            }
        }
    }
    Ok(())
}
