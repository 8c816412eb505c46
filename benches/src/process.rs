//! What the kernel says of a process.

use anyhow::{Context as _, Result};

/// Clock ticks of `/proc/*/stat` in a second, on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Time on the processors so far, in user and system mode.
pub(crate) fn cpu_seconds(id: u32) -> Result<f64> {
    ticks(&std::fs::read_to_string(format!("/proc/{id}/stat"))?)
}

/// Memory that the process holds now.
pub(crate) fn memory_bytes(id: u32) -> Result<u64> {
    resident(&std::fs::read_to_string(format!("/proc/{id}/status"))?)
}

fn ticks(stat: &str) -> Result<f64> {
    // The name in parentheses may hold spaces; what follows may not.
    let (_, after) = stat.rsplit_once(')').context("a stat without a name")?;
    let mut columns = after.split_whitespace().skip(11);
    let mut next = || -> Result<f64> { Ok(columns.next().context("a short stat")?.parse()?) };
    Ok((next()? + next()?) / TICKS_PER_SECOND)
}

fn resident(status: &str) -> Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.context("a process without memory")?;
    let kib: u64 = size.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_words_are_read() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 1 0 1 1 1";
        assert!((ticks(stat).unwrap() - 3.0).abs() < 1e-9);
        assert_eq!(
            resident("Name:\talor\nVmRSS:\t  2048 kB\n").unwrap(),
            2 << 20
        );
        assert!(ticks("nothing").is_err());
        assert!(memory_bytes(std::process::id()).unwrap() > 1 << 16);
    }
}
