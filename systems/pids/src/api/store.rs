//! The SQL of lists that programs page through: by id, so that every page costs the same and a cursor is
//! an id that the program knows.

use db::{Conn, args};
use kernel::{ArrivalId, CustodyId, PrisonId, Result, Uuid};

/// The custodies that go on in a prison, after the one with this id.
///
/// # Errors
/// Those of the database.
pub(super) fn custodies(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    after: Uuid,
    limit: i64,
) -> Result<Vec<CustodyId>> {
    conn.query(
        "SELECT id FROM custody WHERE prison = $1 AND id > $2 \
         AND state IN ('present', 'at_court', 'in_hospital', 'in_transfer') ORDER BY id LIMIT $3",
        args![prison, after, limit],
        |row| row.at(0),
    )
}

/// The arrivals that a program announced, after the one with this id.
///
/// # Errors
/// Those of the database.
pub(super) fn arrivals(
    conn: &mut Conn<'_>,
    client: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<ArrivalId>> {
    conn.query(
        "SELECT id FROM arrival WHERE client = $1 AND id > $2 ORDER BY id LIMIT $3",
        args![client, after, limit],
        |row| row.at(0),
    )
}
