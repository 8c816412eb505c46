//! The instruments themselves, against a page that is known: what they count must be right before
//! any journey is judged by them.

#![cfg(test)]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use e2e::{Browser, Impact, Key, View};

const PAGE: &str = r#"<!doctype html><html lang="bn"><title>ফটক</title><main>
    <label for="name">নাম</label><input id="name" autofocus>
    <label for="father">পিতা</label><input id="father">
    <button id="go" onclick="fetch('/fragment')">যান</button>
    <p style="color: #ccc; background: #fff" id="faint">ফিকে লেখা</p></main></html>"#;

/// A server of one page and one fragment, for as long as the test runs.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let is_page = request[..read].starts_with(b"GET / ");
            let body = if is_page { PAGE } else { "ok" };
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close";
            let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            // The browser may close a connection that it opened in advance.
            stream.write_all(answer.as_bytes()).ok();
        }
    });
    format!("http://{address}")
}

#[test]
fn work_is_counted_and_breaches_are_found() {
    e2e::run(async {
        let browser = Browser::at(&serve(), View::Wide).await?;
        browser.goto("/").await?;
        let first = browser.traffic().await?;
        assert_eq!(first.round_trips, 1);
        assert!(first.bytes > u64::try_from(PAGE.len())?, "{first:?}");
        browser.reset().await?;

        assert_eq!(browser.focused().await?, "name");
        browser.type_name("রহিম").await?;
        browser.press(Key::Tab).await?;
        browser.type_keys("করিম").await?;
        assert_eq!(browser.focused().await?, "father");
        browser.chord(Key::Shift, Key::Tab).await?;
        assert_eq!(browser.focused().await?, "name");
        browser.click("#go").await?;
        let script_ran = async {
            loop {
                let counts = browser.counts().await?;
                if counts.round_trips > 0 {
                    return anyhow::Ok(counts);
                }
            }
        };
        let counts = tokio::time::timeout(std::time::Duration::from_secs(10), script_ran).await??;
        assert_eq!(
            counts.to_string(),
            "7 keys and 4 of names, 1 clicks, 1 round trips"
        );

        let breaches = browser.axe().await?;
        let rules: Vec<_> = breaches.iter().map(|breach| breach.rule.as_str()).collect();
        assert_eq!(rules, ["color-contrast"]);
        assert_eq!(breaches[0].impact, Some(Impact::Serious));
        assert!(
            breaches[0].places[0].contains("ফিকে লেখা"),
            "{}",
            breaches[0]
        );
        assert_eq!(browser.sideways().await?, 0);
        browser.close().await
    })
    .unwrap();
}

#[test]
fn a_phone_is_as_narrow_as_one() {
    e2e::run(async {
        let browser = Browser::at(&serve(), View::Phone).await?;
        browser.goto("/").await?;
        let dir = tempfile::tempdir()?;
        let picture = dir.path().join("page.png");
        browser.screenshot(&picture).await?;
        let png = std::fs::read(&picture)?;
        assert!(png.starts_with(b"\x89PNG"));
        // The header holds the width, twice the page's on a screen with two pixels for each.
        let width = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
        assert_eq!(width, 2 * 390);
        browser.close().await
    })
    .unwrap();
}
