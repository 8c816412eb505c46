use db::Conn;
use kernel::{PersonId, Result};
use web::Cx;
use web::parts::BodyChart;

use crate::life::store::{self, Contact, InjurySeen};
use crate::record::Mark;

/// A person's relatives with the relation in the reader's language. Words that an admission took as they
/// were said stay as they are.
///
/// # Errors
/// Those of the database.
pub(crate) fn relatives(conn: &mut Conn<'_>, cx: &Cx, person: PersonId) -> Result<Vec<Contact>> {
    let mut contacts = store::contacts(conn, person)?;
    for contact in &mut contacts {
        if let Some(term) = reference::relations().get(&contact.relation) {
            cx.lang
                .pick(term.name_bn, term.name_en)
                .clone_into(&mut contact.relation);
        }
    }
    Ok(contacts)
}

/// Marks on the drawing of a body, numbered in the order of their list.
pub(crate) fn marks_chart(marks: &[Mark]) -> BodyChart {
    BodyChart::new(
        marks
            .iter()
            .map(|mark| (mark.side.as_str(), mark.x, mark.y)),
    )
}

/// Injuries on the drawing of a body, numbered in the order of their list.
pub(crate) fn injuries_chart(injuries: &[InjurySeen]) -> BodyChart {
    let spots = injuries.iter();
    BodyChart::new(spots.map(|seen| (seen.side.as_str(), seen.x, seen.y)))
}
