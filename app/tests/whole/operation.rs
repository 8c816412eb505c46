//! What an operator and a browser's guards see of the server.

use std::io::Write as _;
use std::time::{Duration, Instant};

use db::Engine;

use crate::client::{Answer, Client, head};
use crate::house::House;

/// How soon an order to stop must be done when nothing is under way but open pages.
const STOP_MAX: Duration = Duration::from_secs(5);

const GUARDS: [(&str, &str); 7] = [
    ("content-security-policy", "default-src 'self'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(self)"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", ""),
];

#[test]
fn health_readiness_and_numbers() {
    let house = House::served(Engine::Sqlite);
    let mut probe = house.stranger();
    assert_eq!(probe.get("/healthz").unwrap().is(204).body, "");
    assert_eq!(probe.get("/readyz").unwrap().is(204).body, "");
    let numbers = probe.get("/metrics").unwrap().is(200);
    assert!(
        numbers
            .header("content-type")
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let value = |name: &str| -> i64 {
        let line = numbers
            .body
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        let (_, value) = line
            .unwrap_or_else(|| panic!("no {name}: {numbers}"))
            .split_once(' ')
            .unwrap();
        value.parse().unwrap()
    };
    assert!(value("journal_sealed_lines") > 100);
    assert!((0..60).contains(&value("journal_unsealed_seconds")));
    assert_eq!(value("journal_parked_lines"), 0);
    assert!(numbers.body.ends_with("# EOF\n"));
}

#[test]
fn every_answer_is_guarded() {
    let house = House::served(Engine::Sqlite);
    let mut clerk = house.login("bhorti");
    let mut stranger = house.stranger();
    let style = stranger.get("/login").unwrap().body;
    let style = style
        .split("href=\"/static/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    for path in [
        "/login",
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/v1/openapi.json",
        "/no-such-page",
        "/arrivals",
    ] {
        guarded(&stranger.get(path).unwrap());
        guarded(&clerk.get(path).unwrap());
    }
    guarded(&stranger.get(&format!("/static/{style}")).unwrap().is(200));
    guarded(&clerk.send("DELETE", "/arrivals", &[], b"").unwrap().is(405));
    guarded(&clerk.send("POST", "/admissions", &[], b"").unwrap());
    let page = clerk.get("/arrivals").unwrap().is(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(
        page.header("strict-transport-security"),
        None,
        "not without TLS"
    );
    assert!(
        !page.body.contains("<script>") && !page.body.contains(" style=\""),
        "nothing inline"
    );
    let ids = [clerk.get("/").unwrap(), clerk.get("/").unwrap()];
    let ids = ids
        .each_ref()
        .map(|answer| answer.header("x-request-id").unwrap());
    assert_ne!(ids[0], ids[1]);
}

fn guarded(answer: &Answer) {
    for (name, wanted) in GUARDS {
        let found = answer
            .header(name)
            .unwrap_or_else(|| panic!("no {name}: {answer}"));
        assert!(found.contains(wanted), "{name}: {found}: {answer}");
    }
    assert!(
        answer.header("x-request-id").is_some(),
        "no request id: {answer}"
    );
}

#[test]
fn cookies_are_out_of_reach_of_scripts_and_over_tls_of_the_wire() {
    let mut house = House::new(Engine::Sqlite);
    for tls in [false, true] {
        std::fs::write(house.data.join("alor.toml"), format!("tls = {tls}\n")).unwrap();
        house.start();
        let known = house.logins[0].clone();
        let mut client = house.stranger();
        let mut set: Vec<String> = Vec::new();
        let mut gather = |answer: Answer| {
            set.extend(answer.all("set-cookie").map(str::to_owned));
            assert_eq!(
                answer.header("strict-transport-security").is_some(),
                tls,
                "{answer}"
            );
        };
        gather(client.get("/login").unwrap());
        gather(client.log_in(&known.login, &known.password).unwrap().good());
        gather(client.get("/lang/en?back=%2F").unwrap());
        gather(client.get("/theme/dark?back=%2F").unwrap());
        let named = |name: &str| set.iter().any(|line| line.starts_with(&format!("{name}=")));
        assert!(
            [
                web::cookies::SESSION,
                web::cookies::GUEST,
                web::cookies::LANG,
                web::cookies::THEME
            ]
            .iter()
            .all(|name| named(name)),
            "{set:?}"
        );
        for line in &set {
            assert!(
                line.contains("; HttpOnly")
                    && line.contains("; SameSite=Lax")
                    && line.contains("; Path=/"),
                "{line}"
            );
            assert_eq!(line.contains("; Secure"), tls, "{line}");
        }
        house.stop();
    }
}

#[test]
fn an_order_to_stop_lets_a_slow_request_finish() {
    let house = House::served(Engine::Sqlite);
    let mut slow = house.login("bhorti");
    let token = web::csrf::token(slow.cookie(web::cookies::SESSION));
    let form = format!("{}={token}", web::csrf::FIELD);
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let mut stream = slow
        .begin("POST", "/admissions", &kind, form.len())
        .unwrap();
    stream.get_mut().write_all(&form.as_bytes()[..5]).unwrap();
    // The head has to be read before the order comes, or the server may close a connection that looks idle.
    std::thread::sleep(Duration::from_millis(300));
    house.signal("TERM");
    let begun = Instant::now();
    while Client::new(house.port).get("/healthz").is_ok() {
        assert!(begun.elapsed() < STOP_MAX, "it goes on taking new readers");
        std::thread::sleep(Duration::from_millis(20));
    }
    stream.get_mut().write_all(&form.as_bytes()[5..]).unwrap();
    let answer = slow
        .finish(stream, "a slow request".to_owned())
        .unwrap()
        .is(303);
    assert!(answer.location().starts_with("/admissions/"), "{answer}");
    stops(&house);
    house.is_whole();
}

#[test]
fn open_live_pages_do_not_hold_up_the_stop() {
    let house = House::served(Engine::Sqlite);
    let mut reader = house.login("bhorti");
    let mut stream = reader.begin("GET", "/live?topic=arrivals", &[], 0).unwrap();
    assert_eq!(head(&mut stream).unwrap().0, 200);
    house.signal("TERM");
    stops(&house);
}

/// Waits until the server says that it has stopped.
fn stops(house: &House) {
    let begun = Instant::now();
    while !house.log().lines().any(|line| line.ends_with(" stopped")) {
        assert!(begun.elapsed() < STOP_MAX, "not stopped:\n{}", house.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(
        !house.log().contains("did not finish in time"),
        "{}",
        house.log()
    );
}
