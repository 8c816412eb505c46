//! How the names of each community are built.

use std::sync::LazyLock;

use crate::dice::Dice;
use crate::pools::{Entry, PATTERNS, Pool, pool};

/// Of a thousand words, how many are written in a spelling that is not the usual one.
const UNUSUAL_SPELLING_PERMILLE: u32 = 120;

/// Whose way of naming a made-up person follows. Known to the maker alone: a prison keeps no such field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Community {
    /// Bengali Muslims, some nine of ten.
    BengaliMuslim,
    /// Bengali Hindus.
    Hindu,
    /// Barua Buddhists of Chattogram.
    Barua,
    /// Bengali Christians.
    Christian,
    /// Chakma.
    Chakma,
    /// Marma.
    Marma,
    /// Tripura.
    Tripura,
    /// Garo.
    Garo,
    /// Santal.
    Santal,
    /// Rakhine.
    Rakhine,
    /// Citizens of India.
    FromIndia,
    /// People from Myanmar.
    FromMyanmar,
    /// Citizens of Nepal.
    FromNepal,
}

impl Community {
    /// Every community.
    pub const ALL: [Self; 13] = [
        Self::BengaliMuslim,
        Self::Hindu,
        Self::Barua,
        Self::Christian,
        Self::Chakma,
        Self::Marma,
        Self::Tripura,
        Self::Garo,
        Self::Santal,
        Self::Rakhine,
        Self::FromIndia,
        Self::FromMyanmar,
        Self::FromNepal,
    ];

    /// The word in the pattern table.
    pub fn code(self) -> &'static str {
        match self {
            Self::BengaliMuslim => "bengali_muslim",
            Self::Hindu => "hindu",
            Self::Barua => "barua",
            Self::Christian => "christian",
            Self::Chakma => "chakma",
            Self::Marma => "marma",
            Self::Tripura => "tripura",
            Self::Garo => "garo",
            Self::Santal => "santal",
            Self::Rakhine => "rakhine",
            Self::FromIndia => "from_india",
            Self::FromMyanmar => "from_myanmar",
            Self::FromNepal => "from_nepal",
        }
    }

    /// Drawn in about the proportions of the census of 2022 (religions) and its counts of communities; a little over six in
    /// a thousand are foreigners.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let citizens = [
            (78, Self::Hindu),
            (3, Self::Barua),
            (2, Self::Christian),
            (3, Self::Chakma),
            (2, Self::Marma),
            (1, Self::Tripura),
            (1, Self::Garo),
            (1, Self::Santal),
        ];
        if dice.chance(6) {
            let foreigners = [(450, Self::FromIndia), (100, Self::FromNepal)];
            return dice.permille(&foreigners, Self::FromMyanmar);
        }
        // Too few for a thousandth.
        if dice.below(10_000) < 3 {
            return Self::Rakhine;
        }
        dice.permille(&citizens, Self::BengaliMuslim)
    }

    /// Country code of the nationality.
    pub(crate) fn nationality(self) -> &'static str {
        match self {
            Self::FromIndia => "IN",
            Self::FromMyanmar => "MM",
            Self::FromNepal => "NP",
            _ => "BD",
        }
    }

    /// Code of a religion that people of the community hold.
    pub(crate) fn religion(self, dice: &mut Dice) -> &'static str {
        match self {
            Self::BengaliMuslim => "islam",
            Self::Hindu => "hinduism",
            Self::Barua | Self::Chakma | Self::Marma | Self::Rakhine => "buddhism",
            Self::Christian => "christianity",
            Self::Tripura => dice.permille(&[(200, "christianity")], "hinduism"),
            Self::Garo => dice.permille(&[(50, "other")], "christianity"),
            Self::Santal => dice.permille(&[(350, "christianity"), (300, "hinduism")], "sarna"),
            Self::FromIndia => dice.permille(&[(300, "islam")], "hinduism"),
            Self::FromMyanmar => dice.permille(&[(150, "buddhism")], "islam"),
            Self::FromNepal => dice.permille(&[(100, "buddhism")], "hinduism"),
        }
    }

    /// Codes of the languages spoken, mother tongue first.
    pub(crate) fn languages(self) -> &'static [&'static str] {
        match self {
            Self::Chakma => &["ccp", "bn"],
            Self::Marma => &["mrm", "bn"],
            Self::Tripura => &["trp", "bn"],
            Self::Garo => &["grt", "bn"],
            Self::Santal => &["sat", "bn"],
            Self::Rakhine => &["rki", "bn"],
            Self::FromIndia => &["hi", "bn"],
            Self::FromMyanmar => &["rhg"],
            Self::FromNepal => &["ne", "hi"],
            Self::BengaliMuslim | Self::Hindu | Self::Barua | Self::Christian => &["bn"],
        }
    }
}

/// A name in both scripts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Written {
    pub(crate) bn: String,
    pub(crate) en: String,
}

/// A name as the words that it is made of, before anyone has written it down.
#[derive(Debug, Clone, Default)]
pub(crate) struct Name {
    words: Vec<&'static Entry>,
    /// The family's name, if the name has one.
    pub(crate) family: Option<&'static Entry>,
}

impl Name {
    /// A name of the community, with the given family's name where the pattern drawn has room for one.
    pub(crate) fn draw(
        community: Community,
        feminine: bool,
        family: Option<&'static Entry>,
        dice: &mut Dice,
    ) -> Self {
        let mut name = Self::default();
        let Some(pattern) = Shapes::of(community, feminine).and_then(|shapes| shapes.draw(dice))
        else {
            return name;
        };
        for pool in &pattern.pools {
            let inherited = family.filter(|_| pool.is_family);
            let Some(word) = inherited.or_else(|| pool.draw(dice)) else {
                continue;
            };
            if pool.is_family {
                name.family = Some(word);
            }
            name.words.push(word);
        }
        name
    }

    /// The name as one clerk writes it: mostly the usual spellings, sometimes others, each script on its own.
    pub(crate) fn write(&self, dice: &mut Dice) -> Written {
        let mut written = Written::default();
        for word in &self.words {
            add(&mut written.bn, spelling(word.bn, &word.also_bn, dice));
            add(&mut written.en, spelling(word.en, &word.also_en, dice));
        }
        written
    }
}

fn spelling(usual: &'static str, others: &[&'static str], dice: &mut Dice) -> &'static str {
    if !dice.chance(UNUSUAL_SPELLING_PERMILLE) {
        return usual;
    }
    dice.pick(others).copied().unwrap_or(usual)
}

fn add(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// A pattern with its pools at hand.
struct Shape {
    /// The sum of the weights up to and with this one.
    upto: u32,
    pools: Vec<&'static Pool>,
}

/// The patterns of one community and sex.
struct Shapes(Vec<Shape>);

impl Shapes {
    fn of(community: Community, feminine: bool) -> Option<&'static Self> {
        static SHAPES: LazyLock<Vec<(Community, bool, Shapes)>> = LazyLock::new(|| {
            let kinds = Community::ALL
                .into_iter()
                .flat_map(|kind| [(kind, false), (kind, true)]);
            kinds
                .map(|(kind, feminine)| (kind, feminine, Shapes::read(kind, feminine)))
                .collect()
        });
        let found = SHAPES
            .iter()
            .find(|(kind, sex, _)| (*kind, *sex) == (community, feminine));
        found.map(|(_, _, shapes)| shapes)
    }

    fn read(community: Community, feminine: bool) -> Self {
        let mut upto = 0;
        let ours = PATTERNS
            .iter()
            .filter(|row| row.community == community.code() && row.feminine == feminine);
        let shapes = ours.map(|row| {
            upto += row.weight;
            Shape {
                upto,
                pools: row.pools.iter().filter_map(|name| pool(name)).collect(),
            }
        });
        Self(shapes.collect())
    }

    fn draw(&self, dice: &mut Dice) -> Option<&Shape> {
        let drawn = dice.below(self.0.last().map_or(0, |shape| shape.upto));
        self.0.iter().find(|shape| drawn < shape.upto)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_community_names_men_and_women() {
        let mut dice = Dice::new(&[1]);
        for community in Community::ALL {
            for feminine in [false, true] {
                let name = Name::draw(community, feminine, None, &mut dice).write(&mut dice);
                assert!(!name.bn.is_empty() && !name.en.is_empty(), "{community:?}");
            }
            assert!(
                reference::religions()
                    .get(community.religion(&mut dice))
                    .is_some()
            );
            assert!(
                reference::countries()
                    .get(community.nationality())
                    .is_some()
            );
            for language in community.languages() {
                assert!(reference::languages().get(language).is_some());
            }
        }
    }

    #[test]
    fn a_family_name_is_inherited() {
        let mut dice = Dice::new(&[2]);
        let father = Name::draw(Community::Santal, false, None, &mut dice);
        for _ in 0..20 {
            let child = Name::draw(Community::Santal, false, father.family, &mut dice);
            assert_eq!(child.family, father.family);
        }
    }
}
