//! One row as a record, with everything that is wrong with it at once.

use bangla::digits;
use kernel::{Birth, Date, Nid, PersonId, Phone, Result, Uuid};

use super::read::Row;
use super::said::{names, nationality, place, sex};
use super::stay::{Held, held};
use super::{Cells, Field};
use crate::people::{Person, Sex};

/// A row that can be brought in.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its line in the file.
    pub line: usize,
    /// The person; the id is given when it is written.
    pub person: Person,
    /// The number under which the source knows them.
    pub external: Option<String>,
    /// The stay that goes on, or the last one where it has ended.
    pub held: Option<Held>,
}

/// Reads a row.
///
/// # Errors
/// Invalid, with every field of the row that cannot be taken.
pub fn read(row: &Row, columns: &[Option<Field>], today: Date) -> Result<Record> {
    let mut cells = Cells::new(row, columns, today);
    let held = held(&mut cells);
    let admitted = held.as_ref().map_or(today, |held| held.admitted);
    let person = person(&mut cells, admitted);
    let external = cells.given(Field::External);
    let record = person.map(|person| Record {
        line: row.line,
        person,
        external,
        held,
    });
    cells.done(record)
}

fn person(cells: &mut Cells<'_>, admitted: Date) -> Option<Person> {
    let name = names(&cells.text(Field::Name), &cells.text(Field::NameOther));
    if name.is_empty() {
        cells.miss(Field::Name, "err-required");
    }
    let sex = cells.must(Field::Sex, sex);
    // Without a sex the row is refused below, once all its other errors are known.
    let mut person = Person::new(PersonId(Uuid::nil()), name, sex.unwrap_or(Sex::Male));
    person.father = names(&cells.text(Field::Father), &cells.text(Field::FatherOther));
    person.mother = names(&cells.text(Field::Mother), "");
    person.spouse = names(&cells.text(Field::Spouse), "");
    // An age in an earlier database is the age at the gate.
    person.birth = cells.read(Field::Birth, |text| {
        Birth::parse(Field::Birth.word(), text, admitted)
    });
    person.nid = cells.read(Field::Nid, |text| Nid::parse(Field::Nid.word(), text));
    person.phone = cells.read(Field::Phone, |text| Phone::parse(Field::Phone.word(), text));
    person.birth_reg = cells
        .given(Field::BirthReg)
        .map(|text| digits::to_latin(&text));
    person.passport = cells.given(Field::Passport);
    person.occupation = cells.given(Field::Occupation);
    if let Some(code) = cells.read(Field::Nationality, nationality) {
        person.nationality = code;
    }
    let (place, rest) = place(&cells.text(Field::Place));
    let village = [cells.text(Field::Village), rest];
    let village: Vec<_> = village
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    person.permanent.place = place;
    person.permanent.village = village.join(", ");
    sex.map(|_| person)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Mapping;
    use super::*;
    use crate::people::TwoNames;

    fn row(header: &[&str], cells: &[&str]) -> Result<Record> {
        let header: Vec<String> = header.iter().map(|text| (*text).to_owned()).collect();
        let columns = Mapping::guess(&header).columns(&header).unwrap();
        let row = Row {
            line: 2,
            cells: cells.iter().map(|text| (*text).to_owned()).collect(),
        };
        read(&row, &columns, date(2026, 11, 24))
    }

    #[test]
    fn a_row_in_bangla_becomes_a_record() {
        let record = row(
            &[
                "নাম",
                "name en",
                "লিঙ্গ",
                "বয়স",
                "কারাগার",
                "বন্দি নম্বর",
                "আইনগত অবস্থা",
                "ভর্তির তারিখ",
                "মামলা",
                "ধারা",
            ],
            &[
                "আব্দুর রহিম",
                "Abdur Rahim",
                "পুরুষ",
                "২৪",
                "dhk-c",
                "৪৫১২/২০২৬",
                "হাজতি",
                "০১/০২/২০২৬",
                "জিআর ২১১/২৬",
                "৩৭৯; মাদক 36(1)",
            ],
        )
        .unwrap();
        assert_eq!(
            record.person.name,
            TwoNames::new("আব্দুর রহিম", "Abdur Rahim")
        );
        assert_eq!(
            record.person.birth,
            Some(Birth::About {
                age: 24,
                on: date(2026, 2, 1)
            })
        );
        let held = record.held.unwrap();
        assert_eq!(
            (held.prison.as_str(), held.number.as_str()),
            ("dhk-c", "4512/2026")
        );
        assert_eq!(held.case.unwrap().charges.len(), 2);
    }

    #[test]
    fn every_error_of_a_row_is_told_at_once() {
        let error = row(
            &["name", "sex", "nid", "phone", "prison", "number"],
            &["", "robot", "12", "99", "DHK-C", ""],
        )
        .unwrap_err();
        let mut fields = testkit::fields(&error);
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "admitted", "name", "nid", "number", "phone", "sex", "status"
            ],
            "{error}"
        );
    }

    #[test]
    fn who_is_free_needs_no_custody_and_a_number_needs_a_prison() {
        assert!(
            row(&["name", "sex"], &["Rahim", "m"])
                .unwrap()
                .held
                .is_none()
        );
        // An age beside a day of admission is that of the day, which nobody may pass over.
        for (field, said) in [
            ("number", "12/2026"),
            ("admitted", "2010-05-01"),
            ("released", "2011-05-01"),
        ] {
            let error = row(&["name", "sex", field], &["Rahim", "m", said]).unwrap_err();
            assert_eq!(error.fields[0].key, "err-import-prison-missing", "{field}");
        }
    }
}
