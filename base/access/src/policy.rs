//! The policies: read once, checked against their schema, and every answer remembered.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicyId,
    PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use kernel::{Error, PrisonId, Result};

use crate::{Action, Actor, DataClass, Role, Scope};

/// What is asked for, as far as it matters to the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The prison where it lies.
    pub prison: Option<PrisonId>,
    /// That prison's division. An officer of a division is denied what has none here, so give it.
    pub division: Option<String>,
    /// How delicate it is.
    pub class: DataClass,
}

impl Resource {
    /// Something in one prison of one division.
    pub fn at(prison: PrisonId, division: impl Into<String>, class: DataClass) -> Self {
        Self {
            prison: Some(prison),
            division: Some(division.into()),
            class,
        }
    }

    /// Something of the whole country, for [`crate::Scope::All`] alone.
    pub fn national(class: DataClass) -> Self {
        Self {
            prison: None,
            division: None,
            class,
        }
    }

    /// The actor's own place: for questions that are about no prison in particular, such as a list that
    /// the query itself then narrows to the actor's scope.
    pub fn own(actor: &Actor, class: DataClass) -> Self {
        Self::of(&actor.scope, None, class)
    }

    /// The place of somebody who reaches as far as `scope`; `division` is that of the one prison.
    pub(crate) fn of(scope: &Scope, division: Option<&str>, class: DataClass) -> Self {
        let (prison, division) = match scope {
            Scope::Prison(prison) => (Some(*prison), division.map(str::to_owned)),
            Scope::Division(code) => (None, Some(code.clone())),
            Scope::All => (None, None),
        };
        Self {
            prison,
            division,
            class,
        }
    }
}

/// The texts of the policies, by file.
const POLICIES: &[(&str, &str)] = &[
    ("everyone", include_str!("../policies/everyone.cedar")),
    ("gate_clerk", include_str!("../policies/gate_clerk.cedar")),
    (
        "admission_clerk",
        include_str!("../policies/admission_clerk.cedar"),
    ),
    (
        "deputy_jailer",
        include_str!("../policies/deputy_jailer.cedar"),
    ),
    ("jailer", include_str!("../policies/jailer.cedar")),
    (
        "superintendent",
        include_str!("../policies/superintendent.cedar"),
    ),
    (
        "medical_officer",
        include_str!("../policies/medical_officer.cedar"),
    ),
    (
        "divisional_dig",
        include_str!("../policies/divisional_dig.cedar"),
    ),
    (
        "headquarters",
        include_str!("../policies/headquarters.cedar"),
    ),
    ("inspector", include_str!("../policies/inspector.cedar")),
    (
        "administrator",
        include_str!("../policies/administrator.cedar"),
    ),
    ("api_client", include_str!("../policies/api_client.cedar")),
    ("system", include_str!("../policies/system.cedar")),
];

/// What a remembered answer is.
const UNKNOWN: u8 = 0;
const ALLOWED: u8 = 1;
const DENIED: u8 = 2;

/// Answers whether somebody may do something. Cheap to clone; one for the whole process.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    policies: PolicySet,
    entities: Entities,
    answers: Vec<AtomicU8>,
}

/// The four things that decide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) role: Role,
    pub(crate) action: Action,
    pub(crate) class: DataClass,
    pub(crate) in_scope: bool,
}

impl Question {
    const COUNT: usize = Role::ALL.len() * Action::ALL.len() * DataClass::ALL.len() * 2;

    fn index(self) -> usize {
        let of_action = self.role.index() * Action::ALL.len() + self.action.index();
        let of_class = of_action * DataClass::ALL.len() + self.class.index();
        of_class * 2 + usize::from(self.in_scope)
    }
}

impl Access {
    /// Reads the policies that are built in.
    ///
    /// # Errors
    /// A bug, naming the file, when a policy cannot be read or does not fit the schema.
    pub fn new() -> Result<Self> {
        let (schema, _warnings) =
            Schema::from_cedarschema_str(include_str!("../policies/schema.cedarschema"))
                .map_err(|error| broken("schema", error))?;
        let mut policies = PolicySet::new();
        for (file, text) in POLICIES {
            let own: PolicySet = text.parse().map_err(|error| broken(file, error))?;
            for (number, policy) in own.policies().enumerate() {
                let id = PolicyId::new(format!("{file}.{}", number + 1));
                policies
                    .add(policy.new_id(id))
                    .map_err(|error| broken(file, error))?;
            }
        }
        let entities = Entities::from_entities(records()?, Some(&schema))
            .map_err(|error| broken("schema", error))?;
        let checked = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        if !checked.validation_passed_without_warnings() {
            return Err(Error::bug(format!(
                "the policies do not fit the schema: {checked}"
            )));
        }
        let answers = (0..Question::COUNT)
            .map(|_| AtomicU8::new(UNKNOWN))
            .collect();
        Ok(Self(Arc::new(Inner {
            policies,
            entities,
            answers,
        })))
    }

    /// Whether `actor` may do `action` on something at `on`.
    ///
    /// # Errors
    /// Not found when it lies outside the actor's scope, so that nobody learns that it is there; denied
    /// when it lies within and the role may not.
    pub fn may(&self, actor: &Actor, action: Action, on: impl Borrow<Resource>) -> Result<()> {
        let on = on.borrow();
        let in_scope = actor.scope.covers(on.prison, on.division.as_deref());
        let allowed = self.allows(Question {
            role: actor.role,
            action,
            class: on.class,
            in_scope,
        })?;
        match (allowed, in_scope) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::denied().with("action", action)),
            (false, false) => Err(Error::not_found()),
        }
    }

    /// Whether `actor` may ever do `action` in its own place, for menus and buttons.
    pub fn could(&self, actor: &Actor, action: Action, class: DataClass) -> bool {
        self.may(actor, action, Resource::own(actor, class)).is_ok()
    }

    pub(crate) fn allows(&self, question: Question) -> Result<bool> {
        let Some(known) = self.0.answers.get(question.index()) else {
            return Err(Error::bug("a question outside the table"));
        };
        match known.load(Ordering::Relaxed) {
            ALLOWED => Ok(true),
            DENIED => Ok(false),
            _ => {
                let allowed = self.ask(question)?;
                known.store(if allowed { ALLOWED } else { DENIED }, Ordering::Relaxed);
                Ok(allowed)
            }
        }
    }

    /// Asks the policies themselves.
    pub(crate) fn ask(&self, question: Question) -> Result<bool> {
        let in_scope = RestrictedExpression::new_bool(question.in_scope);
        let context = Context::from_pairs([("in_scope".to_owned(), in_scope)])
            .map_err(|error| broken("context", error))?;
        let request = Request::new(
            uid("Role", question.role.name())?,
            uid("Action", question.action.name())?,
            uid("Record", question.class.name())?,
            context,
            None,
        )
        .map_err(|error| broken("request", error))?;
        let response =
            Authorizer::new().is_authorized(&request, &self.0.policies, &self.0.entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(Error::bug(format!("a policy failed: {error}")));
        }
        Ok(response.decision() == Decision::Allow)
    }
}

/// One record of each class, which stands for all of them.
fn records() -> Result<Vec<Entity>> {
    DataClass::ALL
        .iter()
        .map(|class| {
            let name = RestrictedExpression::new_string(class.name().to_owned());
            let attributes = HashMap::from([("class".to_owned(), name)]);
            Entity::new(uid("Record", class.name())?, attributes, HashSet::new())
                .map_err(|error| broken("record", error))
        })
        .collect()
}

fn uid(kind: &str, name: &str) -> Result<EntityUid> {
    let kind: EntityTypeName = kind.parse().map_err(|error| broken(kind, error))?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(name)))
}

fn broken(what: &str, error: impl std::error::Error) -> Error {
    Error::bug(format!("policy {what}: {error}"))
}
