//! The wards that an admission proposes, and why.

use askama::Template;
use db::Conn;
use kernel::{Birth, Result};
use web::parts::{Choice, Reason};
use web::{Cx, Form, Page};

use super::steps::Seen;
use crate::admission::facts::Typed;
use crate::admission::on_roll::newcomer;
use crate::custody::LegalStatus;
use crate::estate;
use crate::estate::proposal::{Newcomer, Proposal, WardNow};
use crate::pages::html;
use crate::people::Sex;

/// What the field of the ward is drawn from.
pub(super) struct Placing {
    /// The form, with the proposed ward chosen where the clerk chose none.
    pub(super) form: Form,
    /// The wards that may be chosen, the proposed one first.
    pub(super) wards: Vec<Choice>,
    /// Why, as HTML.
    pub(super) reasons: String,
}

/// The proposal for what is typed so far; without wards until sex, age and status are known.
pub(super) fn of(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: &Page,
    mut form: Form,
    seen: &Seen,
) -> Result<Placing> {
    let Some(who) = newcomer_of(&seen.typed, cx.now.date()) else {
        return Ok(Placing {
            form,
            wards: Vec::new(),
            reasons: String::new(),
        });
    };
    let (proposal, wards) =
        estate::service::propose_for(conn, seen.admission.prison, &who, cx.now.date())?;
    if form.given("ward").is_none()
        && let Some(best) = proposal.best.first()
    {
        form = form.with("ward", best.ward.to_string());
    }
    Ok(Placing {
        form,
        reasons: html(&why(cx, page, &proposal, &wards))?,
        wards: choices(page, &proposal, &wards),
    })
}

/// The rules need sex, age and status; what is missing otherwise is said at the read-back.
fn newcomer_of(typed: &Typed, today: kernel::Date) -> Option<Newcomer> {
    let text = |field: &str| typed.get(field).map_or("", |text| text.trim());
    let sex = Sex::parse("sex", text("sex")).ok()?;
    let birth = Birth::parse("birth", text("birth"), today).ok()?;
    let status =
        LegalStatus::parse("legal_status", text("legal_status")).unwrap_or(LegalStatus::UnderTrial);
    let disabled = !text("disability").is_empty();
    Some(newcomer(sex, birth.age_on(today), status, disabled))
}

#[derive(Template)]
#[template(path = "admission/reasons.html")]
struct Reasons<'a> {
    page: &'a Page,
    best: Vec<(String, Vec<Reason>)>,
    others: Vec<(String, Vec<String>)>,
}

fn label(page: &Page, now: &WardNow) -> String {
    format!(
        "{} — {}/{}",
        now.ward.name.show(page.lang),
        page.n(now.total),
        page.n(now.ward.capacity.working)
    )
}

/// The proposed wards first, then those that an officer's reason opens.
fn choices(page: &Page, proposal: &Proposal, wards: &[WardNow]) -> Vec<Choice> {
    let best = proposal.best.iter().map(|choice| choice.ward);
    let open = proposal
        .others
        .iter()
        .filter(|other| other.why_not.iter().all(|why| why.may_be_overridden()));
    best.chain(open.map(|other| other.ward))
        .filter_map(|id| wards.iter().find(|now| now.ward.id == id))
        .map(|now| Choice::new(now.ward.id.to_string(), label(page, now)))
        .collect()
}

fn why<'a>(cx: &Cx, page: &'a Page, proposal: &Proposal, wards: &[WardNow]) -> Reasons<'a> {
    let named = |id| {
        wards
            .iter()
            .find(|now| now.ward.id == id)
            .map(|now| label(page, now))
            .unwrap_or_default()
    };
    let texts = &cx.app.texts;
    let best = proposal.best.iter().map(|choice| {
        let agrees = choice
            .reasons_for
            .iter()
            .map(|reason| (true, reason.said().text(texts, cx.lang)));
        let against = choice
            .reasons_against
            .iter()
            .map(|reason| (false, reason.said().text(texts, cx.lang)));
        (
            named(choice.ward),
            agrees
                .chain(against)
                .map(|(agrees, text)| Reason { agrees, text })
                .collect(),
        )
    });
    let others = proposal.others.iter().map(|other| {
        (
            named(other.ward),
            other
                .why_not
                .iter()
                .map(|why| why.said().text(texts, cx.lang))
                .collect(),
        )
    });
    Reasons {
        page,
        best: best.collect(),
        others: others.collect(),
    }
}
