//! The facts of known people, as far as they are compared.

use db::{Conn, Row, Tx, Value, args};
use kernel::{Error, Nid, PersonId, Phone, PrisonId, Result};

use super::placeholders;
use crate::find::store::stay;
use crate::matching::{MatchFacts, Shown};
use crate::people::homes;
use crate::people::store::{address, birth, two_names};

/// Merges in a row that are followed; more would be a circle.
const CHAIN_MAX: usize = 50;

/// A known person.
pub(crate) struct Known {
    pub(crate) person: PersonId,
    pub(crate) facts: MatchFacts,
    /// Every name, a tab between.
    names: String,
    pub(crate) shown: Shown,
}

impl Known {
    /// Every name.
    pub(crate) fn names(&self) -> Vec<&str> {
        let names = self.names.split('\t');
        names.filter(|name| !name.is_empty()).collect()
    }
}

/// These people, in no order; merged records are not among them.
pub(crate) fn known(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<Vec<Known>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = people.iter().map(|person| Value::from(*person)).collect();
    // Few sizes make few statements to prepare; nobody has this id.
    values.resize(
        people.len().next_power_of_two(),
        Value::from(kernel::Uuid::nil()),
    );
    let sql = format!(
        "SELECT p.id, p.name_bn, p.name_en, p.father_bn, p.father_en, p.mother_bn, p.mother_en, p.sex, p.birth_date, \
         p.birth_age, p.birth_age_on, p.nid, p.phone, p.photo, p.present_place, p.present_village, p.permanent_place, \
         p.permanent_village, d.names, c.id AS custody, c.number, c.state, c.prison, r.code, r.name_bn AS prison_bn, \
         r.name_en AS prison_en FROM find_doc d JOIN person p ON p.id = d.person \
         LEFT JOIN custody c ON c.id = d.custody LEFT JOIN prison r ON r.id = c.prison WHERE d.person IN ({})",
        placeholders(1, values.len())
    );
    conn.query(&sql, &values, one)
}

fn one(row: &Row) -> Result<Known> {
    let person = row.get("id")?;
    let (permanent, present) = (address(row, "permanent")?, address(row, "present")?);
    let shown = Shown {
        name: two_names(row, "name")?,
        father: two_names(row, "father")?,
        mother: two_names(row, "mother")?,
        sex: row.get("sex")?,
        birth: birth(row)?,
        photo: row.get("photo")?,
        home: permanent.or(&present).clone(),
        stay: stay(row)?,
    };
    let nid: Option<String> = row.get("nid")?;
    let phone: Option<String> = row.get("phone")?;
    let facts = MatchFacts {
        of: Some(person),
        name: shown.name.clone(),
        father: shown.father.clone(),
        mother: shown.mother.clone(),
        sex: Some(shown.sex),
        birth: shown.birth,
        nid: nid.map(|digits| Nid::parse("nid", &digits)).transpose()?,
        phone: phone
            .map(|digits| Phone::parse("phone", &digits))
            .transpose()?,
        homes: homes(permanent, present),
        case: None,
    };
    Ok(Known {
        person,
        facts,
        names: row.get("names")?,
        shown,
    })
}

/// The prison that answers for a person: that of the open custody, else of the last.
///
/// # Errors
/// Those of the database.
pub fn prison_of(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<PrisonId>> {
    conn.query_opt(
        "SELECT prison FROM custody WHERE person = $1 ORDER BY (ended_at IS NULL) DESC, admitted_at DESC LIMIT 1",
        args![person],
        |row| row.at(0),
    )
}

/// The record that stands for this one now: itself, or where it was merged to at last.
///
/// # Errors
/// Not found; corrupt when merges go in a circle; those of the database.
pub fn resolve(conn: &mut Conn<'_>, person: PersonId) -> Result<PersonId> {
    let mut at = person;
    for _ in 0..CHAIN_MAX {
        let next: Option<PersonId> = conn.query_one(
            "SELECT merged_into FROM person WHERE id = $1",
            args![at],
            |row| row.at(0),
        )?;
        match next {
            Some(next) => at = next,
            None => return Ok(at),
        }
    }
    Err(Error::corrupt(format!("merges of {person} go in a circle")))
}

/// Holds a record until the transaction ends, so that nobody merges it meanwhile; false when it is merged
/// already.
///
/// # Errors
/// Those of the database.
pub fn hold(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let held = tx.exec(
        "UPDATE person SET version = version WHERE id = $1 AND merged_into IS NULL",
        args![person],
    )?;
    Ok(held == 1)
}

/// Says that a record was merged into another, or is one of its own again.
///
/// # Errors
/// Conflict when it was merged or parted meanwhile; those of the database.
pub fn set_merged(
    tx: &mut Tx<'_>,
    person: PersonId,
    from: Option<PersonId>,
    to: Option<PersonId>,
) -> Result<()> {
    match from {
        None => tx.exec_one(
            "UPDATE person SET merged_into = $1, version = version + 1 WHERE id = $2 AND merged_into IS NULL",
            args![to, person],
        ),
        Some(from) => tx.exec_one(
            "UPDATE person SET merged_into = $1, version = version + 1 WHERE id = $2 AND merged_into = $3",
            args![to, person, from],
        ),
    }
}
