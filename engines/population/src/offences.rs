//! Which sections people are held under, and before which court. The shares follow the jails' published returns in outline
//! (drugs a good third, then murder, women and children, theft, robbery); they are the same for everyone.

use std::sync::LazyLock;

use reference::{OffenceGroup, Section, sections};

use crate::custody::{CaseSeries, LegalStatus};
use crate::dice::Dice;
use crate::person::Sex;

/// Charges that jails see every day: share in a thousand, and the sections, the gravest first.
const USUAL: [(u32, &[&str]); 37] = [
    (120, &["NCA-36.1-10.a"]),
    (55, &["NCA-36.1-10.b", "NCA-41"]),
    (35, &["NCA-36.1-10.c", "NCA-41"]),
    (30, &["NCA-36.1-8.a"]),
    (18, &["NCA-36.1-8.b"]),
    (50, &["NCA-36.1-19.a"]),
    (25, &["NCA-36.1-19.b", "NCA-41"]),
    (15, &["NCA-36.1-14.b"]),
    (10, &["NCA-36.1-24.b"]),
    (115, &["PC-302", "PC-34"]),
    (30, &["PC-302", "PC-201", "PC-34"]),
    (15, &["PC-302", "PC-109", "PC-114"]),
    (10, &["PC-304"]),
    (14, &["PC-306"]),
    (36, &["PC-395", "PC-397"]),
    (30, &["PC-399", "PC-402"]),
    (18, &["PC-392"]),
    (8, &["PC-385", "PC-386"]),
    (30, &["WCR-9.1"]),
    (12, &["WCR-9.3"]),
    (10, &["WCR-9.4"]),
    (22, &["WCR-11.c"]),
    (8, &["WCR-11.a"]),
    (16, &["WCR-7"]),
    (12, &["WCR-10"]),
    (42, &["PC-379", "PC-411"]),
    (22, &["PC-457", "PC-380"]),
    (35, &["NI-138"]),
    (38, &["PC-307", "PC-143", "PC-323", "PC-326"]),
    (22, &["PC-326", "PC-307"]),
    (12, &["PC-147", "PC-148", "PC-149", "PC-323"]),
    (20, &["ARMS-19A", "ARMS-19.f"]),
    (8, &["EXS-3", "EXS-4", "EXS-6"]),
    (18, &["PC-420", "PC-406"]),
    (8, &["SPA-25B"]),
    (4, &["HTA-6", "HTA-7"]),
    (4, &["CSA-25", "CSA-29"]),
];

/// The usual charges with their sections looked up once.
static CHARGES: LazyLock<Vec<(u32, Vec<&'static Section>)>> = LazyLock::new(|| {
    let find = |codes: &[&str]| {
        codes
            .iter()
            .filter_map(|code| sections().get(code))
            .collect()
    };
    USUAL
        .iter()
        .map(|(share, codes)| (*share, find(codes)))
        .collect()
});

/// Sections under which nobody is charged by themselves, or that belong to a status of their own.
const NOT_ALONE: [&str; 8] = [
    "PC-34", "PC-109", "PC-114", "PC-149", "PC-511", "SPA-3", "ALC-34", "FCO-16",
];

/// Every checked section that can stand alone, for what the usual charges leave over.
static OTHERS: LazyLock<Vec<&'static Section>> = LazyLock::new(|| {
    let stands_alone = |section: &&Section| {
        section.verified && section.act != "CRPC" && !NOT_ALONE.contains(&section.code)
    };
    sections().iter().filter(stands_alone).collect()
});

/// The sections of one case.
pub(crate) fn draw(status: LegalStatus, sex: Sex, dice: &mut Dice) -> Vec<&'static Section> {
    let ordered: &[&str] = match status {
        LegalStatus::Condemned => &["PC-302", "PC-34"],
        LegalStatus::Detenu => &["SPA-3"],
        LegalStatus::Civil if dice.chance(600) => &["ALC-34"],
        LegalStatus::Civil => &["FCO-16"],
        LegalStatus::SafeCustody => &["CRPC-54"],
        LegalStatus::ReleasedPrisoner => &["CBE-4"],
        LegalStatus::UnderTrial | LegalStatus::Convict => return draw_charge(sex, dice),
    };
    ordered
        .iter()
        .filter_map(|code| sections().get(code))
        .collect()
}

fn draw_charge(sex: Sex, dice: &mut Dice) -> Vec<&'static Section> {
    let mut left = dice.below(1000);
    for (share, charge) in CHARGES.iter() {
        if left < *share {
            // The law knows rape as a man's offence; a woman so charged is charged with abetting.
            let is_rape = charge
                .first()
                .is_some_and(|first| first.group == OffenceGroup::Rape);
            if sex == Sex::Female && is_rape {
                return sections().get("WCR-30").into_iter().collect();
            }
            return charge.clone();
        }
        left -= share;
    }
    dice.pick(&OTHERS).copied().into_iter().collect()
}

/// The kind of court and the register for a case.
pub(crate) fn court_of(
    group: OffenceGroup,
    status: LegalStatus,
    is_metro: bool,
    dice: &mut Dice,
) -> (&'static str, CaseSeries) {
    let magistrate = if is_metro {
        dice.permille(&[(300, "cmm"), (100, "acmm")], "mm")
    } else {
        dice.permille(&[(300, "cjm"), (100, "acjm")], "sjm")
    };
    let sessions = if is_metro {
        dice.permille(&[(400, "metro_sessions")], "addl_metro_sessions")
    } else {
        dice.permille(
            &[(350, "sessions"), (350, "addl_sessions")],
            "joint_sessions",
        )
    };
    let tried_above = dice.chance(if status == LegalStatus::UnderTrial {
        450
    } else {
        900
    });
    match (status, group) {
        (LegalStatus::Detenu, _) => ("executive", CaseSeries::Order),
        (LegalStatus::Civil, _) => ("money_loan", CaseSeries::Order),
        (LegalStatus::Condemned, _) => (sessions, CaseSeries::Sessions),
        (_, OffenceGroup::Cheque) => (sessions, CaseSeries::Cr),
        (_, OffenceGroup::Rape | OffenceGroup::WomenChildren) if tried_above => {
            ("women_children", CaseSeries::Tribunal)
        }
        (_, OffenceGroup::Cyber) if tried_above => ("cyber", CaseSeries::Tribunal),
        (_, OffenceGroup::Customs | OffenceGroup::Arms | OffenceGroup::Explosives)
            if tried_above =>
        {
            ("special_tribunal", CaseSeries::Tribunal)
        }
        (_, OffenceGroup::Murder | OffenceGroup::Drugs | OffenceGroup::Robbery) if tried_above => {
            (sessions, CaseSeries::Sessions)
        }
        _ => (magistrate, CaseSeries::Gr),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_charges_exist_and_leave_room_for_the_rare() {
        for (_, codes) in USUAL {
            for code in codes {
                assert!(sections().get(code).is_some(), "{code}");
            }
        }
        assert!(NOT_ALONE.iter().all(|code| sections().get(code).is_some()));
        let sum: u32 = USUAL.iter().map(|(share, _)| share).sum();
        assert!((950..1000).contains(&sum), "{sum}");
    }

    #[test]
    fn every_status_has_its_sections_and_a_known_court() {
        use LegalStatus::{
            Civil, Condemned, Convict, Detenu, ReleasedPrisoner, SafeCustody, UnderTrial,
        };
        let mut dice = Dice::new(&[5]);
        for status in [
            UnderTrial,
            Convict,
            Condemned,
            Detenu,
            Civil,
            SafeCustody,
            ReleasedPrisoner,
        ] {
            for round in 0..200 {
                let found = draw(status, Sex::Male, &mut dice);
                let first = found.first().expect("a section");
                let (court, _) = court_of(first.group, status, round % 2 == 0, &mut dice);
                assert!(reference::courts().get(court).is_some(), "{court}");
            }
        }
    }
}
