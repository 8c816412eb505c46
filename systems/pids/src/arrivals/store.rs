//! The SQL of arrivals.

use db::{Conn, Row, Tx, args};
use kernel::{ArrivalId, BdTime, CustodyId, Date, Error, PersonId, PrisonId, Result, UserId};

use super::{Arrival, ArrivalState, Claim};
use crate::custody::case_key;

const COLUMNS: &str = "id, prison, day, source, van, name, father, age, sex, court, case_no, police_station, sections, \
    next_on, warrant_no, person, custody, client, key, state, at";

/// Arrivals that one prison can expect on one day.
pub const DAY_MAX: i64 = 2_000;

fn arrival(row: &Row) -> Result<Arrival> {
    Ok(Arrival {
        id: row.get("id")?,
        prison: row.get("prison")?,
        day: row.get("day")?,
        source: row.get("source")?,
        van: row.get("van")?,
        name: row.get("name")?,
        father: row.get("father")?,
        age: row.get("age")?,
        sex: row.get("sex")?,
        court: row.get("court")?,
        case_no: row.get("case_no")?,
        police_station: row.get("police_station")?,
        sections: row.get("sections")?,
        next_on: row.get("next_on")?,
        warrant_no: row.get("warrant_no")?,
        person: row.get("person")?,
        custody: row.get("custody")?,
        client: row.get("client")?,
        key: row.get("key")?,
        state: row.get("state")?,
        at: row.get("at")?,
    })
}

/// The arrival with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn get(conn: &mut Conn<'_>, id: ArrivalId) -> Result<Arrival> {
    conn.query_one(
        &format!("SELECT {COLUMNS} FROM arrival WHERE id = $1"),
        args![id],
        arrival,
    )
}

/// The arrival that this sender told under this key.
///
/// # Errors
/// Those of the database.
pub fn by_key(conn: &mut Conn<'_>, client: &str, key: &str) -> Result<Option<Arrival>> {
    let sql = format!("SELECT {COLUMNS} FROM arrival WHERE client = $1 AND key = $2");
    conn.query_opt(&sql, args![client, key], arrival)
}

/// Those on the way from another prison: they stand on the board until they are there, whatever the day.
const ON_THE_WAY: &str = "state = 'expected' AND source = 'transfer' AND custody IS NOT NULL";

/// A day's arrivals at a prison that were not cancelled, and those on the way to it, by van, with the claim
/// on each.
///
/// # Errors
/// Those of the database.
pub fn of_day(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    day: Date,
) -> Result<Vec<(Arrival, Option<Claim>)>> {
    let columns: Vec<String> = COLUMNS
        .split(", ")
        .map(|column| format!("a.{column}"))
        .collect();
    let sql = format!(
        "SELECT {}, c.by_user AS claim_user, c.by_name AS claim_name, c.at AS claim_at FROM arrival a \
         LEFT JOIN arrival_claim c ON c.arrival = a.id \
         WHERE a.id IN (SELECT id FROM arrival WHERE prison = $1 AND day = $2 AND state <> 'cancelled' \
           UNION SELECT id FROM arrival WHERE prison = $1 AND {ON_THE_WAY}) \
         ORDER BY a.state DESC, a.van, a.at, a.id LIMIT $3",
        columns.join(", ")
    );
    conn.query(&sql, args![prison, day, DAY_MAX], |row| {
        let user: Option<UserId> = row.get("claim_user")?;
        let claim = match user {
            Some(by_user) => Some(Claim {
                by_user,
                by_name: row.get("claim_name")?,
                at: row.get("claim_at")?,
            }),
            None => None,
        };
        Ok((arrival(row)?, claim))
    })
}

/// Whom a prison expects on `from` or later, by day. Who comes in a custody that goes on is left out: for them a prison
/// answers already.
const TO_COME: &str = "prison = $1 AND day >= $2 AND state = 'expected' AND custody IS NULL";

/// The first of those whom a prison expects on `from` or later, by day.
///
/// # Errors
/// Those of the database.
pub fn to_come(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    from: Date,
    limit: i64,
) -> Result<Vec<Arrival>> {
    let sql =
        format!("SELECT {COLUMNS} FROM arrival WHERE {TO_COME} ORDER BY day, van, at, id LIMIT $3");
    conn.query(&sql, args![prison, from, limit], arrival)
}

/// How many a prison expects on `from` or later.
///
/// # Errors
/// Those of the database.
pub fn count_to_come(conn: &mut Conn<'_>, prison: PrisonId, from: Date) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM arrival WHERE {TO_COME}");
    conn.query_one(&sql, args![prison, from], |row| row.at(0))
}

/// Writes an arrival that was not told before.
///
/// # Errors
/// Conflict when the sender has told one under the same key; those of the database.
pub fn insert(tx: &mut Tx<'_>, arrival: &Arrival) -> Result<()> {
    tx.exec(
        "INSERT INTO arrival (id, prison, day, source, van, name, father, age, sex, court, case_no, police_station, \
         sections, next_on, warrant_no, person, custody, client, key, state, at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)",
        args![
            arrival.id,
            arrival.prison,
            arrival.day,
            arrival.source,
            arrival.van.as_str(),
            arrival.name.as_str(),
            arrival.father.as_str(),
            arrival.age,
            arrival.sex.as_str(),
            arrival.court.as_str(),
            arrival.case_no.as_str(),
            arrival.police_station.as_str(),
            arrival.sections.as_str(),
            arrival.next_on,
            arrival.warrant_no.as_str(),
            arrival.person,
            arrival.custody,
            arrival.client.as_str(),
            arrival.key.as_str(),
            arrival.state,
            arrival.at,
        ],
    )?;
    Ok(())
}

/// Moves an arrival from expected to `state`.
///
/// # Errors
/// Conflict `err-arrival-gone` when it is expected no more; those of the database.
pub fn leave(tx: &mut Tx<'_>, id: ArrivalId, state: ArrivalState) -> Result<()> {
    tx.exec_one(
        "UPDATE arrival SET state = $1, version = version + 1 WHERE id = $2 AND state = 'expected'",
        args![state, id],
    )
    .map_err(|error| {
        if error.key == "err-stale" {
            Error::conflict("err-arrival-gone")
        } else {
            error
        }
    })
}

/// Whose hand is on this arrival.
///
/// # Errors
/// Those of the database.
pub fn claim_of(conn: &mut Conn<'_>, id: ArrivalId) -> Result<Option<Claim>> {
    conn.query_opt(
        "SELECT by_user, by_name, at FROM arrival_claim WHERE arrival = $1",
        args![id],
        |row| {
            Ok(Claim {
                by_user: row.get("by_user")?,
                by_name: row.get("by_name")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Puts a hand on an arrival; gives false when a hand is on it already.
///
/// # Errors
/// Those of the database.
pub fn claim(tx: &mut Tx<'_>, id: ArrivalId, by: UserId, name: &str, at: BdTime) -> Result<bool> {
    let taken = tx.exec(
        "INSERT INTO arrival_claim (arrival, by_user, by_name, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        args![id, by, name, at],
    )?;
    Ok(taken == 1)
}

/// Takes this user's hand off an arrival; another's stays.
///
/// # Errors
/// Those of the database.
pub fn unclaim(tx: &mut Tx<'_>, id: ArrivalId, by: UserId) -> Result<()> {
    tx.exec(
        "DELETE FROM arrival_claim WHERE arrival = $1 AND by_user = $2",
        args![id, by],
    )?;
    Ok(())
}

/// Takes whoever's hand off an arrival that is expected no more.
///
/// # Errors
/// Those of the database.
pub fn end_claims(tx: &mut Tx<'_>, id: ArrivalId) -> Result<()> {
    tx.exec("DELETE FROM arrival_claim WHERE arrival = $1", args![id])?;
    Ok(())
}

/// The one custody of this prison that is at court in this case, if there is just one: whom a court
/// sends back.
///
/// # Errors
/// Those of the database.
pub fn at_court_in(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    case_no: &str,
) -> Result<Option<(CustodyId, PersonId)>> {
    let found = conn.query(
        "SELECT k.id, k.person FROM court_case c JOIN case_accused a ON a.court_case = c.id \
         JOIN custody k ON k.id = a.custody \
         WHERE c.case_key = $1 AND k.prison = $2 AND k.state = 'at_court' LIMIT 2",
        args![case_key(case_no), prison],
        |row| Ok((row.at(0)?, row.at(1)?)),
    )?;
    match found.as_slice() {
        [one] => Ok(Some(*one)),
        _ => Ok(None),
    }
}

/// Says that an arrival is somebody in custody who comes back.
///
/// # Errors
/// Conflict `err-stale` when the arrival is expected no more; those of the database.
pub fn is_return_of(tx: &mut Tx<'_>, id: ArrivalId, custody: CustodyId) -> Result<()> {
    tx.exec_one(
        "UPDATE arrival SET source = 'return', custody = $1, person = (SELECT person FROM custody WHERE id = $1), \
         version = version + 1 WHERE id = $2 AND state = 'expected'",
        args![custody, id],
    )
}

/// Moves whoever was expected in a custody to `state`, and gives the arrivals and where they were expected.
/// Who came in stands on the board of the day on which they came.
///
/// # Errors
/// Those of the database.
pub fn settle(
    tx: &mut Tx<'_>,
    custody: CustodyId,
    state: ArrivalState,
    today: Date,
) -> Result<Vec<(ArrivalId, PrisonId)>> {
    tx.returning(
        "UPDATE arrival SET state = $1, day = CASE WHEN $2 = 1 THEN $3 ELSE day END, version = version + 1 \
         WHERE custody = $4 AND state = 'expected' RETURNING id, prison",
        args![state, state == ArrivalState::Admitted, today, custody],
        |row| Ok((row.get("id")?, row.get("prison")?)),
    )
}
