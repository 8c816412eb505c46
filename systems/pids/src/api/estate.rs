//! Prisons and wards with their head-counts. Nobody's data, so nothing is told to the journal.

use access::Action;
use axum::Json;
use kernel::{PrisonId, WardId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Problems;
use super::ask::{Client, Id};
use super::shown::only;
use crate::estate as rooms;

/// A prison. Only the fields that the token lists are present.
#[derive(Serialize, ToSchema)]
pub(super) struct Prison {
    /// Its id.
    #[schema(format = Uuid, value_type = String)]
    id: PrisonId,
    /// Its code: `DHK-C`.
    #[schema(required = false)]
    code: String,
    /// Name in Bangla.
    #[schema(required = false)]
    name_bn: String,
    /// Name in English.
    #[schema(required = false)]
    name_en: String,
    /// `central`, `district`, `high_security`, `women` or `special`.
    #[schema(required = false)]
    kind: String,
    /// The statistics bureau's two digits.
    #[schema(required = false)]
    district: String,
    /// Places by official capacity, where one was published.
    certified: Option<i64>,
}

/// The prisons that the program sees.
#[derive(Serialize, ToSchema)]
pub(super) struct Prisons {
    /// By division and name.
    #[schema(value_type = Vec<Prison>)]
    prisons: Vec<Value>,
}

/// The prisons in the token's scope.
#[utoipa::path(
    get, path = "/prisons", tag = "estate", operation_id = "prisons",
    responses((status = 200, body = Prisons, description = "By division and name."), Problems)
)]
pub(super) async fn prisons(client: Client) -> web::Result<Json<Prisons>> {
    let db = client.cx.app.db.clone();
    let found = db.read(move |conn| {
        client.could(Action::ApiEstateRead)?;
        let mut prisons = Vec::new();
        for prison in rooms::store::prisons(conn)? {
            if client
                .program
                .actor
                .scope
                .covers(Some(prison.id), Some(&prison.division))
            {
                let whole = Prison {
                    id: prison.id,
                    code: prison.code,
                    name_bn: prison.name.bn,
                    name_en: prison.name.en,
                    kind: prison.kind.word().to_owned(),
                    district: prison.district,
                    certified: prison.certified,
                };
                prisons.push(only(&client.program, "prison", &["id"], &whole)?.value);
            }
        }
        Ok(Prisons { prisons })
    });
    Ok(Json(found.await?))
}

/// A ward with those who belong to it now. Only the fields that the token lists are present.
#[derive(Serialize, ToSchema)]
pub(super) struct Ward {
    /// Its id.
    #[schema(format = Uuid, value_type = String)]
    id: WardId,
    /// Name in Bangla.
    #[schema(required = false)]
    name_bn: String,
    /// Name in English.
    #[schema(required = false)]
    name_en: String,
    /// `ward`, `cell`, `reception`, `hospital` or `condemned`.
    #[schema(required = false)]
    kind: String,
    /// `male`, `female`, `hijra` or `any`.
    #[schema(required = false)]
    for_sex: String,
    /// Certified places.
    #[schema(required = false)]
    certified: i64,
    /// Places in use.
    #[schema(required = false)]
    working: i64,
    /// Whether it is closed.
    #[schema(required = false)]
    closed: bool,
    /// Inside now.
    #[schema(required = false)]
    present: i64,
    /// At court now.
    #[schema(required = false)]
    at_court: i64,
    /// In a hospital outside now.
    #[schema(required = false)]
    in_hospital: i64,
}

/// The wards of one prison.
#[derive(Serialize, ToSchema)]
pub(super) struct Wards {
    /// In the order of the prison's list.
    #[schema(value_type = Vec<Ward>)]
    wards: Vec<Value>,
}

/// The wards of a prison with their head-counts.
#[utoipa::path(
    get, path = "/prisons/{id}/wards", tag = "estate", operation_id = "wards",
    params(("id" = String, Path, format = Uuid, description = "The prison.")),
    responses((status = 200, body = Wards, description = "In the order of the prison's list."), Problems)
)]
pub(super) async fn wards(client: Client, Id(prison): Id) -> web::Result<Json<Wards>> {
    let db = client.cx.app.db.clone();
    let found = db.read(move |conn| {
        let prison = PrisonId(prison);
        client.may(conn, Action::ApiEstateRead, prison)?;
        let counts = rooms::store::by_ward(conn, prison)?;
        let mut wards = Vec::new();
        for ward in rooms::store::wards_of(conn, prison)? {
            let count = counts.get(&Some(ward.id)).copied().unwrap_or_default();
            let whole = Ward {
                id: ward.id,
                name_bn: ward.name.bn,
                name_en: ward.name.en,
                kind: ward.kind.word().to_owned(),
                for_sex: ward.sex.word().to_owned(),
                certified: ward.capacity.certified,
                working: ward.capacity.working,
                closed: ward.closed.is_some(),
                present: count.present,
                at_court: count.at_court,
                in_hospital: count.in_hospital,
            };
            wards.push(only(&client.program, "ward", &["id"], &whole)?.value);
        }
        Ok(Wards { wards })
    });
    Ok(Json(found.await?))
}
