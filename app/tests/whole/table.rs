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

/// The pages.
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
    // Prisons and wards.
    get("/estate", ordinary("estate.read")),
    get("/estate/prisons", ordinary("estate.read")),
    get("/estate/buildings/new", ordinary("estate.write")),
    post("/estate/buildings/new", ordinary("estate.write")),
    get("/estate/buildings/{id}/edit", ordinary("estate.write")),
    post("/estate/buildings/{id}/edit", ordinary("estate.write")),
    get("/estate/wards/new", ordinary("estate.write")),
    post("/estate/wards/new", ordinary("estate.write")),
    get("/estate/wards/{id}", ordinary("estate.read")),
    get("/estate/wards/{id}/edit", ordinary("estate.write")),
    post("/estate/wards/{id}/edit", ordinary("estate.write")),
    post("/estate/wards/{id}/close", ordinary("estate.write")),
    post("/estate/wards/{id}/open", ordinary("estate.write")),
    // A person's file and what is printed from it.
    get("/find", ordinary("person.find")),
    get("/people/{id}", ordinary("person.read")),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "relative",
        May("person.write", 's'),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "relative",
        May("person.write", 's'),
    ),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "child",
        May("person.write", 's'),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "child",
        May("person.write", 's'),
    ),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "mark",
        May("person.write", 's'),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "mark",
        May("person.write", 's'),
    ),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "property",
        ordinary("person.write"),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "property",
        ordinary("person.write"),
    ),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "examination",
        May("medical.write", 'm'),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "examination",
        May("medical.write", 'm'),
    ),
    part(
        "GET",
        "/people/{id}/add/{part}",
        "injury",
        May("medical.write", 'm'),
    ),
    part(
        "POST",
        "/people/{id}/add/{part}",
        "injury",
        May("medical.write", 'm'),
    ),
    get("/people/{id}/end-relative", May("person.write", 's')),
    post("/people/{id}/end-relative", May("person.write", 's')),
    get("/people/{id}/hand-back", ordinary("person.write")),
    post("/people/{id}/hand-back", ordinary("person.write")),
    get("/people/{id}/complete", ordinary("person.write")),
    post("/people/{id}/complete", ordinary("person.write")),
    get("/people/{id}/correct", ordinary("person.correct")),
    post("/people/{id}/correct", ordinary("person.correct")),
    part(
        "GET",
        "/people/{id}/{part}",
        "cases",
        ordinary("person.read"),
    ),
    part(
        "GET",
        "/people/{id}/{part}",
        "timeline",
        ordinary("person.read"),
    ),
    part(
        "GET",
        "/people/{id}/{part}",
        "property",
        ordinary("person.read"),
    ),
    part(
        "GET",
        "/people/{id}/{part}",
        "family",
        May("person.read_sensitive", 's'),
    ),
    part(
        "GET",
        "/people/{id}/{part}",
        "medical",
        May("person.read_medical", 'm'),
    ),
    get("/people/{id}/ticket", ordinary("print.ticket")),
    get("/people/{id}/ticket.pdf", ordinary("print.ticket")),
    get("/people/{id}/slip", ordinary("print.ticket")),
    get("/people/{id}/slip.pdf", ordinary("print.ticket")),
    get("/people/{id}/receipt", ordinary("print.ticket")),
    get("/people/{id}/receipt.pdf", ordinary("print.ticket")),
    get("/tickets/{code}", ordinary("print.ticket")),
    get("/photos/{hash}", May("person.read_sensitive", 's')),
    // Life in custody.
    get("/court", ordinary("person.read")),
    post("/court/send", ordinary("movement.court")),
    get("/releases", ordinary("person.read")),
    get("/hospital", ordinary("person.read")),
    get("/transfers", ordinary("person.read")),
    get("/orders/{id}", ordinary("movement.release")),
    post("/orders/{id}/check", ordinary("movement.release")),
    post("/orders/{id}/gate", ordinary("movement.release")),
    get("/custodies/{id}/back", ordinary("movement.court")),
    post("/custodies/{id}/back", ordinary("movement.court")),
    get("/custodies/{id}/ward", ordinary("ward.move")),
    post("/custodies/{id}/ward", ordinary("ward.move")),
    get("/custodies/{id}/receive", ordinary("movement.transfer")),
    post("/custodies/{id}/receive", ordinary("movement.transfer")),
    get("/custodies/{id}/recapture", ordinary("movement.escape")),
    post("/custodies/{id}/recapture", ordinary("movement.escape")),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "court",
        ordinary("movement.court"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "court",
        ordinary("movement.court"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "hospital",
        ordinary("movement.hospital"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "hospital",
        ordinary("movement.hospital"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "transfer",
        ordinary("movement.transfer"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "transfer",
        ordinary("movement.transfer"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "order",
        ordinary("movement.release_order"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "order",
        ordinary("movement.release_order"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "escape",
        ordinary("movement.escape"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "escape",
        ordinary("movement.escape"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "death",
        ordinary("movement.death"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "death",
        ordinary("movement.death"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "status",
        ordinary("person.correct"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "status",
        ordinary("person.correct"),
    ),
    part(
        "GET",
        "/custodies/{id}/{act}",
        "warrant",
        ordinary("person.correct"),
    ),
    part(
        "POST",
        "/custodies/{id}/{act}",
        "warrant",
        ordinary("person.correct"),
    ),
    // Tasks, times, lists.
    get("/tasks", ordinary("task.read")),
    post("/tasks/{id}/done", ordinary("task.do")),
    get("/times", ordinary("times.read")),
    get("/roll", ordinary("export.roll")),
    get("/roll.pdf", ordinary("export.roll")),
    get("/roll.xlsx", ordinary("export.roll")),
    get("/headcount", ordinary("export.headcount")),
    get("/headcount.pdf", ordinary("export.headcount")),
    get("/headcount.xlsx", ordinary("export.headcount")),
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

/// Every address.
pub(crate) fn all() -> impl Iterator<Item = &'static Row> {
    PAGES.iter().chain(API)
}
