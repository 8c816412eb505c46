//! `alor import`: a file of people, all of it or nothing.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use access::{Access, Actor};
use anyhow::Context as _;
use db::Db;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Lang, World};
use pids::Doing;
use pids::bring_in::report::{Known, Part, Report, in_words};
use pids::bring_in::service::{self, Bring, Stays};
use pids::bring_in::{Mapping, mend};
use web::Texts;

use crate::cli::Import;
use crate::config::Settings;
use crate::{open, systems};

/// Rows with errors and possible duplicates that are printed; the file of errors has all.
const PRINTED_MAX: usize = 20;

/// Brings a file in, or reports what would happen. Ends with 1 when rows are wrong.
pub(crate) fn run(how: &Import) -> anyhow::Result<ExitCode> {
    let lang: Lang = how.lang.parse().ok().context("--lang is bn or en")?;
    let bytes = content(&how.file)?;
    let stays = how.stays.as_deref().map(content).transpose()?;
    let db = open::database(&Settings::read(&how.at)?, false)?;
    let (access, actor, world) = (Access::new()?, Actor::system("alor import"), World::real());
    let cx = Doing::new(&actor, &access, &world);
    let texts = texts()?;
    let file_name = name(&how.file);
    let stays_name = how.stays.as_deref().map(name).unwrap_or_default();
    let said = || -> kernel::Result<Report> {
        let mapping = mapping(&db, &cx, how)?;
        let bring = Bring {
            file_name: &file_name,
            bytes: &bytes,
            source: &how.source,
            mapping: mapping.as_ref(),
            stays: stays.as_deref().map(|bytes| Stays {
                file_name: &stays_name,
                bytes,
                mapping: None,
            }),
        };
        bring_in(&db, &cx, &bring, how.dry_run)
    };
    let report = match said() {
        Ok(report) => report,
        Err(error) => anyhow::bail!("{}", of_whole_file(&texts, lang, &error)),
    };
    print(&report, &texts, lang);
    if report.errors.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let (mut places, mut next) = (Vec::new(), "alor import".to_owned());
    for (part, file) in [
        (Part::People, Some(&how.file)),
        (Part::Stays, how.stays.as_ref()),
    ] {
        let Some(file) = file else { continue };
        let is_wrong = report.errors.iter().any(|bad| bad.part == part);
        let place = if is_wrong {
            let asked = how.errors.clone().filter(|_| part == Part::People);
            let place = asked.unwrap_or_else(|| file.with_extension("errors.csv"));
            std::fs::write(&place, mend::csv(&report, part, &texts, lang)?)
                .with_context(|| format!("{} cannot be written", place.display()))?;
            places.push(place.display().to_string());
            place
        } else {
            file.clone()
        };
        next += if part == Part::Stays {
            " --stays "
        } else {
            " "
        };
        next += &place.display().to_string();
    }
    println!(
        "nothing was written; mend the rows in {} and then, with the other options as they were: {next}",
        places.join(" and ")
    );
    Ok(ExitCode::FAILURE)
}

fn content(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn texts() -> kernel::Result<Arc<Texts>> {
    let systems = systems::all();
    let own = systems.iter().flat_map(|system| system.locales).copied();
    Texts::load(web::floor_locales().chain(own)).map(Arc::new)
}

/// The mapping that was typed (and is then kept under its name, unless nothing is to be written), the one kept under the
/// name, or none.
fn mapping(db: &Db, cx: &Doing<'_>, how: &Import) -> kernel::Result<Option<Mapping>> {
    let typed = match how.map.as_slice() {
        [] => None,
        pairs => Some(Mapping::default().with(pairs)?),
    };
    match (typed, &how.mapping) {
        (Some(typed), Some(name)) if !how.dry_run => {
            db.write_now(|tx| service::keep_mapping(tx, cx, name, &typed))?;
            Ok(Some(typed))
        }
        (None, Some(name)) => db
            .read_now(|conn| service::mapping(conn, cx, name))
            .map(Some),
        (typed, _) => Ok(typed),
    }
}

fn bring_in(db: &Db, cx: &Doing<'_>, bring: &Bring<'_>, dry_run: bool) -> kernel::Result<Report> {
    let style = ProgressStyle::with_template("  {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    let mut tick = |done: usize, of: usize| {
        bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    };
    let report = if dry_run {
        db.read_now(|conn| service::check(conn, cx, bring, &mut tick))
    } else {
        service::run(db, cx, bring, &mut tick)
    };
    bar.finish_and_clear();
    report
}

fn print(report: &Report, texts: &Texts, lang: Lang) {
    let done = if report.batch.is_some() {
        "brought in"
    } else {
        "would be brought in"
    };
    println!(
        "{} rows: {} {done} with {} stays in custody, {} with errors, {} of people known by their number, {} may be known",
        report.table.rows.len(),
        report.records,
        report.stays,
        report.errors.len(),
        report.known,
        report.duplicates.len()
    );
    for row in report.errors.iter().take(PRINTED_MAX) {
        let words = in_words(texts, lang, &row.fields);
        println!("  {} line {}: {words}", row.part, row.line);
    }
    for duplicate in report.duplicates.iter().take(PRINTED_MAX) {
        let (line, name) = (duplicate.line, duplicate.name.show(lang));
        match duplicate.known {
            Known::Person(person) => println!("  line {line}: like {name}, /people/{person}"),
            Known::Elsewhere => println!("  line {line}: like somebody at {name}"),
            Known::Line(other) => println!("  line {line}: like {name} on line {other}"),
        }
    }
}

/// An error of the whole file, as the pages would say it.
fn of_whole_file(texts: &Texts, lang: Lang, error: &kernel::Error) -> String {
    if error.fields.is_empty() {
        return texts.message(lang, error.key, &error.args);
    }
    let fields = error
        .fields
        .iter()
        .map(|field| format!("{}: {}", field.field, texts.field_error(lang, field)));
    fields.collect::<Vec<_>>().join("; ")
}
