//! Admissions of the last weeks with their clocks, so that the page of times has something to show.

use db::Tx;
use kernel::{BdTime, CustodyId, PrisonId, Result, UserId, Uuid};
use pids::Doing;
use pids::admission::{Admission, AdmissionState, Step, store};
use pids::custody;
use pids::estate::Prison;

use super::expected::Inside;

/// Admissions that each prison shows at most.
const ADMISSIONS: usize = 40;
/// What each step takes at least and at most; seconds.
const STEPS: [(Step, i64, i64); 6] = [
    (Step::Warrant, 25, 80),
    (Step::Identity, 40, 110),
    (Step::Facts, 60, 170),
    (Step::Risk, 25, 70),
    (Step::Ward, 10, 45),
    (Step::Sign, 20, 60),
];
const CLERKS: [&str; 3] = ["শিউলি আক্তার", "প্রণব কুমার দাস", "জয়ন্ত চাকমা"];

/// Writes timed admissions of those who came last, one every few hours back from now; every ninth was slow.
pub(super) fn admissions(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: &Prison,
    latest: &[Inside],
) -> Result<()> {
    (0..)
        .zip(latest.iter().take(ADMISSIONS))
        .try_for_each(|(at, one)| admission(tx, cx, prison.id, at, one.custody))
}

fn admission(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    prison: PrisonId,
    at: u32,
    custody: CustodyId,
) -> Result<()> {
    let started_at = cx.now().plus(-i64::from(at + 1) * 5 * BdTime::HOUR);
    let slow = at % 9 == 4;
    let clerk = CLERKS
        .get(usize::try_from(at).unwrap_or_default() % CLERKS.len())
        .copied()
        .unwrap_or_default();
    let by = (UserId(Uuid::nil()), clerk);
    let mut admission = Admission {
        id: cx.world.id(),
        prison,
        arrival: None,
        state: AdmissionState::Open,
        step: Step::Warrant,
        person: Some(custody::store::get(tx, custody)?.person),
        decided: true,
        custody: Some(custody),
        by_user: by.0,
        by_name: clerk.to_owned(),
        started_at,
        on_roll_at: None,
        version: 1,
    };
    store::insert(tx, &admission)?;
    let mut clock = started_at;
    for (turn, (step, least, most)) in (0_i64..).zip(STEPS) {
        store::step(tx, &admission, Some((cx.world.id(), step)), by, clock)?;
        let share = (i64::from(at) * 37 + turn * 53) % 100;
        let seconds = (least + (most - least) * share / 100) * if slow { 2 } else { 1 };
        clock = clock.plus(seconds * BdTime::SECOND);
    }
    store::step(tx, &admission, None, by, clock)?;
    admission.state = AdmissionState::Verified;
    admission.step = Step::Sign;
    admission.on_roll_at = Some(clock);
    store::update(tx, &admission)?;
    if slow && at.is_multiple_of(2) {
        store::slow_reason(
            tx,
            admission.id,
            "আদালতের পরোয়ানায় নাম মেলেনি, ফোনে মিলিয়ে নিতে হয়েছে",
        )?;
    }
    cx.tell(
        tx,
        Some(prison),
        admission.id.into(),
        &contracts::pids::AdmissionStepped {
            step: "sign".to_owned(),
        },
        None,
    )
}
