//! The parts of a file that few may read: family and marks, which are sensitive, and what is medical.

use askama::Template;
use db::Conn;
use kernel::{CustodyId, Result};
use web::parts::BodyChart;
use web::{Cx, Page};

use super::View;
use crate::life::store::{self, Contact, InjurySeen, Kin, RiskSaid};
use crate::life::{Absence, AbsenceKind};
use crate::record::pages::{injuries_chart, marks_chart, relatives};
use crate::record::{self, Examination, Mark};

#[derive(Template)]
#[template(path = "life/family.html")]
pub(super) struct FamilyPage {
    page: Page,
    view: View,
    contacts: Vec<Contact>,
    children: Vec<Kin>,
    marks: Vec<Mark>,
    chart: BodyChart,
}

#[derive(Template)]
#[template(path = "life/medical.html")]
pub(super) struct MedicalPage {
    page: Page,
    view: View,
    injuries: Vec<InjurySeen>,
    chart: BodyChart,
    risks: Vec<RiskSaid>,
    stays: Vec<Absence>,
    examinations: Vec<Examination>,
}

pub(super) fn family_page(
    conn: &mut Conn<'_>,
    cx: &Cx,
    page: Page,
    view: View,
) -> Result<FamilyPage> {
    let person = view.file.person.id;
    let marks = record::store::marks(conn, person)?;
    Ok(FamilyPage {
        contacts: relatives(conn, cx, person)?,
        children: store::children(conn, person)?,
        chart: marks_chart(&marks),
        marks,
        page,
        view,
    })
}

pub(super) fn medical_page(conn: &mut Conn<'_>, page: Page, view: View) -> Result<MedicalPage> {
    let custody = view.file.custody.id;
    let injuries = store::injuries(conn, custody)?;
    Ok(MedicalPage {
        chart: injuries_chart(&injuries),
        injuries,
        risks: store::risks(conn, custody)?,
        stays: hospital_stays(conn, custody)?,
        examinations: record::store::examinations(conn, custody)?,
        page,
        view,
    })
}

fn hospital_stays(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Absence>> {
    let mut absences = store::absences_of(conn, custody)?;
    absences.retain(|absence| absence.kind == AbsenceKind::Hospital);
    Ok(absences)
}
