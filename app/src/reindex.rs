//! `alor migrate --reindex`: what finds people, written anew.

use access::{Access, Actor};
use db::Db;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::World;
use pids::Doing;
use pids::find::service;

/// Writes everybody's index anew and says of how many people.
pub(crate) fn run(db: &Db) -> anyhow::Result<()> {
    let (access, actor, world) = (Access::new()?, Actor::system("alor migrate"), World::real());
    let cx = Doing::new(&actor, &access, &world);
    let style = ProgressStyle::with_template("  {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    let people = service::rewrite(db, &cx, &mut |done, of| {
        bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    });
    bar.finish_and_clear();
    println!("{}: the index of {} people is new", db.url(), people?);
    Ok(())
}
