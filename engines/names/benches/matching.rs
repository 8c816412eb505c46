//! How long a comparison takes: `cargo bench -p names`.

use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const PAIRS: [(&str, &str); 4] = [
    ("Md. Abdul Karim", "মোঃ আব্দুল করিম"),
    ("Zahangir Alom", "Jahangir Alam"),
    ("Hasan", "Hosain"),
    ("Mst. Rahima Khatun", "Md. Shafiqul Islam"),
];

#[divan::bench(args = PAIRS)]
fn score(bencher: Bencher<'_, '_>, (a, b): (&str, &str)) {
    bencher.bench_local(|| names::score(black_box(a), black_box(b)));
}

#[divan::bench(args = PAIRS)]
fn parse_and_keys(bencher: Bencher<'_, '_>, (a, _): (&str, &str)) {
    bencher.bench_local(|| names::index::doc_keys(black_box(a)));
}
