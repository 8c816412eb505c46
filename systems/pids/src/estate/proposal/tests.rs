use std::collections::BTreeMap;

use kernel::{BdTime, BuildingId, PrisonId, Uuid, WardId};
use proptest::prelude::*;

use super::*;
use crate::estate::{Capacity, Closed, ForSex, WardKind};
use crate::people::TwoNames;

fn ward(number: u128) -> Ward {
    Ward {
        id: WardId(Uuid::from_u128(number)),
        prison: PrisonId(Uuid::from_u128(1)),
        building: BuildingId(Uuid::from_u128(number % 3)),
        name: TwoNames::new("মেঘনা", "Meghna"),
        sort: i64::try_from(number).unwrap(),
        kind: WardKind::Ward,
        sex: ForSex::Male,
        age: ForAge::Adult,
        status: ForStatus::Untried,
        capacity: Capacity {
            certified: 10,
            working: 12,
            most: 20,
        },
        ground_floor: false,
        closed: None,
        version: 1,
    }
}

fn empty(ward: Ward) -> WardNow {
    WardNow {
        ward,
        total: 0,
        sleepers: BTreeSet::new(),
    }
}

fn man() -> Newcomer {
    Newcomer {
        sex: Sex::Male,
        age: 30,
        status: LegalStatus::UnderTrial,
        disabled: false,
        arriving: true,
        ill: false,
        co_accused_in: BTreeSet::new(),
        from_building: None,
    }
}

fn only_refusal(who: &Newcomer, change: impl FnOnce(&mut Ward)) -> Vec<WhyNot> {
    let mut ward = ward(1);
    change(&mut ward);
    refusals(who, false, &empty(ward))
}

#[test]
fn each_hard_rule_says_itself_alone() {
    let who = man();
    assert_eq!(only_refusal(&who, |_| ()), []);
    assert_eq!(
        only_refusal(&who, |w| w.sex = ForSex::Female),
        [WhyNot::Sex]
    );
    assert_eq!(only_refusal(&who, |w| w.age = ForAge::Young), [WhyNot::Age]);
    assert_eq!(
        only_refusal(&who, |w| w.status = ForStatus::Convicted),
        [WhyNot::Conviction]
    );
    assert_eq!(
        only_refusal(&who, |w| w.status = ForStatus::Civil),
        [WhyNot::Civil]
    );
    assert_eq!(
        only_refusal(&who, |w| w.kind = WardKind::Condemned),
        [WhyNot::Condemned]
    );
    assert_eq!(
        only_refusal(&who, |w| w.kind = WardKind::Hospital),
        [WhyNot::Hospital]
    );
    assert_eq!(
        only_refusal(&who, |w| w.capacity.most = 0),
        [WhyNot::Full { most: 0 }]
    );
    let closed = Closed {
        reason: "ছাদ ফুটো".to_owned(),
        at: BdTime(0),
    };
    assert_eq!(
        only_refusal(&who, |w| w.closed = Some(closed)),
        [WhyNot::Closed]
    );
    assert_eq!(
        refusals(&who, true, &empty(ward(1))),
        [WhyNot::WomenOnlyPrison]
    );
    let boy = Newcomer { age: 17, ..man() };
    assert!(only_refusal(&boy, |w| w.age = ForAge::Any).contains(&WhyNot::Child));
}

#[test]
fn the_condemned_sleep_alone_in_a_cell() {
    let condemned = Newcomer {
        status: LegalStatus::Condemned,
        ..man()
    };
    let cell = Ward {
        kind: WardKind::Condemned,
        status: ForStatus::Condemned,
        ..ward(1)
    };
    let mut now = empty(cell);
    assert_eq!(refusals(&condemned, false, &now), []);
    now.total = 1;
    assert_eq!(refusals(&condemned, false, &now), [WhyNot::Condemned]);
    assert!(only_refusal(&condemned, |_| ()).contains(&WhyNot::Condemned));
}

#[test]
fn whoever_sleeps_in_a_ward_for_any_decides_who_may_follow() {
    let open = Ward {
        sex: ForSex::Any,
        age: ForAge::Any,
        status: ForStatus::Any,
        ..ward(1)
    };
    let mut now = empty(open);
    now.sleepers
        .insert(Sleeper::of(Sex::Female, 19, LegalStatus::Convict));
    let woman = Newcomer {
        sex: Sex::Female,
        status: LegalStatus::Convict,
        ..man()
    };
    assert_eq!(
        refusals(&woman, false, &now),
        [],
        "women are not parted by age"
    );
    assert_eq!(
        refusals(&man(), false, &now),
        [WhyNot::Sex, WhyNot::Age, WhyNot::Conviction]
    );
}

#[test]
fn the_best_are_three_and_every_other_has_its_reason() {
    let mut wards: Vec<_> = (1..=5).map(|n| empty(ward(n))).collect();
    wards[0].total = 15;
    wards[4].ward.sex = ForSex::Female;
    let who = Newcomer {
        co_accused_in: BTreeSet::from([wards[1].ward.id]),
        ..man()
    };
    let proposal = propose(&who, false, &wards);
    let best: Vec<_> = proposal.best.iter().map(|choice| choice.ward).collect();
    assert_eq!(best, [wards[2].ward.id, wards[3].ward.id, wards[0].ward.id]);
    assert!(
        proposal.best[0]
            .reasons_for
            .contains(&For::ApartFromCoAccused)
    );
    assert_eq!(
        proposal.best[2].reasons_against,
        [Against::OverWorking { over: 4 }]
    );
    assert_eq!(
        proposal.others,
        [
            Other {
                ward: wards[1].ward.id,
                why_not: vec![WhyNot::Beaten(Point::CoAccused)]
            },
            Other {
                ward: wards[4].ward.id,
                why_not: vec![WhyNot::Sex]
            },
        ]
    );
}

/// This does not compile when somebody gives the rules something else to look at.
#[test]
fn nothing_that_says_who_somebody_is_can_be_put_in() {
    let Newcomer {
        sex: _,
        age: _,
        status: _,
        disabled: _,
        arriving: _,
        ill: _,
        co_accused_in: _,
        from_building: _,
    } = man();
}

prop_compose! {
    fn any_ward(number: u128)(
        kind in prop::sample::select(WardKind::ALL),
        sex in prop::sample::select(ForSex::ALL),
        age in prop::sample::select(ForAge::ALL),
        status in prop::sample::select(ForStatus::ALL),
        places in (0_i64..4, 0_i64..4, 0_i64..4),
        ground_floor: bool,
        closed in prop::option::weighted(0.1, Just(Closed { reason: "x".to_owned(), at: BdTime(0) })),
    ) -> Ward {
        let (certified, working, more) = places;
        let capacity = Capacity { certified, working, most: working + more };
        Ward { kind, sex, age, status, capacity, ground_floor, closed, ..ward(number) }
    }
}

fn any_estate() -> impl Strategy<Value = Vec<Ward>> {
    (
        any_ward(1),
        any_ward(2),
        any_ward(3),
        any_ward(4),
        any_ward(5),
        any_ward(6),
        any_ward(7),
    )
        .prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g])
}

prop_compose! {
    fn anybody()(
        sex in prop::sample::select(Sex::ALL),
        age in 18_i16..80,
        status in prop::sample::select(LegalStatus::ALL),
        flags: (bool, bool, bool),
        co_accused in prop::option::of(1_u128..8),
        building in prop::option::of(0_u128..3),
    ) -> Newcomer {
        let (disabled, arriving, ill) = flags;
        Newcomer {
            sex, age, status, disabled, arriving, ill,
            co_accused_in: co_accused.map(|n| WardId(Uuid::from_u128(n))).into_iter().collect(),
            from_building: building.map(|n| BuildingId(Uuid::from_u128(n))),
        }
    }
}

/// What is forbidden between two people of one ward, said a second time and in other words.
fn may_share(a: Sleeper, b: Sleeper) -> bool {
    let criminal = |s: Sleeper| s.status != ForStatus::Civil;
    let condemned = |s: Sleeper| s.status == ForStatus::Condemned;
    a.sex == b.sex
        && (a.sex != Sex::Male || a.age == b.age)
        && criminal(a) == criminal(b)
        && a.status == b.status
        && !condemned(a)
        && !condemned(b)
}

proptest! {
    /// A whole prison filled by following the first proposal each time.
    #[test]
    fn no_population_breaks_a_hard_rule(estate in any_estate(), people in prop::collection::vec(anybody(), 1..40)) {
        let mut wards: Vec<_> = estate.into_iter().map(empty).collect();
        let mut inside: BTreeMap<WardId, Vec<Sleeper>> = BTreeMap::new();
        for who in &people {
            let Some(best) = propose(who, false, &wards).best.into_iter().next() else { continue };
            let sleeper = Sleeper::of(who.sex, who.age, who.status);
            let now = wards.iter_mut().find(|now| now.ward.id == best.ward).unwrap();
            prop_assert!(now.ward.closed.is_none());
            prop_assert!(now.ward.sex == ForSex::Any || now.ward.sex == ForSex::of(who.sex));
            now.total += 1;
            now.sleepers.insert(sleeper);
            prop_assert!(now.total <= now.ward.capacity.most);
            let others = inside.entry(best.ward).or_default();
            for other in others.iter() {
                prop_assert!(may_share(sleeper, *other), "{sleeper:?} with {other:?}");
            }
            others.push(sleeper);
        }
    }

    #[test]
    fn every_ward_is_proposed_or_has_its_reason(estate in any_estate(), who in anybody()) {
        let wards: Vec<_> = estate.into_iter().map(empty).collect();
        let proposal = propose(&who, false, &wards);
        prop_assert!(proposal.best.len() <= PROPOSED_MAX);
        prop_assert_eq!(proposal.best.len() + proposal.others.len(), wards.len());
        prop_assert!(proposal.others.iter().all(|other| !other.why_not.is_empty()));
    }

    /// An explanation is honest when taking its reason away changes the answer.
    #[test]
    fn taking_the_stated_reason_away_changes_the_answer(estate in any_estate(), who in anybody()) {
        let wards: Vec<_> = estate.into_iter().map(empty).collect();
        for other in propose(&who, false, &wards).others {
            let mut mended = wards.clone();
            let mut mended_who = who.clone();
            let now = mended.iter_mut().find(|now| now.ward.id == other.ward).unwrap();
            for why in &other.why_not {
                mend(*why, now, &mut mended_who);
            }
            let after = propose(&mended_who, false, &mended);
            let still = after.others.iter().find(|left| left.ward == other.ward);
            let same_answer = still.is_some_and(|left| left.why_not.iter().any(|why| other.why_not.contains(why)));
            prop_assert!(!same_answer, "{:?} stays after it was mended", other.why_not);
        }
    }
}

/// Changes the ward (or what was asked) so that `why` no longer holds, and nothing else if possible.
fn mend(why: WhyNot, now: &mut WardNow, who: &mut Newcomer) {
    let ward = &mut now.ward;
    match why {
        WhyNot::Child | WhyNot::WomenOnlyPrison => {}
        WhyNot::Closed => ward.closed = None,
        WhyNot::Sex => ward.sex = ForSex::of(who.sex),
        WhyNot::Age => ward.age = ForAge::of(who.age),
        WhyNot::Conviction | WhyNot::Civil => ward.status = ForStatus::of(who.status),
        WhyNot::Condemned => {
            let condemned = who.status == LegalStatus::Condemned;
            ward.kind = if condemned {
                WardKind::Condemned
            } else {
                WardKind::Ward
            };
            ward.status = ForStatus::of(who.status);
        }
        WhyNot::Full { .. } => ward.capacity.most = 100,
        WhyNot::Hospital => who.ill = true,
        WhyNot::FirstNights => who.arriving = true,
        WhyNot::Beaten(Point::CoAccused) => who.co_accused_in.clear(),
        WhyNot::Beaten(Point::Stairs) => ward.ground_floor = true,
        WhyNot::Beaten(Point::Staying) => ward.kind = WardKind::Ward,
        WhyNot::Beaten(Point::Crowding) => {
            ward.capacity = Capacity {
                certified: 4,
                working: 4,
                most: 4,
            };
        }
        WhyNot::Beaten(Point::Building) => who.from_building = Some(ward.building),
        WhyNot::Beaten(Point::Room) => {
            ward.capacity = Capacity {
                certified: 100,
                working: 100,
                most: 100,
            };
        }
        WhyNot::Beaten(Point::List) => ward.sort = -1,
    }
}
