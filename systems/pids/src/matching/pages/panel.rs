//! "Same person?" beside an admission.

use askama::Template;
use db::Conn;
use kernel::{AdmissionId, PersonId, Result};
use web::parts::{Choice, PersonRow, Tone};
use web::{Cx, Form, Page};

use super::judged;
use super::side::{Line, facts_shown, lines, row_of};
use crate::admission::Admission;
use crate::admission::facts::Typed;
use crate::custody::State;
use crate::matching::why::{REASON_FIELD, Reason, WORDS_FIELD};
use crate::matching::{Candidate, MatchFacts, candidates, service, store};
use crate::pages::html;

/// The panel, drawn.
pub struct SamePanel {
    /// Its HTML.
    pub html: String,
    /// Whether it asks for a decision: then a page begins here.
    pub asks: bool,
    /// Whom it shows, of whatever prison.
    pub people: Vec<PersonId>,
}

#[derive(Template)]
#[template(path = "matching/panel.html")]
struct Panel<'a> {
    page: Page,
    form: &'a Form,
    id: AdmissionId,
    /// Whether the reason for somebody new is what is wrong.
    wrong: bool,
    reasons: Vec<Choice>,
    others: Vec<Choice>,
    said: String,
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
    /// Whether the reason given for this one is what is wrong.
    wrong: bool,
    /// The first that can be decided on: where a page that asks begins.
    first: bool,
    /// At court from here: taken back, not admitted.
    at_court: bool,
    /// In custody now and not at court: cannot be admitted a second time.
    inside: bool,
}

/// The panel for what is typed so far: who this may be, field by field, with two plain choices and their
/// reasons; and, once it was decided, why and what speaks against it. `form` is what was posted from it.
///
/// # Errors
/// Those of the database.
pub fn panel(
    conn: &mut Conn<'_>,
    cx: &Cx,
    admission: &Admission,
    typed: &Typed,
    form: &Form,
) -> Result<SamePanel> {
    let today = cx.now.date();
    let facts = MatchFacts::of_typed(typed, today);
    let page = cx.page(String::new());
    let outcome = candidates::outcome(conn, &facts, today)?;
    let mut cards = outcome
        .candidates()
        .iter()
        .map(|candidate| card(&page, cx, admission, &facts, candidate, form))
        .collect::<Vec<_>>();
    let suspicion = store::suspicion_of(conn, admission.id)?;
    let signs = service::signs_of(conn, admission, typed, today)?;
    let signs = service::open_signs(suspicion.as_ref(), &signs);
    let ruling = suspicion.as_ref().and_then(|suspicion| suspicion.ruling);
    let said = standing(conn, admission)?;
    let first = cards.iter_mut().find(|card| !card.inside);
    let asks = !admission.decided && first.is_some();
    if let Some(card) = first.filter(|_| asks) {
        card.first = true;
    }
    let panel = Panel {
        form,
        wrong: is_wrong(form, ""),
        reasons: reasons(&page, true),
        others: reasons(&page, false),
        said: said
            .map(|decision| said_so(&page, &decision))
            .unwrap_or_default(),
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
    Ok(SamePanel {
        html: html(&panel)?,
        asks,
        people: outcome.people(),
    })
}

fn reasons(page: &Page, same: bool) -> Vec<Choice> {
    Reason::offered(same)
        .map(|reason| Choice::new(reason.word(), page.t(reason.key())))
        .to_vec()
}

/// Whether the reason posted for this one, or with nothing for somebody new, is what is wrong.
fn is_wrong(form: &Form, person: &str) -> bool {
    let wrong = |field| form.error(field).is_some();
    (wrong(REASON_FIELD) || wrong(WORDS_FIELD)) && form.value("person") == person
}

/// The last decision at the gate, while the admission rests on it. Where it was decided otherwise since,
/// such as for somebody new when nobody was like them any more, no reason was asked and none is shown.
fn standing(conn: &mut Conn<'_>, admission: &Admission) -> Result<Option<store::Decision>> {
    if !admission.decided {
        return Ok(None);
    }
    let Some(decision) = store::decided_at_gate(conn, admission.id)? else {
        return Ok(None);
    };
    let stands = match admission.person {
        Some(person) => {
            let (judged, _) = decision.pair;
            let person = store::resolve(conn, person)?;
            decision.same && store::resolve(conn, judged)? == person
        }
        None => !decision.same,
    };
    Ok(stands.then_some(decision))
}

fn said_so(page: &Page, decision: &store::Decision) -> String {
    let why = judged::why(page, decision);
    format!("{why} — {}, {}", decision.by_name, page.moment(decision.at))
}

fn card(
    page: &Page,
    cx: &Cx,
    admission: &Admission,
    facts: &MatchFacts,
    candidate: &Candidate,
    form: &Form,
) -> Card {
    let stay = candidate.shown.stay.as_ref();
    let at_court =
        stay.filter(|stay| stay.state == State::AtCourt && stay.prison == admission.prison);
    Card {
        person: row_of(page, cx, candidate.person, &candidate.shown),
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
        wrong: is_wrong(form, &candidate.person.to_string()),
        first: false,
        at_court: at_court.is_some(),
        inside: at_court.is_none() && stay.is_some_and(|stay| stay.state.is_open()),
    }
}
