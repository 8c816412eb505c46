use db::Tx;
use journal::{By, Entry};
use kernel::{BdTime, PrisonId, Result, Uuid};
use serde::Serialize;

/// One line of this part in the journal.
pub(crate) struct Told<'a, B> {
    pub(crate) at: BdTime,
    pub(crate) by: By<'a>,
    pub(crate) prison: Option<PrisonId>,
    pub(crate) kind: &'a str,
    pub(crate) subject: Uuid,
    pub(crate) version: i64,
    pub(crate) body: B,
    pub(crate) reason: Option<&'a str>,
    pub(crate) request: Option<&'a str>,
}

pub(crate) fn tell<B: Serialize>(tx: &mut Tx<'_>, told: &Told<'_, B>) -> Result<()> {
    journal::append(
        tx,
        &Entry {
            at: told.at,
            prison: told.prison,
            by: told.by,
            system: crate::SYSTEM,
            kind: told.kind,
            subject: told.subject,
            version: told.version,
            body: &told.body,
            reason: told.reason,
            request: told.request,
        },
    )
}
