//! Somebody whom one prison of the demonstration has sent is received by another on one page.

use db::Engine;

use crate::client::Answer;
use crate::house::House;

#[test]
fn whoever_was_sent_stands_on_the_board_and_is_received_on_one_page() {
    let house = House::served(Engine::Sqlite);
    let mut officer = house.login("deputy");
    let board = officer.get("/arrivals").unwrap().is(200);
    let page = between(&board, "href=\"/custodies/", "/receive\"");
    let page = format!("/custodies/{page}/receive");
    let shown = officer.get(&page).unwrap().is(200);
    // The best ward stands chosen: the officer only presses the button.
    let ward = between(&shown, "<option value=\"", "\" selected>");
    let inside = officer.post(&page, &[("ward", ward)]).unwrap().is(303);
    assert!(inside.location().starts_with("/people/"), "{inside}");
    let file = officer.get(inside.location()).unwrap().is(200);
    assert!(
        file.body.contains(&format!("/estate/wards/{ward}")),
        "{file}"
    );
    let board = officer.get("/arrivals").unwrap().is(200);
    assert!(!board.body.contains(&page), "received once");
    house.is_whole();
}

/// What stands last before `end`, after `start`.
#[track_caller]
fn between<'a>(answer: &'a Answer, start: &str, end: &str) -> &'a str {
    let (before, _) = answer
        .body
        .split_once(end)
        .unwrap_or_else(|| panic!("no {end}: {answer}"));
    let (_, found) = before.rsplit_once(start).unwrap();
    found
}
