use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::roll::stays::Span;

fn facts(sex: Sex, status: LegalStatus) -> Facts {
    Facts {
        sex,
        birth: Some(Birth::On(date(1990, 1, 1))),
        nationality: HOME.to_owned(),
        status,
        since: BdTime::start_of(date(2020, 6, 1)),
        sentences: Vec::new(),
        groups: Vec::new(),
        away: None,
    }
}

fn inside(facts: Facts) -> Counted {
    let span = Span {
        from: facts.since,
        to: None,
    };
    Counted {
        facts,
        stays: vec![Stay {
            span,
            came: Came::Received,
            went: None,
        }],
    }
}

/// The lock-up before and the moment of the count.
fn day(on: Date) -> (BdTime, BdTime) {
    let at = BdTime::start_of(on);
    (at.plus(-BdTime::DAY), at)
}

#[test]
fn every_row_of_the_form_is_reached() {
    let (before, at) = day(date(2026, 11, 24));
    let mut people = Vec::new();
    for (years, band) in [
        (0, TimeBand::Under1),
        (1, TimeBand::From1),
        (2, TimeBand::From1),
        (5, TimeBand::From3),
        (6, TimeBand::From6),
        (10, TimeBand::From6),
        (11, TimeBand::Over10),
    ] {
        let mut one = facts(Sex::Male, LegalStatus::UnderTrial);
        one.since = BdTime::start_of(date(2026 - years, 11, 1));
        people.push(inside(one.clone()));
        assert_eq!(time_band(one.since, at), band, "{years} years");
    }
    for (months, row) in [
        (11, Term::Under1),
        (12, Term::From1),
        (59, Term::From1),
        (60, Term::From5),
        (120, Term::From10),
        (240, Term::From10),
        (241, Term::Over20),
    ] {
        let mut one = facts(Sex::Female, LegalStatus::Convict);
        one.sentences = vec![Sentence::Months(3), Sentence::Months(months)];
        assert_eq!(term(&one), row, "{months} months");
        people.push(inside(one));
    }
    let found = count(&people, before, at);
    assert_eq!(
        found.under_trial.total,
        Heads {
            men: 7,
            women: 0,
            total: 7
        }
    );
    assert_eq!(
        found.convicted.total,
        Heads {
            men: 0,
            women: 7,
            total: 7
        }
    );
    assert_eq!(found.total.total, 14);
    assert_eq!(found.moved(Move::Closing), 14);
}

#[test]
fn classes_overlap_and_hijra_are_in_the_total() {
    let (before, at) = day(date(2026, 11, 24));
    let mut young = facts(Sex::Hijra, LegalStatus::Detenu);
    young.birth = Some(Birth::On(date(2007, 1, 1)));
    young.nationality = "MM".to_owned();
    young.groups = vec![OffenceGroup::Theft, OffenceGroup::Murder];
    young.away = Some(AbsenceKind::Court);
    let found = count(&[inside(young)], before, at);
    for class in [Class::Hijra, Class::Foreign, Class::Juvenile, Class::Detenu] {
        assert_eq!(found.class(class), 1, "{class}");
    }
    assert_eq!(
        (found.class(Class::Male), found.total),
        (
            0,
            Heads {
                men: 0,
                women: 0,
                total: 1
            }
        )
    );
    assert_eq!(found.offences.of(Offence::Murder).total, 1);
    assert_eq!(found.moved(Move::AtCourt), 1);
}

#[test]
fn a_sentence_that_cannot_be_read_is_in_no_row_of_the_form() {
    assert_eq!(term(&facts(Sex::Male, LegalStatus::Convict)), Term::Unread);
    assert_eq!(term(&facts(Sex::Male, LegalStatus::Condemned)), Term::Death);
}

fn stays() -> impl Strategy<Value = Vec<Stay>> {
    let came = prop_oneof![Just(Came::Received), Just(Came::Transferred)];
    let went = prop_oneof![
        Just(Went::Released),
        Just(Went::Transferred),
        Just(Went::Escaped),
        Just(Went::Died)
    ];
    proptest::collection::vec((1_i64..20, 1_i64..20, came, went), 0..4).prop_map(|parts| {
        let mut from = 0;
        let mut stays = Vec::new();
        for (gap, length, came, went) in parts {
            from += gap;
            let span = Span {
                from: BdTime(from),
                to: Some(BdTime(from + length)),
            };
            from += length;
            stays.push(Stay {
                span,
                came,
                went: Some(went),
            });
        }
        stays
    })
}

proptest! {
    #[test]
    fn the_day_adds_up(people in proptest::collection::vec(stays(), 0..8), from in 0_i64..60, length in 1_i64..30) {
        let people: Vec<Counted> = people
            .into_iter()
            .map(|stays| Counted { facts: facts(Sex::Male, LegalStatus::UnderTrial), stays })
            .collect();
        let at = BdTime(from + length);
        let found = count(&people, BdTime(from), at);
        let came = found.moved(Move::Received) + found.moved(Move::TransferredIn);
        let went = [Move::Released, Move::TransferredOut, Move::Escaped, Move::Died].map(|what| found.moved(what));
        prop_assert_eq!(found.moved(Move::Opening) + came - went.iter().sum::<i64>(), found.moved(Move::Closing));
        prop_assert_eq!(found.moved(Move::Closing), found.total.total);
        prop_assert_eq!(found.offences.total, found.total);
    }
}
