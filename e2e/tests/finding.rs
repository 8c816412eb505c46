//! Finding somebody by the keyboard alone: under the bar's box on any page, and among the results.

#![cfg(test)]

use anyhow::{Result, ensure};
use e2e::{Browser, Demo, Key, View};

/// The bar's box.
const BAR: &str = "[data-search]";
/// A row under it.
const SUGGESTION: &str = "#search-list [role=option]";
/// Suggestions that the box shows at most.
const SUGGESTIONS_MAX: u64 = 8;
/// A name that more of [`PEOPLE`] have than are suggested.
const COMMON_NAME: &str = "abdul";
/// People in each prison.
const PEOPLE: u32 = 200;

/// A clerk at the bar's box, who came there from their tasks by the key that leads to it.
async fn at_the_bar(demo: &Demo) -> Result<Browser> {
    let browser = at(demo, "/tasks").await?;
    browser.press(Key::Tab).await?;
    browser.type_keys("/").await?;
    browser.wait_for_focus(BAR).await?;
    Ok(browser)
}

async fn at(demo: &Demo, path: &str) -> Result<Browser> {
    let browser = Browser::open(demo, View::Wide).await?;
    browser.login(demo, "admission_clerk").await?;
    browser.goto(path).await?;
    Ok(browser)
}

#[test]
fn the_bar_suggests_and_opens_somebody_from_any_page() {
    e2e::run(async {
        let demo = Demo::start(2, PEOPLE)?;
        let browser = at_the_bar(&demo).await?;
        browser.type_keys(COMMON_NAME).await?;
        let last = format!("{SUGGESTION}:nth-child({SUGGESTIONS_MAX})");
        browser.wait_for(&last).await?;
        ensure!(browser.count(SUGGESTION).await? == SUGGESTIONS_MAX);
        let breaches = browser.axe().await?;
        ensure!(breaches.is_empty(), "{breaches:?}");
        browser.press(Key::Down).await?;
        let chosen = "#search-list-0[aria-selected=true]";
        browser.wait_for(chosen).await?;
        browser
            .wait_for("[data-search][aria-activedescendant=search-list-0]")
            .await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("main .person").await?;
        ensure!(browser.path().await?.starts_with("/people/"));
        browser.close().await
    })
    .unwrap();
}

#[test]
fn with_nobody_chosen_enter_sends_the_plain_search() {
    e2e::run(async {
        let demo = Demo::start(2, PEOPLE)?;
        let browser = at_the_bar(&demo).await?;
        browser.type_keys(COMMON_NAME).await?;
        browser.wait_for(SUGGESTION).await?;
        browser.press(Key::Escape).await?;
        browser
            .wait_for("[data-search][aria-expanded=false]")
            .await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("#hits [data-hit]").await?;
        ensure!(browser.path().await?.starts_with("/find"));
        browser.close().await
    })
    .unwrap();
}

#[test]
fn the_arrows_move_over_the_results_and_escape_comes_back() {
    e2e::run(async {
        let demo = Demo::start(2, PEOPLE)?;
        let browser = at(&demo, &format!("/find?q={COMMON_NAME}")).await?;
        browser.wait_for_focus("#q").await?;
        browser.wait_for("#hits [data-hit]:nth-of-type(2)").await?;
        browser.press(Key::Down).await?;
        browser
            .wait_for_focus("[data-hit]:nth-of-type(1) a")
            .await?;
        browser.press(Key::Down).await?;
        browser
            .wait_for_focus("[data-hit]:nth-of-type(2) a")
            .await?;
        browser.press(Key::Up).await?;
        browser.press(Key::Up).await?;
        browser.wait_for_focus("#q").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Escape).await?;
        browser.wait_for_focus("#q").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("main .person").await?;
        ensure!(browser.path().await?.starts_with("/people/"));
        browser.close().await
    })
    .unwrap();
}
