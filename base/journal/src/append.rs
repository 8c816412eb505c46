use db::Tx;
use kernel::{BdTime, Error, PrisonId, Result, UserId, Uuid};
use serde::Serialize;

use crate::store;

/// Bytes that the JSON of one line may have. Files go to the blob store and leave their hash here.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// Bytes that a name, kind, reason or request id may have.
pub const TEXT_BYTES_MAX: usize = 8 * 1024;

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The user, unless a timer, an import or somebody not logged in did it.
    pub user: Option<UserId>,
    /// The name as shown today. It is kept in the line, since names and officers change.
    pub name: &'a str,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a, B: ?Sized> {
    /// When.
    pub at: BdTime,
    /// In which prison; none when it belongs to no one prison.
    pub prison: Option<PrisonId>,
    /// Who did it.
    pub by: By<'a>,
    /// Which part of the house tells it: `access`, `pids` …
    pub system: &'a str,
    /// What happened: `person.written`, `login` …
    pub kind: &'a str,
    /// The id of the record it is about.
    pub subject: Uuid,
    /// The record's version after the change; 0 where it has none.
    pub version: i64,
    /// The record's new state, not a difference: a reader that knows only this line can go on from it.
    pub body: &'a B,
    /// Why, where the actor must say so: corrections, overrides, disclosures.
    pub reason: Option<&'a str>,
    /// The id of the web request.
    pub request: Option<&'a str>,
}

/// A line about to be written, with its body as text.
pub(crate) struct Draft<'a> {
    pub(crate) at: BdTime,
    pub(crate) prison: Option<PrisonId>,
    pub(crate) by: By<'a>,
    pub(crate) system: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) subject: Uuid,
    pub(crate) version: i64,
    pub(crate) body: String,
    pub(crate) reason: Option<&'a str>,
    pub(crate) request: Option<&'a str>,
}

/// Writes one line in the caller's transaction, which may then commit.
///
/// # Errors
/// Limit `err-journal-body` past [`BODY_BYTES_MAX`] and `err-journal-text` past [`TEXT_BYTES_MAX`];
/// invalid when a text holds a NUL, which PostgreSQL cannot keep; those of the database.
pub fn append<B: Serialize + ?Sized>(tx: &mut Tx<'_>, entry: &Entry<'_, B>) -> Result<()> {
    let body = serde_json::to_string(entry.body)
        .map_err(|error| Error::bug("a journal body is not JSON").because(error))?;
    if body.len() > BODY_BYTES_MAX {
        return Err(Error::limit("err-journal-body").with("max", BODY_BYTES_MAX));
    }
    let texts = [
        ("actor", Some(entry.by.name)),
        ("system", Some(entry.system)),
        ("kind", Some(entry.kind)),
        ("reason", entry.reason),
        ("request", entry.request),
    ];
    for (field, text) in texts {
        let text = text.unwrap_or_default();
        if text.len() > TEXT_BYTES_MAX {
            return Err(Error::limit("err-journal-text").with("max", TEXT_BYTES_MAX));
        }
        if text.contains('\0') {
            return Err(Error::invalid(field, "err-text-nul"));
        }
    }
    store::insert(
        tx,
        &Draft {
            at: entry.at,
            prison: entry.prison,
            by: entry.by,
            system: entry.system,
            kind: entry.kind,
            subject: entry.subject,
            version: entry.version,
            body,
            reason: entry.reason,
            request: entry.request,
        },
    )?;
    tx.told();
    Ok(())
}
