//! The SQL of the estate: prisons and buildings here, terms, wards and head-counts in their own files.

mod counts;
mod terms;
mod wards;

use db::{Conn, Row, Tx, args};
use kernel::{BuildingId, PrisonId, Result};

use super::{Building, Prison};
use crate::people::store::two_names;

pub use counts::{Here, by_prison, by_ward, co_accused_wards, here_at, of_ward, sleepers};
pub use terms::{
    answered_for, hold_prison, put_term, take_over, terms_due, terms_of, withdraw_term,
};
pub use wards::{insert as insert_ward, lock as lock_ward, update as update_ward, ward, wards_of};

const PRISON: &str = "id, code, name_bn, name_en, kind, division, district, women_only, certified, closed_on, version";
const BUILDING: &str = "id, prison, name_bn, name_en, sort, version";

fn prison_row(row: &Row) -> Result<Prison> {
    Ok(Prison {
        id: row.get("id")?,
        code: row.get("code")?,
        name: two_names(row, "name")?,
        kind: row.get("kind")?,
        division: row.get("division")?,
        district: row.get("district")?,
        women_only: row.get("women_only")?,
        certified: row.get("certified")?,
        closed_on: row.get("closed_on")?,
        version: row.get("version")?,
    })
}

fn building_row(row: &Row) -> Result<Building> {
    Ok(Building {
        id: row.get("id")?,
        prison: row.get("prison")?,
        name: two_names(row, "name")?,
        sort: row.get("sort")?,
        version: row.get("version")?,
    })
}

/// The prison with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn prison(conn: &mut Conn<'_>, id: PrisonId) -> Result<Prison> {
    let sql = format!("SELECT {PRISON} FROM prison WHERE id = $1");
    conn.query_one(&sql, args![id], prison_row)
}

/// The prison with this code: `DHK-C`.
///
/// # Errors
/// Not found; those of the database.
pub fn prison_by_code(conn: &mut Conn<'_>, code: &str) -> Result<Prison> {
    let sql = format!("SELECT {PRISON} FROM prison WHERE code = $1");
    conn.query_one(&sql, args![code], prison_row)
}

/// All prisons, by division and name.
///
/// # Errors
/// Those of the database.
pub fn prisons(conn: &mut Conn<'_>) -> Result<Vec<Prison>> {
    let sql = format!("SELECT {PRISON} FROM prison ORDER BY division, name_sort, id");
    conn.query(&sql, args![], prison_row)
}

/// The code of the division whose DIG supervises a prison.
///
/// # Errors
/// Not found; those of the database.
pub fn division_of(conn: &mut Conn<'_>, prison: PrisonId) -> Result<String> {
    conn.query_one(
        "SELECT division FROM prison WHERE id = $1",
        args![prison],
        |row| row.at(0),
    )
}

/// Writes a prison that was not there before.
///
/// # Errors
/// Those of the database.
pub fn insert_prison(tx: &mut Tx<'_>, prison: &Prison) -> Result<()> {
    let sort = bangla::collate::key(prison.name.show(kernel::Lang::Bn));
    tx.exec(
        "INSERT INTO prison (id, code, name_bn, name_en, name_sort, kind, division, district, women_only, \
         certified, closed_on, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            prison.id,
            prison.code.as_str(),
            prison.name.bn.as_str(),
            prison.name.en.as_str(),
            sort,
            prison.kind,
            prison.division.as_str(),
            prison.district.as_str(),
            prison.women_only,
            prison.certified,
            prison.closed_on,
            prison.version,
        ],
    )?;
    Ok(())
}

/// The building with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn building(conn: &mut Conn<'_>, id: BuildingId) -> Result<Building> {
    let sql = format!("SELECT {BUILDING} FROM building WHERE id = $1");
    conn.query_one(&sql, args![id], building_row)
}

/// The buildings of a prison, in the order of its list.
///
/// # Errors
/// Those of the database.
pub fn buildings_of(conn: &mut Conn<'_>, prison: PrisonId) -> Result<Vec<Building>> {
    let sql = format!("SELECT {BUILDING} FROM building WHERE prison = $1 ORDER BY sort, id");
    conn.query(&sql, args![prison], building_row)
}

/// Writes a building that was not there before.
///
/// # Errors
/// Those of the database.
pub fn insert_building(tx: &mut Tx<'_>, building: &Building) -> Result<()> {
    tx.exec(
        "INSERT INTO building (id, prison, name_bn, name_en, sort, version) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            building.id,
            building.prison,
            building.name.bn.as_str(),
            building.name.en.as_str(),
            building.sort,
            building.version,
        ],
    )?;
    Ok(())
}

/// Writes a building over the version before its own.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed it since; those of the database.
pub fn update_building(tx: &mut Tx<'_>, building: &Building) -> Result<()> {
    tx.exec_one(
        "UPDATE building SET name_bn = $1, name_en = $2, sort = $3, version = $4 \
         WHERE id = $5 AND version = $4 - 1",
        args![
            building.name.bn.as_str(),
            building.name.en.as_str(),
            building.sort,
            building.version,
            building.id,
        ],
    )
}
