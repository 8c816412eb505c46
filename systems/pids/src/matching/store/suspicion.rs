//! Suspicions of impersonation and how a supervisor ruled.

use db::{Conn, Row, Tx, Value, args};
use kernel::{AdmissionId, BdTime, Error, PersonId, PrisonId, Result, UserId, Uuid};

use super::within;
use crate::find::Scope;
use crate::matching::impersonation::{Ruling, Sign};

/// A suspicion about one admission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// Its id.
    pub id: Uuid,
    /// The admission.
    pub admission: AdmissionId,
    /// The prison.
    pub prison: PrisonId,
    /// The person that the warrant is taken to name.
    pub person: Option<PersonId>,
    /// What speaks against it.
    pub signs: Vec<Sign>,
    /// How a supervisor ruled; none while it waits.
    pub ruling: Option<Ruling>,
    /// Why.
    pub rationale: Option<String>,
    /// When it came up.
    pub at: BdTime,
}

const COLUMNS: &str = "id, admission, prison, person, signs, outcome, rationale, at";

fn suspicion(row: &Row) -> Result<Suspicion> {
    let signs: String = row.get("signs")?;
    Ok(Suspicion {
        id: row.get("id")?,
        admission: row.get("admission")?,
        prison: row.get("prison")?,
        person: row.get("person")?,
        signs: serde_json::from_str(&signs)
            .map_err(|error| Error::corrupt("impersonation.signs is no JSON").because(error))?,
        ruling: row.get("outcome")?,
        rationale: row.get("rationale")?,
        at: row.get("at")?,
    })
}

/// The suspicion about an admission.
///
/// # Errors
/// Those of the database.
pub fn suspicion_of(conn: &mut Conn<'_>, admission: AdmissionId) -> Result<Option<Suspicion>> {
    let sql = format!("SELECT {COLUMNS} FROM impersonation WHERE admission = $1");
    conn.query_opt(&sql, args![admission], suspicion)
}

/// Writes a suspicion over the one before it about the same admission, which opens one that was ruled on: the
/// supervisor did not know of its signs.
///
/// # Errors
/// Those of the database.
pub fn suspect(tx: &mut Tx<'_>, new: &Suspicion) -> Result<()> {
    let signs = serde_json::to_string(&new.signs)
        .map_err(|error| Error::bug("signs are not JSON").because(error))?;
    tx.exec(
        "INSERT INTO impersonation (id, admission, prison, person, signs, at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (admission) DO UPDATE SET person = excluded.person, signs = excluded.signs, at = excluded.at, \
         outcome = NULL, rationale = NULL, by_user = NULL, decided_at = NULL",
        args![new.id, new.admission, new.prison, new.person, signs, new.at],
    )?;
    Ok(())
}

/// Writes how a supervisor ruled.
///
/// # Errors
/// Conflict when somebody has ruled already; those of the database.
pub fn rule(
    tx: &mut Tx<'_>,
    admission: AdmissionId,
    ruling: Ruling,
    rationale: &str,
    by: UserId,
    at: BdTime,
) -> Result<()> {
    tx.exec_one(
        "UPDATE impersonation SET outcome = $1, rationale = $2, by_user = $3, decided_at = $4 \
         WHERE admission = $5 AND outcome IS NULL",
        args![ruling, rationale, by, at, admission],
    )
}

/// Suspicions that wait for a ruling in the reader's prisons, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn suspicions(conn: &mut Conn<'_>, scope: &Scope, limit: i64) -> Result<Vec<Suspicion>> {
    let (inside, more) = within(scope, &["prison"], 2);
    let mut values: Vec<Value> = vec![limit.into()];
    values.extend(more);
    let sql = format!(
        "SELECT {COLUMNS} FROM impersonation WHERE outcome IS NULL{inside} ORDER BY at, id LIMIT $1"
    );
    conn.query(&sql, &values, suspicion)
}
