//! What is granted to a program, as the form has it: a tick for each thing that it may do, and for each field.

use std::collections::BTreeSet;

use access::{Action, Client, Grant};
use kernel::{Error, Result};

use crate::api::Offer;
use crate::parts::Choice;
use crate::places::scope_value;
use crate::{Cx, Form};

/// All that can be ticked.
pub(super) struct Ticks {
    pub(super) actions: Vec<Choice>,
    pub(super) groups: Vec<Group>,
    pub(super) scopes: Vec<Choice>,
}

/// The fields that one action can tell.
pub(super) struct Group {
    /// The form's name of its ticks.
    pub(super) name: String,
    /// The heading's key.
    pub(super) label: String,
    pub(super) choices: Vec<Choice>,
}

/// A key that ends in the name of an action, as texts and forms write it.
fn key(prefix: &str, action: Action) -> String {
    format!("{prefix}-{}", action.name().replace('.', "-"))
}

fn group_name(action: Action) -> String {
    key("fields", action)
}

/// What the systems of this house can grant.
pub(super) fn offered(cx: &Cx) -> Ticks {
    let offers = cx.app.offers.iter();
    let actions = offers.clone().map(|offer| {
        let name = offer.action.name();
        Choice::new(name, cx.t(&key("apiclient-may", offer.action)))
    });
    let groups = offers.filter(|offer| !offer.fields.is_empty());
    Ticks {
        actions: actions.collect(),
        groups: groups.map(|offer| group(cx, offer)).collect(),
        scopes: cx.app.places.choices(cx.t("scope-all"), cx.lang),
    }
}

fn group(cx: &Cx, offer: &Offer) -> Group {
    let fields = offer.fields.iter().map(|field| {
        // The officer reads the words, the agency's programmer the name.
        let words = cx.t(&format!("api-field-{}", field.replace('.', "-")));
        Choice::new(*field, format!("{words} · {field}"))
    });
    Group {
        name: group_name(offer.action),
        label: key("apiclient-offer", offer.action),
        choices: fields.collect(),
    }
}

/// The form with what is granted to `client`.
pub(super) fn filled(client: &Client) -> Form {
    let grant = &client.grant;
    let mut form = Form::from_pairs([
        ("purpose", client.purpose.clone()),
        ("scope", scope_value(&grant.scope)),
        ("version", client.version.to_string()),
    ]);
    for action in &grant.actions {
        form = form.with("actions", action.name());
        // A field is told by one action; under another there is no such tick.
        for field in &grant.fields {
            form = form.with(&group_name(*action), field);
        }
    }
    form
}

/// Reads the ticks and the place.
///
/// # Errors
/// Invalid, naming the field: what nobody offers, and fields of what the program may not ask for.
pub(super) fn read(cx: &Cx, form: &Form) -> Result<Grant> {
    let (scope, division) = cx.app.places.chosen(form)?;
    let actions = actions(cx, form)?;
    Ok(Grant {
        fields: fields(cx, form, &actions)?,
        actions,
        scope,
        division,
    })
}

fn actions(cx: &Cx, form: &Form) -> Result<BTreeSet<Action>> {
    let ticked = form.all("actions").map(|name| {
        let mut offers = cx.app.offers.iter();
        let offer = offers.find(|offer| offer.action.name() == name);
        offer
            .map(|offer| offer.action)
            .ok_or_else(|| Error::invalid("actions", "err-choice"))
    });
    ticked.collect()
}

fn fields(cx: &Cx, form: &Form, actions: &BTreeSet<Action>) -> Result<BTreeSet<String>> {
    let mut fields = BTreeSet::new();
    for offer in cx.app.offers.iter() {
        let name = group_name(offer.action);
        for field in form.all(&name) {
            if !offer.fields.contains(&field) {
                return Err(Error::invalid(name.as_str(), "err-choice"));
            }
            if !actions.contains(&offer.action) {
                return Err(Error::invalid(name.as_str(), "err-client-field-alone"));
            }
            fields.insert(field.to_owned());
        }
    }
    Ok(fields)
}

/// What is granted, in a few words for each action.
pub(super) fn in_words(cx: &Cx, grant: &Grant) -> Vec<String> {
    let offers = cx.app.offers.iter();
    let granted = offers.filter(|offer| grant.actions.contains(&offer.action));
    granted
        .map(|offer| {
            let what = cx.t(&key("apiclient-offer", offer.action));
            if offer.fields.is_empty() {
                return what;
            }
            let fields = offer.fields.iter().copied();
            let count = fields.filter(|field| grant.fields.contains(*field)).count();
            cx.tr(
                "apiclient-sees",
                &[("what", what.into()), ("n", count.into())],
            )
        })
        .collect()
}
