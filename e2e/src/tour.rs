//! The main pages, and the way to each in a new demonstration.

use anyhow::Result;

use crate::{Browser, Demo, Lang};

/// Pages that one role sees.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Whose log-in; empty for the page before it.
    pub role: &'static str,
    /// Name and address of each page.
    pub pages: Vec<(&'static str, String)>,
}

const DOOR: &[(&str, &str)] = &[("login", "/login")];
const CLERK: &[(&str, &str)] = &[
    ("arrivals", "/arrivals"),
    ("paste", "/arrivals/paste"),
    ("find", "/find?q=rahim"),
    ("tasks", "/tasks"),
    ("times", "/times"),
];
const OFFICER: &[(&str, &str)] = &[
    ("ward-board", "/estate"),
    ("court", "/court"),
    ("releases", "/releases"),
    ("hospital", "/hospital"),
    ("transfers", "/transfers"),
    ("roll", "/roll"),
    ("headcount", "/headcount"),
    ("matches", "/matches"),
    ("merges", "/merges"),
];
const ADMINISTRATOR: &[(&str, &str)] = &[
    ("users", "/users"),
    ("new-user", "/users/new"),
    ("apiclients", "/apiclients"),
    ("new-apiclient", "/apiclients/new"),
    ("import", "/import"),
    ("journal", "/journal"),
    ("health", "/health"),
    ("sessions", "/sessions"),
    ("password", "/password"),
    ("totp", "/totp"),
    ("styleguide", "/styleguide"),
];
const STEPS: &[(&str, &str)] = &[
    ("step-warrant", "warrant"),
    ("step-identity", "identity"),
    ("step-facts", "facts"),
    ("step-risk", "risk"),
    ("step-ward", "ward"),
    ("step-sign", "sign"),
];
const PARTS: &[(&str, &str)] = &[
    ("profile", ""),
    ("profile-cases", "/cases"),
    ("profile-timeline", "/timeline"),
    ("profile-family", "/family"),
    ("profile-property", "/property"),
    ("profile-correct", "/correct"),
    ("profile-complete", "/complete"),
    ("ticket", "/ticket"),
    ("slip", "/slip"),
    ("receipt", "/receipt"),
];

/// The main pages of a demonstration. It begins one admission and finishes another, so that their pages
/// have something to show.
///
/// # Errors
/// When a page that leads to others does not show what it should.
pub async fn main_pages(browser: &Browser, demo: &Demo) -> Result<Vec<Stop>> {
    browser.read_in(Lang::Bn).await?;
    let mut clerk = under(CLERK, "");
    browser.login(demo, "admission_clerk").await?;
    let done = admit(browser).await?;
    browser.goto("/arrivals").await?;
    browser.click("form[action$='/start'] button").await?;
    browser.wait_for("#warrant_no").await?;
    let open = browser.path().await?;
    clerk.extend(under(STEPS, &format!("{open}?step=")));

    browser.log_out().await?;
    browser.login(demo, "deputy_jailer").await?;
    browser.goto("/court").await?;
    let person = browser.link("a[href^='/people/']").await?;
    browser.goto(&person).await?;
    let ward = browser.link("a[href^='/estate/wards/']").await?;
    let mut officer = under(OFFICER, "");
    officer.extend(under(PARTS, &person));
    officer.push(("ward", ward));
    officer.push(("read-back", done.clone()));
    clerk.push(("on-the-roll", done));

    let client = "td a[href^='/apiclients/']";
    let client = first(browser, demo, "administrator", "/apiclients", client).await?;
    let mut administrator = under(ADMINISTRATOR, "");
    administrator.push(("apiclient", client));
    let prisons = "/estate/prisons";
    let prison = "a[href^='/estate/prisons/']";
    let prison = first(browser, demo, "headquarters", prisons, prison).await?;
    browser.log_out().await?;
    let stop = |role, pages| Stop { role, pages };
    Ok(vec![
        stop("", under(DOOR, "")),
        stop("admission_clerk", clerk),
        stop("deputy_jailer", officer),
        stop(
            "medical_officer",
            vec![("profile-medical", format!("{person}/medical"))],
        ),
        stop(
            "headquarters",
            vec![("prisons", prisons.to_owned()), ("prison", prison)],
        ),
        stop("administrator", administrator),
    ])
}

/// The first of the pages to which `list` leads one who has `role`.
async fn first(
    browser: &Browser,
    demo: &Demo,
    role: &str,
    list: &str,
    link: &str,
) -> Result<String> {
    browser.log_out().await?;
    browser.login(demo, role).await?;
    browser.goto(list).await?;
    browser.link(link).await
}

fn under(pages: &[(&'static str, &str)], base: &str) -> Vec<(&'static str, String)> {
    pages
        .iter()
        .map(|(name, path)| (*name, format!("{base}{path}")))
        .collect()
}

/// Puts somebody on the roll by the shortest way; gives the address of the admission.
async fn admit(browser: &Browser) -> Result<String> {
    browser.goto("/arrivals").await?;
    // The second of those who look new: the first one is left for the steps.
    let row = "tr:has(.chip.plain):nth-of-type(n + 3) form[action$='/start'] button";
    browser.click(row).await?;
    browser.wait_for("#warrant_no").await?;
    let path = browser.path().await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("#name_bn").await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("#village").await?;
    browser.tab_to("#village").await?;
    browser.type_name("চর কালিবাড়ী").await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("input[name=risk_illness]").await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("input[name=ward]").await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("button[formaction$='/roll']").await?;
    browser.press(crate::Key::Enter).await?;
    browser.wait_for("a[data-main]").await?;
    Ok(path)
}
