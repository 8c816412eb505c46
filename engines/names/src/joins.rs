//! Words that are written together here and apart there: Abdurrahman, Nasir-uddin, Kamruzzaman, A.K.M.

use crate::dictionary;

/// The fewest letters that are left of a word when a part is taken off it.
const STEM_CHARS_MIN: usize = 2;

/// Endings that are a word of their own, with what they leave on the stem and the word they are.
const ENDINGS: [(&str, &str, &str); 30] = [
    ("uddin", "", "uddin"),
    ("uddeen", "", "uddin"),
    ("udin", "", "uddin"),
    ("oddin", "", "uddin"),
    ("eddin", "", "uddin"),
    ("uzzaman", "", "zaman"),
    ("ujjaman", "", "zaman"),
    ("uzaman", "", "zaman"),
    ("ujaman", "", "zaman"),
    ("ozzaman", "", "zaman"),
    ("ulislam", "ul", "islam"),
    ("ulhaque", "ul", "haque"),
    ("ulhaq", "ul", "haque"),
    ("ulhoque", "ul", "haque"),
    ("ulalam", "ul", "alam"),
    ("urrahman", "ur", "rahman"),
    ("urrahaman", "ur", "rahman"),
    ("urrashid", "ur", "rashid"),
    ("unnahar", "un", "nahar"),
    ("unnesa", "un", "nesa"),
    ("উদ্দিন", "", "উদ্দিন"),
    ("ুদ্দিন", "", "উদ্দিন"),
    ("উদ্দীন", "", "উদ্দিন"),
    ("ুদ্দীন", "", "উদ্দিন"),
    ("উজ্জামান", "", "জামান"),
    ("ুজ্জামান", "", "জামান"),
    ("ুলইসলাম", "ুল", "ইসলাম"),
    ("ুররহমান", "ুর", "রহমান"),
    ("ুর্রহমান", "ুর", "রহমান"),
    ("ুন্নেছা", "ুন", "নেছা"),
];

/// Names of Latin letters in Bangla, as initials are read out (এ কে এম), with the letter.
const LETTER_NAMES: [(&str, char); 24] = [
    ("এ", 'a'),
    ("বি", 'b'),
    ("সি", 's'),
    ("ডি", 'd'),
    ("ই", 'e'),
    ("এফ", 'f'),
    ("জি", 'g'),
    ("এইচ", 'h'),
    ("আই", 'i'),
    ("জে", 'j'),
    ("কে", 'k'),
    ("এল", 'l'),
    ("এম", 'm'),
    ("এন", 'n'),
    ("ও", 'o'),
    ("পি", 'p'),
    ("কিউ", 'k'),
    ("আর", 'r'),
    ("এস", 's'),
    ("টি", 't'),
    ("ইউ", 'u'),
    ("ভি", 'b'),
    ("ওয়াই", 'i'),
    ("জেড", 'j'),
];

/// Puts an article back on the word that it belongs to: nur ul islam → nurul islam, nasir ud din → nasir uddin, and at
/// the beginning of a name al amin → alamin.
pub(crate) fn reattach_articles(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        if matches!(word.as_str(), "al" | "আল") && out.iter().all(|word| !is_given(word)) {
            out.push(word + &rest.next().unwrap_or_default());
            continue;
        }
        let of_din = matches!(word.as_str(), "ud" | "উদ");
        match (out.last_mut(), rest.peek().map(String::as_str)) {
            (Some(_), Some("din" | "deen")) if of_din => {
                rest.next();
                out.push("uddin".to_owned());
            }
            (Some(_), Some("দিন" | "দীন")) if of_din => {
                rest.next();
                out.push("উদ্দিন".to_owned());
            }
            (Some(before), Some(_))
                if before.chars().count() > 1 && is_article(&word) && is_given(before) =>
            {
                before.push_str(article_sign(&word));
            }
            _ => out.push(word),
        }
    }
    out
}

fn is_given(word: &str) -> bool {
    dictionary::find(word).is_none_or(|entry| entry.class == dictionary::Class::Given)
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "ul" | "ur" | "us" | "uz" | "un" | "উল" | "উর" | "উস" | "উন"
    )
}

/// An article as it is written at the end of a word: its vowel becomes a sign.
fn article_sign(word: &str) -> &str {
    match word {
        "উল" => "ুল",
        "উর" => "ুর",
        "উস" => "ুস",
        "উন" => "ুন",
        latin => latin,
    }
}

/// The two words that `word` is made of, if it is a known way of joining.
pub(crate) fn split(word: &str) -> Option<[String; 2]> {
    split_servant(word).or_else(|| split_ending(word))
}

fn split_ending(word: &str) -> Option<[String; 2]> {
    ENDINGS.iter().find_map(|(ending, left, tail)| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().count() >= STEM_CHARS_MIN)
            .then(|| [format!("{stem}{left}"), (*tail).to_owned()])
    })
}

/// Abdul and one of the names of God in one word: its article takes on the first consonant of what follows.
fn split_servant(word: &str) -> Option<[String; 2]> {
    if let Some(rest) = ["abdu", "abdoo"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
    {
        let article = rest.chars().next()?;
        let tail = rest.strip_prefix(article)?;
        let fits = match article {
            'l' => !tail.starts_with('l') && tail != "ah",
            'r' | 's' | 'n' | 'z' | 'j' | 'd' | 't' => tail.starts_with(article),
            _ => false,
        };
        return (fits && tail.chars().count() > STEM_CHARS_MIN)
            .then(|| ["abdul".to_owned(), tail.to_owned()]);
    }
    let rest = ["আব্দু", "আবদু"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))?;
    let article = rest.chars().next()?;
    let tail = rest.strip_prefix(article)?;
    let doubled = tail.strip_prefix('\u{09CD}');
    let tail = doubled.unwrap_or(tail);
    let fits = if article == 'ল' {
        doubled.is_none()
    } else {
        tail.starts_with(article)
    };
    (fits && tail.chars().count() > STEM_CHARS_MIN).then(|| ["আব্দুল".to_owned(), tail.to_owned()])
}

/// The initials that `word` is: one letter, a letter's name in Bangla, or letters run together (akm, sm).
pub(crate) fn initials(word: &str) -> Option<String> {
    if let Some((_, letter)) = LETTER_NAMES.iter().find(|(name, _)| *name == word) {
        return Some(letter.to_string());
    }
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only.to_string());
    }
    // A.K.M., A.B.M., S.M., K.M.: no vowel but the first, and Mohammad last.
    let is_run = word.len() <= 4
        && word.is_ascii()
        && word.ends_with('m')
        && word.chars().skip(1).all(is_latin_consonant);
    is_run.then(|| word.to_owned())
}

const fn is_latin_consonant(letter: char) -> bool {
    letter.is_ascii_alphabetic() && !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_words_come_apart() {
        for (word, parts) in [
            ("abdurrahman", Some(["abdul", "rahman"])),
            ("abdulkarim", Some(["abdul", "karim"])),
            ("abdullah", None),
            ("abdussalam", Some(["abdul", "salam"])),
            ("আব্দুররহমান", Some(["আব্দুল", "রহমান"])),
            ("আব্দুল্লাহ", None),
            ("nasiruddin", Some(["nasir", "uddin"])),
            ("নাসিরুদ্দিন", Some(["নাসির", "উদ্দিন"])),
            ("kamruzzaman", Some(["kamr", "zaman"])),
            ("মনিরুজ্জামান", Some(["মনির", "জামান"])),
            ("mahbuburrahman", Some(["mahbubur", "rahman"])),
            ("uddin", None),
            ("karim", None),
        ] {
            assert_eq!(
                split(word),
                parts.map(|parts| parts.map(str::to_owned)),
                "{word}"
            );
        }
    }

    #[test]
    fn articles_go_back_to_their_word() {
        let attach =
            |text: &str| reattach_articles(text.split(' ').map(str::to_owned).collect()).join(" ");
        assert_eq!(attach("nur ul islam"), "nurul islam");
        assert_eq!(attach("nasir ud din"), "nasir uddin");
        assert_eq!(attach("নূর উল ইসলাম"), "নূরুল ইসলাম");
        assert_eq!(attach("md ul karim"), "md ul karim");
        assert_eq!(attach("ul"), "ul");
        assert_eq!(attach("md al amin"), "md alamin");
        assert_eq!(attach("abdullah al mamun"), "abdullah al mamun");
        assert_eq!(attach("al"), "al");
    }

    #[test]
    fn initials_are_read_in_three_ways() {
        for (word, expected) in [
            ("k", Some("k")),
            ("কে", Some("k")),
            ("akm", Some("akm")),
            ("sm", Some("sm")),
            ("alim", None),
            ("রহিম", None),
        ] {
            assert_eq!(initials(word).as_deref(), expected, "{word}");
        }
    }
}
