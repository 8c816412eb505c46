//! What the pages of an admission show in common.

use kernel::{AdmissionId, BdTime};
use web::parts::{self, StepState};
use web::{Cx, Page};

use crate::admission::facts::{Typed, name_typed};
use crate::admission::{Admission, AdmissionState, PREGNANT, RISK_QUESTIONS, Step, TARGET};

/// The heading, the clock and the steps.
pub(super) struct View {
    /// The admission.
    pub(super) id: AdmissionId,
    /// Who it is, as far as it is known.
    pub(super) title: String,
    /// How it stands.
    pub(super) state: AdmissionState,
    /// The step shown.
    pub(super) step: Step,
    /// The first step, which has no way back.
    pub(super) first: Step,
    /// Time so far, in words.
    pub(super) clock: String,
    /// `good` within the target, `bad` past it.
    pub(super) clock_tone: &'static str,
    /// Seconds so far, for the page's own clock.
    pub(super) elapsed_seconds: i64,
    /// The bar of steps.
    pub(super) steps: Vec<parts::Step>,
    /// Where a field saves itself.
    pub(super) save: String,
}

impl View {
    /// The view of an admission as it stands now.
    pub(super) fn of(
        cx: &Cx,
        page: &Page,
        admission: &Admission,
        typed: &Typed,
        times: &[(Step, i64)],
    ) -> Self {
        let until = admission.on_roll_at.unwrap_or(cx.now);
        let elapsed = until.since(admission.started_at);
        let name = name_typed(typed, cx.lang);
        Self {
            id: admission.id,
            title: if name.is_empty() {
                page.t("admission-new")
            } else {
                name
            },
            state: admission.state,
            step: admission.step,
            first: Step::Warrant,
            clock: page.duration_clock(elapsed),
            clock_tone: if elapsed <= TARGET { "good" } else { "bad" },
            elapsed_seconds: elapsed / BdTime::SECOND,
            steps: steps(page, admission, times),
            save: format!("/admissions/{}/field", admission.id),
        }
    }
}

fn steps(page: &Page, admission: &Admission, times: &[(Step, i64)]) -> Vec<parts::Step> {
    let open = is_open(admission.state);
    let spent = |step| {
        times
            .iter()
            .find(|(timed, _)| *timed == step)
            .map(|(_, spent)| *spent)
    };
    let bar = |step: &Step| {
        let state = match step.cmp(&admission.step) {
            _ if !open => StepState::Done,
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Now,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        let reachable = open && (state == StepState::Done || spent(*step).is_some());
        parts::Step {
            label: page.t(step.key()),
            state,
            time: spent(*step)
                .map(|spent| page.duration_clock(spent))
                .unwrap_or_default(),
            href: if reachable {
                format!("/admissions/{}?step={step}", admission.id)
            } else {
                String::new()
            },
        }
    };
    Step::ALL.iter().map(bar).collect()
}

/// Whether an admission is still being typed.
pub(super) fn is_open(state: AdmissionState) -> bool {
    state == AdmissionState::Open
}

/// The step on which a field is typed.
pub(super) fn step_of(field: &str) -> Step {
    match field {
        "warrant_no" | "warrant_on" | "warrant_signed" | "legal_status" | "court" | "case_no"
        | "police_station" | "sections" | "next_on" | "source" => Step::Warrant,
        "name_bn" | "name_en" | "father_bn" | "father_en" | "mother_bn" | "sex" | "birth"
        | "nid" => Step::Identity,
        "injuries" | "injury_note" | PREGNANT => Step::Risk,
        "ward" | "ward_reason" => Step::Ward,
        _ if field
            .strip_prefix("risk_")
            .is_some_and(|rest| RISK_QUESTIONS.iter().any(|known| rest.starts_with(known))) =>
        {
            Step::Risk
        }
        _ => Step::Facts,
    }
}
