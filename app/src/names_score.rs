//! `alor names score`: the name engine on a file.

use std::io::{BufRead as _, BufReader, Read, Write as _};

use anyhow::Context as _;

use crate::cli::Names;

/// Reads pairs and prints how alike they are.
pub(crate) fn run(Names::Score { file }: &Names) -> anyhow::Result<()> {
    let input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(
            std::fs::File::open(file)
                .with_context(|| format!("{} cannot be read", file.display()))?,
        )
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (at, line) in BufReader::new(input).lines().enumerate() {
        let line = line.with_context(|| format!("line {} is not UTF-8", at + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let (a, b) = line
            .split_once('\t')
            .with_context(|| format!("line {} has no tab: write a<TAB>b", at + 1))?;
        let matched = u8::from(names::keys_match(a, b));
        writeln!(out, "{a}\t{b}\t{matched}\t{:.3}", names::score(a, b))?;
    }
    out.flush()?;
    Ok(())
}
