//! `alor`: the one program. It wires the systems together and gives each a command line; what things
//! mean is in the crates that it names.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to the one who typed the command"
)]

use std::process::ExitCode;

use clap::Parser as _;

mod backup;
mod check;
mod cli;
mod config;
mod demo;
mod import;
mod logs;
mod metrics;
mod names_score;
mod open;
mod reindex;
mod serve;
mod systems;
mod users;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    logs::start(cli.log);
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("alor: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(at) => serve::run(&config::Settings::read(&at)?)?,
        Command::Demo(how) => demo::run(&how)?,
        Command::Migrate {
            at,
            create,
            reindex,
        } => {
            let db = open::database(&config::Settings::read(&at)?, create)?;
            println!("{}: the schema is up to date", db.url());
            if reindex {
                reindex::run(&db)?;
            }
        }
        Command::Import(how) => return import::run(&how),
        Command::Backup { at, to } => backup::backup(&config::Settings::read(&at)?, &to)?,
        Command::Restore { at, from } => backup::restore(&config::Settings::read(&at)?, &from)?,
        Command::Verify(at) => return check::run(&config::Settings::read(&at)?),
        Command::Names(names) => names_score::run(&names)?,
        Command::User(user) => users::run(&user)?,
    }
    Ok(ExitCode::SUCCESS)
}
