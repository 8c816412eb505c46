use db::Conn;
use kernel::{Error, Kind, Result};
use web::{Cx, Form};

use super::columns::{self, ColumnRow};
use super::{STAYS_OFF, Want, Wish};
use crate::Doing;
use crate::bring_in::look::in_second_file;
use crate::bring_in::read::{Table, read};
use crate::bring_in::service::{self, Bring, Draft, Prepared, Stays};
use crate::bring_in::{Mapping, PAGE_LIMITS};

const PEOPLE: &str = "";
const STAYS: &str = "stays-";

/// The files that are kept, looked at.
pub(super) struct Looked {
    /// The form with a choice for each column, and what is wrong with it.
    pub(super) form: Form,
    /// The columns of each file with its name.
    pub(super) columns: Vec<(String, Vec<ColumnRow>)>,
    /// By what these files are told from others that the reader may send meanwhile.
    pub(super) mark: String,
    /// The mapping of both files together, if they have one.
    pub(super) mapping: Option<Mapping>,
    /// What was looked at, and what was found; none while the columns are wrong.
    pub(super) found: Option<(Chosen, service::Looked)>,
}

/// The files with the columns that were chosen.
pub(super) struct Chosen {
    draft: Draft,
    source: String,
    people: Mapping,
    stays: Option<Mapping>,
}

impl Chosen {
    fn bring(&self) -> Bring<'_> {
        Bring {
            file_name: &self.draft.file_name,
            bytes: &self.draft.bytes,
            source: &self.source,
            mapping: Some(&self.people),
            stays: self.stays.as_ref().map(|mapping| Stays {
                file_name: &self.draft.stays_name,
                bytes: &self.draft.stays_bytes,
                mapping: Some(mapping),
            }),
        }
    }

    /// The mapping of both files together.
    fn both(&self) -> Mapping {
        let mut both = self.people.clone();
        for (column, field) in self.stays.iter().flat_map(|stays| &stays.0) {
            both.0.entry(column.clone()).or_insert(*field);
        }
        both
    }

    /// By what the files are told from others.
    pub(super) fn mark(&self) -> String {
        self.draft.mark()
    }

    /// What is to be written; takes long for a large file.
    pub(super) fn prepare(&self, cx: &Doing<'_>, looked: service::Looked) -> Prepared {
        service::prepare(cx, &self.bring(), looked)
    }
}

impl Want {
    /// Whether the columns are those of the kept mapping that the form names, or what the headers say; else they are
    /// those that were chosen in the form.
    fn anew(&self) -> bool {
        self.staged.is_some() || self.wish == Wish::Use
    }
}

/// Looks at the files that the reader has sent.
///
/// # Errors
/// Conflict when others are kept by now than the form was made for, or nothing was looked at before it is brought in;
/// invalid for `file` when none is kept; those of reading a file and of the database.
pub(super) fn look_at(conn: &mut Conn<'_>, cx: &Cx, form: &Form, want: &Want) -> Result<Looked> {
    let doing = Doing::of(cx);
    let draft =
        service::draft(conn, &doing)?.ok_or_else(|| Error::invalid("file", "err-required"))?;
    let anew = want.anew();
    let mark = draft.mark();
    let meant = want.staged.as_deref().or(form.given("checked"));
    if meant.map_or(want.wish == Wish::Run, |meant| meant != mark) {
        return Err(Error::conflict("err-import-other-files"));
    }
    let people = read_within(&draft.bytes)?;
    let stays = second(&draft)?;
    let named = match form.given("mapping") {
        Some(name) if anew => Some(service::mapping(conn, &doing, name)?),
        _ => None,
    };
    let choose = |prefix: &str, table: &Table| -> Result<Mapping> {
        let chosen = if anew {
            None
        } else {
            columns::chosen(form, prefix, table)?
        };
        let kept = named
            .as_ref()
            .and_then(|mapping| mapping.within(&table.header));
        Ok(chosen
            .or(kept)
            .unwrap_or_else(|| Mapping::guess(&table.header)))
    };
    let mut columns = vec![(draft.file_name.clone(), columns::rows(PEOPLE, &people))];
    if let Some(table) = &stays {
        columns.push((draft.stays_name.clone(), columns::rows(STAYS, table)));
    }
    let mut looked = Looked {
        form: Form::from_pairs(form.pairs().filter(|(name, _)| *name != STAYS_OFF)),
        columns,
        mark,
        mapping: None,
        found: None,
    };
    let of_people = choose(PEOPLE, &people);
    let of_stays = stays.as_ref().map(|table| choose(STAYS, table)).transpose();
    let (of_people, of_stays) = match (of_people, of_stays) {
        (Ok(people), Ok(stays)) => (people, stays),
        (Err(error), _) | (_, Err(error)) => return Ok(looked.refused(error)),
    };
    looked.form = columns::filled(looked.form, PEOPLE, &people, &of_people);
    if let (Some(table), Some(mapping)) = (&stays, &of_stays) {
        looked.form = columns::filled(looked.form, STAYS, table, mapping);
    }
    let chosen = Chosen {
        draft,
        source: form.value("source").to_owned(),
        people: of_people,
        stays: of_stays,
    };
    match service::look(conn, &doing, &chosen.bring(), &mut |_, _| {}) {
        Ok(found) => {
            looked.mapping = Some(chosen.both());
            looked.found = Some((chosen, found));
            Ok(looked)
        }
        // The columns stay in sight, where most of it can be mended.
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict | Kind::Limit) => {
            Ok(looked.refused(error))
        }
        Err(error) => Err(error),
    }
}

/// Reads a file that is small enough for a page.
fn read_within(bytes: &[u8]) -> Result<Table> {
    read(bytes, PAGE_LIMITS).map_err(|error| match error.key {
        "err-import-rows" => Error::limit("err-import-page-rows").with("max", PAGE_LIMITS.rows),
        _ => error,
    })
}

fn second(draft: &Draft) -> Result<Option<Table>> {
    if draft.stays_bytes.is_empty() {
        return Ok(None);
    }
    read_within(&draft.stays_bytes)
        .map(Some)
        .map_err(in_second_file)
}

impl Looked {
    fn refused(mut self, error: Error) -> Self {
        self.form = self.form.with_error(error);
        self
    }
}
