//! The SQL of lists that programs page through: by id, so that every page costs the same and a cursor is
//! an id that the program knows.

use db::{Conn, args};
use kernel::{ArrivalId, Result, Uuid};

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
