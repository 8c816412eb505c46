//! The buildings and wards of a made-up prison, apart as the Prisons Act 1894 s. 27 and Jail Code r. 962 want them: women from
//! men, under twenty-one from older, untried from convicted, civil and condemned by themselves.

use crate::dice::{Dice, number_of};
use crate::person::Sex;
use crate::pools::{Entry, all};

/// The fewest places for which every kind of ward can be laid out.
pub const CAPACITY_MIN: u32 = 100;
/// Wards of one building.
const BUILDING_WARDS_MAX: usize = 8;
/// Places of an ordinary ward.
const WARD_PLACES_MAX: u32 = 50;
/// Places of a block of cells.
const CELL_PLACES_MAX: u32 = 6;

/// What a ward is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WardUse {
    /// আমদানি: the first night
    Reception,
    /// হাজতি
    Untried,
    /// কয়েদি
    Convicted,
    /// ফাঁসির আসামি
    Condemned,
    /// ডেটিনিউ
    Detenu,
    /// সিভিল
    Civil,
    /// হাসপাতাল
    Hospital,
}

/// Jail Code r. 962 keeps those under twenty-one apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgeBand {
    /// From 21.
    Adult,
    /// From 18 to 20.
    Young,
    /// Reception and hospital ask for no age.
    Any,
}

/// One ward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeWard {
    /// "পদ্মা-১"
    pub name_bn: String,
    /// "Padma-1"
    pub name_en: String,
    /// Male or female.
    pub sex: Sex,
    /// Young or adult.
    pub age: AgeBand,
    /// What it is for.
    pub used_for: WardUse,
    /// Places by the rule of 36 square feet.
    pub certified: u32,
    /// Places fit for use now.
    pub working: u32,
    /// The most ever held.
    pub most_ever: u32,
}

/// One building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeBuilding {
    /// "পদ্মা"
    pub name_bn: &'static str,
    /// "Padma"
    pub name_en: &'static str,
    /// At least one.
    pub wards: Vec<MadeWard>,
}

/// A share of the prison's places for one kind of people.
#[derive(Debug, Clone, Copy)]
struct Block {
    sex: Sex,
    age: AgeBand,
    used_for: WardUse,
    permille: u32,
    building: &'static str,
}

const fn block(
    sex: Sex,
    age: AgeBand,
    used_for: WardUse,
    permille: u32,
    building: &'static str,
) -> Block {
    Block {
        sex,
        age,
        used_for,
        permille,
        building,
    }
}

/// Pools of building names; a building of men or women takes the next unused name.
const MEN: &str = "building.men";
const WOMEN: &str = "building.women";

const MIXED: [Block; 13] = {
    use AgeBand::{Adult, Any, Young};
    use Sex::{Female, Male};
    [
        block(Male, Any, WardUse::Reception, 50, "building.reception"),
        block(Male, Any, WardUse::Hospital, 40, "building.hospital"),
        block(Male, Young, WardUse::Untried, 60, "building.young"),
        block(Male, Young, WardUse::Convicted, 20, "building.young"),
        block(Male, Adult, WardUse::Convicted, 190, MEN),
        block(Male, Adult, WardUse::Condemned, 20, "building.condemned"),
        block(Male, Adult, WardUse::Detenu, 10, "building.detenu"),
        block(Male, Adult, WardUse::Civil, 10, "building.civil"),
        block(Female, Any, WardUse::Reception, 5, WOMEN),
        block(Female, Any, WardUse::Hospital, 5, WOMEN),
        block(Female, Young, WardUse::Untried, 5, WOMEN),
        block(Female, Adult, WardUse::Convicted, 12, WOMEN),
        block(Female, Adult, WardUse::Untried, 20, WOMEN),
    ]
};

const WOMEN_ONLY: [Block; 7] = {
    use AgeBand::{Adult, Any, Young};
    use Sex::Female;
    [
        block(Female, Any, WardUse::Reception, 50, "building.reception"),
        block(Female, Any, WardUse::Hospital, 50, "building.hospital"),
        block(Female, Young, WardUse::Untried, 60, "building.young"),
        block(Female, Adult, WardUse::Convicted, 230, WOMEN),
        block(Female, Adult, WardUse::Condemned, 20, "building.condemned"),
        block(Female, Adult, WardUse::Detenu, 10, "building.detenu"),
        block(Female, Adult, WardUse::Civil, 10, "building.civil"),
    ]
};

/// Fewest places of a block, so that small prisons have every kind of ward too.
const BLOCK_PLACES_MIN: u32 = 2;

pub(crate) fn make(prison: &str, women_only: bool, capacity: u32, seed: u64) -> Vec<MadeBuilding> {
    let dice = &mut Dice::new(&[seed, number_of(prison), number_of("estate")]);
    let capacity = capacity.max(CAPACITY_MIN);
    let mut blocks = if women_only {
        WOMEN_ONLY.to_vec()
    } else {
        MIXED.to_vec()
    };
    let (sex, building) = if women_only {
        (Sex::Female, WOMEN)
    } else {
        (Sex::Male, MEN)
    };
    let places = |block: &Block| (capacity * block.permille / 1000).max(BLOCK_PLACES_MIN);
    let taken: u32 = blocks.iter().map(places).sum();
    let mut plan: Vec<(Block, u32)> = blocks.drain(..).map(|row| (row, places(&row))).collect();
    // Whoever is not provided for elsewhere is an adult awaiting trial.
    let rest = block(sex, AgeBand::Adult, WardUse::Untried, 0, building);
    plan.push((rest, capacity.saturating_sub(taken)));

    let mut names = Names {
        men: all(MEN).collect(),
        women: all(WOMEN).collect(),
    };
    let mut buildings: Vec<MadeBuilding> = Vec::new();
    for (block, places) in plan {
        for size in ward_sizes(block, places) {
            let building = names.building_for(&mut buildings, block);
            if let Some(building) = building {
                let ward = make_ward(building, block, size, dice);
                building.wards.push(ward);
            }
        }
    }
    buildings
}

/// Splits places into wards of nearly the same size.
fn ward_sizes(block: Block, places: u32) -> impl Iterator<Item = u32> {
    let most = match block.used_for {
        WardUse::Condemned | WardUse::Detenu => CELL_PLACES_MAX,
        _ => WARD_PLACES_MAX,
    };
    let wards = places.div_ceil(most);
    (0..wards).map(move |at| (places + at) / wards)
}

/// The names of buildings not yet built.
struct Names {
    men: Vec<&'static Entry>,
    women: Vec<&'static Entry>,
}

impl Names {
    /// The building that the block's next ward belongs to, put up if it is not there. None only if the data lacks its pool.
    fn building_for<'b>(
        &mut self,
        buildings: &'b mut Vec<MadeBuilding>,
        block: Block,
    ) -> Option<&'b mut MadeBuilding> {
        let pool: Vec<&str> = all(block.building).map(|entry| entry.en).collect();
        let shared = buildings.iter().rposition(|building| {
            pool.contains(&building.name_en) && has_room_for(building, block)
        });
        let at = if let Some(at) = shared {
            at
        } else {
            let name = self.next(block.building)?;
            let wards = Vec::new();
            buildings.push(MadeBuilding {
                name_bn: name.bn,
                name_en: name.en,
                wards,
            });
            buildings.len() - 1
        };
        buildings.get_mut(at)
    }

    fn next(&mut self, pool: &'static str) -> Option<&'static Entry> {
        let unused = match pool {
            MEN => &mut self.men,
            WOMEN => &mut self.women,
            _ => return all(pool).next(),
        };
        if unused.is_empty() {
            // A prison of more buildings than there are names starts again from the first.
            *unused = all(pool).collect();
        }
        Some(unused.remove(0))
    }
}

/// A named building holds one sex, and untried or convicted but not both; a women's block of a mixed prison is one building.
fn has_room_for(building: &MadeBuilding, block: Block) -> bool {
    let Some(first) = building.wards.first() else {
        return true;
    };
    if first.sex != block.sex {
        return false;
    }
    match block.building {
        MEN => first.used_for == block.used_for && building.wards.len() < BUILDING_WARDS_MAX,
        WOMEN => building.wards.len() < BUILDING_WARDS_MAX,
        _ => true,
    }
}

fn make_ward(building: &MadeBuilding, block: Block, certified: u32, dice: &mut Dice) -> MadeWard {
    let number = building.wards.len() + 1;
    // A few wards wait for repair; most have held far more than their measure.
    let working = if dice.chance(120) {
        certified - certified / 5
    } else {
        certified
    };
    let crowding_percent = match block.used_for {
        WardUse::Condemned | WardUse::Detenu | WardUse::Civil => dice.between(100, 130),
        _ => dice.between(140, 310),
    };
    MadeWard {
        name_bn: format!("{}-{}", building.name_bn, bangla_digits(number)),
        name_en: format!("{}-{number}", building.name_en),
        sex: block.sex,
        age: block.age,
        used_for: block.used_for,
        certified,
        working,
        most_ever: certified * crowding_percent / 100,
    }
}

fn bangla_digits(number: usize) -> String {
    let digits = number.to_string();
    digits
        .chars()
        .filter_map(|digit| {
            digit
                .to_digit(10)
                .and_then(|value| char::from_u32(0x09E6 + value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn jails_names_are_used() {
        let estate = make("TAN-D", false, 500, 1);
        let names: Vec<_> = estate.iter().map(|building| building.name_bn).collect();
        for expected in ["আমদানি", "পদ্মা", "কারা হাসপাতাল", "শাপলা"]
        {
            assert!(names.contains(&expected), "{expected} not in {names:?}");
        }
        let first = estate.iter().find(|row| row.name_en == "Padma").unwrap();
        assert_eq!(first.wards[0].name_bn, "পদ্মা-১");
    }

    proptest! {
        #[test]
        fn every_place_is_laid_out_once(capacity in CAPACITY_MIN..6000, women_only: bool, seed: u64) {
            let estate = make("X", women_only, capacity, seed);
            let wards: Vec<_> = estate.iter().flat_map(|building| &building.wards).collect();
            prop_assert_eq!(wards.iter().map(|ward| ward.certified).sum::<u32>(), capacity);
            let names: HashSet<_> = wards.iter().map(|ward| &ward.name_bn).collect();
            prop_assert_eq!(names.len(), wards.len());
            for ward in wards {
                prop_assert!(ward.certified > 0 && ward.certified <= WARD_PLACES_MAX);
                prop_assert!(ward.working <= ward.certified && ward.certified <= ward.most_ever);
                prop_assert!(!women_only || ward.sex == Sex::Female);
            }
            for building in &estate {
                prop_assert!(building.wards.iter().all(|ward| ward.sex == building.wards[0].sex));
            }
        }
    }
}
