use std::time::Duration;

use access::Actor;
use contracts::pids::{DraftsGone, FileStaged};
use data_encoding::HEXLOWER;
use db::{Conn, Tx};
use kernel::{BdTime, Result, Uuid};
use sha2::{Digest, Sha256};
use web::{App, Timer};

use crate::Doing;
use crate::bring_in::store;

/// How long files that are being checked are kept, in microseconds.
const KEPT: i64 = BdTime::DAY;

/// Files that somebody is checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The people's file's name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The name of the file of former stays; empty where there is none.
    pub stays_name: String,
    /// Its content.
    pub stays_bytes: Vec<u8>,
    /// When they were sent.
    pub at: BdTime,
}

impl Draft {
    /// By what these two files are told from all others: the SHA-256 of theirs, in hexadecimal.
    pub fn mark(&self) -> String {
        let mut both = Sha256::new();
        both.update(Sha256::digest(&self.bytes));
        both.update(Sha256::digest(&self.stays_bytes));
        HEXLOWER.encode(&both.finalize())
    }
}

/// Keeps the files that the actor is checking, over those kept before, so that they need not be chosen again for
/// every look.
///
/// # Errors
/// Denied; those of the database.
pub fn stage(tx: &mut Tx<'_>, cx: &Doing<'_>, draft: &Draft) -> Result<()> {
    super::may(cx)?;
    store::put_draft(tx, cx.actor.user, draft)?;
    let event = FileStaged {
        file_name: draft.file_name.clone(),
        sha256: HEXLOWER.encode(&Sha256::digest(&draft.bytes)),
        stays_file: draft.stays_name.clone(),
    };
    cx.tell(tx, None, cx.world.id::<Uuid>(), &event, None)
}

/// The files that the actor is checking, unless a day has passed since.
///
/// # Errors
/// Denied; those of the database.
pub fn draft(conn: &mut Conn<'_>, cx: &Doing<'_>) -> Result<Option<Draft>> {
    super::may(cx)?;
    store::draft(conn, cx.actor.user, cx.now().plus(-KEPT))
}

/// Takes away the files with this mark: they have come in, which the journal is told beside it. Others that the actor
/// has sent meanwhile stay.
///
/// # Errors
/// Denied; those of the database.
pub fn drop_draft(tx: &mut Tx<'_>, cx: &Doing<'_>, mark: &str) -> Result<()> {
    super::may(cx)?;
    let user = cx.actor.user;
    match store::draft(tx, user, cx.now().plus(-KEPT))? {
        Some(draft) if draft.mark() == mark => store::drop_draft(tx, user, draft.at),
        _ => Ok(()),
    }
}

/// Takes away files that nobody has brought in within a day: they hold names.
pub const DRAFTS_GO: Timer = Timer {
    name: "pids.import_drafts",
    every: Duration::from_hours(1),
    run,
};

fn run(app: &App) -> Result<()> {
    let actor = Actor::system("import drafts");
    let doing = Doing::new(&actor, &app.access, &app.world);
    app.db.write_now(|tx| {
        let before = doing.now().plus(-KEPT);
        let count = store::drop_drafts(tx, before)?;
        if count == 0 {
            return Ok(());
        }
        doing.tell(
            tx,
            None,
            doing.world.id::<Uuid>(),
            &DraftsGone { count },
            None,
        )
    })
}
