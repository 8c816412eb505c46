//! The SQL of tasks.

use std::collections::BTreeMap;

use db::{Conn, Row, Tx, Value, args};
use kernel::{BdTime, CustodyId, PersonId, PrisonId, Result, TaskId, UserId, Uuid};

use super::{About, Task, TaskKind};
use crate::custody::State;
use crate::find::store::placeholders;
use crate::people::TwoNames;
use crate::people::store::two_names;

const COLUMNS: &str = "id, prison, custody, admission, kind, role, note, due_at, done_at";

fn task(row: &Row) -> Result<Task> {
    Ok(Task {
        id: row.get("id")?,
        prison: row.get("prison")?,
        custody: row.get("custody")?,
        admission: row.get("admission")?,
        kind: row.get("kind")?,
        role: row.get("role")?,
        note: row.get("note")?,
        due_at: row.get("due_at")?,
        done_at: row.get("done_at")?,
    })
}

/// The task with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn get(conn: &mut Conn<'_>, id: TaskId) -> Result<Task> {
    conn.query_one(
        &format!("SELECT {COLUMNS} FROM task WHERE id = $1"),
        args![id],
        task,
    )
}

/// What is owed in a prison, the soonest due first; of one role, or of all when `role` is empty.
///
/// # Errors
/// Those of the database.
pub fn open(conn: &mut Conn<'_>, prison: PrisonId, role: &str, limit: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM task WHERE prison = $1 AND done_at IS NULL AND ($2 = '' OR role = $2) \
         ORDER BY due_at, id LIMIT $3"
    );
    conn.query(&sql, args![prison, role, limit], task)
}

/// Whose custody a task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: TwoNames,
    /// The prison that owns the custody.
    pub prison: PrisonId,
    /// Where they are, or how it ended.
    pub state: State,
}

/// Whom tasks about custodies are about.
///
/// # Errors
/// Those of the database.
pub fn whose(conn: &mut Conn<'_>, tasks: &[Task]) -> Result<BTreeMap<CustodyId, Whose>> {
    let mut custodies: Vec<CustodyId> = tasks.iter().filter_map(|task| task.custody).collect();
    custodies.sort_unstable();
    custodies.dedup();
    if custodies.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut values: Vec<Value> = custodies.into_iter().map(Value::from).collect();
    // Few sizes make few statements to prepare; no custody has this id.
    values.resize(values.len().next_power_of_two(), Uuid::nil().into());
    let sql = format!(
        "SELECT k.id, k.person, k.prison, k.state, p.name_bn, p.name_en FROM custody k \
         JOIN person p ON p.id = k.person WHERE k.id IN ({})",
        placeholders(1, values.len())
    );
    let found = conn.query(&sql, &values, |row| {
        let whose = Whose {
            person: row.get("person")?,
            name: two_names(row, "name")?,
            prison: row.get("prison")?,
            state: row.get("state")?,
        };
        Ok((row.get("id")?, whose))
    })?;
    Ok(found.into_iter().collect())
}

/// Tasks about one custody that are given at most.
const OF_CUSTODY_MAX: i64 = 100;

/// What is or was owed about one custody, the latest first.
///
/// # Errors
/// Those of the database.
pub fn of_custody(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM task WHERE custody = $1 ORDER BY created_at DESC, id LIMIT $2"
    );
    conn.query(&sql, args![custody, OF_CUSTODY_MAX], task)
}

/// What is still owed of one kind about one custody or admission, wherever it is owed.
///
/// # Errors
/// Those of the database.
pub fn open_about(conn: &mut Conn<'_>, about: About, kind: TaskKind) -> Result<Vec<Task>> {
    let (column, id): (_, Uuid) = match about {
        About::Custody(custody) => ("custody", custody.into()),
        About::Admission(admission) => ("admission", admission.into()),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM task WHERE {column} = $1 AND kind = $2 AND done_at IS NULL ORDER BY id"
    );
    conn.query(&sql, args![id, kind], task)
}

/// Writes what is owed from now on.
///
/// # Errors
/// Those of the database.
pub fn insert(tx: &mut Tx<'_>, task: &Task, at: BdTime) -> Result<()> {
    tx.exec(
        "INSERT INTO task (id, prison, custody, admission, kind, role, note, due_at, created_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        args![
            task.id,
            task.prison,
            task.custody,
            task.admission,
            task.kind,
            task.role.as_str(),
            task.note.as_str(),
            task.due_at,
            at
        ],
    )?;
    Ok(())
}

/// Writes that it is done.
///
/// # Errors
/// Conflict `err-stale` when it was done already; those of the database.
pub fn done(tx: &mut Tx<'_>, id: TaskId, by: UserId, result: &str, at: BdTime) -> Result<()> {
    tx.exec_one(
        "UPDATE task SET done_at = $1, done_by = $2, result = $3, version = version + 1 \
         WHERE id = $4 AND done_at IS NULL",
        args![at, by, result, id],
    )
}
