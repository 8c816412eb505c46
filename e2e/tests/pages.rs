//! Every main page, in both languages, on a desk and on a phone: nothing hinders anybody, no text is
//! missing, nothing hangs out of the screen, and the first view is light.

#![cfg(test)]

use anyhow::{Result, ensure};
use e2e::{Browser, Demo, FIRST_VIEW_BYTES_MAX, Lang, Stop, View, main_pages};

/// Walks the pages and gathers what is wrong with each.
async fn look(browser: &Browser, demo: &Demo, stops: &[Stop]) -> Result<()> {
    let mut wrong = Vec::new();
    for stop in stops {
        browser.log_out().await?;
        if !stop.role.is_empty() {
            browser.login(demo, stop.role).await?;
        }
        for lang in [Lang::Bn, Lang::En] {
            browser.read_in(lang).await?;
            for (name, path) in &stop.pages {
                browser.goto(path).await?;
                let faults = browser.faults(true).await?;
                wrong.extend(
                    faults
                        .iter()
                        .map(|fault| format!("{name} {lang:?}: {fault}")),
                );
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn no_main_page_hinders_anybody() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let desk = Browser::open(&demo, View::Wide).await?;
        let stops = main_pages(&desk, &demo).await?;
        look(&desk, &demo, &stops).await?;
        desk.close().await?;
        let phone = Browser::open(&demo, View::Phone).await?;
        look(&phone, &demo, &stops).await?;
        phone.close().await
    })
    .unwrap();
}

#[test]
fn the_first_view_of_the_board_is_light() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let browser = Browser::open(&demo, View::Wide).await?;
        browser.login(&demo, "admission_clerk").await?;
        let cold = browser.cold("/arrivals").await?;
        println!(
            "the arrivals board: {} bytes in {} requests",
            cold.bytes, cold.requests
        );
        ensure!(cold.bytes <= FIRST_VIEW_BYTES_MAX, "{cold:?}");
        browser.close().await
    })
    .unwrap();
}
