//! The words that every part of Alorpoth uses: typed ids, time, money, phone numbers, national
//! identity numbers and the one error type. No input or output happens here; the clock and the
//! randomness of the machine are reached through [`World`], so that a test can set both.
//!
//! | to … | use |
//! | --- | --- |
//! | name a new kind of record | [`id!`] |
//! | list the words a column may hold | [`words!`] |
//! | ask for the time, an id or random bytes | [`World`] |
//! | say that something went wrong | [`Error`] and its constructors |
//! | read what a clerk typed | [`Phone`], [`Nid`], [`Taka`], [`Birth`] and their `parse` |
//! | write digits, dates and numbers for a reader | [`bangla`], re-exported |

pub use bangla;
pub use bangla::Lang;

mod birth;
mod error;
mod id;
mod nid;
mod phone;
mod taka;
mod time;
mod value;
mod words;
mod world;

pub use birth::Birth;
pub use error::{Error, FieldError, Kind, Result};
pub use id::BlobHash;
pub use nid::{Nid, NidFlag};
pub use phone::Phone;
pub use taka::Taka;
pub use time::{BdTime, Date, parse_date, parse_past_date};
pub use uuid::Uuid;
pub use value::{FromValue, Value};
pub use world::{Clock, FakeClock, Random, SeededRandom, World};

id!(
    /// A human being, recorded once however often they come to prison.
    PersonId
);
id!(
    /// One stay in custody of one person.
    CustodyId
);
id!(
    /// A prison (কারাগার).
    PrisonId
);
id!(
    /// A building inside a prison.
    BuildingId
);
id!(
    /// A ward or cell inside a building.
    WardId
);
id!(
    /// A person who works with the system: officer, clerk, inspector.
    UserId
);
id!(
    /// One login of one user on one device.
    SessionId
);
id!(
    /// A piece of work that somebody owes by a time.
    TaskId
);
id!(
    /// An expected or present arrival at a prison's gate.
    ArrivalId
);
id!(
    /// An admission under way.
    AdmissionId
);
id!(
    /// A court case (মামলা).
    CaseId
);
id!(
    /// An absence from the ward: court, hospital, transfer.
    AbsenceId
);
id!(
    /// An order that opens the gate.
    OrderId
);
id!(
    /// A file brought in.
    BatchId
);
