use askama::Template;
use contracts::pids::ThingHeld;
use db::Conn;
use kernel::{PersonId, Result};
use web::parts::{BodyChart, Choice, PersonRow};
use web::{Cx, Form, Page};

use super::{Sheet, injuries_chart, relatives};
use crate::custody::LegalStatus;
use crate::life::pages::{head, person_row};
use crate::life::service::File;
use crate::life::store::InjurySeen;
use crate::pages::{choices, html, terms};
use crate::people::{self, Sex};
use crate::record::{Answer, Gap, Health, InjuryKind, Labour, MarkKind, service, store};
use crate::{Doing, life};

/// What every form of this room shows.
struct View {
    person: PersonRow,
    sheet: Sheet,
    action: String,
    leave: String,
    /// Whether a file may come with it.
    files: bool,
}

impl View {
    fn of(cx: &Cx, file: &File, sheet: Sheet) -> Self {
        Self {
            person: person_row(cx, file),
            sheet,
            action: sheet.href(file.person.id),
            leave: sheet.leave(file.person.id),
            files: sheet == Sheet::Mark,
        }
    }
}

macro_rules! sheet_page {
    ($name:ident, $path:literal { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name { page: Page, form: Form, view: View, $($field: $type),* }
    };
}

sheet_page!(RelativePage, "record/relative.html" { relations: Vec<Choice> });
sheet_page!(EndRelativePage, "record/end_relative.html" { relatives: Vec<Choice> });
sheet_page!(ChildPage, "record/child.html" { places: Vec<Choice> });
sheet_page!(MarkPage, "record/mark.html" { kinds: Vec<Choice> });
sheet_page!(PropertyPage, "record/property.html" {});
sheet_page!(HandBackPage, "record/hand_back.html" { things: Vec<Choice> });
sheet_page!(ExaminationPage, "record/examination.html" {
    healths: Vec<Choice>, answers: Vec<Choice>, labours: Vec<Choice>, asks_pregnancy: bool, is_convict: bool,
    injuries: Vec<InjurySeen>, chart: BodyChart,
});
sheet_page!(InjuryPage, "record/injury.html" { kinds: Vec<Choice> });
sheet_page!(CompletePage, "record/complete.html" { gaps: Vec<Gap>, correct: String, is_owed: bool });

/// The form as it is before anybody types: whoever is written down first is mostly to be told.
pub(super) fn start(sheet: Sheet) -> Form {
    match sheet {
        Sheet::Relative => Form::from_pairs([("emergency", "yes")]),
        _ => Form::empty(),
    }
}

/// A form with what was typed into it; `seen` are the injuries that an examination is shown.
pub(super) fn draw(
    conn: &mut Conn<'_>,
    cx: &Cx,
    (id, sheet): (PersonId, Sheet),
    form: Form,
    seen: Vec<InjurySeen>,
) -> Result<String> {
    let doing = Doing::of(cx);
    let custody = if sheet.is_for_all() {
        service::latest(conn, &doing, sheet.needs(), id)?
    } else {
        service::held(conn, &doing, sheet.needs(), id)?
    };
    let page = cx.page(cx.t(sheet.key()));
    let view = View::of(cx, &head(conn, &custody)?, sheet);
    match sheet {
        Sheet::Relative => html(&RelativePage {
            relations: terms(cx.lang, reference::relations()),
            page,
            form,
            view,
        }),
        Sheet::EndRelative => html(&EndRelativePage {
            relatives: told(conn, cx, id)?,
            page,
            form,
            view,
        }),
        Sheet::Child => html(&ChildPage {
            places: children_are(conn, &page, id)?,
            page,
            form,
            view,
        }),
        Sheet::Mark => html(&MarkPage {
            kinds: choices(&page, MarkKind::ALL, MarkKind::key),
            page,
            form,
            view,
        }),
        Sheet::Property => html(&PropertyPage { page, form, view }),
        Sheet::HandBack => html(&HandBackPage {
            things: things(&page, &store::held(conn, custody.id)?),
            page,
            form,
            view,
        }),
        Sheet::Examination => {
            let sex = people::store::get(conn, id)?.sex;
            html(&ExaminationPage {
                healths: choices(&page, Health::ALL, Health::key),
                answers: choices(&page, Answer::ALL, Answer::key),
                labours: choices(&page, Labour::ALL, Labour::key),
                asks_pregnancy: sex != Sex::Male,
                is_convict: custody.legal_status == LegalStatus::Convict,
                chart: injuries_chart(&seen),
                injuries: seen,
                page,
                form,
                view,
            })
        }
        Sheet::Injury => html(&InjuryPage {
            kinds: choices(&page, InjuryKind::ALL, InjuryKind::key),
            page,
            form,
            view,
        }),
        Sheet::Complete => html(&CompletePage {
            gaps: service::lacking(conn, id)?,
            correct: format!("/people/{id}/correct"),
            is_owed: !service::is_complete(conn, custody.id)?,
            page,
            form,
            view,
        }),
    }
}

/// Where a child may be: inside only with its mother.
fn children_are(conn: &mut Conn<'_>, page: &Page, id: PersonId) -> Result<Vec<Choice>> {
    let places: &[&str] = match people::store::get(conn, id)?.sex {
        Sex::Male => &["outside"],
        Sex::Female | Sex::Hijra => &["outside", "inside"],
    };
    let choice = |place: &&str| Choice::new(*place, page.t_in("child-where-", place));
    Ok(places.iter().map(choice).collect())
}

fn told(conn: &mut Conn<'_>, cx: &Cx, id: PersonId) -> Result<Vec<Choice>> {
    let choice = |relative: life::store::Contact| {
        let words = format!("{} · {}", relative.name, relative.relation);
        Choice::new(relative.id.to_string(), words)
    };
    Ok(relatives(conn, cx, id)?.into_iter().map(choice).collect())
}

fn things(page: &Page, held: &[ThingHeld]) -> Vec<Choice> {
    let words = |thing: &ThingHeld| match thing.kind.as_str() {
        "cash" => format!("{} {}", page.t("property-cash"), page.taka(thing.amount)),
        _ => format!("{} × {}", thing.what, page.n(thing.quantity)),
    };
    held.iter()
        .map(|thing| Choice::new(thing.property.to_string(), words(thing)))
        .collect()
}
