use contracts::pids::{PropertyReturned, PropertyTaken, ThingHeld};
use db::Tx;
use kernel::{PersonId, Result, Taka};

use super::{ORDINARY, hold, latest};
use crate::record::{HandBack, NewProperty, Typed, store};
use crate::{Doing, custody};

/// The series of a prison's receipts, counted anew each year beside those of its registers.
const RECEIPTS: &str = "receipt";

/// Takes money and articles into the jailer's hands and gives the receipt's number (Prisons Act 1894
/// s. 25).
///
/// # Errors
/// Denied; not found; invalid when nothing is handed over or it cannot be read; conflict when the custody
/// has ended.
pub fn take_property(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    typed: &Typed,
) -> Result<String> {
    let custody = hold(tx, cx, ORDINARY, person)?;
    let things = things(cx, &NewProperty::read(typed)?);
    let (now, year) = (cx.now(), cx.now().date().year());
    let serial = custody::store::next_serial(tx, custody.prison, RECEIPTS, year)?;
    let receipt = format!("R-{serial}/{year}");
    for thing in &things {
        store::insert_property(tx, custody.id, thing, &receipt, now)?;
    }
    let event = PropertyTaken {
        custody: custody.id,
        receipt: receipt.clone(),
        things,
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    Ok(receipt)
}

/// What is handed over, thing by thing.
pub(crate) fn things(cx: &Doing<'_>, new: &NewProperty) -> Vec<ThingHeld> {
    let cash = (new.cash > Taka(0)).then(|| ThingHeld {
        property: cx.world.id(),
        kind: "cash".to_owned(),
        what: String::new(),
        quantity: 1,
        amount: new.cash,
    });
    let articles = new.articles.iter().map(|article| ThingHeld {
        property: cx.world.id(),
        kind: "article".to_owned(),
        what: article.what.clone(),
        quantity: article.quantity,
        amount: Taka(0),
    });
    cash.into_iter().chain(articles).collect()
}

/// Hands belongings back, also of a custody that has ended: to the prisoner, or to whom the prisoner says
/// in writing.
///
/// # Errors
/// Denied; not found; invalid when nothing is chosen or nobody signs; conflict when something left before
/// or is not of this custody, and then nothing is handed back.
pub fn hand_back(
    tx: &mut Tx<'_>,
    cx: &Doing<'_>,
    person: PersonId,
    typed: &Typed,
) -> Result<usize> {
    let custody = latest(tx, cx, ORDINARY, person)?;
    let given = HandBack::read(typed)?;
    let mut things = Vec::new();
    for id in &given.things {
        things.push(store::hand_back(tx, custody.id, *id, &given, cx.now())?);
    }
    let count = things.len();
    let event = PropertyReturned {
        custody: custody.id,
        to: given.to,
        things,
    };
    cx.tell(tx, Some(custody.prison), custody.id.into(), &event, None)?;
    Ok(count)
}
