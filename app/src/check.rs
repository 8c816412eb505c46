//! `alor verify`: an installation checked against itself.

use std::process::ExitCode;

use anyhow::Context as _;
use db::Db;
use pids::roll::seal;

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
    let files = blobs.verify(&db, &mut |problem| {
        problems += 1;
        println!("files: {problem}");
    })?;
    for problem in rolls(settings, &db)? {
        problems += 1;
        println!("rolls: {problem}");
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

/// What is wrong with the sealed rolls. A new installation has none until its first hour, which is only noted.
fn rolls(settings: &Settings, db: &Db) -> anyhow::Result<Vec<String>> {
    let place = &settings.rolls;
    let told = db.read_now(seal::told)?;
    if told.is_empty() && !place.is_dir() {
        println!("rolls: none was written yet");
        return Ok(Vec::new());
    }
    if !place.is_dir() {
        let (place, prisons) = (place.display(), told.len());
        return Ok(vec![format!(
            "{place} is not there, and the journal tells of the rolls of {prisons} prisons: is the second disk attached?"
        )]);
    }
    let mut faults = seal::check(place)?;
    faults.extend(seal::check_told(place, &told)?);
    Ok(faults
        .into_iter()
        .map(|(path, fault)| format!("{} {fault}", path.display()))
        .collect())
}
