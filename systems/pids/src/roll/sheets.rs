//! Rows and numbers as sheets: every field in the reader's words and digits, nothing left to format on the
//! way to paper.

mod head_count;

use kernel::{Lang, Taka};
use printing::sheets::{
    AdmissionSlip, CaseRow, Head, HistoryTicket, MovementRow, NominalRoll, PropertyReceipt,
    PropertyRow, RollRow as RollLine, TaskRow,
};
use printing::{Labels, Template};
use qrcode::QrCode;
use qrcode::render::svg;
use web::{Arg, Page};

use super::moves::{MoveKind, Movement};
use super::service::{File, Roll};
use super::{Filter, RollRow};
use crate::custody::{Case, law};
use crate::estate::Prison;
use crate::people::Person;
use crate::record::Mark;

pub(super) use head_count::headcount;

/// The edge of a printed QR code, in the units of its drawing.
const QR_SIZE: u32 = 132;

fn sheet_lang(lang: Lang) -> printing::sheets::Lang {
    lang.pick(printing::sheets::Lang::Bn, printing::sheets::Lang::En)
}

fn head(page: &Page, template: Template, prison: &Prison, reference: String) -> Head {
    Head {
        lang: sheet_lang(page.lang),
        department: page.t("print-directorate"),
        prison: prison.name.show(page.lang).to_owned(),
        reference,
        printed_by: page
            .who
            .as_ref()
            .map(|who| who.name.clone())
            .unwrap_or_default(),
        printed_at: page.moment(page.now),
        labels: labels(page, template),
    }
}

/// The words of a sheet. `page` and `printed` keep their places in braces for the worker to fill.
fn labels(page: &Page, template: Template) -> Labels {
    let places: Vec<(&str, Arg)> = ["page", "pages", "by", "at"]
        .map(|name| (name, Arg::Text(format!("{{{name}}}"))))
        .to_vec();
    template
        .label_keys()
        .map(|key| (key.to_owned(), page.say(&label_key(template, key), &places)))
        .collect()
}

/// Most words are the same on every sheet; these are not.
fn label_key(template: Template, key: &str) -> String {
    match (template, key) {
        (_, "title")
        | (Template::HeadCount, "movement" | "date")
        | (Template::AdmissionSlip, "sign-jailer" | "address") => {
            format!("sheet-{key}-{template}")
        }
        _ => format!("sheet-{key}"),
    }
}

/// The code as a QR drawing; empty where it cannot be drawn, and then the code stands in letters alone.
fn qr(code: &str) -> String {
    let drawn = QrCode::new(code.as_bytes());
    drawn
        .map(|code| {
            code.render::<svg::Color<'_>>()
                .min_dimensions(QR_SIZE, QR_SIZE)
                .quiet_zone(true)
                .build()
        })
        .unwrap_or_default()
}

fn sex_age(page: &Page, person: &Person) -> String {
    let sex = page.t(person.sex.key());
    person
        .birth
        .map_or(sex.clone(), |birth| format!("{sex}, {}", page.age(birth)))
}

fn laws(page: &Page, case: &Case) -> String {
    let laws: Vec<_> = case
        .charges
        .iter()
        .map(|charge| law::label(charge, page.lang))
        .collect();
    laws.join("; ")
}

/// What marks look like, each once: one that lies in several places is one in words.
fn marks_text(marks: &[Mark]) -> String {
    let mut notes: Vec<&str> = Vec::new();
    for mark in marks {
        if !mark.note.is_empty() && !notes.contains(&mark.note.as_str()) {
            notes.push(&mark.note);
        }
    }
    notes.join("; ")
}

/// The history ticket. The photo's bytes are put in by the caller, who can wait for them.
pub(super) fn ticket(page: &Page, file: &File) -> HistoryTicket {
    let person = &file.person;
    HistoryTicket {
        head: head(
            page,
            Template::HistoryTicket,
            &file.prison,
            file.code.clone(),
        ),
        number: page.digits(&file.custody.number),
        name_bn: person.name.bn.clone(),
        name_en: person.name.en.clone(),
        father: person.father.show(page.lang).to_owned(),
        mother: person.mother.show(page.lang).to_owned(),
        spouse: person.spouse.show(page.lang).to_owned(),
        sex_age: sex_age(page, person),
        address: person.home().in_words(page.lang),
        marks: marks_text(&file.marks),
        legal_status: page.t(file.custody.legal_status.key()),
        admitted: page.moment(file.custody.admitted_at),
        ward: file.ward.show(page.lang).to_owned(),
        qr_svg: qr(&file.code),
        photo: None,
        cases: file.cases.iter().map(|case| case_row(page, case)).collect(),
        movements: file
            .moves
            .iter()
            .map(|moved| movement(page, file, moved))
            .collect(),
    }
}

fn case_row(page: &Page, case: &Case) -> CaseRow {
    CaseRow {
        court: case.court.clone(),
        case_number: page
            .digits(&format!("{} {}", case.case_no, case.police_station))
            .trim()
            .to_owned(),
        law: laws(page, case),
        next_date: case
            .next_on
            .map(|on| page.short_date(on))
            .unwrap_or_default(),
    }
}

fn movement(page: &Page, file: &File, moved: &Movement) -> MovementRow {
    let ward = moved
        .ward
        .and_then(|ward| file.wards.get(&ward))
        .map(|name| name.show(page.lang).to_owned());
    let to = match moved.kind {
        MoveKind::StatusChanged => page.t_in("status-", &moved.legal_status),
        _ if moved.place.is_empty() => ward.unwrap_or_default(),
        _ => moved.place.clone(),
    };
    MovementRow {
        date: page.moment(moved.at),
        movement: page.t(moved.kind.key()),
        from_to: to,
        officer: moved.officer.clone(),
    }
}

/// The admission slip.
pub(super) fn slip(page: &Page, file: &File) -> AdmissionSlip {
    let (person, custody) = (&file.person, &file.custody);
    let case = file.cases.first();
    let warrant = [
        page.digits(&custody.warrant.number),
        custody
            .warrant
            .on
            .map(|on| page.short_date(on))
            .unwrap_or_default(),
    ];
    let warrant: Vec<_> = warrant
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    AdmissionSlip {
        head: head(
            page,
            Template::AdmissionSlip,
            &file.prison,
            file.code.clone(),
        ),
        number: page.digits(&custody.number),
        name_bn: person.name.bn.clone(),
        name_en: person.name.en.clone(),
        father: person.father.show(page.lang).to_owned(),
        sex_age: sex_age(page, person),
        address: person.home().in_words(page.lang),
        legal_status: page.t(custody.legal_status.key()),
        admitted: page.moment(custody.admitted_at),
        brought_by: page.t(custody.source.key()),
        warrant: warrant.join(", "),
        court: custody.warrant.court.clone(),
        case_number: case
            .map(|case| page.digits(&case.case_no))
            .unwrap_or_default(),
        law: case.map(|case| laws(page, case)).unwrap_or_default(),
        ward: file.ward.show(page.lang).to_owned(),
        qr_svg: qr(&file.code),
        tasks: file
            .tasks
            .iter()
            .filter(|task| task.done_at.is_none())
            .map(|task| TaskRow {
                task: page.t(task.kind.key()),
                owner: page.t_in("role-", &task.role),
                due: page.moment(task.due_at),
            })
            .collect(),
    }
}

/// The receipt for what was taken into keeping. The amount in words is left to be written by hand.
pub(super) fn receipt(page: &Page, file: &File) -> kernel::Result<PropertyReceipt> {
    let kept = file
        .belongings
        .iter()
        .filter(|one| one.returned_at.is_none() && one.kind != "cash");
    let items = kept.zip(1_i64..).map(|(one, serial)| PropertyRow {
        serial: page.n(serial),
        item: one.what.clone(),
        quantity: page.n(one.quantity),
        description: String::new(),
        place: String::new(),
    });
    let cash = file.cash()?;
    let receipts = file
        .belongings
        .iter()
        .map(|one| one.receipt.as_str())
        .find(|receipt| !receipt.is_empty());
    Ok(PropertyReceipt {
        head: head(
            page,
            Template::PropertyReceipt,
            &file.prison,
            page.digits(receipts.unwrap_or_default()),
        ),
        number: page.digits(&file.custody.number),
        name_bn: file.person.name.bn.clone(),
        name_en: file.person.name.en.clone(),
        father: file.person.father.show(page.lang).to_owned(),
        received: file
            .belongings
            .first()
            .map_or_else(String::new, |one| page.moment(one.taken_at)),
        items: items.collect(),
        cash: if cash == Taka(0) {
            String::new()
        } else {
            page.taka(cash)
        },
        cash_words: String::new(),
    })
}

/// The nominal roll. `scope` says in words which part of the prison it lists.
pub(super) fn roll(page: &Page, roll: &Roll, scope: String, seal: String) -> NominalRoll {
    NominalRoll {
        head: head(
            page,
            Template::NominalRoll,
            &roll.prison,
            roll.prison.code.clone(),
        ),
        as_of: page.moment(roll.at),
        scope,
        total: page.n(roll.total),
        seal,
        rows: roll
            .slice
            .rows
            .iter()
            .zip(1_i64..)
            .map(|(row, serial)| roll_line(page, row, serial))
            .collect(),
    }
}

fn roll_line(page: &Page, row: &RollRow, serial: i64) -> RollLine {
    let laws: Vec<_> = row
        .charges
        .iter()
        .map(|charge| law::label(charge, page.lang))
        .collect();
    let case = [page.digits(&row.cases.join(", ")), laws.join("; ")];
    let case: Vec<_> = case.into_iter().filter(|part| !part.is_empty()).collect();
    RollLine {
        serial: page.n(serial),
        number: page.digits(&row.number),
        name: row.name.show(page.lang).to_owned(),
        father: row.father.show(page.lang).to_owned(),
        legal_status: page.t(row.legal_status.key()),
        case: case.join(" · "),
        admitted: page.short_date(row.admitted_at.date()),
        ward: ward(page, row),
        next_date: row
            .next_court_on
            .map(|on| page.short_date(on))
            .unwrap_or_default(),
    }
}

/// The ward, and where they are instead when they are away.
pub(super) fn ward(page: &Page, row: &RollRow) -> String {
    let ward = row.ward.show(page.lang).to_owned();
    match row.state {
        crate::custody::State::Present => ward,
        away => format!("{ward} ({})", page.t(away.key())),
    }
}

/// Which part of the prison a roll lists, in words.
pub(super) fn scope(page: &Page, filter: &Filter, ward: Option<&str>) -> String {
    let parts = [
        ward.map(str::to_owned),
        filter.status.map(|status| page.t(status.key())),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        page.t("roll-everybody")
    } else {
        parts.join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kernel::BdTime;

    use super::*;

    #[test]
    fn every_word_of_every_sheet_is_there_in_both_languages() {
        let locales = web::floor_locales().chain(crate::system().locales.iter().copied());
        let texts = Arc::new(web::Texts::load(locales).unwrap());
        for lang in Lang::ALL {
            let page = Page::bare(texts.clone(), lang, BdTime(0), String::new());
            for template in Template::ALL {
                for (key, words) in labels(&page, template) {
                    assert!(
                        !words.is_empty() && !words.contains('⟦'),
                        "{template} {key}: {words}"
                    );
                }
                let kept = labels(&page, template);
                assert!(kept["page"].contains("{page}") && kept["page"].contains("{pages}"));
                assert!(kept["printed"].contains("{by}") && kept["printed"].contains("{at}"));
            }
        }
    }

    #[test]
    fn a_code_is_drawn() {
        assert!(qr("ABCDEFGH").contains("<svg"));
    }
}
