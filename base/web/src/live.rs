//! Live pages: a page listens to topics, a verb tells that a topic changed, and the page asks again for
//! the part that shows it. Only the fact travels, never the data, so nothing is shown that the reader
//! may not read: the part itself is asked for with the reader's own login.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _};
use kernel::{Error, Kind};
use tokio::sync::{Semaphore, broadcast};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::{App, Cx};

/// Pages that may listen at once on one node.
pub const LISTENERS_MAX: usize = 2_000;
/// News that a slow page may fall behind before it is only told that it missed some.
const BACKLOG_MAX: usize = 256;
/// Bytes of a topic's name.
const TOPIC_BYTES_MAX: usize = 100;
/// Silence after which a comment keeps proxies from closing the line.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// The hub. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    /// A topic that changed; nothing when the server stops.
    news: broadcast::Sender<Option<Arc<str>>>,
    seats: Arc<Semaphore>,
}

impl Default for Live {
    fn default() -> Self {
        Self::with_seats(LISTENERS_MAX)
    }
}

impl Live {
    /// A hub that at most `seats` pages may listen to.
    pub fn with_seats(seats: usize) -> Self {
        Self {
            news: broadcast::Sender::new(BACKLOG_MAX),
            seats: Arc::new(Semaphore::new(seats)),
        }
    }

    /// Says that what `topic` shows has changed. Nobody listening is not an error.
    pub fn tell(&self, topic: &str) {
        drop(self.news.send(Some(Arc::from(topic))));
    }

    /// Ends every stream and begins none, so that open pages do not hold up a server that is told to stop.
    pub fn close(&self) {
        self.seats.close();
        drop(self.news.send(None));
    }

    /// The moments at which `topic` changed. A listener that fell behind hears one change for all it
    /// missed.
    ///
    /// # Errors
    /// Busy when all seats are taken.
    pub fn listen(&self, topic: String) -> kernel::Result<impl Stream<Item = ()> + Send + use<>> {
        let seat = self.seats.clone().try_acquire_owned();
        let seat = seat.map_err(|_| Error::new(Kind::Busy, "err-live-full"))?;
        let news = BroadcastStream::new(self.news.subscribe());
        let news = news.take_while(|told| std::future::ready(!matches!(told, Ok(None))));
        Ok(news.filter_map(move |told| {
            let _held_while_listening = &seat;
            let mine = match told {
                Ok(told) => told.as_deref() == Some(topic.as_str()),
                Err(BroadcastStreamRecvError::Lagged(_)) => true,
            };
            std::future::ready(mine.then_some(()))
        }))
    }
}

/// What `GET /live` asks for.
#[derive(serde::Deserialize)]
pub(crate) struct Wanted {
    topic: String,
}

/// `GET /live?topic=…`: an event stream with one `changed` for each change.
pub(crate) async fn stream(
    State(app): State<App>,
    _logged_in: Cx,
    Query(wanted): Query<Wanted>,
) -> crate::Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    if wanted.topic.len() > TOPIC_BYTES_MAX {
        return Err(Error::limit("err-topic-long").into());
    }
    let changes = app.live.listen(wanted.topic)?;
    // A browser drops an event that carries no data at all.
    let events = changes.map(|()| Ok(Event::default().event("changed").data("1")));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_hears_of_its_own_topic_only() {
        let live = Live::with_seats(1);
        let mut heard = Box::pin(live.listen("a".to_owned()).unwrap());
        live.tell("b");
        live.tell("a");
        assert_eq!(heard.next().await, Some(()));
        let waiting = tokio::time::timeout(Duration::from_millis(20), heard.next()).await;
        assert!(waiting.is_err(), "nothing more was told of this topic");
    }

    #[tokio::test]
    async fn seats_are_counted_and_given_back() {
        let live = Live::with_seats(1);
        let first = live.listen("a".to_owned()).unwrap();
        assert_eq!(live.listen("a".to_owned()).err().unwrap().kind, Kind::Busy);
        drop(first);
        assert!(live.listen("a".to_owned()).is_ok());
    }

    #[tokio::test]
    async fn closing_ends_every_stream_and_begins_none() {
        let live = Live::with_seats(2);
        let mut heard = Box::pin(live.listen("a".to_owned()).unwrap());
        live.close();
        assert_eq!(heard.next().await, None);
        assert_eq!(live.listen("a".to_owned()).err().unwrap().kind, Kind::Busy);
    }

    #[tokio::test]
    async fn one_who_fell_behind_hears_one_change() {
        let live = Live::with_seats(1);
        let mut heard = Box::pin(live.listen("a".to_owned()).unwrap());
        for _ in 0..BACKLOG_MAX * 2 {
            live.tell("b");
        }
        assert_eq!(heard.next().await, Some(()));
    }
}
