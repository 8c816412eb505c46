use kernel::Uuid;
use proptest::prelude::*;

use super::*;

fn case(number: u128, state: CaseState, next_on: Option<Date>) -> Case {
    Case {
        id: CaseId(Uuid::from_u128(number)),
        court: "সিজেএম আদালত, ঢাকা".to_owned(),
        case_no: format!("জিআর {number}/২৬"),
        police_station: "কোতোয়ালী".to_owned(),
        state,
        next_on,
        sentence: String::new(),
        charges: Vec::new(),
    }
}

#[test]
fn a_day_in_court() {
    let out = next(State::Present, Verb::SendToCourt).unwrap();
    assert_eq!(out, State::AtCourt);
    let twice = next(out, Verb::SendToCourt).unwrap_err();
    assert_eq!(twice.key, "err-state-at-court");
    assert_eq!(next(out, Verb::BackFromCourt).unwrap(), State::Present);
    assert!(next(State::Present, Verb::BackFromCourt).is_err());
}

#[test]
fn a_patient_may_be_freed_but_not_somebody_at_court() {
    assert_eq!(next(State::InHospital, Verb::Bail).unwrap(), State::Bailed);
    assert!(next(State::AtCourt, Verb::Bail).is_err());
}

#[test]
fn another_case_keeps_the_gate_shut() {
    let freed = case(1, CaseState::Bailed, None);
    let other = case(2, CaseState::Pending, None);
    let served = case(3, CaseState::Convicted, None);
    let cases = [freed.clone(), other, served.clone()];
    let held = blockers(ReleaseKind::Bail, Some(freed.id), &cases);
    assert_eq!(held.len(), 2);
    assert!(blockers(ReleaseKind::Bail, Some(freed.id), &cases[..1]).is_empty());
    assert!(blockers(ReleaseKind::TermOver, None, &[served]).is_empty());
}

#[test]
fn the_earliest_date_of_what_goes_on() {
    let day = |d| Some(jiff::civil::date(2026, 12, d));
    let cases = [
        case(1, CaseState::Acquitted, day(1)),
        case(2, CaseState::Pending, day(9)),
        case(3, CaseState::Bailed, day(7)),
        case(4, CaseState::Pending, None),
    ];
    assert_eq!(earliest(&cases), day(7));
    assert_eq!(earliest(&[]), None);
}

#[test]
fn an_order_is_overdue_unless_the_law_holds_it() {
    let mut order = Order {
        id: OrderId(Uuid::nil()),
        custody: CustodyId(Uuid::nil()),
        prison: PrisonId(Uuid::nil()),
        kind: ReleaseKind::Bail,
        case: None,
        court: String::new(),
        order_ref: "১২/২৬".to_owned(),
        received_at: BdTime(0),
        checked_at: None,
        checked_by: None,
        held_reason: None,
        gate_at: None,
        version: 1,
    };
    assert!(!order.is_overdue(BdTime(RELEASE_DUE)));
    assert!(order.is_overdue(BdTime(RELEASE_DUE + 1)));
    order.held_reason = Some("জিআর ২".to_owned());
    assert!(!order.is_overdue(BdTime(RELEASE_DUE + 1)));
    order.gate_at = Some(BdTime(7));
    assert_eq!(order.waited(BdTime(99)), 7);
}

fn ends(verb: Verb) -> bool {
    matches!(verb, Verb::Bail | Verb::Release | Verb::Escape | Verb::Die)
}

proptest! {
    /// Whatever is done in whatever order, a custody is open until something ends it, and nothing but a
    /// recapture opens it again.
    #[test]
    fn every_life_makes_sense(verbs in prop::collection::vec(prop::sample::select(Verb::ALL), 0..60)) {
        let mut state = State::Present;
        for verb in verbs {
            let Ok(to) = next(state, verb) else {
                continue;
            };
            prop_assert_eq!(to.is_open(), !ends(verb), "{:?} -{:?}-> {:?}", state, verb, to);
            prop_assert!(state.is_open() || verb == Verb::Recapture);
            prop_assert!(absence_of(state).is_none() || absence_of(to).is_none() || verb == Verb::ChangeStatus,
                "nobody goes from one absence into another");
            state = to;
        }
    }

    /// A verb that leads somewhere else cannot be done twice: posting it again is told apart.
    #[test]
    fn nothing_is_done_twice(state in prop::sample::select(State::ALL), verb in prop::sample::select(Verb::ALL)) {
        if let Ok(to) = next(state, verb) && !matches!(verb, Verb::MoveWard | Verb::ChangeStatus) {
            prop_assert_ne!(to, state);
            prop_assert!(next(to, verb).is_err());
        }
    }

    /// An order leaves the custody as its end does.
    #[test]
    fn an_order_ends_as_its_kind_says(kind in prop::sample::select(ReleaseKind::ALL)) {
        prop_assert_eq!(next(State::Present, kind.verb()).unwrap(), kind.end().state());
        prop_assert_eq!(kind.word(), kind.end().word());
    }

    /// The freed case never holds, and taking every holder away leaves none.
    #[test]
    fn blockers_are_what_holds(states in prop::collection::vec(prop::sample::select(CaseState::ALL), 0..6),
                               kind in prop::sample::select(ReleaseKind::ALL)) {
        let cases: Vec<_> = (0..).zip(states).map(|(n, state)| case(n, state, None)).collect();
        let freed = cases.first().map(|case| case.id);
        let held = blockers(kind, freed, &cases);
        prop_assert!(held.iter().all(|case| Some(case.id) != freed));
        let rest: Vec<_> = cases.iter().filter(|case| !held.contains(case)).cloned().collect();
        prop_assert!(blockers(kind, freed, &rest).is_empty());
    }
}
