//! The program itself, measured from outside: what it holds in memory and how long its pages take.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use population::variant_of;
use throwaway::Program;
use throwaway::client::quote;

use crate::client::Client;
use crate::country::{Country, newcomers};
use crate::place::Place;
use crate::profile::Account;
use crate::samples::Samples;
use crate::{mebibytes, process, row};

/// How long the server may take to answer for the first time.
const READY_MAX: Duration = Duration::from_mins(2);
/// How long it is left alone before it counts as at rest.
const REST: Duration = Duration::from_secs(10);

/// Starts the server on the database, has it work, and looks at it at rest.
pub(crate) fn measure(
    place: &Place,
    alor: &Path,
    account: &Account,
    country: &Country,
    requests: usize,
) -> Result<()> {
    if !alor.exists() {
        bail!("{}: cargo build --release --package alor", alor.display());
    }
    let port = throwaway::free_port()?;
    let log = place.data.join("serve.log");
    let args = [
        "serve".to_owned(),
        format!("--data={}", place.data.display()),
        format!("--listen=127.0.0.1:{port}"),
        format!("--db={}", place.url),
    ];
    let start = Instant::now();
    let program = Program::start(alor, args, &log)?;
    program.wait_until_ready(port, READY_MAX)?;
    row(
        "server ready after",
        &format!("{:.1} s", start.elapsed().as_secs_f64()),
    );
    std::thread::sleep(REST);
    let id = program.id()?;
    row(
        "server's memory, fresh",
        &mebibytes(process::memory_bytes(id)?),
    );
    let mut client = Client::new(port);
    client.log_in(&account.login, account.password)?;
    let found = search(&mut client, id, country, requests)?;
    read(&mut client, id, &found, requests)?;
    std::thread::sleep(REST);
    row(
        "server's memory at rest after that",
        &mebibytes(process::memory_bytes(id)?),
    );
    Ok(())
}

/// Searches for names as another clerk would type them; gives the addresses of those found.
fn search(client: &mut Client, id: u32, country: &Country, requests: usize) -> Result<Vec<String>> {
    let mut samples = Samples::default();
    let mut found = Vec::new();
    let each = requests.div_ceil(country.prisons.len());
    let people = country
        .prisons
        .iter()
        .flat_map(|prison| newcomers(prison, each, 0));
    let cpu = process::cpu_seconds(id)?;
    for (turn, person) in (0..).zip(people.take(requests)) {
        let other = variant_of(&person, turn);
        let name = if turn % 2 == 0 {
            other.name_bn
        } else {
            other.name_en
        };
        let answer = samples.time(|| client.get(&format!("/find?q={}", quote(&name))))?;
        found.extend(profile(&answer));
    }
    let micros = samples.share(process::cpu_seconds(id)? - cpu);
    row(
        "search page over HTTP",
        &format!("{micros:.0} µs of CPU; {samples}"),
    );
    if found.is_empty() {
        bail!("no search found anybody");
    }
    Ok(found)
}

/// Opens the profile pages in turn.
fn read(client: &mut Client, id: u32, profiles: &[String], requests: usize) -> Result<()> {
    let mut samples = Samples::default();
    let cpu = process::cpu_seconds(id)?;
    for path in profiles.iter().cycle().take(requests) {
        samples.time(|| client.get(path))?;
    }
    let micros = samples.share(process::cpu_seconds(id)? - cpu);
    row(
        "profile page over HTTP",
        &format!("{micros:.0} µs of CPU; {samples}"),
    );
    Ok(())
}

/// The address of the first person on a page of results.
fn profile(page: &str) -> Option<String> {
    let (_, after) = page.split_once("href=\"/people/")?;
    let id = after.get(..36)?;
    Some(format!("/people/{id}"))
}
