//! Each page of this module, filled, for the test that draws all pages in both languages.

use ::journal::{Head, Parked};
use askama::Template as _;
use kernel::Error;

use super::{clients, health, journal};
use crate::pager::Slice;
use crate::{Form, Page};

pub(crate) fn samples(page: &Page) -> Vec<(&'static str, String)> {
    let framed = |key: &str| Page {
        title: page.t(key),
        ..page.clone()
    };
    let parked = |pos, given_up| Parked {
        reader: "messages".to_owned(),
        pos,
        tries: 5,
        error: "err-bug".to_owned(),
        at: page.now,
        given_up,
    };
    let health = |parked| {
        health::Health {
            unsealed_seconds: 12,
            head: Head {
                pos: 1_234,
                hash: [7; 32],
            },
            parked,
        }
        .page(framed("menu-health"), Form::empty())
    };
    let line = |pos, reason: &str| journal::Shown {
        pos,
        at: page.now,
        what: page.t("did-login"),
        kind: "login".to_owned(),
        who: "শিউলি বেগম".to_owned(),
        who_href: "/journal?actor=1".to_owned(),
        place: String::new(),
        reason: reason.to_owned(),
    };
    let lines = |rows, form| journal::JournalPage {
        page: framed("menu-journal"),
        form,
        slice: Slice {
            rows,
            prev: None,
            next: Some("abc".to_owned()),
        },
        address: "/journal?".to_owned(),
    };
    let wrong = Form::from_pairs([("actor", "1"), ("day", "x")])
        .with_error(Error::invalid("day", "err-date"));
    let some = vec![line(Some(7), ""), line(None, "আদালতের আদেশ")];
    let mut all = clients::samples::samples(page);
    all.extend([
        (
            "health",
            health(vec![parked(3, true), parked(9, false)])
                .render()
                .unwrap(),
        ),
        ("health_well", health(Vec::new()).render().unwrap()),
        ("journal", lines(some, Form::empty()).render().unwrap()),
        ("journal_wrong", lines(Vec::new(), wrong).render().unwrap()),
    ]);
    all
}
