//! The pages of this module, filled.

use std::collections::BTreeSet;

use access::{Action, Client, Grant, Scope};
use askama::Template as _;
use kernel::{BdTime, Error, UserId, Uuid};

use super::grant::{Group, Ticks, filled};
use super::{ClientLine, ClientPage, ClientsPage, TokenPage, last_day};
use crate::parts::{Choice, Tone};
use crate::{Form, Page};

fn client(page: &Page) -> Client {
    Client {
        id: UserId(Uuid::from_u128(7)),
        name: "সিজেএম আদালত, টাঙ্গাইল".to_owned(),
        purpose: "আদালত কার পরোয়ানায় কে আটক তা জানতে চায়".to_owned(),
        grant: Grant {
            actions: BTreeSet::from([Action::ApiPeopleRead]),
            fields: BTreeSet::from(["person.name_bn".to_owned()]),
            scope: Scope::All,
            division: None,
        },
        created_at: page.now.plus(-90 * BdTime::DAY),
        created_by: "তানভীর আহমেদ".to_owned(),
        token_at: page.now.plus(-9 * BdTime::DAY),
        expires_at: page.now.plus(9 * BdTime::DAY),
        last_used: Some(page.now.plus(-BdTime::HOUR)),
        revoked_at: None,
        revoked_why: None,
        version: 3,
    }
}

fn line(page: &Page, client: Client, state: &'static str, tone: Tone) -> ClientLine {
    ClientLine {
        place: page.t("scope-all"),
        sees: vec![page.t("apiclient-offer-api-people-read")],
        state,
        tone,
        last_day: last_day(client.expires_at),
        client,
    }
}

fn ticks(page: &Page) -> Ticks {
    let may = |action: Action| {
        let name = action.name();
        Choice::new(name, page.t_in("apiclient-may-", &name.replace('.', "-")))
    };
    Ticks {
        actions: Action::of_programs().map(may).collect(),
        groups: vec![Group {
            name: "fields-api-people-read".to_owned(),
            label: "apiclient-offer-api-people-read".to_owned(),
            choices: vec![Choice::new("person.name_bn", "নাম · person.name_bn")],
        }],
        scopes: vec![Choice::new("all", page.t("scope-all"))],
    }
}

pub(in crate::office) fn samples(page: &Page) -> Vec<(&'static str, String)> {
    let titled = |key: &str| Page {
        title: page.t(key),
        ..page.clone()
    };
    let active = || line(page, client(page), "apiclient-ends-soon", Tone::Warn);
    let unused = Client {
        last_used: None,
        ..client(page)
    };
    let revoked = || {
        let client = Client {
            revoked_at: Some(page.now),
            revoked_why: Some("চুক্তি শেষ".to_owned()),
            ..client(page)
        };
        line(page, client, "apiclient-revoked", Tone::Plain)
    };
    let unused = line(page, unused, "apiclient-active", Tone::Good);
    let list = |lines| ClientsPage {
        page: titled("menu-apiclients"),
        lines,
    };
    let one = |line: Option<ClientLine>, form| ClientPage {
        page: titled("apiclient-new"),
        form,
        line,
        ticks: ticks(page),
    };
    let wrong = Form::from_pairs([("fields-api-people-read", "person.name_bn")])
        .with_error(Error::invalid(
            "fields-api-people-read",
            "err-client-field-alone",
        ))
        .with_error(Error::invalid("actions", "err-client-actions"));
    let no_reason = filled(&client(page)).with_error(Error::invalid("reason", "err-required"));
    let token = TokenPage {
        page: titled("apiclient-token"),
        name: client(page).name,
        token: "alor_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        last_day: page.now.date(),
    };
    let drawn = |template: &dyn askama::DynTemplate| template.dyn_render().unwrap();
    vec![
        (
            "apiclients",
            drawn(&list(vec![active(), unused, revoked()])),
        ),
        ("apiclients_none", drawn(&list(Vec::new()))),
        ("apiclient_new", drawn(&one(None, wrong))),
        ("apiclient", drawn(&one(Some(active()), no_reason))),
        (
            "apiclient_revoked",
            drawn(&one(Some(revoked()), Form::empty())),
        ),
        ("apiclient_token", token.render().unwrap()),
    ]
}
