use db::{Conn, Tx, args};
use kernel::{BdTime, CustodyId, PersonId, Phone, Result, Taka};

use crate::people::TwoNames;
use crate::people::store::two_names;
use crate::record::{Region, RelativeId};

/// Rows that one part of a file shows.
const PART_MAX: i64 = 500;

/// A relative or emergency contact: sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The entry.
    pub id: RelativeId,
    /// Name.
    pub name: String,
    /// How they are related: a code of `reference`'s relations, or words.
    pub relation: String,
    /// Phone.
    pub phone: Option<Phone>,
    /// Where they live, in words.
    pub address: String,
    /// Whether they are told in an emergency.
    pub emergency: bool,
    /// Whether the prisoner agrees that they are told things.
    pub consent: bool,
}

/// A child: sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Name.
    pub name: String,
    /// Completed years on the day it was said.
    pub age: i64,
    /// Inside, with the mother.
    pub inside: bool,
    /// With whom outside.
    pub carer: String,
    /// Where outside, in words.
    pub place: String,
    /// When it was said.
    pub at: BdTime,
}

/// An injury seen at the gate: medical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjurySeen {
    /// `front` or `back`.
    pub side: String,
    /// Per mille of the body map's width.
    pub x: i64,
    /// Per mille of its height.
    pub y: i64,
    /// What sort.
    pub kind: String,
    /// In words.
    pub note: String,
    /// How the prisoner says it came about.
    pub alleged: String,
    /// When it was seen.
    pub at: BdTime,
}

impl InjurySeen {
    /// The part of the body.
    pub fn region(&self) -> Region {
        Region::of(&self.side, self.x, self.y)
    }
}

/// The answer to a risk question: medical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskSaid {
    /// The question's code.
    pub question: String,
    /// `yes`, `no` or `unknown`.
    pub answer: String,
    /// More, in words.
    pub note: String,
    /// When.
    pub at: BdTime,
}

/// Money or an article in the jailer's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// `cash` or `article`.
    pub kind: String,
    /// What.
    pub what: String,
    /// How many.
    pub quantity: i64,
    /// How much money.
    pub amount: Taka,
    /// The receipt's number.
    pub receipt: String,
    /// When it was taken.
    pub taken_at: BdTime,
    /// When it was given back.
    pub returned_at: Option<BdTime>,
    /// Who signed for it, where it was not given back at the gate.
    pub returned_to: Option<String>,
}

/// Other names.
///
/// # Errors
/// Those of the database.
pub fn aliases(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<TwoNames>> {
    conn.query(
        "SELECT name_bn, name_en FROM alias WHERE person = $1 ORDER BY id LIMIT $2",
        args![person, PART_MAX],
        |row| two_names(row, "name"),
    )
}

/// Relatives who may be told things, those for an emergency first.
///
/// # Errors
/// Those of the database.
pub fn contacts(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Contact>> {
    conn.query(
        "SELECT id, name, relation, phone, address, emergency, consent FROM contact \
         WHERE person = $1 AND ended_at IS NULL ORDER BY emergency DESC, id LIMIT $2",
        args![person, PART_MAX],
        |row| {
            let phone: Option<String> = row.get("phone")?;
            Ok(Contact {
                id: row.get("id")?,
                name: row.get("name")?,
                relation: row.get("relation")?,
                phone: phone
                    .map(|digits| Phone::parse("phone", &digits))
                    .transpose()?,
                address: row.get("address")?,
                emergency: row.get("emergency")?,
                consent: row.get("consent")?,
            })
        },
    )
}

/// Children.
///
/// # Errors
/// Those of the database.
pub fn children(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Kin>> {
    conn.query(
        "SELECT name, age, inside, carer, place, at FROM child WHERE person = $1 ORDER BY age DESC, id LIMIT $2",
        args![person, PART_MAX],
        |row| {
            Ok(Kin {
                name: row.get("name")?,
                age: row.get("age")?,
                inside: row.get("inside")?,
                carer: row.get("carer")?,
                place: row.get("place")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Injuries seen at the gate in one custody.
///
/// # Errors
/// Those of the database.
pub fn injuries(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<InjurySeen>> {
    conn.query(
        "SELECT side, x, y, kind, note, alleged, at FROM injury WHERE custody = $1 ORDER BY at, id LIMIT $2",
        args![custody, PART_MAX],
        |row| {
            Ok(InjurySeen {
                side: row.get("side")?,
                x: row.get("x")?,
                y: row.get("y")?,
                kind: row.get("kind")?,
                note: row.get("note")?,
                alleged: row.get("alleged")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Answers to the risk questions in one custody.
///
/// # Errors
/// Those of the database.
pub fn risks(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<RiskSaid>> {
    conn.query(
        "SELECT question, answer, note, at FROM risk_answer WHERE custody = $1 ORDER BY question LIMIT $2",
        args![custody, PART_MAX],
        |row| {
            Ok(RiskSaid {
                question: row.get("question")?,
                answer: row.get("answer")?,
                note: row.get("note")?,
                at: row.get("at")?,
            })
        },
    )
}

/// Money and articles taken in one custody.
///
/// # Errors
/// Those of the database.
pub fn belongings(conn: &mut Conn<'_>, custody: CustodyId) -> Result<Vec<Belonging>> {
    conn.query(
        "SELECT kind, what, quantity, poisha, receipt, taken_at, returned_at, returned_to \
         FROM property WHERE custody = $1 ORDER BY taken_at, id LIMIT $2",
        args![custody, PART_MAX],
        |row| {
            Ok(Belonging {
                kind: row.get("kind")?,
                what: row.get("what")?,
                quantity: row.get("quantity")?,
                amount: row.get("poisha")?,
                receipt: row.get("receipt")?,
                taken_at: row.get("taken_at")?,
                returned_at: row.get("returned_at")?,
                returned_to: row.get("returned_to")?,
            })
        },
    )
}

/// Writes that everything still held was given back. Gives how many things.
///
/// # Errors
/// Those of the database.
pub fn give_back(tx: &mut Tx<'_>, custody: CustodyId, at: BdTime) -> Result<u64> {
    tx.exec(
        "UPDATE property SET returned_at = $1 WHERE custody = $2 AND returned_at IS NULL",
        args![at, custody],
    )
}
