//! The command line.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the help texts, shown as they stand"
)]

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Alorpoth (আলোর পথ): the prison service's one system.
#[derive(Parser)]
#[command(
    name = "alor",
    version,
    about,
    propagate_version = true,
    term_width = 100
)]
pub(crate) struct Cli {
    /// How the log is written to standard error; RUST_LOG says how much (default: info).
    #[arg(long, global = true, value_enum, default_value_t = Log::Human)]
    pub(crate) log: Log,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How the log is written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Log {
    /// Lines for people.
    Human,
    /// One JSON object a line.
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve an installation that exists.
    Serve(At),
    /// Make an installation full of made-up people, and serve it. A second start goes on with it.
    Demo(Demo),
    /// Bring the database's schema up to this version.
    Migrate {
        #[command(flatten)]
        at: At,
        /// Make a new, empty embedded database if there is none.
        #[arg(long)]
        create: bool,
        /// Then write anew what finds people, as after a version that lists them under more words. Stop the servers
        /// first: a record changed at the same moment could be missed.
        #[arg(long)]
        reindex: bool,
    },
    /// Bring people in from a CSV or XLSX file: all of it, or nothing.
    Import(Import),
    /// Write a whole, consistent copy of an embedded installation to a new folder. Files in a bucket stay there.
    Backup {
        #[command(flatten)]
        at: At,
        /// The folder to write; it must not exist.
        #[arg(long)]
        to: PathBuf,
    },
    /// Make an installation from a backup. Never over one that exists.
    Restore {
        #[command(flatten)]
        at: At,
        /// The folder that `backup` wrote.
        #[arg(long)]
        from: PathBuf,
    },
    /// Check that journal, tables and files agree; names what does not and ends with 1.
    Verify(At),
    /// Compare names as the search does.
    #[command(subcommand)]
    Names(Names),
    /// Make a user, or give one a new password.
    #[command(subcommand)]
    User(User),
}

/// Which installation.
#[derive(Args, Clone)]
pub(crate) struct At {
    /// The folder of an installation: database, files, alor.toml.
    #[arg(long, env = "ALOR_DATA", default_value = "alor-data")]
    pub(crate) data: PathBuf,
    /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: alor.db in the folder]. Over a
    /// network, ?sslmode=verify-full&sslrootcert=FILE ends the address.
    #[arg(long, env = "ALOR_DB")]
    pub(crate) db: Option<String>,
    /// Where photos and scans go: a folder, or s3://BUCKET/PREFIX [default: blobs in the folder].
    #[arg(long, env = "ALOR_BLOBS")]
    pub(crate) blobs: Option<String>,
    /// Where to listen.
    #[arg(long, env = "ALOR_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
}

/// A demonstration.
#[derive(Args)]
pub(crate) struct Demo {
    /// The folder to make, or to go on with.
    #[arg(long, default_value = "alor-data")]
    pub(crate) data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The database [default: alor.db in the folder]; one on a server must be empty.
    #[arg(long)]
    pub(crate) db: Option<String>,
    /// How many prisons have people in them.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=70))]
    pub(crate) prisons: u16,
    /// How many people are in each.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) people: u32,
    /// The same seed makes the same people.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Make it and stop, without serving.
    #[arg(long)]
    pub(crate) make_only: bool,
}

/// A file to bring in.
#[derive(Args)]
pub(crate) struct Import {
    /// people.csv or people.xlsx.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) at: At,
    /// Which system the file comes from; the numbers in it are kept under this name.
    #[arg(long, default_value = "import")]
    pub(crate) source: String,
    /// Former stays of these people, joined by their number in the earlier database: stays.csv or stays.xlsx.
    #[arg(long, value_name = "FILE")]
    pub(crate) stays: Option<PathBuf>,
    /// The saved column mapping to use, or to save under this name with --map. Those saved on the page are the same.
    #[arg(long)]
    pub(crate) mapping: Option<String>,
    /// Their column=our field; may be given many times.
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub(crate) map: Vec<String>,
    /// Report what would happen and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Where rows with errors are written, to be mended and brought in again. Those of --stays go beside that file.
    #[arg(long)]
    pub(crate) errors: Option<PathBuf>,
    /// Language of the error column: bn or en.
    #[arg(long, default_value = "bn")]
    pub(crate) lang: String,
}

#[derive(Subcommand)]
pub(crate) enum Names {
    /// Reads lines `a<TAB>b`; prints `a<TAB>b<TAB>key match 0|1<TAB>score 0..1`.
    Score {
        /// The file; - for standard input.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum User {
    /// Make a user; prints a first password that must be changed at the first login.
    Add {
        #[command(flatten)]
        at: At,
        /// What is typed to log in.
        login: String,
        /// Name in Bangla.
        #[arg(long)]
        name_bn: String,
        /// Name in Latin letters.
        #[arg(long)]
        name_en: String,
        /// gate_clerk, admission_clerk, deputy_jailer, jailer, superintendent, medical_officer,
        /// divisional_dig, headquarters, inspector or administrator.
        #[arg(long)]
        role: String,
        /// The prison's code, for roles of one prison.
        #[arg(long, conflicts_with = "division")]
        prison: Option<String>,
        /// The division's code, for roles of a division.
        #[arg(long)]
        division: Option<String>,
    },
    /// List the users.
    List(At),
}
