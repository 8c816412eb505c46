use std::collections::{BTreeMap, BTreeSet};

use db::{Conn, Row, args};
use kernel::{BdTime, CustodyId, Date, PersonId, PrisonId, Result, WardId};

use crate::custody::State;
use crate::estate::proposal::Sleeper;
use crate::estate::{ADULT_FROM, Count, ForStatus};
use crate::people::TwoNames;
use crate::people::store::two_names;

/// People that one ward's page shows at once.
const HERE_MAX: i64 = 2_000;

/// The states of those who have a place, as the index on custody holds them.
const WITH_PLACE: &str = "'present', 'at_court', 'in_hospital'";

fn add(count: &mut Count, state: State, number: i64) {
    let field = match state {
        State::Present => &mut count.present,
        State::AtCourt => &mut count.at_court,
        State::InHospital => &mut count.in_hospital,
        State::InTransfer => &mut count.in_transfer,
        State::Bailed | State::Released | State::Escaped | State::Dead => return,
    };
    *field = field.saturating_add(number);
}

/// How many belong to each ward of a prison. Those without a ward yet stand under none.
///
/// # Errors
/// Those of the database.
pub fn by_ward(conn: &mut Conn<'_>, prison: PrisonId) -> Result<BTreeMap<Option<WardId>, Count>> {
    let mut counts: BTreeMap<_, Count> = BTreeMap::new();
    let sql = format!(
        "SELECT ward, state, COUNT(*) FROM custody \
         WHERE prison = $1 AND state IN ({WITH_PLACE}, 'in_transfer') GROUP BY ward, state"
    );
    conn.each(&sql, args![prison], |row| {
        add(
            counts.entry(row.at(0)?).or_default(),
            row.at(1)?,
            row.at(2)?,
        );
        Ok(())
    })?;
    Ok(counts)
}

/// How many belong to one ward.
///
/// # Errors
/// Those of the database.
pub fn of_ward(conn: &mut Conn<'_>, ward: WardId) -> Result<Count> {
    let mut count = Count::default();
    let sql = format!(
        "SELECT state, COUNT(*) FROM custody WHERE ward = $1 AND state IN ({WITH_PLACE}) GROUP BY state"
    );
    conn.each(&sql, args![ward], |row| {
        add(&mut count, row.at(0)?, row.at(1)?);
        Ok(())
    })?;
    Ok(count)
}

/// How many belong to each prison. One short walk over the index for each prison and state: a single
/// GROUP BY would walk over every custody that ever ended.
///
/// # Errors
/// Those of the database.
pub fn by_prison(conn: &mut Conn<'_>) -> Result<BTreeMap<PrisonId, Count>> {
    let one = |state: &str| {
        format!("(SELECT COUNT(*) FROM custody c WHERE c.prison = p.id AND c.state = '{state}')")
    };
    let sql = format!(
        "SELECT p.id, {}, {}, {}, {} FROM prison p",
        one("present"),
        one("at_court"),
        one("in_hospital"),
        one("in_transfer"),
    );
    let rows = conn.query(&sql, args![], |row| {
        let count = Count {
            present: row.at(1)?,
            at_court: row.at(2)?,
            in_hospital: row.at(3)?,
            in_transfer: row.at(4)?,
        };
        Ok((row.at(0)?, count))
    })?;
    Ok(rows.into_iter().collect())
}

/// Which sorts of people sleep in each ward that is marked "any" in something; `today` turns a birth
/// into an age band. Other wards are left out: their sign says it.
///
/// # Errors
/// Those of the database.
pub fn sleepers(
    conn: &mut Conn<'_>,
    prison: PrisonId,
    today: Date,
) -> Result<BTreeMap<WardId, BTreeSet<Sleeper>>> {
    let mut found: BTreeMap<WardId, BTreeSet<Sleeper>> = BTreeMap::new();
    let sql = format!(
        "SELECT DISTINCT c.ward, c.legal_status, p.sex, p.birth_date, p.birth_age, p.birth_age_on \
         FROM ward w JOIN custody c ON c.ward = w.id AND c.state IN ({WITH_PLACE}) \
         JOIN person p ON p.id = c.person \
         WHERE w.prison = $1 AND (w.for_sex = 'any' OR w.for_age = 'any' OR w.for_status = 'any' \
         OR w.kind IN ('cell', 'condemned'))"
    );
    conn.each(&sql, args![prison], |row| {
        let birth = crate::people::store::birth(row)?;
        let age = birth.map_or(ADULT_FROM, |birth| birth.age_on(today));
        let sleeper = Sleeper::of(row.get("sex")?, age, row.get("legal_status")?);
        found.entry(row.get("ward")?).or_default().insert(sleeper);
        Ok(())
    })?;
    Ok(found)
}

/// Wards in which somebody sleeps who is accused in a case of this custody.
///
/// # Errors
/// Those of the database.
pub fn co_accused_wards(conn: &mut Conn<'_>, custody: CustodyId) -> Result<BTreeSet<WardId>> {
    let sql = format!(
        "SELECT DISTINCT c.ward FROM case_accused mine \
         JOIN case_accused theirs ON theirs.court_case = mine.court_case AND theirs.custody <> mine.custody \
         JOIN custody c ON c.id = theirs.custody AND c.state IN ({WITH_PLACE}) \
         WHERE mine.custody = $1 AND c.ward IS NOT NULL"
    );
    let wards = conn.query(&sql, args![custody], |row| row.at(0))?;
    Ok(wards.into_iter().collect())
}

/// Somebody whose place was in a ward at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Who.
    pub person: PersonId,
    /// In which custody.
    pub custody: CustodyId,
    /// Name.
    pub name: TwoNames,
    /// Number in this prison.
    pub number: String,
    /// The group that the Prisons Act keeps apart, as it is now.
    pub group: ForStatus,
    /// Since when the place was theirs.
    pub since: BdTime,
    /// Where they were at that moment instead, if they were away: kind and place.
    pub away: Option<(String, String)>,
}

fn here_row(row: &Row) -> Result<Here> {
    let away = row
        .get::<Option<String>>("away_kind")?
        .zip(row.get("away_place")?);
    Ok(Here {
        person: row.get("person")?,
        custody: row.get("custody")?,
        name: two_names(row, "name")?,
        number: row.get("number")?,
        group: ForStatus::of(row.get("legal_status")?),
        since: row.get("from_at")?,
        away,
    })
}

/// Who was in this ward at that moment: every placement that was open then, with the absence that was.
/// A stay counts from the moment it began until just before the moment it ended, so that somebody who
/// moves is in one ward at any moment, never in two and never in none.
///
/// # Errors
/// Those of the database.
pub fn here_at(conn: &mut Conn<'_>, ward: WardId, at: BdTime) -> Result<Vec<Here>> {
    conn.query(
        "SELECT c.person, pl.custody, p.name_bn, p.name_en, c.legal_status, pl.from_at, \
         a.kind AS away_kind, a.place AS away_place, \
         COALESCE((SELECT n.number FROM custody_number n WHERE n.custody = pl.custody \
           AND n.prison = pl.prison AND n.from_at <= $2 ORDER BY n.from_at DESC LIMIT 1), c.number) AS number \
         FROM placement pl JOIN custody c ON c.id = pl.custody JOIN person p ON p.id = c.person \
         LEFT JOIN absence a ON a.custody = pl.custody AND a.from_at <= $2 AND (a.to_at IS NULL OR a.to_at > $2) \
         WHERE pl.ward = $1 AND pl.from_at <= $2 AND (pl.to_at IS NULL OR pl.to_at > $2) \
         ORDER BY p.name_sort, p.id LIMIT $3",
        args![ward, at, HERE_MAX],
        here_row,
    )
}
