//! What people decided about two records, or about a record and somebody at the gate, and pairs that wait
//! for a decision.

use std::collections::BTreeMap;

use db::{Conn, Row, Tx, Value, args};
use kernel::{AdmissionId, BdTime, PersonId, Result, UserId, Uuid, words};

use super::{placeholders, resolve, within};
use crate::find::Scope;
use crate::matching::why::Reason;

/// A decision about two records, or about a record and somebody at the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: Uuid,
    /// The two, the smaller id first; at the gate twice the record.
    pub pair: (PersonId, PersonId),
    /// Whether they are one human being.
    pub same: bool,
    /// On what it rests.
    pub reason: Reason,
    /// Why, in words; may be empty beside a ready-made reason.
    pub rationale: String,
    /// Who decided.
    pub by: UserId,
    /// Their name then.
    pub by_name: String,
    /// When.
    pub at: BdTime,
    /// Whose admission it was at the gate.
    pub admission: Option<AdmissionId>,
}

const COLUMNS: &str =
    "id, person_a, person_b, same, reason, rationale, by_user, by_name, at, admission";

/// Two records, the smaller id first, as both tables keep them.
pub(crate) fn ordered(a: PersonId, b: PersonId) -> (PersonId, PersonId) {
    if a <= b { (a, b) } else { (b, a) }
}

/// Writes a decision.
///
/// # Errors
/// Those of the database.
pub fn decide(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let (a, b) = decision.pair;
    let sql = format!(
        "INSERT INTO same_decision ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    tx.exec(
        &sql,
        args![
            decision.id,
            a,
            b,
            decision.same,
            decision.reason,
            decision.rationale.as_str(),
            decision.by,
            decision.by_name.as_str(),
            decision.at,
            decision.admission,
        ],
    )?;
    Ok(())
}

/// The last decision about two records.
///
/// # Errors
/// Those of the database.
pub fn latest(conn: &mut Conn<'_>, a: PersonId, b: PersonId) -> Result<Option<Decision>> {
    let (a, b) = ordered(a, b);
    let sql = format!(
        "SELECT {COLUMNS} FROM same_decision WHERE person_a = $1 AND person_b = $2 \
         ORDER BY at DESC, id DESC LIMIT 1"
    );
    conn.query_opt(&sql, args![a, b], decision)
}

fn decision(row: &Row) -> Result<Decision> {
    Ok(Decision {
        id: row.get("id")?,
        pair: (row.get("person_a")?, row.get("person_b")?),
        same: row.get("same")?,
        reason: row.get("reason")?,
        rationale: row.get("rationale")?,
        by: row.get("by_user")?,
        by_name: row.get("by_name")?,
        at: row.get("at")?,
        admission: row.get("admission")?,
    })
}

/// The record `$1` and all that were merged into it.
const FAMILY: &str = "WITH RECURSIVE family (id) AS (SELECT id FROM person WHERE id = $1 \
    UNION SELECT p.id FROM person p JOIN family f ON p.merged_into = f.id)";

/// Decisions about one record that a page shows.
const SHOWN_MAX: i64 = 30;

words! {
    /// What was compared in a decision about a person.
    pub enum Compared: "judged" {
        /// Their record and another.
        Records = "records",
        /// Their record and somebody at the gate.
        Gate = "gate",
        /// Their record and somebody at the gate who was taken for them first, and for another then.
        Reconsidered = "reconsidered",
        /// Themselves at the gate, and a record that they are like.
        Newcomer = "newcomer",
    }
}

/// What was decided about a person, the latest first.
///
/// # Errors
/// Those of the database.
pub fn decisions_about(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<(Compared, Decision)>> {
    // Three questions, each with its own index: asked as one with OR, PostgreSQL would read every decision
    // of the country for one person's page.
    let of_the_admission = COLUMNS.replace(", ", ", d.");
    let sql = format!(
        "{FAMILY}, judged AS (\
           SELECT {COLUMNS} FROM same_decision WHERE person_a IN (SELECT id FROM family) \
           UNION SELECT {COLUMNS} FROM same_decision WHERE person_b IN (SELECT id FROM family) \
           UNION SELECT d.{of_the_admission} FROM admission a JOIN same_decision d \
             ON d.admission = a.id WHERE a.person IN (SELECT id FROM family) AND d.same = 0) \
         SELECT {COLUMNS}, CASE WHEN admission IS NULL THEN 'records' \
         WHEN person_a NOT IN (SELECT id FROM family) THEN 'newcomer' \
         WHEN same = 1 AND NOT EXISTS (SELECT 1 FROM admission a WHERE a.id = judged.admission \
           AND a.person IN (SELECT id FROM family)) THEN 'reconsidered' ELSE 'gate' END AS compared \
         FROM judged ORDER BY at DESC, id DESC LIMIT $2"
    );
    conn.query(&sql, args![person, SHOWN_MAX], |row| {
        Ok((row.get("compared")?, decision(row)?))
    })
}

/// What was decided last at the gate about who is being admitted.
///
/// # Errors
/// Those of the database.
pub fn decided_at_gate(conn: &mut Conn<'_>, admission: AdmissionId) -> Result<Option<Decision>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM same_decision WHERE admission = $1 ORDER BY at DESC, id DESC LIMIT 1"
    );
    conn.query_opt(&sql, args![admission], decision)
}

/// With whom people have decided that `of` is, or is not, the same. What was decided about a record that
/// was merged since holds for the one that it became, and what was decided at the gate for the record of
/// whoever came in.
///
/// # Errors
/// Those of the database.
pub fn decided(conn: &mut Conn<'_>, of: PersonId) -> Result<BTreeMap<PersonId, bool>> {
    // Who was taken for somebody at the gate came in as that person: there only "somebody else" tells more.
    let sql = format!(
        "{FAMILY}, said (other, same, at, id) AS (\
           SELECT person_b, same, at, id FROM same_decision WHERE person_a IN (SELECT id FROM family) \
           UNION ALL SELECT person_a, same, at, id FROM same_decision WHERE person_b IN (SELECT id FROM family) \
           UNION ALL SELECT d.person_a, d.same, d.at, d.id FROM admission a JOIN same_decision d \
             ON d.admission = a.id WHERE a.person IN (SELECT id FROM family) AND d.same = 0 \
           UNION ALL SELECT a.person, d.same, d.at, d.id FROM same_decision d JOIN admission a \
             ON a.id = d.admission WHERE d.person_a IN (SELECT id FROM family) AND d.same = 0 \
             AND a.person IS NOT NULL) \
         SELECT other, same FROM said ORDER BY at, id"
    );
    let said: Vec<(PersonId, bool)> =
        conn.query(&sql, args![of], |row| Ok((row.at(0)?, row.at(1)?)))?;
    let mut found = BTreeMap::new();
    for (other, same) in said {
        // The last one about a pair stands.
        found.insert(resolve(conn, other)?, same);
    }
    found.remove(&of);
    Ok(found)
}

/// Two records that wait for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The smaller id.
    pub a: PersonId,
    /// The other.
    pub b: PersonId,
    /// Thousandths of a bit.
    pub weight: i64,
    /// When they were found alike.
    pub found_at: BdTime,
}

/// Keeps a pair that waits for a decision; found again, its weight is the new one.
///
/// # Errors
/// Those of the database.
pub fn note_pair(tx: &mut Tx<'_>, pair: &Pair) -> Result<()> {
    let (a, b) = ordered(pair.a, pair.b);
    tx.exec(
        "INSERT INTO match_pair (person_a, person_b, weight, found_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (person_a, person_b) DO UPDATE SET weight = excluded.weight",
        args![a, b, pair.weight, pair.found_at],
    )?;
    Ok(())
}

/// Whether these two wait for a decision.
///
/// # Errors
/// Those of the database.
pub fn waits(conn: &mut Conn<'_>, a: PersonId, b: PersonId) -> Result<bool> {
    let (a, b) = ordered(a, b);
    let found = conn.query_opt(
        "SELECT weight FROM match_pair WHERE person_a = $1 AND person_b = $2",
        args![a, b],
        |row| row.at::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Takes a pair out of the queue: it is decided.
///
/// # Errors
/// Those of the database.
pub fn settle(tx: &mut Tx<'_>, a: PersonId, b: PersonId) -> Result<()> {
    let (a, b) = ordered(a, b);
    tx.exec(
        "DELETE FROM match_pair WHERE person_a = $1 AND person_b = $2",
        args![a, b],
    )?;
    Ok(())
}

/// Takes all pairs of a record out of the queue and gives them back.
pub(super) fn take_pairs(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Pair>> {
    let mut taken = tx.returning(
        "DELETE FROM match_pair WHERE person_a = $1 OR person_b = $1 RETURNING person_a, person_b, weight, found_at",
        args![person],
        pair,
    )?;
    taken.sort_by_key(|pair| (pair.a, pair.b));
    Ok(taken)
}

/// Pairs that wait for a decision and of which one record belongs to the reader's prisons, the most alike
/// first, after `after`.
///
/// # Errors
/// Those of the database.
pub fn pairs(
    conn: &mut Conn<'_>,
    scope: &Scope,
    after: Option<&Pair>,
    limit: i64,
) -> Result<Vec<Pair>> {
    let (inside, more) = within(scope, &["x.prison", "y.prison"], 5);
    let mut values: Vec<Value> = match after {
        Some(after) => vec![after.weight.into(), after.a.into(), after.b.into()],
        None => vec![i64::MAX.into(), Uuid::nil().into(), Uuid::nil().into()],
    };
    values.push(limit.into());
    values.extend(more);
    let sql = format!(
        "SELECT m.person_a, m.person_b, m.weight, m.found_at FROM match_pair m \
         JOIN find_doc x ON x.person = m.person_a JOIN find_doc y ON y.person = m.person_b \
         WHERE (m.weight < $1 OR (m.weight = $1 AND (m.person_a, m.person_b) > ($2, $3))){inside} \
         ORDER BY m.weight DESC, m.person_a, m.person_b LIMIT $4"
    );
    conn.query(&sql, &values, pair)
}

fn pair(row: &Row) -> Result<Pair> {
    Ok(Pair {
        a: row.at(0)?,
        b: row.at(1)?,
        weight: row.at(2)?,
        found_at: row.at(3)?,
    })
}

/// Puts pairs back, as they were before they were taken.
pub(super) fn put_back(tx: &mut Tx<'_>, pairs: &[Pair]) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..pairs.len())
        .map(|at| format!("({})", placeholders(at * 4 + 1, 4)))
        .collect();
    let values: Vec<Value> = pairs
        .iter()
        .flat_map(|pair| {
            [
                pair.a.into(),
                pair.b.into(),
                pair.weight.into(),
                Value::from(pair.found_at),
            ]
        })
        .collect();
    let sql = format!(
        "INSERT INTO match_pair (person_a, person_b, weight, found_at) VALUES {} ON CONFLICT DO NOTHING",
        rows.join(", ")
    );
    tx.exec(&sql, &values)?;
    Ok(())
}
