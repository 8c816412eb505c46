mod close;
mod corrected;
mod events;
mod summary;

use access::{Action, DataClass};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use db::{Conn, Tx};
use kernel::{Error, PersonId, Result};
use web::parts::{Event, PersonRow};
use web::{Cx, Page};

use self::close::{FamilyPage, MedicalPage, family_page, medical_page};
use self::events::event;
use self::summary::{SummaryPage, summary_page};
use super::acts::Act;
use crate::Doing;
use crate::bring_in;
use crate::custody::{self, Case, Custody, State};
use crate::estate;
use crate::life::service::{File, Part, may_read, open_file};
use crate::life::store::{self, Belonging};
use crate::life::timeline::{self, Timeline, timeline};
use crate::matching;
use crate::record::pages::{Link, links};

/// What every part of a file shows.
struct View {
    file: File,
    person: PersonRow,
    base: String,
    tabs: Vec<Tab>,
    adds: Vec<Link>,
    actions: Vec<ActionLink>,
    away_place: String,
    ward_name: String,
}

struct Tab {
    part: Part,
    href: String,
    current: bool,
}

/// A verb that this actor may do now.
struct ActionLink {
    href: String,
    label: &'static str,
}

impl View {
    fn new(cx: &Cx, file: File, current: Part) -> Self {
        let base = format!("/people/{}", file.person.id);
        let may = |(action, class)| cx.app.access.could(&cx.actor, action, class);
        let tabs = Part::ALL
            .iter()
            .filter(|part| may(part.needs()))
            .map(|part| Tab {
                part: *part,
                href: match part {
                    Part::Summary => base.clone(),
                    other => format!("{base}/{other}"),
                },
                current: *part == current,
            })
            .collect();
        let mut person = super::person_row(cx, &file);
        person.href = String::new();
        Self {
            person,
            actions: actions(cx, &file.custody),
            adds: links(cx, file.person.id, file.custody.state.is_open(), current),
            away_place: file
                .absence
                .as_ref()
                .map(|absence| absence.place.clone())
                .unwrap_or_default(),
            ward_name: file
                .ward
                .as_ref()
                .map(|ward| ward.name.show(cx.lang).to_owned())
                .unwrap_or_default(),
            file,
            base,
            tabs,
        }
    }
}

/// The verbs that the state allows and the actor may do.
fn actions(cx: &Cx, custody: &Custody) -> Vec<ActionLink> {
    let id = custody.id;
    let act = |act: Act| (format!("/custodies/{id}/{act}"), act.key(), act.needs());
    let to = |path: &str, label, needs| (format!("/custodies/{id}/{path}"), label, needs);
    let mut verbs = match custody.state {
        State::Present => vec![
            act(Act::Court),
            act(Act::Hospital),
            act(Act::Transfer),
            to("ward", "moving-ward", Action::WardMove),
        ],
        State::AtCourt => vec![to("back", "back-title", Action::MovementCourt)],
        State::InHospital => vec![to("back", "back-title", Action::MovementHospital)],
        State::InTransfer => vec![to("receive", "moving-receive", Action::MovementTransfer)],
        State::Escaped => vec![to("recapture", "moving-recapture", Action::MovementEscape)],
        State::Bailed | State::Released | State::Dead => Vec::new(),
    };
    if custody.state.is_open() {
        verbs.extend([
            act(Act::Order),
            act(Act::Status),
            act(Act::Escape),
            act(Act::Death),
        ]);
    }
    verbs.push(act(Act::Warrant));
    verbs.push((
        format!("/people/{}/correct", custody.person),
        "correct-title",
        Action::PersonCorrect,
    ));
    verbs
        .into_iter()
        .filter(|(_, _, needs)| cx.app.access.could(&cx.actor, *needs, DataClass::Ordinary))
        .map(|(href, label, _)| ActionLink { href, label })
        .collect()
}

#[derive(Template)]
#[template(path = "life/cases.html")]
struct CasesPage {
    page: Page,
    view: View,
    custodies: Vec<CustodyPart>,
}

struct CustodyPart {
    custody: Custody,
    /// The prison by the name that it has now, or had when the custody ended.
    prison: String,
    /// Of a stay that was brought in from an earlier database: which, and where it stands there.
    origin: Option<String>,
    cases: Vec<CaseView>,
}

struct CaseView {
    case: Case,
    charges: Vec<String>,
}

#[derive(Template)]
#[template(path = "life/timeline.html")]
struct TimelinePage {
    page: Page,
    view: View,
    events: Vec<Event>,
    older: Option<timeline::Mark>,
}

#[derive(Template)]
#[template(path = "life/property.html")]
struct PropertyPage {
    page: Page,
    view: View,
    belongings: Vec<Belonging>,
}

/// Any part's page, so that one transaction can read it and the handler show it.
enum Drawn {
    Merged(PersonId),
    Summary(Box<SummaryPage>),
    Cases(CasesPage),
    Timeline(TimelinePage),
    Family(FamilyPage),
    Medical(MedicalPage),
    Property(PropertyPage),
}

#[derive(serde::Deserialize)]
pub(super) struct From {
    before: Option<String>,
}

/// The first part of a file.
pub(super) async fn summary(cx: Cx, Path(id): Path<String>) -> web::Result<Response> {
    open(cx, &id, Part::Summary, None).await
}

/// Another part of a file.
pub(super) async fn part(
    cx: Cx,
    Path((id, part)): Path<(String, String)>,
    Query(from): Query<From>,
) -> web::Result<Response> {
    let part = Part::parse("part", &part).map_err(|_| Error::not_found())?;
    open(cx, &id, part, from.before).await
}

async fn open(cx: Cx, id: &str, part: Part, before: Option<String>) -> web::Result<Response> {
    let id: PersonId = id.parse()?;
    let inner = cx.clone();
    let drawn = cx
        .app
        .db
        .write(move |tx| draw(tx, &inner, id, part, before.as_deref()))
        .await?;
    match drawn {
        Drawn::Merged(kept) => Ok(cx.go(&format!("/people/{kept}"))),
        Drawn::Summary(page) => cx.show(&*page),
        Drawn::Cases(page) => cx.show(&page),
        Drawn::Timeline(page) => cx.show(&page),
        Drawn::Family(page) => cx.show(&page),
        Drawn::Medical(page) => cx.show(&page),
        Drawn::Property(page) => cx.show(&page),
    }
}

fn draw(tx: &mut Tx<'_>, cx: &Cx, id: PersonId, part: Part, before: Option<&str>) -> Result<Drawn> {
    let doing = Doing::of(cx);
    let kept = matching::store::resolve(tx, id)?;
    if kept != id {
        // Where a record went is told to those alone who may read it there.
        may_read(tx, &doing, part.needs(), kept)?;
        return Ok(Drawn::Merged(kept));
    }
    let file = open_file(tx, &doing, id, part)?;
    let custody = file.custody.id;
    let page = cx.page(file.person.name.show(cx.lang).to_owned());
    let view = View::new(cx, file, part);
    Ok(match part {
        Part::Summary => Drawn::Summary(Box::new(summary_page(tx, cx, page, view)?)),
        Part::Cases => Drawn::Cases(CasesPage {
            custodies: custodies(tx, cx, &page, &view.file)?,
            page,
            view,
        }),
        Part::Timeline => {
            let before = before.map(str::parse).transpose()?;
            let Timeline { entries, older } = timeline(tx, &doing, id, before)?;
            let events = entries.into_iter().map(|entry| event(tx, cx, &page, entry));
            Drawn::Timeline(TimelinePage {
                events: events.collect::<Result<_>>()?,
                page,
                view,
                older,
            })
        }
        Part::Family => Drawn::Family(family_page(tx, cx, page, view)?),
        Part::Medical => Drawn::Medical(medical_page(tx, page, view)?),
        Part::Property => Drawn::Property(PropertyPage {
            belongings: store::belongings(tx, custody)?,
            page,
            view,
        }),
    })
}

fn custodies(conn: &mut Conn<'_>, cx: &Cx, page: &Page, file: &File) -> Result<Vec<CustodyPart>> {
    let mut parts = Vec::new();
    for custody in &file.custodies {
        let cases = custody::store::cases_of(conn, custody.id)?;
        let last = custody.ended_at.unwrap_or(cx.now).date();
        let prison = estate::service::name_on(conn, custody.prison, last)?;
        let origin = bring_in::store::origin_of(conn, custody.id)?;
        parts.push(CustodyPart {
            prison: prison.show(cx.lang).to_owned(),
            origin: origin.map(|(source, file, line)| {
                let place = page.t2("file-brought-in-line", "file", file, "line", line);
                format!("{source} · {place}")
            }),
            cases: cases.into_iter().map(|case| case_view(cx, case)).collect(),
            custody: custody.clone(),
        });
    }
    Ok(parts)
}

fn case_view(cx: &Cx, case: Case) -> CaseView {
    let charges = case.charges.iter().map(|charge| {
        let act = reference::acts().get(&charge.act);
        let act = act.map_or(charge.act.as_str(), |act| {
            cx.lang.pick(act.short_bn, act.short_en)
        });
        kernel::bangla::digits::localise(&format!("{act} {}", charge.section), cx.lang)
    });
    CaseView {
        charges: charges.collect(),
        case,
    }
}
