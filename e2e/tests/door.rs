//! The way in: the real program on a made-up population, in both languages, on a desk and a phone.

#![cfg(test)]

use e2e::{Browser, Demo, FIRST_VIEW_BYTES_MAX, Lang, View};

#[test]
fn the_door_is_light_and_open_to_everybody() {
    e2e::run(async {
        let demo = Demo::start(2, 30)?;
        for view in [View::Wide, View::Phone] {
            let browser = Browser::open(&demo, view).await?;
            browser.goto("/login").await?;
            let traffic = browser.traffic().await?;
            assert!(
                traffic.bytes <= FIRST_VIEW_BYTES_MAX,
                "{view:?}: {traffic:?}"
            );
            for lang in [Lang::Bn, Lang::En] {
                browser.read_in(lang).await?;
                browser.goto("/login").await?;
                let faults = browser.faults(true).await?;
                assert!(faults.is_empty(), "{view:?} {lang:?}: {faults:#?}");
            }
            browser.close().await?;
        }
        anyhow::Ok(())
    })
    .unwrap();
}

#[test]
fn an_empty_field_is_named_in_the_language_of_the_page() {
    e2e::run(async {
        let demo = Demo::start(2, 30)?;
        let browser = Browser::open(&demo, View::Wide).await?;
        for (lang, words) in [
            (Lang::Bn, "এই ঘরটি পূরণ করুন।"),
            (Lang::En, "Fill in this field."),
        ] {
            browser.read_in(lang).await?;
            browser.goto("/login").await?;
            browser.click("main button").await?;
            assert_eq!(browser.complaint("#login").await?, words);
            // What is said of an empty field goes with the first letter, so that the form can be sent.
            browser.wait_for_focus("#login").await?;
            browser.type_keys("x").await?;
            assert_eq!(browser.complaint("#login").await?, "");
        }
        browser.close().await
    })
    .unwrap();
}

#[test]
fn every_role_finds_its_own_first_page() {
    e2e::run(async {
        let demo = Demo::start(2, 30)?;
        // A program has a token and no page.
        let people = demo
            .logins()
            .iter()
            .filter(|login| login.role != "api_client");
        for login in people {
            let browser = Browser::open(&demo, View::Wide).await?;
            browser.login(&demo, &login.role).await?;
            browser.wait_for("main h1").await?;
            browser.close().await?;
        }
        anyhow::Ok(())
    })
    .unwrap();
}
