use db::Conn;
use kernel::{BdTime, PrisonId, Result, UserId, Uuid};

use crate::{Line, store};

/// Lines that one page may ask for.
pub const LINES_PER_PAGE_MAX: usize = 200;

/// Where a page ends and the next, older one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The moment of the last line shown.
    pub at: BdTime,
    /// Its number.
    pub seq: i64,
}

impl From<&Line> for Before {
    fn from(line: &Line) -> Self {
        Self {
            at: line.at,
            seq: line.seq,
        }
    }
}

/// Which lines an audit page asks for. What is left out is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these prisons; the reader's scope.
    pub prisons: Option<Vec<PrisonId>>,
    /// Only this officer.
    pub actor: Option<UserId>,
    /// Only these records.
    pub subjects: Option<Vec<Uuid>>,
    /// Only this part of the house.
    pub system: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// From this moment.
    pub since: Option<BdTime>,
    /// Until just before this moment.
    pub until: Option<BdTime>,
}

/// What happened to one record, newest first, sealed or not.
///
/// # Errors
/// Those of the database.
pub fn lines_of(
    conn: &mut Conn<'_>,
    subject: Uuid,
    before: Option<Before>,
    limit: usize,
) -> Result<Vec<Line>> {
    let filter = Filter {
        subjects: Some(vec![subject]),
        ..Filter::default()
    };
    tail(conn, &filter, before, limit)
}

/// The newest lines that `filter` lets through, sealed or not, newest first; at most
/// [`LINES_PER_PAGE_MAX`].
///
/// # Errors
/// Those of the database.
pub fn tail(
    conn: &mut Conn<'_>,
    filter: &Filter,
    before: Option<Before>,
    limit: usize,
) -> Result<Vec<Line>> {
    store::tail(conn, filter, before, limit.min(LINES_PER_PAGE_MAX))
}

/// Sealed lines after position `pos`, oldest first; at most [`LINES_PER_PAGE_MAX`]. For those who keep
/// their own position, outside this database: the API's feed of changes, a copy elsewhere.
///
/// # Errors
/// Those of the database.
pub fn sealed_after(conn: &mut Conn<'_>, pos: i64, limit: usize) -> Result<Vec<Line>> {
    store::sealed_after(conn, pos, limit.min(LINES_PER_PAGE_MAX))
}
