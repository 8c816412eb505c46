//! All the SQL of the journal: lines here, the chain over them in [`chain`], those who follow it in
//! [`readers`].

mod chain;
mod readers;

use std::fmt::Write as _;

use db::{Conn, Row, Tx, args};
use kernel::{Result, Value};

pub(crate) use chain::{
    Mark, begin_epoch, due, hash_at, in_new_cluster, insert_seal, mark, numbers_from,
    oldest_unsealed, sealed_from, take_notary_lock,
};
pub(crate) use readers::{
    clear_tries, count_try, forget_parked, is_parked, move_reader, parked, reader_pos,
    sealed_after, sealed_at,
};

use crate::append::Draft;
use crate::{Before, Filter, Line};

/// The columns of a line, of a `journal j`.
const LINE: &str = "j.seq, j.at, j.prison, j.actor, j.actor_name, j.system, j.kind, j.subject, \
                    j.version, j.body, j.reason, j.request";

fn line(row: &Row, pos: Option<i64>) -> Result<Line> {
    Ok(Line {
        seq: row.get("seq")?,
        pos,
        at: row.get("at")?,
        prison: row.get("prison")?,
        actor: row.get("actor")?,
        actor_name: row.get("actor_name")?,
        system: row.get("system")?,
        kind: row.get("kind")?,
        subject: row.get("subject")?,
        version: row.get("version")?,
        json: row.get("body")?,
        reason: row.get("reason")?,
        request: row.get("request")?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, draft: &Draft<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO journal (at, prison, actor, actor_name, system, kind, subject, version, body, \
         reason, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            draft.at,
            draft.prison,
            draft.by.user,
            draft.by.name,
            draft.system,
            draft.kind,
            draft.subject,
            draft.version,
            draft.body.as_str(),
            draft.reason,
            draft.request,
        ],
    )
    .map(drop)
}

/// Conditions joined by AND, and their arguments.
#[derive(Default)]
struct Where {
    sql: String,
    args: Vec<Value>,
}

impl Where {
    /// Adds that `column` is one of `values`; of none, where there are none.
    fn one_of<T: Copy + Into<Value>>(&mut self, column: &str, values: &[T]) {
        if values.is_empty() {
            return self.and("1 = 0", []);
        }
        let marks = vec!["?"; values.len()].join(", ");
        let values = values.iter().map(|value| (*value).into());
        self.and(&format!("{column} IN ({marks})"), values);
    }

    /// Adds `condition`, in which each `?` stands for one of `values` in turn.
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(if self.sql.is_empty() {
            " WHERE "
        } else {
            " AND "
        });
        let mut values = values.into_iter();
        for piece in condition.split_inclusive('?') {
            let Some(text) = piece.strip_suffix('?') else {
                self.sql.push_str(piece);
                continue;
            };
            self.args.extend(values.next());
            // Writing to a String cannot fail.
            let _ = write!(self.sql, "{text}${}", self.args.len());
        }
    }
}

pub(crate) fn tail(
    conn: &mut Conn<'_>,
    filter: &Filter,
    before: Option<Before>,
    limit: usize,
) -> Result<Vec<Line>> {
    let mut found = Where::default();
    if let Some(prisons) = &filter.prisons {
        found.one_of("j.prison", prisons);
    }
    if let Some(subjects) = &filter.subjects {
        found.one_of("j.subject", subjects);
    }
    if let Some(actor) = filter.actor {
        found.and("j.actor = ?", [actor.into()]);
    }
    if let Some(system) = &filter.system {
        found.and("j.system = ?", [system.into()]);
    }
    if let Some(kind) = &filter.kind {
        found.and("j.kind = ?", [kind.into()]);
    }
    if let Some(since) = filter.since {
        found.and("j.at >= ?", [since.into()]);
    }
    if let Some(until) = filter.until {
        found.and("j.at < ?", [until.into()]);
    }
    if let Some(Before { at, seq }) = before {
        found.and("(j.at, j.seq) < (?, ?)", [at.into(), seq.into()]);
    }
    let Where { sql, mut args } = found;
    args.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let limit_at = args.len();
    conn.query(
        &format!(
            "SELECT {LINE}, s.pos FROM journal j LEFT JOIN seal s ON s.seq = j.seq{sql} \
             ORDER BY j.at DESC, j.seq DESC LIMIT ${limit_at}"
        ),
        &args,
        |row| line(row, row.get("pos")?),
    )
}
