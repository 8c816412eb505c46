//! What the form's boxes ask for while a clerk types: a name in the other script, a place, a section.

use axum::extract::Query;
use axum::response::Response;
use web::Cx;

use crate::custody::{self, Charge, law};

#[derive(serde::Deserialize)]
pub(super) struct Suggest {
    text: String,
    to: String,
}

/// The same name in the other script, for the clerk to take or change.
pub(super) async fn suggest_name(_cx: Cx, Query(asked): Query<Suggest>) -> String {
    let text: String = asked.text.chars().take(200).collect();
    if asked.to.ends_with("_en") {
        names::romanise::to_latin(&text)
    } else {
        names::romanise::to_bangla(&text)
    }
}

#[derive(serde::Deserialize)]
pub(super) struct Pick {
    q: String,
}

#[derive(askama::Template)]
#[template(path = "admission/options.html")]
struct Options {
    options: Vec<(String, String)>,
}

/// Places in which a word of the query lies, for the address picker.
pub(super) async fn pick_place(cx: Cx, Query(asked): Query<Pick>) -> web::Result<Response> {
    const SHOWN: usize = 8;
    let text: String = asked.q.chars().take(200).collect();
    let places = reference::search_place(&text, SHOWN);
    let label = |path: &reference::PlacePath| match cx.lang {
        kernel::Lang::Bn => path.label_bn(),
        kernel::Lang::En => path.label_en(),
    };
    let options = places
        .iter()
        .map(|found| (found.path.code().to_owned(), label(&found.path)))
        .collect();
    cx.show(&Options { options })
}

/// Sections that fit a query, this prison's most used first; with nothing typed, only those.
pub(super) async fn pick_section(cx: Cx, Query(asked): Query<Pick>) -> web::Result<Response> {
    const SHOWN: usize = 10;
    const USED: i64 = 60;
    let prison = crate::own_prison(&cx.actor)?;
    cx.may_here(access::Action::AdmissionWrite)?;
    let used = cx
        .app
        .db
        .read(move |conn| custody::store::sections_used(conn, prison, USED))
        .await?;
    let text: String = asked.q.chars().take(200).collect();
    let found: Vec<Charge> = if text.trim().is_empty() {
        used.iter().take(SHOWN).cloned().collect()
    } else {
        let place = |charge: &Charge| {
            used.iter()
                .position(|known| known == charge)
                .unwrap_or(usize::MAX)
        };
        let mut found: Vec<Charge> = reference::search_section(&text, 4 * SHOWN)
            .into_iter()
            .map(|section| Charge {
                act: section.act.to_owned(),
                section: section.section_en.to_owned(),
            })
            .collect();
        found.sort_by_key(place);
        found.truncate(SHOWN);
        found
    };
    let options = found.iter().map(|charge| {
        (
            format!("{} {}", charge.act, charge.section),
            law::label(charge, cx.lang),
        )
    });
    cx.show(&Options {
        options: options.collect(),
    })
}
