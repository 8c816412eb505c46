//! One made-up human being.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use reference::{PlacePath, districts, unions_of, upazilas_of};

use crate::circumstances;
use crate::dice::Dice;
use crate::naming::{Community, Name, Written};
use crate::numbers;
use crate::pools::{Entry, draw};

/// Identifies a made-up human within one [`Population`](crate::Population): two records with the same one are the same human.
/// Unique over the prisons of the reference table; other codes share ten blocks of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MadeId(pub u32);

/// As the warrant writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// পুরুষ
    Male,
    /// মহিলা
    Female,
    /// হিজড়া
    Hijra,
}

/// What is known of a birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// The day itself.
    Exact(Date),
    /// So many full years by estimate, on that day.
    Estimated {
        /// Full years.
        age: u8,
        /// The day of the estimate.
        on: Date,
    },
}

impl Birth {
    /// Full years on a day; by estimate where only that is known.
    pub fn age_on(self, day: Date) -> i16 {
        match self {
            Self::Exact(birth) => full_years(birth, day),
            Self::Estimated { age, on } => i16::from(age) + full_years(on, day),
        }
    }
}

impl Birth {
    /// The first day on which the person is so many full years old.
    pub(crate) fn reached_on(self, years: i16) -> Date {
        let day = match self {
            Self::Exact(birth) => birth.saturating_add(i64::from(years).years()),
            Self::Estimated { age, on } => {
                on.saturating_add(i64::from(years - i16::from(age)).years())
            }
        };
        // Born on 29 February, one is a year older on 1 March.
        if self.age_on(day) < years {
            day.tomorrow().unwrap_or(day)
        } else {
            day
        }
    }
}

fn full_years(from: Date, to: Date) -> i16 {
    let reached = (to.month(), to.day()) >= (from.month(), from.day());
    to.year() - from.year() - i16::from(!reached)
}

/// A phrase in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeText {
    /// In Bangla.
    pub bn: String,
    /// In English.
    pub en: String,
}

impl MadeText {
    pub(crate) fn usual(entry: &Entry) -> Self {
        Self {
            bn: entry.bn.to_owned(),
            en: entry.en.to_owned(),
        }
    }
}

/// A made-up person as a clerk would record them. Codes are those of the `reference` crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePerson {
    /// Which human this is: the ground truth for tests of matching.
    pub id: MadeId,
    /// Whose way of naming was followed: for tests, never to be stored with the person.
    pub community: Community,
    /// Name in Bangla.
    pub name_bn: String,
    /// Name in Latin letters.
    pub name_en: String,
    /// "ওরফে", where people use another name.
    pub alias: Option<MadeText>,
    /// Father's name in Bangla.
    pub father_bn: String,
    /// Father's name in Latin letters.
    pub father_en: String,
    /// Mother's name in Bangla.
    pub mother_bn: String,
    /// Mother's name in Latin letters.
    pub mother_en: String,
    /// Husband or wife; none for the unmarried and where nobody asked.
    pub spouse: Option<MadeText>,
    /// Sex.
    pub sex: Sex,
    /// Birth or estimated age; never under 18 today.
    pub birth: Birth,
    /// Code of the religion.
    pub religion: &'static str,
    /// Country code.
    pub nationality: &'static str,
    /// Language codes, mother tongue first.
    pub languages: Vec<&'static str>,
    /// National identity number in a fictional range (see the README); none where not held or not shown.
    pub nid: Option<String>,
    /// Mobile number in a fictional range (see the README).
    pub phone: Option<String>,
    /// Code of the schooling.
    pub education: &'static str,
    /// Code of the occupation.
    pub occupation: &'static str,
    /// Marks by which to know the body.
    pub marks: Vec<MadeText>,
    /// Height in centimetres.
    pub height_cm: u16,
    /// Home district; none for foreigners.
    pub district: Option<&'static str>,
    /// Home upazila or metropolitan thana.
    pub upazila: Option<&'static str>,
    /// Home union; none in a metropolitan thana.
    pub union: Option<&'static str>,
    /// Village in Bangla; for foreigners, the town abroad.
    pub village_bn: String,
    /// Village in Latin letters; for foreigners, the town abroad.
    pub village_en: String,
}

/// What the maker of a person has to go by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'s> {
    pub(crate) id: MadeId,
    pub(crate) today: Date,
    /// District of the prison, where most of its people come from.
    pub(crate) district: &'s str,
    pub(crate) women_only: bool,
}

/// Makes one person.
pub(crate) fn make(setting: Setting<'_>, dice: &mut Dice) -> MadePerson {
    let community = Community::draw(dice);
    let sex = draw_sex(setting.women_only, dice);
    let names = Names::draw(community, sex, dice);
    let age = draw_age(dice);
    let birth_date = birth_date(setting.today, age, dice);
    let nationality = community.nationality();
    let home = Home::draw(setting.district, nationality == "BD", dice);
    let has_papers = nationality == "BD" && dice.chance(620);
    let nid_district = home.district.unwrap_or(setting.district);
    MadePerson {
        id: setting.id,
        community,
        name_bn: names.own.bn,
        name_en: names.own.en,
        alias: dice
            .chance(90)
            .then(|| draw("alias", dice).map(MadeText::usual))
            .flatten(),
        father_bn: names.father.bn,
        father_en: names.father.en,
        mother_bn: names.mother.bn,
        mother_en: names.mother.en,
        spouse: names.spouse.filter(|_| age > 21 && dice.chance(720)),
        sex,
        birth: if has_papers || dice.chance(150) {
            Birth::Exact(birth_date)
        } else {
            Birth::Estimated {
                age,
                on: setting.today,
            }
        },
        religion: community.religion(dice),
        nationality,
        languages: community.languages().to_vec(),
        nid: has_papers.then(|| numbers::nid(setting.id.0, nid_district, birth_date.year(), dice)),
        phone: dice.chance(780).then(|| numbers::phone(dice)),
        education: circumstances::education(dice),
        occupation: circumstances::occupation(sex, dice),
        marks: circumstances::marks(dice),
        height_cm: circumstances::height(sex, dice),
        district: home.district,
        upazila: home.upazila,
        union: home.union,
        village_bn: home.village.bn,
        village_en: home.village.en,
    }
}

fn draw_sex(women_only: bool, dice: &mut Dice) -> Sex {
    if women_only {
        return Sex::Female;
    }
    // Women were 3,207 of 98,480 when the jails were fullest (January 2019); 4 % is the usual figure.
    dice.permille(&[(40, Sex::Female), (1, Sex::Hijra)], Sex::Male)
}

fn draw_age(dice: &mut Dice) -> u8 {
    let bands = [
        (100, (18, 20)),
        (330, (21, 29)),
        (310, (30, 39)),
        (150, (40, 49)),
        (70, (50, 59)),
    ];
    let (from, to) = dice.permille(&bands, (60, 78));
    u8::try_from(dice.between(from, to)).unwrap_or(u8::MAX)
}

/// A day that makes the person exactly so old today.
fn birth_date(today: Date, age: u8, dice: &mut Dice) -> Date {
    let days = dice.below(365);
    let back: Span = i32::from(age).years().days(i64::from(days));
    today.saturating_sub(back)
}

struct Names {
    own: Written,
    father: Written,
    mother: Written,
    spouse: Option<MadeText>,
}

impl Names {
    fn draw(community: Community, sex: Sex, dice: &mut Dice) -> Self {
        let feminine = match sex {
            Sex::Male => false,
            Sex::Female => true,
            Sex::Hijra => dice.chance(700),
        };
        let own = Name::draw(community, feminine, None, dice);
        let father = Name::draw(community, false, own.family, dice);
        let mother = Name::draw(community, true, None, dice);
        let spouse = (sex != Sex::Hijra).then(|| {
            let Written { bn, en } = Name::draw(community, !feminine, None, dice).write(dice);
            MadeText { bn, en }
        });
        Self {
            own: own.write(dice),
            father: father.write(dice),
            mother: mother.write(dice),
            spouse,
        }
    }
}

struct Home {
    district: Option<&'static str>,
    upazila: Option<&'static str>,
    union: Option<&'static str>,
    village: MadeText,
}

impl Home {
    fn draw(near: &str, in_bangladesh: bool, dice: &mut Dice) -> Self {
        if !in_bangladesh {
            let town = draw("town.foreign", dice).map(MadeText::usual);
            let village = town.unwrap_or(MadeText {
                bn: String::new(),
                en: String::new(),
            });
            return Self {
                district: None,
                upazila: None,
                union: None,
                village,
            };
        }
        let anywhere = dice.pick(districts()).map(|district| district.code);
        let near = PlacePath::of(near).map(|path| path.district.code);
        let district = if dice.chance(650) {
            near.or(anywhere)
        } else {
            anywhere
        };
        let upazila = dice
            .pick(upazilas_of(district.unwrap_or_default()))
            .map(|row| row.code);
        let union = dice
            .pick(unions_of(upazila.unwrap_or_default()))
            .map(|row| row.code);
        Self {
            district,
            upazila,
            union,
            village: draw_village(dice),
        }
    }
}

fn draw_village(dice: &mut Dice) -> MadeText {
    let side = if dice.chance(250) {
        draw("village.side", dice)
    } else {
        None
    };
    let mut village = MadeText {
        bn: String::new(),
        en: String::new(),
    };
    for word in side.into_iter().chain(draw("village", dice)) {
        for (text, part) in [(&mut village.bn, word.bn), (&mut village.en, word.en)] {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(part);
        }
    }
    village
}
