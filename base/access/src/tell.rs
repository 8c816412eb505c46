use db::Tx;
use journal::{By, Entry};
use kernel::{BdTime, PrisonId, Result, UserId, Uuid};
use serde::Serialize;

use crate::Doing;

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

impl<'a, B> Told<'a, B> {
    /// What was done to a user or a program that has no version to tell, in the actor's own prison.
    pub(crate) fn of(doing: &Doing<'a>, kind: &'a str, subject: UserId, body: B) -> Self {
        Self {
            at: doing.now(),
            by: doing.actor.by(),
            prison: doing.actor.scope.prison(),
            kind,
            subject: subject.0,
            version: 0,
            body,
            reason: None,
            request: doing.request,
        }
    }
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
