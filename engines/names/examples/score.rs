//! Reads lines `a<TAB>b` and prints each with whether their keys match and their score.
//!
//! `cargo run -p names --example score < pairs.tsv`

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        if let Some((a, b)) = line.split_once('\t') {
            let matched = u8::from(names::keys_match(a, b));
            writeln!(out, "{a}\t{b}\t{matched}\t{:.3}", names::score(a, b))?;
        }
    }
    Ok(())
}
