//! Every address of the house and who may use it. A test compares it with the sources, so that no route comes in
//! without somebody saying here whose it is.

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Everybody, also before a login.
    Open,
    /// Everybody with a login.
    Login,
    /// Those whom `base/access/matrix.txt` allows the action on this class of data.
    May(&'static str, char),
}

mod life;

use Door::{Login, May, Open};

/// One address. Where a pattern stands for several things, each has its own line, with what the last placeholder
/// stands for.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) pattern: &'static str,
    pub(crate) last: &'static str,
    pub(crate) door: Door,
}

impl Row {
    /// Whether it answers with what the PDF worker makes.
    pub(crate) fn is_pdf(&self) -> bool {
        self.pattern
            .rsplit_once('.')
            .is_some_and(|(_, kind)| kind == "pdf")
    }
}

const fn get(pattern: &'static str, door: Door) -> Row {
    part("GET", pattern, "", door)
}

const fn post(pattern: &'static str, door: Door) -> Row {
    part("POST", pattern, "", door)
}

const fn part(method: &'static str, pattern: &'static str, last: &'static str, door: Door) -> Row {
    Row {
        method,
        pattern,
        last,
        door,
    }
}

const fn ordinary(action: &'static str) -> Door {
    May(action, 'o')
}

/// The pages of the floor, of arrivals and of admission.
pub(crate) const PAGES: &[Row] = &[
    // The floor.
    get("/", Login),
    get("/static/{hash}/{name}", Open),
    get("/lang/{code}", Open),
    get("/theme/{name}", Open),
    get("/live", Login),
    get("/styleguide", Login),
    post("/styleguide", Login),
    get("/styleguide/now", Login),
    get("/healthz", Open),
    get("/readyz", Open),
    get("/metrics", Open),
    get("/api/v1/openapi.json", Open),
    get("/api/v1/docs", Login),
    // Logins and users.
    get("/login", Open),
    post("/login", Open),
    get("/login/code", Login),
    post("/login/code", Login),
    post("/logout", Login),
    get("/password", Login),
    post("/password", Login),
    get("/totp", Login),
    post("/totp/offer", Login),
    post("/totp/confirm", Login),
    get("/sessions", Login),
    post("/sessions/revoke-others", Login),
    post("/sessions/{id}/revoke", Login),
    get("/users", ordinary("user.read")),
    post("/users", ordinary("user.write")),
    get("/users/new", ordinary("user.write")),
    get("/users/{id}", ordinary("user.read")),
    post("/users/{id}", ordinary("user.write")),
    part(
        "POST",
        "/users/{id}/{verb}",
        "disable",
        ordinary("user.write"),
    ),
    part(
        "POST",
        "/users/{id}/{verb}",
        "enable",
        ordinary("user.write"),
    ),
    part("POST", "/users/{id}/{verb}", "totp", ordinary("user.write")),
    part(
        "POST",
        "/users/{id}/{verb}",
        "password",
        ordinary("user.write"),
    ),
    // Programs of other agencies.
    get("/apiclients", ordinary("apiclient.write")),
    post("/apiclients", ordinary("apiclient.write")),
    get("/apiclients/new", ordinary("apiclient.write")),
    get("/apiclients/{id}", ordinary("apiclient.write")),
    post("/apiclients/{id}", ordinary("apiclient.write")),
    post("/apiclients/{id}/renew", ordinary("apiclient.write")),
    post("/apiclients/{id}/revoke", ordinary("apiclient.write")),
    // The journal and the machine.
    get("/journal", ordinary("journal.read")),
    get("/health", ordinary("system.health")),
    post("/health/retry", ordinary("system.health")),
    // Arrivals and admission.
    get("/arrivals", ordinary("arrival.read")),
    get("/arrivals/paste", ordinary("arrival.write")),
    post("/arrivals/paste", ordinary("arrival.write")),
    post("/arrivals/{id}/start", ordinary("admission.start")),
    post("/arrivals/{id}/release", ordinary("arrival.claim")),
    post("/arrivals/{id}/cancel", ordinary("arrival.write")),
    post("/admissions", ordinary("admission.start")),
    get("/admissions/{id}", ordinary("admission.write")),
    post("/admissions/{id}/field", ordinary("admission.write")),
    post("/admissions/{id}/step", ordinary("admission.write")),
    get("/admissions/{id}/same", ordinary("admission.write")),
    post("/admissions/{id}/decide", ordinary("admission.write")),
    post("/admissions/{id}/photo", ordinary("admission.write")),
    post("/admissions/{id}/roll", ordinary("admission.finish")),
    post("/admissions/{id}/verify", ordinary("admission.verify")),
    post("/admissions/{id}/slow", ordinary("admission.write")),
    post("/admissions/{id}/abandon", ordinary("admission.write")),
    get("/suggest/name", Login),
    get("/pick/place", Login),
    get("/pick/section", ordinary("admission.write")),
    get("/import", ordinary("import.run")),
    post("/import", ordinary("import.run")),
    // The same person?
    get("/matches", ordinary("person.merge")),
    get("/matches/{a}/{b}", ordinary("person.merge")),
    post("/matches/{a}/{b}", ordinary("person.merge")),
    post(
        "/impersonations/{admission}/rule",
        ordinary("impersonation.decide"),
    ),
    get("/merges", ordinary("person.merge")),
    post("/merges/{id}/undo", ordinary("person.merge")),
];

/// What the program's description of itself must list, no more and no less.
pub(crate) const API: &[Row] = &[
    post("/api/v1/arrivals", ordinary("api.arrivals.write")),
    get("/api/v1/arrivals", ordinary("api.arrivals.write")),
    get("/api/v1/arrivals/{id}", ordinary("api.arrivals.write")),
    get("/api/v1/custodies/{id}", ordinary("api.custody.read")),
    get(
        "/api/v1/custodies/{id}/movements",
        ordinary("api.movements.read"),
    ),
    get("/api/v1/prisons", ordinary("api.estate.read")),
    get("/api/v1/prisons/{id}/wards", ordinary("api.estate.read")),
    get(
        "/api/v1/prisons/{id}/custodies",
        ordinary("api.custody.read"),
    ),
    get("/api/v1/people", ordinary("api.people.read")),
    get("/api/v1/people/{id}", ordinary("api.people.read")),
];

/// Every page.
pub(crate) fn pages() -> impl Iterator<Item = &'static Row> {
    PAGES.iter().chain(life::PAGES)
}

/// Every address.
pub(crate) fn all() -> impl Iterator<Item = &'static Row> {
    pages().chain(API)
}
