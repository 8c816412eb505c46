//! Phonetic keys as the index keeps them: each a number, so that the lists are short rows of integers.
//!
//! A single word's list may hold every twentieth prisoner, and in a whole country a pair's list is long
//! as well. So a document is listed under each pair of its own words, of its name with its father's name
//! and its places, and under each pair of its name together with one of those; a query reads these first.

use std::collections::HashSet;

use kernel::PrisonId;
use names::{Name, PartKind};
use reference::PlacePath;

use super::Doc;

/// Keys under which one document is listed: a name of five parts with three keys each stays below it.
pub const KEYS_PER_DOC_MAX: usize = 120;
/// People that one search reads of one key's list.
pub const POSTINGS_PER_KEY_MAX: usize = 400;
/// People that one search reads of all lists of one kind: many lists are read less far each.
pub const POSTINGS_MAX: usize = 5_000;
/// Parts of a name that are paired; further ones are hardly ever typed.
const PARTS_MAX: usize = 5;
/// Parts of a name, and words beside it, that are listed three together.
const TRIPLE_PARTS_MAX: usize = 4;

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Name,
    Father,
    Place,
    NameName,
    FatherFather,
    /// A part of the name with a part of the father's or husband's name or of a place.
    NameOther,
    /// Two parts of the name with one of those others.
    NameNameOther,
}

impl Tag {
    fn byte(self) -> u8 {
        match self {
            Self::Name => 1,
            Self::Father => 2,
            Self::Place => 3,
            Self::NameName => 4,
            Self::FatherFather => 5,
            Self::NameOther => 6,
            Self::NameNameOther => 7,
        }
    }
}

/// One word of a name, by its sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As compared.
    pub text: String,
    /// Most likely first, the same in both scripts.
    pub keys: Vec<String>,
    /// From 0, common, to 1, rare.
    pub rarity: f64,
}

/// The words of a text that tell people apart; where it has none but honorifics (`মোহাম্মদ`), those.
pub fn words(text: &str) -> Vec<Word> {
    let name = Name::parse(text);
    let of = |kind: PartKind| {
        let parts = name.parts().iter().filter(move |part| part.kind == kind);
        parts.map(|part| Word {
            text: part.text.clone(),
            keys: part.keys(),
            rarity: part.rarity(),
        })
    };
    let given: Vec<Word> = of(PartKind::Given).take(PARTS_MAX).collect();
    if given.is_empty() {
        of(PartKind::Honorific).take(PARTS_MAX).collect()
    } else {
        given
    }
}

/// A key of the index. The function must never change while an index made by it is in use: FNV-1a over
/// the tag and the letters, kept to 63 bits, since the databases' integers have a sign.
fn hash(tag: Tag, first: &str, second: &str) -> i64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = std::iter::once(tag.byte())
        .chain(first.bytes())
        .chain(std::iter::once(0))
        .chain(second.bytes());
    let hash = bytes.fold(OFFSET, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    });
    i64::try_from(hash >> 1).unwrap_or(i64::MAX)
}

pub(super) fn single(tag: Tag, word: &Word) -> impl Iterator<Item = i64> {
    word.keys.iter().map(move |key| hash(tag, key, ""))
}

/// The keys of two words, the likeliest first; for a name with a name the order of the words does not
/// matter.
pub(super) fn pair(tag: Tag, a: &Word, b: &Word) -> Vec<i64> {
    let mut likely: Vec<(usize, i64)> = Vec::with_capacity(a.keys.len() * b.keys.len());
    for (i, first) in a.keys.iter().enumerate() {
        for (j, second) in b.keys.iter().enumerate() {
            let ordered = tag == Tag::NameOther || first <= second;
            let key = if ordered {
                hash(tag, first, second)
            } else {
                hash(tag, second, first)
            };
            likely.push((i + j, key));
        }
    }
    likely.sort_by_key(|(rank, _)| *rank);
    likely.into_iter().map(|(_, key)| key).collect()
}

/// The keys of two parts of a name, in either order, with another word: that of the likeliest sounds
/// first, then those where one of the three is heard another way.
pub(super) fn triples(a: &Word, b: &Word, other: &Word) -> Vec<i64> {
    let of = |a: &String, b: &String, other: &String| {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        hash(Tag::NameNameOther, low, &format!("{high}\0{other}"))
    };
    let likeliest = (a.keys.first(), b.keys.first(), other.keys.first());
    let (Some(first), Some(second), Some(third)) = likeliest else {
        return Vec::new();
    };
    let mut keys = vec![of(first, second, third)];
    keys.extend(rest(a).iter().map(|heard| of(heard, second, third)));
    keys.extend(rest(b).iter().map(|heard| of(first, heard, third)));
    keys.extend(rest(other).iter().map(|heard| of(first, second, heard)));
    keys
}

pub(super) fn pairs_within(words: &[Word]) -> impl Iterator<Item = (&Word, &Word)> {
    words
        .iter()
        .enumerate()
        .flat_map(|(at, first)| words.iter().skip(at + 1).map(move |second| (first, second)))
}

/// Gathers keys up to a limit, each once.
struct Keys {
    seen: HashSet<i64>,
    keys: Vec<i64>,
}

impl Keys {
    fn add(&mut self, keys: impl IntoIterator<Item = i64>) {
        for key in keys {
            if self.keys.len() < KEYS_PER_DOC_MAX && self.seen.insert(key) {
                self.keys.push(key);
            }
        }
    }
}

/// The keys under which a document is listed, sorted.
pub fn of_doc(doc: &Doc) -> Vec<i64> {
    let all =
        |texts: &[String]| -> Vec<Vec<Word>> { texts.iter().map(|text| words(text)).collect() };
    let names = all(&doc.names);
    let others: Vec<Vec<Word>> = [all(&doc.fathers), all(&doc.spouses)].concat();
    let places: Vec<Word> = place_texts(&doc.villages, &doc.places)
        .iter()
        .flat_map(|text| words(text))
        .collect();
    let mut keys = Keys {
        seen: HashSet::new(),
        keys: Vec::new(),
    };
    for name in &names {
        keys.add(name.iter().flat_map(|word| single(Tag::Name, word)));
        keys.add(pairs_within(name).flat_map(|(a, b)| pair(Tag::NameName, a, b)));
    }
    for other in &others {
        keys.add(other.iter().flat_map(|word| single(Tag::Father, word)));
        keys.add(pairs_within(other).flat_map(|(a, b)| pair(Tag::FatherFather, a, b)));
    }
    keys.add(
        places
            .iter()
            .flat_map(|word| single(Tag::Place, word).take(1)),
    );
    for name in names.iter().flatten() {
        for other in others.iter().flatten().chain(&places) {
            // The likeliest key of both is enough: a document writes each in both scripts, and a query asks
            // with all of its keys.
            keys.add(pair(Tag::NameOther, name, other).into_iter().take(1));
        }
    }
    for name in names.iter().map(|name| few(name)) {
        for beside in others.iter().map(|other| few(other)).chain([few(&places)]) {
            for (a, b) in pairs_within(name) {
                // As above: the likeliest is enough.
                let likeliest = |other| triples(a, b, other).into_iter().take(1);
                keys.add(beside.iter().flat_map(likeliest));
            }
        }
    }
    keys.keys.sort_unstable();
    keys.keys
}

fn rest(word: &Word) -> &[String] {
    word.keys.get(1..).unwrap_or_default()
}

pub(super) fn few(words: &[Word]) -> &[Word] {
    words.get(..TRIPLE_PARTS_MAX).unwrap_or(words)
}

/// The words by which a place is searched: village and union in both scripts; the upazila where no union
/// is known. A district is too large to tell anybody apart.
pub fn place_texts(villages: &[String], codes: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = villages.to_vec();
    let mut add = |text: &str| {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    };
    for path in codes.iter().filter_map(|code| PlacePath::of(code)) {
        if let Some(union) = path.union {
            add(union.name_bn);
            add(union.name_en);
        }
        if let (Some(upazila), None) = (path.upazila, path.union) {
            add(upazila.station_bn());
            add(upazila.station_en());
        }
    }
    texts
}

/// The small number that stands for a prison in the index's rows, 0 for none. Two prisons may share one:
/// what is shown is checked against the document itself.
pub fn slot(prison: Option<PrisonId>) -> i64 {
    const MASK: i64 = 0x3f_ffff;
    prison.map_or(0, |prison| {
        1 + (hash(Tag::Place, &prison.to_string(), "prison") & MASK)
    })
}

#[cfg(test)]
mod tests {
    use kernel::{PersonId, Uuid};

    use super::*;
    use crate::find::plan::Plan;
    use crate::people::{Person, Sex, TwoNames};

    fn doc() -> Doc {
        let mut person = Person::new(
            PersonId(Uuid::from_u128(1)),
            TwoNames::new("মো. আব্দুর রহিম", "Md. Abdur Rahim"),
            Sex::Male,
        );
        person.father = TwoNames::new("সোলায়মান আলী", "Solaiman Ali");
        person.permanent.village = "শম্ভুগঞ্জ".to_owned();
        Doc::of(&person)
    }

    fn meets(query: &str) -> bool {
        let keys = of_doc(&doc());
        Plan::of_query(&words(query))
            .pairs
            .iter()
            .any(|probe| keys.binary_search(&probe.key).is_ok())
    }

    #[test]
    fn two_words_in_any_spelling_and_of_any_field_meet_the_document() {
        for query in [
            "আবদুর রহীম",
            "Rohim Abdul",
            "rahim solayman",
            "রহিম শম্ভুগঞ্জ",
            "sombhugonj rohim",
            "Solaiman Ali",
        ] {
            assert!(meets(query), "{query}");
        }
        assert!(!meets("Karim Hossain"));
    }

    #[test]
    fn honorifics_are_no_words_unless_there_is_nothing_else() {
        assert_eq!(words("মোঃ রহিম").len(), 1);
        assert_eq!(words("মোহাম্মদ").len(), 1);
        assert!(words("…").is_empty());
    }

    #[test]
    fn a_document_has_few_keys() {
        assert!(
            (10..60).contains(&of_doc(&doc()).len()),
            "{}",
            of_doc(&doc()).len()
        );
    }

    #[test]
    fn keys_never_change() {
        // Rows of existing databases hold these numbers.
        assert_eq!(hash(Tag::Name, "rm", ""), 3_410_262_015_596_161_079);
        assert_eq!(slot(None), 0);
    }
}
