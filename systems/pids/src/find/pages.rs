//! The page of finding, and its part that is fetched again while somebody types.

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use db::Conn;
use kernel::{PrisonId, Result};
use web::parts::{Choice, PersonRow};
use web::{App, Cx, Form, Page};

use super::look::Ask;
use super::{Cursor, Filter, Hit, service};
use crate::custody::State;
use crate::pages::person_row;
use crate::people::Sex;
use crate::people::pages::sees_photos;
use crate::{Doing, estate};

/// Hits on one page: what a screen shows without scrolling far.
const HITS: usize = 25;
/// Hits under the bar's search box, which is left for the page where one is not enough.
const SUGGESTIONS: usize = 8;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/find", get(find))
        .route("/find/suggest", get(suggest))
}

/// What is asked for.
#[derive(Clone, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    prison: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    sex: String,
    after: Option<String>,
}

impl Wanted {
    /// What the page's form holds.
    fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("q", &self.q),
            ("prison", &self.prison),
            ("state", &self.state),
            ("sex", &self.sex),
        ]
    }

    /// An empty choice is no filter; an unknown one comes from an address that somebody mistyped.
    fn filter(&self, prison: Option<PrisonId>) -> Result<Filter> {
        let state = Some(self.state.as_str()).filter(|word| !word.is_empty());
        let sex = Some(self.sex.as_str()).filter(|word| !word.is_empty());
        Ok(Filter {
            prison,
            state: state.map(|word| State::parse("state", word)).transpose()?,
            sex: sex.map(|word| Sex::parse("sex", word)).transpose()?,
        })
    }

    fn form(&self) -> Form {
        Form::from_pairs(self.fields().map(|(name, value)| (name, value.to_owned())))
    }

    /// The address of this search without the cursor, to which `after=…` is added.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields().iter().filter(|(_, value)| !value.is_empty()));
        format!("/find?{}&", query.finish())
    }
}

#[derive(Template)]
#[template(path = "find/page.html")]
struct FindPage {
    form: Form,
    prisons: Vec<Choice>,
    states: Vec<Choice>,
    sexes: Vec<Choice>,
    hits: Hits,
    page: Page,
}

#[derive(Template)]
#[template(path = "find/hits.html")]
struct HitsPart {
    hits: Hits,
    page: Page,
}

#[derive(Template)]
#[template(path = "find/suggest.html")]
struct SuggestPart {
    hits: Hits,
    page: Page,
}

/// What was found, in the reader's words.
struct Hits {
    asked: bool,
    rows: Vec<Row>,
    too_common: bool,
    next: Option<String>,
}

struct Row {
    person: PersonRow,
    father: String,
    age: String,
    home: String,
    why: Vec<String>,
}

async fn find(cx: Cx, Query(wanted): Query<Wanted>) -> web::Result<Response> {
    let inner = cx.clone();
    if cx.htmx {
        let part = cx.app.db.read(move |conn| {
            let page = inner.page(inner.t("find"));
            Ok(HitsPart {
                hits: hits(conn, &inner, &page, &wanted, HITS)?,
                page,
            })
        });
        return cx.show(&part.await?);
    }
    let page = cx
        .app
        .db
        .read(move |conn| whole(conn, &inner, &wanted))
        .await?;
    cx.show(&page)
}

/// The first hits, as rows of the bar's search box.
async fn suggest(cx: Cx, Query(wanted): Query<Wanted>) -> web::Result<Response> {
    let inner = cx.clone();
    let part = cx.app.db.read(move |conn| {
        let page = inner.page(String::new());
        Ok(SuggestPart {
            hits: hits(conn, &inner, &page, &wanted, SUGGESTIONS)?,
            page,
        })
    });
    cx.show(&part.await?)
}

fn whole(conn: &mut Conn<'_>, cx: &Cx, wanted: &Wanted) -> Result<FindPage> {
    let page = cx.page(cx.t("find"));
    let hits = hits(conn, cx, &page, wanted, HITS)?;
    let prisons = match cx.actor.scope.prison() {
        Some(_) => Vec::new(),
        None => estate::service::prisons_seen(conn, &Doing::of(cx))?,
    };
    let prison =
        |prison: &estate::Prison| Choice::new(prison.code.clone(), prison.name.show(cx.lang));
    Ok(FindPage {
        form: wanted.form(),
        prisons: prisons.iter().map(prison).collect(),
        states: State::ALL
            .iter()
            .map(|state| Choice::new(state.word(), page.t(state.key())))
            .collect(),
        sexes: Sex::ALL
            .iter()
            .map(|sex| Choice::new(sex.word(), page.t(sex.key())))
            .collect(),
        hits,
        page,
    })
}

fn hits(conn: &mut Conn<'_>, cx: &Cx, page: &Page, wanted: &Wanted, limit: usize) -> Result<Hits> {
    let doing = Doing::of(cx);
    let prison = match wanted.prison.as_str() {
        "" => None,
        code => Some(estate::service::prison_wanted(conn, &doing, Some(code))?.id),
    };
    let ask = Ask {
        text: &wanted.q,
        filter: wanted.filter(prison)?,
        hidden: &[],
        after: wanted.after.as_deref().map(Cursor::decode).transpose()?,
        limit,
    };
    let found = service::search(conn, &doing, &ask)?;
    let photos = sees_photos(cx);
    Ok(Hits {
        asked: !wanted.q.trim().is_empty(),
        rows: found
            .hits
            .iter()
            .map(|hit| row(page, hit, photos))
            .collect(),
        too_common: found.too_common,
        next: found
            .next
            .map(|cursor| format!("{}after={}", wanted.address(), cursor.encode())),
    })
}

fn row(page: &Page, hit: &Hit, photos: bool) -> Row {
    let unheld = || page.t("find-never-held");
    Row {
        person: PersonRow {
            href: format!("/people/{}", hit.person),
            photo: hit
                .photo
                .filter(|_| photos)
                .map(|hash| format!("/photos/{hash}")),
            ..person_row(page, &hit.name, hit.stay.as_ref(), unheld)
        },
        father: hit.father.show(page.lang).to_owned(),
        age: hit.birth.map(|birth| page.age(birth)).unwrap_or_default(),
        home: hit.home.in_words(page.lang),
        why: hit.why.iter().map(|why| page.t(why.key())).collect(),
    }
}
