//! Whom the gates expect on the day on which the demonstration is made.

use std::collections::{BTreeMap, VecDeque};

use db::Tx;
use kernel::{CustodyId, Date, PrisonId, Result};
use pids::arrivals::service::Expected;
use pids::custody::{Source, State};
use pids::estate::Prison;
use pids::life::service::{ToCourt, ToPrison};
use pids::people::Sex;
use population::{ArrivalSource, MadeArrival, MadeId};

use super::convert;
use super::fill::Filling;

/// Somebody who is held.
#[derive(Clone, Copy)]
pub(super) struct Inside {
    pub(super) made: MadeId,
    pub(super) sex: Sex,
    pub(super) custody: CustodyId,
    pub(super) since: Date,
}

/// A prison with its people.
pub(super) struct Filled {
    pub(super) prison: Prison,
    /// Those held whom nobody expects anywhere.
    pub(super) inside: Vec<Inside>,
    /// Those expected from other prisons, by their place among all who are expected.
    pub(super) coming: Vec<(usize, MadeArrival)>,
}

/// The prisons, whose turn it is to send somebody first, and whom each can send.
type Senders = VecDeque<(PrisonId, Vec<Inside>)>;

impl Filling<'_> {
    /// Somebody expected today. Those back from court were sent there this morning; whoever could not be
    /// is not expected back.
    pub(super) fn arrival(
        &self,
        tx: &mut Tx<'_>,
        prison: &Prison,
        at: usize,
        made: &MadeArrival,
        known: &BTreeMap<MadeId, CustodyId>,
    ) -> Result<()> {
        let custody = made.known.and_then(|id| known.get(&id)).copied();
        let source = match made.source {
            ArrivalSource::NewArrest | ArrivalSource::Return => Source::NewArrest,
            ArrivalSource::Court => Source::Return,
            ArrivalSource::Transfer { .. } => Source::Transfer,
        };
        let returns = match (source, custody) {
            (Source::Return, Some(custody)) => Some(pids::custody::store::get(tx, custody)?)
                .filter(|held| held.state == State::Present),
            _ => None,
        };
        if source == Source::Return && returns.is_none() {
            return Ok(());
        }
        let case = made.custody.cases.first();
        let told = Expected {
            prison: prison.id,
            day: self.today,
            source,
            van: format!("{}", 1 + at / 6),
            name: made.person.name_bn.clone(),
            father: made.person.father_bn.clone(),
            age: Some(convert::birth(made.person.birth).age_on(self.today)),
            sex: convert::sex(made.person.sex).word().to_owned(),
            court: case.map(convert::court).unwrap_or_default(),
            case_no: case.map(convert::case_no).unwrap_or_default(),
            police_station: case
                .map(|case| case.station_bn.to_owned())
                .unwrap_or_default(),
            sections: case.map(convert::sections).unwrap_or_default(),
            next_on: case.and_then(|case| case.next_date),
            warrant_no: made.custody.warrant_no.clone(),
            client: "demo".to_owned(),
            key: format!("{}/{at}", prison.code),
        };
        let arrival = pids::arrivals::service::expect(tx, &self.cx, &told)?;
        if let Some(held) = returns {
            let to = ToCourt {
                custody: held.id,
                place: told.court,
                order_ref: String::new(),
                due_at: None,
            };
            pids::life::service::send_to_court(tx, &self.cx, &to)?;
            pids::arrivals::store::is_return_of(tx, arrival, held.id)?;
        }
        Ok(())
    }

    /// Those who come from another prison: sent this morning from one of the demonstration, in turn. Where none
    /// has anybody to send, the row is as from a prison that keeps no record here.
    pub(super) fn transfers(&self, filled: &[Filled]) -> Result<()> {
        let mut senders: Senders = filled
            .iter()
            .map(|one| (one.prison.id, one.inside.clone()))
            .collect();
        for one in filled {
            for (at, made) in &one.coming {
                let sent = next_sent(&mut senders, &one.prison);
                self.db.write_now(|tx| match sent {
                    Some(custody) => self.send(tx, custody, *at, &one.prison),
                    None => self.arrival(tx, &one.prison, *at, made, &BTreeMap::new()),
                })?;
            }
        }
        Ok(())
    }

    fn send(&self, tx: &mut Tx<'_>, custody: CustodyId, at: usize, to: &Prison) -> Result<()> {
        let order = format!("স্মারক {}/{}", 101 + at, self.today.year());
        let sent = ToPrison {
            custody,
            to: to.id,
            order_ref: bangla::digits::to_bangla(&order),
            reason: "কারাগারে স্থান সংকুলান হচ্ছে না".to_owned(),
            certified_by: "কারা চিকিৎসা কর্মকর্তা".to_owned(),
            certified_on: Some(self.today),
            due_at: None,
        };
        pids::life::service::send_to_prison(tx, &self.cx, &sent)
    }
}

/// Whom the next prison that can sends there; its turn comes again after all others.
fn next_sent(senders: &mut Senders, there: &Prison) -> Option<CustodyId> {
    let sent = senders
        .iter_mut()
        .enumerate()
        .filter(|(_, (from, _))| *from != there.id)
        .find_map(|(at, (_, inside))| {
            let fits = |one: &Inside| !there.women_only || one.sex == Sex::Female;
            let who = inside.iter().rposition(fits)?;
            Some((at, inside.remove(who).custody))
        });
    let (at, custody) = sent?;
    let sender = senders.remove(at)?;
    senders.push_back(sender);
    Some(custody)
}
