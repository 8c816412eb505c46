//! Folding of words: two spellings that a clerk would call the same become one.

/// A word of a name or of a query, in the two forms that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Case, doubled letters and confusable letters folded.
    pub(crate) folded: String,
    /// The consonants alone, after a leading vowel if there is one.
    pub(crate) skeleton: String,
}

/// The words of a text, folded. Apostrophes join, other punctuation separates.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> {
    text.split(|c: char| !is_letter(c))
        .map(word)
        .filter(|word| !word.folded.is_empty())
}

/// Folds a whole text as though it were one word.
pub(crate) fn word(text: &str) -> Word {
    let folded = fold(text);
    let skeleton = skeleton(&folded);
    Word { folded, skeleton }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '\'' || c == '’' || is_joiner(c)
}

/// Signs inside a Bangla word that Unicode does not count as letters: nukta, hasanta and the zero-width joiners.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{09BC}' | '\u{09CD}' | '\u{200C}' | '\u{200D}')
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{09BC}' => apply_nukta(&mut folded),
            'h' | 'H' => fold_h(&mut folded),
            _ => {
                if let Some(c) = fold_letter(c) {
                    push_once(&mut folded, c);
                }
            }
        }
    }
    folded
}

/// ড় and ঢ় typed as two characters become র as their composed forms do; য় stays apart from য.
fn apply_nukta(folded: &mut String) {
    match folded.pop() {
        Some('ড' | 'ঢ') => push_once(folded, 'র'),
        Some('জ') => push_once(folded, '\u{09DF}'),
        Some(other) => folded.push(other),
        None => {}
    }
}

/// "sh" reads as "s" and "ph" as "f"; other h's stay.
fn fold_h(folded: &mut String) {
    if folded.ends_with('s') {
        return;
    }
    if folded.ends_with('p') {
        folded.pop();
        return push_once(folded, 'f');
    }
    push_once(folded, 'h');
}

/// Doubled letters are one, since writers differ; doubled digits are not.
fn push_once(folded: &mut String, c: char) {
    if c.is_ascii_digit() || !folded.ends_with(c) {
        folded.push(c);
    }
}

fn fold_letter(c: char) -> Option<char> {
    let folded = match c {
        '০'..='৯' => char::from_digit(u32::from(c) - u32::from('০'), 10)?,
        'ণ' => 'ন',
        'শ' | 'ষ' => 'স',
        'য' => 'জ',
        'ৎ' => 'ত',
        'ঙ' => 'ং',
        'ঈ' => 'ই',
        'ঊ' => 'উ',
        'ী' => 'ি',
        'ূ' => 'ু',
        '\u{09DC}' | '\u{09DD}' => 'র',
        // Dropped: chandrabindu, visarga, hasanta, joiners, apostrophes.
        '\u{0981}' | '\u{0983}' | '\u{09CD}' | '\u{200C}' | '\u{200D}' | '\'' | '’' => {
            return None;
        }
        'z' | 'Z' => 'j',
        'v' | 'V' => 'b',
        'q' | 'Q' => 'k',
        _ => c.to_lowercase().next()?,
    };
    Some(folded)
}

fn skeleton(folded: &str) -> String {
    let mut skeleton = String::with_capacity(folded.len());
    for (at, c) in folded.char_indices() {
        match c {
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => skeleton.push('a'),
            'অ'..='ঔ' if at == 0 => skeleton.push('অ'),
            'h' if at == 0 => skeleton.push('h'),
            c if is_weak(c) => {}
            _ => push_once(&mut skeleton, c),
        }
    }
    skeleton
}

/// Vowels, half-vowels and breath: what writers leave out or swap first.
fn is_weak(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h')
        || matches!(c, 'অ'..='ঔ' | '\u{09BE}'..='\u{09CC}' | '\u{09DF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        assert_eq!(word("টাঙ্গাইল"), word("টাংগাইল"));
        assert_eq!(word("বাড়িয়া").folded, word("বাড\u{09BC}ীয\u{09BC}া").folded);
        assert_eq!(word("Cox's").folded, word("coxs").folded);
        assert_eq!(word("Zakiganj").skeleton, word("Jokigonj").skeleton);
        assert_eq!(word("৩০২").folded, "302");
        assert_eq!(word("300").folded, "300");
    }

    proptest! {
        #[test]
        fn folding_settles(text in "\\PC{0,24}") {
            for found in words(&text) {
                prop_assert_eq!(&word(&found.folded).skeleton, &found.skeleton);
            }
        }
    }
}
