use access::{Action, DataClass};
use contracts::pids::PersonRead;
use db::Tx;
use kernel::{PersonId, Result, words};

use super::{current, may_read};
use crate::custody::{self, Custody};
use crate::estate::{Prison, Ward};
use crate::life::{Absence, absence_of, store};
use crate::people::{self, Person};
use crate::{Doing, estate};

words! {
    /// A part of a person's file, read on its own.
    pub enum Part: "file" {
        /// Who, where, under what number.
        Summary = "summary",
        /// Cases and warrants of each custody.
        Cases = "cases",
        /// Everything that happened.
        Timeline = "timeline",
        /// Relatives and children: sensitive.
        Family = "family",
        /// Injuries and risks: medical.
        Medical = "medical",
        /// Money and articles.
        Property = "property",
    }
}

impl Part {
    /// What one must be allowed to read it.
    pub fn needs(self) -> (Action, DataClass) {
        match self {
            Self::Family => (Action::PersonReadSensitive, DataClass::Sensitive),
            Self::Medical => (Action::PersonReadMedical, DataClass::Medical),
            Self::Summary | Self::Cases | Self::Timeline | Self::Property => {
                (Action::PersonRead, DataClass::Ordinary)
            }
        }
    }
}

/// What every part of a file shows at its top.
#[derive(Clone, Debug)]
pub struct File {
    /// Who.
    pub person: Person,
    /// Every custody, the latest first.
    pub custodies: Vec<Custody>,
    /// The one that goes on, else the latest.
    pub custody: Custody,
    /// Where it is owned.
    pub prison: Prison,
    /// Their ward.
    pub ward: Option<Ward>,
    /// Where they are instead, if they are away.
    pub absence: Option<Absence>,
}

/// Opens a part of a person's file, which leaves a line in the journal: who reads what of whom is a fact
/// like any other.
///
/// # Errors
/// Not found, also outside the actor's scope; denied.
pub fn open_file(tx: &mut Tx<'_>, cx: &Doing<'_>, id: PersonId, part: Part) -> Result<File> {
    let read_in = may_read(tx, cx, part.needs(), id)?;
    let person = people::store::get(tx, id)?;
    let custodies = custody::store::all_of(tx, id)?;
    let custody = current(&custodies)
        .cloned()
        .ok_or_else(kernel::Error::not_found)?;
    let ward = match custody.ward {
        Some(ward) => Some(estate::store::ward(tx, ward)?),
        None => None,
    };
    let absence = match absence_of(custody.state) {
        Some(_) => store::open_absence_of(tx, custody.id)?,
        None => None,
    };
    let event = PersonRead {
        part: part.word().to_owned(),
    };
    cx.tell(tx, Some(read_in), id.into(), &event, None)?;
    Ok(File {
        prison: estate::store::prison(tx, custody.prison)?,
        person,
        custodies,
        custody,
        ward,
        absence,
    })
}
