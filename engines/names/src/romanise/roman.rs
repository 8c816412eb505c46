//! Bangla to Latin, letter by letter, for words that the dictionary does not know.

const HASANTA: char = '\u{09CD}';

/// `word` in Latin letters, with a capital.
pub(super) fn word(word: &str) -> String {
    let letters: Vec<char> = word
        .chars()
        .filter(|c| !matches!(c, '\u{200C}' | '\u{200D}'))
        .collect();
    let mut out = String::with_capacity(letters.len() * 2);
    let mut vowel_seen = false;
    for (at, &c) in letters.iter().enumerate() {
        if let Some(vowel) = vowel(c) {
            out.push_str(vowel);
            vowel_seen = true;
        } else if let Some(consonant) =
            consonant(c, at.checked_sub(1).and_then(|at| letters.get(at)).copied())
        {
            out.push_str(consonant);
            if takes_inherent(&letters, at, vowel_seen) {
                out.push('a');
                vowel_seen = true;
            }
        }
    }
    capitalised(&out)
}

/// Whether the inherent vowel is spoken after the consonant at `at`.
fn takes_inherent(letters: &[char], at: usize, vowel_seen: bool) -> bool {
    let conjunct = at.checked_sub(1).and_then(|at| letters.get(at)) == Some(&HASANTA);
    match letters.get(at + 1) {
        None => false,
        Some(&next) if next == HASANTA || vowel(next).is_some_and(|_| !is_independent(next)) => {
            false
        }
        // Inside a word it falls silent before a consonant that has its own vowel: আকবরী, তালুকদার.
        Some(&next) if vowel_seen && !conjunct && consonant(next, None).is_some() => !letters
            .get(at + 2)
            .is_some_and(|&sign| vowel(sign).is_some() && !is_independent(sign)),
        Some(_) => true,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

fn is_independent(c: char) -> bool {
    matches!(c, 'অ'..='ঔ')
}

fn vowel(c: char) -> Option<&'static str> {
    Some(match c {
        'অ' | 'আ' | 'া' => "a",
        'ই' | 'ঈ' | 'ি' | 'ী' => "i",
        'উ' | 'ঊ' | 'ু' | 'ূ' => "u",
        'ঋ' | 'ৃ' => "ri",
        'এ' | 'ে' => "e",
        'ঐ' | 'ৈ' => "oi",
        'ও' | 'ো' => "o",
        'ঔ' | 'ৌ' => "ou",
        _ => return None,
    })
}

fn consonant(c: char, before: Option<char>) -> Option<&'static str> {
    let under = before == Some(HASANTA);
    Some(match c {
        'ক' => "k",
        'খ' => "kh",
        'গ' => "g",
        'ঘ' => "gh",
        'ঙ' | 'ং' => "ng",
        'চ' => "ch",
        'ছ' => "chh",
        'ঝ' => "jh",
        'ট' | 'ত' | 'ৎ' => "t",
        'ঠ' | 'থ' => "th",
        'ড' | 'দ' => "d",
        'ঢ' | 'ধ' => "dh",
        'ণ' | 'ন' | 'ঞ' => "n",
        'প' => "p",
        'ফ' => "f",
        'ব' if under => "w",
        'ব' => "b",
        'ভ' => "bh",
        'ম' => "m",
        'য' if under => "y",
        'জ' | 'য' => "j",
        'য়' => "y",
        'র' | 'ড়' => "r",
        'ঢ়' => "rh",
        'ল' => "l",
        'শ' | 'ষ' => "sh",
        'স' => "s",
        'হ' => "h",
        _ => return None,
    })
}
