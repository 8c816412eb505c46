//! The samples as documents, and what reads a PDF back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use printing::sheets::{Lang, RollRow};
use printing::{Document, Photo, Template};
use qrcode::QrCode;
use qrcode::render::svg;
use serde_json::{Map, Value, json};

/// The languages that every sheet is printed in.
pub(crate) const LANGS: [Lang; 2] = [Lang::Bn, Lang::En];

/// The sample of `template`, with its labels and pictures, as the server would give it.
pub(crate) fn sample(template: Template, lang: Lang) -> Document {
    let suffix = suffix(lang);
    let mut data = read_json(&format!("{template}.{suffix}.json"));
    data["head"]["labels"] = Value::Object(labels(template, suffix));
    let mut document =
        serde_json::from_value(json!({ "template": template, "data": data })).unwrap();
    match &mut document {
        Document::HistoryTicket(sheet) => {
            sheet.qr_svg = qr("01jdkz3m7q4v9r");
            sheet.photo = Some(Photo {
                bytes: fs::read(samples().join("photo.jpg")).unwrap(),
            });
        }
        Document::AdmissionSlip(sheet) => sheet.qr_svg = qr("01jdkz5x2c8n1w"),
        _ => {}
    }
    document
}

/// A nominal roll of `lines` lines; no two have the same number.
pub(crate) fn roll(lang: Lang, lines: usize) -> Document {
    let Document::NominalRoll(mut sheet) = sample(Template::NominalRoll, lang) else {
        unreachable!()
    };
    let digits = |text: String| {
        if lang == Lang::Bn {
            bangla_digits(&text)
        } else {
            text
        }
    };
    let people = sheet.rows.clone();
    sheet.rows = (0..lines)
        .map(|line| RollRow {
            serial: digits((line + 1).to_string()),
            number: digits(format!("{}/26", 4700 + line)),
            ..people[line % people.len()].clone()
        })
        .collect();
    sheet.total = digits(lines.to_string());
    Document::NominalRoll(sheet)
}

/// The data of `document` as it goes to the worker.
pub(crate) fn data(document: &Document) -> Vec<u8> {
    serde_json::to_vec(&serde_json::to_value(document).unwrap()["data"]).unwrap()
}

/// The photo of `document` as it goes to the worker.
pub(crate) fn photo(document: &Document) -> Option<Vec<u8>> {
    document.photo().map(|photo| photo.bytes.clone())
}

/// The words in `pdf`, where poppler is installed.
pub(crate) fn text_of(pdf: &[u8]) -> Option<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    Some(String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap())
}

/// What the sample files are called after.
pub(crate) fn suffix(lang: Lang) -> &'static str {
    match lang {
        Lang::Bn => "bn",
        Lang::En => "en",
    }
}

/// Digits as a Bangla sheet has them.
pub(crate) fn bangla_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            c.to_digit(10)
                .and_then(|d| char::from_u32(0x09e6 + d))
                .unwrap_or(c)
        })
        .collect()
}

fn labels(template: Template, suffix: &str) -> Map<String, Value> {
    let all = read_json(&format!("labels.{suffix}.json"));
    let mut labels = all["common"].as_object().unwrap().clone();
    labels.extend(all[template.name()].as_object().unwrap().clone());
    labels
}

fn qr(id: &str) -> String {
    QrCode::new(id)
        .unwrap()
        .render::<svg::Color<'_>>()
        .quiet_zone(false)
        .build()
}

fn read_json(name: &str) -> Value {
    serde_json::from_slice(&fs::read(samples().join(name)).unwrap()).unwrap()
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}
