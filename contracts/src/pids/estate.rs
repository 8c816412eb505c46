//! What changes in prisons, buildings and wards.

use kernel::{BdTime, BuildingId, PrisonId, WardId};
use serde::{Deserialize, Serialize};

use crate::event;

event! {
    PrisonFounded = "prison.founded", Down;
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
