//! CSV and XLSX as rows of text.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use kernel::{Error, Result};

use super::{CELL_CHARS_MAX, COLUMNS_MAX};

/// A file as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub header: Vec<String>,
    /// The rows that are not empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1; the header is line 1.
    pub line: usize,
    /// A cell for each column, in order.
    pub cells: Vec<String>,
}

/// How large a file may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of it.
    pub bytes: usize,
    /// Rows below its header.
    pub rows: usize,
}

/// Reads a file: XLSX by its first bytes, else CSV in UTF-8 with comma, semicolon or tab.
///
/// # Errors
/// Limit past the named sizes; invalid, naming `file`, when it is neither, or has no rows.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Table> {
    if bytes.len() > limits.bytes {
        return Err(Error::limit("err-import-size").with("mib", limits.bytes / (1024 * 1024)));
    }
    // The header, and one row more than may be, so that the table says what the limit is.
    let lines_max = limits.rows.saturating_add(2);
    let lines = if bytes.starts_with(b"PK") {
        xlsx(bytes, lines_max)?
    } else {
        csv(bytes, lines_max)?
    };
    table(lines, limits.rows)
}

fn table(lines: Vec<Row>, rows_max: usize) -> Result<Table> {
    let mut lines = lines
        .into_iter()
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let mut header = lines
        .next()
        .ok_or_else(|| Error::invalid("file", "err-import-empty"))?
        .cells;
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    if header.len() > COLUMNS_MAX {
        return Err(Error::limit("err-import-columns").with("max", COLUMNS_MAX));
    }
    tell_apart(&mut header);
    let mut rows = Vec::new();
    for mut row in lines {
        if rows.len() == rows_max {
            return Err(Error::limit("err-import-rows").with("max", rows_max));
        }
        if row
            .cells
            .iter()
            .skip(header.len())
            .any(|cell| !cell.is_empty())
        {
            return Err(Error::invalid("file", "err-import-cells").with("line", row.line));
        }
        if row
            .cells
            .iter()
            .any(|cell| cell.chars().count() > CELL_CHARS_MAX)
        {
            return Err(Error::limit("err-import-cell")
                .with("line", row.line)
                .with("max", CELL_CHARS_MAX));
        }
        row.cells.resize(header.len(), String::new());
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Error::invalid("file", "err-import-empty"));
    }
    Ok(Table { header, rows })
}

/// Two columns of one name would always be the same field: the later ones get a number.
fn tell_apart(header: &mut [String]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for column in header.iter_mut().filter(|column| !column.is_empty()) {
        let count = seen.entry(column.clone()).or_default();
        *count += 1;
        if *count > 1 {
            *column = format!("{column} ({count})");
        }
    }
}

fn csv(bytes: &[u8], lines_max: usize) -> Result<Vec<Row>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Error::invalid("file", "err-import-utf8").because(error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut seen, mut line) = (Vec::new(), 0, 1);
    for record in reader.records() {
        let record =
            record.map_err(|error| Error::invalid("file", "err-import-csv").because(error))?;
        // The reader begins a record at the end of the line before it, and at empty lines it passes over.
        let from = record.position().map_or(0, csv::Position::byte);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let rest = text.get(from..).unwrap_or_default();
        let from = from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += text
            .get(seen..from)
            .map_or(0, |passed| passed.matches('\n').count());
        seen = from;
        rows.push(Row {
            line,
            cells: record.iter().map(clean).collect(),
        });
        if rows.len() >= lines_max {
            break;
        }
    }
    Ok(rows)
}

/// The sign that stands most often in the first line, outside quotes.
fn delimiter(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let outside: String = line.split('"').step_by(2).collect();
    let count = |sign: char| outside.matches(sign).count();
    let (semicolons, tabs, commas) = (count(';'), count('\t'), count(','));
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn clean(cell: &str) -> String {
    cell.trim().replace('\0', "")
}

fn xlsx(bytes: &[u8], lines_max: usize) -> Result<Vec<Row>> {
    let unreadable = |error| Error::invalid("file", "err-import-xlsx").because(error);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let range = book
        .worksheet_range_at(0)
        .ok_or_else(|| Error::invalid("file", "err-import-empty"))?
        .map_err(unreadable)?;
    let first = range
        .start()
        .map_or(0, |(row, _)| usize::try_from(row).unwrap_or(0));
    let rows = range.rows().take(lines_max).enumerate();
    Ok(rows
        .map(|(at, cells)| Row {
            line: first + at + 1,
            cells: cells.iter().map(cell).collect(),
        })
        .collect())
}

/// A cell as somebody would type it: whole numbers without a point, dates as dates.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => clean(text),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::LIMITS;
    use super::*;

    fn read(bytes: &[u8]) -> Result<Table> {
        super::read(bytes, LIMITS)
    }

    #[test]
    fn the_same_rows_come_from_every_form_of_csv() {
        let wanted = Table {
            header: vec!["নাম".to_owned(), "age".to_owned()],
            rows: vec![Row {
                line: 3,
                cells: vec!["রহিম, মিয়া".to_owned(), "24".to_owned()],
            }],
        };
        for (sign, quoted) in [
            (",", "\"রহিম, মিয়া\""),
            (";", "রহিম, মিয়া"),
            ("\t", "রহিম, মিয়া"),
        ] {
            let text = format!("\u{feff}নাম{sign}age{sign}\r\n\r\n{quoted}{sign}24\r\n");
            // An empty line is skipped by the reader and still counted.
            assert_eq!(read(text.as_bytes()).unwrap(), wanted, "{sign}");
        }
    }

    #[test]
    fn a_spreadsheet_gives_the_same_text() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "name").unwrap();
        sheet.write_string(0, 1, "age").unwrap();
        sheet.write_string(0, 2, "admitted").unwrap();
        sheet.write_string(1, 0, "Rahim").unwrap();
        sheet.write_number(1, 1, 24).unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 9).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet
            .write_datetime_with_format(1, 2, &date, &format)
            .unwrap();
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            table.rows,
            [Row {
                line: 2,
                cells: ["Rahim", "24", "2026-03-09"].map(str::to_owned).to_vec()
            }]
        );
    }

    #[test]
    fn what_is_no_table_is_refused_by_name() {
        let key = |bytes: &[u8]| {
            read(bytes)
                .unwrap_err()
                .fields
                .first()
                .map(|field| field.key)
        };
        assert_eq!(key(b""), Some("err-import-empty"));
        assert_eq!(key(b"name\n"), Some("err-import-empty"));
        assert_eq!(key(b"\xff\xfe\x00n"), Some("err-import-utf8"));
        assert_eq!(key(b"PK not a spreadsheet"), Some("err-import-xlsx"));
        assert_eq!(key(b"a,b\n1,2,3\n"), Some("err-import-cells"));
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let table = read(b"name,name,x,name\nA,B,C,D\n").unwrap();
        assert_eq!(table.header, ["name", "name (2)", "x", "name (3)"]);
    }

    #[test]
    fn a_row_too_many_is_refused_with_the_limit() {
        let limits = Limits {
            bytes: 100,
            rows: 1,
        };
        assert!(super::read(b"name\nA\n", limits).is_ok());
        let error = super::read(b"name\nA\nB\n", limits).unwrap_err();
        assert_eq!((error.key, error.args.len()), ("err-import-rows", 1));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }
    }
}
