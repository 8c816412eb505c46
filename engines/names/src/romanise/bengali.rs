//! Latin to Bangla, letter by letter, for words that the dictionary does not know.

const HASANTA: char = '\u{09CD}';

/// `word`, which is lower-case Latin, in Bangla.
pub(super) fn word(word: &str) -> String {
    let mut out = String::with_capacity(word.len() * 3);
    let mut rest = word;
    let mut last = Last::Start;
    while let Some(first) = rest.chars().next() {
        let (used, now) = step(&mut out, rest, last);
        rest = rest.get(used.max(first.len_utf8())..).unwrap_or_default();
        last = now;
    }
    bangla::normalise::text(&out)
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Start,
    Vowel,
    Consonant(&'static str),
}

fn step(out: &mut String, rest: &str, last: Last) -> (usize, Last) {
    if let Some((spelling, letter, sign)) = VOWELS
        .iter()
        .find(|(spelling, ..)| rest.starts_with(spelling))
    {
        out.push_str(if matches!(last, Last::Consonant(_)) {
            sign
        } else {
            letter
        });
        return (spelling.len(), Last::Vowel);
    }
    if let Some((spelling, letters)) = GLIDES
        .iter()
        .find(|(spelling, _)| rest.starts_with(spelling))
    {
        // After a vowel য় takes the sign; the ও of wa is already there after o.
        let letters = if last == Last::Vowel {
            letters.trim_start_matches(['ও', 'ই'])
        } else {
            letters
        };
        out.push_str(letters);
        return (spelling.len(), Last::Vowel);
    }
    if let Some((spelling, letter)) = CONSONANTS
        .iter()
        .find(|(spelling, _)| rest.starts_with(spelling))
    {
        if let Last::Consonant(before) = last
            && binds(before, letter)
        {
            out.push(HASANTA);
        }
        out.push_str(letter);
        return (spelling.len(), Last::Consonant(letter));
    }
    (0, last)
}

/// Whether two consonants without a vowel between them are written as a conjunct.
fn binds(before: &str, letter: &str) -> bool {
    before == letter || letter == "র" || CONJUNCTS.contains(&(before, letter))
}

const CONJUNCTS: [(&str, &str); 12] = [
    ("ন", "দ"),
    ("ন", "ত"),
    ("ন", "ধ"),
    ("স", "ত"),
    ("স", "ম"),
    ("স", "ট"),
    ("ষ", "ট"),
    ("ক", "ত"),
    ("ম", "প"),
    ("ম", "ব"),
    ("প", "ত"),
    ("ল", "প"),
];

/// Spelling, independent letter, sign; longest first.
const VOWELS: [(&str, &str, &str); 13] = [
    ("ea", "ইয়া", "িয়া"),
    ("ee", "ঈ", "ী"),
    ("oo", "উ", "ু"),
    ("ou", "ঔ", "ৌ"),
    ("oi", "ঐ", "ৈ"),
    ("ai", "আই", "াই"),
    ("au", "আউ", "াউ"),
    ("aa", "আ", "া"),
    ("a", "আ", "া"),
    ("i", "ই", "ি"),
    ("u", "উ", "ু"),
    ("e", "এ", "ে"),
    ("o", "ও", "ো"),
];

/// Glides with the vowel after them.
const GLIDES: [(&str, &str); 10] = [
    ("wa", "ওয়া"),
    ("we", "ওয়ে"),
    ("wi", "উই"),
    ("wo", "ও"),
    ("w", "ও"),
    ("ya", "ইয়া"),
    ("ye", "ইয়ে"),
    ("yo", "ইয়ো"),
    ("yu", "ইউ"),
    ("y", "ই"),
];

const CONSONANTS: [(&str, &str); 35] = [
    ("chh", "ছ"),
    ("ksh", "ক্ষ"),
    ("kkh", "ক্ষ"),
    ("kh", "খ"),
    ("gh", "ঘ"),
    ("ng", "ং"),
    ("ch", "চ"),
    ("jh", "ঝ"),
    ("th", "থ"),
    ("dh", "ধ"),
    ("ph", "ফ"),
    ("bh", "ভ"),
    ("sh", "শ"),
    ("ck", "ক"),
    ("qu", "ক"),
    ("zz", "জ্জ"),
    ("b", "ব"),
    ("c", "ক"),
    ("d", "দ"),
    ("f", "ফ"),
    ("g", "গ"),
    ("h", "হ"),
    ("j", "জ"),
    ("k", "ক"),
    ("l", "ল"),
    ("m", "ম"),
    ("n", "ন"),
    ("p", "প"),
    ("q", "ক"),
    ("r", "র"),
    ("s", "স"),
    ("t", "ত"),
    ("v", "ভ"),
    ("x", "ক্স"),
    ("z", "জ"),
];
