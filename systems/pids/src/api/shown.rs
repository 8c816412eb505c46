//! Fields: what a program may see of each resource, and that it has seen it.

use access::{Action, ApiActor};
use contracts::pids::Disclosed;
use db::Tx;
use kernel::{Error, PersonId, PrisonId, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use web::api::Offer;

use super::ask::Client;

/// What a token can be granted: for each permission the fields of its answers. `id` is always there: it is
/// what the next question names. A program that announces arrivals sees what it sent itself.
pub const OFFERS: &[Offer] = &[
    Offer {
        action: Action::ApiPeopleRead,
        fields: &[
            "person.name_bn",
            "person.name_en",
            "person.father_bn",
            "person.father_en",
            "person.mother_bn",
            "person.mother_en",
            "person.sex",
            "person.birth_date",
            "person.age",
            "person.age_estimated",
            "person.nid",
            "person.nationality",
            "person.address",
            "person.custody",
        ],
    },
    Offer {
        action: Action::ApiCustodyRead,
        fields: &[
            "custody.person",
            "custody.prison",
            "custody.number",
            "custody.legal_status",
            "custody.state",
            "custody.ward",
            "custody.warrant_number",
            "custody.warrant_court",
            "custody.warrant_on",
            "custody.next_court_on",
            "custody.admitted_at",
            "custody.ended_at",
            "custody.verified",
            "custody.cases",
        ],
    },
    Offer {
        action: Action::ApiMovementsRead,
        fields: &[
            "movement.at",
            "movement.kind",
            "movement.prison",
            "movement.number",
            "movement.state",
            "movement.place",
        ],
    },
    Offer {
        action: Action::ApiEstateRead,
        fields: &[
            "prison.code",
            "prison.name_bn",
            "prison.name_en",
            "prison.kind",
            "prison.district",
            "prison.certified",
            "ward.name_bn",
            "ward.name_en",
            "ward.kind",
            "ward.for_sex",
            "ward.certified",
            "ward.working",
            "ward.closed",
            "ward.present",
            "ward.at_court",
            "ward.in_hospital",
        ],
    },
    Offer {
        action: Action::ApiArrivalsWrite,
        fields: &[],
    },
];

/// Every field that a token can list.
pub fn fields() -> impl Iterator<Item = &'static str> {
    OFFERS.iter().flat_map(|offer| offer.fields).copied()
}

/// What is shown of one thing.
pub(super) struct Shown {
    /// The fields with their values.
    pub(super) value: Value,
    /// Their names as the token lists them.
    pub(super) fields: Vec<String>,
}

/// The fields of `whole` that the program may see: `always`, and those that its token lists under
/// `resource`.
///
/// # Errors
/// A bug, when it cannot be written as JSON.
pub(super) fn only(
    program: &ApiActor,
    resource: &str,
    always: &[&str],
    whole: &impl Serialize,
) -> Result<Shown> {
    let whole = serde_json::to_value(whole)
        .map_err(|error| Error::bug("an answer is not JSON").because(error))?;
    let mut kept = Map::new();
    let mut fields = Vec::new();
    if let Value::Object(all) = whole {
        for (name, value) in all {
            let full = format!("{resource}.{name}");
            if always.contains(&name.as_str()) {
                kept.insert(name, value);
            } else if program.sees(&full) {
                kept.insert(name, value);
                fields.push(full);
            }
        }
    }
    Ok(Shown {
        value: Value::Object(kept),
        fields,
    })
}

/// Tells the journal which fields of whom the program is given.
///
/// # Errors
/// Those of the journal.
pub(super) fn disclose(
    tx: &mut Tx<'_>,
    client: &Client,
    prison: Option<PrisonId>,
    person: PersonId,
    shown: &Shown,
    by: &str,
) -> Result<()> {
    let event = Disclosed {
        client: client.program.actor.name_en.clone(),
        person,
        fields: shown.fields.clone(),
        by: by.to_owned(),
    };
    client.doing().tell(tx, prison, person.into(), &event, None)
}
