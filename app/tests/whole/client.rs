//! Somebody at a browser, over a real connection.

use std::io;
use std::ops::{Deref, DerefMut};

use throwaway::client;
pub(crate) use throwaway::client::{Answer, head, quote};

/// A browser that knows the tokens of the program's forms. A clone is another window of the same login.
#[derive(Clone)]
pub(crate) struct Client(client::Client);

impl Deref for Client {
    type Target = client::Client;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Client {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        Self(client::Client::new(port))
    }

    #[must_use]
    pub(crate) fn with_cookie(self, name: &str, value: &str) -> Self {
        Self(self.0.with_cookie(name, value))
    }

    /// Logs in through the page, as a browser does.
    pub(crate) fn log_in(&mut self, login: &str, password: &str) -> io::Result<Answer> {
        self.get("/login")?;
        self.post("/login", &[("login", login), ("password", password)])
    }

    /// Sends a form with the token that the page before would have carried.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let token = self.token();
        let fields = [&[(web::csrf::FIELD, token.as_str())], fields].concat();
        self.send_form(path, &fields)
    }

    fn token(&self) -> String {
        let kept = [web::cookies::SESSION, web::cookies::GUEST].map(|name| self.cookie(name));
        let secret = kept.into_iter().find(|secret| !secret.is_empty());
        secret.map_or_else(String::new, web::csrf::token)
    }
}
