//! Starting the browser and its driver.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use throwaway::Program;

use crate::View;

/// Where Debian puts them.
const DRIVER: &str = "/usr/bin/chromedriver";
const BROWSER: &str = "/usr/bin/chromium";
/// How long the driver may take to listen.
const START_MAX: Duration = Duration::from_secs(20);

/// Headless, alone with the server under test, and speaking to no other host. With a pipe to its
/// driver the browser ends when the driver does, whatever happens to the test.
const FLAGS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
];

/// A running driver and the browser's own folder.
pub(crate) struct Driver {
    // Before the folder, so that the browser has ended when its files go.
    _program: Program,
    _profile: TempDir,
}

/// Starts a driver and one browser with a fresh profile.
pub(crate) async fn open(view: View) -> Result<(Driver, Client)> {
    for program in [DRIVER, BROWSER] {
        if !Path::new(program).exists() {
            bail!("{program} is not there: install Debian's packages chromium and chromium-driver");
        }
    }
    let profile = TempDir::with_prefix("alor-browser-")?;
    let port = throwaway::free_port()?;
    let log = profile.path().join("driver.log");
    let program = Program::start(Path::new(DRIVER), [format!("--port={port}")], &log)?;
    let wanted = capabilities(view, profile.path());
    let driver = Driver {
        _program: program,
        _profile: profile,
    };
    let address = format!("http://127.0.0.1:{port}");
    let start = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(wanted.clone()).connect(&address).await {
            Ok(client) => return Ok((driver, client)),
            Err(error) if start.elapsed() > START_MAX => {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                bail!("the browser does not start: {error}\n{said}");
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

fn capabilities(view: View, profile: &Path) -> Capabilities {
    let (width, height) = view.pixels();
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!(
        "--user-data-dir={}",
        profile.join("profile").display()
    ));
    flags.push(format!("--window-size={width},{height}"));
    let mut options = json!({
        "binary": BROWSER,
        "args": flags,
        "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
    });
    if view == View::Phone
        && let Some(options) = options.as_object_mut()
    {
        let screen = json!({ "width": width, "height": height, "pixelRatio": 2.0, "touch": true });
        options.insert(
            "mobileEmulation".to_owned(),
            json!({ "deviceMetrics": screen }),
        );
    }
    let mut wanted = Capabilities::new();
    wanted.insert("goog:chromeOptions".to_owned(), options);
    let logs: Value = json!({ "performance": "ALL" });
    wanted.insert("goog:loggingPrefs".to_owned(), logs);
    wanted
}
