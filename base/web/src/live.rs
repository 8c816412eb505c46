//! Live pages: a page listens to topics, a verb tells that a topic changed in a prison, and the page asks
//! again for the part that shows it. Only the fact travels, never the data: the part itself is asked for
//! with the reader's own login. And the fact goes only to those whose reach holds the prison, since that
//! something happened there, and when, is itself nobody else's business.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use access::Scope;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, StreamExt as _, unfold};
use kernel::{Error, Kind, PrisonId, SessionId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast, oneshot};
use tokio_stream::wrappers::BroadcastStream;

use crate::{App, Cx, Places};

/// Pages that may listen at once on one node.
pub const LISTENERS_MAX: usize = 2_000;
/// Pages of one login that may listen at once; the oldest gives way to a new one. A browser opens six
/// connections to a server that is reached without TLS, and two of them are left for the pages themselves.
const LISTENERS_PER_SESSION_MAX: usize = 4;
/// News that a slow page may fall behind before it is only told that it missed some.
const BACKLOG_MAX: usize = 256;
/// Bytes of a topic's name.
const TOPIC_BYTES_MAX: usize = 100;
/// Silence after which a comment keeps proxies from closing the line.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// A topic that changed.
#[derive(Clone, Debug)]
struct News {
    topic: Arc<str>,
    /// Where; none where it concerns every prison alike.
    prison: Option<PrisonId>,
}

/// The hub. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    /// What changed; nothing when the server stops.
    news: broadcast::Sender<Option<News>>,
    seats: Arc<Semaphore>,
    logins: Logins,
}

impl Default for Live {
    fn default() -> Self {
        Self::with_seats(LISTENERS_MAX)
    }
}

impl Live {
    /// A hub that at most `seats` pages may listen to.
    fn with_seats(seats: usize) -> Self {
        Self {
            news: broadcast::Sender::new(BACKLOG_MAX),
            seats: Arc::new(Semaphore::new(seats)),
            logins: Logins::default(),
        }
    }

    /// Says that what `topic` shows of `prison` has changed. Nobody listening is not an error.
    pub fn tell(&self, topic: &str, prison: PrisonId) {
        self.send(topic, Some(prison));
    }

    /// Says that what `topic` shows has changed for everybody, wherever they work.
    pub fn tell_all(&self, topic: &str) {
        self.send(topic, None);
    }

    fn send(&self, topic: &str, prison: Option<PrisonId>) {
        let topic = Arc::from(topic);
        drop(self.news.send(Some(News { topic, prison })));
    }

    /// Ends every stream and begins none, so that open pages do not hold up a server that is told to stop.
    pub fn close(&self) {
        self.seats.close();
        drop(self.news.send(None));
    }

    /// What `listener` hears. One who fell behind hears one change for all that was missed.
    ///
    /// # Errors
    /// Busy when all seats are taken.
    pub fn listen(
        &self,
        listener: Listener,
    ) -> kernel::Result<impl Stream<Item = Heard> + Send + use<>> {
        let seat = self.seats.clone().try_acquire_owned();
        let seat = seat.map_err(|_| Error::new(Kind::Busy, "err-live-full"))?;
        let (place, displaced) = self.logins.enter(listener.session);
        let ear = Ear {
            news: BroadcastStream::new(self.news.subscribe()),
            displaced,
            listener,
            _place: place,
            _seat: seat,
        };
        Ok(unfold(Some(ear), |ear| async { ear?.next().await }))
    }
}

/// Who listens to what.
pub struct Listener {
    /// The login; each may listen a few times.
    pub session: SessionId,
    /// The topic.
    pub topic: String,
    /// How far the reader reaches: news from elsewhere is not heard.
    pub scope: Scope,
    /// Which prison lies in which division.
    pub places: Places,
}

impl Listener {
    fn hears(&self, news: &News) -> bool {
        let reaches = |prison| {
            let division = self.places.division_of(prison);
            self.scope.covers(Some(prison), division.as_deref())
        };
        *news.topic == *self.topic && news.prison.is_none_or(reaches)
    }
}

/// What a listener hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The topic changed.
    Changed,
    /// The same login listens elsewhere too often; this is the last that is heard here.
    Displaced,
}

/// One listener's end of the line.
struct Ear {
    news: BroadcastStream<Option<News>>,
    displaced: oneshot::Receiver<()>,
    listener: Listener,
    _place: Seat,
    _seat: OwnedSemaphorePermit,
}

impl Ear {
    /// The next thing heard, and the ear unless it was the last.
    async fn next(mut self) -> Option<(Heard, Option<Self>)> {
        loop {
            let told = tokio::select! {
                _ = &mut self.displaced => return Some((Heard::Displaced, None)),
                told = self.news.next() => told?,
            };
            match told {
                Ok(None) => return None,
                Ok(Some(news)) if !self.listener.hears(&news) => {}
                // An error says that some were missed, which may have been this reader's.
                Ok(Some(_)) | Err(_) => return Some((Heard::Changed, Some(self))),
            }
        }
    }
}

/// The streams of each login, the oldest first. One that is taken out hears that it was displaced.
#[derive(Clone, Default)]
struct Logins(Arc<Mutex<Streams>>);

#[derive(Default)]
struct Streams {
    /// How many began so far: the next one's number.
    begun: u64,
    of: BTreeMap<SessionId, VecDeque<(u64, oneshot::Sender<()>)>>,
}

impl Logins {
    fn enter(&self, session: SessionId) -> (Seat, oneshot::Receiver<()>) {
        let (keep, displaced) = oneshot::channel();
        let mut streams = self.lock();
        let number = streams.begun;
        streams.begun += 1;
        let own = streams.of.entry(session).or_default();
        own.push_back((number, keep));
        while own.len() > LISTENERS_PER_SESSION_MAX {
            own.pop_front();
        }
        let seat = Seat {
            logins: self.clone(),
            session,
            number,
        };
        (seat, displaced)
    }

    fn leave(&self, session: SessionId, number: u64) {
        let mut streams = self.lock();
        if let Some(own) = streams.of.get_mut(&session) {
            own.retain(|(known, _)| *known != number);
            if own.is_empty() {
                streams.of.remove(&session);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Streams> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A login's place among its own streams, given up when the stream ends.
struct Seat {
    logins: Logins,
    session: SessionId,
    number: u64,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.logins.leave(self.session, self.number);
    }
}

/// What `GET /live` asks for.
#[derive(serde::Deserialize)]
pub(crate) struct Wanted {
    topic: String,
}

/// `GET /live?topic=…`: an event stream with one `changed` for each change within the reader's reach, and
/// `displaced` when it gives way to a newer one of the same login.
pub(crate) async fn stream(
    State(app): State<App>,
    cx: Cx,
    Query(wanted): Query<Wanted>,
) -> crate::Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    if wanted.topic.len() > TOPIC_BYTES_MAX {
        return Err(Error::limit("err-topic-long").into());
    }
    let heard = app.live.listen(Listener {
        session: cx.actor.session.ok_or_else(Error::unauthenticated)?,
        topic: wanted.topic,
        scope: cx.actor.scope,
        places: app.places,
    })?;
    let events = heard.map(|heard| {
        let name = match heard {
            Heard::Changed => "changed",
            Heard::Displaced => "displaced",
        };
        // A browser drops an event that carries no data at all.
        Ok(Event::default().event(name).data("1"))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

#[cfg(test)]
mod tests;
