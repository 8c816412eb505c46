//! The roll and the return as spreadsheets. Numbers are numbers and dates are dates, in the one script that
//! spreadsheets count in; the words around them are in the reader's language.

use kernel::{Date, Error, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use web::Page;

use super::count::{Class, HeadCount, Heads, Move, Offence, Term, TimeBand};
use super::service::{Return, Roll};
use super::{RollRow, sheets};
use crate::custody::law;

/// How spreadsheets show a date.
const DATE: &str = "dd/mm/yyyy";
/// A4 in the numbering of spreadsheet programs.
const A4: u8 = 9;
/// The columns of the roll: their words and their widths in characters.
const ROLL: [(&str, f64); 13] = [
    ("sheet-serial", 7.0),
    ("sheet-number", 14.0),
    ("roll-name-bn", 28.0),
    ("roll-name-en", 28.0),
    ("sheet-father", 28.0),
    ("roll-sex", 9.0),
    ("roll-age", 7.0),
    ("sheet-legal-status", 20.0),
    ("sheet-case", 30.0),
    ("sheet-law", 40.0),
    ("sheet-admitted", 12.0),
    ("sheet-ward", 18.0),
    ("sheet-next-date", 12.0),
];

fn failed(error: XlsxError) -> Error {
    Error::bug("a spreadsheet cannot be written").because(error)
}

/// The nominal roll as an XLSX file.
///
/// # Errors
/// A bug, when the file cannot be written.
pub fn roll(page: &Page, roll: &Roll, scope: &str) -> Result<Vec<u8>> {
    let title = format!(
        "{} · {} · {scope} · {}",
        page.t("sheet-title-nominal-roll"),
        roll.prison.name.show(page.lang),
        page.moment(roll.at)
    );
    let mut book = workbook(page, &title).map_err(failed)?;
    let sheet = book.add_worksheet();
    sheet.set_landscape().set_paper_size(A4);
    write_roll(sheet, page, roll, &title).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

/// The made-up moment of creation would be the machine's clock; the title says when the numbers hold.
fn workbook(page: &Page, title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let (date, clock) = (page.now.local().date(), page.now.local().time());
    let hms = (
        u16::from(clock.hour().unsigned_abs()),
        clock.minute().unsigned_abs(),
        f64::from(clock.second()),
    );
    let made = excel_date(date)?.and_hms(hms.0, hms.1, hms.2)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&made),
    );
    Ok(book)
}

fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        date.year().unsigned_abs(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )
}

fn write_roll(
    sheet: &mut Worksheet,
    page: &Page,
    roll: &Roll,
    title: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 0, title, &bold)?;
    for (column, (key, width)) in (0_u16..).zip(ROLL) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(1, column, page.t(key), &bold)?;
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_repeat_rows(1, 1)?;
    let date = Format::new().set_num_format(DATE);
    for (line, (row, serial)) in (2_u32..).zip(roll.slice.rows.iter().zip(1_u32..)) {
        write_row(sheet, page, line, serial, row, &date)?;
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    page: &Page,
    line: u32,
    serial: u32,
    row: &RollRow,
    date: &Format,
) -> Result<(), XlsxError> {
    let laws: Vec<_> = row
        .charges
        .iter()
        .map(|charge| law::label(charge, page.lang))
        .collect();
    sheet.write_number(line, 0, serial)?;
    let words = [
        (1, row.number.clone()),
        (2, row.name.bn.clone()),
        (3, row.name.en.clone()),
        (4, row.father.show(page.lang).to_owned()),
        (5, page.t(row.sex.key())),
        (7, page.t(row.legal_status.key())),
        (8, row.cases.join(", ")),
        (9, laws.join("; ")),
        (11, sheets::ward(page, row)),
    ];
    for (column, text) in words {
        sheet.write_string(line, column, text)?;
    }
    if let Some(birth) = row.birth {
        sheet.write_number(line, 6, birth.age_on(page.now.date()))?;
    }
    sheet.write_datetime_with_format(line, 10, &excel_date(row.admitted_at.date())?, date)?;
    if let Some(on) = row.next_court_on {
        sheet.write_datetime_with_format(line, 12, &excel_date(on)?, date)?;
    }
    Ok(())
}

/// The head-count return as an XLSX file.
///
/// # Errors
/// A bug, when the file cannot be written.
pub fn headcount(page: &Page, found: &Return) -> Result<Vec<u8>> {
    let title = format!(
        "{} · {} · {}",
        page.t("sheet-title-head-count"),
        found.prison.name.show(page.lang),
        page.moment(found.at)
    );
    let mut book = workbook(page, &title).map_err(failed)?;
    let sheet = book.add_worksheet();
    sheet.set_paper_size(A4);
    write_count(sheet, page, found, &title).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

/// One part of the return on the sheet: its heading and rows.
pub(super) struct Block {
    pub(super) key: &'static str,
    pub(super) rows: Vec<(&'static str, Heads)>,
}

/// The parts of the return that count men and women apart, in the order of the form.
pub(super) fn blocks(count: &HeadCount) -> [Block; 3] {
    let under_trial = TimeBand::ALL
        .iter()
        .map(|band| (band.key(), count.under_trial.of(*band)));
    let convicted = Term::ALL
        .iter()
        .map(|term| (term.key(), count.convicted.of(*term)));
    let offences = Offence::ALL
        .iter()
        .map(|offence| (offence.key(), count.offences.of(*offence)));
    let total = |heads| [("sheet-total", heads)];
    [
        Block {
            key: "sheet-under-trial",
            rows: under_trial.chain(total(count.under_trial.total)).collect(),
        },
        Block {
            key: "sheet-convicted",
            rows: convicted.chain(total(count.convicted.total)).collect(),
        },
        Block {
            key: "sheet-offences",
            rows: offences.chain(total(count.offences.total)).collect(),
        },
    ]
}

/// The parts that are one number a row: the day, and the classes of the population.
pub(super) fn lists(count: &HeadCount) -> [(&'static str, Vec<(&'static str, i64)>); 2] {
    let day = Move::ALL
        .iter()
        .map(|what| (what.key(), count.moved(*what)));
    let classes = Class::ALL
        .iter()
        .map(|class| (class.key(), count.class(*class)));
    [
        ("sheet-movement-head-count", day.collect()),
        (
            "sheet-population",
            classes
                .chain([("sheet-total", count.total.total)])
                .collect(),
        ),
    ]
}

fn write_count(
    sheet: &mut Worksheet,
    page: &Page,
    found: &Return,
    title: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_column_width(0, 44.0)?;
    sheet.write_string_with_format(0, 0, title, &bold)?;
    let mut line = 1_u32;
    if let Some(places) = found.prison.certified {
        sheet.write_string(line, 0, page.t("sheet-capacity"))?;
        sheet.write_number(line, 1, whole(places))?;
        line += 1;
    }
    for (key, rows) in lists(&found.count) {
        line += 1;
        sheet.write_string_with_format(line, 0, page.t(key), &bold)?;
        for (key, number) in rows {
            line += 1;
            sheet.write_string(line, 0, page.t(key))?;
            sheet.write_number(line, 1, whole(number))?;
        }
        line += 1;
    }
    for block in blocks(&found.count) {
        line += 1;
        for (column, key) in (0_u16..).zip([block.key, "sheet-men", "sheet-women", "sheet-total"]) {
            sheet.write_string_with_format(line, column, page.t(key), &bold)?;
        }
        for (key, heads) in block.rows {
            line += 1;
            sheet.write_string(line, 0, page.t(key))?;
            for (column, number) in (1_u16..).zip([heads.men, heads.women, heads.total]) {
                sheet.write_number(line, column, whole(number))?;
            }
        }
        line += 1;
    }
    sheet.write_string(line + 1, 0, page.t("headcount-unverified"))?;
    Ok(())
}

/// Head-counts are far below what a spreadsheet's numbers hold exactly.
fn whole(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
