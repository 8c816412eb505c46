//! CSV and XLSX as rows of text.

mod sheet;

use std::collections::BTreeMap;

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
    /// Bytes of it, and of the text of a spreadsheet.
    pub bytes: usize,
    /// Rows below its header.
    pub rows: usize,
}

impl Limits {
    /// The header, and one row more than may be, so that the table says what the limit is.
    fn lines(self) -> usize {
        self.rows.saturating_add(2)
    }
}

/// Reads a file: XLSX by its first bytes, else CSV in UTF-8 with comma, semicolon or tab.
///
/// # Errors
/// Limit past the named sizes; invalid, naming `file`, when it is neither, or has no rows.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Table> {
    if bytes.len() > limits.bytes {
        return Err(too_large(limits));
    }
    let lines = if bytes.starts_with(b"PK") {
        sheet::rows(bytes, limits)?
    } else {
        csv(bytes, limits.lines())?
    };
    table(lines, limits.rows)
}

fn too_large(limits: Limits) -> Error {
    Error::limit("err-import-size").with("mib", limits.bytes / (1024 * 1024))
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
    fn a_cell_far_from_the_others_costs_nothing() {
        let (last_row, last_column) = (1_048_575, 16_383);
        let sheet_with = |far: &str| {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write_string(4, 2, "name").unwrap();
            sheet.write_string(4, 4, "age").unwrap();
            sheet.write_string(5, 2, "Rahim").unwrap();
            let bold = rust_xlsxwriter::Format::new().set_bold();
            sheet
                .write_string_with_format(last_row, last_column, far, &bold)
                .unwrap();
            book.save_to_buffer().unwrap()
        };
        let table = read(&sheet_with("")).unwrap();
        assert_eq!(table.header, ["name", "", "age"]);
        assert_eq!((table.rows.len(), table.rows[0].line), (1, 6));
        let error = read(&sheet_with("x")).unwrap_err();
        assert_eq!(error.fields[0].key, "err-import-cells");
        assert_eq!(error.fields[0].args, [("line", "1048576".to_owned())]);
    }

    #[test]
    fn a_text_that_many_cells_repeat_counts_for_each() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let long = "x".repeat(CELL_CHARS_MAX);
        for row in 0..100 {
            sheet.write_string(row, 0, &long).unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let limits = Limits {
            bytes: 50 * CELL_CHARS_MAX,
            rows: 1_000,
        };
        assert!(bytes.len() < limits.bytes);
        assert_eq!(
            super::read(&bytes, limits).unwrap_err().key,
            "err-import-size"
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
