//! Finds a place and a section: `cargo run --example find -- "mirjapur tangail"`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::time::Instant;

const SHOWN: usize = 5;

fn main() {
    let query = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "mirjapur tangail".to_owned());
    // The first search builds the index; people feel the later ones.
    reference::search_place(&query, SHOWN);
    let start = Instant::now();
    let places = reference::search_place(&query, SHOWN);
    println!("{:?}", start.elapsed());
    for found in places {
        println!(
            "{:4} {} {}",
            found.score,
            found.path.code(),
            found.path.label_bn()
        );
    }
    for section in reference::search_section(&query, SHOWN) {
        println!("     {} {}", section.code, section.name_bn);
    }
}
