//! `alor verify`: an installation checked against itself.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::config::Settings;
use crate::open;

/// Checks chain, tables, files and the sealed rolls; prints every problem.
pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let db = open::database(settings, false)?;
    // Lines whose writer was killed before the notary came are sealed first, as the next start would.
    journal::seal_all(&db)?;
    let mut problems = 0_u64;
    let verified = db.read_now(|conn| {
        journal::verify(conn, &mut |problem| {
            problems += 1;
            println!("journal: {problem}");
        })
    })?;
    let tables = db.read_now(pids::check::problems)?;
    for problem in &tables {
        problems += 1;
        println!("tables: {problem}");
    }
    // One runtime for all files: a client of a bucket keeps its connections on it.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let _entered = runtime.enter();
    let blobs = open::blobs(settings)?;
    runtime
        .block_on(blobs.reach())
        .with_context(|| format!("{} cannot be read", settings.blobs))?;
    let files = db.read_now(|conn| {
        blobs.verify(conn, &mut |problem| {
            problems += 1;
            println!("files: {problem}");
        })
    })?;
    // A new installation has none until its first hour.
    if settings.rolls.is_dir() {
        for (path, fault) in pids::roll::seal::check(&settings.rolls)? {
            problems += 1;
            println!("rolls: {} {fault}", path.display());
        }
    } else {
        println!("rolls: {} is not there", settings.rolls.display());
    }
    println!(
        "{} sealed lines, {} unsealed, {} files, {problems} problems",
        verified.sealed, verified.unsealed, files
    );
    println!(
        "head {} {}",
        verified.head.pos,
        kernel::BlobHash(verified.head.hash)
    );
    Ok(if problems == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
