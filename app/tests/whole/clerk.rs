//! A clerk at work over HTTP, who remembers what the server has acknowledged.

use std::collections::BTreeMap;
use std::io;

use db::Db;
use kernel::AdmissionId;
use pids::admission::{AdmissionState, store};

use crate::client::{Answer, Client};

/// What the gate needs to know before somebody is on the roll.
const FACTS: [(&str, &str); 11] = [
    ("name_bn", "মো. রহমত আলী"),
    ("father_bn", "মো. সোলায়মান আলী"),
    ("sex", "male"),
    ("birth", "24"),
    ("place_text", "টাঙ্গাইল সদর"),
    ("village", "চর কালিবাড়ী"),
    ("legal_status", "under_trial"),
    ("court", "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট, টাঙ্গাইল"),
    ("police_station", "টাঙ্গাইল সদর"),
    ("sections", "দণ্ডবিধি ৩৭৯"),
    ("warrant_no", "৪৫৬"),
];

/// One admission, as far as the server has acknowledged it.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    id: Option<AdmissionId>,
    fields: BTreeMap<String, String>,
    decided: bool,
    pub(crate) on_roll: bool,
    pub(crate) verified: bool,
}

/// Why a clerk stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The connection broke: nothing is known of the last request.
    Cut,
    /// The server refused.
    Refused(Answer),
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Cut
    }
}

fn done(answer: Answer) -> Result<Answer, Stop> {
    if answer.worked() {
        Ok(answer)
    } else {
        Err(Stop::Refused(answer))
    }
}

/// The id at the end of where an answer leads.
fn id_in(answer: &Answer) -> AdmissionId {
    let (_, id) = answer.location().rsplit_once('/').unwrap();
    id.parse().unwrap_or_else(|_| panic!("{answer}"))
}

/// Admits somebody whom nobody expected, up to the roll. What was acknowledged is in `so_far`, however it ends.
pub(crate) fn admit(clerk: &mut Client, case: &str, so_far: &mut Acknowledged) -> Result<(), Stop> {
    let begun = done(clerk.post("/admissions", &[])?)?;
    go_on(clerk, id_in(&begun), Some(case), so_far)
}

/// Notes somebody on the list of those expected, takes the arrival from the board and admits it.
pub(crate) fn admit_expected(
    clerk: &mut Client,
    case: &str,
    so_far: &mut Acknowledged,
) -> Result<(), Stop> {
    expect(clerk, case)?;
    let start = starts(&done(clerk.get("/arrivals")?)?.body).pop();
    let Some(start) = start else { return Ok(()) };
    let begun = done(clerk.post(&start, &[])?)?;
    // Begun before the server was killed, it goes on: the list's own case stands.
    go_on(clerk, id_in(&begun), None, so_far)
}

/// Pastes a list of one who is expected today.
pub(crate) fn expect(clerk: &mut Client, case: &str) -> Result<(), Stop> {
    let list = format!("নাসির উদ্দিন\tআব্দুল গফুর\t৩২\t{case}\tদণ্ডবিধি ৩২৩");
    let fields = [
        ("source", "court"),
        ("list", &list),
        ("court", "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট, টাঙ্গাইল"),
    ];
    done(clerk.post("/arrivals/paste", &fields)?).map(drop)
}

/// The addresses on the board at which admissions start.
pub(crate) fn starts(board: &str) -> Vec<String> {
    let forms = board
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    forms
        .filter(|path| path.starts_with("/arrivals/") && path.ends_with("/start"))
        .map(str::to_owned)
        .collect()
}

fn go_on(
    clerk: &mut Client,
    id: AdmissionId,
    case: Option<&str>,
    so_far: &mut Acknowledged,
) -> Result<(), Stop> {
    so_far.id = Some(id);
    for (field, value) in FACTS.into_iter().chain(case.map(|case| ("case_no", case))) {
        done(clerk.post(
            &format!("/admissions/{id}/field"),
            &[("field", field), (field, value)],
        )?)?;
        so_far.fields.insert(field.to_owned(), value.to_owned());
    }
    // Others of that name may be on record by now, and a reason is asked for.
    let new = [("person", ""), ("same_reason", "never_held")];
    done(clerk.post(&format!("/admissions/{id}/decide"), &new)?)?;
    so_far.decided = true;
    done(clerk.post(&format!("/admissions/{id}/roll"), &[])?)?;
    so_far.on_roll = true;
    Ok(())
}

/// A second officer signs what the clerk admitted.
pub(crate) fn sign(officer: &mut Client, so_far: &mut Acknowledged) -> Result<(), Stop> {
    let Some(id) = so_far.id.filter(|_| so_far.on_roll) else {
        return Ok(());
    };
    done(officer.post(&format!("/admissions/{id}/verify"), &[])?)?;
    so_far.verified = true;
    Ok(())
}

/// Everything that was acknowledged is in the database.
pub(crate) fn check(db: &Db, all: &[Acknowledged]) {
    for told in all {
        let Some(id) = told.id else { continue };
        let (kept, typed) = db
            .read_now(|conn| Ok((store::get(conn, id)?, store::typed(conn, id)?)))
            .unwrap();
        for (field, value) in &told.fields {
            assert_eq!(typed.get(field), Some(value), "{field} of {id}");
        }
        assert!(kept.decided || !told.decided, "{kept:?} {told:?}");
        let on_roll = matches!(
            kept.state,
            AdmissionState::OnRoll | AdmissionState::Verified
        );
        assert!(
            (on_roll && kept.custody.is_some()) || !told.on_roll,
            "{kept:?} {told:?}"
        );
        assert!(
            kept.state == AdmissionState::Verified || !told.verified,
            "{kept:?} {told:?}"
        );
    }
}
