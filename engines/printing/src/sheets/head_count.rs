//! The daily head-count return, in the categories of headquarters' return.

use serde::{Deserialize, Serialize};

use super::Head;

/// The daily head-count return (A4) in the categories of headquarters' return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadCount {
    /// Top and foot.
    pub head: Head,
    /// The day and hour of the count.
    pub date: String,
    /// Certified capacity.
    pub capacity: String,
    /// From yesterday's lock-up to today's.
    pub movement: DayMovement,
    /// Who is held.
    pub population: Population,
    /// Under-trial prisoners by time in custody.
    pub under_trial: UnderTrial,
    /// Convicts by sentence.
    pub convicted: Convicted,
    /// All prisoners by offence.
    pub offences: Offences,
    /// Hash of the journal at the end of the day; empty for none.
    pub seal: String,
}

/// From one lock-up to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayMovement {
    /// At the lock-up before.
    pub opening: String,
    /// Newly received.
    pub received: String,
    /// In from other prisons.
    pub transferred_in: String,
    /// Released or bailed.
    pub released: String,
    /// Out to other prisons.
    pub transferred_out: String,
    /// Escaped.
    pub escaped: String,
    /// Died.
    pub died: String,
    /// At this lock-up.
    pub closing: String,
    /// Of these, out at court.
    pub at_court: String,
    /// Of these, in a hospital outside.
    pub in_hospital: String,
}

/// Everyone held, by the classes of the return. The classes overlap, so they do not add up to the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Men.
    pub male: String,
    /// Women.
    pub female: String,
    /// Foreign nationals.
    pub foreign: String,
    /// Under age.
    pub juvenile: String,
    /// Held under preventive detention.
    pub detenu: String,
    /// Civil prisoners.
    pub civil: String,
    /// Term over, not yet repatriated (RP).
    pub released: String,
    /// Under sentence of death (CP).
    pub condemned: String,
    /// All.
    pub total: String,
}

/// How many men, women, and together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Men.
    pub men: String,
    /// Women.
    pub women: String,
    /// Together.
    pub total: String,
}

/// Under-trial prisoners by time in custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnderTrial {
    /// Less than one year.
    pub under_1_year: Count,
    /// One to two years.
    pub years_1_2: Count,
    /// Three to five years.
    pub years_3_5: Count,
    /// Six to ten years.
    pub years_6_10: Count,
    /// More than ten years.
    pub over_10_years: Count,
    /// All under trial.
    pub total: Count,
}

/// Convicts by sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Convicted {
    /// Death.
    pub death: Count,
    /// Life.
    pub life: Count,
    /// More than twenty years.
    pub over_20_years: Count,
    /// Ten to twenty years.
    pub years_10_20: Count,
    /// Five to ten years.
    pub years_5_10: Count,
    /// One to four years.
    pub years_1_4: Count,
    /// Less than one year.
    pub under_1_year: Count,
    /// All convicts.
    pub total: Count,
}

/// Everyone held, by offence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offences {
    /// Narcotics.
    pub drugs: Count,
    /// Murder.
    pub murder: Count,
    /// Robbery.
    pub robbery: Count,
    /// Rape.
    pub rape: Count,
    /// Kidnapping.
    pub kidnapping: Count,
    /// Under the law against oppression of women and children.
    pub women_and_children: Count,
    /// Theft.
    pub theft: Count,
    /// All others.
    pub other: Count,
    /// All.
    pub total: Count,
}
