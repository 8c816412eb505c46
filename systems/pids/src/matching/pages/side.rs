//! Two sets of facts beside each other, with a mark at each field.

use std::collections::BTreeMap;

use db::Conn;
use kernel::{Birth, Nid, PersonId, Phone, Result};
use web::parts::{PersonRow, Tone};
use web::{Cx, Page};

use crate::find::Stay;
use crate::matching::service::Compared;
use crate::matching::store::{self, Known};
use crate::matching::{Agreement, Field, How, MatchFacts, Shown};
use crate::pages::person_row;
use crate::people::pages::sees_photos;
use crate::people::place_words;

/// One of two people.
pub(super) struct Side {
    pub(super) person: PersonRow,
}

impl Side {
    pub(super) fn of(page: &Page, cx: &Cx, known: &Known) -> Self {
        Self {
            person: row_of(page, cx, known.person, &known.shown),
        }
    }
}

/// One line of the comparison.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) left: String,
    pub(super) right: String,
    pub(super) mark: String,
    pub(super) tone: Tone,
}

/// Two people and what is compared of them.
pub(super) struct Sides {
    pub(super) left: Side,
    pub(super) right: Side,
    pub(super) lines: Vec<Line>,
}

impl Sides {
    pub(super) fn of_records(page: &Page, cx: &Cx, compared: &Compared) -> Self {
        Self {
            left: Side::of(page, cx, &compared.a),
            right: Side::of(page, cx, &compared.b),
            lines: lines(
                page,
                &facts_shown(&compared.a.shown),
                &facts_shown(&compared.b.shown),
                &compared.agrees,
            ),
        }
    }
}

/// The fields that both know, each with its mark; numbers agree or differ and are not shown.
pub(super) fn lines(
    page: &Page,
    left: &MatchFacts,
    right: &MatchFacts,
    agrees: &[Agreement],
) -> Vec<Line> {
    agrees
        .iter()
        .map(|agreement| Line {
            label: page.t(agreement.field.key()),
            left: value(page, agreement.field, left),
            right: value(page, agreement.field, right),
            mark: page.t(agreement.how.key()),
            tone: tone(agreement.how),
        })
        .collect()
}

/// The facts of a known person as far as they are shown: whoever compares may be of another prison.
pub(super) fn facts_shown(shown: &Shown) -> MatchFacts {
    MatchFacts {
        name: shown.name.clone(),
        father: shown.father.clone(),
        mother: shown.mother.clone(),
        sex: Some(shown.sex),
        birth: shown.birth,
        homes: vec![shown.home.clone()],
        ..MatchFacts::default()
    }
}

fn tone(how: How) -> Tone {
    match how {
        How::Same => Tone::Good,
        How::Alike => Tone::Info,
        How::Near => Tone::Warn,
        How::Differs => Tone::Bad,
    }
}

fn value(page: &Page, field: Field, facts: &MatchFacts) -> String {
    let home = facts.homes.first();
    match field {
        Field::Name => facts.name.show(page.lang).to_owned(),
        Field::Father => facts.father.show(page.lang).to_owned(),
        Field::Mother => facts.mother.show(page.lang).to_owned(),
        Field::Sex => facts.sex.map(|sex| page.t(sex.key())).unwrap_or_default(),
        Field::Birth => facts
            .birth
            .map(|birth| birth_text(page, birth))
            .unwrap_or_default(),
        Field::Nid => facts
            .nid
            .as_ref()
            .map(Nid::digits)
            .map(|digits| page.digits(digits))
            .unwrap_or_default(),
        Field::Phone => facts
            .phone
            .as_ref()
            .map(Phone::national)
            .map(|digits| page.digits(digits))
            .unwrap_or_default(),
        Field::Place => home
            .map(|home| place_words(page.lang, &home.place))
            .unwrap_or_default(),
        Field::Village => home.map(|home| home.village.clone()).unwrap_or_default(),
        Field::Case => facts
            .case
            .as_ref()
            .map(|case| page.digits(case))
            .unwrap_or_default(),
    }
}

pub(super) fn birth_text(page: &Page, birth: Birth) -> String {
    match birth.exact() {
        Some(date) => page.date(date),
        None => page.age(birth),
    }
}

/// A person as the list's component draws it. Of somebody beyond the reader's reach neither the file nor
/// the photo would open, so there is no link to them; where the photo is kept is said instead.
pub(super) fn row_of(page: &Page, cx: &Cx, person: PersonId, shown: &Shown) -> PersonRow {
    let opens = reaches(cx, shown.stay.as_ref());
    let sees = opens && sees_photos(cx);
    let photo_note = match (&shown.photo, &shown.stay) {
        (Some(_), Some(stay)) if !opens => {
            let prison = stay.prison_name.show(page.lang);
            page.t1("match-photo-kept", "prison", prison)
        }
        _ => String::new(),
    };
    let unheld = || shown.home.in_words(page.lang);
    PersonRow {
        href: if opens {
            format!("/people/{person}")
        } else {
            String::new()
        },
        photo: shown
            .photo
            .filter(|_| sees)
            .map(|hash| format!("/photos/{hash}")),
        photo_note,
        ..person_row(page, &shown.name, shown.stay.as_ref(), unheld)
    }
}

/// Whether the reader's scope holds the prison where somebody is or was last.
fn reaches(cx: &Cx, stay: Option<&Stay>) -> bool {
    let prison = stay.map(|stay| stay.prison);
    let division = prison.and_then(|prison| cx.app.places.division_of(prison));
    cx.actor.scope.covers(prison, division.as_deref())
}

/// These people by their ids.
pub(super) fn known_by_id(
    conn: &mut Conn<'_>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Known>> {
    Ok(store::known(conn, people)?
        .into_iter()
        .map(|known| (known.person, known))
        .collect())
}
