//! What changes in prisons, buildings and wards.

use kernel::{BdTime, BuildingId, Date, PrisonId, WardId};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    PrisonFounded = "prison.founded", Down;
    PrisonChanged = "prison.changed", Down;
    PrisonChangeInForce = "prison.change_in_force", Down;
    PrisonChangeWithdrawn = "prison.change_withdrawn", Down;
    BuildingWritten = "building.written", Up;
    WardWritten = "ward.written", Up;
    WardClosed = "ward.closed", Up;
    WardOpened = "ward.opened", Up;
}

/// A prison is known from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrisonFounded {
    /// The prison.
    pub prison: PrisonId,
    /// Its code.
    pub code: String,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in English.
    pub name_en: String,
    /// A word of the kinds of prison.
    pub kind: String,
    /// Code of the DIG's division.
    pub division: String,
    /// Places by official capacity.
    pub certified: Option<i64>,
}

/// What a prison is from a day on was written down: the day may have been, be today or lie ahead.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrisonChanged {
    /// The prison.
    pub prison: PrisonId,
    /// From this day.
    pub valid_from: Date,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in English.
    pub name_en: String,
    /// A word of the kinds of prison.
    pub kind: String,
    /// Code of the DIG's division.
    pub division: String,
    /// Places by official capacity.
    pub certified: Option<i64>,
    /// Whether it is closed from then on.
    pub closed: bool,
    /// The order behind it, as it was typed; may be empty.
    pub order: String,
}

/// The day of a change has come, and the prison is what it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrisonChangeInForce {
    /// The prison.
    pub prison: PrisonId,
    /// Since this day.
    pub valid_from: Date,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in English.
    pub name_en: String,
    /// A word of the kinds of prison.
    pub kind: String,
    /// Code of the DIG's division.
    pub division: String,
    /// Places by official capacity.
    pub certified: Option<i64>,
    /// Whether it is closed.
    pub closed: bool,
}

/// A change that was to come will not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrisonChangeWithdrawn {
    /// The prison.
    pub prison: PrisonId,
    /// From which day it would have held.
    pub valid_from: Date,
    /// The name in Bangla that it would have had.
    pub name_bn: String,
    /// The name in English that it would have had.
    pub name_en: String,
    /// Whether it would have been closed.
    pub closed: bool,
}

/// A building is new or has changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BuildingWritten {
    /// The building.
    pub building: BuildingId,
    /// Where it stands.
    pub prison: PrisonId,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in English.
    pub name_en: String,
}

/// A ward is new or has changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WardWritten {
    /// The ward.
    pub ward: WardId,
    /// Where it is.
    pub prison: PrisonId,
    /// In which building.
    pub building: BuildingId,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in English.
    pub name_en: String,
    /// What it is.
    pub kind: String,
    /// Whose sex it is for.
    pub for_sex: String,
    /// Whose age it is for.
    pub for_age: String,
    /// Whose legal status it is for.
    pub for_status: String,
    /// Certified places.
    pub certified: i64,
    /// Places in use.
    pub working: i64,
    /// The most it may ever hold.
    pub most: i64,
    /// Whether it can be reached without stairs.
    pub ground_floor: bool,
}

/// Nobody is placed in this ward any more. Why is the line's reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WardClosed {
    /// The ward.
    pub ward: WardId,
    /// Where it is.
    pub prison: PrisonId,
    /// Since when.
    pub at: BdTime,
}

/// The ward is in use again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WardOpened {
    /// The ward.
    pub ward: WardId,
    /// Where it is.
    pub prison: PrisonId,
}
