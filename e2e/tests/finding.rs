//! Finding somebody by the keyboard alone: under the bar's box on any page, and among the results.

#![cfg(test)]

use anyhow::{Result, ensure};
use e2e::{Browser, Demo, Key, View};

/// Suggestions that the box shows at most.
const SUGGESTIONS_MAX: usize = 8;
/// A name that several of [`PEOPLE`] have.
const COMMON_NAME: &str = "rahim";
/// People in each prison: enough for more than one row of that name.
const PEOPLE: u32 = 200;

async fn at(browser: &Browser, css: &str) -> Result<()> {
    browser.wait_for_focus(css).await
}

#[test]
fn the_bar_suggests_and_opens_somebody_from_any_page() {
    e2e::run(async {
        let demo = Demo::start(2, PEOPLE)?;
        let browser = Browser::open(&demo, View::Wide).await?;
        browser.login(&demo, "admission_clerk").await?;
        browser.goto("/tasks").await?;
        browser.press(Key::Tab).await?;
        browser.type_keys("/").await?;
        at(&browser, "[data-search]").await?;
        browser.type_keys(COMMON_NAME).await?;
        browser.wait_for("#search-list [role=option]").await?;
        let more = format!(
            "#search-list [role=option]:nth-child({})",
            SUGGESTIONS_MAX + 1
        );
        ensure!(browser.links(&more).await?.is_empty(), "too many rows");
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
        let browser = Browser::open(&demo, View::Wide).await?;
        browser.login(&demo, "admission_clerk").await?;
        browser.goto("/tasks").await?;
        browser.press(Key::Tab).await?;
        browser.type_keys("/").await?;
        browser.type_keys(COMMON_NAME).await?;
        browser.wait_for("#search-list [role=option]").await?;
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
        let browser = Browser::open(&demo, View::Wide).await?;
        browser.login(&demo, "admission_clerk").await?;
        browser.goto(&format!("/find?q={COMMON_NAME}")).await?;
        at(&browser, "#q").await?;
        browser.wait_for("#hits [data-hit]:nth-of-type(2)").await?;
        browser.press(Key::Down).await?;
        at(&browser, "[data-hit]:nth-of-type(1) a").await?;
        browser.press(Key::Down).await?;
        at(&browser, "[data-hit]:nth-of-type(2) a").await?;
        browser.press(Key::Up).await?;
        browser.press(Key::Up).await?;
        at(&browser, "#q").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Escape).await?;
        at(&browser, "#q").await?;
        browser.press(Key::Down).await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("main .person").await?;
        ensure!(browser.path().await?.starts_with("/people/"));
        browser.close().await
    })
    .unwrap();
}
