use std::fmt;

/// The work of a journey: what the clerk did and how often the line was waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Keystrokes, apart from the names and addresses that nobody can save.
    pub keys: u32,
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
            "{} keys, {} clicks, {} round trips",
            self.keys, self.clicks, self.round_trips
        )
    }
}
