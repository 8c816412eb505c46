//! The SQL of timings.

use std::collections::BTreeMap;

use db::{Conn, Value};
use kernel::{AdmissionId, BdTime, PrisonId, Result};

use super::Timed;
use crate::admission::Step;
use crate::find::store::placeholders;

/// Admissions that one page sums up.
pub const TIMED_MAX: i64 = 5_000;

/// The admissions that reached the roll in these prisons since `since`, the latest first.
///
/// # Errors
/// Those of the database.
pub fn since(conn: &mut Conn<'_>, prisons: &[PrisonId], since: BdTime) -> Result<Vec<Timed>> {
    if prisons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![since.into(), TIMED_MAX.into()];
    values.extend(prisons.iter().map(|prison| Value::from(*prison)));
    let timed = format!(
        "SELECT id, prison, by_name, started_at, on_roll_at - started_at AS total, slow_reason FROM admission \
         WHERE started_at >= $1 AND on_roll_at IS NOT NULL AND prison IN ({}) ORDER BY started_at DESC, id LIMIT $2",
        placeholders(3, prisons.len())
    );
    let mut steps: BTreeMap<AdmissionId, BTreeMap<Step, i64>> = BTreeMap::new();
    conn.each(
        &format!(
            "WITH timed AS ({timed}) SELECT s.admission, s.step, CAST(SUM(s.to_at - s.from_at) AS BIGINT) AS spent \
             FROM timed t JOIN admission_step s ON s.admission = t.id WHERE s.to_at IS NOT NULL \
             GROUP BY s.admission, s.step"
        ),
        &values,
        |row| {
            let of = steps.entry(row.get("admission")?).or_default();
            of.insert(row.get("step")?, row.get("spent")?);
            Ok(())
        },
    )?;
    conn.query(&timed, &values, |row| {
        let id = row.get("id")?;
        Ok(Timed {
            id,
            prison: row.get("prison")?,
            operator: row.get("by_name")?,
            started_at: row.get("started_at")?,
            total: row.get("total")?,
            steps: steps.remove(&id).unwrap_or_default(),
            slow_reason: row.get("slow_reason")?,
        })
    })
}
