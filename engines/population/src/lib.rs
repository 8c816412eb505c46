#![doc = include_str!("../README.md")]

mod arrivals;
mod circumstances;
mod custody;
mod dice;
mod estate;
mod naming;
mod numbers;
mod offences;
mod person;
mod pools;
mod variant;

use jiff::civil::Date;

pub use arrivals::{ArrivalSource, MadeArrival};
pub use custody::{
    CaseSeries, Ending, LegalStatus, MadeCase, MadeCustody, MadeSentence, SentenceKind,
};
pub use estate::{AgeBand, CAPACITY_MIN, MadeBuilding, MadeWard, WardUse};
pub use naming::Community;
pub use person::{Birth, MadeId, MadePerson, MadeText, Sex};
pub use variant::variant_of;

use custody::Ground;
use dice::{Dice, number_of};
use person::Setting;

/// Ids of one prison: room for its people of all streams.
const IDS_PER_PRISON: u32 = 10_000_000;
/// Prisons that are not in the reference table share the ids from here to 99.
const UNLISTED_FROM: u32 = 90;

/// All the made-up people of a country, as a function of a seed and a day. Nothing is stored: each person is computed when
/// asked for, so any number can be streamed and the n-th is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Population {
    seed: u64,
    today: Date,
}

/// Independent sequences of people of one prison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Held today.
    Held,
    /// Released earlier.
    Former,
    /// Expected today and never here before.
    Arriving,
}

impl Stream {
    /// The first id of the stream within its prison's.
    fn first_id(self) -> u32 {
        match self {
            Self::Held => 0,
            Self::Former => 5_000_000,
            Self::Arriving => 9_000_000,
        }
    }
}

impl Population {
    /// The same seed and day give the same population, in every version.
    pub fn new(seed: u64, today: Date) -> Self {
        Self { seed, today }
    }

    /// `n` people held today in the prison of this code, each a different human. A code that the reference table lacks gives
    /// people too, at home near Dhaka.
    pub fn prison(
        &self,
        code: &str,
        n: usize,
    ) -> impl Iterator<Item = (MadePerson, MadeCustody)> + use<> {
        self.stream(code, Stream::Held, n)
    }

    /// `n` people who were held there once and are not now; each custody has an end.
    pub fn former(
        &self,
        code: &str,
        n: usize,
    ) -> impl Iterator<Item = (MadePerson, MadeCustody)> + use<> {
        self.stream(code, Stream::Former, n)
    }

    /// `n` expected today. `recorded` says how many of [`prison`](Self::prison) and how many of [`former`](Self::former) the
    /// prison's records hold: those back from court are among the first, those taken again among the second — written as
    /// another clerk would, with [`MadeArrival::known`] telling who they truly are.
    pub fn arrivals(&self, code: &str, n: usize, recorded: usize) -> Vec<MadeArrival> {
        arrivals::make(self, code, n, recorded)
    }

    /// Buildings and wards whose certified places add up to `capacity`, or to [`CAPACITY_MIN`] if that is more.
    pub fn estate(&self, code: &str, capacity: u32) -> Vec<MadeBuilding> {
        estate::make(code, is_women_only(code), capacity, self.seed)
    }

    fn stream(
        self,
        code: &str,
        stream: Stream,
        n: usize,
    ) -> impl Iterator<Item = (MadePerson, MadeCustody)> + use<> {
        let code = code.to_owned();
        (0..n).map(move |at| {
            let person = self.person(&code, stream, at);
            let custody = self.custody(&code, stream, at, &person);
            (person, custody)
        })
    }

    pub(crate) fn person(&self, code: &str, stream: Stream, at: usize) -> MadePerson {
        let id = id_of(code, stream, at);
        let setting = Setting {
            id,
            today: self.today,
            district: Self::district_of(code),
            women_only: is_women_only(code),
        };
        person::make(setting, &mut self.dice(code, id, "person"))
    }

    /// Drawn from dice of its own, so that nothing of the person but what [`Ground`] names can sway it.
    pub(crate) fn custody(
        &self,
        code: &str,
        stream: Stream,
        at: usize,
        person: &MadePerson,
    ) -> MadeCustody {
        let dice = &mut self.dice(code, id_of(code, stream, at), "custody");
        let ground = Ground::of(person, Self::district_of(code), self.today);
        match stream {
            Stream::Former => custody::make_former(ground, dice),
            Stream::Held | Stream::Arriving => custody::make(ground, dice),
        }
    }

    fn dice(&self, code: &str, id: MadeId, what: &str) -> Dice {
        Dice::new(&[self.seed, number_of(code), u64::from(id.0), number_of(what)])
    }

    pub(crate) fn district_of(code: &str) -> &'static str {
        reference::prisons()
            .get(code)
            .map_or("26", |prison| prison.district)
    }
}

fn is_women_only(code: &str) -> bool {
    reference::prisons()
        .get(code)
        .is_some_and(|prison| prison.women_only)
}

fn id_of(code: &str, stream: Stream, at: usize) -> MadeId {
    let listed = reference::prisons()
        .iter()
        .position(|prison| prison.code == code);
    let place = listed
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or_else(|| {
            let spread = u32::try_from(number_of(code) % 10).unwrap_or_default();
            UNLISTED_FROM + spread
        });
    let at = u32::try_from(at).unwrap_or(u32::MAX) % IDS_PER_PRISON;
    MadeId(place * IDS_PER_PRISON + stream.first_id() + at)
}
