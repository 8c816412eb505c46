use db::Conn;
use kernel::{PersonId, Result};
use web::Cx;

use crate::life::store::{self, Contact};

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
