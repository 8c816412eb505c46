use kernel::bangla::Lang;

use super::{Crowding, Newcomer, WardNow};
use crate::estate::{ForAge, ForSex, ForStatus, WardKind};

/// A reason in words: the key of a text and the numbers that it mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Key of the locale files.
    pub key: &'static str,
    /// What the text mentions.
    pub args: Vec<(&'static str, i64)>,
}

impl Said {
    /// A text that mentions nothing.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// The same text, mentioning a number.
    #[must_use]
    pub fn with(mut self, name: &'static str, number: i64) -> Self {
        self.args.push((name, number));
        self
    }

    /// The text in the reader's language.
    pub fn text(&self, texts: &web::Texts, lang: Lang) -> String {
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(name, number)| (*name, web::Arg::from(*number)))
            .collect();
        texts.tr(lang, self.key, &args)
    }
}

/// What speaks for a ward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// It is for this sex alone.
    Sex(ForSex),
    /// It is for this age alone.
    Age(ForAge),
    /// It is for this legal group alone.
    Status(ForStatus),
    /// Alone in a cell.
    Alone,
    /// Nobody sleeps there who is accused in the same case, though somebody does elsewhere.
    ApartFromCoAccused,
    /// No stairs.
    GroundFloor,
    /// The building they know.
    SameBuilding,
    /// Certified places left.
    Certified {
        /// How many.
        left: i64,
    },
    /// Places in use left, above the certified ones.
    Working {
        /// How many.
        left: i64,
    },
}

impl For {
    /// The reason in words.
    pub fn said(self) -> Said {
        match self {
            Self::Sex(ForSex::Male) => Said::new("why-sex-male"),
            Self::Sex(ForSex::Female) => Said::new("why-sex-female"),
            Self::Sex(ForSex::Hijra) => Said::new("why-sex-hijra"),
            Self::Sex(ForSex::Any) => Said::new("why-sex-any"),
            Self::Age(ForAge::Young) => Said::new("why-age-young"),
            Self::Age(ForAge::Adult) => Said::new("why-age-adult"),
            Self::Age(ForAge::Any) => Said::new("why-age-any"),
            Self::Status(ForStatus::Untried) => Said::new("why-status-untried"),
            Self::Status(ForStatus::Convicted) => Said::new("why-status-convicted"),
            Self::Status(ForStatus::Civil) => Said::new("why-status-civil"),
            Self::Status(ForStatus::Condemned) => Said::new("why-status-condemned"),
            Self::Status(ForStatus::Any) => Said::new("why-status-any"),
            Self::Alone => Said::new("why-alone"),
            Self::ApartFromCoAccused => Said::new("why-apart-from-co-accused"),
            Self::GroundFloor => Said::new("why-ground-floor"),
            Self::SameBuilding => Said::new("why-same-building"),
            Self::Certified { left } => Said::new("why-certified").with("left", left),
            Self::Working { left } => Said::new("why-working").with("left", left),
        }
    }
}

/// What speaks against a ward that is proposed all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Somebody accused in the same case sleeps there.
    CoAccused,
    /// Stairs, which are a burden.
    Stairs,
    /// Only for the first nights.
    FirstNights,
    /// Above the certified places.
    OverCertified {
        /// By how many, with this person.
        over: i64,
    },
    /// Above the places in use.
    OverWorking {
        /// By how many, with this person.
        over: i64,
    },
    /// Not the building they know.
    OtherBuilding,
}

impl Against {
    /// The reason in words.
    pub fn said(self) -> Said {
        match self {
            Self::CoAccused => Said::new("against-co-accused"),
            Self::Stairs => Said::new("against-stairs"),
            Self::FirstNights => Said::new("against-first-nights"),
            Self::OverCertified { over } => Said::new("against-over-certified").with("over", over),
            Self::OverWorking { over } => Said::new("against-over-working").with("over", over),
            Self::OtherBuilding => Said::new("against-other-building"),
        }
    }
}

pub(super) fn for_it(who: &Newcomer, now: &WardNow) -> Vec<For> {
    let ward = &now.ward;
    let crowding = Crowding::with_one_more(now);
    let left = |places: i64| places.saturating_sub(now.total);
    let alone = matches!(ward.kind, WardKind::Cell | WardKind::Condemned) && now.total == 0;
    let elsewhere = !who.co_accused_in.is_empty() && !who.co_accused_in.contains(&ward.id);
    let reasons = [
        (ward.sex != ForSex::Any, For::Sex(ward.sex)),
        (ward.age != ForAge::Any, For::Age(ward.age)),
        (ward.status != ForStatus::Any, For::Status(ward.status)),
        (alone, For::Alone),
        (elsewhere, For::ApartFromCoAccused),
        (who.disabled && ward.ground_floor, For::GroundFloor),
        (who.from_building == Some(ward.building), For::SameBuilding),
        (
            crowding == Crowding::Certified,
            For::Certified {
                left: left(ward.capacity.certified.min(ward.capacity.working)),
            },
        ),
        (
            crowding == Crowding::Working,
            For::Working {
                left: left(ward.capacity.working),
            },
        ),
    ];
    taken(reasons)
}

pub(super) fn against_it(who: &Newcomer, now: &WardNow) -> Vec<Against> {
    let ward = &now.ward;
    let crowding = Crowding::with_one_more(now);
    let over = |places: i64| now.total.saturating_add(1).saturating_sub(places);
    let reasons = [
        (who.co_accused_in.contains(&ward.id), Against::CoAccused),
        (who.disabled && !ward.ground_floor, Against::Stairs),
        (ward.kind == WardKind::Reception, Against::FirstNights),
        (
            crowding == Crowding::Working,
            Against::OverCertified {
                over: over(ward.capacity.certified),
            },
        ),
        (
            crowding == Crowding::Over,
            Against::OverWorking {
                over: over(ward.capacity.working),
            },
        ),
        (
            who.from_building.is_some_and(|from| from != ward.building),
            Against::OtherBuilding,
        ),
    ];
    taken(reasons)
}

fn taken<T, const N: usize>(reasons: [(bool, T); N]) -> Vec<T> {
    reasons
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect()
}
