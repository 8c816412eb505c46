//! The SQL of timings.

use std::collections::BTreeMap;

use db::{Conn, args};
use kernel::{AdmissionId, BdTime, PrisonId, Result};

use super::Timed;

/// Admissions that one page sums up.
pub const TIMED_MAX: i64 = 5_000;

/// The admissions that reached the roll since `since`, in one prison or in all, the latest first.
///
/// # Errors
/// Those of the database.
pub fn since(conn: &mut Conn<'_>, prison: Option<PrisonId>, since: BdTime) -> Result<Vec<Timed>> {
    let mut steps: BTreeMap<AdmissionId, BTreeMap<_, i64>> = BTreeMap::new();
    let everywhere = prison.is_none();
    conn.each(
        "SELECT s.admission, s.step, CAST(SUM(s.to_at - s.from_at) AS BIGINT) AS spent FROM admission_step s \
         WHERE s.from_at >= $1 AND s.to_at IS NOT NULL AND ($2 = 1 OR s.prison = $3) GROUP BY s.admission, s.step",
        args![since, i64::from(everywhere), prison.map_or(kernel::Uuid::nil(), Into::into)],
        |row| {
            steps.entry(row.get("admission")?).or_default().insert(row.get("step")?, row.get("spent")?);
            Ok(())
        },
    )?;
    conn.query(
        "SELECT id, prison, by_name, started_at, on_roll_at - started_at AS total, slow_reason FROM admission \
         WHERE started_at >= $1 AND on_roll_at IS NOT NULL AND ($2 = 1 OR prison = $3) \
         ORDER BY started_at DESC LIMIT $4",
        args![since, i64::from(everywhere), prison.map_or(kernel::Uuid::nil(), Into::into), TIMED_MAX],
        |row| {
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
        },
    )
}
