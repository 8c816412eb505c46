//! A list of arrivals: one person a row, pasted from a spreadsheet or a court's list, or out of a CSV or XLSX
//! file. Both are read by the same rules, those of [`bring_in`](crate::bring_in).

use kernel::{Birth, Date, Error, FieldError, Result};

use crate::bring_in::read::{self, Limits, Row};
use crate::bring_in::{Cells, Field, Mapping, said};
use crate::custody::law;
use crate::people::Sex;

/// How large a list may be: one day's vans of the largest court.
pub const LIMITS: Limits = Limits {
    bytes: 2 * 1024 * 1024,
    rows: 500,
};
/// The columns of a list without a header, in order. The last ones may be left out.
pub const COLUMNS: [Field; 10] = [
    Field::Name,
    Field::Father,
    Field::Birth,
    Field::Case,
    Field::Sections,
    Field::Warrant,
    Field::NextDate,
    Field::Court,
    Field::Station,
    Field::Sex,
];
/// What stands between two columns of a pasted row.
const BETWEEN: [char; 2] = ['\t', '|'];

/// What one row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Name.
    pub name: String,
    /// Father's name.
    pub father: String,
    /// Completed years.
    pub age: Option<i16>,
    /// Sex, where it is said.
    pub sex: Option<Sex>,
    /// Case number.
    pub case_no: String,
    /// Laws and sections, one a line.
    pub sections: String,
    /// The order to hold.
    pub warrant_no: String,
    /// Next date in court.
    pub next_on: Option<Date>,
    /// Court.
    pub court: String,
    /// Police station.
    pub station: String,
}

/// One row, read.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its line in the list or file, from 1.
    pub number: usize,
    /// The name as it stands there, to find the row by.
    pub name: String,
    /// What it says, or everything that is wrong with it.
    pub said: std::result::Result<Listed, Vec<FieldError>>,
}

/// The rows of a list as text.
#[derive(Clone, Debug)]
pub struct List {
    columns: Vec<Option<Field>>,
    rows: Vec<Row>,
}

impl List {
    /// A pasted list: columns apart by tabs or `|`, in the order of [`COLUMNS`] unless its first row names them.
    ///
    /// # Errors
    /// Invalid for the field `list`: empty, or too many rows.
    pub fn pasted(text: &str) -> Result<Self> {
        let mut rows: Vec<Row> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| Row {
                line: at + 1,
                cells: line
                    .split(BETWEEN)
                    .map(|cell| cell.trim().to_owned())
                    .collect(),
            })
            .collect();
        let header = rows
            .first()
            .map(|row| row.cells.clone())
            .unwrap_or_default();
        let columns = match named(&header) {
            Some(mapping) => {
                rows.remove(0);
                mapping.columns(&header).map_err(in_list)?
            }
            None => COLUMNS.map(Some).to_vec(),
        };
        if rows.is_empty() {
            return Err(Error::invalid("list", "err-required"));
        }
        if rows.len() > LIMITS.rows {
            return Err(Error::invalid("list", "err-lines").with("max", LIMITS.rows));
        }
        Ok(Self { columns, rows })
    }

    /// A list out of a CSV or XLSX file, whose first row names its columns.
    ///
    /// # Errors
    /// Invalid for the field `file` when it cannot be read or its columns have no names; limit past [`LIMITS`].
    pub fn of_file(bytes: &[u8]) -> Result<Self> {
        let table = read::read(bytes, LIMITS)?;
        let mapping =
            named(&table.header).ok_or_else(|| Error::invalid("file", "err-list-header"))?;
        Ok(Self {
            columns: mapping.columns(&table.header)?,
            rows: table.rows,
        })
    }

    /// The list as somebody would paste it: one that came out of a file can be mended where it is shown.
    pub fn as_text(&self) -> String {
        let row = |row: &Row| {
            let cells = COLUMNS.map(|field| {
                let at = self
                    .columns
                    .iter()
                    .position(|column| *column == Some(field));
                let cell = at.and_then(|at| row.cells.get(at)).map(String::as_str);
                cell.unwrap_or_default()
                    .replace('\n', "; ")
                    .replace(BETWEEN, " ")
            });
            cells.join(" | ").trim_end_matches([' ', '|']).to_owned()
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    /// Every row, with everything that is wrong with each.
    pub fn read(&self, today: Date) -> Vec<Line> {
        self.rows
            .iter()
            .map(|row| Line {
                number: row.line,
                name: Cells::new(row, &self.columns, today).text(Field::Name),
                said: read_row(row, &self.columns, today).map_err(|error| error.fields),
            })
            .collect()
    }
}

/// What is wrong with a pasted list stands beside it.
fn in_list(mut error: Error) -> Error {
    for field in &mut error.fields {
        "list".clone_into(&mut field.field);
    }
    error
}

/// What a row says of the columns, if it names them: a header names at least the name's.
fn named(header: &[String]) -> Option<Mapping> {
    Some(Mapping::guess(header)).filter(Mapping::has_name)
}

fn read_row(row: &Row, columns: &[Option<Field>], today: Date) -> Result<Listed> {
    let mut cells = Cells::new(row, columns, today);
    let name = cells.must(Field::Name, |text| Ok(text.to_owned()));
    let age = cells.read(Field::Birth, |text| {
        Birth::parse(Field::Birth.word(), text, today)
    });
    let sex = cells.read(Field::Sex, said::sex);
    let next_on = cells.date(Field::NextDate);
    let beyond = row.cells.iter().skip(columns.len());
    if beyond.into_iter().any(|cell| !cell.is_empty()) {
        cells.wrong(Error::invalid("name", "err-list-cells").with("max", columns.len()));
    }
    let sections = cells.text(Field::Sections);
    let sections: Vec<_> = law::entries(&sections).collect();
    let listed = name.map(|name| Listed {
        name,
        father: cells.text(Field::Father),
        age: age.map(|birth| birth.age_on(today)),
        sex,
        case_no: cells.text(Field::Case),
        sections: sections.join("\n"),
        warrant_no: cells.text(Field::Warrant),
        next_on,
        court: cells.text(Field::Court),
        station: cells.text(Field::Station),
    });
    cells.done(listed)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn said(list: &List) -> Vec<Listed> {
        list.read(TODAY)
            .into_iter()
            .map(|line| line.said.unwrap())
            .collect()
    }

    #[test]
    fn a_court_list() {
        let list =
            "শিপন চাকমা\tবিজয় চাকমা\t৩২\tজিআর ২১১/২৬\tদণ্ডবিধি ৩৭৯\t৪৫\t7/12/2026\n\nরহিম | করিম | 40";
        let said = said(&List::pasted(list).unwrap());
        assert_eq!(said[0].age, Some(32));
        assert_eq!(said[0].next_on, Some(date(2026, 12, 7)));
        assert_eq!(
            (said[1].name.as_str(), said[1].age, said[1].case_no.as_str()),
            ("রহিম", Some(40), "")
        );
    }

    #[test]
    fn a_file_says_the_same_as_its_rows_pasted() {
        let file = "মামলা,পিতার নাম,নাম,বয়স,ধারা\nজিআর ২১১/২৬,বিজয় চাকমা,শিপন চাকমা,৩২,\"৩৭৯; ৩২৩\"\n";
        let list = List::of_file(file.as_bytes()).unwrap();
        let from_file = said(&list);
        assert_eq!(from_file[0].sections, "৩৭৯\n৩২৩");
        assert_eq!(said(&List::pasted(&list.as_text()).unwrap()), from_file);
        let with_header =
            "মামলা\tপিতার নাম\tনাম\tবয়স\tধারা\nজিআর ২১১/২৬\tবিজয় চাকমা\tশিপন চাকমা\t৩২\t৩৭৯; ৩২৩";
        assert_eq!(said(&List::pasted(with_header).unwrap()), from_file);
    }

    #[test]
    fn every_row_says_everything_that_is_wrong_with_it() {
        let list = List::pasted("রহিম\tকরিম\t৩২\n\tজামাল\tত্রিশ\nকামাল\t\t\t\t\t\tকাল").unwrap();
        let lines = list.read(TODAY);
        let wrong: Vec<Vec<&str>> = lines
            .iter()
            .map(|line| {
                let fields = line.said.as_ref().err().into_iter().flatten();
                fields.map(|error| error.field.as_str()).collect()
            })
            .collect();
        assert_eq!(wrong, [vec![], vec!["name", "birth"], vec!["next_date"]]);
        assert_eq!((lines[1].number, lines[2].name.as_str()), (2, "কামাল"));
    }

    #[test]
    fn what_is_no_list_is_refused_by_name() {
        let key = |error: Error| error.fields[0].key;
        assert_eq!(key(List::pasted(" \n").unwrap_err()), "err-required");
        let twice = List::pasted("নাম | বয়স | বয়স\nরহিম | 30 | 31").unwrap_err();
        assert_eq!(
            (twice.fields[0].field.as_str(), twice.fields[0].key),
            ("list", "err-import-twice")
        );
        let long = "রহিম\n".repeat(LIMITS.rows + 1);
        assert_eq!(key(List::pasted(&long).unwrap_err()), "err-lines");
        assert_eq!(
            key(List::of_file(b"A,B\n1,2\n").unwrap_err()),
            "err-list-header"
        );
        let cells = List::pasted(&format!("রহিম{}x", "|".repeat(10)))
            .unwrap()
            .read(TODAY);
        assert_eq!(cells[0].said.as_ref().unwrap_err()[0].key, "err-list-cells");
    }
}
