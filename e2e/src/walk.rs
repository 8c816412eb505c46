//! Going about a page by the keyboard, and looking at it as its readers do.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::{Browser, Impact, Key, Traffic};

/// Presses of the tabulator after which a thing counts as out of reach.
const TABS_MAX: u32 = 60;

impl Browser {
    /// Presses the tabulator until the focus is on what `css` names; each press counts.
    ///
    /// # Errors
    /// When the focus does not come there.
    pub async fn tab_to(&self, css: &str) -> Result<()> {
        for _ in 0..TABS_MAX {
            self.press(Key::Tab).await?;
            if self.has_focus(css).await? {
                return Ok(());
            }
        }
        bail!("{TABS_MAX} tabs do not lead to `{css}`")
    }

    /// Whether the focus is on what `css` names.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_focus(&self, css: &str) -> Result<bool> {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false;";
        Ok(self.ask(script, vec![json!(css)]).await? == Value::Bool(true))
    }

    /// Waits until the focus is on what `css` names, as a page that has just come puts it.
    ///
    /// # Errors
    /// When it does not come there in time.
    pub async fn wait_for_focus(&self, css: &str) -> Result<()> {
        self.wait_for(css).await?;
        self.wait_for(&format!(":is({css}):focus"))
            .await
            .with_context(|| format!("`{css}` shows but has no focus"))
            .map(drop)
    }

    /// What stands in the field that `css` names.
    ///
    /// # Errors
    /// When there is none.
    pub async fn value(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0]).value;";
        Ok(serde_json::from_value(
            self.ask(script, vec![json!(css)]).await?,
        )?)
    }

    /// What the browser says of the field that `css` names beside it, before anything is sent.
    ///
    /// # Errors
    /// When there is none.
    pub async fn complaint(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0]).validationMessage;";
        Ok(serde_json::from_value(
            self.ask(script, vec![json!(css)]).await?,
        )?)
    }

    /// The traffic of a page for a browser that has never been here, though somebody is logged in.
    ///
    /// # Errors
    /// When the page does not load or the driver gives no log.
    pub async fn cold(&self, path: &str) -> Result<Traffic> {
        self.forget_files().await?;
        self.traffic().await?;
        self.goto(path).await?;
        self.traffic().await
    }

    /// The addresses of all links that `css` names, in the order of the page.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn links(&self, css: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(a => a.getAttribute('href'));";
        let found = self.ask(script, vec![json!(css)]).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// How many things on the page `css` names.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn count(&self, css: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length;";
        let count = self.ask(script, vec![json!(css)]).await?;
        count.as_u64().context("a page without a count")
    }

    /// The first link that `css` names.
    ///
    /// # Errors
    /// When there is none.
    pub async fn link(&self, css: &str) -> Result<String> {
        let links = self.links(css).await?;
        links
            .into_iter()
            .next()
            .with_context(|| format!("no link `{css}`"))
    }

    /// What is wrong with the page, in words: an error page, a text that is missing in this language,
    /// something that hangs out of the screen at its side, and, if asked, what hinders somebody.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn faults(&self, with_axe: bool) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        let script = "return [!!document.querySelector('.failure, pre:only-child'), \
                      document.documentElement.textContent.includes('⟦')];";
        let seen = self.ask(script, Vec::new()).await?;
        let (failed, untold): (bool, bool) = serde_json::from_value(seen)?;
        if failed {
            faults.push(format!("an error: {}", self.text("main").await?));
        }
        if untold {
            faults.push("a text is missing".to_owned());
        }
        let sideways = self.sideways().await?;
        if sideways != 0 {
            faults.push(format!("{sideways} pixels hang out at the side"));
        }
        if with_axe {
            let breaches = self.axe().await?;
            let grave = breaches
                .iter()
                .filter(|breach| breach.impact >= Some(Impact::Serious));
            faults.extend(grave.map(ToString::to_string));
        }
        Ok(faults)
    }
}
