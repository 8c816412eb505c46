//! The sealed roll: every hour, a file for each prison in a second place, so that after a fire or a break-in
//! anybody with a browser can read who was there. No server, script or font is needed to read it.
//!
//! * `<place>/<prison code>/<date>T<hour>.html`, and beside it `….html.sha256` as `sha256sum -c` reads it.
//! * The file names the journal's last sealed position and hash, so that it can be held against the journal.
//! * It names the hash of its own list (see [`content`]), which a reader of the journal can make again.
//! * It names the hash of the file before it: one that is changed or taken away later breaks the chain,
//!   which [`check`] finds. The journal has a line with each file's hash too.
//! * It is written under another name and renamed, so that a half file is never taken for a whole one.
//!
//! Whoever can read the second place reads names. It needs the same care as the database.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use access::{Action, Actor};
use askama::Template;
use contracts::Event as _;
use contracts::pids::RollSealed;
use data_encoding::HEXLOWER;
use db::Conn;
use kernel::{Error, Lang, PrisonId, Result};
use sha2::{Digest, Sha256};
use web::pager::Slice;
use web::{App, Page};

use super::service::{self, Roll};
use super::{Filter, RollRow, sheets};
use crate::custody::law;
use crate::estate::Prison;
use crate::{Doing, estate};

/// Hourly files that are kept of each prison: two weeks. Older ones go.
pub const FILES_MAX: usize = 14 * 24;
/// The extension of a roll.
const HTML: &str = "html";
/// The extension of the file beside it that holds its hash.
const SHA256: &str = "sha256";
/// What stands before the hash of the file before, in each file.
const PREVIOUS: &str = "data-previous=\"";
/// The page's looks, inside the page: there is no server to fetch them from.
const STYLE: &str = concat!("<style>", include_str!("seal.css"), "</style>");

#[derive(Template)]
#[template(path = "roll/sealed.html")]
struct SealedPage<'a> {
    page: &'a Page,
    style: &'static str,
    roll: &'a Roll,
    journal_pos: i64,
    journal_hash: String,
    previous: &'a str,
    content: String,
}

impl SealedPage<'_> {
    fn ward(&self, row: &RollRow) -> String {
        sheets::ward(self.page, row)
    }

    fn father(&self, row: &RollRow) -> String {
        row.father.show(self.page.lang).to_owned()
    }

    fn cases(&self, row: &RollRow) -> String {
        self.page.digits(&row.cases.join(", "))
    }

    fn laws(&self, row: &RollRow) -> String {
        let laws: Vec<_> = row
            .charges
            .iter()
            .map(|charge| law::label(charge, self.page.lang))
            .collect();
        laws.join("; ")
    }
}

/// Writes the roll of every prison that is open, or closed and answers for somebody still, for this hour to `place`;
/// gives how many files are new. A prison whose file of this hour is there already is left alone. Blocks.
///
/// # Errors
/// Unavailable `err-roll-place` when the place cannot be written; those of the database. It is the first of
/// them: what goes wrong with one prison is logged, and the others have their files.
pub fn write_sealed(app: &App, place: &Path) -> Result<usize> {
    let actor = Actor::system("sealed roll");
    let prisons = app.db.read_now(answering)?;
    let (mut written, mut failed) = (0, None);
    for prison in prisons {
        let code = prison.code.clone();
        match write_one(app, &actor, place, prison) {
            Ok(is_new) => written += usize::from(is_new),
            Err(error) => {
                tracing::error!(prison = code, %error, "a nominal roll could not be written");
                failed = failed.or(Some(error));
            }
        }
    }
    failed.map_or(Ok(written), Err)
}

/// A prison that is closed may hold people until each is somewhere else.
fn answering(conn: &mut Conn<'_>) -> Result<Vec<Prison>> {
    let mut found = Vec::new();
    for prison in estate::store::prisons(conn)? {
        if prison.closed_on.is_none() || estate::store::answered_for(conn, prison.id)? > 0 {
            found.push(prison);
        }
    }
    Ok(found)
}

fn write_one(app: &App, actor: &Actor, place: &Path, prison: Prison) -> Result<bool> {
    let doing = Doing::new(actor, &app.access, &app.world);
    let folder = place.join(&prison.code);
    let now = app.world.now();
    let name = format!("{}T{:02}.{HTML}", now.date(), now.local().hour());
    let path = folder.join(&name);
    if path.exists() {
        return Ok(false);
    }
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let previous = match files(&folder)?.pop() {
        Some(last) => hash(&fs::read(last).map_err(unwritable)?),
        None => String::new(),
    };
    let (roll, head) = app.db.read_now(|conn| {
        doing.may(Action::ExportRoll, conn, prison.id)?;
        let rows = service::all_rows(conn, prison.id, &Filter::default())?;
        let total = rows.len();
        let slice = Slice {
            rows,
            prev: None,
            next: None,
        };
        Ok((
            Roll {
                prison: prison.clone(),
                slice,
                total,
                at: now,
            },
            journal::head(conn)?,
        ))
    })?;
    let page = Page::bare(
        app.texts.clone(),
        Lang::Bn,
        now,
        app.texts.tr(Lang::Bn, "sealed-title", &[]),
    );
    let sealed = SealedPage {
        page: &page,
        style: STYLE,
        roll: &roll,
        journal_pos: head.pos,
        journal_hash: HEXLOWER.encode(&head.hash),
        previous: &previous,
        content: hash(content(&roll.slice.rows).as_bytes()),
    };
    let html = sealed
        .render()
        .map_err(|error| Error::bug("the sealed roll cannot be drawn").because(error))?;
    let sha256 = hash(html.as_bytes());
    put(
        &path.with_extension(format!("{HTML}.{SHA256}")),
        format!("{sha256}  {name}\n").as_bytes(),
    )?;
    put(&path, html.as_bytes())?;
    prune(&folder)?;
    let event = RollSealed {
        file: format!("{}/{name}", prison.code),
        sha256,
        rows: roll.total,
        journal_pos: head.pos,
    };
    tell(app, &doing, prison.id, &event)?;
    Ok(true)
}

fn tell(app: &App, doing: &Doing<'_>, prison: PrisonId, event: &RollSealed) -> Result<()> {
    app.db
        .write_now(|tx| doing.tell(tx, Some(prison), prison.into(), event, None))
}

/// What the hash of the list is made of: a line for each person with number, name in both scripts, father,
/// status, state and ward, a tab between, each line ended.
pub fn content(rows: &[RollRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let (status, state) = (row.legal_status.word(), row.state.word());
        let cells: [&str; 7] = [
            &row.number,
            &row.name.bn,
            &row.name.en,
            &row.father.bn,
            status,
            state,
            &row.ward.bn,
        ];
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// The rolls in one prison's folder, the oldest first.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unwritable)? {
        let path = entry.map_err(unwritable)?.path();
        if path.extension().is_some_and(|extension| extension == HTML) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let half = path.with_extension("half");
    let mut file = fs::File::create(&half).map_err(unwritable)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(unwritable)?;
    fs::rename(&half, path).map_err(unwritable)
}

fn prune(folder: &Path) -> Result<()> {
    let all = files(folder)?;
    let old = all.len().saturating_sub(FILES_MAX);
    for path in all.iter().take(old) {
        fs::remove_file(path).map_err(unwritable)?;
        // A hash without its file is harmless, so one that is gone already is no error.
        let _ = fs::remove_file(path.with_extension(format!("{HTML}.{SHA256}")));
    }
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn unwritable(error: std::io::Error) -> Error {
    Error::unavailable("err-roll-place").because(error)
}

/// What is wrong with a file of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its content is not what the file beside it says.
    Changed,
    /// The file that says what its content is cannot be read.
    NoHash,
    /// It does not follow the file before it: one of the two was changed, or one between them is gone.
    Broken,
    /// The journal tells of it as its prison's newest, and it is not there.
    Gone,
    /// The journal tells of another content.
    NotAsTold,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Changed => "is not what the hash beside it says",
            Self::NoHash => "has no hash beside it",
            Self::Broken => "does not follow the file before it",
            Self::Gone => "is not there, and the journal tells of it",
            Self::NotAsTold => "is not what the journal tells of",
        })
    }
}

/// Checks the chain of every prison under `place`; names each file that does not hold. The oldest file of a
/// prison cannot be held against the one before it, which was pruned.
///
/// # Errors
/// Unavailable when the place cannot be read.
pub fn check(place: &Path) -> Result<Vec<(PathBuf, Fault)>> {
    let mut faults = Vec::new();
    for entry in fs::read_dir(place).map_err(unwritable)? {
        let folder = entry.map_err(unwritable)?.path();
        if folder.is_dir() {
            check_folder(&folder, &mut faults)?;
        }
    }
    Ok(faults)
}

/// The newest roll that the journal tells of, for each prison that ever had one: where [`check`] sees what is missing
/// within the chain, this sees a chain that was cut at its end or taken away whole.
///
/// # Errors
/// Those of the database.
pub fn told(conn: &mut Conn<'_>) -> Result<Vec<RollSealed>> {
    let mut newest = Vec::new();
    for prison in estate::store::prisons(conn)? {
        let filter = journal::Filter {
            prisons: Some(vec![prison.id]),
            kind: Some(RollSealed::KIND.to_owned()),
            ..journal::Filter::default()
        };
        for line in journal::tail(conn, &filter, None, 1)? {
            newest.push(line.body()?);
        }
    }
    Ok(newest)
}

/// Holds what the journal tells (see [`told`]) against the files under `place`.
///
/// # Errors
/// Unavailable when a file cannot be read.
pub fn check_told(place: &Path, told: &[RollSealed]) -> Result<Vec<(PathBuf, Fault)>> {
    let mut faults = Vec::new();
    for roll in told {
        let path = place.join(&roll.file);
        let fault = match fs::read(&path) {
            Ok(bytes) if hash(&bytes) == roll.sha256 => continue,
            Ok(_) => Fault::NotAsTold,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Fault::Gone,
            Err(error) => return Err(unwritable(error)),
        };
        faults.push((path, fault));
    }
    Ok(faults)
}

fn check_folder(folder: &Path, faults: &mut Vec<(PathBuf, Fault)>) -> Result<()> {
    let mut before: Option<String> = None;
    for path in files(folder)? {
        let bytes = fs::read(&path).map_err(unwritable)?;
        let found = hash(&bytes);
        let said = fs::read_to_string(path.with_extension(format!("{HTML}.{SHA256}")));
        let fault = match said.as_deref().map(|line| line.starts_with(&found)) {
            Ok(true) => None,
            Ok(false) => Some(Fault::Changed),
            Err(_) => Some(Fault::NoHash),
        };
        let follows = before.is_none_or(|hash| previous_in(&bytes) == Some(hash));
        let broken = (!follows).then_some(Fault::Broken);
        faults.extend(
            fault
                .into_iter()
                .chain(broken)
                .map(|fault| (path.clone(), fault)),
        );
        before = Some(found);
    }
    Ok(())
}

fn previous_in(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (_, after) = text.split_once(PREVIOUS)?;
    let (hash, _) = after.split_once('"')?;
    Some(hash.to_owned())
}
