//! Prints the first people of a prison, each with how another clerk would write them: `cargo run --example roll -- TAN-D 10`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use jiff::civil::date;
use population::{Population, variant_of};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let prison = arguments.next().unwrap_or_else(|| "TAN-D".to_owned());
    let count = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10);
    let population = Population::new(1, date(2026, 1, 1));
    for (person, custody) in population.prison(&prison, count) {
        let other = variant_of(&person, 1);
        println!(
            "{} | {} | পিতা {}",
            person.name_bn, person.name_en, person.father_bn
        );
        println!(
            "  {} | {} | পিতা {}",
            other.name_bn, other.name_en, other.father_bn
        );
        let place = person
            .union
            .or(person.upazila)
            .and_then(reference::PlacePath::of);
        let place = place.map(|path| path.label_bn()).unwrap_or_default();
        println!(
            "  {}, {place} | {:?} | {:?}",
            person.village_bn, person.birth, person.nid
        );
        for case in &custody.cases {
            let number = case.case_no();
            println!(
                "  {:?} {number} {:?} {}",
                custody.legal_status, case.sections, case.court
            );
        }
    }
    for building in population.estate(&prison, 500) {
        let wards = building.wards.iter().map(|ward| {
            format!(
                "{} {:?} {:?} {}",
                ward.name_bn, ward.used_for, ward.age, ward.certified
            )
        });
        println!(
            "{}: {}",
            building.name_bn,
            wards.collect::<Vec<_>>().join(", ")
        );
    }
}
