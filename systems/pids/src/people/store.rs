//! The SQL of people.

use db::{Conn, Row, Tx, args};
use kernel::{BdTime, Birth, BlobHash, Nid, PersonId, Phone, PrisonId, Result, Uuid};

use super::{Address, Person, TwoNames};

const COLUMNS: &str = "id, name_bn, name_en, father_bn, father_en, mother_bn, mother_en, spouse_bn, spouse_en, \
    sex, birth_date, birth_age, birth_age_on, nid, birth_reg, passport, religion, nationality, education, \
    occupation, languages, disability, height_cm, present_place, present_village, permanent_place, \
    permanent_village, phone, photo, merged_into, version";

fn person(row: &Row) -> Result<Person> {
    Ok(Person {
        id: row.get("id")?,
        name: two_names(row, "name")?,
        father: two_names(row, "father")?,
        mother: two_names(row, "mother")?,
        spouse: two_names(row, "spouse")?,
        sex: row.get("sex")?,
        birth: birth(row)?,
        nid: row
            .get::<Option<String>>("nid")?
            .map(|digits| Nid::parse("nid", &digits))
            .transpose()?,
        birth_reg: row.get("birth_reg")?,
        passport: row.get("passport")?,
        religion: row.get("religion")?,
        nationality: row.get("nationality")?,
        education: row.get("education")?,
        occupation: row.get("occupation")?,
        languages: row
            .get::<String>("languages")?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        disability: row.get("disability")?,
        height_cm: row.get("height_cm")?,
        present: address(row, "present")?,
        permanent: address(row, "permanent")?,
        phone: row
            .get::<Option<String>>("phone")?
            .map(|digits| Phone::parse("phone", &digits))
            .transpose()?,
        photo: row.get("photo")?,
        merged_into: row.get("merged_into")?,
        version: row.get("version")?,
    })
}

/// The name in the columns `…_bn` and `…_en` of any row.
///
/// # Errors
/// Corrupt when the columns hold something else.
pub(crate) fn two_names(row: &Row, of: &str) -> Result<TwoNames> {
    Ok(TwoNames {
        bn: row.get(&format!("{of}_bn"))?,
        en: row.get(&format!("{of}_en"))?,
    })
}

/// The address in the columns `…_place` and `…_village` of any row.
///
/// # Errors
/// Corrupt when the columns hold something else.
pub(crate) fn address(row: &Row, of: &str) -> Result<Address> {
    Ok(Address {
        place: row.get(&format!("{of}_place"))?,
        village: row.get(&format!("{of}_village"))?,
    })
}

/// The birth in the columns `birth_date`, `birth_age`, `birth_age_on` of any row.
///
/// # Errors
/// Corrupt when the columns hold something else.
pub fn birth(row: &Row) -> Result<Option<Birth>> {
    if let Some(date) = row.get("birth_date")? {
        return Ok(Some(Birth::On(date)));
    }
    let about = row
        .get::<Option<i16>>("birth_age")?
        .zip(row.get("birth_age_on")?);
    Ok(about.map(|(age, on)| Birth::About { age, on }))
}

/// The person with this id.
///
/// # Errors
/// Not found; those of the database.
pub fn get(conn: &mut Conn<'_>, id: PersonId) -> Result<Person> {
    conn.query_one(
        &format!("SELECT {COLUMNS} FROM person WHERE id = $1"),
        args![id],
        person,
    )
}

/// Adds another name of a person.
///
/// # Errors
/// Those of the database.
pub fn add_alias(tx: &mut Tx<'_>, id: Uuid, person: PersonId, name: &TwoNames) -> Result<()> {
    tx.exec(
        "INSERT INTO alias (id, person, name_bn, name_en) VALUES ($1, $2, $3, $4)",
        args![id, person, name.bn.as_str(), name.en.as_str()],
    )?;
    Ok(())
}

/// Keeps the number under which another database knows a person; one that is kept already stays.
///
/// # Errors
/// Those of the database.
pub fn put_external(tx: &mut Tx<'_>, person: PersonId, system: &str, number: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO external_id (system, number, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        args![system, number, person],
    )?;
    Ok(())
}

/// [`put_external`], where another person with that number is refused.
///
/// # Errors
/// Conflict when somebody else has it; those of the database.
pub fn insert_external(
    tx: &mut Tx<'_>,
    person: PersonId,
    system: &str,
    number: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO external_id (system, number, person) VALUES ($1, $2, $3)",
        args![system, number, person],
    )?;
    Ok(())
}

/// Writes somebody who was not there before.
///
/// # Errors
/// Those of the database.
pub fn insert(tx: &mut Tx<'_>, person: &Person, at: BdTime) -> Result<()> {
    let mut values = columns(person);
    values.extend([person.id.into(), at.into(), 1_i64.into()]);
    tx.exec(
        "INSERT INTO person (name_bn, name_en, name_sort, father_bn, father_en, mother_bn, mother_en, spouse_bn, \
         spouse_en, sex, birth_date, birth_age, birth_age_on, nid, nid_core, birth_reg, passport, religion, \
         nationality, education, occupation, languages, disability, height_cm, present_place, present_village, \
         permanent_place, permanent_village, phone, photo, id, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, \
         $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, \
         $29, $30, $31, $32, $33)",
        &values,
    )?;
    Ok(())
}

/// Writes a person over the version that was read, and raises it.
///
/// # Errors
/// Conflict `err-stale` when somebody else has changed the person since; those of the database.
pub fn update(tx: &mut Tx<'_>, person: &Person) -> Result<()> {
    let mut values = columns(person);
    values.extend([person.id.into(), person.version.into()]);
    tx.exec_one(
        "UPDATE person SET name_bn = $1, name_en = $2, name_sort = $3, father_bn = $4, father_en = $5, \
         mother_bn = $6, mother_en = $7, spouse_bn = $8, spouse_en = $9, sex = $10, birth_date = $11, \
         birth_age = $12, birth_age_on = $13, nid = $14, nid_core = $15, birth_reg = $16, passport = $17, \
         religion = $18, nationality = $19, education = $20, occupation = $21, languages = $22, disability = $23, \
         height_cm = $24, present_place = $25, present_village = $26, permanent_place = $27, permanent_village = $28, \
         phone = $29, photo = $30, version = version + 1 WHERE id = $31 AND version = $32",
        &values,
    )
}

/// The first thirty arguments of both statements above, in their order.
fn columns(person: &Person) -> Vec<db::Value> {
    let (date, age, age_on) = match person.birth {
        Some(Birth::On(date)) => (Some(date), None, None),
        Some(Birth::About { age, on }) => (None, Some(age), Some(on)),
        None => (None, None, None),
    };
    let nid = person.nid.as_ref();
    vec![
        person.name.bn.as_str().into(),
        person.name.en.as_str().into(),
        bangla::collate::key(person.name.show(kernel::Lang::Bn)).into(),
        person.father.bn.as_str().into(),
        person.father.en.as_str().into(),
        person.mother.bn.as_str().into(),
        person.mother.en.as_str().into(),
        person.spouse.bn.as_str().into(),
        person.spouse.en.as_str().into(),
        person.sex.into(),
        date.into(),
        age.into(),
        age_on.into(),
        nid.map(Nid::digits).into(),
        nid.map(Nid::core).into(),
        person.birth_reg.clone().into(),
        person.passport.clone().into(),
        person.religion.clone().into(),
        person.nationality.as_str().into(),
        person.education.clone().into(),
        person.occupation.clone().into(),
        person.languages.join(" ").into(),
        person.disability.as_str().into(),
        person.height_cm.into(),
        person.present.place.as_str().into(),
        person.present.village.as_str().into(),
        person.permanent.place.as_str().into(),
        person.permanent.village.as_str().into(),
        person.phone.as_ref().into(),
        person.photo.into(),
    ]
}

/// Those on record of whose face, or of a mark on whose body, this is a photo.
///
/// # Errors
/// Those of the database.
pub fn photographed(conn: &mut Conn<'_>, photo: BlobHash) -> Result<Vec<PersonId>> {
    conn.query(
        "SELECT id FROM person WHERE photo = $1 UNION SELECT person FROM mark WHERE photo = $1",
        args![photo],
        |row| row.at(0),
    )
}

/// The prison where somebody with this photo is being admitted.
///
/// # Errors
/// Those of the database.
pub fn photographed_at_gate(conn: &mut Conn<'_>, photo: BlobHash) -> Result<Option<PrisonId>> {
    conn.query_opt(
        "SELECT a.prison FROM admission_field f JOIN admission a ON a.id = f.admission \
         WHERE f.field = 'photo' AND f.value = $1 LIMIT 1",
        args![photo.to_string()],
        |row| row.at(0),
    )
}
