//! Whole pieces of work by the keyboard alone, counted. The counts stand in `counts.txt`.

#![cfg(test)]

use std::time::Instant;

use anyhow::{Result, ensure};
use e2e::{Browser, Counts, Demo, Key, View};

/// Keystrokes of a new admission beyond names and address.
const NEW_KEYS_MAX: u32 = 180;
/// Keystrokes of a return, or of the admission of somebody known.
const RETURN_KEYS_MAX: u32 = 25;
/// From the board to the roll.
const SECONDS_MAX: u64 = 7 * 60;
/// A date ahead of every day on which this runs.
const NEXT_DATE: &str = "15062030";

/// Ends a journey: prints what it took, compares it with the file, and holds it to its limit.
async fn end(browser: &Browser, journey: &str, start: Instant, keys_max: u32) -> Result<()> {
    let counts: Counts = browser.counts().await?;
    let seconds = start.elapsed().as_secs();
    println!("{journey}: {counts}, {seconds} seconds");
    ensure!(counts.clicks == 0, "{journey} needed the mouse: {counts}");
    ensure!(
        counts.keys <= keys_max,
        "{journey}: {counts}; {keys_max} keys at most"
    );
    ensure!(seconds <= SECONDS_MAX, "{journey} took {seconds} seconds");
    counts.assert_known(journey)
}

async fn at_the_board(demo: &Demo) -> Result<(Browser, Instant)> {
    let browser = Browser::open(demo, View::Wide).await?;
    browser.login(demo, "admission_clerk").await?;
    browser.goto("/arrivals").await?;
    browser.reset().await?;
    Ok((browser, Instant::now()))
}

async fn fill(browser: &Browser, field: &str, keys: &str) -> Result<()> {
    browser.tab_to(&format!("#{field}")).await?;
    browser.type_keys(keys).await
}

async fn choose_first(browser: &Browser, field: &str) -> Result<()> {
    browser.tab_to(&format!("input[name={field}]")).await?;
    browser.type_keys(" ").await
}

/// The order to hold, as it is copied from the paper; the caret is in its first field.
async fn warrant(browser: &Browser) -> Result<()> {
    browser.wait_for_focus("#warrant_no").await?;
    browser.type_keys("456/26").await?;
    fill(browser, "court", "cjm dhaka").await?;
    fill(browser, "case_no", "GR 211/26").await?;
    fill(browser, "police_station", "savar").await?;
    fill(browser, "next_on", NEXT_DATE).await?;
    fill(browser, "sections", "379;411").await?;
    choose_first(browser, "warrant_signed").await?;
    browser.press(Key::Enter).await
}

async fn identity(browser: &Browser) -> Result<()> {
    browser.wait_for_focus("#name_bn").await?;
    browser.type_name("শৈলেন মারাক").await?;
    browser.tab_to("#father_bn").await?;
    browser.type_name("নীরেন মারাক").await?;
    choose_first(browser, "sex").await?;
    fill(browser, "birth", "34").await?;
    fill(browser, "nid", "4610723985").await?;
    // What is typed in one script comes in the other by itself, and nobody on record is like him.
    browser.wait_for("#same [name=person][value='']").await?;
    ensure!(browser.value("#name_en").await?.contains("Marak"));
    browser.press(Key::Enter).await
}

async fn facts(browser: &Browser) -> Result<()> {
    browser.wait_for_focus("#place").await?;
    browser.type_name("মির্জাপুর").await?;
    browser.wait_for("#place-list [role=option]").await?;
    // The tabulator takes the place that is offered first, and goes on to the village.
    browser.press(Key::Tab).await?;
    browser.type_name("চর কালিবাড়ী").await?;
    fill(browser, "phone", "01712345678").await?;
    browser.tab_to("#religion").await?;
    browser.press(Key::Down).await?;
    browser.tab_to("#occupation").await?;
    browser.press(Key::Down).await?;
    browser.tab_to("#relatives").await?;
    browser.type_name("রাহেলা মারাক").await?;
    browser.type_keys(", মা, 01812345678").await?;
    browser.tab_to("#consent").await?;
    browser.type_keys(" ").await?;
    fill(browser, "cash", "500").await?;
    browser.chord(Key::Control, Key::Enter).await
}

async fn risks(browser: &Browser) -> Result<()> {
    browser.wait_for_focus("input[name=risk_self_harm]").await?;
    browser.type_keys(" ").await?;
    for question in [
        "illness",
        "medicine",
        "drugs",
        "enemies",
        "first_time",
        "violence",
        "contagious",
    ] {
        choose_first(browser, &format!("risk_{question}")).await?;
    }
    browser.press(Key::Enter).await
}

/// The proposed ward stands chosen, and the read-back has its button under the finger.
async fn ward_and_roll(browser: &Browser) -> Result<()> {
    browser.wait_for_focus("input[name=ward]:checked").await?;
    browser.press(Key::Enter).await?;
    let roll = "button[formaction$='/roll']";
    browser.wait_for_focus(roll).await?;
    browser.press(Key::Enter).await?;
    browser
        .wait_for_focus("a[data-main][href^='/people/']")
        .await
}

/// A second officer reads back and signs, by the keyboard too.
async fn verify(demo: &Demo, admission: &str) -> Result<()> {
    let browser = Browser::open(demo, View::Wide).await?;
    browser.login(demo, "deputy_jailer").await?;
    browser.goto("/arrivals").await?;
    browser.reset().await?;
    let start = Instant::now();
    let row = format!("a[href='{admission}']");
    browser.wait_for_focus(&row).await?;
    browser.press(Key::Enter).await?;
    browser.wait_for_focus("input[name^='differs_']").await?;
    browser.chord(Key::Control, Key::Enter).await?;
    browser.wait_for("#toasts .toast").await?;
    end(&browser, "read back and sign", start, RETURN_KEYS_MAX).await?;
    ensure!(
        browser.links(&row).await?.is_empty(),
        "{admission} still waits"
    );
    browser.close().await
}

#[test]
fn a_new_prisoner_comes_on_the_roll_by_the_keyboard_alone() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let (browser, start) = at_the_board(&demo).await?;
        browser.chord(Key::Control, Key::Enter).await?;
        browser.wait_for("#warrant_no").await?;
        let admission = browser.path().await?;
        warrant(&browser).await?;
        identity(&browser).await?;
        facts(&browser).await?;
        risks(&browser).await?;
        ward_and_roll(&browser).await?;
        ensure!(browser.path().await? == admission);
        end(&browser, "admit somebody new", start, NEW_KEYS_MAX).await?;
        browser.close().await?;
        verify(&demo, &admission).await
    })
    .unwrap();
}

#[test]
fn somebody_expected_needs_less_typing() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let (browser, start) = at_the_board(&demo).await?;
        let row = "tr:has(.chip.plain) form[action$='/start'] button";
        if !browser.has_focus(row).await? {
            browser.tab_to(row).await?;
        }
        browser.press(Key::Enter).await?;
        // The sender told the order and the case: the clerk compares, and says that it is signed.
        browser.wait_for_focus("#warrant_no").await?;
        choose_first(&browser, "warrant_signed").await?;
        browser.press(Key::Enter).await?;
        browser.wait_for_focus("#name_bn").await?;
        browser.press(Key::Enter).await?;
        facts(&browser).await?;
        risks(&browser).await?;
        ward_and_roll(&browser).await?;
        end(&browser, "admit somebody expected", start, NEW_KEYS_MAX).await?;
        browser.close().await
    })
    .unwrap();
}

#[test]
fn a_known_person_needs_one_screen() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let (browser, start) = at_the_board(&demo).await?;
        let row = "tr:has(.chip.warn) form[action$='/start'] button";
        if !browser.has_focus(row).await? {
            browser.tab_to(row).await?;
        }
        browser.press(Key::Enter).await?;
        browser.wait_for_focus("#warrant_no").await?;
        browser.press(Key::Enter).await?;
        // Somebody on record is like them: the page begins with why it is the same person.
        let why = "#same form[action$='/decide'] input[name=same_reason]";
        browser.wait_for_focus(why).await?;
        ensure!(
            !browser.has_focus(&format!("{why}:checked")).await?,
            "a reason stands chosen before anybody chose"
        );
        browser.type_keys("3").await?;
        browser
            .wait_for_focus(&format!("{why}[value=family]:checked"))
            .await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("button[formaction$='/roll']").await?;
        browser.wait_for_focus("#warrant_no").await?;
        browser.wait_for("input[name=ward]:checked").await?;
        browser.chord(Key::Control, Key::Enter).await?;
        browser
            .wait_for_focus("a[data-main][href^='/people/']")
            .await?;
        end(&browser, "admit somebody known", start, RETURN_KEYS_MAX).await?;
        browser.close().await
    })
    .unwrap();
}

#[test]
fn a_return_from_court_needs_the_next_date_alone() {
    e2e::run(async {
        let demo = Demo::start(2, 60)?;
        let (browser, start) = at_the_board(&demo).await?;
        browser.tab_to("a[href$='/back']").await?;
        browser.press(Key::Enter).await?;
        browser.wait_for_focus("input[name^='next-']").await?;
        browser.type_keys(NEXT_DATE).await?;
        browser.press(Key::Enter).await?;
        browser.wait_for("#toasts .toast.good").await?;
        end(
            &browser,
            "receive somebody from court",
            start,
            RETURN_KEYS_MAX,
        )
        .await?;
        browser.close().await
    })
    .unwrap();
}
