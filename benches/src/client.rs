use anyhow::{Context as _, Result, bail};
use throwaway::client;

/// One clerk's connection, which stays open between requests.
pub(crate) struct Client(client::Client);

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        Self(client::Client::new(port))
    }

    /// Logs in through the page, as a browser does.
    pub(crate) fn log_in(&mut self, login: &str, password: &str) -> Result<()> {
        let page = self.get("/login")?;
        let token = between(&page, "name=\"_csrf\" value=\"", "\"")?;
        let fields = [("_csrf", token), ("login", login), ("password", password)];
        self.0.send_form("/login", &fields)?;
        self.get("/styleguide").context("the login did not hold")?;
        Ok(())
    }

    /// Asks for a page; a redirection is an error, since nothing that is measured has one.
    pub(crate) fn get(&mut self, path: &str) -> Result<String> {
        let answer = self.0.get(path)?;
        if !(200..300).contains(&answer.status) {
            bail!("{answer}");
        }
        Ok(answer.body)
    }
}

/// The part of `text` between two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Result<&'a str> {
    text.split_once(open)
        .and_then(|(_, after)| after.split_once(close))
        .map(|(inside, _)| inside)
        .with_context(|| format!("no `{open}` in:\n{text}"))
}
