//! What the browser asked of the network, from its own log.

use std::collections::BTreeSet;

use anyhow::Result;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

/// A command of chromedriver's own, beside those of every driver.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!(
            "session/{}/{}",
            session_id.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Empties the browser's store of files, as if it had never been here.
pub(crate) async fn forget_files(client: &Client) -> Result<()> {
    let command = Command {
        path: "goog/cdp/execute",
        body: json!({ "cmd": "Network.clearBrowserCache", "params": {} }),
    };
    client.issue_cmd(command).await?;
    // Leaving the page drops what its process still holds.
    Ok(client.goto("about:blank").await?)
}

/// What went over the network since the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Pages and fragments: what a clerk on a slow line waits for.
    pub round_trips: u32,
    /// All requests that went out, with styles, scripts, fonts and pictures.
    pub requests: u32,
    /// Bytes that came back, heads included, compressed as they were.
    pub bytes: u64,
}

impl Traffic {
    pub(crate) async fn take(client: &Client) -> Result<Self> {
        // Reading the log empties it.
        let command = Command {
            path: "se/log",
            body: json!({ "type": "performance" }),
        };
        let entries = client.issue_cmd(command).await?;
        let events = entries.as_array().map_or(&[][..], Vec::as_slice);
        Ok(Self::of(events.iter().filter_map(|entry| {
            let message = entry.get("message")?.as_str()?;
            serde_json::from_str(message).ok()
        })))
    }

    fn of(events: impl Iterator<Item = Value>) -> Self {
        let mut traffic = Self::default();
        // The requests whose bytes count: those that went out to a server.
        let mut sent = BTreeSet::new();
        for event in events {
            let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
            let id = text("/message/params/requestId").unwrap_or_default();
            match text("/message/method") {
                // The empty page that a browser opens with is a request too, to nobody.
                Some("Network.requestWillBeSent") if is_remote(&event) => {
                    traffic.requests += 1;
                    sent.insert(id.to_owned());
                    let kind = text("/message/params/type");
                    if matches!(kind, Some("Document" | "XHR" | "Fetch")) {
                        traffic.round_trips += 1;
                    }
                }
                Some("Network.requestServedFromCache") if sent.remove(id) => {
                    traffic.requests = traffic.requests.saturating_sub(1);
                }
                Some("Network.loadingFinished") if sent.contains(id) => {
                    let bytes = event.pointer("/message/params/encodedDataLength");
                    // The protocol gives a floating point number for a count of bytes.
                    let bytes = bytes.and_then(Value::as_f64).unwrap_or_default();
                    traffic.bytes += whole(bytes);
                }
                _ => {}
            }
        }
        traffic
    }
}

fn is_remote(event: &Value) -> bool {
    let url = event.pointer("/message/params/request/url");
    url.and_then(Value::as_str)
        .is_some_and(|url| url.starts_with("http"))
}

/// A count that JSON holds as a floating point number.
fn whole(number: f64) -> u64 {
    format!("{number:.0}").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_round_trips_and_styles_are_not() {
        let event = |method: &str, params: Value| json!({ "message": { "method": method, "params": params } });
        let sent = |id: &str, kind: &str, url: &str| {
            let params = json!({ "requestId": id, "type": kind, "request": { "url": url } });
            event("Network.requestWillBeSent", params)
        };
        let came = |id: &str, bytes: f64| {
            let params = json!({ "requestId": id, "encodedDataLength": bytes });
            event("Network.loadingFinished", params)
        };
        let events = [
            sent("0", "Document", "data:,"),
            sent("1", "Document", "http://127.0.0.1/"),
            sent("2", "Stylesheet", "http://127.0.0.1/app.css"),
            sent("3", "Font", "http://127.0.0.1/font.woff2"),
            event(
                "Network.requestServedFromCache",
                json!({ "requestId": "3" }),
            ),
            came("0", 700.0),
            came("1", 900.0),
            came("2", 100.0),
            came("3", 5.0),
            event("Page.loadEventFired", json!({})),
        ];
        let expected = Traffic {
            round_trips: 1,
            requests: 2,
            bytes: 1000,
        };
        assert_eq!(Traffic::of(events.into_iter()), expected);
    }
}
