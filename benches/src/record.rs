//! Made-up people in the record's own words.

use kernel::{BdTime, Birth, Nid, Phone, World};
use pids::custody::{self, Custody, EndKind, LegalStatus, Source, State, Warrant};
use pids::estate::Prison;
use pids::find::Doc;
use pids::people::{Address, Person, Sex, TwoNames};
use population::{Ending, MadeCustody, MadePerson};

/// Serials of loaded people start here: those whom the benchmark admits take the numbers below.
const SERIALS_FROM: i64 = 1_000_001;

/// One person ready to be written.
pub(crate) struct Record {
    pub(crate) person: Person,
    pub(crate) custody: Custody,
    /// How the custody ended.
    pub(crate) ended: Option<EndKind>,
    pub(crate) doc: Doc,
}

/// The record of the `serial`-th person of a prison.
pub(crate) fn record(
    world: &World,
    prison: &Prison,
    serial: i64,
    (made, past): (&MadePerson, &MadeCustody),
) -> Record {
    let person = person(world, made);
    let status = status(past.legal_status);
    let admitted_at = BdTime::start_of(past.admitted_on).plus(12 * BdTime::HOUR);
    let mut custody = Custody {
        id: world.id(),
        person: person.id,
        prison: prison.id,
        number: custody::number(status, SERIALS_FROM + serial, past.admitted_on.year()),
        legal_status: status,
        state: State::Present,
        ward: None,
        source: Source::Court,
        warrant: Warrant {
            number: past.warrant_no.clone(),
            court: "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট আদালত".to_owned(),
            on: Some(past.admitted_on),
        },
        next_court_on: past.cases.iter().filter_map(|case| case.next_date).min(),
        admitted_at,
        ended_at: None,
        verified_at: None,
        version: 1,
    };
    let ended = past.ended.map(|(day, ending)| {
        let kind = match ending {
            Ending::Bail => EndKind::Bail,
            Ending::Acquitted => EndKind::Acquittal,
            Ending::TermOver => EndKind::TermOver,
        };
        custody.state = kind.state();
        custody.ended_at = Some(BdTime::start_of(day).plus(18 * BdTime::HOUR));
        kind
    });
    let mut doc = Doc::of(&person);
    if let Some(alias) = &made.alias {
        doc.add_alias(&TwoNames::new(&alias.bn, &alias.en));
    }
    doc.add_prisoner_number(&prison.code, &custody.number);
    doc.held(custody.id, prison.id);
    Record {
        person,
        custody,
        ended,
        doc,
    }
}

fn person(world: &World, made: &MadePerson) -> Person {
    let names = TwoNames::new(&made.name_bn, &made.name_en);
    let mut person = Person::new(world.id(), names, sex(made.sex));
    person.father = TwoNames::new(&made.father_bn, &made.father_en);
    person.mother = TwoNames::new(&made.mother_bn, &made.mother_en);
    if let Some(spouse) = &made.spouse {
        person.spouse = TwoNames::new(&spouse.bn, &spouse.en);
    }
    person.birth = Some(match made.birth {
        population::Birth::Exact(date) => Birth::On(date),
        population::Birth::Estimated { age, on } => Birth::About {
            age: age.into(),
            on,
        },
    });
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
    person.education = Some(made.education.to_owned());
    person.occupation = Some(made.occupation.to_owned());
    person.height_cm = i16::try_from(made.height_cm).ok();
    person.permanent = Address {
        place: place(made).to_owned(),
        village: kernel::bangla::normalise::text(&made.village_bn),
    };
    person.present = person.permanent.clone();
    person
}

/// Code of the smallest known place in which the person is at home.
pub(crate) fn place(made: &MadePerson) -> &'static str {
    made.union
        .or(made.upazila)
        .or(made.district)
        .unwrap_or_default()
}

/// The record's word for the population's.
pub(crate) fn sex(made: population::Sex) -> Sex {
    match made {
        population::Sex::Male => Sex::Male,
        population::Sex::Female => Sex::Female,
        population::Sex::Hijra => Sex::Hijra,
    }
}

fn status(made: population::LegalStatus) -> LegalStatus {
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
