//! `cargo xtask bench`: how long a clerk waits and what the server takes with the whole country on
//! record, on both engines. `benches/README.md` says what each figure is and what was measured.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

mod admit;
mod client;
mod country;
mod house;
mod load;
mod place;
mod process;
mod profile;
mod record;
mod samples;
mod search;
mod server;
mod store;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use db::{Db, Engine};

use crate::country::Country;
use crate::house::House;
use crate::place::Place;

/// Clerks who admit at once, in turn.
const CLERKS: [usize; 2] = [1, 8];

/// What is measured.
#[derive(Parser)]
struct Args {
    /// How many people are on record, in all prisons together.
    #[arg(long, default_value_t = 20_000)]
    people: usize,
    /// How many prisons they are spread over.
    #[arg(long, default_value_t = 68, value_parser = clap::value_parser!(u16).range(1..=70))]
    prisons: u16,
    /// Which database; both unless given.
    #[arg(long, value_enum)]
    database: Option<Database>,
    /// How many searches of each kind and how many profile pages are timed.
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    /// How many people each number of clerks admits.
    #[arg(long, default_value_t = 800)]
    admissions: usize,
    /// Keep the embedded database in this folder, and go on with the one that is there.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Use this PostgreSQL, empty or filled by an earlier run, as it is set, instead of one for the run.
    #[arg(long)]
    url: Option<String>,
    /// The server whose memory is measured.
    #[arg(long, default_value = "target/release/alor")]
    alor: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

fn main() -> Result<()> {
    let args = Args::parse();
    for (database, engine) in [
        (Database::Sqlite, Engine::Sqlite),
        (Database::Postgres, Engine::Postgres),
    ] {
        if args.database.is_none_or(|wanted| wanted == database) {
            measure(&args, engine)?;
        }
    }
    Ok(())
}

fn measure(args: &Args, engine: Engine) -> Result<()> {
    println!("\n## {engine:?}, {} people\n", args.people);
    println!("| figure | measured |\n| --- | --- |");
    let place = Place::new(engine, args.data.as_deref(), args.url.as_deref())?;
    let house = House::open(&place)?;
    let country = Country::new(&house.db, args.people, usize::from(args.prisons))?;
    if store::is_empty(&house.db)? {
        load::everybody(&house, &country)?;
        store::settle(&house.db)?;
    }
    place.like_in_earnest()?;
    row("database", &mebibytes(place.bytes(&house.db)?));
    search_all(&house, &country, args.requests)?;
    for clerks in CLERKS {
        admit::measure(&house, &country, clerks, args.admissions)?;
    }
    let account = profile::measure(&house, &place, &country, args.requests)?;
    drop(house);
    server::measure(&place, &args.alor, &account, &country, args.requests)
}

fn search_all(house: &House, country: &Country, requests: usize) -> Result<()> {
    let wanted = country.wanted(&house.db, requests)?;
    search::measure(house, &wanted)?;
    search::baselines(house, &wanted)
}

/// One line of the table.
fn row(figure: &str, measured: &str) {
    println!("| {figure} | {measured} |");
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// Runs `read` outside any request, for set-up and baselines.
fn ask<T>(db: &Db, read: impl FnMut(&mut db::Conn<'_>) -> kernel::Result<T>) -> Result<T> {
    Ok(db.read_now(read)?)
}
