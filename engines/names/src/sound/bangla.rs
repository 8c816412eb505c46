//! The sound of names in Bangla script.

use super::Sound;

const HASANTA: char = '\u{09CD}';
const ZWJ: char = '\u{200D}';
const ZWNJ: char = '\u{200C}';
const VISARGA: char = 'ঃ';

/// The sound of `word`, which is normalised Bangla; anything else in it is passed over.
pub(super) fn sound(word: &str) -> Sound {
    let mut out = Sound::default();
    let mut rest = word
        .chars()
        .filter(|&c| !matches!(c, ZWNJ | VISARGA))
        .peekable();
    // The consonants written so far without a vowel between them: they say which letter under another is silent.
    let mut cluster = Cluster::default();
    while let Some(c) = rest.next() {
        match c {
            HASANTA => cluster.joined = true,
            // র‍্য: the joiner says that য is a faint y here, not the second half of র্য.
            ZWJ => cluster.reph_forbidden = true,
            'ং' | 'ঙ' => {
                out.consonant(b'N');
                // বংশ ends like a conjunct, with its inherent vowel spoken.
                cluster = Cluster {
                    last: Some(c),
                    before: None,
                    joined: c == 'ং',
                    reph_forbidden: false,
                };
            }
            'ঁ' => out.append(b'~'),
            'ৎ' => {
                out.consonant(b't');
                cluster = Cluster {
                    last: Some('ত'),
                    before: None,
                    joined: true,
                    reph_forbidden: false,
                };
            }
            'য়' => glide(&mut out, rest.peek().copied()),
            'ঞ' if rest.peek().is_none_or(|&next| next != HASANTA) && !cluster.joined => {}
            _ => {
                if let Some(vowel) = vowel(c) {
                    for &symbol in vowel {
                        if symbol == b'r' {
                            out.consonant(symbol);
                        } else {
                            out.vowel(symbol);
                        }
                    }
                    cluster = Cluster::default();
                } else if consonant(&mut out, c, &cluster, rest.peek().copied()) {
                    cluster.push(c);
                    inherent(&mut out, &mut cluster, rest.peek().copied());
                }
            }
        }
    }
    out
}

#[derive(Default)]
struct Cluster {
    /// The consonant before this one.
    last: Option<char>,
    /// The one before that, if it is in the same cluster.
    before: Option<char>,
    /// A hasanta has been read since the last consonant.
    joined: bool,
    reph_forbidden: bool,
}

impl Cluster {
    fn push(&mut self, c: char) {
        self.before = if self.joined { self.last } else { None };
        self.last = Some(c);
        self.joined = false;
        self.reph_forbidden = false;
    }

    /// The consonant that the next one is written under.
    fn above(&self) -> Option<char> {
        if self.joined { self.last } else { None }
    }
}

/// Appends the inherent vowel after a consonant that has no sign, where it is spoken.
fn inherent(out: &mut Sound, cluster: &mut Cluster, next: Option<char>) {
    let spoken = match next {
        // At the end it is spoken after a conjunct (দত্ত, চন্দ্র) and in words like সুব্রত.
        None => {
            cluster.before.is_some()
                || (cluster.last == Some('ত') && ends_in_cluster_and_inherent(out))
        }
        Some(next) => next != HASANTA && next != ZWJ && vowel_sign(next).is_none(),
    };
    if spoken {
        out.vowel(b'@');
        let keep_for_doubling = cluster.last;
        *cluster = Cluster {
            last: keep_for_doubling,
            ..Cluster::default()
        };
    }
}

/// Whether `out` ends like the ব্রত of সুব্রত: two consonants, the inherent vowel, t.
fn ends_in_cluster_and_inherent(out: &Sound) -> bool {
    matches!(out.symbols(), [.., first, second, b'@', b't'] if !super::is_vowel(*first) && !super::is_vowel(*second))
}

/// য় between vowels is heard after আ and the inherent vowel only (রায়হান); elsewhere it joins two vowels (মিয়া, আনোয়ার).
fn glide(out: &mut Sound, next: Option<char>) {
    let signed = next.is_some_and(|next| vowel_sign(next).is_some());
    match out.last() {
        Some(b'a' | b'@') => out.vowel(b'i'),
        _ if !signed => out.vowel(b'i'),
        _ => {}
    }
}

/// Appends the consonant `c`; false if it is none.
fn consonant(out: &mut Sound, c: char, cluster: &Cluster, next: Option<char>) -> bool {
    // ং is never written over another letter.
    let symbol = match (cluster.above().filter(|&above| above != 'ং'), c) {
        (Some('র'), 'য') if !cluster.reph_forbidden => b'j',
        (Some(_), 'য') => return faint(out, b'y'),
        (Some('ক'), 'ষ') => {
            out.consonant(b'K');
            return faint(out, b'$');
        }
        (Some('জ'), 'ঞ') => {
            out.replace_last(b'G');
            return faint(out, b'^');
        }
        // ম and র keep a ব under them, and a doubled ব stays one.
        (Some(above), 'ব') if !matches!(above, 'ম' | 'র' | 'ব') => return faint(out, b'w'),
        (Some('স' | 'শ' | 'ষ' | 'ত' | 'দ'), 'ম') => return faint(out, b'%'),
        (Some('ত'), 'স' | 'ছ' | 'শ') => {
            // ৎস and ত্স are heard like ছ.
            out.replace_last(b'C');
            return true;
        }
        (_, 'গ' | 'ঘ') if out.last() == Some(b'N') => return true,
        (_, 'ক') => b'k',
        (_, 'খ') => b'K',
        (_, 'গ' | 'ঘ') => b'g',
        (_, 'চ') => b'c',
        (_, 'ছ') => b'C',
        (_, 'জ' | 'ঝ' | 'য') => b'j',
        (_, 'ট' | 'ঠ' | 'ত' | 'থ') => b't',
        (_, 'ড' | 'ঢ' | 'দ' | 'ধ') => b'd',
        (_, 'ণ' | 'ন' | 'ঞ') => b'n',
        (_, 'প') => b'p',
        (_, 'ফ') => b'f',
        (_, 'ব') => b'b',
        (_, 'ভ') => b'v',
        (_, 'ম') => b'm',
        (_, 'র') => b'r',
        (_, 'ড়' | 'ঢ়') => b'R',
        (_, 'ল') => b'l',
        (_, 'শ' | 'ষ') => b'S',
        (_, 'স') => b's',
        (_, 'হ') => b'h',
        _ => return false,
    };
    if cluster.last == Some(c)
        && next.is_some_and(|next| next != HASANTA)
        && doubles_across_inherent(out)
    {
        // মোশাররফ: two letters with an unspoken vowel between are one long consonant; not in আনন্দ or পঞ্চানন.
        out.len -= 1;
    }
    out.consonant(symbol);
    true
}

fn faint(out: &mut Sound, symbol: u8) -> bool {
    out.append(symbol);
    true
}

/// Whether `out` ends in vowel, consonant, inherent vowel: the inherent vowel may then be silent before that consonant.
fn doubles_across_inherent(out: &Sound) -> bool {
    matches!(out.symbols(), [.., vowel, _, b'@'] if super::is_vowel(*vowel))
}

fn vowel(c: char) -> Option<&'static [u8]> {
    let letter: &[u8] = match c {
        'অ' => b"@",
        'আ' => b"a",
        'ই' | 'ঈ' => b"i",
        'উ' | 'ঊ' => b"u",
        'ঋ' => b"ri",
        'এ' => b"e",
        'ঐ' => b"Y",
        'ও' => b"o",
        'ঔ' => b"W",
        _ => return vowel_sign(c),
    };
    Some(letter)
}

fn vowel_sign(c: char) -> Option<&'static [u8]> {
    let sign: &[u8] = match c {
        'া' => b"a",
        'ি' | 'ী' => b"i",
        'ু' | 'ূ' => b"u",
        'ৃ' => b"ri",
        'ে' => b"e",
        'ৈ' => b"Y",
        'ো' => b"o",
        'ৌ' => b"W",
        _ => return None,
    };
    Some(sign)
}

#[cfg(test)]
mod tests {
    use crate::sound::spelt;

    #[test]
    fn the_inherent_vowel_is_heard_inside_and_after_conjuncts() {
        for (word, sound) in [
            ("রহমান", "r@h@man"),
            ("করিম", "k@rim"),
            ("দত্ত", "d@t@"),
            ("চন্দ্র", "c@ndr@"),
            ("সুব্রত", "subr@t@"),
            ("মোশাররফ", "moSar@f"),
            ("মমতা", "m@m@ta"),
            ("আনন্দ", "an@nd@"),
            ("পঞ্চানন", "p@ncan@n"),
            ("সিংহ", "siNh@"),
            ("গৌরাঙ্গ", "gWraN@"),
            ("সংবাদ", "s@Nbad"),
        ] {
            assert_eq!(spelt(word), sound, "{word}");
        }
    }

    #[test]
    fn letters_under_others_are_faint() {
        for (word, sound) in [
            ("স্বপন", "sw@p@n"),
            ("বিশ্বাস", "biSwas"),
            ("শ্যামল", "Syam@l"),
            ("লক্ষ্মী", "l@K$%i"),
            ("আচার্য", "acarj@"),
            ("মাতুব্বর", "matub@r"),
            ("জ্যোৎস্না", "jyoCna"),
            ("জ্ঞানেন্দ্র", "G^anendr@"),
            ("উদ্দিন", "udin"),
        ] {
            assert_eq!(spelt(word), sound, "{word}");
        }
    }

    #[test]
    fn glides_join_vowels() {
        for (word, sound) in [
            ("মিয়া", "mia"),
            ("ভূঁইয়া", "vu~ia"),
            ("ভূঞা", "vua"),
            ("আনোয়ার", "anoar"),
            ("রায়হান", "rYhan"),
            ("রায়", "rY"),
            ("সৈয়দ", "sYd"),
            ("চৌধুরী", "cWduri"),
            ("জাহাঙ্গীর", "jahaNir"),
        ] {
            assert_eq!(spelt(word), sound, "{word}");
        }
    }
}
