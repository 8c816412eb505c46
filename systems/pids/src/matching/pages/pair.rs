//! Two records side by side, and the decision about them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{Error, PersonId, Result};
use web::{Cx, Form, Page};

use super::side::{Side, Sides};
use crate::Doing;
use crate::matching::service::{self, DecideSame};
use crate::matching::store;

#[derive(Template)]
#[template(path = "matching/pair.html")]
struct PairPage {
    page: Page,
    form: Form,
    sides: Sides,
    href: String,
    bits: i64,
    keep: Vec<web::parts::Choice>,
    decided: Option<store::Decision>,
}

pub(super) async fn pair(cx: Cx, Path((a, b)): Path<(String, String)>) -> web::Result<Response> {
    pair_page(&cx, a.parse()?, b.parse()?, Form::empty()).await
}

async fn pair_page(cx: &Cx, a: PersonId, b: PersonId, form: Form) -> web::Result<Response> {
    let (inner, typed) = (cx.clone(), form.clone());
    let failed = form.is_bad();
    let page = cx
        .app
        .db
        .write(move |tx| {
            let compared = service::compare(tx, &Doing::of(&inner), a, b)?;
            let page = inner.page(inner.t("match-pair"));
            let sides = Sides::of_records(&page, &inner, &compared);
            let name = |side: &Side| format!("{} · {}", side.person.name, side.person.line);
            let keep = vec![
                web::parts::Choice::new(a.to_string(), name(&sides.left)),
                web::parts::Choice::new(b.to_string(), name(&sides.right)),
            ];
            let first = compared.kept_first();
            Ok(PairPage {
                form: if typed.value("keep").is_empty() {
                    typed.clone().with("keep", first.to_string())
                } else {
                    typed.clone()
                },
                href: format!("/matches/{a}/{b}"),
                bits: service::thousandths(compared.weight) / 1_000,
                decided: store::latest(tx, a, b)?,
                page,
                sides,
                keep,
            })
        })
        .await?;
    if failed {
        cx.show_again(&page)
    } else {
        cx.show(&page)
    }
}

/// Decides about two records, and makes them one where they are.
pub(super) async fn decide(
    cx: Cx,
    Path((a, b)): Path<(String, String)>,
    form: Form,
) -> web::Result<Response> {
    let (a, b): (PersonId, PersonId) = (a.parse()?, b.parse()?);
    let (inner, typed) = (cx.clone(), form.clone());
    let done = cx
        .app
        .db
        .write(move |tx| {
            let doing = Doing::of(&inner);
            let same = match typed.value("same") {
                "yes" => true,
                "no" => false,
                _ => return Err(Error::invalid("same", "err-required")),
            };
            let cmd = DecideSame {
                a,
                b,
                same,
                rationale: typed.value("rationale"),
            };
            service::decide_same(tx, &doing, &cmd)?;
            if same {
                let (kept, gone) = kept_and_gone(a, b, typed.value("keep"))?;
                service::merge(tx, &doing, kept, gone)?;
            }
            Ok(same)
        })
        .await;
    match done {
        Ok(true) => Ok(cx.go_saying("/matches", "match-merged")),
        Ok(false) => Ok(cx.go_saying("/matches", "match-kept-apart")),
        Err(error) => pair_page(&cx, a, b, form.or_fail(error)?).await,
    }
}

fn kept_and_gone(a: PersonId, b: PersonId, keep: &str) -> Result<(PersonId, PersonId)> {
    match keep {
        kept if kept == a.to_string() => Ok((a, b)),
        kept if kept == b.to_string() => Ok((b, a)),
        _ => Err(Error::invalid("keep", "err-choice")),
    }
}
