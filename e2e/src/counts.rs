use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};

/// How many more round trips than the checked-in file says a run may need: a slow machine may save a
/// field, or look a place up, once more while the next key is still on its way.
const ROUND_TRIPS_SLACK: u32 = 4;
/// One journey after another reads and writes the file.
static FILE: Mutex<()> = Mutex::new(());

/// The work of a journey: what the clerk did and how often the line was waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Keystrokes, apart from the names and addresses that nobody can save.
    pub keys: u32,
    /// Keystrokes of names and addresses.
    pub names: u32,
    /// Clicks.
    pub clicks: u32,
    /// Pages and fragments that were asked for.
    pub round_trips: u32,
}

impl fmt::Display for Counts {
    /// One line, as the checked-in file of counts has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} keys and {} of names, {} clicks, {} round trips",
            self.keys, self.names, self.clicks, self.round_trips
        )
    }
}

impl Counts {
    fn parse(line: &str) -> Option<Self> {
        let mut numbers = line
            .split_whitespace()
            .filter_map(|word| word.parse::<u32>().ok());
        Some(Self {
            keys: numbers.next()?,
            names: numbers.next()?,
            clicks: numbers.next()?,
            round_trips: numbers.next()?,
        })
    }

    /// Whether this is the work that `known` says; round trips may be a few more or less.
    fn agrees(self, known: Self) -> bool {
        let work = |counts: Self| (counts.keys, counts.names, counts.clicks);
        work(self) == work(known)
            && self.round_trips.abs_diff(known.round_trips) <= ROUND_TRIPS_SLACK
    }

    /// Compares the work of `journey` with the checked-in file `counts.txt`; with `ALOR_UPDATE` in the
    /// environment it writes it there instead.
    ///
    /// # Errors
    /// When it is another; when the file cannot be read or written.
    pub fn assert_known(self, journey: &str) -> Result<()> {
        let _turn = FILE
            .lock()
            .map_err(|_| anyhow::anyhow!("another journey failed"))?;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("counts.txt");
        self.compare(journey, &path)
    }

    fn compare(self, journey: &str, path: &PathBuf) -> Result<()> {
        let mut lines: Vec<String> = match std::fs::read_to_string(path) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(_) => Vec::new(),
        };
        let start = format!("{journey}: ");
        let at = lines.iter().position(|line| line.starts_with(&start));
        let known = at.and_then(|at| lines.get(at)?.strip_prefix(&start));
        if let Some(known) = known
            && Self::parse(known).is_some_and(|known| self.agrees(known))
        {
            return Ok(());
        }
        if std::env::var_os("ALOR_UPDATE").is_none() {
            let known = known.unwrap_or("nothing");
            bail!("{journey} took {self}; counts.txt says {known}. ALOR_UPDATE=1 writes it anew");
        }
        let line = format!("{start}{self}");
        match at.and_then(|at| lines.get_mut(at)) {
            Some(old) => *old = line,
            None => lines.push(line),
        }
        lines.sort();
        std::fs::write(path, lines.join("\n") + "\n").with_context(|| path.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let counts = Counts {
            keys: 9,
            names: 30,
            clicks: 0,
            round_trips: 12,
        };
        assert_eq!(Counts::parse(&counts.to_string()), Some(counts));
        assert_eq!(Counts::parse("9 keys"), None);
        let slower = Counts {
            round_trips: 14,
            ..counts
        };
        assert!(slower.agrees(counts));
        let clumsy = Counts { keys: 10, ..counts };
        assert!(!clumsy.agrees(counts));
    }
}
