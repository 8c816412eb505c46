use db::Conn;
use kernel::{Result, WardId};
use web::parts::{Event, Tone};
use web::{Cx, Page};

use super::corrected;
use crate::estate;
use crate::life::timeline::{Detail, Entry};

/// An entry of the timeline in the reader's language.
pub(super) fn event(conn: &mut Conn<'_>, cx: &Cx, page: &Page, entry: Entry) -> Result<Event> {
    let mut text = detail(conn, cx, page, &entry.detail)?;
    if let Some(reason) = &entry.reason {
        text.push(page.t1("did-because", "reason", reason));
    }
    let mut who = vec![entry.who];
    if let Some(prison) = entry.prison {
        let name = estate::service::name_on(conn, prison, entry.at.date())?;
        who.push(name.show(cx.lang).to_owned());
    }
    who.retain(|part| !part.is_empty());
    Ok(Event {
        when: page.moment(entry.at),
        title: page.t(entry.key),
        text: text.join(" · "),
        who: who.join(" · "),
        tone: entry_tone(entry.key),
    })
}

fn entry_tone(key: &str) -> Tone {
    match key {
        "did-custody-escaped" | "did-custody-died" | "did-custody-not-arrived" => Tone::Bad,
        "did-release-held" | "did-person-corrected" | "did-custody-corrected" => Tone::Warn,
        "did-custody-admitted" | "did-custody-released" => Tone::Good,
        _ => Tone::Info,
    }
}

fn detail(conn: &mut Conn<'_>, cx: &Cx, page: &Page, detail: &Detail) -> Result<Vec<String>> {
    Ok(match detail {
        Detail::Nothing => Vec::new(),
        Detail::Place(place) | Detail::Order(place) => vec![page.digits(place)],
        Detail::Number(number) => vec![page.t1("did-number", "number", page.digits(number))],
        Detail::Ward(ward) | Detail::FirstWard(ward) => vec![ward_name(conn, cx, *ward)?],
        Detail::NextCourt(Some(date)) => vec![page.t1("did-next-court", "date", page.date(*date))],
        Detail::NextCourt(None) => vec![page.t("did-no-next-court")],
        Detail::Waited(micros) => vec![page.t1("did-waited", "time", page.duration_clock(*micros))],
        Detail::HeldBy(cases) => vec![page.t1("did-held-by", "cases", page.digits(cases))],
        Detail::Status(word) => vec![page.t(&format!("status-{word}"))],
        Detail::Same { same, at_gate } => vec![page.t(match (at_gate, same) {
            (true, true) => "judged-gate-same",
            (true, false) => "judged-gate-other",
            (false, true) => "judged-records-same",
            (false, false) => "judged-records-other",
        })],
        Detail::Alike(alike) => vec![page.t1("did-though-alike", "n", *alike)],
        Detail::Fields(fields) => fields
            .iter()
            .map(|change| corrected::in_words(page, change))
            .collect(),
    })
}

fn ward_name(conn: &mut Conn<'_>, cx: &Cx, ward: WardId) -> Result<String> {
    Ok(estate::store::ward(conn, ward)?
        .name
        .show(cx.lang)
        .to_owned())
}
