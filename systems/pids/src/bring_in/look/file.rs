//! What a file says more than once, and what it may name.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::Action;
use db::Conn;
use kernel::{Error, Kind, PersonId, PrisonId, Result};

use super::Stay;
use crate::bring_in::mapping::folded;
use crate::bring_in::report::Part;
use crate::bring_in::stay::{Held, Span, span_of};
use crate::bring_in::{Field, store};
use crate::estate::{Prison, Ward};
use crate::{Doing, custody, estate};

/// A prison's wards by name in either script; none where two have the name.
type WardNames = HashMap<String, Option<Ward>>;

/// What a file says more than once, and the prisons it may name.
pub(super) struct File {
    /// By code, and by name in either script.
    prisons: HashMap<String, Prison>,
    may: BTreeSet<PrisonId>,
    wards: BTreeMap<PrisonId, WardNames>,
    numbers: BTreeSet<(PrisonId, String)>,
    pub(super) externals: BTreeSet<String>,
    /// Right records by the source's number, by their place among the checked ones.
    pub(super) people: HashMap<String, usize>,
    /// The source's numbers of rows that are wrong.
    pub(super) wrong_people: BTreeSet<String>,
    pub(super) nids: HashMap<String, usize>,
    /// From when until when the file says that known people were held, whatever the line.
    held: BTreeMap<PersonId, Vec<Span>>,
}

impl File {
    pub(super) fn of(conn: &mut Conn<'_>) -> Result<Self> {
        let mut prisons = HashMap::new();
        for prison in estate::store::prisons(conn)? {
            for name in [&prison.code, &prison.name.bn, &prison.name.en] {
                prisons.insert(folded(name), prison.clone());
            }
        }
        Ok(Self {
            prisons,
            may: BTreeSet::new(),
            wards: BTreeMap::new(),
            numbers: BTreeSet::new(),
            externals: BTreeSet::new(),
            people: HashMap::new(),
            wrong_people: BTreeSet::new(),
            nids: HashMap::new(),
            held: BTreeMap::new(),
        })
    }

    /// Why a former stay has nobody to whom it belongs.
    pub(super) fn nobody(&self, number: &str) -> Error {
        let key = if self.wrong_people.contains(number) {
            "err-import-stay-wrong-row"
        } else {
            "err-import-stay-nobody"
        };
        Error::invalid(Field::External.word(), key)
    }

    /// Notes when a known person was held.
    pub(super) fn note_held(&mut self, person: Option<PersonId>, held: &Held) {
        if let Some(person) = person {
            self.held.entry(person).or_default().push(held.span());
        }
    }
}

/// Nobody is in two stays at once: neither in two of the files, be it on two lines of one known person, nor in one of
/// them and one that is on record.
pub(super) fn not_at_the_same_time(
    conn: &mut Conn<'_>,
    file: &File,
    held: &Held,
    others: &[Stay],
    person: Option<PersonId>,
) -> Result<()> {
    let mut spans: Vec<Span> = others.iter().map(|other| other.held.span()).collect();
    if let Some(person) = person {
        spans.extend(file.held.get(&person).into_iter().flatten());
        let known = custody::store::all_of(conn, person)?.into_iter();
        spans.extend(known.map(|custody| span_of(&custody)));
    }
    if spans.into_iter().any(|other| held.overlaps(other)) {
        return Err(Error::invalid(Field::Admitted.word(), "err-import-overlap"));
    }
    Ok(())
}

/// The prison and ward of a stay; the wards of a prison are asked once for the whole file.
pub(super) fn place_of(
    conn: &mut Conn<'_>,
    cx: &Doing<'_>,
    file: &mut File,
    (part, line): (Part, usize),
    held: Held,
) -> Result<Stay> {
    let wrong_prison = || Error::invalid(Field::Prison.word(), "err-import-prison");
    let prison = file.prisons.get(&folded(&held.prison));
    let prison = prison.cloned().ok_or_else(wrong_prison)?;
    if file.may.insert(prison.id) {
        // A prison outside the actor's scope is as unknown as one that is not there.
        cx.may(Action::ImportRun, conn, prison.id)
            .map_err(|error| match error.kind {
                Kind::NotFound => {
                    file.may.remove(&prison.id);
                    wrong_prison()
                }
                _ => error,
            })?;
    }
    if held.ended.is_none() && prison.closed_on.is_some() {
        return Err(Error::invalid(
            Field::Prison.word(),
            "err-import-prison-closed",
        ));
    }
    let ward = match &held.ward {
        None => None,
        Some(name) => {
            let wrong = |key| Error::invalid(Field::Ward.word(), key).with("ward", name);
            let wards = wards(conn, file, prison.id)?;
            let known = wards.get(&ward_key(name));
            let known = known.ok_or_else(|| wrong("err-import-ward"))?;
            let ward = known.as_ref().ok_or_else(|| wrong("err-import-ward-two"))?;
            if ward.closed.is_some() {
                return Err(wrong("err-import-ward-closed"));
            }
            Some(ward.id)
        }
    };
    let twice = !file.numbers.insert((prison.id, held.number.clone()));
    if twice || store::number_taken(conn, prison.id, &held.number)? {
        return Err(
            Error::invalid(Field::Number.word(), "err-import-number").with("number", &held.number)
        );
    }
    Ok(Stay {
        part,
        line,
        held,
        prison,
        ward,
    })
}

fn wards<'f>(conn: &mut Conn<'_>, file: &'f mut File, prison: PrisonId) -> Result<&'f WardNames> {
    match file.wards.entry(prison) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(new) => Ok(new.insert(by_name(estate::store::wards_of(conn, prison)?))),
    }
}

fn by_name(mut wards: Vec<Ward>) -> WardNames {
    // A ward may bear the name of one that was closed.
    wards.sort_by_key(|ward| ward.closed.is_some());
    let mut names = WardNames::new();
    for ward in wards {
        let both = [&ward.name.bn, &ward.name.en].map(|name| ward_key(name));
        // A name in one script alone leaves the other empty, which is nobody's.
        for key in BTreeSet::from(both)
            .into_iter()
            .filter(|key| !key.is_empty())
        {
            let other = names.get_mut(&key);
            match other {
                None => {
                    names.insert(key, Some(ward.clone()));
                }
                Some(other) if ward.closed.is_none() => *other = None,
                Some(_) => {}
            }
        }
    }
    names
}

fn ward_key(name: &str) -> String {
    bangla::digits::to_latin(&folded(name))
}
