use std::pin::Pin;

use kernel::Uuid;

use super::*;
use crate::tests::{FENI, TANGAIL, places};

fn listener(session: u128, scope: Scope) -> Listener {
    Listener {
        session: SessionId(Uuid::from_u128(session)),
        topic: "arrivals".to_owned(),
        scope,
        places: places(),
    }
}

type Stay = Pin<Box<dyn Stream<Item = Heard> + Send>>;

fn listen(live: &Live, session: u128, scope: Scope) -> Stay {
    Box::pin(live.listen(listener(session, scope)).unwrap())
}

/// Nothing more is heard, and the stream goes on.
async fn is_silent(heard: &mut Stay) -> bool {
    let next = tokio::time::timeout(Duration::from_millis(20), heard.next());
    next.await.is_err()
}

#[tokio::test]
async fn a_page_hears_of_its_own_topic_only() {
    let live = Live::with_seats(1);
    let mut heard = listen(&live, 1, Scope::All);
    live.tell("wards", TANGAIL);
    live.tell("arrivals", TANGAIL);
    assert_eq!(heard.next().await, Some(Heard::Changed));
    assert!(is_silent(&mut heard).await);
}

#[tokio::test]
async fn a_prison_hears_of_itself_a_division_of_its_prisons_and_headquarters_of_all() {
    let live = Live::with_seats(9);
    let mut tangail = listen(&live, 1, Scope::Prison(TANGAIL));
    let mut dhaka = listen(&live, 2, Scope::Division("30".to_owned()));
    let mut all = listen(&live, 3, Scope::All);
    live.tell("arrivals", FENI);
    assert_eq!(all.next().await, Some(Heard::Changed));
    assert!(is_silent(&mut tangail).await && is_silent(&mut dhaka).await);
    live.tell("arrivals", TANGAIL);
    for heard in [&mut tangail, &mut dhaka, &mut all] {
        assert_eq!(heard.next().await, Some(Heard::Changed));
    }
    live.tell_all("arrivals");
    for heard in [&mut tangail, &mut dhaka, &mut all] {
        assert_eq!(heard.next().await, Some(Heard::Changed));
    }
}

#[tokio::test]
async fn the_oldest_stream_of_a_login_gives_way_to_a_new_one() {
    let live = Live::default();
    let mut other = listen(&live, 2, Scope::All);
    let mut own: Vec<_> = (0..LISTENERS_PER_SESSION_MAX)
        .map(|_| listen(&live, 1, Scope::All))
        .collect();
    assert!(is_silent(&mut own[0]).await, "all of them still fit");
    own.push(listen(&live, 1, Scope::All));
    assert_eq!(own[0].next().await, Some(Heard::Displaced));
    assert_eq!(own[0].next().await, None);
    live.tell("arrivals", TANGAIL);
    for heard in own[1..].iter_mut().chain([&mut other]) {
        assert_eq!(heard.next().await, Some(Heard::Changed));
    }
}

#[tokio::test]
async fn a_stream_that_ended_makes_room_for_another() {
    let live = Live::default();
    let mut own: Vec<_> = (0..LISTENERS_PER_SESSION_MAX)
        .map(|_| listen(&live, 1, Scope::All))
        .collect();
    own.pop();
    own.push(listen(&live, 1, Scope::All));
    assert!(is_silent(&mut own[0]).await);
    own.clear();
    assert!(
        live.logins.lock().of.is_empty(),
        "no login is kept for ever"
    );
}

#[tokio::test]
async fn seats_are_counted_and_given_back() {
    let live = Live::with_seats(1);
    let first = listen(&live, 1, Scope::All);
    let full = live.listen(listener(2, Scope::All)).err().unwrap();
    assert_eq!(full.kind, Kind::Busy);
    drop(first);
    assert!(live.listen(listener(2, Scope::All)).is_ok());
}

#[tokio::test]
async fn closing_ends_every_stream_and_begins_none() {
    let live = Live::with_seats(2);
    let mut heard = listen(&live, 1, Scope::All);
    live.close();
    assert_eq!(heard.next().await, None);
    let closed = live.listen(listener(1, Scope::All)).err().unwrap();
    assert_eq!(closed.kind, Kind::Busy);
}

#[tokio::test]
async fn one_who_fell_behind_hears_one_change() {
    let live = Live::with_seats(1);
    let mut heard = listen(&live, 1, Scope::All);
    for _ in 0..BACKLOG_MAX * 2 {
        live.tell("wards", TANGAIL);
    }
    assert_eq!(heard.next().await, Some(Heard::Changed));
    assert!(is_silent(&mut heard).await);
}
