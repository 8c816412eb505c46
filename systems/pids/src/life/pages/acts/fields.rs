//! The fields of each verb's form, and what stands in them before anybody has typed.

use db::Conn;
use kernel::{PrisonId, Result};
use web::parts::Choice;
use web::{Cx, Form, Page};

use super::Act;
use crate::custody::{self, CaseState, Custody, LegalStatus};
use crate::estate;
use crate::life::ReleaseKind;
use crate::life::correct::{CustodyField, read_custody};
use crate::life::pages::inputs::Input;

/// The form before anybody has typed: what is known already stands in it.
pub(super) fn start(conn: &mut Conn<'_>, cx: &Cx, act: Act, custody: &Custody) -> Result<Form> {
    Ok(match act {
        Act::Court => {
            let cases = custody::store::cases_of(conn, custody.id)?;
            let today = cases
                .iter()
                .find(|case| case.next_on == Some(cx.now.date()));
            let court = today
                .or(cases.first())
                .map_or(&custody.warrant.court, |case| &case.court);
            Form::from_pairs([("place", court.as_str())])
        }
        Act::Order => {
            let cases = custody::store::cases_of(conn, custody.id)?;
            let pending = cases.iter().find(|case| case.state == CaseState::Pending);
            let mut form = Form::from_pairs([("kind", ReleaseKind::Bail.word())]);
            if let Some(case) = pending {
                form = form
                    .with("case", case.id.to_string())
                    .with("court", case.court.as_str());
            }
            form
        }
        Act::Transfer => Form::from_pairs([("certified_on", cx.now.date().to_string())]),
        Act::Status => Form::from_pairs([("status", custody.legal_status.word())]),
        Act::Warrant => Form::from_pairs(
            CustodyField::ALL
                .iter()
                .map(|field| (field.word(), read_custody(custody, *field)))
                .chain([("version", custody.version.to_string())]),
        ),
        Act::Hospital | Act::Escape | Act::Death => Form::empty(),
    })
}

pub(super) fn inputs(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: &Page,
    act: Act,
    custody: &Custody,
) -> Result<Vec<Input>> {
    Ok(match act {
        Act::Court => vec![
            Input::text("place", "life-court").needed(),
            Input::text("order_ref", "life-order-ref").hint("life-order-ref-court"),
            Input::date("due_on", "life-due-on"),
        ],
        Act::Hospital => vec![
            Input::text("place", "life-hospital").needed(),
            Input::text("order_ref", "life-order-ref").hint("life-order-ref-doctor"),
            Input::date("due_on", "life-look-again"),
            Input::area("reason", "life-medical-reason")
                .hint("life-medical-reason-hint")
                .needed(),
        ],
        Act::Transfer => vec![
            Input::select(
                "to",
                "life-to-prison",
                other_prisons(conn, cx, custody.prison)?,
            )
            .needed(),
            Input::text("order_ref", "life-order-ref").needed(),
            Input::text("certified_by", "life-certified-by")
                .hint("life-certified-by-hint")
                .needed(),
            Input::date("certified_on", "life-certified-on").needed(),
            Input::date("due_on", "life-there-on"),
            Input::area("reason", "life-reason").needed(),
        ],
        Act::Order => vec![
            Input::select("kind", "life-release-kind", kinds(page)).needed(),
            Input::select("case", "life-order-case", cases(conn, custody)?)
                .hint("life-order-case-hint"),
            Input::text("court", "life-ordered-by").needed(),
            Input::text("order_ref", "life-order-ref").needed(),
            Input::date("received_on", "life-received-on"),
            Input::text("received_at", "life-received-at").hint("life-received-at-hint"),
        ],
        Act::Escape | Act::Death => vec![Input::area("reason", "life-what-happened").needed()],
        Act::Status => vec![
            Input::select("status", "life-legal-status", statuses(page)).needed(),
            Input::area("reason", "life-judgment").needed(),
        ],
        Act::Warrant => vec![
            Input::text("warrant_no", CustodyField::WarrantNo.key()).needed(),
            Input::text("warrant_court", CustodyField::WarrantCourt.key()).needed(),
            Input::date("warrant_on", CustodyField::WarrantOn.key()).needed(),
            Input::area("reason", "life-how-known").needed(),
        ],
    })
}

fn other_prisons(conn: &mut Conn<'_>, cx: &Cx, own: PrisonId) -> Result<Vec<Choice>> {
    let open = |prison: &estate::Prison| prison.id != own && prison.closed_on.is_none();
    Ok(estate::store::prisons(conn)?
        .into_iter()
        .filter(open)
        .map(|prison| Choice::new(prison.id.to_string(), prison.name.show(cx.lang)))
        .collect())
}

fn cases(conn: &mut Conn<'_>, custody: &Custody) -> Result<Vec<Choice>> {
    Ok(custody::store::cases_of(conn, custody.id)?
        .into_iter()
        .map(|case| {
            Choice::new(
                case.id.to_string(),
                format!("{}, {}", case.case_no, case.court),
            )
        })
        .collect())
}

fn kinds(page: &Page) -> Vec<Choice> {
    ReleaseKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), page.t(kind.key())))
        .collect()
}

fn statuses(page: &Page) -> Vec<Choice> {
    LegalStatus::ALL
        .iter()
        .map(|status| Choice::new(status.word(), page.t(status.key())))
        .collect()
}
