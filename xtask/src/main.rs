//! `cargo xtask …`: everything that is done to this repository, so that a newcomer and the build
//! machine do it the same way. `cargo demo` is short for `cargo xtask demo`.
//!
//! To add a command: a variant of [`Command`], a module with its steps, a line in CONTRIBUTING.md.
//! To add a rule of the house: a file in `tidy/` and a line in its table.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks to the one who typed the command"
)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod api_cases;
mod ci;
mod demo;
mod packages;
mod python;
mod run;
mod test;
mod tidy;

/// The repository's commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the server and run it on a made-up population; flags go to `alor demo`.
    #[command(disable_help_flag = true)]
    Demo {
        /// Flags of `alor demo`, such as `--listen 127.0.0.1:9000` or `--help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<String>,
    },
    /// Run every test: units, stories, documentation, browser. Close with `N passed, N failed`.
    Test {
        /// Arguments of `cargo test` for a part, such as `-p pids stories`; everything without them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        part: Vec<String>,
    },
    /// Ask the API thousands of things and hold each answer against its OpenAPI document.
    ApiCases {
        /// On a PostgreSQL of its own instead of SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Do what the build machine does: format, rules, lints, documentation, tests, the API's cases.
    Ci,
    /// Check the rules of the house.
    Tidy,
    /// Rewrite the generated files that are checked in: schema, API description, settings, command line,
    /// permission matrix.
    #[command(visible_aliases = ["schema", "openapi"])]
    Generate,
    /// Take the screenshots in `docs/` again, with a real browser.
    Screenshots,
    /// Run the benchmarks on both databases; flags go to the benchmark.
    Bench {
        /// Flags of the benchmark, such as `--people 2000000`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<String>,
    },
    /// Run an empty PostgreSQL for as long as this command runs, and print its address.
    Postgres,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo { flags } => demo::run(&flags),
        Command::Test { part } => return test::run(&part),
        Command::ApiCases { postgres } => api_cases::run(postgres),
        Command::Ci => return ci::run(),
        Command::Tidy => tidy::run(),
        Command::Generate => test::generate(),
        Command::Screenshots => test::screenshots(),
        Command::Bench { flags } => demo::bench(&flags),
        Command::Postgres => test::postgres(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
