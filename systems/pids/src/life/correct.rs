//! Corrections: field by field, with a reason, the old words kept in the journal for good.
//!
//! A correction is not an edit: it says that the record was wrong. What has changed in life (a case, a
//! ward, a status) has a verb of its own.

use access::{Action, DataClass};
use contracts::pids::{Corrected, CustodyCorrected, PersonCorrected};
use db::Tx;
use kernel::{Birth, CustodyId, Date, Error, Nid, PersonId, Phone, Result, parse_date, words};

use super::{maybe_said, said, service, store};
use crate::custody::{self, Custody};
use crate::people::{self, Person, Sex};
use crate::{Doing, find};

words! {
    /// What can be corrected in a person's record.
    pub enum Field: "fix" {
        /// Name in Bangla.
        NameBn = "name_bn",
        /// Name in Latin script.
        NameEn = "name_en",
        /// Father's name in Bangla.
        FatherBn = "father_bn",
        /// Father's name in Latin script.
        FatherEn = "father_en",
        /// Mother's name in Bangla.
        MotherBn = "mother_bn",
        /// Mother's name in Latin script.
        MotherEn = "mother_en",
        /// Husband's or wife's name in Bangla.
        SpouseBn = "spouse_bn",
        /// Husband's or wife's name in Latin script.
        SpouseEn = "spouse_en",
        /// Sex.
        Sex = "sex",
        /// Date of birth or age.
        Birth = "birth",
        /// National identity number.
        Nid = "nid",
        /// Birth registration number.
        BirthReg = "birth_reg",
        /// Passport number.
        Passport = "passport",
        /// Religion.
        Religion = "religion",
        /// Nationality.
        Nationality = "nationality",
        /// Education.
        Education = "education",
        /// Occupation.
        Occupation = "occupation",
        /// Languages.
        Languages = "languages",
        /// Disability.
        Disability = "disability",
        /// Height.
        Height = "height_cm",
        /// District, upazila or union where they live.
        PresentPlace = "present_place",
        /// Village where they live.
        PresentVillage = "present_village",
        /// District, upazila or union where they come from.
        PermanentPlace = "permanent_place",
        /// Village where they come from.
        PermanentVillage = "permanent_village",
        /// Phone.
        Phone = "phone",
    }
}

words! {
    /// What can be corrected in a custody's record.
    pub enum CustodyField: "fix" {
        /// Number of the warrant.
        WarrantNo = "warrant_no",
        /// Court of the warrant.
        WarrantCourt = "warrant_court",
        /// Date of the warrant.
        WarrantOn = "warrant_on",
    }
}

/// The photo in a [`Corrected`], which no form of words corrects: a new one is taken at a gate.
pub const PHOTO: &str = "photo";

/// What a field holds, as a clerk would type it on `today`.
pub fn read(person: &Person, field: Field, today: Date) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        Field::NameBn => person.name.bn.clone(),
        Field::NameEn => person.name.en.clone(),
        Field::FatherBn => person.father.bn.clone(),
        Field::FatherEn => person.father.en.clone(),
        Field::MotherBn => person.mother.bn.clone(),
        Field::MotherEn => person.mother.en.clone(),
        Field::SpouseBn => person.spouse.bn.clone(),
        Field::SpouseEn => person.spouse.en.clone(),
        Field::Sex => person.sex.word().to_owned(),
        Field::Birth => person
            .birth
            .map(|birth| typed_birth(birth, today))
            .unwrap_or_default(),
        Field::Nid => person
            .nid
            .as_ref()
            .map(|nid| nid.digits().to_owned())
            .unwrap_or_default(),
        Field::BirthReg => optional(&person.birth_reg),
        Field::Passport => optional(&person.passport),
        Field::Religion => optional(&person.religion),
        Field::Nationality => person.nationality.clone(),
        Field::Education => optional(&person.education),
        Field::Occupation => optional(&person.occupation),
        Field::Languages => person.languages.join(" "),
        Field::Disability => person.disability.clone(),
        Field::Height => person
            .height_cm
            .map(|height| height.to_string())
            .unwrap_or_default(),
        Field::PresentPlace => person.present.place.clone(),
        Field::PresentVillage => person.present.village.clone(),
        Field::PermanentPlace => person.permanent.place.clone(),
        Field::PermanentVillage => person.permanent.village.clone(),
        Field::Phone => person
            .phone
            .as_ref()
            .map(|phone| phone.national().to_owned())
            .unwrap_or_default(),
    }
}

fn typed_birth(birth: Birth, today: Date) -> String {
    match birth {
        Birth::On(date) => date.to_string(),
        Birth::About { .. } => birth.age_on(today).to_string(),
    }
}

/// Writes what was typed on `today` into a field.
///
/// # Errors
/// Invalid, naming the field.
pub fn write(person: &mut Person, field: Field, text: &str, today: Date) -> Result<()> {
    let name = field.word();
    let text = maybe_said(name, text)?;
    let given = Some(text.clone()).filter(|text| !text.is_empty());
    match field {
        Field::NameBn => person.name.bn = text,
        Field::NameEn => person.name.en = text,
        Field::FatherBn => person.father.bn = text,
        Field::FatherEn => person.father.en = text,
        Field::MotherBn => person.mother.bn = text,
        Field::MotherEn => person.mother.en = text,
        Field::SpouseBn => person.spouse.bn = text,
        Field::SpouseEn => person.spouse.en = text,
        Field::Sex => person.sex = Sex::parse(name, &text)?,
        Field::Birth => {
            person.birth = given
                .map(|text| Birth::parse(name, &text, today))
                .transpose()?;
        }
        Field::Nid => person.nid = given.map(|text| Nid::parse(name, &text)).transpose()?,
        Field::BirthReg => person.birth_reg = given,
        Field::Passport => person.passport = given,
        Field::Religion => {
            person.religion = listed(name, given, |code| {
                reference::religions().get(code).is_some()
            })?;
        }
        Field::Nationality => {
            let code = listed(name, given, |code| {
                reference::countries().get(code).is_some()
            })?;
            person.nationality = code.ok_or_else(|| Error::invalid(name, "err-required"))?;
        }
        Field::Education => {
            person.education = listed(name, given, |code| {
                reference::education().get(code).is_some()
            })?;
        }
        Field::Occupation => person.occupation = given,
        Field::Languages => person.languages = people::languages(name, &text)?,
        Field::Disability => person.disability = text,
        Field::Height => {
            person.height_cm = given.map(|text| people::height(name, &text)).transpose()?;
        }
        Field::PresentPlace => person.present.place = place(name, given)?,
        Field::PresentVillage => person.present.village = text,
        Field::PermanentPlace => person.permanent.place = place(name, given)?,
        Field::PermanentVillage => person.permanent.village = text,
        Field::Phone => person.phone = given.map(|text| Phone::parse(name, &text)).transpose()?,
    }
    Ok(())
}

fn listed(
    name: &str,
    given: Option<String>,
    known: impl Fn(&str) -> bool,
) -> Result<Option<String>> {
    match given {
        Some(code) if !known(&code) => Err(Error::invalid(name, "err-choice")),
        other => Ok(other),
    }
}

fn place(name: &str, given: Option<String>) -> Result<String> {
    let known = |code: &str| reference::PlacePath::of(code).is_some();
    Ok(listed(name, given, known)?.unwrap_or_default())
}

/// A person's record was wrong.
#[derive(Clone, Debug)]
pub struct CorrectPerson {
    /// Whose.
    pub person: PersonId,
    /// The version that the officer has seen.
    pub version: i64,
    /// What is right, as typed; fields that hold it already are left alone.
    pub fields: Vec<(Field, String)>,
    /// How it is known.
    pub reason: String,
}

/// Corrects a person's record.
///
/// # Errors
/// Denied; not found; invalid, naming every field that cannot be taken, or without a reason or a change;
/// conflict when somebody else has changed the record since.
pub fn correct_person(tx: &mut Tx<'_>, cx: &Doing<'_>, given: &CorrectPerson) -> Result<()> {
    let prison = service::may_read(
        tx,
        cx,
        (Action::PersonCorrect, DataClass::Ordinary),
        given.person,
    )?;
    let today = cx.now().date();
    let mut person = people::store::get(tx, given.person)?;
    let fields = apply(&mut person, &given.fields, today)?;
    let reason = said("reason", &given.reason)?;
    person.version = given.version;
    people::store::update(tx, &person)?;
    find::store::reindex_person(tx, person.id)?;
    let event = PersonCorrected {
        person: person.id,
        fields,
    };
    cx.tell(tx, Some(prison), person.id.into(), &event, Some(&reason))
}

/// Writes every field that differs and says what changed. All that is wrong is told together.
fn apply(person: &mut Person, fields: &[(Field, String)], today: Date) -> Result<Vec<Corrected>> {
    let mut changed = Vec::new();
    let mut wrong: Option<Error> = None;
    for (field, text) in fields {
        let old = read(person, *field, today);
        if bangla::normalise::text(text) == old {
            continue;
        }
        match write(person, *field, text, today) {
            Ok(()) => changed.push(Corrected {
                field: field.word().to_owned(),
                old,
                new: read(person, *field, today),
            }),
            Err(error) => match &mut wrong {
                Some(all) => all.fields.extend(error.fields),
                None => wrong = Some(error),
            },
        }
    }
    if let Some(error) = wrong {
        return Err(error);
    }
    if person.name.is_empty() {
        return Err(Error::invalid(Field::NameBn.word(), "err-required"));
    }
    changed.retain(|change| change.old != change.new);
    if changed.is_empty() {
        return Err(Error::new(kernel::Kind::Invalid, "err-nothing-changed"));
    }
    Ok(changed)
}

/// A custody's record was wrong.
#[derive(Clone, Debug)]
pub struct CorrectCustody {
    /// Which.
    pub custody: CustodyId,
    /// The version that the officer has seen.
    pub version: i64,
    /// What is right, as typed.
    pub fields: Vec<(CustodyField, String)>,
    /// How it is known.
    pub reason: String,
}

/// Corrects a custody's record, also one that has ended.
///
/// # Errors
/// As [`correct_person`].
pub fn correct_custody(tx: &mut Tx<'_>, cx: &Doing<'_>, given: &CorrectCustody) -> Result<()> {
    let mut custody = custody::store::get(tx, given.custody)?;
    cx.may(Action::PersonCorrect, tx, custody.prison)?;
    let mut fields = Vec::new();
    for (field, text) in &given.fields {
        let old = read_custody(&custody, *field);
        write_custody(&mut custody, *field, text, cx.now().date())?;
        let new = read_custody(&custody, *field);
        if old != new {
            fields.push(Corrected {
                field: field.word().to_owned(),
                old,
                new,
            });
        }
    }
    if fields.is_empty() {
        return Err(Error::new(kernel::Kind::Invalid, "err-nothing-changed"));
    }
    let reason = said("reason", &given.reason)?;
    custody.version = given.version;
    store::put_custody(tx, &custody, None)?;
    let event = CustodyCorrected {
        custody: custody.id,
        fields,
    };
    cx.tell(
        tx,
        Some(custody.prison),
        custody.id.into(),
        &event,
        Some(&reason),
    )
}

/// What a field of a custody holds, as a clerk would type it.
pub fn read_custody(custody: &Custody, field: CustodyField) -> String {
    match field {
        CustodyField::WarrantNo => custody.warrant.number.clone(),
        CustodyField::WarrantCourt => custody.warrant.court.clone(),
        CustodyField::WarrantOn => custody
            .warrant
            .on
            .map(|date| date.to_string())
            .unwrap_or_default(),
    }
}

fn write_custody(
    custody: &mut Custody,
    field: CustodyField,
    text: &str,
    today: Date,
) -> Result<()> {
    let text = said(field.word(), text)?;
    match field {
        CustodyField::WarrantNo => custody.warrant.number = text,
        CustodyField::WarrantCourt => custody.warrant.court = text,
        CustodyField::WarrantOn => {
            custody.warrant.on = Some(parse_date(field.word(), &text, today)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
