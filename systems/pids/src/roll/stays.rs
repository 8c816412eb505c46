//! From when to when somebody was in one prison. The tables keep intervals (a custody, its numbers in each
//! prison, places in wards, journeys), and a return of any past day is read out of them.

use kernel::{BdTime, PrisonId, words};

use crate::custody::EndKind;

words! {
    /// How a stay in a prison began.
    pub enum Came: "came" {
        /// Through the gate from outside, or caught again.
        Received = "received",
        /// From another prison.
        Transferred = "transferred",
    }
}

words! {
    /// How it ended.
    pub enum Went: "went" {
        /// Bailed or released.
        Released = "released",
        /// To another prison.
        Transferred = "transferred",
        /// Escaped.
        Escaped = "escaped",
        /// Died.
        Died = "died",
    }
}

/// From one moment until just before another, or until now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// From.
    pub from: BdTime,
    /// Until.
    pub to: Option<BdTime>,
}

impl Span {
    /// Whether the moment lies inside.
    pub fn holds(&self, at: BdTime) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// The intervals that are kept of one custody.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The custody itself.
    pub span: Option<Span>,
    /// How it ended, if it has.
    pub end_kind: Option<EndKind>,
    /// Which prison owned it from when on. Another number in the same prison changes nothing.
    pub owners: Vec<(PrisonId, BdTime)>,
    /// Places in wards and journeys between prisons: whoever has been placed has one of these at every
    /// moment, unless they had escaped.
    pub held: Vec<Span>,
}

/// A stay in one prison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// From when to when.
    pub span: Span,
    /// How it began.
    pub came: Came,
    /// How it ended; none while it lasts.
    pub went: Option<Went>,
}

impl Kept {
    /// The stays in `prison`, in order.
    ///
    /// A prison answers for somebody on the way to another until they are received there, so no one is
    /// between two stays. Somebody who was caught again has two stays with the time at large between them.
    pub fn stays(&self, prison: PrisonId) -> Vec<Stay> {
        let gaps = self.gaps();
        self.owned()
            .into_iter()
            .filter(|(owner, _)| *owner == prison)
            .flat_map(|(_, stay)| cut(stay, &gaps))
            .collect()
    }

    /// One stay for each run of the same owner.
    fn owned(&self) -> Vec<(PrisonId, Stay)> {
        let Some(whole) = self.span else {
            return Vec::new();
        };
        let mut owners = self.owners.clone();
        owners.sort_by_key(|(_, from)| *from);
        owners.dedup_by(|next, before| next.0 == before.0);
        let nexts = owners
            .iter()
            .skip(1)
            .map(|(_, from)| Some(*from))
            .chain([None]);
        let mut stays = Vec::with_capacity(owners.len());
        for ((prison, from), next) in owners.iter().zip(nexts) {
            let first = stays.is_empty();
            let span = Span {
                from: if first { whole.from } else { *from },
                to: next.or(whole.to),
            };
            let went = match (next, whole.to) {
                (Some(_), _) => Some(Went::Transferred),
                (None, Some(_)) => Some(self.end()),
                (None, None) => None,
            };
            let came = if first {
                Came::Received
            } else {
                Came::Transferred
            };
            stays.push((*prison, Stay { span, came, went }));
        }
        stays
    }

    fn end(&self) -> Went {
        match self.end_kind {
            Some(EndKind::Escape) => Went::Escaped,
            Some(EndKind::Death) => Went::Died,
            _ => Went::Released,
        }
    }

    /// The times at large: between two intervals in which somebody was held. Before the first one they
    /// were not placed yet, after the last one the custody itself says how it ended.
    fn gaps(&self) -> Vec<Span> {
        let mut held = self.held.clone();
        held.sort_unstable();
        let mut gaps = Vec::new();
        let mut until = None;
        for span in held {
            match until {
                Some(Some(end)) if span.from > end => gaps.push(Span {
                    from: end,
                    to: Some(span.from),
                }),
                _ => {}
            }
            until = match (until, span.to) {
                (None, to) => Some(to),
                (Some(None), _) | (_, None) => Some(None),
                (Some(Some(a)), Some(b)) => Some(Some(a.max(b))),
            };
        }
        gaps
    }
}

fn cut(mut stay: Stay, gaps: &[Span]) -> Vec<Stay> {
    let mut parts = Vec::new();
    for gap in gaps {
        let Some(back) = gap.to else { continue };
        let inside = stay.span.from < gap.from && stay.span.to.is_none_or(|to| back <= to);
        if inside {
            let out = Span {
                from: stay.span.from,
                to: Some(gap.from),
            };
            parts.push(Stay {
                span: out,
                went: Some(Went::Escaped),
                ..stay
            });
            stay.span.from = back;
            stay.came = Came::Received;
        }
    }
    parts.push(stay);
    parts
}

#[cfg(test)]
mod tests {
    use kernel::Uuid;

    use super::*;

    const A: PrisonId = PrisonId(Uuid::from_u128(1));
    const B: PrisonId = PrisonId(Uuid::from_u128(2));

    fn span(from: i64, to: Option<i64>) -> Span {
        Span {
            from: BdTime(from),
            to: to.map(BdTime),
        }
    }

    #[test]
    fn a_transfer_makes_one_stay_in_each_prison_with_nothing_between() {
        let kept = Kept {
            span: Some(span(10, Some(90))),
            end_kind: Some(EndKind::Bail),
            owners: vec![(A, BdTime(10)), (A, BdTime(20)), (B, BdTime(50))],
            held: vec![span(12, Some(40)), span(40, Some(50)), span(50, Some(90))],
        };
        let stay = |from, to, came, went| Stay {
            span: span(from, Some(to)),
            came,
            went: Some(went),
        };
        assert_eq!(
            kept.stays(A),
            [stay(10, 50, Came::Received, Went::Transferred)]
        );
        assert_eq!(
            kept.stays(B),
            [stay(50, 90, Came::Transferred, Went::Released)]
        );
    }

    #[test]
    fn who_was_caught_again_was_away_between() {
        let kept = Kept {
            span: Some(span(0, None)),
            owners: vec![(A, BdTime(0))],
            held: vec![span(1, Some(30)), span(70, None)],
            ..Kept::default()
        };
        let stays = kept.stays(A);
        assert_eq!(
            stays[0],
            Stay {
                span: span(0, Some(30)),
                came: Came::Received,
                went: Some(Went::Escaped)
            }
        );
        assert_eq!(
            stays[1],
            Stay {
                span: span(70, None),
                came: Came::Received,
                went: None
            }
        );
        assert!(!stays.iter().any(|stay| stay.span.holds(BdTime(50))));
    }

    #[test]
    fn who_waits_for_a_first_ward_is_inside() {
        let kept = Kept {
            span: Some(span(0, None)),
            owners: vec![(A, BdTime(0))],
            ..Kept::default()
        };
        assert!(kept.stays(A)[0].span.holds(BdTime(5)));
        assert!(kept.stays(B).is_empty());
    }
}
