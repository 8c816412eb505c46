use contracts::pids::PrisonFounded;
use db::{Conn, Tx};
use jiff::civil::date;
use kernel::{Date, Error, Kind, PrisonId, Result};

use crate::Doing;
use crate::estate::store;
use crate::estate::term::{PrisonFacts, Term};
use crate::estate::{Prison, PrisonKind};
use crate::people::TwoNames;

/// The day from which a fact holds whose beginning nobody has written down: the day the Prisons Act
/// came into force.
const SINCE_EVER: Date = date(1894, 7, 1);

/// Puts every prison of the shipped list into the database, with all that is known of what it was
/// before. A prison that is there already stays as it is and only learns terms that it lacks; gives the
/// number of prisons that were new or learnt something.
///
/// # Errors
/// Those of the database.
pub fn found(tx: &mut Tx<'_>, cx: &Doing<'_>) -> Result<usize> {
    let mut changed = 0;
    for row in reference::prisons().iter() {
        // The last row of a code describes the prison as it is; the others are terms of it.
        let is_last = reference::prisons().get(row.code) == Some(row);
        let known = known(tx, row.code)?;
        let id = known.unwrap_or_else(|| cx.world.id());
        let prison = described(row, id)?;
        if known.is_none() {
            let latest = reference::prisons().get(row.code).unwrap_or(row);
            store::insert_prison(tx, &described(latest, id)?)?;
        }
        let mut terms = vec![shipped(tx, row, &prison)?];
        if let Some(closed_on) = row.valid_to.filter(|_| is_last) {
            let mut closing = shipped(tx, row, &prison)?;
            (closing.valid_from, closing.facts.closed) = (closed_on, true);
            terms.push(closing);
        }
        for term in terms {
            if store::put_term(tx, &term)? {
                changed += usize::from(is_last);
                tell(tx, cx, &prison)?;
            }
        }
    }
    Ok(changed)
}

/// What a row of the shipped list says of a prison. A newer term than a known prison has comes into force as
/// any other change does, by the timer.
fn shipped(tx: &mut Tx<'_>, row: &reference::Prison, prison: &Prison) -> Result<Term> {
    let valid_from = row.valid_from.unwrap_or(SINCE_EVER);
    let now = PrisonFacts::of(&store::prison(tx, prison.id)?);
    let facts = PrisonFacts {
        closed: false,
        ..PrisonFacts::of(prison)
    };
    let is_newer = store::terms_of(tx, prison.id)?
        .last()
        .is_some_and(|last| last.valid_from < valid_from);
    Ok(Term {
        prison: prison.id,
        valid_from,
        in_force: !is_newer || facts == now,
        facts,
        source: if row.verified { row.note } else { "unverified" }.to_owned(),
        reason: String::new(),
        by_name: String::new(),
        at: None,
    })
}

fn known(tx: &mut Tx<'_>, code: &str) -> Result<Option<PrisonId>> {
    match store::prison_by_code(tx, code) {
        Ok(prison) => Ok(Some(prison.id)),
        Err(error) if error.kind == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn described(row: &reference::Prison, id: PrisonId) -> Result<Prison> {
    let kind = PrisonKind::parse("kind", row.kind.code())
        .map_err(|error| Error::corrupt("the shipped list names an unknown kind").because(error))?;
    Ok(Prison {
        id,
        code: row.code.to_owned(),
        name: TwoNames::new(row.name_bn, row.name_en),
        kind,
        division: row.division.to_owned(),
        district: row.district.to_owned(),
        women_only: row.women_only,
        certified: row.capacity_certified.map(i64::from),
        closed_on: row.valid_to,
        version: 1,
    })
}

fn tell(tx: &mut Tx<'_>, cx: &Doing<'_>, prison: &Prison) -> Result<()> {
    let event = PrisonFounded {
        prison: prison.id,
        code: prison.code.clone(),
        name_bn: prison.name.bn.clone(),
        name_en: prison.name.en.clone(),
        kind: prison.kind.word().to_owned(),
        division: prison.division.clone(),
        certified: prison.certified,
    };
    cx.tell(tx, Some(prison.id), prison.id.into(), &event, None)
}

/// The names of all prisons and their divisions, for the bar and the lists of choices: to be set when
/// the server starts and whenever a prison changes.
///
/// # Errors
/// Those of the database.
pub fn places(conn: &mut Conn<'_>) -> Result<Vec<web::Place>> {
    let place = |prison: Prison| {
        let division = reference::divisions().get(&prison.division);
        let named = |name: Option<&str>| name.unwrap_or(&prison.division).to_owned();
        web::Place {
            prison: prison.id,
            division_bn: named(division.map(|division| division.name_bn)),
            division_en: named(division.map(|division| division.name_en)),
            name_bn: prison.name.bn,
            name_en: prison.name.en,
            division: prison.division,
        }
    };
    Ok(store::prisons(conn)?.into_iter().map(place).collect())
}
