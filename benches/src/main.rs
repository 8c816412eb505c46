//! `cargo xtask bench`: how long a clerk waits and what the server takes, measured from outside the
//! program on a made-up population. `benches/README.md` says what each figure is.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

mod client;
mod process;
mod samples;
mod server;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, ValueEnum};
use population::{Population, variant_of};

use crate::client::Client;
use crate::samples::Samples;
use crate::server::Server;

/// The made-up people whose misspelt names are searched for are of another seed than those on the
/// roll: most searches find namesakes, as they do in life.
const SEED: u64 = 7;

/// What is measured.
#[derive(Parser)]
struct Args {
    /// How many people are on the rolls, in all prisons together.
    #[arg(long, default_value_t = 20_000)]
    people: u32,
    /// How many prisons they are in.
    #[arg(long, default_value_t = 5)]
    prisons: u16,
    /// Which database.
    #[arg(long, value_enum, default_value_t = Database::Sqlite)]
    database: Database,
    /// How many searches and profile pages are timed.
    #[arg(long, default_value_t = 2_000)]
    requests: u32,
    /// The server that is measured.
    #[arg(long, default_value = "target/release/alor")]
    alor: std::path::PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let server = Server::start(&args.alor, args.database, args.prisons, args.people)?;
    println!("{} people on {:?}", args.people, args.database);
    println!("ready after: {:.1} s", server.ready_after.as_secs_f64());
    println!("memory at rest: {} MiB", server.memory_bytes()? >> 20);

    let mut client = Client::new(server.port);
    let account = server.account("headquarters")?;
    client.log_in(&account.login, &account.password)?;
    let profiles = search(&server, &mut client, args.requests)?;
    read(&server, &mut client, args.requests, &profiles)?;
    println!("memory afterwards: {} MiB", server.memory_bytes()? >> 20);
    Ok(())
}

/// Searches for names as another clerk would spell them; gives the addresses of those found.
fn search(server: &Server, client: &mut Client, requests: u32) -> Result<Vec<String>> {
    let crowd = Population::new(SEED, jiff::civil::Date::constant(2026, 11, 24));
    let wanted = crowd.prison("bench", usize::try_from(requests)?);
    let mut samples = Samples::default();
    let mut found = Vec::new();
    let cpu = server.cpu_seconds()?;
    for (turn, (person, _)) in (0..).zip(wanted) {
        let other = variant_of(&person, turn);
        let name = if turn % 2 == 0 {
            other.name_bn
        } else {
            other.name_en
        };
        let answer = samples.time(|| client.get(&format!("/find?q={}", client::quote(&name))))?;
        found.extend(profile(&answer));
    }
    let cpu = server.cpu_seconds()? - cpu;
    println!(
        "search by a misspelt name: {samples}; {:.0} µs of CPU each",
        samples.share(cpu)
    );
    if found.is_empty() {
        bail!("no search found anybody");
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Opens the profile pages in turn.
fn read(server: &Server, client: &mut Client, requests: u32, profiles: &[String]) -> Result<()> {
    let mut samples = Samples::default();
    let cpu = server.cpu_seconds()?;
    let turns = usize::try_from(requests)?;
    for path in profiles.iter().cycle().take(turns) {
        samples.time(|| client.get(path))?;
    }
    let cpu = server.cpu_seconds()? - cpu;
    println!(
        "profile page: {samples}; {:.0} µs of CPU each",
        samples.share(cpu)
    );
    Ok(())
}

/// The address of the first person on a page of results.
fn profile(page: &str) -> Option<String> {
    let (_, after) = page.split_once("href=\"/people/")?;
    let id = after.get(..36)?;
    Some(format!("/people/{id}"))
}

/// The part of `text` between two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Result<&'a str> {
    text.split_once(open)
        .and_then(|(_, after)| after.split_once(close))
        .map(|(inside, _)| inside)
        .with_context(|| format!("no `{open}` in:\n{text}"))
}
