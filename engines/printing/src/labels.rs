//! The words of each sheet that are not data: which keys the caller has to give.

use std::collections::BTreeMap;

use crate::document::Template;

/// Words by key, in the reader's language or in both ("নাম / Name").
///
/// Two of them hold places that the worker fills: `page` has `{page}` and `{pages}`, `printed` has `{by}` and `{at}`.
/// (From Fluent: give each place its own name in braces as the argument's value.)
pub type Labels = BTreeMap<String, String>;

/// Labels of every sheet.
pub(crate) const COMMON: &[&str] = &["page", "printed", "title"];

/// Labels of one template beyond [`COMMON`].
pub(crate) fn own(template: Template) -> &'static [&'static str] {
    match template {
        Template::HistoryTicket => HISTORY_TICKET,
        Template::AdmissionSlip => ADMISSION_SLIP,
        Template::PropertyReceipt => PROPERTY_RECEIPT,
        Template::NominalRoll => NOMINAL_ROLL,
        Template::HeadCount => HEAD_COUNT,
    }
}

const HISTORY_TICKET: &[&str] = &[
    "address",
    "admitted",
    "authority",
    "case-number",
    "cases",
    "court",
    "date",
    "father",
    "from-to",
    "law",
    "legal-status",
    "marks",
    "mother",
    "movement",
    "movements",
    "name",
    "next-date",
    "number",
    "offence",
    "officer",
    "photo",
    "punishment",
    "punishments",
    "remission-days",
    "remission-reason",
    "remissions",
    "sex-age",
    "spouse",
    "ward",
];

const ADMISSION_SLIP: &[&str] = &[
    "address",
    "admitted",
    "brought-by",
    "case-number",
    "court",
    "due",
    "father",
    "law",
    "legal-status",
    "name",
    "number",
    "owner",
    "sex-age",
    "sign-clerk",
    "sign-jailer",
    "sign-prisoner",
    "task",
    "tasks",
    "ward",
    "warrant",
];

const PROPERTY_RECEIPT: &[&str] = &[
    "cash",
    "cash-words",
    "declaration",
    "description",
    "father",
    "item",
    "items",
    "name",
    "number",
    "place",
    "quantity",
    "received",
    "serial",
    "sign-officer",
    "sign-prisoner",
];

const NOMINAL_ROLL: &[&str] = &[
    "admitted",
    "as-of",
    "case",
    "father",
    "legal-status",
    "name",
    "next-date",
    "number",
    "scope",
    "seal",
    "serial",
    "total",
    "ward",
];

const HEAD_COUNT: &[&str] = &[
    "capacity",
    "convicted",
    "convicted-death",
    "convicted-life",
    "convicted-over-20-years",
    "convicted-under-1-year",
    "convicted-years-1-4",
    "convicted-years-10-20",
    "convicted-years-5-10",
    "date",
    "men",
    "movement",
    "movement-at-court",
    "movement-closing",
    "movement-died",
    "movement-escaped",
    "movement-in-hospital",
    "movement-opening",
    "movement-received",
    "movement-released",
    "movement-transferred-in",
    "movement-transferred-out",
    "offences",
    "offences-drugs",
    "offences-kidnapping",
    "offences-murder",
    "offences-other",
    "offences-rape",
    "offences-robbery",
    "offences-theft",
    "offences-women-and-children",
    "population",
    "population-civil",
    "population-condemned",
    "population-detenu",
    "population-female",
    "population-foreign",
    "population-juvenile",
    "population-male",
    "population-released",
    "seal",
    "sign-jailer",
    "sign-superintendent",
    "total",
    "under-trial",
    "under-trial-over-10-years",
    "under-trial-under-1-year",
    "under-trial-years-1-2",
    "under-trial-years-3-5",
    "under-trial-years-6-10",
    "women",
];
