use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::driver::{self, Driver};
use crate::{Counts, Demo, Traffic, Violation, axe, log};

/// How long a page may take to show what a journey waits for.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// The screen that the browser has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// An office computer, 1366 × 900.
    Wide,
    /// A cheap phone, 390 × 844, with touch.
    Phone,
}

impl View {
    /// Width and height in CSS pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Wide => (1366, 900),
            Self::Phone => (390, 844),
        }
    }
}

/// The language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// বাংলা.
    Bn,
    /// English.
    En,
}

impl Lang {
    /// As in the address and in the page's `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bn => "bn",
            Self::En => "en",
        }
    }
}

/// A browser with a profile of its own, whose work is counted.
pub struct Browser {
    client: Client,
    base: String,
    keys: AtomicU32,
    names: AtomicU32,
    clicks: AtomicU32,
    round_trips: AtomicU32,
    _driver: Driver,
}

impl Browser {
    /// Opens an empty browser.
    ///
    /// # Errors
    /// When chromium or its driver is missing or does not start.
    pub async fn open(demo: &Demo, view: View) -> Result<Self> {
        Self::at(&demo.url(""), view).await
    }

    /// Opens an empty browser for a server at `base`, such as `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub async fn at(base: &str, view: View) -> Result<Self> {
        let (driver, client) = driver::open(view).await?;
        Ok(Self {
            client,
            base: base.to_owned(),
            keys: AtomicU32::new(0),
            names: AtomicU32::new(0),
            clicks: AtomicU32::new(0),
            round_trips: AtomicU32::new(0),
            _driver: driver,
        })
    }

    /// Goes to a page and waits until it is loaded.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn goto(&self, path: &str) -> Result<()> {
        Ok(self.client.goto(&format!("{}{path}", self.base)).await?)
    }

    /// The path and the query of the page that is shown.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn path(&self) -> Result<String> {
        let url = self.client.current_url().await?;
        let query = url.query().map(|query| format!("?{query}"));
        Ok(format!("{}{}", url.path(), query.unwrap_or_default()))
    }

    /// Logs in as the one who has `role` in the demonstration. Not counted as work.
    ///
    /// # Errors
    /// When there is no such login, or the log-in page stays.
    pub async fn login(&self, demo: &Demo, role: &str) -> Result<()> {
        let login = demo.login(role)?;
        self.goto("/login").await?;
        let enter = char::from(Key::Enter);
        for (field, typed) in [
            ("#login", login.login.clone()),
            ("#password", format!("{}{enter}", login.password)),
        ] {
            self.wait_for(field).await?.send_keys(&typed).await?;
        }
        let start = Instant::now();
        while self.path().await?.starts_with("/login") {
            if start.elapsed() > WAIT_MAX {
                bail!("{role} cannot log in:\n{}", self.text("main").await?);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.reset().await
    }

    /// Forgets who was logged in, and the language.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn log_out(&self) -> Result<()> {
        Ok(self.client.delete_all_cookies().await?)
    }

    /// Forgets every file that a server gave, as if the browser had never been there.
    pub(crate) async fn forget_files(&self) -> Result<()> {
        log::forget_files(&self.client).await
    }

    /// Asks the page by a script.
    pub(crate) async fn ask(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, args).await?)
    }

    /// Switches the language of all pages.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn read_in(&self, lang: Lang) -> Result<()> {
        self.goto(&format!("/lang/{}?back=/", lang.code())).await
    }

    /// Presses one key, such as [`Key::Tab`], and counts it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.keys.fetch_add(1, Ordering::Relaxed);
        self.send(&[], [char::from(key)]).await
    }

    /// Holds `held` and presses `key`: two keystrokes.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn chord(&self, held: Key, key: Key) -> Result<()> {
        self.keys.fetch_add(2, Ordering::Relaxed);
        self.send(&[char::from(held)], [char::from(key)]).await
    }

    /// Types into the field that has the focus, one keystroke for each character.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn type_keys(&self, text: &str) -> Result<()> {
        let characters = text.chars().count();
        self.keys
            .fetch_add(u32::try_from(characters)?, Ordering::Relaxed);
        self.send(&[], text.chars()).await
    }

    /// Types a name or an address, which no program can save the clerk: counted apart.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn type_name(&self, text: &str) -> Result<()> {
        let characters = u32::try_from(text.chars().count())?;
        self.names.fetch_add(characters, Ordering::Relaxed);
        self.send(&[], text.chars()).await
    }

    async fn send(&self, held: &[char], keys: impl IntoIterator<Item = char>) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for &value in held {
            actions = actions.then(KeyAction::Down { value });
        }
        for value in keys {
            actions = actions.then(KeyAction::Down { value });
            actions = actions.then(KeyAction::Up { value });
        }
        for &value in held.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Clicks the first element that `css` names, and counts it.
    ///
    /// # Errors
    /// When it does not show in time or cannot be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.clicks.fetch_add(1, Ordering::Relaxed);
        let found = self.wait_for(css).await?;
        found.click().await.with_context(|| css.to_owned())
    }

    /// Waits until `css` names something on the page.
    ///
    /// # Errors
    /// When it does not show in time; with the words that do.
    pub async fn wait_for(&self, css: &str) -> Result<fantoccini::elements::Element> {
        let wait = self.client.wait().at_most(WAIT_MAX);
        match wait.for_element(Locator::Css(css)).await {
            Ok(found) => Ok(found),
            Err(error) => {
                let shown = self.text("body").await.unwrap_or_default();
                bail!("`{css}` does not show: {error}\n{shown}")
            }
        }
    }

    /// The words of the first element that `css` names.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, css: &str) -> Result<String> {
        let found = self.client.find(Locator::Css(css)).await;
        let found = found.with_context(|| css.to_owned())?;
        Ok(found.text().await?)
    }

    /// The `id` or else the `name` of the element that has the focus.
    ///
    /// # Errors
    /// When nothing has it.
    pub async fn focused(&self) -> Result<String> {
        let active = self.client.active_element().await?;
        let id = active.attr("id").await?;
        Ok(id.or(active.attr("name").await?).unwrap_or_default())
    }

    /// The network traffic since the last call; its round trips go into [`Browser::counts`].
    ///
    /// # Errors
    /// When the driver gives no log.
    pub async fn traffic(&self) -> Result<Traffic> {
        let traffic = Traffic::take(&self.client).await?;
        self.round_trips
            .fetch_add(traffic.round_trips, Ordering::Relaxed);
        Ok(traffic)
    }

    /// The work since the browser was opened or [`Browser::reset`].
    ///
    /// # Errors
    /// When the driver gives no log.
    pub async fn counts(&self) -> Result<Counts> {
        self.traffic().await?;
        Ok(Counts {
            keys: self.keys.load(Ordering::Relaxed),
            names: self.names.load(Ordering::Relaxed),
            clicks: self.clicks.load(Ordering::Relaxed),
            round_trips: self.round_trips.load(Ordering::Relaxed),
        })
    }

    /// Begins to count from nothing.
    ///
    /// # Errors
    /// When the driver gives no log.
    pub async fn reset(&self) -> Result<()> {
        self.traffic().await?;
        for count in [&self.keys, &self.names, &self.clicks, &self.round_trips] {
            count.store(0, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Checks the page with axe-core against WCAG 2.2 AA.
    ///
    /// # Errors
    /// When axe does not run.
    pub async fn axe(&self) -> Result<Vec<Violation>> {
        axe::check(&self.client).await
    }

    /// Writes a picture of what the screen shows, as PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        // A font that is still on its way would show another face.
        let wait = "const [done] = arguments; document.fonts.ready.then(() => done(true));";
        self.client.execute_async(wait, Vec::new()).await?;
        let png = self.client.screenshot().await?;
        std::fs::write(path, png).with_context(|| path.display().to_string())
    }

    /// How far the page can be scrolled sideways, in CSS pixels: more than none is a mistake.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn sideways(&self) -> Result<i64> {
        let script =
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth;";
        let pixels = self.client.execute(script, Vec::new()).await?;
        pixels.as_i64().context("the page has no width")
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// When it does not answer; it ends all the same.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}
