//! People: one, and those who are found.

use access::{Action, Scope};
use axum::Json;
use axum::extract::Query;
use kernel::{Date, Error, Lang, PersonId, Result, Uuid};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Problems;
use super::ask::{Client, Id};
use super::shown::{disclose, only};
use crate::find::look::{Ask, look};
use crate::find::{self, Cursor, Why};
use crate::life::service::current;
use crate::{custody, matching, people};

/// People found at once where the program does not say.
const FOUND: u32 = 20;
/// People found at once at most.
const FOUND_MAX: u32 = 50;
/// Characters of a question.
const QUESTION_CHARS_MAX: usize = 200;

/// Somebody. Only the fields that the token lists are present.
#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    /// Their id.
    #[schema(format = Uuid, value_type = String)]
    id: PersonId,
    /// Name in Bangla; empty while it is not known.
    #[schema(required = false)]
    name_bn: String,
    /// Name in Latin script; empty while it is not known.
    #[schema(required = false)]
    name_en: String,
    /// Father's name in Bangla.
    #[schema(required = false)]
    father_bn: String,
    /// Father's name in Latin script.
    #[schema(required = false)]
    father_en: String,
    /// Mother's name in Bangla.
    #[schema(required = false)]
    mother_bn: String,
    /// Mother's name in Latin script.
    #[schema(required = false)]
    mother_en: String,
    /// `male`, `female` or `hijra`.
    #[schema(required = false)]
    sex: String,
    /// Date of birth, where a paper shows it.
    #[schema(format = Date, value_type = Option<String>)]
    birth_date: Option<Date>,
    /// Completed years today.
    age: Option<i16>,
    /// Whether the age is an estimate.
    #[schema(required = false)]
    age_estimated: bool,
    /// National identity number, in Latin digits.
    nid: Option<String>,
    /// ISO 3166, two letters.
    #[schema(required = false)]
    nationality: String,
    /// Permanent address, in words.
    #[schema(required = false)]
    address: String,
    /// The custody that goes on, else the last one.
    #[schema(format = Uuid, value_type = Option<String>)]
    custody: Option<Uuid>,
}

impl Person {
    fn of(person: people::Person, custody: Option<Uuid>, today: Date) -> Self {
        Self {
            id: person.id,
            age: person.birth.map(|birth| birth.age_on(today)),
            age_estimated: person.birth.is_some_and(kernel::Birth::is_estimated),
            birth_date: person.birth.and_then(kernel::Birth::exact),
            nid: person.nid.as_ref().map(|nid| nid.digits().to_owned()),
            address: person.permanent.in_words(Lang::En),
            name_bn: person.name.bn,
            name_en: person.name.en,
            father_bn: person.father.bn,
            father_en: person.father.en,
            mother_bn: person.mother.bn,
            mother_en: person.mother.en,
            sex: person.sex.word().to_owned(),
            nationality: person.nationality,
            custody,
        }
    }
}

/// One person.
///
/// A record that was merged into another answers with the other.
#[utoipa::path(
    get, path = "/people/{id}", tag = "people", operation_id = "person",
    params(("id" = String, Path, format = Uuid, description = "The person.")),
    responses(
        (status = 200, body = Person, description = "The fields that the token lists.", links(
            ("custody" = (operation_id = "custody", parameters(("id" = "$response.body#/custody")))),
        )),
        Problems,
    )
)]
pub(super) async fn get(client: Client, Id(id): Id) -> web::Result<Json<Value>> {
    let db = client.cx.app.db.clone();
    let shown = db.write(move |tx| {
        let id = matching::store::resolve(tx, PersonId(id))?;
        let prison = matching::store::prison_of(tx, id)?;
        match prison {
            Some(prison) => client.may(tx, Action::ApiPeopleRead, prison)?,
            None => whole_country(&client)?,
        }
        let person = people::store::get(tx, id)?;
        let custodies = custody::store::all_of(tx, id)?;
        let custody = current(&custodies).map(|custody| custody.id.into());
        let shown = only(
            &client.program,
            "person",
            &["id"],
            &Person::of(person, custody, client.cx.now.date()),
        )?;
        disclose(tx, &client, prison, id, &shown, "person")?;
        Ok(shown.value)
    });
    Ok(Json(shown.await?))
}

/// Somebody who was never in custody belongs to no prison: only programs of the whole country see them.
fn whole_country(client: &Client) -> Result<()> {
    client.could(Action::ApiPeopleRead)?;
    match client.program.actor.scope {
        Scope::All => Ok(()),
        Scope::Prison(_) | Scope::Division(_) => Err(Error::not_found()),
    }
}

/// Somebody who was found.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundPerson {
    /// Who: the fields that the token lists.
    #[schema(value_type = Person)]
    person: Value,
    /// From 0 to 1; a number that fits wholly has 1.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// Why, the strongest first: `nid`, `case`, `name_same`, `name_sound`, `father` …
    why: Vec<String>,
}

/// Those who were found, the likeliest first.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundPeople {
    /// Who.
    people: Vec<FoundPerson>,
    /// For `after`, when there are more.
    next: Option<String>,
    /// More people fit than were looked at: a father's name or a village would help.
    too_common: bool,
}

/// A question.
#[derive(serde::Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// A name in any script and spelling, with a father's name or village; or a number: NID, case, prisoner.
    #[param(
        min_length = 1,
        max_length = 200,
        pattern = "^[^\\u0000]+$",
        example = "Abdur Rahim"
    )]
    q: String,
    /// `next` of the page before.
    #[param(pattern = "^[0-9]{1,9}-[0-9]{1,15}$")]
    after: Option<String>,
    /// How many at most; 20 where nothing is said.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

impl Question {
    fn read(&self) -> Result<(Option<Cursor>, usize)> {
        if self.q.is_empty() || self.q.chars().count() > QUESTION_CHARS_MAX {
            return Err(Error::invalid("q", "err-api-length").with("max", QUESTION_CHARS_MAX));
        }
        let limit = self.limit.unwrap_or(FOUND);
        if limit == 0 || limit > FOUND_MAX {
            return Err(Error::invalid("limit", "err-page-rows").with("max", FOUND_MAX));
        }
        let after = self.after.as_deref().map(Cursor::decode).transpose()?;
        Ok((after, usize::try_from(limit).unwrap_or(usize::MAX)))
    }
}

/// The fields whose listing lets a question be answered by them. Phones, passports, birth registrations,
/// numbers of earlier databases and the names of husband or wife are in no list, so nobody is found by
/// them: who is told that a number fits has learnt it.
const ASKED_BY: &[(Why, &[&str])] = &[
    (Why::PrisonerNumber, &["custody.number"]),
    (Why::Nid, &["person.nid"]),
    (Why::Phone, &[]),
    (Why::Case, &["custody.cases"]),
    (Why::BirthReg, &[]),
    (Why::Passport, &[]),
    (Why::External, &[]),
    (Why::Father, &["person.father_bn", "person.father_en"]),
    (Why::Spouse, &[]),
    (Why::Place, &["person.address"]),
];

/// Reasons for which this program finds nobody.
fn hidden(client: &Client) -> Vec<Why> {
    let unlisted = |fields: &&[&str]| !fields.iter().any(|field| client.program.sees(field));
    ASKED_BY
        .iter()
        .filter(|(_, fields)| unlisted(fields))
        .map(|(why, _)| *why)
        .collect()
}

/// Finds people by name, and by what else the token lists of them: father, address, numbers.
#[utoipa::path(
    get, path = "/people", tag = "people", operation_id = "people", params(Question),
    responses(
        (status = 200, body = FoundPeople, description = "Those who fit, the likeliest first.", links(
            ("person" = (operation_id = "person", parameters(("id" = "$response.body#/people/0/person/id")))),
        )),
        Problems,
    )
)]
pub(super) async fn search(
    client: Client,
    Query(question): Query<Question>,
) -> web::Result<Json<FoundPeople>> {
    let (after, limit) = question.read()?;
    let db = client.cx.app.db.clone();
    let found = db.write(move |tx| {
        client.could(Action::ApiPeopleRead)?;
        let scope = find::service::within(tx, &client.program.actor.scope)?;
        let hidden = hidden(&client);
        let ask = Ask {
            text: &question.q,
            hidden: &hidden,
            filter: find::Filter::default(),
            after,
            limit,
        };
        let found = look(tx, &scope, &ask)?;
        let mut people = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let (custody, prison) = hit
                .stay
                .as_ref()
                .map(|stay| (stay.custody.into(), stay.prison))
                .unzip();
            let person = people::store::get(tx, hit.person)?;
            let shown = only(
                &client.program,
                "person",
                &["id"],
                &Person::of(person, custody, client.cx.now.date()),
            )?;
            disclose(tx, &client, prison, hit.person, &shown, "people")?;
            let why = hit.why.iter().filter(|why| !hidden.contains(why));
            let why = why.map(|why| why.word().to_owned()).collect();
            people.push(FoundPerson {
                person: shown.value,
                score: hit.score.clamp(0.0, 1.0),
                why,
            });
        }
        Ok(FoundPeople {
            people,
            next: found.next.map(Cursor::encode),
            too_common: found.too_common,
        })
    });
    Ok(Json(found.await?))
}
