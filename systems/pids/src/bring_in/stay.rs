//! One stay in custody as a row tells it: the one that goes on, or a former one.

use bangla::digits;
use kernel::{Date, Error, Result};

use super::read::Row;
use super::said::{release, status};
use super::{Cells, Field};
use crate::custody::{Charge, Custody, EndKind, LegalStatus, Warrant, law};

/// Characters of a prisoner's number.
const NUMBER_CHARS_MAX: usize = 40;

/// The end of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// On which day.
    pub on: Date,
    /// How.
    pub how: EndKind,
}

/// A stay in custody.
#[derive(Clone, Debug)]
pub struct Held {
    /// Code or name of the prison, as it is written.
    pub prison: String,
    /// Number there.
    pub number: String,
    /// In what right.
    pub status: LegalStatus,
    /// Since which day.
    pub admitted: Date,
    /// Its end; none while it goes on.
    pub ended: Option<Ended>,
    /// The order to hold.
    pub warrant: Warrant,
    /// Name of the ward, if it is said.
    pub ward: Option<String>,
    /// The case, if there is one.
    pub case: Option<CaseSaid>,
    /// Next date in court.
    pub next_on: Option<Date>,
}

/// From when until when somebody was held; no end while they still are.
pub(super) type Span = (Date, Option<Date>);

impl Held {
    /// From when until when.
    pub(super) fn span(&self) -> Span {
        (self.admitted, self.ended.map(|ended| ended.on))
    }

    /// Whether this stay and another of one person are partly at the same time.
    pub(super) fn overlaps(&self, other: Span) -> bool {
        overlap(self.span(), other)
    }
}

/// When a stay on record was.
pub(super) fn span_of(custody: &Custody) -> Span {
    let ended = custody.ended_at.map(kernel::BdTime::date);
    (custody.admitted_at.date(), ended)
}

/// Whether two stays of one person are partly at the same time. One may end on the day on which the next begins.
pub(super) fn overlap((from, until): Span, (other_from, other_until): Span) -> bool {
    other_until.is_none_or(|other_until| from < other_until)
        && until.is_none_or(|until| other_from < until)
}

/// The case of a stay.
#[derive(Clone, Debug)]
pub struct CaseSaid {
    /// Number.
    pub number: String,
    /// Court.
    pub court: String,
    /// Police station.
    pub station: String,
    /// What is charged.
    pub charges: Vec<Charge>,
}

/// A row of the second file: a former stay of somebody in the first.
#[derive(Clone, Debug)]
pub struct Former {
    /// The number under which the source knows the person.
    pub external: String,
    /// The stay, which has ended.
    pub held: Held,
}

/// Reads a row of the second file.
///
/// # Errors
/// Invalid, with every field of the row that cannot be taken.
pub fn read_former(row: &Row, columns: &[Option<Field>], today: Date) -> Result<Former> {
    let mut cells = Cells::new(row, columns, today);
    let external = cells.must(Field::External, |text| Ok(text.to_owned()));
    for field in [Field::Prison, Field::Released] {
        if cells.given(field).is_none() {
            cells.miss(field, "err-required");
        }
    }
    let held = held(&mut cells);
    let former = external
        .zip(held)
        .map(|(external, held)| Former { external, held });
    cells.done(former)
}

/// The stay, when a prison is said. A number, a ward or a day without a prison says that one was forgotten; a status
/// alone may be that of the last stay of somebody who is free.
pub(super) fn held(cells: &mut Cells<'_>) -> Option<Held> {
    let Some(prison) = cells.given(Field::Prison) else {
        let of_a_stay = [Field::Number, Field::Ward, Field::Admitted, Field::Released];
        if of_a_stay
            .into_iter()
            .any(|field| cells.given(field).is_some())
        {
            cells.miss(Field::Prison, "err-import-prison-missing");
        }
        return None;
    };
    let number = cells.must(Field::Number, number);
    let status = cells.must(Field::Status, status);
    let admitted = cells.must(Field::Admitted, |text| Ok(text.to_owned()));
    let admitted = admitted.and_then(|_| past(cells, Field::Admitted, "err-import-future"));
    let ended = ended(cells, admitted);
    let warrant = Warrant {
        number: cells.text(Field::Warrant),
        court: cells.text(Field::WarrantCourt),
        on: past(cells, Field::WarrantOn, "err-import-future-warrant"),
    };
    let next_on = cells.date(Field::NextDate);
    Some(Held {
        prison,
        number: number?,
        status: status?,
        admitted: admitted?,
        ended,
        warrant,
        ward: cells.given(Field::Ward),
        case: case(cells),
        next_on,
    })
}

/// A day that has come.
fn past(cells: &mut Cells<'_>, field: Field, late: &'static str) -> Option<Date> {
    let today = cells.today;
    cells.read(field, |text| {
        let day = kernel::parse_past_date(field.word(), text, today)?;
        if day > today {
            return Err(Error::invalid(field.word(), late));
        }
        Ok(day)
    })
}

fn ended(cells: &mut Cells<'_>, admitted: Option<Date>) -> Option<Ended> {
    let how = cells.read(Field::ReleasedHow, release);
    if cells.given(Field::Released).is_none() {
        if how.is_some() {
            cells.miss(Field::Released, "err-required");
        }
        return None;
    }
    if cells.given(Field::Ward).is_some() {
        cells.miss(Field::Ward, "err-import-ward-ended");
    }
    let on = past(cells, Field::Released, "err-import-future-end")?;
    if admitted.is_some_and(|admitted| on < admitted) {
        cells.miss(Field::Released, "err-import-before");
    }
    Some(Ended {
        on,
        how: how.unwrap_or(EndKind::Unknown),
    })
}

fn number(text: &str) -> Result<String> {
    let number = digits::to_latin(text);
    if number.chars().count() > NUMBER_CHARS_MAX {
        return Err(
            Error::invalid(Field::Number.word(), "err-import-long").with("max", NUMBER_CHARS_MAX)
        );
    }
    Ok(number)
}

fn case(cells: &mut Cells<'_>) -> Option<CaseSaid> {
    let number = cells.given(Field::Case)?;
    let sections = cells.text(Field::Sections);
    Some(CaseSaid {
        number,
        court: cells.text(Field::Court),
        station: cells.text(Field::Station),
        charges: law::entries(&sections).map(law::recognise).collect(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::bring_in::Mapping;

    fn former(header: &[&str], cells: &[&str]) -> Result<Former> {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let header: Vec<String> = texts(header);
        let columns = Mapping::guess(&header).fields(&header);
        let row = Row {
            line: 2,
            cells: texts(cells),
        };
        read_former(&row, &columns, date(2026, 11, 24))
    }

    const HEADER: [&str; 8] = [
        "আইডি",
        "কারাগার",
        "বন্দি নম্বর",
        "আইনগত অবস্থা",
        "ভর্তির তারিখ",
        "মুক্তির তারিখ",
        "মুক্তির ধরন",
        "পরোয়ানা",
    ];

    #[test]
    fn a_former_stay_has_an_end_and_its_warrant() {
        let cells = [
            "P-1",
            "TAN-D",
            "৯/২০১৯",
            "হাজতি",
            "০১/০২/২০১৯",
            "৩/৪/২০১৯",
            "জামিন",
            "৭৭",
        ];
        let held = former(&HEADER, &cells).unwrap().held;
        let ended = held.ended.unwrap();
        assert_eq!((ended.on, ended.how), (date(2019, 4, 3), EndKind::Bail));
        assert_eq!(held.warrant.number, "৭৭");
        assert!(held.overlaps((date(2019, 4, 2), None)));
        assert!(
            !held.overlaps((date(2019, 4, 3), None)),
            "out and in on one day"
        );
        assert!(!held.overlaps((date(2018, 1, 1), Some(date(2019, 2, 1)))));
    }

    #[test]
    fn what_a_former_stay_lacks_is_told_at_once() {
        let cells = ["", "", "9/2019", "ut", "1/2/2019", "", "by the window", ""];
        let error = former(&HEADER, &cells).unwrap_err();
        let fields = testkit::fields(&error);
        assert_eq!(fields, ["external", "prison", "released", "prison"]);
        let backwards = [
            "P-1", "TAN-D", "9/2019", "ut", "1/2/2019", "1/1/2019", "", "",
        ];
        let error = former(&HEADER, &backwards).unwrap_err();
        assert_eq!(error.fields[0].key, "err-import-before");
    }
}
