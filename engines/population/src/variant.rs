//! The same human as another clerk would type them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::dice::{Dice, number_of};
use crate::person::{Birth, MadePerson, MadeText};
use crate::pools::{ENTRIES, Entry};

/// Of a thousand words, how many the other clerk spells in another known way.
const OTHER_SPELLING_PERMILLE: u32 = 450;
/// Of a thousand words, how many the other clerk's ear or finger changes.
const SLIP_PERMILLE: u32 = 120;

#[derive(Clone, Copy)]
enum Script {
    Bangla,
    Latin,
}

/// The same human (same [`MadeId`](crate::MadeId)) written down afresh: other spellings, "মোঃ" for "মোহাম্মদ" or none at all,
/// an age a few years off, a day and month changed about, papers not shown, a number not remembered.
/// Sex, community, marks and the home district stay. The same `turn` gives the same result; turns differ.
pub fn variant_of(person: &MadePerson, turn: u64) -> MadePerson {
    let dice = &mut Dice::new(&[u64::from(person.id.0), number_of(&person.name_en), turn]);
    let mut variant = person.clone();
    variant.name_bn = rewrite(&person.name_bn, Script::Bangla, dice);
    variant.name_en = rewrite(&person.name_en, Script::Latin, dice);
    variant.father_bn = rewrite(&person.father_bn, Script::Bangla, dice);
    variant.father_en = rewrite(&person.father_en, Script::Latin, dice);
    variant.mother_bn = rewrite(&person.mother_bn, Script::Bangla, dice);
    variant.mother_en = rewrite(&person.mother_en, Script::Latin, dice);
    variant.spouse = person
        .spouse
        .as_ref()
        .filter(|_| dice.chance(700))
        .map(|spouse| MadeText {
            bn: rewrite(&spouse.bn, Script::Bangla, dice),
            en: rewrite(&spouse.en, Script::Latin, dice),
        });
    variant.alias = variant.alias.filter(|_| dice.chance(500));
    variant.birth = misremember(person.birth, dice);
    variant.nid = variant.nid.filter(|_| dice.chance(550));
    variant.phone = variant.phone.filter(|_| dice.chance(400));
    variant.village_bn = rewrite(&person.village_bn, Script::Bangla, dice);
    variant.village_en = rewrite(&person.village_en, Script::Latin, dice);
    variant.union = variant.union.filter(|_| dice.chance(800));
    variant.height_cm = (variant.height_cm + 2).saturating_sub(u16_below(5, dice));
    variant
}

fn u16_below(bound: u32, dice: &mut Dice) -> u16 {
    u16::try_from(dice.below(bound)).unwrap_or_default()
}

/// Always towards the older, so that nobody becomes a child by a slip of the pen.
fn misremember(birth: Birth, dice: &mut Dice) -> Birth {
    match birth {
        Birth::Exact(date) if dice.chance(150) => {
            let swapped = Date::new(date.year(), date.day(), date.month());
            Birth::Exact(swapped.map_or(date, |swapped| swapped.min(date)))
        }
        Birth::Exact(date) if dice.chance(120) => {
            Birth::Exact(date.saturating_sub(i64::from(dice.between(1, 3)).years()))
        }
        Birth::Exact(date) => Birth::Exact(date),
        Birth::Estimated { age, on } => {
            let off = u8::try_from(dice.below(7)).unwrap_or_default();
            Birth::Estimated {
                age: (age + off).saturating_sub(3).max(18),
                on,
            }
        }
    }
}

fn rewrite(name: &str, script: Script, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    // The title before a name is the first thing that a hurried clerk leaves out.
    if words.len() > 2 && words.first().is_some_and(|word| is_title(word)) && dice.chance(250) {
        words.remove(0);
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|word| respell(word, script, dice))
        .collect();
    words.join(" ")
}

fn is_title(word: &str) -> bool {
    spellings(word).is_some_and(Entry::is_title)
}

fn respell(word: &str, script: Script, dice: &mut Dice) -> String {
    if dice.chance(OTHER_SPELLING_PERMILLE)
        && let Some(other) = other_spelling(word, script, dice)
    {
        return other.to_owned();
    }
    if dice.chance(SLIP_PERMILLE) {
        return slip(word, script, dice);
    }
    word.to_owned()
}

fn other_spelling(word: &str, script: Script, dice: &mut Dice) -> Option<&'static str> {
    let entry = spellings(word)?;
    let (usual, also) = match script {
        Script::Bangla => (entry.bn, &entry.also_bn),
        Script::Latin => (entry.en, &entry.also_en),
    };
    let mut others: Vec<&'static str> = also.clone();
    others.push(usual);
    others.retain(|other| *other != word);
    dice.pick(&others).copied()
}

/// The entry that has this word among its spellings.
fn spellings(word: &str) -> Option<&'static Entry> {
    static BY_WORD: LazyLock<HashMap<&'static str, &'static Entry>> = LazyLock::new(|| {
        let mut by_word = HashMap::new();
        for entry in ENTRIES.iter() {
            let spellings = [entry.bn, entry.en].into_iter();
            for word in spellings.chain(entry.also_bn.iter().chain(&entry.also_en).copied()) {
                by_word.entry(word).or_insert(entry);
            }
        }
        by_word
    });
    BY_WORD.get(word).copied()
}

/// Letters that are heard or typed for one another.
const BANGLA_SLIPS: [(&str, &str); 12] = [
    ("ী", "ি"),
    ("ি", "ী"),
    ("ূ", "ু"),
    ("ণ", "ন"),
    ("শ", "স"),
    ("স", "ছ"),
    ("জ", "য"),
    ("ঙ্গ", "ং"),
    ("ো", ""),
    ("ট্ট", "ট"),
    ("ন্ড", "ণ্ড"),
    ("ৎ", "ত"),
];
const LATIN_SLIPS: [(&str, &str); 14] = [
    ("ee", "i"),
    ("i", "ee"),
    ("oo", "u"),
    ("u", "oo"),
    ("z", "j"),
    ("j", "z"),
    ("sh", "s"),
    ("f", "ph"),
    ("ph", "f"),
    ("a", "o"),
    ("o", "a"),
    ("k", "q"),
    ("w", "o"),
    ("ss", "s"),
];

/// The word with one slip; as it is when none of a few tries applies.
fn slip(word: &str, script: Script, dice: &mut Dice) -> String {
    const TRIES: usize = 6;
    let slips: &[(&str, &str)] = match script {
        Script::Bangla => &BANGLA_SLIPS,
        Script::Latin => &LATIN_SLIPS,
    };
    for _ in 0..TRIES {
        let Some((from, to)) = dice.pick(slips) else {
            break;
        };
        // Not at the very start: capitals and first letters are what people get right.
        if word.find(from).is_some_and(|at| at > 0) {
            return word.replacen(from, to, 1);
        }
    }
    word.to_owned()
}
