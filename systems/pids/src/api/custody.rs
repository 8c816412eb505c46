//! Custodies: one, and those of a prison.

use access::Action;
use axum::Json;
use axum::extract::Query;
use db::Tx;
use kernel::{CustodyId, Date, PrisonId, Result, Uuid};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Problems;
use super::ask::{After, Client, Id};
use super::shown::{disclose, only};
use crate::custody::{self, Case};
use crate::estate;

/// One stay in custody. Only the fields that the token lists are present.
#[derive(Serialize, ToSchema)]
pub(super) struct Custody {
    /// Its id.
    #[schema(format = Uuid, value_type = String)]
    id: CustodyId,
    /// Whose.
    #[schema(required = false)]
    person: Uuid,
    /// The prison that answers for the person, by its code.
    #[schema(required = false)]
    prison: String,
    /// The prisoner's number there.
    #[schema(required = false)]
    number: String,
    /// `under_trial`, `convict`, `detenu`, `civil`, `condemned`, `released_awaiting` or `safe_custody`.
    #[schema(required = false)]
    legal_status: String,
    /// `present`, `at_court`, `in_hospital`, `in_transfer`, `bailed`, `released`, `escaped` or `dead`.
    #[schema(required = false)]
    state: String,
    /// Their ward.
    ward: Option<Uuid>,
    /// Number of the warrant.
    #[schema(required = false)]
    warrant_number: String,
    /// The court that issued it.
    #[schema(required = false)]
    warrant_court: String,
    /// Its date.
    #[schema(format = Date, value_type = Option<String>)]
    warrant_on: Option<Date>,
    /// Next date in court.
    #[schema(format = Date, value_type = Option<String>)]
    next_court_on: Option<Date>,
    /// Through the gate.
    #[schema(required = false, format = DateTime)]
    admitted_at: String,
    /// Out of it.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// Whether a second officer has signed.
    #[schema(required = false)]
    verified: bool,
    /// The cases.
    #[schema(required = false)]
    cases: Vec<CustodyCase>,
}

/// A case as one accused is in it.
#[derive(Serialize, ToSchema)]
pub(super) struct CustodyCase {
    /// The court.
    court: String,
    /// Its number.
    case_no: String,
    /// Police station.
    police_station: String,
    /// `pending`, `convicted`, `acquitted`, `bailed` or `withdrawn`.
    state: String,
    /// Next date.
    #[schema(format = Date, value_type = Option<String>)]
    next_on: Option<Date>,
    /// What is charged.
    charges: Vec<CaseCharge>,
}

/// A law and a section of it.
#[derive(Serialize, ToSchema)]
pub(super) struct CaseCharge {
    /// Code of the law, or the law in words.
    act: String,
    /// Section, as written.
    section: String,
}

impl From<Case> for CustodyCase {
    fn from(case: Case) -> Self {
        let charges = case.charges.into_iter();
        Self {
            court: case.court,
            case_no: case.case_no,
            police_station: case.police_station,
            state: case.state.word().to_owned(),
            next_on: case.next_on,
            charges: charges
                .map(|charge| CaseCharge {
                    act: charge.act,
                    section: charge.section,
                })
                .collect(),
        }
    }
}

fn custody_of(held: custody::Custody, cases: Vec<Case>, prison: String) -> Custody {
    Custody {
        id: held.id,
        person: held.person.into(),
        prison,
        number: held.number,
        legal_status: held.legal_status.word().to_owned(),
        state: held.state.word().to_owned(),
        ward: held.ward.map(Into::into),
        warrant_number: held.warrant.number,
        warrant_court: held.warrant.court,
        warrant_on: held.warrant.on,
        next_court_on: held.next_court_on,
        admitted_at: held.admitted_at.rfc3339(),
        ended_at: held.ended_at.map(kernel::BdTime::rfc3339),
        verified: held.verified_at.is_some(),
        cases: cases.into_iter().map(Into::into).collect(),
    }
}

/// One custody in the prison with this code as the program may see it; told to the journal.
fn shown(
    tx: &mut Tx<'_>,
    client: &Client,
    held: custody::Custody,
    code: &str,
    by: &str,
) -> Result<Value> {
    let (prison, person) = (held.prison, held.person);
    let cases = custody::store::cases_of(tx, held.id)?;
    let whole = custody_of(held, cases, code.to_owned());
    let shown = only(&client.program, "custody", &["id"], &whole)?;
    disclose(tx, client, Some(prison), person, &shown, by)?;
    Ok(shown.value)
}

/// One custody.
#[utoipa::path(
    get, path = "/custodies/{id}", tag = "custody", operation_id = "custody",
    params(("id" = String, Path, format = Uuid, description = "The custody.")),
    responses(
        (status = 200, body = Custody, description = "The fields that the token lists.", links(
            ("person" = (operation_id = "person", parameters(("id" = "$response.body#/person")))),
        )),
        Problems,
    )
)]
pub(super) async fn get(client: Client, Id(id): Id) -> web::Result<Json<Value>> {
    let db = client.cx.app.db.clone();
    let found = db.write(move |tx| {
        let held = custody::store::get(tx, CustodyId(id))?;
        client.may(tx, Action::ApiCustodyRead, held.prison)?;
        let code = estate::store::prison(tx, held.prison)?.code;
        shown(tx, &client, held, &code, "custody")
    });
    Ok(Json(found.await?))
}

/// Custodies of a prison.
#[derive(Serialize, ToSchema)]
pub(super) struct Custodies {
    /// By id, the oldest first.
    #[schema(value_type = Vec<Custody>)]
    custodies: Vec<Value>,
    /// For `after`, when there may be more.
    #[schema(format = Uuid, value_type = Option<String>)]
    next: Option<Uuid>,
}

/// The custodies that go on in a prison.
#[utoipa::path(
    get, path = "/prisons/{id}/custodies", tag = "custody", operation_id = "custodies_of_prison",
    params(("id" = String, Path, format = Uuid, description = "The prison."), After),
    responses((status = 200, body = Custodies, description = "A page of them."), Problems)
)]
pub(super) async fn of_prison(
    client: Client,
    Id(prison): Id,
    Query(page): Query<After>,
) -> web::Result<Json<Custodies>> {
    let (after, limit) = page.read()?;
    let db = client.cx.app.db.clone();
    let found = db.write(move |tx| {
        let prison = PrisonId(prison);
        client.may(tx, Action::ApiCustodyRead, prison)?;
        let code = estate::store::prison(tx, prison)?.code;
        let held = custody::store::going_on(tx, prison, after, limit)?;
        let full = i64::try_from(held.len()).is_ok_and(|count| count == limit);
        let next = held.last().filter(|_| full).map(|last| last.id.0);
        let mut custodies = Vec::with_capacity(held.len());
        for held in held {
            custodies.push(shown(tx, &client, held, &code, "custodies_of_prison")?);
        }
        Ok(Custodies { custodies, next })
    });
    Ok(Json(found.await?))
}
