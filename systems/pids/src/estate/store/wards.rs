use db::{Conn, Row, Tx, args};
use kernel::{PrisonId, Result, WardId};

use crate::estate::{Capacity, Closed, Ward};
use crate::people::store::two_names;

const WARD: &str = "id, prison, building, name_bn, name_en, sort, kind, for_sex, for_age, for_status, certified, \
    working, most, ground_floor, closed_reason, closed_at, version";

fn ward_row(row: &Row) -> Result<Ward> {
    let closed = row
        .get::<Option<String>>("closed_reason")?
        .zip(row.get("closed_at")?)
        .map(|(reason, at)| Closed { reason, at });
    Ok(Ward {
        id: row.get("id")?,
        prison: row.get("prison")?,
        building: row.get("building")?,
        name: two_names(row, "name")?,
        sort: row.get("sort")?,
        kind: row.get("kind")?,
        sex: row.get("for_sex")?,
        age: row.get("for_age")?,
        status: row.get("for_status")?,
        capacity: Capacity {
            certified: row.get("certified")?,
            working: row.get("working")?,
            most: row.get("most")?,
        },
        ground_floor: row.get("ground_floor")?,
        closed,
        version: row.get("version")?,
    })
}

/// The ward with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn ward(conn: &mut Conn<'_>, id: WardId) -> Result<Ward> {
    let sql = format!("SELECT {WARD} FROM ward WHERE id = $1");
    conn.query_one(&sql, args![id], ward_row)
}

/// The wards of a prison, in the order of its list.
///
/// # Errors
/// Those of the database.
pub fn wards_of(conn: &mut Conn<'_>, prison: PrisonId) -> Result<Vec<Ward>> {
    let sql = format!("SELECT {WARD} FROM ward WHERE prison = $1 ORDER BY sort, id");
    conn.query(&sql, args![prison], ward_row)
}

/// Makes every other placement into this ward wait until this transaction ends, so that two clerks
/// cannot both take its last place. (SQLite has one writer anyway.)
///
/// # Errors
/// Not found when there is no such ward; those of the database.
pub fn lock(tx: &mut Tx<'_>, id: WardId) -> Result<Ward> {
    tx.exec("UPDATE ward SET version = version WHERE id = $1", args![id])?;
    ward(tx, id)
}

/// Writes a ward that was not there before.
///
/// # Errors
/// Those of the database.
pub fn insert(tx: &mut Tx<'_>, ward: &Ward) -> Result<()> {
    let mut values = columns(ward);
    values.push(ward.prison.into());
    tx.exec(
        "INSERT INTO ward (building, name_bn, name_en, sort, kind, for_sex, for_age, for_status, certified, \
         working, most, ground_floor, closed_reason, closed_at, id, version, prison) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &values,
    )?;
    Ok(())
}

/// Writes a ward over the version before its own.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed it since; those of the database.
pub fn update(tx: &mut Tx<'_>, ward: &Ward) -> Result<()> {
    tx.exec_one(
        "UPDATE ward SET building = $1, name_bn = $2, name_en = $3, sort = $4, kind = $5, for_sex = $6, \
         for_age = $7, for_status = $8, certified = $9, working = $10, most = $11, ground_floor = $12, \
         closed_reason = $13, closed_at = $14, version = $16 WHERE id = $15 AND version = $16 - 1",
        &columns(ward),
    )
}

/// The first sixteen arguments of both statements above, in their order.
fn columns(ward: &Ward) -> Vec<db::Value> {
    let closed = ward.closed.as_ref();
    vec![
        ward.building.into(),
        ward.name.bn.as_str().into(),
        ward.name.en.as_str().into(),
        ward.sort.into(),
        ward.kind.into(),
        ward.sex.into(),
        ward.age.into(),
        ward.status.into(),
        ward.capacity.certified.into(),
        ward.capacity.working.into(),
        ward.capacity.most.into(),
        ward.ground_floor.into(),
        closed.map(|closed| closed.reason.as_str()).into(),
        closed.map(|closed| closed.at).into(),
        ward.id.into(),
        ward.version.into(),
    ]
}
