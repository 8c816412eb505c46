//! What is searched of one person, out of the tables that hold it.

use db::{Conn, args};
use kernel::{PersonId, Result, Uuid};

use crate::find::{Doc, NumberKind};
use crate::people::{self, TwoNames};

/// Records merged into one that are read; more than a handful means that something else is wrong.
const MERGED_MAX: i64 = 50;

/// What is searched of a person now; none for a record that was merged into another.
///
/// # Errors
/// Not found; those of the database.
pub fn doc_of(conn: &mut Conn<'_>, id: PersonId) -> Result<Option<Doc>> {
    let person = people::store::get(conn, id)?;
    if person.merged_into.is_some() {
        return Ok(None);
    }
    let mut doc = Doc::of(&person);
    for merged in merged_into(conn, id)? {
        doc.also(&people::store::get(conn, merged)?);
    }
    conn.each(
        "SELECT 'prisoner' AS kind, n.number AS a, p.code AS b FROM custody c \
           JOIN custody_number n ON n.custody = c.id JOIN prison p ON p.id = n.prison WHERE c.person = $1 \
         UNION ALL SELECT 'case', k.case_no, '' FROM custody c \
           JOIN case_accused a ON a.custody = c.id JOIN court_case k ON k.id = a.court_case WHERE c.person = $1 \
         UNION ALL SELECT 'external', e.number, e.system FROM external_id e WHERE e.person = $1 \
         UNION ALL SELECT 'alias', l.name_bn, l.name_en FROM alias l WHERE l.person = $1",
        args![id],
        |row| {
            let (kind, a, b): (String, String, String) = (row.at(0)?, row.at(1)?, row.at(2)?);
            match kind.as_str() {
                "prisoner" => doc.add_prisoner_number(&b, &a),
                "case" => doc.add_number(NumberKind::Case, &a),
                "external" => doc.add_number(NumberKind::External, &a),
                _ => doc.add_alias(&TwoNames { bn: a, en: b }),
            }
            Ok(())
        },
    )?;
    // The union gives its rows in no order.
    doc.names.get_mut(2..).unwrap_or_default().sort();
    doc.numbers.sort();
    let stay = conn.query_opt(
        "SELECT id, prison FROM custody WHERE person = $1 ORDER BY (ended_at IS NULL) DESC, admitted_at DESC LIMIT 1",
        args![id],
        |row| Ok((row.at(0)?, row.at(1)?)),
    )?;
    if let Some((custody, prison)) = stay {
        doc.held(custody, prison);
    }
    Ok(Some(doc))
}

/// The records that became this one, whatever way they came.
fn merged_into(conn: &mut Conn<'_>, id: PersonId) -> Result<Vec<PersonId>> {
    conn.query(
        "WITH RECURSIVE family (id) AS (SELECT id FROM person WHERE merged_into = $1 \
         UNION SELECT p.id FROM person p JOIN family f ON p.merged_into = f.id) \
         SELECT id FROM family ORDER BY id LIMIT $2",
        args![id, MERGED_MAX],
        |row| row.at(0),
    )
}

/// How many records of people there are, merged ones too.
///
/// # Errors
/// Those of the database.
pub fn people_count(conn: &mut Conn<'_>) -> Result<usize> {
    let count: i64 = conn.query_one("SELECT COUNT(*) FROM person", args![], |row| row.at(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Records of people in the order of their ids, after one of them; from the first without one.
///
/// # Errors
/// Those of the database.
pub fn people_after(
    conn: &mut Conn<'_>,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<PersonId>> {
    let after = after.unwrap_or(PersonId(Uuid::nil()));
    conn.query(
        "SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2",
        args![after, limit],
        |row| row.at(0),
    )
}
