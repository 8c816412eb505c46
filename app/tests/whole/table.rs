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

/// One address, asked in one way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) pattern: &'static str,
    /// What the last placeholder stands for, where the pattern stands for several things.
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

/// A line of the table: a row for each thing that the last placeholder stands for, in each way.
struct Line {
    methods: &'static [&'static str],
    pattern: &'static str,
    lasts: &'static [&'static str],
    door: Door,
}

impl Line {
    const fn new(methods: &'static [&'static str], pattern: &'static str, door: Door) -> Self {
        Self {
            methods,
            pattern,
            lasts: &[""],
            door,
        }
    }

    /// The same for each of these as the last placeholder.
    const fn each(self, lasts: &'static [&'static str]) -> Self {
        Self { lasts, ..self }
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        self.lasts.iter().flat_map(|last| {
            self.methods.iter().map(|method| Row {
                method,
                pattern: self.pattern,
                last,
                door: self.door,
            })
        })
    }
}

const fn get(pattern: &'static str, door: Door) -> Line {
    Line::new(&["GET"], pattern, door)
}

const fn post(pattern: &'static str, door: Door) -> Line {
    Line::new(&["POST"], pattern, door)
}

/// A page and what its form sends back to it.
const fn form(pattern: &'static str, door: Door) -> Line {
    Line::new(&["GET", "POST"], pattern, door)
}

const fn ordinary(action: &'static str) -> Door {
    May(action, 'o')
}

/// The pages.
const PAGES: &[Line] = &[
    // The floor.
    get("/", Login),
    get("/static/{hash}/{name}", Open),
    get("/lang/{code}", Open),
    get("/theme/{name}", Open),
    get("/live", Login),
    form("/styleguide", Login),
    get("/styleguide/now", Login),
    get("/healthz", Open),
    get("/readyz", Open),
    get("/metrics", Open),
    get("/api/v1/openapi.json", Open),
    get("/api/v1/docs", Login),
    // Logins and users.
    form("/login", Open),
    form("/login/code", Login),
    post("/logout", Login),
    form("/password", Login),
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
    post("/users/{id}/{verb}", ordinary("user.write"))
        .each(&["disable", "enable", "totp", "password"]),
    // Programs of other agencies.
    form("/apiclients", ordinary("apiclient.write")),
    get("/apiclients/new", ordinary("apiclient.write")),
    form("/apiclients/{id}", ordinary("apiclient.write")),
    post("/apiclients/{id}/renew", ordinary("apiclient.write")),
    post("/apiclients/{id}/revoke", ordinary("apiclient.write")),
    // The journal and the machine.
    get("/journal", ordinary("journal.read")),
    get("/health", ordinary("system.health")),
    post("/health/retry", ordinary("system.health")),
    // Arrivals and admission.
    get("/arrivals", ordinary("arrival.read")),
    form("/arrivals/paste", ordinary("arrival.write")),
    post("/arrivals/{id}/start", ordinary("admission.start")),
    post("/arrivals/{id}/release", ordinary("arrival.claim")),
    form("/arrivals/{id}/cancel", ordinary("arrival.write")),
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
    form("/import", ordinary("import.run")),
    // The same person?
    get("/matches", ordinary("person.merge")),
    form("/matches/{a}/{b}", ordinary("person.merge")),
    post(
        "/impersonations/{admission}/rule",
        ordinary("impersonation.decide"),
    ),
    get("/merges", ordinary("person.merge")),
    post("/merges/{id}/undo", ordinary("person.merge")),
    // Prisons and wards.
    get("/estate", ordinary("estate.read")),
    get("/estate/prisons", ordinary("estate.read")),
    get("/estate/prisons/{id}", ordinary("estate.read")),
    post("/estate/prisons/{id}", ordinary("prison.change")),
    post("/estate/prisons/{id}/withdraw", ordinary("prison.change")),
    form("/estate/buildings/new", ordinary("estate.write")),
    form("/estate/buildings/{id}/edit", ordinary("estate.write")),
    form("/estate/wards/new", ordinary("estate.write")),
    get("/estate/wards/{id}", ordinary("estate.read")),
    form("/estate/wards/{id}/edit", ordinary("estate.write")),
    post("/estate/wards/{id}/close", ordinary("estate.write")),
    post("/estate/wards/{id}/open", ordinary("estate.write")),
    // A person's file and what is printed from it.
    get("/find", ordinary("person.find")),
    get("/find/suggest", ordinary("person.find")),
    get("/people/{id}", ordinary("person.read")),
    form("/people/{id}/add/{part}", May("person.write", 's')).each(&["relative", "child", "mark"]),
    form("/people/{id}/add/{part}", ordinary("person.write")).each(&["property"]),
    form("/people/{id}/add/{part}", May("medical.write", 'm')).each(&["examination", "injury"]),
    form("/people/{id}/end-relative", May("person.write", 's')),
    form("/people/{id}/hand-back", ordinary("person.write")),
    form("/people/{id}/complete", ordinary("person.write")),
    form("/people/{id}/correct", ordinary("person.correct")),
    get("/people/{id}/{part}", ordinary("person.read")).each(&["cases", "timeline", "property"]),
    get("/people/{id}/{part}", May("person.read_sensitive", 's')).each(&["family"]),
    get("/people/{id}/{part}", May("person.read_medical", 'm')).each(&["medical"]),
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
    form("/custodies/{id}/back", ordinary("movement.court")),
    form("/custodies/{id}/ward", ordinary("ward.move")),
    form("/custodies/{id}/receive", ordinary("movement.transfer")),
    form("/custodies/{id}/recapture", ordinary("movement.escape")),
    form("/custodies/{id}/{act}", ordinary("movement.court")).each(&["court"]),
    form("/custodies/{id}/{act}", ordinary("movement.hospital")).each(&["hospital"]),
    form("/custodies/{id}/{act}", ordinary("movement.transfer")).each(&["transfer"]),
    form("/custodies/{id}/{act}", ordinary("movement.release_order")).each(&["order"]),
    form("/custodies/{id}/{act}", ordinary("movement.escape")).each(&["escape"]),
    form("/custodies/{id}/{act}", ordinary("movement.death")).each(&["death"]),
    form("/custodies/{id}/{act}", ordinary("person.correct")).each(&["status", "warrant"]),
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
const API: &[Line] = &[
    form("/api/v1/arrivals", ordinary("api.arrivals.write")),
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
pub(crate) fn pages() -> impl Iterator<Item = Row> {
    PAGES.iter().flat_map(Line::rows)
}

/// What programs ask.
pub(crate) fn api() -> impl Iterator<Item = Row> {
    API.iter().flat_map(Line::rows)
}

/// Every address.
pub(crate) fn all() -> impl Iterator<Item = Row> {
    pages().chain(api())
}
