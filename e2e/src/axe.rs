//! axe-core, the checker of accessibility, run inside the page.

use std::fmt;

use anyhow::{Result, bail};
use fantoccini::Client;
use serde::Deserialize;

const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");
/// Runs the rules of WCAG 2.2 at levels A and AA.
///
/// axe skips the contrast of words that look other than their letters side by side, taking them for
/// the pictures of an icon font. In Bangla that is most words, so while it runs, its canvas shows all
/// words alike. (Our icons are SVG and no font.)
const RUN: &str = r#"
    const [done] = arguments;
    const canvas = CanvasRenderingContext2D.prototype;
    const { measureText, getImageData } = canvas;
    canvas.measureText = words => ({ width: 30 * words.length });
    canvas.getImageData = (x, y, width, height) =>
        ({ data: new Uint8ClampedArray(4 * Math.ceil(width) * Math.ceil(height)).fill(1) });
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
        .then(found => done({ violations: found.violations.map(v => ({
            rule: v.id, impact: v.impact, help: v.help, places: v.nodes.map(n => n.html),
        })) }))
        .catch(error => done({ failed: String(error) }))
        .finally(() => Object.assign(canvas, { measureText, getImageData }));
"#;

/// How much a breach hinders somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// A nuisance.
    Minor,
    /// Hinders some.
    Moderate,
    /// Keeps some from a part of the page.
    Serious,
    /// Keeps some from the page.
    Critical,
}

/// One rule that the page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// axe's name for the rule.
    pub rule: String,
    /// How much it hinders; axe leaves it out where it cannot tell.
    pub impact: Option<Impact>,
    /// What to do.
    pub help: String,
    /// The elements, as HTML.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?}): {}", self.rule, self.impact, self.help)?;
        self.places
            .iter()
            .try_for_each(|place| write!(f, "\n    {place}"))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Violations { violations: Vec<Violation> },
    Failed { failed: String },
}

/// Checks the page that `client` shows.
pub(crate) async fn check(client: &Client) -> Result<Vec<Violation>> {
    // The driver runs scripts beside the page's own policy, so axe needs no hole in it.
    client.execute(AXE, Vec::new()).await?;
    let answer = client.execute_async(RUN, Vec::new()).await?;
    match serde_json::from_value(answer)? {
        Answer::Violations { violations } => Ok(violations),
        Answer::Failed { failed } => bail!("axe: {failed}"),
    }
}
