//! Laws and sections as clerks write them.

use kernel::Lang;

use super::Charge;

/// The law meant by a section that is written without one: in Bangladesh's courts a bare number is
/// the Penal Code's.
const UNSAID: &str = "PC";

/// The entries of a field or cell that holds several, as clerks part them: by lines, semicolons or dandas.
pub fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';', '।'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// Reads one entry: `379`, `দণ্ডবিধি ৩৭৯`, `মাদক 36(1)`, or the code `PC 379` that a picker writes. A law
/// that is not in the list is kept in the clerk's words.
///
/// ```
/// use pids::custody::law;
/// let charge = law::recognise("দণ্ডবিধি ৩৭৯");
/// assert_eq!((charge.act.as_str(), charge.section.as_str()), ("PC", "379"));
/// assert_eq!(law::recognise("379"), charge);
/// assert_eq!(law::recognise("কোনো আইন ৭").act, "কোনো আইন");
/// ```
pub fn recognise(entry: &str) -> Charge {
    let latin = bangla::digits::to_latin(&bangla::normalise::text(entry));
    if let Some((act, section)) = latin.split_once(' ')
        && reference::acts().get(act).is_some()
    {
        return Charge {
            act: act.to_owned(),
            section: section.trim().to_owned(),
        };
    }
    let (words, number) = apart(&latin);
    let mut found = reference::search_section(entry, 12)
        .into_iter()
        .filter(|known| known.section_en == number);
    let known = if words.is_empty() {
        found.find(|known| known.act == UNSAID)
    } else {
        found.next()
    };
    if let Some(known) = known {
        return Charge {
            act: known.act.to_owned(),
            section: known.section_en.to_owned(),
        };
    }
    let act = match act_named(words) {
        Some(code) => code,
        None if words.is_empty() => UNSAID,
        None => words,
    };
    Charge {
        act: act.to_owned(),
        section: number.to_owned(),
    }
}

/// The words of the law and the number behind them.
fn apart(latin: &str) -> (&str, &str) {
    match latin.find(|c: char| c.is_ascii_digit()) {
        Some(at) => {
            let (words, number) = latin.split_at(at);
            (words.trim(), number.trim())
        }
        None => (latin.trim(), ""),
    }
}

fn act_named(words: &str) -> Option<&'static str> {
    let same = |name: &str| name.eq_ignore_ascii_case(words);
    let act = reference::acts()
        .iter()
        .find(|act| same(act.short_bn) || same(act.short_en))?;
    Some(act.code)
}

/// `দণ্ডবিধি ৩৭৯ · চুরি` in the reader's language.
pub fn label(charge: &Charge, lang: Lang) -> String {
    let act = reference::acts().get(&charge.act);
    let act = match (act, lang) {
        (Some(act), Lang::Bn) => act.short_bn,
        (Some(act), Lang::En) => act.short_en,
        (None, _) => charge.act.as_str(),
    };
    let known =
        reference::sections_of(&charge.act).find(|known| known.section_en == charge.section);
    match (known, lang) {
        (Some(known), Lang::Bn) => format!("{act} {} · {}", known.section_bn, known.name_bn),
        (Some(known), Lang::En) => format!("{act} {} · {}", known.section_en, known.name_en),
        (None, _) => format!("{act} {}", bangla::digits::localise(&charge.section, lang)),
    }
}

/// The group of the offence, for returns and the ward board; `other` where the section is not listed.
pub fn group(charge: &Charge) -> reference::OffenceGroup {
    let known =
        reference::sections_of(&charge.act).find(|known| known.section_en == charge.section);
    known.map_or_else(
        || {
            reference::acts()
                .get(&charge.act)
                .map_or(reference::OffenceGroup::Other, |act| act.group)
        },
        |known| known.group,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_can_be_shown_in_both_languages() {
        let theft = recognise("দণ্ডবিধি ৩৭৯");
        assert!(label(&theft, Lang::Bn).contains("৩৭৯"));
        assert!(label(&theft, Lang::En).contains("379"));
        let unknown = recognise("কোনো আইন ৭");
        assert_eq!(label(&unknown, Lang::Bn), "কোনো আইন ৭");
    }

    #[test]
    fn entries_are_parted_by_a_danda_too() {
        let sections: Vec<_> = entries(" ৩৭৯।৪১১ ; ;\nমাদক 36(1)\r\n").collect();
        assert_eq!(sections, ["৩৭৯", "৪১১", "মাদক 36(1)"]);
    }

    #[test]
    fn a_code_written_by_the_picker_is_taken_as_it_is() {
        for section in reference::sections().iter() {
            let charge = recognise(&format!("{} {}", section.act, section.section_en));
            assert_eq!(
                (charge.act.as_str(), charge.section.as_str()),
                (section.act, section.section_en)
            );
        }
    }
}
