//! Made-up people and wards in the record's own words.

use kernel::{BdTime, Birth, Nid, PersonId, Phone};
use pids::custody::{Charge, LegalStatus};
use pids::estate::{Capacity, ForAge, ForSex, ForStatus, WardKind};
use pids::people::{Address, Person, Sex, TwoNames};
use population::{
    AgeBand, CaseSeries, MadeCase, MadePerson, MadeSentence, MadeWard, SentenceKind, WardUse,
};

/// A made-up person as a record. What the parsers refuse is left out, as a clerk would leave it.
pub(super) fn person(id: PersonId, made: &MadePerson) -> Person {
    let place = made
        .union
        .or(made.upazila)
        .or(made.district)
        .unwrap_or_default();
    let home = Address {
        place: place.to_owned(),
        village: made.village_bn.clone(),
    };
    let mut person = Person::new(
        id,
        TwoNames::new(&made.name_bn, &made.name_en),
        sex(made.sex),
    );
    person.father = TwoNames::new(&made.father_bn, &made.father_en);
    person.mother = TwoNames::new(&made.mother_bn, &made.mother_en);
    if let Some(spouse) = &made.spouse {
        person.spouse = TwoNames::new(&spouse.bn, &spouse.en);
    }
    person.birth = Some(birth(made.birth));
    person.nid = made
        .nid
        .as_deref()
        .and_then(|digits| Nid::parse("nid", digits).ok());
    person.phone = made
        .phone
        .as_deref()
        .and_then(|digits| Phone::parse("phone", digits).ok());
    person.religion = Some(made.religion.to_owned());
    made.nationality.clone_into(&mut person.nationality);
    person.languages = made
        .languages
        .iter()
        .map(|code| (*code).to_owned())
        .collect();
    person.education = Some(made.education.to_owned());
    person.occupation = Some(made.occupation.to_owned());
    person.height_cm = i16::try_from(made.height_cm).ok();
    person.present = home.clone();
    person.permanent = home;
    person
}

pub(super) fn sex(made: population::Sex) -> Sex {
    match made {
        population::Sex::Male => Sex::Male,
        population::Sex::Female => Sex::Female,
        population::Sex::Hijra => Sex::Hijra,
    }
}

pub(super) fn birth(made: population::Birth) -> Birth {
    match made {
        population::Birth::Exact(date) => Birth::On(date),
        population::Birth::Estimated { age, on } => Birth::About {
            age: i16::from(age),
            on,
        },
    }
}

pub(super) fn status(made: population::LegalStatus) -> LegalStatus {
    match made {
        population::LegalStatus::UnderTrial => LegalStatus::UnderTrial,
        population::LegalStatus::Convict => LegalStatus::Convict,
        population::LegalStatus::Condemned => LegalStatus::Condemned,
        population::LegalStatus::Detenu => LegalStatus::Detenu,
        population::LegalStatus::Civil => LegalStatus::Civil,
        population::LegalStatus::SafeCustody => LegalStatus::SafeCustody,
        population::LegalStatus::ReleasedPrisoner => LegalStatus::ReleasedAwaiting,
    }
}

/// The laws and sections of a case.
pub(super) fn charges(case: &MadeCase) -> Vec<Charge> {
    let section = |code: &str| {
        reference::sections()
            .get(code)
            .map(|section| section.section_en)
    };
    let listed = case.sections.iter().filter_map(|code| section(code));
    listed
        .map(|section| Charge {
            act: case.act.to_owned(),
            section: section.to_owned(),
        })
        .collect()
}

/// A court as clerks write it: the kind and the district.
pub(super) fn court(case: &MadeCase) -> String {
    let kind = reference::courts()
        .get(case.court)
        .map_or(case.court, |term| term.name_bn);
    let district = reference::districts()
        .get(case.court_district)
        .map_or("", |district| district.name_bn);
    format!("{kind}, {district}")
}

/// What a made-up ward is for.
pub(super) fn ward(made: &MadeWard) -> (WardKind, ForSex, ForAge, ForStatus, Capacity) {
    let (kind, status) = match made.used_for {
        WardUse::Reception => (WardKind::Reception, ForStatus::Any),
        WardUse::Untried => (WardKind::Ward, ForStatus::Untried),
        WardUse::Convicted => (WardKind::Ward, ForStatus::Convicted),
        WardUse::Condemned => (WardKind::Condemned, ForStatus::Condemned),
        WardUse::Detenu => (WardKind::Cell, ForStatus::Untried),
        WardUse::Civil => (WardKind::Ward, ForStatus::Civil),
        WardUse::Hospital => (WardKind::Hospital, ForStatus::Any),
    };
    let age = match made.age {
        AgeBand::Adult => ForAge::Adult,
        AgeBand::Young => ForAge::Young,
        AgeBand::Any => ForAge::Any,
    };
    let capacity = Capacity {
        certified: i64::from(made.certified),
        working: i64::from(made.working),
        most: i64::from(made.most_ever),
    };
    (kind, ForSex::of(sex(made.sex)), age, status, capacity)
}

/// Some hour of the day on which a gate is busy, the same for the same person.
pub(super) fn hour_of(date: jiff::civil::Date, id: u32) -> BdTime {
    let minutes = i64::from(id % 420);
    BdTime::start_of(date).plus(11 * BdTime::HOUR + minutes * BdTime::MINUTE)
}

/// The laws and sections of a case as the picker writes them.
pub(super) fn sections(case: &MadeCase) -> String {
    let lines: Vec<String> = charges(case)
        .iter()
        .map(|charge| format!("{} {}", charge.act, charge.section))
        .collect();
    lines.join(";")
}

/// A case's number as the courts write it in Bangla: `জিআর ৫৪৭/২০২৬`.
pub(super) fn case_no(case: &MadeCase) -> String {
    let series = match case.series {
        CaseSeries::Gr => "জিআর",
        CaseSeries::Cr => "সিআর",
        CaseSeries::Sessions => "দায়রা",
        CaseSeries::Tribunal => "ট্রাইব্যুনাল",
        CaseSeries::Order => "আদেশ",
    };
    bangla::digits::to_bangla(&format!("{series} {}/{}", case.number, case.year))
}

/// A sentence as a court's clerk writes it.
pub(super) fn sentence(made: MadeSentence) -> String {
    let term = |kind: &str| {
        let (years, months) = (made.months / 12, made.months % 12);
        let parts = [(years, "বছর"), (months, "মাস")];
        let said = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count} {unit}"));
        format!("{} {kind} কারাদণ্ড", said.collect::<Vec<_>>().join(" "))
    };
    let words = match made.kind {
        SentenceKind::Death => "মৃত্যুদণ্ড".to_owned(),
        SentenceKind::Life => "যাবজ্জীবন কারাদণ্ড".to_owned(),
        SentenceKind::Rigorous => term("সশ্রম"),
        SentenceKind::Simple => term("বিনাশ্রম"),
    };
    let fine = (made.fine_taka > 0).then(|| format!("জরিমানা {} টাকা", made.fine_taka));
    let unpaid = (made.default_months > 0).then(|| format!("অনাদায়ে আরও {} মাস", made.default_months));
    let words: Vec<String> = [Some(words), fine, unpaid].into_iter().flatten().collect();
    bangla::digits::to_bangla(&words.join(", "))
}
