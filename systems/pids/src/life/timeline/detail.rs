use contracts::Event;
use contracts::pids as told;
use journal::Line;
use kernel::{Date, WardId};
use serde::de::DeserializeOwned;

/// One field of a correction.
pub type FieldChange = told::Corrected;

/// What an entry tells beside its words, not yet in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing more.
    #[default]
    Nothing,
    /// Which court, hospital or prison.
    Place(String),
    /// The number under which somebody is held.
    Number(String),
    /// A ward.
    Ward(WardId),
    /// The first ward of a custody or of a prison.
    FirstWard(WardId),
    /// The next date in court; none when the court gave none.
    NextCourt(Option<Date>),
    /// Who ordered a release, and the order's number.
    Order(String),
    /// Microseconds from the order to the gate.
    Waited(i64),
    /// The cases that hold somebody.
    HeldBy(String),
    /// A word of the legal statuses.
    Status(String),
    /// Field by field, the old words and the new.
    Fields(Vec<FieldChange>),
    /// Whether two are one person, and whether one of them stood at the gate.
    Same {
        /// Whether they are.
        same: bool,
        /// Whether one of them stood at the gate.
        at_gate: bool,
    },
    /// How many on record are like somebody who was taken as new.
    Alike(usize),
}

impl Detail {
    /// What a line tells. A body that this release cannot read tells nothing more: its words, its moment
    /// and its officer still stand, and finding broken lines is the work of `alor verify`.
    pub fn of(line: &Line) -> Self {
        read(line).unwrap_or_default()
    }
}

fn read(line: &Line) -> kernel::Result<Detail> {
    Ok(match line.kind.as_str() {
        told::Admitted::KIND => Detail::Number(body::<told::Admitted>(line)?.number),
        told::SentToCourt::KIND => Detail::Place(body::<told::SentToCourt>(line)?.away.place),
        told::SentToHospital::KIND => Detail::Place(body::<told::SentToHospital>(line)?.away.place),
        told::TransferSent::KIND => Detail::Place(body::<told::TransferSent>(line)?.away.place),
        told::NotArrived::KIND => Detail::Place(body::<told::NotArrived>(line)?.away.place),
        told::TransferReceived::KIND => {
            Detail::Number(body::<told::TransferReceived>(line)?.now.number)
        }
        told::CameFromCourt::KIND => {
            Detail::NextCourt(body::<told::CameFromCourt>(line)?.now.next_court_on)
        }
        told::OrderReceived::KIND => ordered(body::<told::OrderReceived>(line)?.order),
        told::OrderChecked::KIND => ordered(body::<told::OrderChecked>(line)?.order),
        told::OrderHeld::KIND => Detail::HeldBy(body::<told::OrderHeld>(line)?.held_by.join(", ")),
        told::Released::KIND => Detail::Waited(body::<told::Released>(line)?.waited),
        told::WardMoved::KIND => moved(&body(line)?),
        told::Recaptured::KIND => in_ward(body::<told::Recaptured>(line)?.now.ward),
        told::StatusChanged::KIND => {
            Detail::Status(body::<told::StatusChanged>(line)?.now.legal_status)
        }
        told::PersonCorrected::KIND => Detail::Fields(body::<told::PersonCorrected>(line)?.fields),
        told::CustodyCorrected::KIND => {
            Detail::Fields(body::<told::CustodyCorrected>(line)?.fields)
        }
        told::SameDecided::KIND => {
            let told = body::<told::SameDecided>(line)?;
            Detail::Same {
                same: told.same,
                at_gate: told.admission.is_some(),
            }
        }
        told::AdmissionDecided::KIND => match body::<told::AdmissionDecided>(line)?.alike {
            0 => Detail::Nothing,
            alike => Detail::Alike(alike),
        },
        _ => Detail::Nothing,
    })
}

fn body<E: Event + DeserializeOwned>(line: &Line) -> kernel::Result<E> {
    line.body()
}

fn ordered(order: told::OrderState) -> Detail {
    Detail::Order(format!("{}, {}", order.court, order.order_ref))
}

fn moved(told: &told::WardMoved) -> Detail {
    match (told.now.ward, told.from) {
        (Some(ward), None) => Detail::FirstWard(ward),
        (ward, _) => in_ward(ward),
    }
}

fn in_ward(ward: Option<WardId>) -> Detail {
    ward.map_or(Detail::Nothing, Detail::Ward)
}
