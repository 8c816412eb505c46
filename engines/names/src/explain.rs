//! Why two names match, part by part, so that a page can say it.

use crate::compare::{compared, pair_up, score_names};
use crate::name::{Name, Part, PartKind};

/// From this likeness on, two spellings are one name written differently.
const SPELLING_MIN: f64 = 0.85;
/// Below this, a pair is no agreement.
const SOUND_MIN: f64 = 0.45;

/// How one part of the query was found in the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// Letter for letter.
    Same,
    /// Another spelling, or the other script, of the same name.
    Spelling,
    /// It sounds alike.
    Sound,
    /// One of the two is an initial of the other.
    Initial,
    /// Only one of the names has it.
    Missing,
}

/// One line of an [`Explanation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartMatch {
    /// The part as the query has it, normalised; `None` if only the candidate has it.
    pub query: Option<String>,
    /// The part as the candidate has it, normalised; `None` if only the query has it.
    pub candidate: Option<String>,
    /// How they agree.
    pub how: How,
}

/// What speaks for two names being the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The same as [`crate::score`] of the two.
    pub score: f64,
    /// The parts of the query in their order, then what only the candidate has. Honorifics and particles are left out.
    pub parts: Vec<PartMatch>,
}

/// Says which parts of two names agree, and how.
///
/// ```
/// use names::{How, explain};
///
/// let why = explain("Abdul Karim", "মোঃ আব্দুল করিম মিয়া");
/// let hows: Vec<How> = why.parts.iter().map(|part| part.how).collect();
/// assert_eq!(hows, [How::Spelling, How::Spelling, How::Missing]);
/// assert_eq!(why.parts[1].candidate.as_deref(), Some("করিম"));
/// ```
pub fn explain(query: &str, candidate: &str) -> Explanation {
    let (query, candidate) = (Name::parse(query), Name::parse(candidate));
    let (asked, found) = (compared(&query), compared(&candidate));
    let pairs = pair_up(&asked, &found);
    let mut parts = Vec::with_capacity(asked.len().max(found.len()));
    let mut used = Vec::with_capacity(found.len());
    for (at, part) in asked.iter().enumerate() {
        let partner = pairs.iter().find(|pair| pair.a == at).and_then(|pair| {
            let other = found.get(pair.b)?;
            Some((pair.b, other, how(part, other, pair.likeness)?))
        });
        if let Some((other_at, other, how)) = partner {
            used.push(other_at);
            parts.push(line(Some(part), Some(other), how));
        } else {
            parts.push(line(Some(part), None, How::Missing));
        }
    }
    for (_, part) in found
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at))
    {
        parts.push(line(None, Some(part), How::Missing));
    }
    Explanation {
        score: score_names(&query, &candidate),
        parts,
    }
}

fn line(query: Option<&Part>, candidate: Option<&Part>, how: How) -> PartMatch {
    let text = |part: &Part| part.text.clone();
    PartMatch {
        query: query.map(text),
        candidate: candidate.map(text),
        how,
    }
}

/// How two paired parts agree; `None` if they do not.
fn how(a: &Part, b: &Part, likeness: f64) -> Option<How> {
    if a.text == b.text {
        Some(How::Same)
    } else if likeness < SOUND_MIN {
        None
    } else if a.kind == PartKind::Initial || b.kind == PartKind::Initial {
        Some(How::Initial)
    } else if likeness >= SPELLING_MIN {
        Some(How::Spelling)
    } else {
        Some(How::Sound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hows(query: &str, candidate: &str) -> Vec<How> {
        explain(query, candidate)
            .parts
            .iter()
            .map(|part| part.how)
            .collect()
    }

    #[test]
    fn each_part_says_how_it_agrees() {
        use How::{Initial, Missing, Same, Spelling};
        for (query, candidate, expected) in [
            ("Karim Uddin", "karim uddin", vec![Same, Same]),
            ("Karim", "করিম", vec![Spelling]),
            ("A. Karim", "Abdul Karim", vec![Initial, Same]),
            ("Karim Mia", "Karim", vec![Same, Missing]),
            ("Karim", "Kabir", vec![Missing, Missing]),
            ("", "Karim", vec![Missing]),
        ] {
            assert_eq!(hows(query, candidate), expected, "{query} / {candidate}");
        }
    }
}
