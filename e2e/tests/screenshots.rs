//! The pictures in `docs/screens`: ten main pages in both languages, on a desk and on a phone.
//! `cargo xtask screenshots` takes them again.

#![cfg(test)]

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use e2e::{Browser, Demo, Lang, Stop, View, main_pages};

/// The pages in the pictures.
const PAGES: [&str; 10] = [
    "login",
    "arrivals",
    "step-identity",
    "step-ward",
    "find",
    "profile",
    "ward-board",
    "court",
    "headcount",
    "times",
];
const LANGS: [Lang; 2] = [Lang::Bn, Lang::En];
const VIEWS: [(View, &str); 2] = [(View::Wide, "wide"), (View::Phone, "phone")];
/// The most that one picture, and all together, may weigh.
const BYTES_MAX: u64 = 150_000;
const BYTES_TOGETHER_MAX: u64 = 4_000_000;

fn file(page: &str, lang: Lang, view: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screens");
    PathBuf::from(folder).join(format!("{page}-{}-{view}.png", lang.code()))
}

async fn take(browser: &Browser, demo: &Demo, stops: &[Stop], view: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let whole = dir.path().join("page.png");
    for stop in stops {
        let pages = stop.pages.iter().filter(|(name, _)| PAGES.contains(name));
        browser.log_out().await?;
        if !stop.role.is_empty() {
            browser.login(demo, stop.role).await?;
        }
        for (name, path) in pages {
            for lang in LANGS {
                browser.read_in(lang).await?;
                browser.goto(path).await?;
                let faults = browser.faults(false).await?;
                ensure!(faults.is_empty(), "{name}: {faults:?}");
                browser.screenshot(&whole).await?;
                let small = e2e::smaller(&std::fs::read(&whole)?)?;
                std::fs::write(file(name, lang, view), small)?;
            }
        }
    }
    Ok(())
}

async fn take_all() -> Result<()> {
    let demo = Demo::start(2, 60)?;
    let scout = Browser::open(&demo, View::Wide).await?;
    let stops = main_pages(&scout, &demo).await?;
    scout.close().await?;
    for (view, word) in VIEWS {
        let browser = Browser::open(&demo, view).await?;
        take(&browser, &demo, &stops, word).await?;
        browser.close().await?;
    }
    Ok(())
}

#[test]
fn every_picture_is_there_and_light() {
    e2e::run(async {
        if std::env::var_os("ALOR_UPDATE").is_some() {
            take_all().await?;
        }
        let mut together = 0;
        for page in PAGES {
            for lang in LANGS {
                for (view, word) in VIEWS {
                    let path = file(page, lang, word);
                    let png = std::fs::read(&path).with_context(|| path.display().to_string())?;
                    let bytes = u64::try_from(png.len())?;
                    ensure!(bytes <= BYTES_MAX, "{} has {bytes} bytes", path.display());
                    together += bytes;
                    let width = png.get(16..20).context("no picture")?;
                    let scale = if view == View::Phone { 2 } else { 1 };
                    ensure!(width == (scale * view.pixels().0).to_be_bytes().as_slice());
                }
            }
        }
        ensure!(
            together <= BYTES_TOGETHER_MAX,
            "all pictures: {together} bytes"
        );
        Ok(())
    })
    .unwrap();
}
