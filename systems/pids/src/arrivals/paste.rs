//! A pasted list of arrivals: one person a line, columns apart by tabs, as a spreadsheet or a court's
//! list gives them, or by `|`.

use kernel::{Date, Error, Result, parse_date};

/// Lines that one paste may have.
pub const LINES_MAX: usize = 500;

/// One pasted line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// Name.
    pub name: String,
    /// Father's name.
    pub father: String,
    /// Completed years.
    pub age: Option<i16>,
    /// Case number.
    pub case_no: String,
    /// Laws and sections.
    pub sections: String,
    /// The order to hold.
    pub warrant_no: String,
    /// Next date in court.
    pub next_on: Option<Date>,
}

/// Reads the columns name, father, age, case, sections, warrant, next date; the last ones may be left
/// out.
///
/// # Errors
/// Invalid for the field `list`, naming the line and what is wrong with it.
pub fn read(text: &str, today: Date) -> Result<Vec<Pasted>> {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    if lines.is_empty() {
        return Err(Error::invalid("list", "err-required"));
    }
    if lines.len() > LINES_MAX {
        return Err(Error::invalid("list", "err-lines").with("max", LINES_MAX));
    }
    lines
        .into_iter()
        .map(|(at, line)| read_line(at + 1, line, today))
        .collect()
}

fn read_line(number: usize, line: &str, today: Date) -> Result<Pasted> {
    let wrong = |key| Error::invalid("list", key).with("line", number);
    let mut cells = line.split(['\t', '|']).map(bangla::normalise::text);
    let mut next = || cells.next().unwrap_or_default();
    let (name, father, age) = (next(), next(), next());
    if name.is_empty() {
        return Err(wrong("err-paste-name"));
    }
    let age = match bangla::digits::to_latin(&age) {
        text if text.is_empty() => None,
        text => Some(
            text.parse()
                .ok()
                .filter(|age| (0..=120).contains(age))
                .ok_or_else(|| wrong("err-paste-age"))?,
        ),
    };
    let (case_no, sections, warrant_no, next_on) = (next(), next(), next(), next());
    let next_on = match next_on.as_str() {
        "" => None,
        text => Some(parse_date("list", text, today).map_err(|_| wrong("err-paste-date"))?),
    };
    Ok(Pasted {
        name,
        father,
        age,
        case_no,
        sections,
        warrant_no,
        next_on,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_court_list() {
        let today = date(2026, 11, 24);
        let list =
            "শিপন চাকমা\tবিজয় চাকমা\t৩২\tজিআর ২১১/২৬\tদণ্ডবিধি ৩৭৯\t৪৫\t7/12/2026\n\nরহিম | করিম | 40";
        let read = read(list, today).unwrap();
        assert_eq!(read[0].age, Some(32));
        assert_eq!(read[0].next_on, Some(date(2026, 12, 7)));
        assert_eq!(
            (read[1].name.as_str(), read[1].age, read[1].case_no.as_str()),
            ("রহিম", Some(40), "")
        );
    }

    #[test]
    fn the_line_that_is_wrong_is_named() {
        let error = read("রহিম\tকরিম\t৩২\nকামাল\tজামাল\tত্রিশ", date(2026, 11, 24)).unwrap_err();
        assert_eq!(error.fields[0].key, "err-paste-age");
        assert_eq!(error.fields[0].args, [("line", "2".to_owned())]);
        assert_eq!(
            read(" \n", date(2026, 11, 24)).unwrap_err().fields[0].key,
            "err-required"
        );
    }
}
