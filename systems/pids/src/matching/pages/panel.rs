//! "Same person?" beside an admission.

use askama::Template;
use db::Conn;
use kernel::{AdmissionId, Error, Result};
use web::parts::{PersonRow, Tone};
use web::{Cx, Page};

use super::side::{Line, facts_shown, lines, row_of};
use crate::admission::Admission;
use crate::admission::facts::Typed;
use crate::custody::State;
use crate::matching::{Candidate, MatchFacts, Outcome, candidates, service, store};

#[derive(Template)]
#[template(path = "matching/panel.html")]
struct Panel {
    page: Page,
    id: AdmissionId,
    outcome: String,
    tone: Tone,
    cards: Vec<Card>,
    decided: bool,
    chosen: bool,
    can_decide: bool,
    signs: Vec<String>,
    ruling: Option<String>,
    rationale: String,
    enough: bool,
}

/// One candidate.
struct Card {
    person: PersonRow,
    id: String,
    lines: Vec<Line>,
    likely: bool,
    decided: bool,
    chosen: bool,
    /// Where somebody who was taken to court is taken back.
    back: Option<String>,
    /// In custody now and not at court: cannot be admitted a second time.
    inside: bool,
}

/// The panel for what is typed so far: who this may be, field by field, with two plain choices; and, once
/// it was decided, what speaks against it.
///
/// # Errors
/// Those of the database.
pub fn panel(conn: &mut Conn<'_>, cx: &Cx, admission: &Admission, typed: &Typed) -> Result<String> {
    let today = cx.now.date();
    let facts = MatchFacts::of_typed(typed, today);
    let page = cx.page(String::new());
    let found = if facts.name.is_empty() && facts.nid.is_none() && facts.phone.is_none() {
        Vec::new()
    } else {
        candidates(conn, &facts, today)?
    };
    let outcome = Outcome::of(found);
    let cards = outcome
        .candidates()
        .iter()
        .map(|candidate| card(&page, admission, &facts, candidate))
        .collect();
    let signs = service::signs_of(conn, admission, typed, today)?;
    let suspicion = store::suspicion_of(conn, admission.id)?;
    let ruling = suspicion.as_ref().and_then(|suspicion| suspicion.ruling);
    let panel = Panel {
        id: admission.id,
        outcome: outcome.label(&page),
        tone: outcome.tone(),
        cards,
        decided: admission.decided,
        chosen: admission.person.is_some(),
        can_decide: cx.could(access::Action::ImpersonationDecide),
        signs: signs.iter().map(|sign| page.t(sign.key())).collect(),
        ruling: ruling.map(|ruling| page.t(ruling.key())),
        rationale: suspicion
            .and_then(|suspicion| suspicion.rationale)
            .unwrap_or_default(),
        enough: !facts.name.is_empty(),
        page,
    };
    panel
        .render()
        .map_err(|error| Error::bug("a template cannot be written").because(error))
}

fn card(page: &Page, admission: &Admission, facts: &MatchFacts, candidate: &Candidate) -> Card {
    let stay = candidate.shown.stay.as_ref();
    let at_court =
        stay.filter(|stay| stay.state == State::AtCourt && stay.prison == admission.prison);
    Card {
        person: row_of(
            page,
            Some(admission.prison),
            candidate.person,
            &candidate.shown,
        ),
        id: candidate.person.to_string(),
        lines: lines(
            page,
            facts,
            &facts_shown(&candidate.shown),
            &candidate.agrees,
        ),
        likely: candidate.is_likely(),
        decided: candidate.decided,
        chosen: admission.decided && admission.person == Some(candidate.person),
        back: at_court.map(|stay| format!("/custodies/{}/back", stay.custody)),
        inside: at_court.is_none() && stay.is_some_and(|stay| stay.state.is_open()),
    }
}
